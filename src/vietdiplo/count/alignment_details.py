"""Which names, sums and days two texts tell otherwise where they tell the same."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

import pandas as pd

from vietdiplo.tables import TableError, check_table

COLUMNS = (
    *("detail", "about", "value", "other_value", "doc_id", "sentence", "surface"),
    *("other", "other_sentence", "other_surface"),
)
PAIRED = ("amount", "date")  # compared where a clause is told; persons wherever they are named
ALIKE = 2  # syllables of two names in one office that are one name written or told otherwise
DATED = ("DATE", "instrument")
NOTHING: tuple[list[int], list[str]] = ([], [])
DAY = 10  # characters of a day: 2025-05-06
SAYING = frozenset(("word", "person", "country"))  # kinds that tell what a sum or a day is of
NEAR = 4  # such units before a sum or a day, and after it, of which both texts must have one
NEEDED = ("other", "other_sentence", "start", "end")
TOLD = ("kind", "about", "value", "sentence", "surface", "single", "thing")  # columns of find_units, as in Told


class Told(NamedTuple):
    """A sum, a day or a person at its place, with what is said around it.

    `single` tells of a person whether one alone holds the office, `thing` of a sum whether its unit says of what it is.
    """

    detail: str
    about: str
    value: str
    sentence: int
    surface: str
    single: bool
    thing: bool
    near: tuple[str, ...]


def compare_details(units: pd.DataFrame, alignment: pd.DataFrame) -> pd.DataFrame:
    """Compare the sums, days and persons of two texts, and list those that they tell otherwise.

    One row per disagreement, at its place in both texts. detail is amount (of one unit, in a clause and a sentence that
    tells it), date (a day, month or year there, of which neither holds the other), name (two persons in one office of
    one country, or whose names begin alike) or office (two offices of one person). What both tell is taken out first;
    what only one tells is no disagreement, nor is a sum or day near which the two have no word of content in common,
    unless it is the one sum left of a unit that names the thing itself, such as scholarships. Takes the units of
    `find_units`, and what `compare_clauses` gives for one text against another. Raises TableError for a missing column.
    """
    check_table(units, "occurrences")
    _check_columns(units, "units", TOLD, "find_units")
    _check_columns(alignment, "alignment", NEEDED, "compare_clauses")
    if alignment.empty:
        return _make_table([])
    text, other = alignment["doc_id"].iloc[0], alignment["other"].iloc[0]
    told = {doc_id: _list_told(units[units["doc_id"] == doc_id]) for doc_id in (text, other)}
    rows = [*_compare_pairs(alignment, told[text], told[other]), *_compare_persons(told[text], told[other])]
    return _make_table([(*said, text, *own, other, *theirs) for said, own, theirs in dict.fromkeys(rows)])


def _check_columns(table: pd.DataFrame, name: str, columns: Sequence[str], source: str) -> None:
    missing = [column for column in columns if column not in table]
    if missing:
        raise TableError(f"{name}: no column {', '.join(missing)}; pass the table of {source}")


def _make_table(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    order = ("detail", "about", "value", "other_value", "doc_id", "sentence", "surface", "other", "other_sentence")
    table = pd.DataFrame(rows, columns=[*order, "other_surface"])[[*COLUMNS]]
    numbers = {"sentence": "int64", "other_sentence": "int64"}
    table = table.astype({name: numbers.get(name, "str") for name in COLUMNS})
    return table.sort_values(["sentence", "detail", "other_sentence", "value", "other_value"], ignore_index=True)


def _list_told(units: pd.DataFrame) -> list[tuple[int, Told]]:
    """List sums, days and persons with their first code point, in the order of the text."""
    is_told = units["kind"].isin((*PAIRED, "person")) & (units["value"] != "")
    kept = units[is_told & ((units["kind"] != "date") | units["about"].isin(DATED))].sort_values("start")
    said = units[units["kind"].isin(SAYING)].sort_values("start")
    around = {number: (one["start"].tolist(), one["label"].tolist()) for number, one in said.groupby("sentence")}
    places = zip(kept["start"].tolist(), kept["sentence"].tolist(), strict=True)
    near = [_find_near(*around.get(number, NOTHING), start) for start, number in places]
    rows = zip(*(kept[name].tolist() for name in TOLD), near, strict=True)
    return list(zip(kept["start"].tolist(), map(Told._make, rows), strict=True))


def _find_near(starts: Sequence[int], labels: Sequence[str], start: int) -> tuple[str, ...]:
    """Find what a sentence says just before a place and just after it, the nearest first."""
    first, last = bisect_left(starts, start), bisect_right(starts, start)
    near = [*range(max(first - NEAR, 0), first), *range(last, min(last + NEAR, len(starts)))]
    return tuple(dict.fromkeys(labels[at] for at in sorted(near, key=lambda at: abs(starts[at] - start))))


def _weigh_near(one: Told, two: Told) -> float:
    """Weigh what two sums or days have near them in common: the nearer to both, the more."""
    return sum(1 / (1 + rank) / (1 + two.near.index(label)) for rank, label in enumerate(one.near) if label in two.near)


def _compare_pairs(
    alignment: pd.DataFrame, own: Sequence[tuple[int, Told]], theirs: Sequence[tuple[int, Told]]
) -> Iterator[tuple[Any, ...]]:
    by_sentence: dict[int, list[Told]] = defaultdict(list)
    for _, told in theirs:
        by_sentence[told.sentence].append(told)
    starts = [start for start, _ in own]
    pairs = (alignment[name].tolist() for name in ("start", "end", "other_sentence"))
    for begin, end, number in zip(*pairs, strict=True):
        inside = [told for _, told in own[bisect_left(starts, begin) : bisect_left(starts, end)]]
        sides = inside, by_sentence.get(number, [])
        for measure in sorted({_find_measure(told) for told in inside if told.detail in PAIRED}):
            yield from _pair_left(*([told for told in side if _find_measure(told) == measure] for side in sides))
        yield from _pair_names(*sides)


def _find_measure(told: Told) -> tuple[str, str]:
    """Find with what a sum or a day is compared: sums with those of their unit, days with days."""
    return told.detail, told.about if told.detail == "amount" else ""


def _pair_left(own: Sequence[Told], theirs: Sequence[Told]) -> Iterator[tuple[Any, ...]]:
    """Pair what is left when all that agrees is taken out, first those with most in common near them."""
    left = [told for told in own if not any(_agrees(told, other) for other in theirs)]
    right = [other for other in theirs if not any(_agrees(told, other) for told in own)]
    is_alone = len(left) == len(right) == 1
    taken: list[Told] = []
    for one, two in sorted(product(left, right), key=lambda pair: -_weigh_near(*pair)):
        is_one_thing = _weigh_near(one, two) > 0 or (is_alone and one.thing and two.thing)
        if one in taken or two in taken or not is_one_thing:
            continue
        taken += [one, two]
        if _is_comparable(one, two):
            yield _make_row(*_find_measure(one), one.value, two.value, one, two)


def _is_comparable(one: Told, two: Told) -> bool:
    """Tell whether a day of an instrument is told as precisely, and is no year in a name that meets another year."""
    if "instrument" not in (one.about, two.about):
        return True
    return len(one.value) == len(two.value) and (one.about == two.about or len(one.value) == DAY)


def _pair_names(own: Sequence[Told], theirs: Sequence[Told]) -> Iterator[tuple[Any, ...]]:
    """Pair persons of one country and one kind of office whose names begin alike: Nguyễn Minh A and Nguyễn Minh B."""
    sides = [[told for told in side if told.detail == "person"] for side in (own, theirs)]
    for one in sides[0]:
        for two in sides[1]:
            words = [_fold_name(told.value).split() for told in (one, two)]
            is_new = not any(_is_same_name(one, other) for other in sides[1]) and len(words[0]) > ALIKE
            same_office = one.about.split(" ")[0] == two.about.split(" ")[0]
            if is_new and same_office and words[0][:ALIKE] == words[1][:ALIKE]:
                yield _make_row("name", one.about.partition("|")[0], one.value, two.value, one, two)


def _agrees(one: Told, other: Told) -> bool:
    """Tell whether two values are the same, or one day lies in the other's month, year or span."""
    if one.value == other.value or one.detail != "date":
        return one.value == other.value
    spans = [(told.value.split("/")[0], told.value.split("/")[-1]) for told in (one, other)]
    if all(first != last for first, last in spans):
        return False  # 5-7 and 5-8 May
    (first, last), (begin, end) = spans
    return _holds(first, last, begin, end) or _holds(begin, end, first, last)


