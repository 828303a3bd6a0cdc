"""Sentences by what they hold: bags of units, an inverted index over them, and the runs of syllables they share."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from math import log
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

LONGEST = 4  # syllables of a word that another text may cut otherwise
RUN = 3  # syllables in a row that are no chance
FLOOR = 0.1  # of the weight of a word that every sentence has
YEAR = re.compile(r"\d{4}")
VALUES = frozenset(("amount", "date"))
TIMES = frozenset(("done", "plan"))
NAMED = frozenset(("side", "date", "amount", "empty"))  # what is the same under another wording
SPOKEN = frozenset(("word", "generic", "date", "amount", "person", "country"))
SCOPE = 2  # units after a negation that it turns: a verb and its object
PLACE = ("doc_id", "sentence", "start", "end")
Ints = npt.NDArray[np.int64]


class Row(NamedTuple):
    """A row of the table of units, without its text and sentence."""

    start: int
    label: str
    kind: str
    weight: float
    surface: str
    value: str
    about: str
    framed: bool


class Unit(NamedTuple):
    """What a label says in a clause: its weight, kind and syllables as they stand; framed if it is in a frame only."""

    weight: float
    kind: str
    syllables: tuple[str, ...]
    framed: bool = False

    def name_key(self, label: str) -> object:
        """Name what a frame says otherwise, so that only another frame tells it."""
        return (label, "framed") if self.framed else label


class Bag(NamedTuple):
    """The units of a clause by their labels, its syllables in a row, all and without its frames, and what it asserts.

    These are numbers and days, names, what it negates, and whether it tells something as planned or done.
    """

    sentence: int
    units: Mapping[str, Unit]
    syllables: tuple[str, ...]
    core: tuple[str, ...]
    values: frozenset[str]
    names: frozenset[str]
    negated: frozenset[str]
    times: frozenset[str]


class Index:
    """The sentences of a text by the labels and the syllables in a row that their clauses hold."""

    def __init__(self, bags: Sequence[Bag]) -> None:
        """Put the clauses of a text under their sentences."""
        self._clauses: dict[int, list[Bag]] = defaultdict(list)
        for bag in bags:
            self._clauses[bag.sentence].append(bag)
        self.sentences = sorted(self._clauses)
        self._places: dict[object, list[int]] = defaultdict(list)
        self._found: dict[tuple[object, ...], Ints] = {}
        for place, number in enumerate(self.sentences):
            of_it = self._clauses[number]
            labels = (unit.name_key(label) for bag in of_it for label, unit in bag.units.items())
            for key in {*labels, *_list_grams([bag.core for bag in of_it], 2, LONGEST)}:
                self._places[key].append(place)

    @cached_property
    def sizes(self) -> Ints:
        """The number of units of each sentence."""
        return np.array([sum(len(bag.units) for bag in self._clauses[number]) for number in self.sentences], np.int64)

    def find(self, label: str, unit: Unit) -> Ints:
        """Find the places in `sentences` of those that hold a unit, by its label or by its syllables in a row."""
        keys = (label, unit.name_key(label), unit.syllables if unit.kind == "word" and len(unit.syllables) > 1 else ())
        if keys not in self._found:
            self._found[keys] = np.array(sorted({p for key in keys for p in self._places.get(key, ())}), np.int64)
        return self._found[keys]

    def share_runs(self, bag: Bag, sentence: int) -> float:
        """Compute the share of a clause's syllables that stand in runs which a sentence has too."""
        return share_runs(bag, self._clauses[sentence])

    def find_nearest(self, bag: Bag, sentence: int) -> Bag:
        """Find the clause of a sentence that shares most with a clause; of equal ones the first."""
        return max(
            self._clauses[sentence], key=lambda other: sum(u.weight for n, u in bag.units.items() if n in other.units)
        )

    def is_negative(self, sentence: int) -> bool:
        """Tell whether a clause of a sentence negates."""
        return any(bag.negated for bag in self._clauses[sentence])

    def has_name(self, name: str) -> bool:
        """Tell whether the text has all syllables of a name somewhere: Macron, where it has Emmanuel Macron."""
        return self._syllables.issuperset(_split(name))

    @cached_property
    def _syllables(self) -> frozenset[str]:
        bags = chain.from_iterable(self._clauses.values())
        rows = (part for bag in bags for part in (*bag.syllables, *bag.units))
        return frozenset(chain.from_iterable(map(_split, rows)))

    def list_values(self, sentence: int) -> frozenset[str]:
        """List the numbers and days of a sentence."""
        return frozenset(chain.from_iterable(bag.values for bag in self._clauses[sentence]))


def share_runs(bag: Bag, others: Sequence[Bag]) -> float:
    """Compute the share of a clause's syllables that stand in runs which other clauses have too."""
    grams, row = _list_grams([other.syllables for other in others], RUN, RUN), bag.core
    held = [False] * len(row)
    for at in range(len(row) - RUN + 1):
        if row[at : at + RUN] in grams:
            held[at : at + RUN] = [True] * RUN
    return sum(held) / max(len(row), 1)


