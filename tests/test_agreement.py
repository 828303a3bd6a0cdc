"""Agreement of coders and scores of finders: published values, hand-counted ones, and what must be NaN."""

import math
import warnings
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest

from vietdiplo.count import (
    cohen_kappa,
    compare_coders,
    compare_commitments,
    compare_dates,
    compare_sectors,
    count_agreement,
    count_commitment_scores,
    count_corrected_coverage,
    count_date_scores,
    count_levels,
    count_scores,
    count_set_agreement,
    count_total_scores,
    krippendorff_alpha,
    masi_distance,
)
from vietdiplo.count.agreement_dates import name_kind
from vietdiplo.draw import draw_scores
from vietdiplo.tables import TableError
from vietdiplo.texts import Coding

LABELS = ("DEF", "ECO", "SEC")
OCCURRENCE = ["doc_id", "sentence", "start", "end", "surface", "layer", "label"]
DATE = [*OCCURRENCE, "type", "value", "from", "to"]


def make_sentences(documents: Iterable[str], coder: str = "agreed") -> pd.DataFrame:
    """Make one sentence of ten characters for each name of a document; equal names are one document."""
    seen: dict[str, int] = {}
    rows = []
    for name in documents:
        number = seen[name] = seen.get(name, -1) + 1
        rows.append((name, number, number, 10 * number, 10 * number + 10, f"câu số {number:03d}", coder))
    columns = ["doc_id", "paragraph", "sentence", "start", "end", "text", "coder"]
    return pd.DataFrame(rows, columns=columns).astype({"doc_id": "str", "text": "str"})


def make_found(codes: dict[tuple[str, int], str]) -> pd.DataFrame:
    """Make occurrences of sectors from codes with spaces between them, by document and sentence."""
    rows = [(*key, 0, 3, "câu", "sectors", code) for key, text in codes.items() for code in text.split()]
    return pd.DataFrame(rows, columns=OCCURRENCE).astype({"doc_id": "str", "label": "str", "sentence": "int64"})


def make_coding(sets: Iterable[str], *, coder: str = "agreed", contested: Iterable[str] = ()) -> Coding:
    """Make the coding of sentences 0, 1, 2 of one document; None is a sentence that was not coded."""
    given = list(sets)
    sentences = make_sentences(["a"] * len(given), coder)
    found = make_found({("a", number): codes for number, codes in enumerate(given)}).assign(coder=coder)
    either = make_found({("a", number): codes for number, codes in enumerate(contested)}).assign(coder=coder)
    return Coding(sentences, found, either)


def join(*codings: Coding) -> Coding:
    return Coding(*(pd.concat(tables, ignore_index=True) for tables in zip(*codings, strict=True)))


def find(sets: Iterable[str]) -> pd.DataFrame:
    return make_found({("a", number): codes for number, codes in enumerate(sets)})


# Published values.

KRIPPENDORFF = {
    "two observers, two values": (["0100000010", "1110010000"], 0.095),
    "two observers, five values": (["aabbdcccedda", "babbbccceddd"], 0.692),
    "four observers, missing values": (["123321412...", "1233224125.3", ".3332342251.", "12332441251."], 0.743),
}


@pytest.mark.parametrize(("rows", "alpha"), KRIPPENDORFF.values(), ids=KRIPPENDORFF)
def test_alpha_of_krippendorff_2011(rows: list[str], alpha: float) -> None:
    units = [[value for value in unit if value != "."] for unit in zip(*rows, strict=True)]
    assert round(krippendorff_alpha(units), 3) == alpha


def test_kappa_of_cohen_1960() -> None:
    table = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
    pairs = [(a, b) for a, row in enumerate(table) for b, n in enumerate(row) for _ in range(n)]
    assert round(cohen_kappa(*zip(*pairs, strict=True)), 3) == 0.492


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ("AB", "AB", 0.0),
        ("AB", "ABCD", 1 - 2 / 4 * 2 / 3),
        ("AB", "BC", 1 - 1 / 3 * 1 / 3),
        ("AB", "CD", 1.0),
        ("", "A", 1.0),
        ("", "", 0.0),
    ],
)
def test_masi_of_passonneau_2006(first: str, second: str, distance: float) -> None:
    assert masi_distance(frozenset(first), frozenset(second)) == pytest.approx(distance)


