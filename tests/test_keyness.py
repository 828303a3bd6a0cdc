"""Keyness against published values, against sums worked out by hand, and where there is nothing to compare."""

import csv
import math
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietdiplo.count import compare_frequencies, compare_permutations, load_frequencies
from vietdiplo.count.keyness import log_ratio_conservative, score_keyness
from vietdiplo.count.permutations import deal_texts, find_least_p
from vietdiplo.count.special import adjust_p, beta_quantile, chi2_tail
from vietdiplo.tables import CorpusError, ParameterError, TableError, make_table

with (Path(__file__).parent / "cases/keyness.csv").open(encoding="utf-8", newline="") as file:
    CASES = [(row.pop("measure"), *map(float, row.values())) for row in csv.DictReader(file)]


def make_counts(n: dict[str, dict[str, int]], words: dict[str, int]) -> pd.DataFrame:
    rows = [(g, t, f, 1, words[g], f / words[g] * 1e4) for g, terms in n.items() for t, f in terms.items()]
    return pd.DataFrame(rows, columns=["doc_id", "label", "n", "documents", "words", "per_10k"])


def make_texts(texts: dict[str, tuple[str, str]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make occurrences and sizes from a genre and words by text."""
    rows = [
        (name, 0, at, at + 1, word, "words", word)
        for name, (_, words) in texts.items()
        for at, word in enumerate(words)
    ]
    sizes = [(name, genre, len(words)) for name, (genre, words) in texts.items()]
    return make_table(rows, "occurrences"), pd.DataFrame(sizes, columns=["doc_id", "genre", "words"])


@pytest.mark.parametrize(("measure", "a", "b", "c", "d", "value"), CASES)
def test_published_values(measure: str, a: float, b: float, c: float, d: float, value: float) -> None:
    scores = score_keyness(np.array([int(a)]), np.array([int(b)]), int(c), int(d))
    assert scores[measure][0] == pytest.approx(value, abs=5e-5, nan_ok=True)


@pytest.mark.parametrize(("alpha", "value"), [(0.05, 1.4945), (0.001, 1.1790), (0.05 / 1000, 1.0005)])
def test_published_conservative_log_ratios(alpha: float, value: float) -> None:
    score = log_ratio_conservative(np.array([120]), np.array([45]), 60_000, 90_000, alpha=alpha)
    assert score[0] == pytest.approx(value, abs=5e-5)


def test_sides_that_change_places_change_the_sign() -> None:
    one, other = np.array([120, 8]), np.array([45, 20])
    there = score_keyness(one, other, 60_000, 90_000)
    back = score_keyness(other, one, 90_000, 60_000)
    assert there["lrc"].tolist() == pytest.approx((-back["lrc"]).tolist())
    assert there["log_ratio"].tolist() == pytest.approx((-back["log_ratio"]).tolist())
    assert there["chi2_yates"].tolist() == pytest.approx(back["chi2_yates"].tolist())


def test_a_word_that_is_the_whole_of_both_texts_is_no_keyword() -> None:
    scores = score_keyness(np.array([5]), np.array([9]), 5, 9)
    names = ["lrc", "g2", "chi2", "chi2_yates", "diff_percent"]
    assert [float(scores[name][0]) for name in names] == [0, 0, 0, 0, 0]


@given(st.integers(1, 60), st.integers(0, 60), st.floats(1e-7, 0.2))
def test_a_beta_quantile_is_the_bound_that_the_binomial_sum_confirms(a: int, b: int, p: float) -> None:
    low = float(beta_quantile(p, np.array([a]), np.array([b + 1]))[0])
    total = math.fsum(math.comb(a + b, k) * low**k * (1 - low) ** (a + b - k) for k in range(a, a + b + 1))
    assert total == pytest.approx(p, rel=1e-8)


def test_beta_quantiles_of_large_counts_agree_with_the_normal_distribution() -> None:
    low = beta_quantile(0.025, np.array([500_000]), np.array([500_001]))[0]
    assert low == pytest.approx(0.5 - 1.959964 * 0.0005, abs=2e-6)


@pytest.mark.parametrize(("value", "p"), [(0, 1), (3.841459, 0.05), (10.827566, 0.001)])
def test_tails_of_chi_squared(value: float, p: float) -> None:
    assert chi2_tail(np.array([value]))[0] == pytest.approx(p, rel=1e-6)


def test_false_discovery_rates_leave_out_what_was_not_tested() -> None:
    adjusted = adjust_p(np.array([0.01, 0.04, np.nan, 0.03, 0.005]))
    assert adjusted.tolist() == pytest.approx([0.02, 0.04, np.nan, 0.04, 0.02], nan_ok=True)


def test_a_contrast_keeps_the_words_that_either_side_lacks() -> None:
    counts = make_counts({"a": {"x": 4, "z": 2}, "b": {"y": 6, "z": 2}}, {"a": 100, "b": 100})
    table = compare_frequencies(counts, target="a", reference="b")
    assert table[["label", "n_target", "n_reference"]].to_numpy().tolist() == [["y", 0, 6], ["x", 4, 0], ["z", 2, 2]]
    assert table["log_ratio"].tolist() == pytest.approx([np.log2(0.5 / 6), np.log2(4 / 0.5), 0])
    assert table["tests"].tolist() == [3, 3, 3]


def test_the_conservative_log_ratio_ranks_and_is_stricter_in_a_larger_family() -> None:
    words = {"a": 10_000, "b": 10_000}
    few = make_counts({"a": {"x": 60, "y": 400}, "b": {"x": 10, "y": 200}}, words)
    more = pd.concat([few, make_counts({"a": {f"w{n}": 1 for n in range(98)}}, words)])
    tables = [compare_frequencies(counts, target="a", reference="b") for counts in (few, more)]
    assert [table["label"].tolist()[:2] for table in tables] == [["x", "y"], ["x", "y"]]
    assert tables[0]["lrc"][0] > tables[1]["lrc"][0] > 0


def test_a_label_that_neither_side_has_is_left_out() -> None:
    counts = make_counts({"a": {"x": 4, "z": 0}, "b": {"x": 6, "z": 0}}, {"a": 100, "b": 100})
    assert compare_frequencies(counts, target="a", reference="b")["label"].tolist() == ["x"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reference": "c"}, "compare_frequencies: reference: no group 'c' in doc_id; use one of a, b"),
        ({"by": "genre"}, "compare_frequencies: target: no group 'a' in genre; use one of no such column"),
    ],
)
def test_a_contrast_with_a_group_that_is_not_there(change: dict[str, str], message: str) -> None:
    counts = make_counts({"a": {"x": 4}, "b": {"y": 6}}, {"a": 100, "b": 100})
    with pytest.raises(TableError) as error:
        compare_frequencies(counts, **({"target": "a", "reference": "b"} | change))
    assert str(error.value) == message


def test_a_contrast_of_a_group_without_words_is_refused() -> None:
    counts = make_counts({"a": {"x": 1}, "b": {"x": 1}}, {"a": 10, "b": 10}).assign(words=[10, 0])
    with pytest.raises(TableError, match="^compare_frequencies: a group has no words, so no rates; choose groups with"):
        compare_frequencies(counts, target="a", reference="b")


def test_counts_by_a_further_column_are_refused() -> None:
    counts = pd.concat([make_counts({"a": {"x": 1}, "b": {"x": 1}}, {"a": 10, "b": 10})] * 2)
    with pytest.raises(
        TableError, match="^compare_frequencies: target: 'x' has two rows in 'a'; count by doc_id alone"
    ):
        compare_frequencies(counts, target="a", reference="b")


@pytest.mark.parametrize("alpha", [0, 0.6])
def test_a_level_that_is_none_is_refused(alpha: float) -> None:
    counts = make_counts({"a": {"x": 4}, "b": {"y": 6}}, {"a": 100, "b": 100})
    with pytest.raises(ParameterError, match=f"^compare_frequencies: alpha: {alpha} is not between 0 and 0.5; choose"):
        compare_frequencies(counts, target="a", reference="b", alpha=alpha)


TEXTS = make_texts(
    {
        "a": ("news", "xxxxyyyyyy"),
        "b": ("news", "xxxyyyyyyy"),
        "c": ("speech", "xyyyyyyyyy"),
        "d": ("speech", "zyyyyyyyyy"),
        "e": ("speech", "zzyyyyyyyy"),
    }
)


def test_a_permutation_deals_out_whole_texts() -> None:
    table = compare_permutations(*TEXTS, target="news", reference="speech").set_index("label")
    rates = np.array([4, 3, 1, 0, 0])
    sums = [abs(rates[list(chosen)].mean() - np.delete(rates, chosen).mean()) for chosen in combinations(range(5), 2)]
    assert table.loc["x", "difference"] == pytest.approx((3.5 - 1 / 3) * 1000)
    assert table.loc["x", "p"] == np.mean(np.array(sums) >= sums[0] - 1e-9) == 0.1
    assert table["least_p"].tolist() == [0.1] * 3
    assert table.loc["z", ["n_target", "n_reference", "documents_reference", "dealings"]].tolist() == [0, 3, 2, 10]


def test_a_permutation_drawn_by_chance_counts_the_observed_dealing() -> None:
    table = compare_permutations(*TEXTS, target="news", reference="speech", shuffles=9, seed=3)
    assert set(table["dealings"]) == {10}
    assert table["p"].min() >= 0.1
    again = compare_permutations(*TEXTS, target="news", reference="speech", shuffles=9, seed=3)
    pd.testing.assert_frame_equal(table, again)


@pytest.mark.parametrize(
    ("sides", "dealings", "least"),
    [((2, 3), 10, 1 / 10), ((3, 3), 20, 2 / 20), ((9, 9), 1000, 1 / 1000), ((1, 5), 6, np.nan)],
)
def test_the_smallest_p_that_so_many_texts_allow(sides: tuple[int, int], dealings: int, least: float) -> None:
    assert find_least_p(np.arange(sum(sides)) < sides[0], dealings) == pytest.approx(least, nan_ok=True)


def test_all_dealings_are_different() -> None:
    dealings = deal_texts(np.array([True, True, False, False]), 999, 0)
    assert len({tuple(row) for row in dealings.tolist()}) == 6
    assert set(dealings.sum(axis=1).tolist()) == {2}


def test_one_text_on_a_side_allows_no_test() -> None:
    occurrences, sizes = TEXTS
    table = compare_permutations(occurrences, sizes, target="a", reference="b", by="doc_id")
    assert table["p"].isna().all()
    assert set(table["reason"]) == {"one_text"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"by": "place"}, "by: no column place in sizes; use one of doc_id, genre, words"),
        ({"target": "law"}, "target: no text with words in 'law'; use one of news, speech"),
        ({"target": "speech"}, "'speech' is target and reference; choose two groups"),
    ],
)
def test_a_permutation_of_groups_that_are_not_there(change: dict[str, str], message: str) -> None:
    with pytest.raises(TableError) as error:
        compare_permutations(*TEXTS, **({"target": "news", "reference": "speech"} | change))
    assert str(error.value) == f"compare_permutations: {message}"


def test_a_frequency_list_is_a_group_to_compare_with(tmp_path: Path) -> None:
    path = tmp_path / "general.csv"
    path.write_text("\ufefflabel,n\nhoà bình,30\nHòa bình,10\nvà,60\n", encoding="utf-8")
    listed = load_frequencies(path, words=1000)
    columns = ["doc_id", "label", "n", "documents", "words", "per_10k"]
    assert listed[columns].to_numpy().tolist() == [
        ["general", "và", 60, 1, 1000, 600.0],
        ["general", "hòa bình", 40, 1, 1000, 400.0],
    ]
    ours = make_counts({"ours": {"hòa bình": 8}}, {"ours": 100})
    table = compare_frequencies(pd.concat([ours, listed]), target="ours", reference="general").set_index("label")
    assert table.loc["hòa bình", "log_ratio"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("word,n\na,1\n", "list.csv: no column label, found word, n; name the columns label and n"),
        ("", "list.csv: no column label, n, found nothing; name the columns label and n"),
        ("label,n\na,1\nb,1.5\n", "list.csv: line 3: n '1.5' is no whole number; write digits only"),
        ("label,n\na,1234567890123\n", "list.csv: line 2: n '1234567890123' is too large; write up to 12 digits"),
        ("label,n\na,\n", "list.csv: line 2: n '' is no whole number; write digits only"),
        ("label,n\na\n", "list.csv: line 2: n '' is no whole number; write digits only"),
        ("label,n\n,2\n", "list.csv: line 2: no label; write the word or take the line out"),
        ("label,n\na,1\na,2\n", "list.csv: 'a' stands there twice; keep one row"),
        ("label,n\n", "list.csv: no word with a frequency; write a line a word: label,n"),
        ("label,n\na,9\n", "list.csv: words 5 is less than the sum of n, 9; give the corpus's size"),
    ],
)
def test_a_wrong_frequency_list_is_named_by_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError) as error:
        load_frequencies(path, words=5)
    assert str(error.value) == message


def test_a_frequency_list_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with pytest.raises(CorpusError, match="^list.csv: no such file; give the path of a CSV file$"):
        load_frequencies(path)
    path.write_bytes("label,n\nhòa,1\n".encode("cp1258", "replace") + b"\xff\xfe")
    with pytest.raises(CorpusError, match="^list.csv: no CSV in UTF-8; save it as CSV UTF-8$"):
        load_frequencies(path)