def _list_grams(rows: Sequence[tuple[str, ...]], least: int, most: int) -> set[tuple[str, ...]]:
    return {row[at : at + size] for row in rows for size in range(least, most + 1) for at in range(len(row) - size + 1)}


def load_bags(clauses: pd.DataFrame, units: pd.DataFrame) -> list[Bag]:
    """Load the units of each clause, in the order of the clauses."""
    by_sentence: dict[tuple[str, int], list[Row]] = defaultdict(list)
    ordered = units.sort_values("start", kind="stable")
    columns = (ordered[name].tolist() for name in ("doc_id", "sentence", *Row._fields))
    for doc_id, number, *values in zip(*columns, strict=True):
        by_sentence[doc_id, number].append(Row(*values))
    bags = []
    for doc_id, number, *span in zip(*(clauses[name].tolist() for name in PLACE), strict=True):
        rows = by_sentence[doc_id, number]
        first, last = (bisect_left(rows, at, key=attrgetter("start")) for at in span)
        bags.append(_load_bag(number, rows[first:last]))
    return bags


def weigh_labels(units: pd.DataFrame) -> dict[str, float]:
    """Weigh labels, and the parts that two of them can share, by how few sentences have them, from 1 down to a floor.

    That is ln((n + 1) / df) / ln(n + 1), for df of the n sentences of a text; of two texts the lower, so that it costs
    a label nothing to stand in both.
    """
    columns = (units[name].tolist() for name in ("doc_id", "sentence", *Row._fields))
    rows = ((doc_id, number, Row(*values)) for doc_id, number, *values in zip(*columns, strict=True))
    seen = {(doc_id, number, label) for doc_id, number, row in rows for label in _list_parts(row)}
    of = units.drop_duplicates(["doc_id", "sentence"])["doc_id"].value_counts().to_dict()
    weights: dict[str, float] = {}
    for (doc_id, label), count in Counter((doc_id, label) for doc_id, _, label in seen).items():
        weight = max(log((of[doc_id] + 1) / count) / log(of[doc_id] + 1), FLOOR)
        weights[label] = min(weight, weights.get(label, 1.0))
    return weights


def _load_bag(sentence: int, rows: Sequence[Row]) -> Bag:
    held: dict[str, Unit] = {}
    for row in rows:
        for name, part in _list_parts(row).items():
            if name not in held or held[name].weight < row.weight * part:
                held[name] = Unit(row.weight * part, row.kind, _split(row.surface), row.framed)
    told = [row for row in rows if not row.framed]
    return Bag(
        sentence,
        held,
        _list_syllables(rows),
        _list_syllables(told),
        frozenset(row.label for row in rows if row.kind in VALUES and row.value and _is_stated(row)),
        frozenset(_list_names(told)),
        _list_negated(rows),
        frozenset(row.value for row in told if row.value in TIMES),
    )


def _list_syllables(rows: Sequence[Row]) -> tuple[str, ...]:
    """List the syllables as they stand, of names those of their first wording; what is one under any wording is one."""
    parts = (
        (row.label,)
        if row.kind in NAMED
        else _split(row.label if row.kind == "word" and row.surface[0].isupper() else row.surface)
        for row in rows
    )
    return tuple(chain.from_iterable(parts))


def _is_stated(row: Row) -> bool:
    """Tell a sum or day in figures from one that is only referred to: cùng ngày."""
    return row.kind != "date" or any(letter.isdigit() for letter in row.surface)


def _list_names(rows: Sequence[Row]) -> Iterator[str]:
    """List persons, and words all of whose syllables have a capital.

    Initials are none, for the other text may spell them out; nor is the syllable that begins a clause.
    """
    for at, row in enumerate(rows):
        parts = row.surface.split()
        is_called = all(part[0].isupper() for part in parts) and not row.surface.isupper()
        if row.kind == "person" or (row.kind == "word" and is_called and (at or len(parts) > 1)):
            yield row.label


def _list_negated(rows: Sequence[Row]) -> frozenset[str]:
    """List what a clause negates: the units of content that follow a negation."""
    negated: set[str] = set()
    for at, row in enumerate(rows):
        if row.kind == "negation":
            following = [after.label for after in rows[at + 1 :] if after.kind in SPOKEN]
            negated.update(following[:SCOPE] or [row.label])
    return frozenset(negated)


def _list_parts(row: Row) -> dict[str, float]:
    """List what a unit can share with another, with the part of its weight: a sum also its unit, a day also its year.

    Two texts that give a sum otherwise speak of one thing.
    """
    if row.kind == "amount":
        return {row.label: 0.5, f"~{row.about}": 0.5}
    if row.kind == "date" and YEAR.match(row.value):
        return {row.label: 0.5, f"~{row.value[:4]}": 0.5}
    return {row.label: 1.0}


def _split(surface: str) -> tuple[str, ...]:
    return tuple(surface.lower().replace("-", " ").replace(",", " ").split())