def test_alpha_equals_that_of_nltk_over_sets_with_missing_values() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nltk.metrics.agreement import AnnotationTask
    rows = {"a": "AB B . AC B ABC", "b": "A B C AC AB BC", "c": "AB . C A B ABC"}
    data = [
        (coder, unit, frozenset(value))
        for coder, row in rows.items()
        for unit, value in enumerate(row.split())
        if value != "."
    ]
    units = [[value for _, at, value in data if at == unit] for unit in range(6)]
    assert krippendorff_alpha(units, masi_distance) == pytest.approx(AnnotationTask(data, masi_distance).alpha())


def test_nothing_to_tell_apart_is_no_agreement() -> None:
    assert math.isnan(krippendorff_alpha([["a", "a"], ["a", "a"]]))
    assert math.isnan(krippendorff_alpha([["a"], ["b"]]))
    assert math.isnan(cohen_kappa("aaa", "aaa"))
    assert math.isnan(cohen_kappa("", ""))


# Coders.

ANNA = make_coding(["DEF", "DEF SEC", "", "ECO"], coder="anna")
BINH = make_coding(["DEF", "DEF", "SEC", "ECO"], coder="binh")


def test_agreement_on_each_label() -> None:
    table = count_agreement(join(ANNA, BINH), labels=LABELS).set_index("label")
    counted = table[["sentences", "by_some", "by_all", "same"]].to_numpy().tolist()
    assert counted == [[4, 2, 2, 1.0], [4, 1, 1, 1.0], [4, 2, 0, 0.5]]
    assert table["kappa"].round(4).tolist() == [1.0, 1.0, -0.3333]
    assert table["alpha"].round(4).tolist() == [1.0, 1.0, -0.1667]
    assert set(table["unit"]) == {"sentences"}


def test_a_label_that_nobody_gave_has_no_alpha_and_a_reason() -> None:
    row = count_agreement(join(ANNA, BINH), labels=["AGR"]).iloc[0]
    assert [math.isnan(row[name]) for name in ("alpha", "alpha_low", "kappa")] == [True] * 3
    assert (row["by_some"], row["same"], row["reason"]) == (0, 1.0, "no_variation")


def test_agreement_on_sets() -> None:
    row = count_set_agreement(join(ANNA, BINH), labels=LABELS).iloc[0]
    units = [("D", "D"), ("DS", "D"), ("", "S"), ("E", "E")]
    expected = krippendorff_alpha([[frozenset(a), frozenset(b)] for a, b in units], masi_distance)
    assert row[["coders", "sentences", "same"]].tolist() == [2, 4, 0.5]
    assert row["alpha_masi"] == pytest.approx(expected)
    assert row["alpha_low"] <= row["alpha_masi"] <= row["alpha_high"]


def test_what_one_coder_did_not_read_is_no_disagreement() -> None:
    partly = join(ANNA, make_coding(["DEF", "SEC"], coder="binh"))
    assert count_set_agreement(partly, labels=LABELS).loc[0, "sentences"] == 2
    assert compare_coders(partly, labels=LABELS)["sentence"].tolist() == [1]


def test_disagreements_show_both_codings_the_farthest_first() -> None:
    table = compare_coders(join(ANNA, BINH), labels=LABELS)
    assert table[["sentence", "by_anna", "by_binh"]].to_numpy().tolist() == [[2, "-", "SEC"], [1, "DEF; SEC", "DEF"]]
    assert table["distance"].round(4).tolist() == [1.0, 0.6667]


def test_one_coder_cannot_agree() -> None:
    with pytest.raises(TableError, match="^agreement: coded by anna only; it needs the sheets of two coders$"):
        count_agreement(ANNA, labels=LABELS)


def test_the_same_seed_gives_the_same_interval() -> None:
    both = join(ANNA, BINH)
    first, again, other = (count_set_agreement(both, labels=LABELS, seed=seed) for seed in (1, 1, 2))
    assert first.equals(again)
    assert first["alpha_masi"].equals(other["alpha_masi"])


# Scores of sectors.

CODED = make_coding(["DEF", "DEF SEC", "", "ECO", "DEF"], contested=["", "SEC", "ECO", "", ""])
FOUND = find(["DEF", "DEF", "ECO", "ECO", ""])


def test_scores_of_each_label() -> None:
    table = count_scores(FOUND, CODED, labels=[*LABELS, "AGR"]).set_index("label")
    counted = table[["coded", "found", "correct"]].to_numpy().tolist()
    assert counted == [[3, 2, 2], [1, 2, 1], [1, 0, 0], [0, 0, 0]]
    values = table[["precision", "recall", "f1"]].round(4).fillna(-1).to_numpy().tolist()
    assert values == [[1, 0.6667, 0.8], [0.5, 1, 0.6667], [-1, 0, 0], [-1, -1, -1]]


