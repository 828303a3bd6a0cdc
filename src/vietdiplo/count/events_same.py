"""Whether two mentions tell of one event: by their days, what they do there, the kind of event, who and what."""

from functools import cache
from typing import Any, NamedTuple

from vietdiplo.count.events_values import PRECISIONS
from vietdiplo.find.commitments_actors import HOME
from vietdiplo.find.events_words import load_words

# Roles under which one event is told: it happened, a text was signed on it, its anniversary is held.
TOLD = {"event": "event", "instrument": "event", "anniversary": "event"}
UNITS = {precision: number for number, precision in enumerate(PRECISIONS)}
ENOUGH = 0.5  # of the content words of the mention that has fewer
ENOUGH_ALONE = 0.6  # where no kind of event is known
FEWEST = 2  # content words that must be shared then


class Mention(NamedTuple):
    """What a mention is compared by."""

    first: str
    last: str
    unit: str  # its precision; span for a range
    part: str  # of the day: TMO, TAF
    role: str
    head: str
    object: str
    sides: frozenset[str]
    people: frozenset[tuple[str, ...]]
    about: frozenset[str]
    numbers: frozenset[str]


def make_mention(row: Any) -> Mention:
    """Make what a row of the table of events is compared by."""
    about = frozenset(row.about.split())
    numbers = frozenset(word for word in about if word[0].isdecimal())
    part = row.value.partition("T")[2] if row.type == "TIME" else ""
    people = frozenset(tuple(person.split("|")) for person in row.people.split("; ") if person)
    sides = frozenset(row.sides.split()) - {HOME}
    role = TOLD.get(row.role, row.role)
    unit = "span" if "/" in row.value else row.precision
    return Mention(
        row.first,
        row.last or row.first,
        unit,
        part,
        role,
        row.head,
        row.object,
        sides,
        people,
        about - numbers,
        numbers,
    )


def is_same(one: Mention, other: Mention) -> bool:
    """Tell whether two mentions of the same days are one event."""
    if _contradicts(one, other):
        return False
    if one.role == "target":
        return _is_near(one.about, other.about, ENOUGH, FEWEST)
    if one.role == "validity" or (one.object and one.object == other.object and not (one.head and other.head)):
        return _is_programme(one, other)
    if not (one.head and other.head):
        return _is_near(one.about, other.about, ENOUGH_ALONE, FEWEST)
    by = _find_rule(one.head, other.head)
    return bool(by) and RULES[by](one, other) and not (one.about and _is_elsewhere(one, other))


def is_coarser(one: Mention, other: Mention) -> bool:
    """Tell whether a mention with more days is the event of one within them: it happens once, or it says as much.

    Who meets often is not known by the year; so a kind that can come again needs its people and content words.
    """
    if _contradicts(one, other) or not one.head or not (heads := load_words().heads)[one.head]:
        return False
    by = _find_rule(one.head, other.head)
    if not by or not RULES[by](one, other):
        return False
    if UNITS.get(one.unit, 0) <= UNITS.get(other.unit, 0) and not heads[one.head].lasts:
        return False
    if heads[one.head].once:
        return True
    if heads[one.head].lasts and by == "people":
        return _share_people(one, other) and not _is_elsewhere(one, other)
    return by == "words" and _is_near(one.about, other.about, ENOUGH, 1)


def _contradicts(one: Mention, other: Mention) -> bool:
    """Tell whether two mentions cannot be one event: role, part of the day, countries, object or numbers differ."""
    pairs = ((one.sides, other.sides), (one.numbers, other.numbers))
    if one.role != other.role or any(a and b and not a & b for a, b in pairs):
        return True
    return any(a and b and a != b for a, b in ((one.part, other.part), (one.object, other.object)))


@cache
def _find_rule(one: str, other: str) -> str:
    """Find what two kinds of events must share; empty if they are never one."""
    heads = load_words().heads
    if one == other:
        return heads[one].by
    return heads[one].by if other in heads[one].like or one in heads[other].like else ""


def _share_sides(one: Mention, other: Mention) -> bool:
    return bool(one.sides & other.sides) or (one.sides == other.sides and _is_near(one.about, other.about, ENOUGH, 1))


def _meet(one: Mention, other: Mention) -> bool:
    """Tell whether nobody is named by one side only, and somebody or some country by both."""
    if _lacks(one, other) and _lacks(other, one):
        return False
    if one.people and other.people:
        return _share_people(one, other)
    return bool(one.sides & other.sides) or _is_near(one.about, other.about, ENOUGH, 1)


def _share_words(one: Mention, other: Mention) -> bool:
    """Tell whether the content words are shared, or one of two says no more than the document and the country."""
    if one.about and other.about:
        return _is_near(one.about, other.about, ENOUGH, 1)
    return bool(one.sides & other.sides) or (bool(one.object) and one.object == other.object)


def _is_elsewhere(one: Mention, other: Mention) -> bool:
    """Tell whether the second of two visits is to a place that the first does not name: a university in a country."""
    head = load_words().heads[other.head]
    return head.lasts and head.by == "people" and bool(other.about) and not _is_near(one.about, other.about, ENOUGH, 1)


RULES = {"sides": _share_sides, "people": _meet, "words": _share_words}


def _is_programme(one: Mention, other: Mention) -> bool:
    """Tell whether two documents are one: of its years it does not matter whether it is adopted or carried out."""
    if one.about and other.about:
        return _is_near(one.about, other.about, ENOUGH, 1)
    return bool(one.object) and one.object == other.object and bool(one.sides & other.sides)


def _lacks(one: Mention, other: Mention) -> bool:
    """Tell whether somebody of the first mention is not in the second."""
    return any(not any(_is_person(a, b) for b in other.people) for a in one.people)


def _share_people(one: Mention, other: Mention) -> bool:
    return any(_is_person(a, b) for a in one.people for b in other.people)


def _is_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two are one person: one name holds the other (Macron), or, where one is missing, one office does."""
    if one[2] and other[2] and one[2] != other[2]:
        return False
    if one[1] and other[1]:
        a, b = ({part for part in name.split() if len(part) > 1} for name in (one[1], other[1]))  # V. Putin
        return a <= b or b <= a
    first, second = one[0].split(), other[0].split()
    return first[0] == second[0] and (set(first) <= set(second) or set(second) <= set(first))


def _is_near(one: frozenset[str], other: frozenset[str], share: float, fewest: int) -> bool:
    common = len(one & other)
    return common >= fewest and common >= share * min(len(one), len(other))
