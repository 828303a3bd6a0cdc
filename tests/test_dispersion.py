"""Dispersion, positions and lexical diversity: published values, brute force, and texts that are too short."""

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietdiplo.count import count_dispersion, count_dispersion_within, count_diversity, count_positions
from vietdiplo.count.diversity import BLOCK, hdd, mattr, mtld
from vietdiplo.tables import ParameterError, TableError, make_table


def make_words(texts: dict[str, str]) -> pd.DataFrame:
    """Make occurrences from the words of texts, two code points a word."""
    rows = [
        (name, 0, 2 * at, 2 * at + 1, word[0], "words", word)
        for name, text in texts.items()
        for at, word in enumerate(text.split())
    ]
    return make_table(rows, "occurrences")


def make_sizes(words: pd.DataFrame) -> pd.DataFrame:
    return words.groupby("doc_id", sort=False).size().rename("words").reset_index()


# Gries's corpus (2008): five parts of 9, 10, 10, 10 and 11 words, with 1, 2, 3, 4 and 5 times the word.
GRIES = make_words(
    {f"part {n}": " ".join(["a"] * n + ["o"] * (size - n)) for n, size in enumerate([9, 10, 10, 10, 11], 1)}
)


def test_dispersion_of_the_published_example() -> None:
    row = count_dispersion(GRIES, make_sizes(GRIES)).set_index("label").loc["a"]
    assert row[["n", "documents", "texts"]].tolist() == [15, 5, 5]
    assert row[["dp", "dp_norm", "juilland_d"]].tolist() == pytest.approx([0.18, 0.2195, 0.7852], abs=5e-5)


def test_a_word_of_one_text_is_as_uneven_as_can_be() -> None:
    words = make_words({"a": "x o o o", "b": "o o o o", "c": "o o o o"})
    row = count_dispersion(words, make_sizes(words)).set_index("label").loc["x"]
    assert row[["dp", "dp_norm"]].tolist() == pytest.approx([2 / 3, 1])
    assert row["juilland_d"] == 0


def test_a_text_without_words_is_no_part_of_the_dispersion() -> None:
    sizes = pd.concat([make_sizes(GRIES), pd.DataFrame({"doc_id": ["empty"], "words": [0]})], ignore_index=True)
    pd.testing.assert_frame_equal(count_dispersion(GRIES, sizes), count_dispersion(GRIES, make_sizes(GRIES)))


def test_one_text_has_no_dispersion_over_texts() -> None:
    words = make_words({"a": "x o x"})
    table = count_dispersion(words, make_sizes(words))
    assert table[["dp", "dp_norm", "juilland_d"]].isna().all(axis=None)
    assert table["reason"].tolist() == ["one_text", "one_text"]


def test_dispersion_within_a_text_is_that_over_its_parts() -> None:
    words = make_words({"a": "x x o o x o o"})
    row = count_dispersion_within(words, words, parts=3).set_index("label").loc["x"]
    assert row[["n", "parts", "all_parts"]].tolist() == [3, 2, 3]
    sizes, found = np.array([3, 2, 2]), np.array([2, 1, 0])
    assert row["dp"] == pytest.approx(np.abs(found / 3 - sizes / 7).sum() / 2)
    rates = found / sizes
    assert row["juilland_d"] == pytest.approx(1 - rates.std() / rates.mean() / math.sqrt(2))


def test_a_text_with_fewer_words_than_parts_is_refused() -> None:
    words = make_words({"a": "x o x", "b": "x " * 20})
    table = count_dispersion_within(words, words, parts=10).set_index(["doc_id", "label"])
    assert table["reason"].tolist() == ["short_text", "short_text", ""]
    assert table["dp"].isna().tolist() == [True, True, False]


def test_one_part_is_refused() -> None:
    with pytest.raises(ParameterError, match="^count_dispersion_within: parts 1 is less than 2; choose 2 or more$"):
        count_dispersion_within(GRIES, GRIES, parts=1)


