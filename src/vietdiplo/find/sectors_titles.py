"""Titles of persons: an office, what it heads, and the names in capitals that go on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from vietdiplo.find.sectors_text import Hits, Page
from vietdiplo.find.signs import Ints

# A ministry's name has up to four syllables before the next comma or `and`; without capitals only two are sure.
NAME, PLAIN_NAME = 4, 2


@dataclass(frozen=True)
class Titles:
    """The words that make what follows a person's title: offices, what they head, and what goes on with a list."""

    offices: Sequence[str] = ()
    heads_of: Sequence[str] = ()
    joined_by: Sequence[str] = ()
    unless_after: Sequence[str] = ()


class TitleFinder:
    """The words of titles as numbers of parts and signs."""

    def __init__(self, titles: Titles, numbers: dict[str, int], signs: dict[str, int]) -> None:
        """Look the words up."""
        self._offices, self._heads, self._objects = (
            [numbers[phrase] for phrase in phrases]
            for phrases in (titles.offices, titles.heads_of, titles.unless_after)
        )
        self._joins = [signs[word] for word in titles.joined_by]

    def find(self, hits: Hits, page: Page) -> tuple[Ints, Ints]:
        """Find each title: its first syllable and the one after its last."""
        offices = self._list_spans(self._offices, hits)
        heads = dict(self._list_spans(self._heads, hits))
        objects = {last for _, last in self._list_spans(self._objects, hits)}
        goes_on = (page.joints == 1) | (page.joints == 2) | np.isin(np.roll(page.signs, 1), self._joins)
        following = np.flatnonzero(goes_on & (page.capitals > 0)).tolist()
        spans = np.array(list(_name_offices(offices, heads, objects, set(following), page)), np.int64).reshape(-1, 2)
        return spans[:, 0], spans[:, 1]

    def _list_spans(self, parts: Sequence[int], hits: Hits) -> list[tuple[int, int]]:
        """List the spans of parts, in the order of the parts."""
        if not parts:
            return []
        rank = np.full(hits.parts.max(initial=0) + max(parts) + 1, -1)
        rank[list(parts)] = range(len(parts))
        at = np.flatnonzero(rank[hits.parts] >= 0)
        at = at[np.argsort(rank[hits.parts[at]], kind="stable")]
        return list(zip(hits.firsts[at].tolist(), hits.lasts[at].tolist(), strict=True))


def _name_offices(
    offices: Sequence[tuple[int, int]], heads: dict[int, int], objects: set[int], following: set[int], page: Page
) -> Iterator[tuple[int, int]]:
    """Give each office, if it is no object of the words before it, with the name that it heads."""
    reached: dict[int, int] = {}
    for first, last in dict.fromkeys(offices):
        if first in objects:
            continue
        end = int(page.line_ends[first])
        name = last
        while name in heads:
            name = heads[name]
        name = _go_on(name, end, following, reached)
        # The name is written like the office: Bộ trưởng Quốc phòng, bộ trưởng quốc phòng; not Chủ tịch nước mời.
        if _is_capital(page, name, end) or (name > last and _is_capital(page, last, end)):
            yield first, min(name + NAME, end)
        elif not page.capitals[first]:
            yield first, min(name + PLAIN_NAME, end)


def _go_on(name: int, end: int, following: set[int], reached: dict[int, int]) -> int:
    """Find the last place that a list of names goes on to; `reached` keeps it for each place on the way."""
    passed = [name]
    while passed[-1] not in reached:
        at = passed[-1]
        more = next((place for place in range(at + 1, min(at + NAME + 2, end)) if place in following), None)
        if more is None:
            reached[at] = at
        else:
            passed.append(more)
    reached.update(dict.fromkeys(passed, reached[passed[-1]]))
    return reached[name]


def _is_capital(page: Page, at: int, end: int) -> bool:
    return at < end and bool(page.capitals[at])
