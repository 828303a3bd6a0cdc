"""Words, n-grams and contexts, each at its place."""

import unicodedata

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vietdiplo import (
    check_surfaces,
    find_contexts,
    find_ngrams,
    find_terms,
    find_uncoded,
    find_words,
    load_documents,
    load_strings,
    split_sentences,
)
from vietdiplo.find.segmentation.forms import label_word
from vietdiplo.find.segmentation.hyphens import space_hyphens
from vietdiplo.tables import ParameterError, TableError


def find_in(text: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    documents = load_strings({"a": text})
    sentences = split_sentences(documents)
    return check_surfaces(find_words(sentences), documents), sentences


def test_words_have_several_syllables_and_no_punctuation_or_numbers() -> None:
    words, _ = find_in("Hai bên ký 15 văn kiện hợp tác, tại Hà Nội.")
    assert words["label"].tolist() == ["hai", "bên", "ký", "văn kiện", "hợp tác", "tại", "hà nội"]
    assert words["surface"].tolist()[-1] == "Hà Nội"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_do_not_depend_on_unicode_form_and_invisible_characters(form: str) -> None:
    plain, _ = find_in("Ủy ban hợp tác.")
    words, _ = find_in(unicodedata.normalize(form, "Uỷ\u00a0ban h\u200bợp tác."))
    assert words["label"].tolist() == plain["label"].tolist()


def test_every_word_of_the_seeds_stands_where_it_says() -> None:
    documents = load_documents("seeds")
    words = check_surfaces(find_words(split_sentences(documents)), documents)
    assert len(words) == 1404


@settings(max_examples=150)
@given(st.text(st.sampled_from('aAđĐoàuỷquiðtVietNm -–.,:;()"%/0129\u200b\u0301\u00a0ﬁ½№'), max_size=40))
def test_words_of_any_text_stand_where_they_say(text: str) -> None:
    words, _ = find_in(text)
    assert all(any(letter.isalpha() for letter in surface) for surface in words["surface"])


@pytest.mark.parametrize(
    ("text", "spaced"),
    [
        ("chính trị-ngoại giao", "chính trị - ngoại giao"),
        ("kinh tế-văn hóa-xã hội", "kinh tế - văn hóa - xã hội"),
        ("Việt Nam-Azerbaijan", "Việt Nam - Azerbaijan"),
        ("Azerbaijan-Việt Nam", "Azerbaijan - Việt Nam"),
        ("Hà Nội-Baku", "Hà Nội - Baku"),
        ("mô-men xoắn", "mô-men xoắn"),
        ("vắc-xin", "vắc-xin"),
        ("Sở GD-ĐT Hà Nội", "Sở GD-ĐT Hà Nội"),
        ("Kassym-Jomart Tokayev", "Kassym-Jomart Tokayev"),
        ("Tổng thống Yoon Suk-yeol", "Tổng thống Yoon Suk-yeol"),
        ("ngày 7-8/5", "ngày 7-8/5"),
        ("-", "-"),
    ],
)
def test_a_hyphen_between_two_words_is_spaced(text: str, spaced: str) -> None:
    chunks = ["", *text.split(" "), ""]
    assert " ".join(space_hyphens(*chunks[at : at + 3]) for at in range(len(chunks) - 2)) == spaced


def test_a_label_is_lower_case_in_one_tone_convention() -> None:
    assert label_word("Uỷ  Ban") == "ủy ban"


def test_ngrams_stay_within_punctuation_and_sentence() -> None:
    words, sentences = find_in("Hai bên hợp tác, hai bên ký. Hai nước.")
    grams = find_ngrams(words, sentences, size=2)
    assert grams["label"].tolist() == ["hai · bên", "bên · hợp tác", "hai · bên", "bên · ký", "hai · nước"]
    assert grams["surface"].tolist()[1] == "bên hợp tác"


def test_ngrams_go_over_a_hyphen() -> None:
    words, sentences = find_in("quan hệ Việt Nam - Azerbaijan")
    assert find_ngrams(words, sentences, size=3)["surface"].tolist() == ["quan hệ Việt Nam - Azerbaijan"]


@pytest.mark.parametrize("size", [1, 8])
def test_ngrams_of_another_size_are_refused(size: int) -> None:
    words, sentences = find_in("Hai bên.")
    with pytest.raises(ParameterError, match=f"^find_ngrams: size {size} is not 2 to 7; choose one of these$"):
        find_ngrams(words, sentences, size=size)


def test_contexts_of_an_occurrence_between_sentences_are_refused() -> None:
    found, sentences = find_in("Hai bên.")
    with pytest.raises(
        TableError, match=r"^a\[0:3\]: sentence -1 is not among the sentences; pass those it was found in$"
    ):
        find_contexts(found.assign(sentence=-1), sentences)


def test_contexts_are_cut_between_words() -> None:
    _, sentences = find_in("Hai bên nhất trí tăng cường hợp tác kinh tế, thương mại và đầu tư.")
    found = find_contexts(find_terms(sentences, ["hợp tác"]), sentences, width=12)
    assert found[["left", "surface", "right"]].to_numpy().tolist() == [["tăng cường ", "hợp tác", " kinh tế,"]]


def test_sentences_in_which_nothing_was_found() -> None:
    _, sentences = find_in("Hai bên hợp tác. Đoàn ra về.")
    uncoded = find_uncoded(sentences, find_terms(sentences, ["hợp tác"]))
    assert uncoded[["sentence", "surface", "layer"]].to_numpy().tolist() == [[1, "Đoàn ra về.", "uncoded"]]


PIECES = st.sampled_from(
    ["Uỷ", "ban", "hợp", "tác", "Việt", "Nam-Azerbaijan", "chính", "trị-ngoại", "giao,", "khoẻ.", "“Đối", "tác”", "7/5"]
)


@settings(max_examples=100)
@given(
    st.lists(st.tuples(PIECES, st.sampled_from(["", "", "\u200b", "\u00ad"]), st.sampled_from([" ", "\u00a0", "\n"])))
)
def test_an_nfd_copy_has_the_same_words_at_its_own_places(parts: list[tuple[str, str, str]]) -> None:
    text = "".join(word[:1] + odd + word[1:] + gap for word, odd, gap in parts)
    composed, decomposed = (find_in(unicodedata.normalize(form, text))[0] for form in ("NFC", "NFD"))
    assert decomposed[["sentence", "label"]].equals(composed[["sentence", "label"]])
    assert [unicodedata.normalize("NFC", s) for s in decomposed["surface"]] == composed["surface"].tolist()


def test_a_word_of_very_many_letters_costs_no_more_than_its_length() -> None:
    # With a cost of the square this takes minutes.
    words, _ = find_in("mã " + "aB3" * 100_000)
    assert words["surface"].str.len().tolist() == [2, 300_000]
