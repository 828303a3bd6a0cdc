"""Sectors of cooperation: which terms of a codebook fire in a sentence, and where none may."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd

from vietdiplo.find.phrases import split_phrase
from vietdiplo.find.places import build_occurrences
from vietdiplo.find.sectors_choice import choose_terms, find_reach, is_within
from vietdiplo.find.sectors_rules import GROUP, OPEN, Found, RuleTable, expand_phrase, list_rules
from vietdiplo.find.sectors_text import Hits, Page, Reader
from vietdiplo.find.sectors_titles import TitleFinder, Titles
from vietdiplo.find.signs import Ints
from vietdiplo.tables import check_table

__all__ = [
    "GROUP",
    "OPEN",
    "Codebook",
    "Coder",
    "Fired",
    "Sector",
    "Titles",
    "expand_phrase",
    "find_sectors",
    "load_coder",
]

BATCH = 2048  # sentences: their arrays then stay in the processor's cache
ALL = 0  # the code of what holds for every sector


@dataclass(frozen=True)
class Sector:
    """A code of a codebook with all that a coder needs to apply it."""

    code: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    terms: Sequence[str]
    domain: str = ""
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    not_within: Sequence[str] = ()
    example: str = ""
    crosswalk: Mapping[str, str] | None = None


@dataclass(frozen=True, eq=False)
class Codebook:
    """Sectors by code, and what holds for all of them; two are the same only if they are one."""

    version: str
    sectors: Mapping[str, Sector]
    domains: Mapping[str, Mapping[str, str]]
    groups: Mapping[str, Sequence[str]]
    titles: Titles
    not_within: Sequence[str] = ()


class Fired(NamedTuple):
    """A term that counts: its span in the text as it stands, its code, and the term as the codebook has it."""

    start: int
    end: int
    code: str
    term: str


class Places(NamedTuple):
    """Terms that count, in the order of the texts: the row of each text, the span there, and the term's number."""

    rows: Ints
    starts: Ints
    ends: Ints
    terms: Ints


class Coder:
    """A codebook made ready: all its phrases in one automaton, all its rules in arrays."""

    def __init__(self, codebook: Codebook) -> None:
        """Write out the groups and gaps of every phrase."""
        sectors, titles = codebook.sectors.values(), codebook.titles
        bounds = [("", phrase) for phrase in codebook.not_within]
        bounds += [(sector.code, phrase) for sector in sectors for phrase in sector.not_within]
        terms = [(sector.code, term) for sector in sectors for term in sector.terms]
        rules = [list_rules(phrases, codebook.groups) for phrases in (bounds, terms)]
        parts = [part for rule in chain(*rules) for part in rule.parts]
        parts += [*titles.offices, *titles.heads_of, *titles.unless_after]
        self._reader = Reader(list(dict.fromkeys(parts)), titles.joined_by)
        self._titles = TitleFinder(titles, self._reader.numbers, self._reader.signs)
        self._bounds, self._terms = (RuleTable(listed, self._reader.numbers) for listed in rules)
        self.terms = sorted({(rule.code, rule.term) for rule in rules[1]})
        numbers = {term: number for number, term in enumerate(self.terms)}
        codes = {code: number for number, code in enumerate(["", *codebook.sectors])}
        self._numbers = np.array([numbers[rule.code, rule.term] for rule in self._terms.rules], np.int64)
        self._codes = np.array([codes[rule.code] for rule in self._terms.rules], np.int64)
        self._bound_codes = np.array([codes[rule.code] for rule in self._bounds.rules], np.int64)
        self._is_word = np.array([_is_word(rule.parts) for rule in self._terms.rules], np.bool_)

    def find(self, text: str) -> list[Fired]:
        """Find the terms that count in a sentence, in its order."""
        found = self.find_places([text])
        spans = zip(found.starts.tolist(), found.ends.tolist(), found.terms.tolist(), strict=True)
        return [Fired(start, end, *self.terms[term]) for start, end, term in spans]

    def find_places(self, texts: Sequence[str]) -> Places:
        """Find the terms that count in sentences."""
        page, hits = self._reader.read(texts)
        found = self._drop_bound(self._terms.find(hits, page), hits, page)
        kept = choose_terms(found, self._codes[found.rules], page)
        firsts, ends = found.firsts[kept, 0], found.lasts[kept].max(axis=1, initial=0)
        order = np.argsort(firsts, kind="stable")
        firsts, ends, terms = firsts[order], ends[order], self._numbers[found.rules[kept]][order]
        rows, (starts, stops) = page.rows[firsts], page.find_spans(firsts, ends)
        order = np.lexsort((terms, stops, starts, rows))
        return Places(rows[order], starts[order], stops[order], terms[order])

    def _drop_bound(self, found: Found, hits: Hits, page: Page) -> Found:
        """Leave out the terms of which a part lies inside a bound or a title, and words that are parts of names."""
        bounds, firsts, lasts = self._bounds.find_bounds(hits, page)
        codes, title = self._bound_codes[bounds], self._titles.find(hits, page)
        of_all = np.flatnonzero(codes == ALL)
        length = len(page.rows)
        reach = find_reach(np.append(firsts[of_all], title[0]), np.append(lasts[of_all], title[1]), length)
        dropped = is_within(found, reach) | (self._is_word[found.rules] & _is_name(found.firsts[:, 0], page))
        fired = self._codes[found.rules]
        for code in {*codes.tolist()} & {*fired.tolist()}:
            own, at = codes == code, np.flatnonzero(fired == code)
            some = Found(*(column[at] for column in found))
            dropped[at] |= is_within(some, np.maximum(reach, find_reach(firsts[own], lasts[own], length)))
        return Found(*(column[~dropped] for column in found))


