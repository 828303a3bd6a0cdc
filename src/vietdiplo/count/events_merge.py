"""Mentions into events: only those of the same days are compared, then coarser dates with the finer ones in them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from vietdiplo.count.events_same import Mention, is_coarser, is_same
from vietdiplo.find.events_words import load_words

MOST = 24  # groups of the same days a mention is compared with: those that share most with it
Groups = list[list[int]]  # mentions by their number


def merge_mentions(mentions: Sequence[Mention]) -> Groups:
    """Put mentions of one event into a group; neither the groups nor their order depend on that of the mentions.

    Mentions that are compared by the same things are one from the start. The cost is that of the number of mentions.
    """
    alike: dict[Mention, list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        alike[mention].append(number)
    kinds = sorted(alike, key=_sort_key)
    days: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in kinds:
        days[mention.first, mention.last].append(mention)
    groups = [group for same in days.values() for group in _merge_day(same)]
    return [sorted(n for mention in group for n in alike[mention]) for group in _join_coarse(groups)]


def _sort_key(mention: Mention) -> tuple[object, ...]:
    """Sort by what is told most fully first, so that a mention that says little finds the event it may belong to."""
    fullness = -(4 * bool(mention.head) + len(mention.people) + len(mention.sides) + len(mention.about))
    return (fullness, *(sorted(part) if isinstance(part, frozenset) else part for part in mention))


def _merge_day(mentions: Iterable[Mention]) -> list[list[Mention]]:
    """Group the mentions of the same days: each joins the group that shares most with it and contradicts it nowhere."""
    groups: list[list[Mention]] = []
    known: dict[str, list[int]] = defaultdict(list)
    for mention in mentions:
        keys = [*_list_keys(mention)]
        shared = Counter(number for key in keys for number in known[key][-MOST:])
        ranked = sorted(shared, key=lambda number: (-shared[number], number))[:MOST]
        found = next((n for n in ranked if all(is_same(mention, other) for other in groups[n][:MOST])), len(groups))
        if found == len(groups):
            groups.append([])
        groups[found].append(mention)
        for key in keys:
            if not known[key] or known[key][-1] != found:
                known[key].append(found)
    return groups


def _list_keys(mention: Mention) -> Iterator[str]:
    """List what mentions of one event can have in common."""
    kinds = {mention.head, *load_words().heads[mention.head].like} if mention.head else set()
    for kind in sorted(kinds):
        yield from (f"{kind} {side}" for side in sorted(mention.sides) or [""])
        yield from (f"{kind} {name or office}" for office, name, _ in sorted(mention.people))
        yield from (f"{kind} {word}" for word in sorted(mention.about))
        yield f"{kind} {mention.object}"
    yield from sorted(mention.about)
    yield from (f"{mention.object} {side}" for side in sorted(mention.sides) if mention.object)


def _join_coarse(groups: Sequence[list[Mention]]) -> Iterator[list[Mention]]:
    """Join a group with a coarser date to the one event within it that it can be; two that it can be leave it alone."""
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    order = sorted(range(len(groups)), key=lambda number: (_count_days(groups[number][0]), number))
    into: dict[int, int] = {}
    for number in order:
        one = groups[number][0]
        keys = [(one.first[:4], key) for key in _list_keys(one)] if one.head else []
        held = keys if one.first != one.last else []
        shared = Counter(n for key in held for n in index[key][-MOST:])
        nearby = sorted(shared, key=lambda n: (-shared[n], n))[:MOST]
        fitting = {find_root(into, n) for n in nearby if _holds(one, groups[n][0]) and is_coarser(one, groups[n][0])}
        if len(fitting) == 1:
            into[number] = fitting.pop()
        for key in keys:
            index[key].append(number)
    joined: dict[int, list[Mention]] = defaultdict(list)
    for number, group in enumerate(groups):
        joined[find_root(into, number)] += group
    return iter(joined.values())


def _count_days(mention: Mention) -> int:
    return (date.fromisoformat(mention.last) - date.fromisoformat(mention.first)).days


def _holds(one: Mention, other: Mention) -> bool:
    """Tell whether the days of the first mention hold those of the second and more."""
    return one.first <= other.first and other.last <= one.last and (one.first, one.last) != (other.first, other.last)


def find_root(into: Mapping[int, int], number: int) -> int:
    """Find the group that a group has been joined to, or that one to, until one that has not."""
    while number in into:
        number = into[number]
    return number