def _holds(first: str, last: str, begin: str, end: str) -> bool:
    return first <= begin[: len(first)] and end[: len(last)] <= last


def _compare_persons(own: Sequence[tuple[int, Told]], theirs: Sequence[tuple[int, Told]]) -> Iterator[tuple[Any, ...]]:
    """Compare who holds an office, and which office a person holds, at the first place of each."""
    offices = [_group(told, _find_office) for told in (own, theirs)]
    for office in sorted(offices[0].keys() & offices[1].keys()):
        if not any(_is_same_name(one, two) for one in offices[0][office] for two in offices[1][office]):
            one, two = (side[office][0] for side in offices)
            yield _make_row("name", office, one.value, two.value, one, two)
    persons = [_group(told, lambda one: _fold_name(one.value)) for told in (own, theirs)]
    for name in sorted(persons[0].keys() & persons[1].keys()):
        held = [[told for told in side[name] if told.about.partition("|")[0]] for side in persons]
        if all(held) and not any(_is_same_office(one.about, two.about) for one in held[0] for two in held[1]):
            one, two = held[0][0], held[1][0]
            offices_of = [told.about.partition("|")[0] for told in (one, two)]
            yield _make_row("office", one.value, offices_of[0], offices_of[1], one, two)


def _group(told: Sequence[tuple[int, Told]], key: Callable[[Told], str]) -> dict[str, list[Told]]:
    groups: dict[str, list[Told]] = defaultdict(list)
    for _, one in told:
        if one.detail == "person" and key(one):
            groups[key(one)].append(one)
    return groups


def _find_office(told: Told) -> str:
    """Find the office that only one person holds, with its country; empty for another."""
    return told.about if told.single and told.about.partition("|")[2] else ""


def _is_same_office(one: str, two: str) -> bool:
    offices = [about.partition("|")[0] for about in (one, two)]
    return offices[0].startswith(offices[1]) or offices[1].startswith(offices[0])


def _is_same_name(one: Told, two: Told) -> bool:
    """Tell whether a name is the other or a part of it: Aliyev, Ilham Aliyev."""
    words = [set(_fold_name(told.value).split()) for told in (one, two)]
    return words[0] <= words[1] or words[1] <= words[0]


def _fold_name(name: str) -> str:
    return " ".join(name.replace("-", " ").split())


def _make_row(detail: str, about: str, value: str, other: str, one: Told, two: Told) -> tuple[Any, ...]:
    return (detail, about, value, other), (one.sentence, one.surface), (two.sentence, two.surface)
