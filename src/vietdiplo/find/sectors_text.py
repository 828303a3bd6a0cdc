"""Sentences as rows of syllables in arrays, and where the parts of phrases stand in them."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from vietdiplo.find.automaton import find_matches, make_state_automaton
from vietdiplo.find.places import restore_places
from vietdiplo.find.segmentation.vocabulary import Numbers
from vietdiplo.find.signs import Chunks, Ints, Row, SignTable, split_chunks
from vietdiplo.texts.clean import Cleaned, clean_sentence

CLAUSE_ENDS = ";.!?…"
COMMA, HYPHEN = ",", "-"
MOST = 1_000_000  # distinct chunks to remember


class Page(NamedTuple):
    """Sentences one after the other; each array but `cleaned` has one entry a syllable.

    `capitals` is 1 for a capital at the beginning and 2 for nothing else; `joints` tells what stands before it: 0 a
    space, 1 a comma, 2 a hyphen, 3 what else; `opens` if it opens its clause; `clause_ends` where its clause ends;
    `stops` where the next punctuation mark stands, also at the end of all; `line_ends` where its sentence ends.
    """

    cleaned: Sequence[Cleaned]
    rows: Ints
    signs: Ints
    starts: Ints
    ends: Ints
    capitals: Ints
    joints: Ints
    opens: np.ndarray
    clause_ends: Ints
    stops: Ints
    line_ends: Ints

    def find_spans(self, firsts: Ints, lasts: Ints) -> tuple[Ints, Ints]:
        """Find in the original sentences where syllables start and end, in the order of the sentences."""
        return restore_places(self.cleaned, self.rows[firsts], self.starts[firsts], self.ends[lasts - 1])


class Hits(NamedTuple):
    """Parts found: the number of each, its first syllable and the one after its last.

    `keys` are part and first syllable as one number, in growing order, and `order` is where the part of each stands.
    """

    parts: Ints
    firsts: Ints
    lasts: Ints
    keys: Ints
    order: Ints


class Reader:
    """Parts of phrases, made ready to be found in sentences."""

    def __init__(self, parts: Sequence[str], words: Iterable[str] = ()) -> None:
        """Make the parts ready; `words` are further syllables whose signs are asked for."""
        self.numbers = {part: number for number, part in enumerate(parts)}
        self._automaton, ending = make_state_automaton(parts)
        listed = [ending.get(state, ()) for state in range(len(self._automaton.ends))]
        self._begins = np.cumsum([0, *map(len, listed)])
        self._parts = np.array([self.numbers[part] for found in listed for part in found], np.int64)
        self._most = len(self._automaton.signs)
        self.signs = dict(self._automaton.signs)
        for sign in (*CLAUSE_ENDS, COMMA, HYPHEN, *words):
            self.signs.setdefault(sign, len(self.signs) + 1)
        self._is_end = np.isin(np.arange(len(self.signs) + 1), [self.signs[mark] for mark in CLAUSE_ENDS])
        self._joints = np.full(len(self.signs) + 1, 3)
        self._joints[self.signs[COMMA]], self._joints[self.signs[HYPHEN]] = 1, 2
        self._table, self._chunks = SignTable(self.signs), Numbers()

    def read(self, texts: Sequence[str]) -> tuple[Page, Hits]:
        """Read sentences."""
        cleaned = [clean_sentence(text) for text in texts]
        chunks = split_chunks(text.text for text in cleaned)
        row = self._table.expand(self._number_chunks(chunks.pieces))
        at = np.flatnonzero(self._table.find_span(row.places, row.places)[1])  # marks have no span
        page = self._lay_out(cleaned, chunks, row, at)
        return page, self._find_parts(page, row.signs, at)

    def _number_chunks(self, pieces: Sequence[str]) -> Ints:
        if len(self._chunks) > MOST:
            self._chunks, self._table = Numbers(), SignTable(self.signs)
        known = len(self._chunks)
        numbers = np.fromiter(map(self._chunks.__getitem__, pieces), np.int64, len(pieces))
        self._table.add(islice(self._chunks, known, None))
        return numbers

    def _lay_out(self, cleaned: Sequence[Cleaned], chunks: Chunks, row: Row, at: Ints) -> Page:
        """Lay out the syllables, which stand at these places of the row."""
        in_chunk, signs = row.chunks[at], row.signs
        rows, offsets = chunks.rows[in_chunk], chunks.starts[in_chunk]
        starts, ends = self._table.find_span(row.places[at], row.places[at])
        capitals = self._table.has_capital(row.places[at])
        marks = np.diff(at, prepend=-1) - 1  # before each syllable
        joints = np.where(marks == 0, 0, np.where(marks == 1, self._joints[signs[np.maximum(at - 1, 0)]], 3))
        clauses = np.concatenate([[0], np.cumsum(self._is_end[signs])])
        is_first = np.diff(rows, prepend=-1) != 0
        opens = is_first | (clauses[at] > clauses[at - marks])
        is_stop = is_first | (joints == 3) | ((joints == 1) & (capitals == 0))
        clause_ends, stops, line_ends = map(_find_following, (opens, is_stop, is_first))
        places = (starts + offsets, ends + offsets)
        return Page(cleaned, rows, signs[at], *places, capitals, joints, opens, clause_ends[1:], stops, line_ends[1:])

    def _find_parts(self, page: Page, signs: Ints, at: Ints) -> Hits:
        first, last, state = find_matches(self._automaton, np.where(signs > self._most, 0, signs))
        syllable = np.cumsum(np.bincount(at, minlength=len(signs))) - 1
        first, last = syllable[first], syllable[last - 1] + 1
        whole = page.rows[first] == page.rows[last - 1]
        first, last, state = first[whole], last[whole], state[whole]
        counts = self._begins[state + 1] - self._begins[state]
        found = np.repeat(np.arange(len(state)), counts)
        parts = self._parts[np.arange(len(found)) + (self._begins[state] - np.cumsum(counts) + counts)[found]]
        firsts, lasts = first[found], last[found]
        keys = parts * (len(page.rows) + 1) + firsts
        order = np.argsort(keys, kind="stable")
        return Hits(parts, firsts, lasts, keys[order], order)


def _find_following(flags: np.ndarray) -> Ints:
    """Find for each place and the one after all the first flag from there on, the end for none."""
    size = len(flags)
    places = np.append(np.where(flags, np.arange(size), size), size)
    return np.asarray(np.minimum.accumulate(places[::-1])[::-1])
