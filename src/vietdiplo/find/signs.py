"""Texts as rows of signs, numbers for the syllables and punctuation marks of the terms that are looked for."""

from array import array
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from vietdiplo.find.phrases import ANY, STAR, SYLLABLE, unify_joint, unify_word
from vietdiplo.texts.clean import unify_tones

Ints: TypeAlias = npt.NDArray[np.int64]


class Chunks(NamedTuple):
    """What stands between white space in texts: each piece, its first code point in its text, and its text's row."""

    pieces: list[str]
    starts: Ints
    rows: Ints


class Row(NamedTuple):
    """Signs in the order of the text; for each its chunk and its place in the table of signs."""

    signs: Ints
    chunks: Ints
    places: Ints


class SignTable:
    """The signs of distinct chunks, each read once.

    A sign is a syllable or a punctuation mark that stands in a term, 0 is any other. Quotation marks are none.
    """

    def __init__(self, numbers: Mapping[str, int]) -> None:
        """Make an empty table; `numbers` are those of the syllables as `unify_word` writes them, acronyms and marks."""
        self._numbers = numbers
        self._starred = any(sign.endswith(STAR) and sign != STAR for sign in numbers)
        self._firsts = array("q", [0])
        self._signs = array("q", [0])  # numpy takes no empty buffer
        self._starts = array("q", [0])
        self._ends = array("q", [0])
        self._capitals = array("q", [0])
        self._firsts[0] = 1

    def add(self, chunks: Iterable[str]) -> None:
        """Add chunks of cleaned text; their ids go on from those that are there."""
        for chunk in chunks:
            at = 0
            for found in SYLLABLE.finditer(unify_tones(chunk)):
                self._add_marks(chunk[at : found.start()])
                word, at = found.group(), found.end()
                number = self._numbers.get(word) or self._numbers.get(unify_word(word), 0)
                if self._starred and not number:
                    number = self._match_star(word.lower())
                self._append(number, found.start(), at, word[0].isupper() + (len(word) > 1 and word.isupper()))
            self._add_marks(chunk[at:])
            self._firsts.append(len(self._signs))

    def expand(self, ids: Ints) -> Row:
        """Write out the signs of chunks that follow each other."""
        bounds = np.frombuffer(self._firsts, np.int64)
        first = bounds[ids]
        counts = bounds[ids + 1] - first
        chunks = np.repeat(np.arange(len(ids)), counts)
        places = np.arange(len(chunks)) + (first - np.cumsum(counts) + counts)[chunks]
        return Row(np.frombuffer(self._signs, np.int64)[places], chunks, places)

    def find_span(self, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """Give where in its chunk each first syllable starts and each last one ends, by their places."""
        return np.frombuffer(self._starts, np.int64)[first], np.frombuffer(self._ends, np.int64)[last]

    def has_capital(self, places: Ints) -> Ints:
        """Tell which syllables begin with a capital (1) or have nothing else (2), by their places."""
        return np.frombuffer(self._capitals, np.int64)[places]

    def _match_star(self, word: str) -> int:
        """Give the sign of the longest beginning with a star: whoever matches it matches the shorter ones too."""
        beginnings = (word[:end] + STAR for end in range(len(word), 0, -1))
        numbers = (self._numbers[sign] for sign in (*beginnings, ANY) if sign in self._numbers)
        return next(numbers, 0)

    def _add_marks(self, between: str) -> None:
        for mark in unify_joint(between) if between else "":
            self._append(self._numbers.get(mark, 0))

    def _append(self, number: int, start: int = 0, end: int = 0, capitals: int = 0) -> None:
        self._signs.append(number)
        self._starts.append(start)
        self._ends.append(end)
        self._capitals.append(capitals)


# Beyond U+3000 there is no white space.
_IS_SPACE = np.array([chr(code).isspace() for code in range(0x3002)])


def split_chunks(texts: Iterable[str]) -> Chunks:
    """Split texts at white space."""
    texts = list(texts)
    joined = "\n".join(texts)
    letters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    is_space = np.concatenate([[True], _IS_SPACE[np.minimum(letters, len(_IS_SPACE) - 1)]])
    starts = np.flatnonzero(is_space[:-1] & ~is_space[1:])
    ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64)
    rows = np.searchsorted(ends, starts, side="right")
    return Chunks(joined.split(), starts - np.concatenate([[0], ends])[rows], rows)