def test_all_right_of_few_is_not_certain() -> None:
    row = count_scores(FOUND, CODED, labels=["DEF"]).iloc[0]
    assert (row["precision"], row["precision_high"]) == (1, 1)
    assert row["precision_low"] == pytest.approx(0.3424, abs=1e-4)  # Wilson of 2 of 2


def test_totals_over_labels() -> None:
    table = count_total_scores(FOUND, CODED, labels=LABELS).set_index("measure")
    assert table["f1"].round(4).to_dict() == {
        "micro": 0.6667,  # 3 right of 4 found and 5 coded
        "macro": 0.4889,  # mean of .8, .6667 and 0
        "uncoded": 0.0,
        "micro_lenient": 0.8571,  # 3 right of 3 found and 4 coded
        "macro_lenient": 0.9,  # SEC is no longer coded
    }


def test_under_six_documents_sentences_are_drawn() -> None:
    units = []
    for number in (5, 6):
        names = [f"t{n}" for n in range(number)]
        sentences = make_sentences(names)
        codes = make_found({(name, 0): "DEF" for name in names})
        coding = Coding(sentences, codes.assign(coder="agreed"), codes.head(0).assign(coder=""))
        units.append(count_scores(codes, coding, labels=["DEF"])["unit"].iloc[0])
    assert units == ["sentences", "documents"]


def test_mistakes_show_both_sets_and_what_fired() -> None:
    row = compare_sectors(FOUND, CODED, labels=LABELS).iloc[1]
    names = ("sentence", "coded", "found", "missed", "surplus", "terms", "contested")
    assert [row[name] for name in names] == [2, "-", "ECO", "-", "ECO", "câu", "ECO"]


def test_found_in_a_sentence_that_nobody_read_counts_neither_way() -> None:
    beyond = pd.concat([FOUND, make_found({("a", 99): "SEC"})])
    assert count_total_scores(beyond, CODED, labels=LABELS).equals(count_total_scores(FOUND, CODED, labels=LABELS))


def test_scores_of_two_coders_at_once_are_refused() -> None:
    with pytest.raises(TableError, match=r"^coding: of anna, binh; take one of them: coding.take\('anna'\)$"):
        count_scores(FOUND, join(ANNA, BINH), labels=LABELS)


def test_a_coding_without_a_sentence_gives_no_number() -> None:
    nothing = CODED.take()
    assert count_total_scores(FOUND, nothing, labels=LABELS)["f1"].isna().all()
    assert count_scores(FOUND, nothing, labels=LABELS)["f1"].isna().all()
    assert compare_sectors(FOUND, nothing, labels=LABELS).empty


# Shares.


def test_coverage_is_corrected_by_both_kinds_of_mistakes() -> None:
    # Of 20 sentences 8 are found; of the 4 found and coded 3 are right, of the 6 others that are coded 1 was missed.
    sentences = make_sentences(["a"] * 20).drop(columns="coder")
    found = find(["DEF"] * 8 + [""] * 12)
    by_hand = make_coding(["DEF", "DEF", "DEF", "", *[""] * 4, "DEF", *[""] * 5])
    read = by_hand.sentences["sentence"].isin([*range(4), *range(8, 14)])
    coding = Coding(by_hand.sentences[read].reset_index(drop=True), by_hand.occurrences, by_hand.contested)
    row = count_corrected_coverage(found, sentences, coding, labels=["DEF"]).iloc[0]
    assert row[["found", "of", "coded", "coverage", "reason"]].tolist() == [8, 20, 10, 0.4, ""]
    assert row["corrected"] == pytest.approx(0.4 * 3 / 4 + 0.6 * 1 / 6)
    assert row["low"] < row["corrected"] < row["high"]


def test_where_all_is_coded_the_corrected_coverage_is_that_by_hand() -> None:
    sentences = CODED.sentences.drop(columns="coder")
    table = count_corrected_coverage(FOUND, sentences, CODED, labels=LABELS)
    assert table["corrected"].tolist() == pytest.approx([3 / 5, 1 / 5, 1 / 5])
    assert table["share_corrected"].tolist() == pytest.approx([3 / 5, 1 / 5, 1 / 5])


@pytest.mark.parametrize(("coded", "reason"), [([2, 3], "found_uncoded"), ([0, 1], "rest_uncoded")])
def test_what_no_coded_sentence_tells_is_nan_with_its_reason(coded: list[int], reason: str) -> None:
    whole = make_coding(["DEF", "DEF", "", ""])
    read = whole.sentences["sentence"].isin(coded)
    coding = Coding(whole.sentences[read].reset_index(drop=True), whole.occurrences, whole.contested)
    row = count_corrected_coverage(find(["DEF", "DEF", "", ""]), whole.sentences, coding, labels=["DEF"]).iloc[0]
    assert row["reason"] == reason
    assert [math.isnan(row[name]) for name in ("corrected", "low", "high")] == [True] * 3


