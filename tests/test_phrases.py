"""Phrases on syllables: what a term finds, what it never finds, and where it stands in the original."""

import unicodedata
from collections.abc import Iterable, Mapping

import pandas as pd
import pytest

from vietdiplo.find.phrases import split_syllables, unify_phrase
from vietdiplo.find.terms import find_terms
from vietdiplo.tables import ParameterError, make_table


def find(text: str, terms: Iterable[str] | Mapping[str, str]) -> list[tuple[str, str]]:
    """Find terms in one sentence that starts at code point 100 of its text."""
    sentences = make_table([("d", 0, 4, 100, 100 + len(text), text)], "sentences")
    found = find_terms(sentences, terms)
    assert all(
        text[s - 100 : e - 100] == w for s, e, w in zip(found["start"], found["end"], found["surface"], strict=True)
    )
    return list(zip(found["label"], found["surface"], strict=True))


def test_longest_term_wins() -> None:
    found = find("Ấn Độ ở khu vực Ấn Độ Dương", ["Ấn Độ", "Ấn Độ Dương"])
    assert found == [("Ấn Độ", "Ấn Độ"), ("Ấn Độ Dương", "Ấn Độ Dương")]


def test_more_syllables_win_over_the_first() -> None:
    found = find("tăng an ninh lương thực", ["tăng an ninh", "an ninh lương thực"])
    assert found == [("an ninh lương thực", "an ninh lương thực")]


def test_first_wins_among_equals() -> None:
    assert find("an ninh mạng", ["an ninh", "ninh mạng"]) == [("an ninh", "an ninh")]


@pytest.mark.parametrize("text", ["kinh tế-thương mại", "kinh tế - thương mại", "kinh tế – thương mại"])
def test_hyphen_separates_two_terms(text: str) -> None:
    assert [label for label, _ in find(text, ["kinh tế", "thương mại"])] == ["kinh tế", "thương mại"]


@pytest.mark.parametrize("text", ["an ninh, mạng", "an ninh. Mạng", "an ninh - mạng", "an ninh (mạng)"])
def test_punctuation_breaks_a_phrase(text: str) -> None:
    assert find(text, ["an ninh mạng"]) == []


@pytest.mark.parametrize("text", ["vắc-xin", "vắc xin", "Vắc – xin"])
def test_phrase_with_a_hyphen_matches_hyphen_and_space(text: str) -> None:
    assert find(text, ["vắc-xin"]) == [("vắc-xin", text)]


@pytest.mark.parametrize("text", ['gỡ "thẻ vàng" IUU', "gỡ “thẻ vàng” IUU", "gỡ thẻ vàng IUU"])
def test_quotation_marks_do_not_break_a_phrase(text: str) -> None:
    assert find(text, ["gỡ thẻ vàng IUU"]) == [("gỡ thẻ vàng IUU", text)]


def test_phrase_with_a_comma_matches_the_comma() -> None:
    assert find("hòa bình, an ninh và an ninh", ["hòa bình, an ninh"]) == [("hòa bình, an ninh", "hòa bình, an ninh")]


@pytest.mark.parametrize(
    ("text", "term"),
    [("xuyên biên giới", "biên giớ"), ("toàn cầu", "oàn"), ("Brunei", "run"), ("G20", "20"), ("an sinh", "an si")],
)
def test_no_match_inside_a_syllable(text: str, term: str) -> None:
    assert find(text, [term]) == []


@pytest.mark.parametrize(("text", "term"), [("HÒA BÌNH", "hoà bình"), ("ủy ban", "Uỷ ban"), ("khoẻ", "khỏe")])
def test_case_and_tone_convention_do_not_matter(text: str, term: str) -> None:
    assert find(text, [term]) == [(term, text)]


def test_acronym_that_is_a_word_matches_in_capitals_only() -> None:
    assert find("AI và ai, Asean", ["AI", "ASEAN"]) == [("AI", "AI"), ("ASEAN", "Asean")]


def test_acronym_in_brackets_is_one() -> None:
    assert find("ai dùng (AI)", ["(AI)"]) == [("(AI)", "AI")]


def test_acronym_wins_over_the_word_in_capitals_only() -> None:
    assert find("AI hay ai", ["ai", "AI"]) == [("AI", "AI"), ("ai", "ai")]


def test_capitals_with_a_tone_mark_in_the_other_place_are_found() -> None:
    assert find("HOÀ và HÒA", ["HOÀ"]) == [("HOÀ", "HOÀ"), ("HOÀ", "HÒA")]


def test_decomposed_text_keeps_its_own_offsets() -> None:
    text = unicodedata.normalize("NFD", "về hợp tác quốc phòng")
    term = "quốc phòng"
    assert find(text, [term]) == [(term, unicodedata.normalize("NFD", term))]


def test_zero_width_characters_stay_in_the_surface() -> None:
    assert find("hợp tác quốc\u200b phò\u200bng", ["quốc phòng"]) == [("quốc phòng", "quốc\u200b phò\u200bng")]


def test_no_break_space_is_a_space() -> None:
    assert find("quốc\u00a0phòng", ["quốc phòng"]) == [("quốc phòng", "quốc\u00a0phòng")]


def test_letter_that_grows_in_lower_case_moves_no_offset() -> None:
    assert find("İlham Əliyev thăm Baku", ["Baku"]) == [("Baku", "Baku")]


def test_mapping_gives_the_label() -> None:
    assert find("tội phạm mạng", {"tội phạm mạng": "cyber"}) == [("cyber", "tội phạm mạng")]


def test_occurrences_have_the_layer_and_the_place() -> None:
    sentences = make_table([("d", 2, 7, 30, 45, "Về quốc phòng. ")], "sentences")
    row = find_terms(sentences, ["quốc phòng"]).iloc[0].tolist()
    assert row == ["d", 7, 33, 43, "quốc phòng", "terms", "quốc phòng"]


def test_nothing_found_keeps_the_columns() -> None:
    found = find_terms(make_table([], "sentences"), ["quốc phòng"])
    assert list(found) == ["doc_id", "sentence", "start", "end", "surface", "layer", "label"]
    assert pd.api.types.is_integer_dtype(found["start"])


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        (["an ninh", " , "], "terms: ' , ' has no letter; write a word or take it out"),
        (["hòa bình", "Hoà bình"], "terms: 'Hoà bình' is found as 'hòa bình' too; keep one of the two"),
        ("an ninh", "terms: 'an ninh' is one text; write a list of terms"),
    ],
)
def test_wrong_terms_are_named(terms: Iterable[str], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        find_terms(make_table([], "sentences"), terms)
    assert str(error.value) == message


def test_syllables_have_form_place_and_joint() -> None:
    assert [tuple(s) for s in split_syllables("Uỷ ban – G20, (mới)")] == [
        ("ủy", "Ủy", 0, 2, ""),
        ("ban", "ban", 3, 6, ""),
        ("g20", "G20", 9, 12, "-"),
        ("mới", "mới", 15, 18, ",("),
    ]


@pytest.mark.parametrize(
    ("phrase", "unified"), [(" Hoà  bình", "hòa bình"), ("Vắc–xin", "vắc- xin"), ("AI", "AI"), ("(an ninh)", "an ninh")]
)
def test_unify_phrase(phrase: str, unified: str) -> None:
    assert unify_phrase(phrase) == unified
