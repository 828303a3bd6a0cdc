"""What goes with what: measures against published values, pairs and windows against brute force, empty results."""

import csv
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietdiplo.count import count_bigrams, count_collocations, count_cooccurrences
from vietdiplo.count.association import score_association, score_lambda
from vietdiplo.find import find_ngrams
from vietdiplo.find.collocates import find_collocates, find_together
from vietdiplo.tables import ParameterError, TableError, make_table

with (Path(__file__).parent / "cases/association.csv").open(encoding="utf-8", newline="") as file:
    CASES = [(row.pop("measure"), *map(float, row.values())) for row in csv.DictReader(file)]
LETTERS = st.text("abc,", min_size=1, max_size=12)
CORPUS = st.lists(st.tuples(st.sampled_from("de"), LETTERS), min_size=1, max_size=8)


def make_text(*sentences: tuple[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make words and sentences from a text's name and words of one letter; a comma stands between its neighbours."""
    rows, words, ends = [], [], Counter[str]()
    for name, letters in sorted(sentences, key=lambda sentence: sentence[0]):
        text = " ".join(letters)
        number, start = sum(row[0] == name for row in rows), ends[name]
        rows.append((name, 0, number, start, start + len(text), text))
        for at, letter in enumerate(letters):
            if letter != ",":
                words.append((name, number, start + 2 * at, start + 2 * at + 1, letter, "words", letter))
        ends[name] += len(text) + 1
    return make_table(words, "occurrences"), make_table(rows, "sentences")


@pytest.mark.parametrize(("measure", "n", "n_first", "n_second", "total", "span", "value"), CASES)
def test_published_values(
    measure: str, n: float, n_first: float, n_second: float, total: float, span: float, value: float
) -> None:
    numbers = (np.array([int(x)]) for x in (n, n_first, n_second))
    assert score_association(*numbers, int(total), span=int(span))[measure][0] == pytest.approx(value, abs=5e-5)


def test_lambda_is_the_log_odds_ratio_of_the_smoothed_table() -> None:
    scores = score_lambda(np.array([3]), np.array([4]), np.array([5]), 20)
    cells = [3.5, 1.5, 2.5, 14.5]
    value = np.log(cells[0] * cells[3] / (cells[1] * cells[2]))
    assert scores["lambda"][0] == pytest.approx(value)
    assert scores["z"][0] == pytest.approx(value / np.sqrt(sum(1 / cell for cell in cells)))


def test_margins_that_leave_less_than_nothing_give_no_score() -> None:
    numbers = np.array([3]), np.array([4]), np.array([4]), 4  # x x x x: three pairs of four words
    assert np.isnan(score_lambda(*numbers)["z"][0])
    assert np.isnan(score_association(*numbers)["g2"][0])


@given(CORPUS, st.integers(0, 3), st.integers(1, 3))
def test_windows_hold_the_words_around_the_node_in_its_sentence(
    corpus: list[tuple[str, str]], left: int, right: int
) -> None:
    corpus = [*corpus, ("d", "bcbcb")]  # a sentence as long as the window
    words, _ = make_text(*corpus)
    expected = Counter[tuple[str, int]]()
    for _, sentence in corpus:
        letters = sentence.replace(",", "")
        for node in (at for at, letter in enumerate(letters) if letter == "a"):
            for at, letter in enumerate(letters):
                if at != node and -left <= at - node <= right:
                    expected[letter, at - node] += 1
    found = find_collocates(words, "a", left=left, right=right)
    assert Counter(zip(found["label"], found["distance"], strict=True)) == expected


@given(CORPUS)
def test_neighbours_are_the_pairs_that_nothing_separates(corpus: list[tuple[str, str]]) -> None:
    words, sentences = make_text(*corpus)
    pairs = Counter[str]()
    for _, sentence in corpus:
        for part in sentence.split(","):
            pairs.update(f"{one} · {other}" for one, other in pairwise(part))
    table = count_bigrams(words, sentences, least=1)
    assert dict(zip(table["label"], table["n"], strict=True)) == dict(pairs)
    assert Counter(find_ngrams(words, sentences)["label"]) == pairs


@given(CORPUS)
def test_edges_are_the_labels_of_the_same_sentences(corpus: list[tuple[str, str]]) -> None:
    words, sentences = make_text(*corpus)
    sets = [set(sentence) - {","} for _, sentence in corpus]
    edges = {
        (one, other): n for one, other in ("ab", "ac", "bc") if (n := sum({one, other} <= labels for labels in sets))
    }
    table = count_cooccurrences(words, sentences, least=1)
    assert {(row.label, row.other): row.n for row in table.itertuples()} == edges


WORDS, SENTENCES = make_text(("d", "xaxbx"), ("d", "axbbc"), ("e", "cab,cax"))


def test_a_collocation_has_both_sides_and_its_texts() -> None:
    table = count_collocations(WORDS, "a", left=1, right=2, least=2).set_index("label")
    assert table.loc["x", ["n", "n_left", "n_right", "documents"]].tolist() == [4, 1, 3, 2]
    assert table.loc["x", ["n_node", "n_label", "total", "span"]].tolist() == [4, 5, 16, 3]
    assert table.loc["x", "expected"] == pytest.approx(4 * 5 * 3 / 16)
    assert table.loc["x", ["doc_id", "sentence"]].tolist() == ["d", 0]
    assert table["log_dice"].is_monotonic_decreasing


def test_the_places_of_a_collocation_can_be_listed() -> None:
    found = find_collocates(WORDS, "a", left=1, right=0)
    columns = ["doc_id", "sentence", "start", "surface", "layer", "distance", "node_start"]
    assert found[columns].to_numpy().tolist() == [
        ["d", 0, 0, "x", "collocates", -1, 2],
        ["e", 0, 0, "c", "collocates", -1, 2],
        ["e", 0, 8, "c", "collocates", -1, 10],
    ]


def test_words_out_of_order_are_put_in_order() -> None:
    mixed = WORDS.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        count_bigrams(mixed, SENTENCES, least=1), count_bigrams(WORDS, SENTENCES, least=1), check_like=True
    )


def test_margins_of_neighbours_are_named() -> None:
    unigram = count_bigrams(WORDS, SENTENCES, least=1).set_index("label").loc["c · a"]
    positional = count_bigrams(WORDS, SENTENCES, least=1, margins="positional").set_index("label").loc["c · a"]
    columns = ["n", "n_first", "n_second", "total", "margins"]
    assert unigram[columns].tolist() == [2, 3, 4, 16, "unigram"]
    assert positional[columns].tolist() == [2, 2, 3, 12, "positional"]


def test_an_edge_has_its_measures() -> None:
    row = count_cooccurrences(WORDS, SENTENCES, least=2).set_index(["label", "other"]).loc["b", "c"]
    assert row[["n", "documents", "n_label", "n_other", "of"]].tolist() == [2, 2, 3, 2, 3]
    assert row[["jaccard", "lift"]].tolist() == pytest.approx([2 / 3, 1])
    assert row[["doc_id", "sentence"]].tolist() == ["d", 1]


def test_the_sentences_of_an_edge_can_be_listed() -> None:
    found = find_together(WORDS, ["b", "c"])
    assert found[["doc_id", "sentence", "label"]].drop_duplicates().to_numpy().tolist() == [
        ["d", 1, "b"],
        ["d", 1, "c"],
        ["e", 0, "c"],
        ["e", 0, "b"],
    ]


def test_what_never_occurs_or_too_rarely_gives_an_empty_table_with_its_columns() -> None:
    full = count_collocations(WORDS, "a", least=1, left=1, right=1)
    for table in (count_collocations(WORDS, "zz", left=1, right=1), count_collocations(WORDS, "a", least=99, left=2)):
        assert len(table) == 0
        assert list(table) == list(full)
    assert len(count_bigrams(WORDS, SENTENCES, least=99)) == len(count_cooccurrences(WORDS, SENTENCES, least=99)) == 0


@pytest.mark.parametrize(
    ("window", "message"),
    [
        ((0, 0), "window: 0 words left and 0 right; count at least one word on one side"),
        ((-1, 2), "window: -1 words left and 2 right; count at least one word on one side"),
        ((1, 6), "window: 6 words on one side, but the longest sentence has 6; choose at most 5"),
    ],
)
def test_a_window_that_no_sentence_fills_is_refused(window: tuple[int, int], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        find_collocates(WORDS, "a", left=window[0], right=window[1])
    assert str(error.value) == message


def test_a_least_frequency_of_nothing_is_refused() -> None:
    for count in (lambda: count_bigrams(WORDS, SENTENCES, least=0), lambda: count_collocations(WORDS, "a", least=0)):
        with pytest.raises(ParameterError, match="^least: 0 is below 1; choose a whole number from 1$"):
            count()


def test_unknown_margins_are_refused() -> None:
    with pytest.raises(ParameterError, match="^count_bigrams: margins: 'both' is not known; use one of unigram, posit"):
        count_bigrams(WORDS, SENTENCES, margins="both")


def test_words_of_other_sentences_are_refused() -> None:
    message = r"^e\[0:1\]: sentence 0 is not among the sentences; pass those it was found in$"
    for count in (count_bigrams, count_cooccurrences, find_ngrams):
        with pytest.raises(TableError, match=message):
            count(WORDS, SENTENCES[SENTENCES["doc_id"] == "d"])
