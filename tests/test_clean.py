"""Cleaning: what changes for matching, and the way back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietdiplo import check_surfaces, find_changes, load_strings, split_sentences
from vietdiplo.texts import clean_sentence, clean_text, unify_tones


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (unicodedata.normalize("NFD", "Tuyên bố chung Việt Nam"), "Tuyên bố chung Việt Nam"),
        ("Việt\u00a0Nam", "Việt Nam"),
        ("Vi\u200bệt\ufeff Nam", "Việt Nam"),
        ("phát\u00adtriển", "pháttriển"),
        ("e\u200b\u0302\u0323", "ệ"),
        ("\ud800", "\ufffd"),
        ("a\u0301\u0302", "ấ"),
        ("a\u0306\u0300", "ằ"),
        ("ê\u0323", "ệ"),
        ("o\u0301\u031b", "ớ"),
        ("\u00d0oàn, \u00f0i", "Đoàn, đi"),
        ("n\u01a3ớc", "nước"),
        ("n\u01cem", "năm"),
        ("V\u01ce\u0301n", "Vắn"),
        ("7\u20118/5, \u22125", "7-8/5, -5"),
        ("\u1112\u1161\u11ab", "한"),
        ("Hai\r\nbên", "Hai\r\nbên"),
        ("", ""),
    ],
)
def test_cleaned_text(text: str, cleaned: str) -> None:
    assert clean_text(text).text == cleaned


def test_a_span_leads_back_to_the_letters_with_their_marks() -> None:
    original = "Hai \u200b" + unicodedata.normalize("NFD", "nước") + "\u200b họp"
    cleaned = clean_text(original)
    at = cleaned.text.index("nước")
    start, end = cleaned.span(at, at + 4)
    assert original[start:end] == unicodedata.normalize("NFD", "nước")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("quan hệ \r\n\t Việt Nam", "quan hệ Việt Nam"),
        ("kinh tế-\n  thương mại", "kinh tế-thương mại"),
        ("Việt Nam -\nLào", "Việt Nam - Lào"),
        ("Azer\u00ad\nbaijan", "Azerbaijan"),
        ("Hai  bên", "Hai  bên"),
    ],
)
def test_a_line_end_inside_a_sentence_is_a_space(text: str, cleaned: str) -> None:
    assert clean_sentence(text).text == cleaned


def test_a_span_over_a_line_end_leads_back_to_both_lines() -> None:
    original = "Hội nghị hòa\r\n   bình\u00a0ở Paris"
    cleaned = clean_sentence(original)
    start, end = cleaned.span(9, 18)
    assert (cleaned.text[9:18], original[start:end]) == ("hòa bình ", "hòa\r\n   bình\u00a0")


@given(st.characters(exclude_categories=("Cs",)), st.sampled_from(["", "a", "\u01b0"]))
def test_any_character_is_cleaned_alike_in_both_unicode_forms(character: str, before: str) -> None:
    forms = (unicodedata.normalize(form, before + character) for form in ("NFC", "NFD"))
    composed, decomposed = (clean_text(form).text for form in forms)
    assert composed == decomposed


@given(st.text(st.sampled_from("aeouyêơưđ \u0301\u0323\u0302\u200b\u00a0\ufeffK\u212a\n"), max_size=30))
def test_every_cleaned_letter_comes_from_its_place(text: str) -> None:
    cleaned = clean_text(text)
    assert len(cleaned.text) == len(cleaned.starts) == len(cleaned.ends)
    assert clean_text(cleaned.text).text == cleaned.text
    for at, letter in enumerate(cleaned.text):
        start, end = cleaned.span(at, at + 1)
        assert letter in clean_text(text[start:end]).text


def test_a_run_of_marks_costs_no_more_than_its_length() -> None:
    # With a cost of the square this takes minutes.
    original = "Lào a" + "\u0301\u0323" * 250_000 + " họp"
    cleaned = clean_text(original)
    at = cleaned.text.index("họp")
    assert (cleaned.text[:5], cleaned.text[at:], cleaned.span(at, at + 3)) == ("Lào ạ", "họp", (500_006, 500_009))


@pytest.mark.parametrize(
    ("text", "unified"),
    [
        ("hoà bình", "hòa bình"),
        ("khoẻ", "khỏe"),
        ("uỷ ban", "ủy ban"),
        ("HOÀ", "HÒA"),
        ("Uỷ", "Ủy"),
        ("thuý", "thúy"),
        ("quý báu", "quý báu"),
        ("Quỳ", "Quỳ"),
        ("toàn diện", "toàn diện"),
        ("xoài", "xoài"),
        ("hòa", "hòa"),
        ("thuyết", "thuyết"),
        ("hòan tòan", "hoàn toàn"),
        ("ngọai giao", "ngoại giao"),
        ("hùynh", "huỳnh"),
        ("QÚY", "QUÝ"),
        ("qúa trình", "quá trình"),
        ("khuỷu", "khuỷu"),
    ],
)
def test_tone_marks_stand_on_the_first_letter_of_an_open_syllable(text: str, unified: str) -> None:
    assert unify_tones(text) == unified


def list_changes(text: str) -> list[list[object]]:
    documents = load_strings({"a": text})
    changes = check_surfaces(find_changes(documents, split_sentences(documents)), documents)
    return changes[["sentence", "start", "end", "label"]].to_numpy().tolist()


def test_changes_are_occurrences_with_their_kind_and_sentence() -> None:
    assert list_changes("Một.\u200b\nVi\u1ec7t\u00a0Na\u0301m\u200b.") == [
        [-1, 4, 5, "invisible"],
        [1, 10, 11, "space"],
        [1, 12, 14, "decomposed"],
        [1, 15, 16, "invisible"],
    ]
    assert list_changes("\u00d0oàn") == [[0, 0, 1, "letter"]]


def test_a_clean_text_has_no_changes() -> None:
    assert list_changes("Việt Nam.\nHai bên.") == []
