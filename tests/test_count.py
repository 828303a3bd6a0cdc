"""Counts: frequencies with their denominators, keyness and intervals against published values."""

import numpy as np
import pandas as pd
import pytest

from vietdiplo import (
    compare_frequencies,
    count_coverage,
    count_labels,
    count_sizes,
    find_words,
    load_strings,
    split_sentences,
)
from vietdiplo.count import wilson_interval
from vietdiplo.count.keyness import log_likelihood, log_ratio
from vietdiplo.tables import TableError, make_table

DOCUMENTS = load_strings({"a": "Hai bên hợp tác. Hai bên hợp tác.", "b": "Hợp tác.", "c": "2025."})
SENTENCES = split_sentences(DOCUMENTS)
WORDS = find_words(SENTENCES)
SIZES = count_sizes(DOCUMENTS, SENTENCES, WORDS)


def make_counts(n: dict[str, dict[str, int]], words: dict[str, int]) -> pd.DataFrame:
    rows = [(g, t, f, 1, words[g], f / words[g] * 1e4) for g, terms in n.items() for t, f in terms.items()]
    return pd.DataFrame(rows, columns=["doc_id", "label", "n", "documents", "words", "per_10k"])


def test_sizes_of_texts() -> None:
    columns = ["doc_id", "characters", "paragraphs", "sentences", "words"]
    assert SIZES[columns].to_numpy().tolist() == [["a", 33, 1, 2, 6], ["b", 8, 1, 1, 1], ["c", 5, 1, 1, 0]]


def test_counts_of_the_corpus() -> None:
    assert count_labels(WORDS, SIZES).to_numpy().tolist() == [
        ["hợp tác", 3, 2, 7, pytest.approx(3 / 7 * 10_000)],
        ["bên", 2, 1, 7, pytest.approx(2 / 7 * 10_000)],
        ["hai", 2, 1, 7, pytest.approx(2 / 7 * 10_000)],
    ]


def test_counts_by_text_have_the_words_of_the_text() -> None:
    counts = count_labels(WORDS, SIZES, by=["doc_id"])
    assert counts[["doc_id", "label", "n", "words"]].to_numpy().tolist() == [
        ["a", "bên", 2, 6],
        ["a", "hai", 2, 6],
        ["a", "hợp tác", 2, 6],
        ["b", "hợp tác", 1, 1],
    ]


def test_a_group_without_words_has_no_rate() -> None:
    dates = make_table([("c", 0, 0, 4, "2025", "dates", "2025")], "occurrences")
    assert np.isnan(count_labels(dates, SIZES, by=["doc_id"])["per_10k"].iloc[0])


def test_occurrences_of_a_text_without_a_size_are_refused() -> None:
    message = "^count_labels: text 'a' is not in sizes; count the sizes of the same texts$"
    with pytest.raises(TableError, match=message):
        count_labels(WORDS, SIZES[SIZES["doc_id"] != "a"])


def test_a_contrast_of_a_group_without_words_is_refused() -> None:
    counts = make_counts({"a": {"x": 1}, "b": {"x": 1}}, {"a": 10, "b": 10}).assign(words=[10, 0])
    with pytest.raises(TableError, match="^compare_frequencies: a group has no words, so no rates; choose groups with"):
        compare_frequencies(counts, target="a", reference="b")


def test_counts_by_a_column_that_is_not_there() -> None:
    with pytest.raises(TableError, match="^count_labels: by: no column country in sizes; use one of doc_id, title"):
        count_labels(WORDS, SIZES, by=["country"])


@pytest.mark.parametrize(
    ("a", "b", "c", "d", "g2", "ratio"),
    [
        (120, 45, 60_000, 90_000, 72.6008, 2.0),
        (30, 0, 5_000, 45_000, 138.3175, 9.0768),
        (8, 20, 2_500, 4_000, 1.2104, -0.6439),
    ],
)
def test_keyness_of_published_examples(a: int, b: int, c: int, d: int, g2: float, ratio: float) -> None:
    one, other = np.array([a]), np.array([b])
    assert log_likelihood(one, other, c, d)[0] == pytest.approx(g2, abs=5e-5)
    assert log_ratio(one, other, c, d)[0] == pytest.approx(ratio, abs=5e-5)


def test_a_contrast_keeps_the_words_that_either_side_lacks() -> None:
    counts = make_counts({"a": {"x": 4, "z": 2}, "b": {"y": 6, "z": 2}}, {"a": 100, "b": 100})
    table = compare_frequencies(counts, target="a", reference="b")
    assert table[["label", "n_target", "n_reference"]].to_numpy().tolist() == [["y", 0, 6], ["x", 4, 0], ["z", 2, 2]]
    assert table["log_ratio"].tolist() == pytest.approx([np.log2(0.5 / 6), np.log2(4 / 0.5), 0])
    assert table["g2"].iloc[-1] == pytest.approx(0)


def test_a_contrast_with_a_text_that_is_not_there() -> None:
    counts = make_counts({"a": {"x": 4}, "b": {"y": 6}}, {"a": 100, "b": 100})
    with pytest.raises(TableError, match="^compare_frequencies: reference: no group 'c' in doc_id; use one of a, b"):
        compare_frequencies(counts, target="a", reference="c")


def test_wilson_intervals_of_published_examples() -> None:
    low, high = wilson_interval(np.array([12, 0, 0]), np.array([80, 80, 0]))
    assert low.tolist() == pytest.approx([0.0879, 0, np.nan], abs=5e-5, nan_ok=True)
    assert high.tolist() == pytest.approx([0.2441, 0.0458, np.nan], abs=5e-5, nan_ok=True)


def test_coverage_counts_sentences_and_share_counts_codes() -> None:
    found = [
        ("a", 0, 0, 3, "Hai", "X"),
        ("a", 0, 4, 7, "bên", "X"),
        ("a", 1, 17, 20, "Hai", "X"),
        ("a", 1, 21, 24, "bên", "Y"),
    ]
    codes = make_table([(*row[:5], "sectors", row[5]) for row in found], "occurrences")
    table = count_coverage(codes, SENTENCES, SIZES, labels=["X", "Y"]).set_index(["doc_id", "label"])
    assert table.loc[("a", "X"), ["n", "sentences", "of"]].tolist() == [3, 2, 2]
    assert table["coverage"].tolist() == [1.0, 0.5, 0.0, 0.0, 0.0, 0.0]
    assert table.loc["a", "share"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert table.loc["b", "share"].isna().all()
    assert table.loc["b", "per_10k"].tolist() == [0.0, 0.0]
    assert table.loc["c", "per_10k"].isna().all()
