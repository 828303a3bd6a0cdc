"""Formulae: runs that many texts share, at their full length, against brute force."""

from collections import defaultdict

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietdiplo.find import find_formulas
from vietdiplo.tables import ParameterError, make_table

Texts = dict[str, str]


def make_texts(texts: Texts) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make words of one letter and the one sentence of each text; a comma stands between its neighbours."""
    words, sentences = [], []
    for name, letters in texts.items():
        text = " ".join(letters)
        sentences.append((name, 0, 0, 0, len(text), text))
        places = ((2 * at, letter) for at, letter in enumerate(letters) if letter != ",")
        words += [(name, 0, at, at + 1, letter, "words", letter) for at, letter in places]
    return make_table(words, "occurrences"), make_table(sentences, "sentences")


def find(texts: Texts, *, size: int = 4, share: float = 0.5) -> list[tuple[str, str, int]]:
    found = find_formulas(*make_texts(texts), size=size, share=share)
    return [(row.doc_id, row.label.replace(" · ", ""), row.start // 2) for row in found.itertuples()]


def test_a_formula_is_given_at_its_full_length() -> None:
    assert find({"a": "xhopthei", "b": "hopthey"}) == [("a", "hopthe", 1), ("b", "hopthe", 0)]


def test_a_part_that_also_comes_alone_is_a_formula_too() -> None:
    assert find({"a": "abcde,abcd", "b": "abcde"}) == [
        ("a", "abcd", 0),
        ("a", "abcde", 0),
        ("a", "abcd", 6),
        ("b", "abcd", 0),
        ("b", "abcde", 0),
    ]


def test_a_formula_is_in_a_share_of_the_texts_and_in_two() -> None:
    texts = {"a": "abcd", "b": "abcd", "c": "efgh", "d": "efghefgh", "e": "ijkl"}
    assert find(texts, share=0.41) == []
    assert {label for _, label, _ in find(texts, share=0.4)} == {"abcd", "efgh"}
    assert {label for _, label, _ in find(texts, share=0.01)} == {"abcd", "efgh"}


def test_the_surface_is_what_stands_in_the_text() -> None:
    text = "Hai Bên nhất trí - ủng hộ"
    words = [(0, 3), (4, 7), (8, 16), (19, 25)]
    rows = [(name, 0, a, b, text[a:b], "words", text[a:b].lower()) for name in "ab" for a, b in words]
    sentences = make_table([(name, 0, 0, 0, len(text), text) for name in "ab"], "sentences")
    found = find_formulas(make_table(rows, "occurrences"), sentences)
    columns = ["doc_id", "start", "end", "surface", "layer", "label"]
    assert found[columns].to_numpy().tolist() == [
        [name, 0, 25, text, "ngrams", "hai · bên · nhất trí · ủng hộ"] for name in "ab"
    ]


def find_brute(texts: Texts, size: int) -> set[str]:
    places = defaultdict(list)
    for name, text in texts.items():
        for part in text.split(","):
            for first in range(len(part)):
                for last in range(first + size, len(part) + 1):
                    places[part[first:last]].append(name)
    common = {run: len(names) for run, names in places.items() if len(set(names)) >= max(2, len(texts) / 2)}
    longer = [(run[step : len(run) - 1 + step], n) for run, n in common.items() for step in (0, 1)]
    return {run for run, n in common.items() if (run, n) not in longer}


@given(st.lists(st.text("ab,", min_size=1, max_size=14), min_size=1, max_size=5), st.integers(2, 4))
def test_formulae_are_the_common_runs_that_no_longer_one_holds(texts: list[str], size: int) -> None:
    named = {f"t{n}": text for n, text in enumerate(texts) if text.strip(",")}
    assert {label for _, label, _ in find(named, size=size)} == find_brute(named, size)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"size": 1}, "size: 1 is below 2; choose 4 words or so"),
        ({"share": 0}, "share: 0 is not above 0 and up to 1; choose 0.5 for half"),
        ({"share": 1.5}, "share: 1.5 is not above 0 and up to 1; choose 0.5 for half"),
    ],
)
def test_a_size_or_share_out_of_range_is_refused(given: dict[str, int], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        find_formulas(*make_texts({"a": "abcd"}), **given)
    assert str(error.value) == f"find_formulas: {message}"