def load_coder(codebook: Codebook) -> Coder:
    """Load a codebook made ready: once in a thread, as a coder remembers what it has read."""
    return _make_coder(codebook, threading.get_ident())


@lru_cache(maxsize=8)
def _make_coder(codebook: Codebook, _: int) -> Coder:
    return Coder(codebook)


def find_sectors(sentences: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Find the sectors that sentences name: occurrences of the layer sectors.

    One row per term that fired, which stands in the column `term`; a sentence's codes are its distinct labels. Of
    overlapping terms the one with most syllables counts, then the first; a term inside a title or a not_within phrase
    never does. Source: the codebook's rules G2 to G6.
    """
    check_table(sentences, "sentences")
    coder, texts = load_coder(codebook), sentences["text"].tolist()
    batches = [coder.find_places(texts[at : at + BATCH]) for at in range(0, len(texts) or 1, BATCH)]
    rows = np.concatenate([found.rows + number * BATCH for number, found in enumerate(batches)])
    starts, ends, terms = (np.concatenate(column) for column in list(zip(*batches, strict=True))[1:])
    codes, phrases = (np.array(column, object)[terms] for column in zip(*coder.terms, strict=True))
    columns = {"layer": "sectors", "label": codes, "term": phrases}
    return build_occurrences(sentences, rows, starts, ends, columns)


def _is_word(parts: Sequence[str]) -> bool:
    return len(parts) == 1 and parts[0].islower() and " " not in parts[0] and len(split_phrase(parts[0])) == 1


def _is_name(firsts: Ints, page: Page) -> np.ndarray:
    """Tell which syllables are part of a name: a capital beside another one, but not at the beginning."""
    capital = page.capitals > 0
    is_title = (page.capitals == 1)[firsts]
    before = (np.roll(capital, 1) & (page.joints == 0))[firsts]
    after = np.append(capital & (page.joints == 0), False)[firsts + 1]
    is_first = (np.diff(page.rows, prepend=-1) != 0)[firsts]
    return np.asarray(is_title & ~is_first & (before | after))
