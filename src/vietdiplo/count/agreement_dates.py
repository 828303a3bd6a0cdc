"""How right the finder of dates is beside what people coded: spans, overlaps and values, by kind of expression."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from vietdiplo.count.agreement_resampling import KEYS
from vietdiplo.count.agreement_scores import Outcome, check_one
from vietdiplo.texts import Coding

MEASURES = ("strict", "relaxed", "value")
ALL = "all"
# Lengths of time that are written in two ways: the same in the smaller unit.
UNITS = {"DE": ("Y", 10), "CE": ("Y", 100), "W": ("D", 7), "Q": ("M", 3)}
LENGTH = re.compile(r"P(\d+)(DE|CE|W|Q)")
YEAR = re.compile(r"\d{4}")
# The kind of an expression by its value, the first that fits. Source: TIMEX3 (Saurí et al. 2006), section 2.2.
KINDS = (
    (r".*_REF", "vague"),
    (r"P.*", "length"),
    (r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", "range_of_days"),
    (r".*/.*", "range"),
    (r"\d{2,3}", "decade_or_century"),
    (r".*-[QH]\d", "part_of_year"),
    (r".*-(SP|SU|FA|WI)", "part_of_year"),
    (r".*-W.*", "week"),
    (r"\d{4}-\d\d-\d\d", "day"),
    (r"\d{4}-\d\d", "month"),
    (r"\d{4}", "year"),
)


class Expression(NamedTuple):
    """An expression as coded or found; from and to are empty where nothing resolves."""

    start: int
    end: int
    surface: str
    type: str
    value: str
    first: str
    last: str
    kind: str


class Pair(NamedTuple):
    """A coded expression and the found one that overlaps it; one of the two may be missing."""

    doc_id: str
    coded: Expression | None
    found: Expression | None

    @property
    def kind(self) -> str:
        """The kind of what was coded, or else of what was found."""
        return (self.coded or self.found).kind  # type: ignore[union-attr]

    def judge(self) -> dict[str, bool]:
        """Tell what is right: the same span, an overlap, and of an overlap the same value."""
        coded, found = self.coded, self.found
        if coded is None or found is None:
            return dict.fromkeys(MEASURES, False)
        return {"strict": coded[:2] == found[:2], "relaxed": True, "value": _read_value(coded) == _read_value(found)}


def name_kind(kind: str, value: str, first: str, surface: str) -> str:
    """Name the kind of an expression by its TIMEX3 type and value, its first day and its wording."""
    if kind in ("SET", "TIME"):
        return {"SET": "set", "TIME": "time_of_day"}[kind]
    name = next((name for pattern, name in KINDS if re.fullmatch(pattern, value)), "other")
    if name == "length":
        return "anchored_length" if first else "length"
    if name in ("day", "month", "year") and not YEAR.search(surface):
        return f"{name}_without_year"
    return name


def count_date_scores(found: pd.DataFrame, coding: Coding) -> pd.DataFrame:
    """Count how right found dates are in the sentences that one coder has coded: one row a kind, `all` first.

    strict is the same span; relaxed any overlap, one to one, the greatest first; value an overlap with the same days
    from and to, or, where the coder gave none, with the same TIMEX3 value and no days. Each has the number `_correct`,
    precision of `found`, recall of `coded`, and f1. A found expression counts to the kind of the coded one that it
    overlaps, one without to its own. What only touches a contested span counts neither way. Raises TableError unless
    it is one coder's.
    """
    pairs = list(_pair_dates(found, coding))
    totals: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        for kind in (ALL, pair.kind):
            totals[kind, "coded"] += pair.coded is not None
            totals[kind, "found"] += pair.found is not None
            for measure, is_right in pair.judge().items():
                totals[kind, measure] += is_right
    kinds = sorted({pair.kind for pair in pairs}, key=lambda kind: (-totals[kind, "coded"], kind))
    rows = [[totals[kind, name] for name in ("coded", "found", *MEASURES)] for kind in (ALL, *kinds)]
    table = pd.DataFrame(rows, columns=["coded", "found", *(f"{name}_correct" for name in MEASURES)], dtype="int64")
    for name in MEASURES:
        right, coded, seen = (table[column].to_numpy(float) for column in (f"{name}_correct", "coded", "found"))
        scores = Outcome(right, seen - right, coded - right).score()
        table[[f"{name}_precision", f"{name}_recall", f"{name}_f1"]] = np.transpose(scores)
    table.insert(0, "kind", [ALL, *kinds])
    return table


def compare_dates(found: pd.DataFrame, coding: Coding) -> pd.DataFrame:
    """Compare found dates with those that one coder gave: one row a mistake.

    `mistake` is missed, surplus, value, or span where the value is right. `coded` and `found` are the two wordings,
    `coded_value` and `found_value` what they stand for: the days where they resolve, else the TIMEX3 value. Raises
    TableError unless it is one coder's.
    """
    rows = []
    for pair in _pair_dates(found, coding):
        right = pair.judge()
        if all(right.values()):
            continue
        both = pair.coded and pair.found
        mistake = ("span" if right["value"] else "value") if both else ("missed" if pair.coded else "surplus")
        sides = [(each.surface, _write_value(each)) if each else ("", "") for each in (pair.coded, pair.found)]
        at = (pair.coded or pair.found or (-1,))[0]
        rows.append((pair.doc_id, _find_sentence(pair.doc_id, at, coding), mistake, pair.kind, *sides[0], *sides[1]))
    names = [*KEYS, "mistake", "kind", "coded", "coded_value", "found", "found_value"]
    table = pd.DataFrame(rows, columns=names).astype({"doc_id": "str", "sentence": "int64"})
    return table.merge(check_one(coding).sentences[[*KEYS, "text"]], on=KEYS, how="left")


def _find_sentence(doc_id: str, at: int, coding: Coding) -> int:
    rows = coding.sentences[(coding.sentences["doc_id"] == doc_id) & (coding.sentences["start"] <= at)]
    return int(rows["sentence"].iloc[rows["start"].argmax()])


def _pair_dates(found: pd.DataFrame, coding: Coding) -> Iterator[Pair]:
    """Pair coded and found expressions of each document, one to one, the greatest overlap first."""
    read = set(check_one(coding).sentences[KEYS].itertuples(index=False, name=None))
    is_read = [key in read for key in found[KEYS].itertuples(index=False, name=None)]
    sides = [_list_expressions(table) for table in (coding.occurrences, found[is_read], coding.contested)]
    for doc_id in dict.fromkeys([*coding.sentences["doc_id"]]):
        coded, seen, either = (side.get(doc_id, []) for side in sides)
        counted = [f for f in seen if any(_overlap(f, c) for c in coded) or not any(_overlap(f, e) for e in either)]
        yield from (Pair(doc_id, *pair) for pair in _match(coded, counted))


def _list_expressions(table: pd.DataFrame) -> Mapping[str, list[Expression]]:
    listed: dict[str, list[Expression]] = {}
    columns = [table[name] for name in ("doc_id", "start", "end", "surface", "type", "value", "from", "to")]
    for doc_id, start, end, surface, kind, value, first, last in zip(*columns, strict=True):
        name = name_kind(kind, value, first, surface)
        listed.setdefault(doc_id, []).append(Expression(start, end, surface, kind, value, first, last, name))
    return listed


def _match(coded: list[Expression], found: list[Expression]) -> Iterator[tuple[Expression | None, Expression | None]]:
    overlaps = sorted(
        ((_overlap(c, f), i, j) for i, c in enumerate(coded) for j, f in enumerate(found) if _overlap(c, f)),
        reverse=True,
    )
    partner: dict[int, int] = {}
    for _, i, j in overlaps:
        if i not in partner and j not in partner.values():
            partner[i] = j
    yield from ((c, found[partner[i]] if i in partner else None) for i, c in enumerate(coded))
    yield from ((None, f) for j, f in enumerate(found) if j not in partner.values())


def _overlap(first: Expression, second: Expression) -> float:
    """Give the overlap as a share of what the two cover."""
    common = min(first.end, second.end) - max(first.start, second.start)
    return max(0, common) / (max(first.end, second.end) - min(first.start, second.start))


def _read_value(each: Expression) -> tuple[str, ...]:
    """Give what must be equal: the days, and where there is no first one the value with its length in one unit."""
    if each.first:
        return (each.first, each.last, "")
    found = LENGTH.fullmatch(each.value)
    unit, size = UNITS[found[2]] if found else ("", 0)
    return ("", each.last, f"P{int(found[1]) * size}{unit}" if found else each.value)


def _write_value(each: Expression) -> str:
    return " – ".join(dict.fromkeys((each.first, each.last))) if each.first else each.value
