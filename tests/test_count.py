"""Counts: frequencies with their denominators, and intervals against published values."""

import numpy as np
import pandas as pd
import pytest

from vietdiplo import (
    count_coverage,
    count_labels,
    count_sizes,
    find_words,
    load_strings,
    split_sentences,
)
from vietdiplo.count import count_intervals, count_ranks, newcombe_interval, wilson_interval
from vietdiplo.tables import TableError, make_table

DOCUMENTS = load_strings({"a": "Hai bên hợp tác. Hai bên hợp tác.", "b": "Hợp tác.", "c": "2025."})
SENTENCES = split_sentences(DOCUMENTS)
WORDS = find_words(SENTENCES)
SIZES = count_sizes(DOCUMENTS, SENTENCES, WORDS)


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


def test_counts_by_a_column_that_is_not_there() -> None:
    with pytest.raises(TableError, match="^count_labels: by: no column country in sizes; use one of doc_id, title"):
        count_labels(WORDS, SIZES, by=["country"])


def test_wilson_intervals_of_published_examples() -> None:
    low, high = wilson_interval(np.array([12, 0, 0]), np.array([80, 80, 0]))
    assert low.tolist() == pytest.approx([0.0879, 0, np.nan], abs=5e-5, nan_ok=True)
    assert high.tolist() == pytest.approx([0.2441, 0.0458, np.nan], abs=5e-5, nan_ok=True)


def test_newcombe_interval_of_the_published_example() -> None:
    low, high = newcombe_interval(*(np.array([value, 1]) for value in (18, 60, 12)), np.array([80, 0]))
    assert low.tolist() == pytest.approx([0.0119, np.nan], abs=5e-5, nan_ok=True)
    assert high.tolist() == pytest.approx([0.2896, np.nan], abs=5e-5, nan_ok=True)


def test_rates_have_intervals() -> None:
    counts = pd.DataFrame({"label": ["x"], "n": [12], "documents": [1], "words": [80], "per_10k": [1500.0]})
    row = count_intervals(counts).iloc[0]
    assert [row["per_10k_low"], row["per_10k_high"]] == pytest.approx([879.4, 2441.3], abs=0.05)


def test_ranks_stand_beside_what_zipf_expects() -> None:
    ranks = count_ranks(count_labels(WORDS, SIZES))
    assert ranks[["label", "rank", "zipf"]].to_numpy().tolist() == [["hợp tác", 1, 3], ["bên", 2, 1.5], ["hai", 3, 1]]


def test_ranks_of_several_groups_are_refused() -> None:
    with pytest.raises(TableError, match="^count_ranks: 'hợp tác' has two rows; pass the counts of one group$"):
        count_ranks(count_labels(WORDS, SIZES, by="doc_id"))


def test_counts_by_a_group_of_texts() -> None:
    sizes = SIZES.assign(genre=["news", "speech", "news"])
    counts = count_labels(WORDS, sizes, by="genre")
    assert counts[["genre", "label", "n", "documents", "words"]].to_numpy().tolist() == [
        ["news", "bên", 2, 1, 6],
        ["news", "hai", 2, 1, 6],
        ["news", "hợp tác", 2, 1, 6],
        ["speech", "hợp tác", 1, 1, 1],
    ]


def test_nothing_found_keeps_the_columns_of_counts() -> None:
    counts = count_labels(WORDS.head(0), SIZES, by="doc_id")
    assert list(counts) == ["doc_id", "label", "n", "documents", "words", "per_10k"]
    assert len(counts) == 0


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