def test_found_nowhere_and_coded_nowhere_is_not_certainly_absent() -> None:
    coding = make_coding(["DEF", ""])
    row = count_corrected_coverage(find(["DEF", ""]), coding.sentences, coding, labels=["SEC"]).iloc[0]
    assert (row["corrected"], round(row["high"], 4)) == (0, 0.6576)  # Wilson of 0 of 2


# Dates.


def make_dates(*rows: tuple[int, int, str, str, str, str]) -> pd.DataFrame:
    """Make dates of sentence 0 from start, end, type, value, from, to."""
    table = [("a", 0, s, e, "x" * (e - s), "dates", value, kind, value, *days) for s, e, kind, value, *days in rows]
    return pd.DataFrame(table, columns=DATE).astype(dict.fromkeys(("doc_id", "surface", "value", "from", "to"), "str"))


def code_dates(coded: pd.DataFrame, contested: pd.DataFrame) -> Coding:
    return Coding(make_sentences(["a"]), coded.assign(coder="agreed"), contested.assign(coder="agreed"))


DAY = ("DATE", "2025-05-07", "2025-05-07", "2025-05-07")
YEAR = ("DATE", "2016", "2016-01-01", "2016-12-31")


def score_dates(found: pd.DataFrame, coding: Coding) -> list[int]:
    row = count_date_scores(found, coding).iloc[0]
    return [int(row[name]) for name in ("coded", "found", "strict_correct", "relaxed_correct", "value_correct")]


def test_a_wider_span_is_relaxed_and_its_value_right() -> None:
    coding = code_dates(make_dates((0, 4, *DAY)), make_dates())
    assert score_dates(make_dates((0, 6, *DAY)), coding) == [1, 1, 0, 1, 1]


def test_other_days_are_a_wrong_value() -> None:
    coding = code_dates(make_dates((0, 4, *DAY)), make_dates())
    assert score_dates(make_dates((0, 4, *YEAR)), coding) == [1, 1, 1, 1, 0]


def test_days_where_none_follow_from_the_text_are_a_wrong_value() -> None:
    coding = code_dates(make_dates((0, 4, "DURATION", "P80Y", "", "")), make_dates())
    invented = make_dates((0, 4, "DURATION", "P80Y", "1945-05-09", "2025-05-09"))
    assert score_dates(invented, coding) == [1, 1, 1, 1, 0]


@pytest.mark.parametrize(("value", "same"), [("P3DE", "P30Y"), ("P2W", "P14D"), ("P1CE", "P100Y"), ("P2Q", "P6M")])
def test_a_length_is_the_same_in_another_unit(value: str, same: str) -> None:
    coding = code_dates(make_dates((0, 4, "DURATION", same, "", "")), make_dates())
    assert score_dates(make_dates((0, 4, "DURATION", value, "", "")), coding)[-1] == 1


def test_one_found_expression_answers_for_one_coded() -> None:
    coding = code_dates(make_dates((0, 5, *DAY), (6, 9, *YEAR)), make_dates())
    assert score_dates(make_dates((0, 9, *DAY)), coding) == [2, 1, 0, 1, 1]


def test_what_touches_only_a_contested_span_counts_neither_way() -> None:
    coding = code_dates(make_dates((0, 4, *DAY)), make_dates((6, 9, "ignore", "", "", "")))
    assert score_dates(make_dates((0, 4, *DAY), (6, 9, *YEAR)), coding) == [1, 1, 1, 1, 1]


def test_dates_are_counted_by_the_kind_of_what_was_coded() -> None:
    coding = code_dates(make_dates((0, 4, *DAY)), make_dates())
    table = count_date_scores(make_dates((0, 4, *YEAR), (5, 9, *YEAR)), coding)
    rows = table[["kind", "coded", "found", "strict_correct", "value_correct"]].to_numpy().tolist()
    expected = [["all", 1, 2, 1, 0], ["day_without_year", 1, 1, 1, 0], ["year_without_year", 0, 1, 0, 0]]
    assert rows == expected
    assert math.isnan(table["strict_recall"].iloc[2])