def test_positions_are_counted_in_words_of_the_text() -> None:
    words = make_words({"a": "x o x o", "b": "o x"})
    places = count_positions(words[words["label"] == "x"], words)
    assert places[["doc_id", "position", "words", "at"]].to_numpy().tolist() == [
        ["a", 0, 4, 0.0],
        ["a", 2, 4, 0.5],
        ["b", 1, 2, 0.5],
    ]


def test_an_occurrence_between_words_stands_at_the_word_before_it() -> None:
    words = make_words({"a": "o o o", "b": "o o o"})[1:]
    found = make_table([("a", 0, 0, 1, "7", "dates", "7"), ("b", 0, 3, 4, "7", "dates", "7")], "occurrences")
    assert count_positions(found, words)["position"].tolist() == [0, 1]


def test_positions_in_a_text_without_words_are_refused() -> None:
    words = make_words({"a": "x", "b": "x"})
    with pytest.raises(TableError, match="^count_positions: text 'b' has no words; pass the words of the same texts$"):
        count_positions(words, words[words["doc_id"] == "a"])


TEXTS = st.lists(st.integers(0, 12), min_size=1, max_size=3 * BLOCK)


@given(TEXTS, st.integers(1, 150))
def test_mattr_is_the_mean_over_all_windows(text: list[int], window: int) -> None:
    ratios = [len(set(text[at : at + window])) / window for at in range(len(text) - window + 1)]
    expected = sum(ratios) / len(ratios) if ratios else math.nan
    assert mattr(np.array(text), window) == pytest.approx(expected, nan_ok=True)


@given(TEXTS, st.sampled_from([0.5, 0.72, 0.01]))
def test_mtld_is_that_of_a_walk_word_by_word(text: list[int], threshold: float) -> None:
    factors = []
    for direction in (text, text[::-1]):
        count, types, size, ratio = 0.0, set[int](), 0, 1.0
        for word in direction:
            types.add(word)
            size += 1
            ratio = len(types) / size
            if ratio < threshold:
                count, types, size, ratio = count + 1, set(), 0, 1.0
        factors.append(count + (1 - ratio) / (1 - threshold))
    expected = sum(len(text) / factor for factor in factors) / 2 if min(factors) >= 1 else math.nan
    assert mtld(np.array(text), threshold) == pytest.approx(expected, nan_ok=True)


def test_a_ratio_at_the_threshold_does_not_end_a_factor() -> None:
    text = np.array([0, 1, 2, 0, 3, 3, 3])  # 1, 1, 1, 3/4, 4/5, 4/6 and 1; backwards 1, 1/2 and 1, 1, 1, 1, 4/5
    assert mtld(text, 0.75) == pytest.approx((7 / 1 + 7 / 1.8) / 2)


def test_hdd_is_the_mean_over_all_samples() -> None:
    text = "aaabbcd"
    ratios = [len(set(sample)) / 4 for sample in combinations(text, 4)]
    assert hdd(np.array([3, 2, 1, 1]), 4) == pytest.approx(sum(ratios) / len(ratios))


def test_a_short_text_has_no_diversity_but_its_ratio() -> None:
    row = count_diversity(make_words({"a": "x y x"})).iloc[0]
    assert row[["doc_id", "words", "types"]].tolist() == ["a", 3, 2]
    assert row["ttr"] == pytest.approx(2 / 3)
    assert row[["mattr", "hdd"]].isna().all()
    assert row["reason"] == "short_window, short_sample"


def test_a_text_that_repeats_no_word_has_no_mtld() -> None:
    row = count_diversity(make_words({"a": " ".join(map(chr, range(97, 122)))}), window=5, sample=5).iloc[0]
    assert row[["mattr", "hdd"]].tolist() == [1.0, pytest.approx(1)]
    assert row["reason"] == "no_stretch"


def test_a_threshold_out_of_range_is_refused() -> None:
    message = "^count_diversity: window 100, sample 42, threshold 1; choose whole numbers from 1 and a threshold betw"
    with pytest.raises(ParameterError, match=message):
        count_diversity(GRIES, threshold=1)
