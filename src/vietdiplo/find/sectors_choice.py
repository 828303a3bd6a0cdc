"""Which of the terms that overlap count: those with most syllables, then with the smallest gap, then the first."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from vietdiplo.find.matcher import keep_apart
from vietdiplo.find.sectors_rules import Found
from vietdiplo.find.sectors_text import Page
from vietdiplo.find.signs import Ints

Spans = tuple[tuple[int, int], ...]


def choose_terms(found: Found, codes: Ints, page: Page) -> Ints:
    """Give the places in `found` of the terms that count; two codes may share a term.

    A term with a gap competes with its own code only: what stands in it or at its ends keeps its code.
    """
    begins = found.firsts[:, 0]
    gapped = np.zeros(len(page.rows) + 1, np.bool_)
    if found.firsts.shape[1] > 1:
        gapped[page.rows[begins[found.firsts[:, 1] >= 0]]] = True
    slow = gapped[page.rows[begins]]
    plain = _choose_plain(np.flatnonzero(~slow), begins, found.lasts[:, 0], codes, len(page.rows))
    return np.sort(np.concatenate([plain, _choose_gapped(np.flatnonzero(slow), found, codes)]))


def _choose_plain(at: Ints, begins: Ints, ends: Ints, codes: Ints, length: int) -> Ints:
    """Choose among terms without gaps."""
    at = at[np.lexsort((at, codes[at], ends[at], begins[at]))]
    first, last = begins[at], ends[at]
    is_new = (np.diff(first, prepend=-1) != 0) | (np.diff(last, prepend=-1) != 0)
    is_other = is_new | (np.diff(codes[at], prepend=-1) != 0)
    spans = np.flatnonzero(is_new)
    kept = np.zeros(len(spans), np.bool_)
    sizes = (last - first)[spans]
    taken = np.zeros(length, np.bool_)
    for size in np.unique(sizes)[::-1].tolist():
        level = np.flatnonzero(sizes == size)
        # What is taken is no shorter, so it holds one of the ends of what it overlaps.
        free = level[~(taken[first[spans[level]]] | taken[last[spans[level]] - 1])]
        free = free[keep_apart(first[spans[free]], last[spans[free]])]
        kept[free] = True
        for step in range(size):
            taken[first[spans[free]] + step] = True
    return np.asarray(at[is_other & kept[np.cumsum(is_new) - 1]])


def _choose_gapped(at: Ints, found: Found, codes: Ints) -> Ints:
    """Choose among terms of which some have gaps."""
    firsts, lasts = found.firsts[at].tolist(), found.lasts[at].tolist()
    by_spans: dict[Spans, dict[int, int]] = defaultdict(dict)
    for place, code, begins, ends in zip(at.tolist(), codes[at].tolist(), firsts, lasts, strict=True):
        spans = tuple((first, last) for first, last in zip(begins, ends, strict=True) if first >= 0)
        by_spans[spans].setdefault(code, place)
    return np.array(list(_keep_free(by_spans)), np.int64)


def _keep_free(by_spans: dict[Spans, dict[int, int]]) -> Iterator[int]:
    taken: dict[int, set[int]] = defaultdict(set)
    shared: set[int] = set()
    for spans in sorted(by_spans, key=_rank_spans):
        places = {at for first, last in spans for at in range(first, last)}
        is_plain = len(spans) == 1
        free = {
            code: place
            for code, place in by_spans[spans].items()
            if places.isdisjoint(taken[code]) and not (is_plain and places & shared)
        }
        yield from free.values()
        for code in free:
            taken[code] |= places
        if free and is_plain:
            shared |= places


def _rank_spans(spans: Spans) -> tuple[int, int, Spans]:
    return -sum(last - first for first, last in spans), spans[-1][1] - spans[0][0], spans


def find_reach(firsts: Ints, lasts: Ints, length: int) -> Ints:
    """Give for each syllable how far the spans that begin there or before go."""
    reach = np.zeros(length + 1, np.int64)
    np.maximum.at(reach, firsts, lasts)
    return np.asarray(np.maximum.accumulate(reach))


def is_within(found: Found, reach: Ints) -> np.ndarray:
    """Tell which of the terms found have a part that lies inside a span of `reach`."""
    inside: Sequence[np.ndarray] = [
        (found.firsts[:, column] >= 0) & (reach[found.firsts[:, column]] >= found.lasts[:, column])
        for column in range(found.firsts.shape[1])
    ]
    return np.asarray(np.logical_or.reduce(inside))