def test_each_mistake_of_a_date_is_named() -> None:
    coded = make_dates((0, 4, *DAY), (5, 7, *YEAR), (7, 9, *YEAR))
    found = make_dates((0, 4, *YEAR), (5, 6, *YEAR), (9, 10, *DAY))
    table = compare_dates(found, code_dates(coded, make_dates()))
    assert table["mistake"].tolist() == ["value", "span", "missed", "surplus"]
    assert table.loc[0, ["coded_value", "found_value"]].tolist() == ["2025-05-07", "2016-01-01 – 2016-12-31"]


@pytest.mark.parametrize(
    ("kind", "value", "first", "surface", "name"),
    [
        ("DATE", "2025-05-07", "x", "ngày 7/5/2025", "day"),
        ("DATE", "2025-05-07", "x", "ngày 7/5", "day_without_year"),
        ("DATE", "2025-05", "x", "tháng này", "month_without_year"),
        ("DATE", "2025-05-07/2025-05-08", "x", "7-8/5", "range_of_days"),
        ("DATE", "2024/2028", "x", "2024-2028", "range"),
        ("DATE", "2024-Q2", "x", "quý II/2024", "part_of_year"),
        ("DATE", "2024-SP", "x", "mùa xuân 2024", "part_of_year"),
        ("DATE", "2024-W19", "x", "tuần này", "week"),
        ("DATE", "199", "x", "những năm 1990", "decade_or_century"),
        ("DATE", "FUTURE_REF", "", "thời gian tới", "vague"),
        ("DURATION", "P33Y", "x", "33 năm qua", "anchored_length"),
        ("DURATION", "P80Y", "", "80 năm", "length"),
        ("TIME", "2025-05-08TAF", "x", "chiều 8/5", "time_of_day"),
        ("SET", "P1Y", "", "hằng năm", "set"),
    ],
)
def test_the_kind_of_an_expression(kind: str, value: str, first: str, surface: str, name: str) -> None:
    assert name_kind(kind, value, first, surface) == name


# Commitments.


def make_clauses(*rows: tuple[int, int, str, str]) -> pd.DataFrame:
    """Make clauses from sentence, level, side and sectors."""
    table = [("a", number, 0, 3, "câu", "commitments", str(level), level, *rest) for number, level, *rest in rows]
    return pd.DataFrame(table, columns=[*OCCURRENCE, "level", "side", "sectors"]).astype({"doc_id": "str"})


CLAUSES = make_clauses((0, 5, "both", "ECO"), (0, 5, "both", "SEC"), (1, 4, "partner", ""))
SEEN = make_clauses((0, 5, "both", "ECO"), (0, 3, "both", "SEC"), (1, 4, "viet_nam", ""), (2, 2, "both", ""))
CODED_CLAUSES = Coding(make_sentences(["a"] * 4), CLAUSES.assign(coder="agreed"), CLAUSES.head(0).assign(coder=""))


def test_clauses_are_counted_by_what_must_agree() -> None:
    table = count_commitment_scores(SEEN, CODED_CLAUSES).set_index("measure")
    assert table[["coded", "found", "correct"]].to_numpy().tolist() == [[2, 3, 2], [3, 4, 2], [3, 4, 1], [3, 4, 1]]
    assert table["f1"].round(4).tolist() == [0.8, 0.5714, 0.2857, 0.2857]


def test_clauses_are_counted_by_level() -> None:
    table = count_levels(SEEN, CODED_CLAUSES)
    rows = table[["level", "coded", "found", "correct"]].to_numpy().tolist()
    assert rows == [[5, 2, 1, 1], [4, 1, 1, 1], [3, 0, 1, 0], [2, 0, 1, 0]]


def test_clauses_that_differ_are_listed_by_sentence() -> None:
    table = compare_commitments(SEEN, CODED_CLAUSES)
    assert table[["sentence", "missed", "surplus"]].to_numpy().tolist() == [
        [0, "5 both", "3 both"],
        [1, "4 partner", "4 viet_nam"],
        [2, "-", "2 both"],
    ]


# The figure.


def test_the_figure_has_a_mark_for_each_value_that_is_known() -> None:
    scores = count_scores(FOUND, CODED, labels=[*LABELS, "AGR"])
    axes = draw_scores(scores, title="T").axes[0]
    known = [np.isfinite(np.asarray(line.get_xdata(), float)).tolist() for line in axes.lines]
    assert known == [[True, True, False, False], [True, True, True, False]]  # precision, recall


def test_the_figure_of_nothing_says_so() -> None:
    assert "Nothing was counted" in draw_scores(count_scores(FOUND, CODED, labels=LABELS).head(0)).texts[-1].get_text()
