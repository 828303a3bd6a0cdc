"""Which terms count where: of all that match in texts the longest, and those that lie inside them."""

from collections.abc import Collection, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from vietdiplo.find.automaton import find_matches, make_automaton
from vietdiplo.find.phrases import split_phrase, split_syllables
from vietdiplo.find.segmentation.vocabulary import Numbers
from vietdiplo.find.signs import Ints, Row, SignTable
from vietdiplo.texts.clean import clean_text

MOST = 1_000_000  # distinct chunks to remember


class Hits(NamedTuple):
    """Terms found, in the order of the text: the number of each, where it stands, and the term it lies in or -1."""

    terms: Ints
    rows: Ints
    starts: Ints
    ends: Ints
    within: Ints


class Matcher:
    """A set of terms made ready for texts of any size.

    A text is given as chunks, which are what stands between white space in cleaned text, by the numbers that
    `number_chunks` gave them last. A term never goes over two rows (sentences or texts).
    """

    def __init__(self, terms: Sequence[str], opaque: Collection[str] = (), places: Collection[str] = ()) -> None:
        """Make the terms ready.

        Inside those that are opaque no other term is found. A place whose last syllable has a capital counts only where
        it has one in the text: góp phần lan tỏa is no Phần Lan, while biển Đông is Biển Đông.
        """
        self._automaton = make_automaton(terms)
        self._table = SignTable(self._automaton.signs)
        self._chunks = Numbers()
        self._sizes = np.array([len(split_phrase(term)) for term in terms], np.int64)
        self._opaque = np.array([term in opaque for term in terms], np.bool_)
        self._is_name = np.array([term in places and _ends_in_capital(term) for term in terms], np.bool_)

    def number_chunks(self, chunks: Sequence[str]) -> Ints:
        """Give the numbers of chunks in their order; what is new is read."""
        if len(self._chunks) > MOST:  # names, numbers and misprints never end
            self._chunks, self._table = Numbers(), SignTable(self._automaton.signs)
        known = len(self._chunks)
        numbers = np.fromiter(map(self._chunks.__getitem__, chunks), np.int64, len(chunks))
        self._table.add(islice(self._chunks, known, None))
        return numbers

    def find_longest(self, ids: Ints, starts: Ints, rows: Ints) -> Hits:
        """Find the terms that do not overlap: those with most syllables, then the first.

        Takes the number of each chunk, where it starts and its row; starts and ends of the terms count as these do.
        """
        row = self._table.expand(ids)
        first, last, term = self._match(row, rows)
        kept = self._keep_longest(first, last, term, len(row.signs))
        within = np.full(len(kept), -1)
        return self._place(row, starts, rows, first[kept], last[kept], term[kept], within)

    def find_nested(self, ids: Ints, starts: Ints, rows: Ints) -> Hits:
        """Find the longest terms as `find_longest` does, and those that lie inside them, but inside no opaque one."""
        row = self._table.expand(ids)
        first, last, term = self._match(row, rows)
        kept = self._keep_longest(first, last, term, len(row.signs))
        owner = np.full(len(row.signs), -1)
        _fill(owner, first[kept], last[kept], kept)
        around = owner[first]
        inside = np.flatnonzero((around >= 0) & (around == owner[last - 1]))
        # Who contains another comes before it: it starts earlier, or there and is longer.
        reach = np.maximum.accumulate(np.where(self._opaque[term[inside]], last[inside], 0))
        seen = inside[np.concatenate([[0], reach[:-1]])[: len(inside)] < last[inside]]
        within = np.where(around[seen] == seen, -1, term[around[seen]])
        return self._place(row, starts, rows, first[seen], last[seen], term[seen], within)

    def _match(self, row: Row, rows: Ints) -> tuple[Ints, Ints, Ints]:
        first, last, term = find_matches(self._automaton, row.signs)
        written = (self._table.has_capital(row.places[last - 1]) > 0) | ~self._is_name[term]
        whole = written & (rows[row.chunks[first]] == rows[row.chunks[last - 1]])
        return first[whole], last[whole], term[whole]

    def _keep_longest(self, first: Ints, last: Ints, term: Ints, length: int) -> Ints:
        sizes = self._sizes[term]
        taken = np.zeros(length, np.bool_)
        kept = [np.zeros(0, np.int64)]
        for size in np.unique(sizes)[::-1]:
            level = np.flatnonzero(sizes == size)
            # What is taken is no shorter, so it holds one of the ends of what it overlaps.
            free = level[~(taken[first[level]] | taken[last[level] - 1])]
            free = free[keep_apart(first[free], last[free])]
            _fill(taken, first[free], last[free], np.ones(len(free), np.bool_))
            kept.append(free)
        return np.sort(np.concatenate(kept))

    def _place(self, row: Row, starts: Ints, rows: Ints, first: Ints, last: Ints, term: Ints, within: Ints) -> Hits:
        start, end = self._table.find_span(row.places[first], row.places[last - 1])
        opening, closing = row.chunks[first], row.chunks[last - 1]
        return Hits(term, rows[opening], starts[opening] + start, starts[closing] + end, within)


def _ends_in_capital(term: str) -> bool:
    return split_syllables(clean_text(term).text)[-1].word[0].isupper()


def keep_apart(first: Ints, last: Ints) -> np.ndarray:
    """Tell which spans of equal size, in their order, overlap none that was kept before them."""
    apart = np.ones(len(first), np.bool_)
    touching = first[1:] < last[:-1]
    places = np.flatnonzero(np.append(touching, False) | np.insert(touching, 0, False))
    end = 0
    for place, start, stop in zip(places.tolist(), first[places].tolist(), last[places].tolist(), strict=True):
        apart[place] = start >= end
        end = stop if start >= end else end
    return apart


def _fill(values: np.ndarray, first: Ints, last: Ints, filling: np.ndarray) -> None:
    for step in range(int((last - first).max(initial=0))):
        values[np.minimum(first + step, last - 1)] = filling
