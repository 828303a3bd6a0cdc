"""Phrases of a codebook as rules: the words of its groups written out, the gaps cut, and each rule in an array."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np

from vietdiplo.find.sectors_text import Hits, Page
from vietdiplo.find.signs import Ints

GROUP = re.compile(r"<(\w+)>")
# ` ... ` in a phrase stands for up to this many syllables of one clause.
GAP = 8
# A phrase after this opens its clause, and its gaps are as long as the clause.
HEAD = "^ "
# A phrase of not_within before this goes on to the next punctuation mark, after a head to the end of the sentence.
OPEN = " ..."


class Rule(NamedTuple):
    """A phrase with its gaps cut out, the code it is for or an empty one for all, and the phrase as it is written."""

    parts: tuple[str, ...]
    code: str
    term: str


class Found(NamedTuple):
    """Rules found: the number of each, and where its parts start and end, a column a part, -1 for none."""

    rules: Ints
    firsts: Ints
    lasts: Ints


def expand_phrase(phrase: str, groups: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Write out a phrase: one tuple for each choice of words for its <groups>, cut at its gaps."""
    pieces = GROUP.split(phrase.removeprefix(HEAD).removesuffix(OPEN))
    choices = [groups[piece] if number % 2 else [piece] for number, piece in enumerate(pieces)]
    return [tuple(part.strip() for part in "".join(words).split("...")) for words in product(*choices)]


def count_wordings(phrase: str, groups: Mapping[str, Sequence[str]]) -> int:
    """Count how many tuples `expand_phrase` writes a phrase out to."""
    return prod(len(groups[name]) for name in GROUP.findall(phrase))


def list_rules(phrases: Iterable[tuple[str, str]], groups: Mapping[str, Sequence[str]]) -> list[Rule]:
    """List the rules of codes with their phrases."""
    return [Rule(parts, code, phrase) for code, phrase in phrases for parts in expand_phrase(phrase, groups)]


class RuleTable:
    """Rules in arrays, by their first part."""

    def __init__(self, rules: Sequence[Rule], numbers: Mapping[str, int]) -> None:
        """Order the rules by the number of their first part."""
        ordered = sorted(rules, key=lambda rule: numbers[rule.parts[0]])
        width = max((len(rule.parts) for rule in rules), default=1)
        self.rules = ordered
        self._parts = np.full((len(rules), width), -1)
        for row, rule in enumerate(ordered):
            self._parts[row, : len(rule.parts)] = [numbers[part] for part in rule.parts]
        self._begins = np.searchsorted(self._parts[:, 0], np.arange(len(numbers) + 1))
        self._counts = np.diff(self._begins)
        self._is_head = np.array([rule.term.startswith(HEAD) for rule in ordered], np.bool_)
        self._is_open = np.array([rule.term.endswith(OPEN) for rule in ordered], np.bool_)

    def find(self, hits: Hits, page: Page) -> Found:
        """Find every rule whose parts stand in their order, each at the next place or, after a head, at the last."""
        counts = self._counts[hits.parts]
        at = np.repeat(np.arange(len(hits.parts)), counts)
        ends = np.cumsum(counts)
        rules = np.arange(len(at)) + (self._begins[hits.parts] - ends + counts)[at]
        fits = ~self._is_head[rules] | page.opens[hits.firsts[at]]
        rules, at = rules[fits], at[fits]
        firsts, lasts = hits.firsts[at][:, None], hits.lasts[at][:, None]
        for column in range(1, self._parts.shape[1]):
            following = self._parts[rules, column]
            place = self._find_next(hits, page, following, firsts[:, -1], lasts[:, -1], self._is_head[rules])
            goes_on = (following < 0) | (place >= 0)
            rules, place, following = rules[goes_on], place[goes_on], following[goes_on]
            first = np.where(following < 0, -1, hits.firsts[place])
            last = np.where(following < 0, -1, hits.lasts[place])
            firsts, lasts = np.column_stack([firsts[goes_on], first]), np.column_stack([lasts[goes_on], last])
        return Found(rules, firsts, lasts)

    def find_bounds(self, hits: Hits, page: Page) -> tuple[Ints, Ints, Ints]:
        """Find the rules, and of each its first syllable and the one after its last, open ones to where they go on."""
        found = self.find(hits, page)
        ends = found.lasts.max(axis=1, initial=0)
        far = np.where(self._is_head[found.rules], page.line_ends[ends - 1], page.stops[ends])
        return found.rules, found.firsts[:, 0], np.where(self._is_open[found.rules], far, ends)

    def _find_next(self, hits: Hits, page: Page, parts: Ints, starts: Ints, ends: Ints, is_head: np.ndarray) -> Ints:
        """Find for each part the hit that follows in the clause, -1 for none."""
        size = len(page.rows) + 1
        clause_ends = page.clause_ends[starts]
        near = np.searchsorted(hits.keys, parts * size + ends)
        far = np.searchsorted(hits.keys, parts * size + clause_ends) - 1
        place = np.where(is_head, far, near)
        limit = np.where(is_head, clause_ends, np.minimum(clause_ends, ends + GAP + 1))
        key = np.append(hits.keys, -1)[place]
        fits = (parts >= 0) & (place >= near) & (key >= parts * size) & (key < parts * size + limit)
        return np.where(fits, np.append(hits.order, -1)[place], -1)
