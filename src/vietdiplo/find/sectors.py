"""Sectors of cooperation: which terms of a codebook fire in a sentence, and where none may."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, product
from typing import NamedTuple

import pandas as pd

from vietdiplo.find.phrases import Phrases, Syllable, find_span, split_syllables
from vietdiplo.tables import check_table, make_table
from vietdiplo.texts.clean import clean_sentence

# ` ... ` in a phrase stands for up to this many syllables of one clause.
GAP = 8
GROUP = re.compile(r"<(\w+)>")
CLAUSE_END = re.compile(r"[;.!?…]")
# A phrase after this opens its clause, and its gaps are as long as the clause.
HEAD = "^ "
# A ministry's name has up to four syllables before the next comma or `and`; without capitals only two are sure.
NAME, PLAIN_NAME = 4, 2


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


@dataclass(frozen=True)
class Titles:
    """The words that make what follows a person's title: offices, what they head, and what goes on with a list."""

    offices: Sequence[str] = ()
    heads_of: Sequence[str] = ()
    joined_by: Sequence[str] = ()
    unless_after: Sequence[str] = ()


@dataclass(frozen=True)
class Codebook:
    """Sectors by code, and what holds for all of them."""

    version: str
    sectors: Mapping[str, Sector]
    domains: Mapping[str, Mapping[str, str]]
    groups: Mapping[str, Sequence[str]]
    titles: Titles
    not_within: Sequence[str] = ()


Spans = tuple[tuple[int, int], ...]


class Fired(NamedTuple):
    """A term that counts: its span in the text as it stands, its code, and the term as the codebook has it."""

    start: int
    end: int
    code: str
    term: str


class _Rule(NamedTuple):
    """A phrase with its gaps cut out, the code it is for or an empty one for all, and whether it opens its clause."""

    parts: tuple[str, ...]
    code: str
    term: str
    is_head: bool


class _Hit(NamedTuple):
    """A rule that matches and the spans of its parts, in syllables."""

    rule: _Rule
    spans: Spans


Places = Mapping[str, Sequence[tuple[int, int]]]


class Coder:
    """A codebook made ready: all its phrases in one tree."""

    def __init__(self, codebook: Codebook) -> None:
        """Write out the groups and gaps of every phrase."""
        groups, sectors, titles = codebook.groups, codebook.sectors.values(), codebook.titles
        bounds = [("", phrase) for phrase in codebook.not_within]
        bounds += [(sector.code, phrase) for sector in sectors for phrase in sector.not_within]
        self._titles = titles
        self._bounds = _list_rules(bounds, groups)
        self._terms = _list_rules([(sector.code, term) for sector in sectors for term in sector.terms], groups)
        parts = [
            part for rules in (self._bounds, self._terms) for rule in chain(*rules.values()) for part in rule.parts
        ]
        parts += [*titles.offices, *titles.heads_of, *titles.unless_after]
        self._phrases = Phrases(dict.fromkeys(parts))

    def find(self, text: str) -> list[Fired]:
        """Find the terms that count in a sentence, in its order."""
        cleaned = clean_sentence(text)
        syllables = split_syllables(cleaned.text)
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for match in self._phrases.find(syllables):
            places[match.phrase].append((match.first, match.last))
        clauses = list(accumulate(bool(CLAUSE_END.search(syllable.joint)) for syllable in syllables))
        bounds: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for rule, spans in _match_rules(self._bounds, places, clauses):
            bounds[rule.code].append((spans[0][0], spans[-1][1]))
        bounds[""] += _find_titles(self._titles, places, syllables)
        reach = {code: _reach([*bounds[""], *bounds[code]], len(syllables)) for code in ("", *bounds)}
        hits = (
            hit
            for hit in _match_rules(self._terms, places, clauses)
            if not any(reach.get(hit.rule.code, reach[""])[first] >= last for first, last in hit.spans)
        )
        return sorted(
            Fired(*find_span(cleaned, syllables, spans[0][0], spans[-1][1]), rule.code, rule.term)
            for rule, spans in _keep_longest(hits)
        )


def find_sectors(sentences: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Find the sectors that sentences name: occurrences of the layer sectors.

    One row per term that fired, which stands in the column `term`; a sentence's codes are its distinct labels. Of
    overlapping terms the one with most syllables counts, then the first; a term inside a title or a not_within phrase
    never does. Source: the codebook's rules G2 to G6.
    """
    check_table(sentences, "sentences")
    coder = Coder(codebook)
    rows = []
    columns = (sentences[name] for name in ("doc_id", "sentence", "start", "text"))
    for doc_id, number, start, text in zip(*columns, strict=True):
        for s, e, code, term in coder.find(text):
            rows.append((doc_id, number, start + s, start + e, text[s:e], "sectors", code, term))
    return make_table(rows, "occurrences", ["term"])


def expand_phrase(phrase: str, groups: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Write out a phrase: one tuple for each choice of words for its <groups>, cut at its gaps."""
    pieces = GROUP.split(phrase.removeprefix(HEAD))
    choices = [groups[piece] if number % 2 else [piece] for number, piece in enumerate(pieces)]
    return [tuple(part.strip() for part in "".join(words).split("...")) for words in product(*choices)]


def _list_rules(phrases: Iterable[tuple[str, str]], groups: Mapping[str, Sequence[str]]) -> dict[str, list[_Rule]]:
    """List rules by their first part."""
    rules: dict[str, list[_Rule]] = defaultdict(list)
    for code, phrase in phrases:
        for parts in expand_phrase(phrase, groups):
            rules[parts[0]].append(_Rule(parts, code, phrase, phrase.startswith(HEAD)))
    return dict(rules)


def _match_rules(rules: Mapping[str, Sequence[_Rule]], places: Places, clauses: Sequence[int]) -> Iterator[_Hit]:
    for part in (part for part in places if part in rules):
        for rule, span in product(rules[part], places[part]):
            if rule.is_head and span[0] and clauses[span[0]] == clauses[span[0] - 1]:
                continue
            spans = [span]
            for following in rule.parts[1:]:
                spans += _find_next(places.get(following, ()), spans[-1], clauses, rule.is_head)
            if len(spans) == len(rule.parts):
                yield _Hit(rule, tuple(spans))


def _find_next(
    spans: Sequence[tuple[int, int]], before: tuple[int, int], clauses: Sequence[int], is_head: bool
) -> Sequence[tuple[int, int]]:
    """Find the next span after a gap, or the last one after a head, in the same clause; none or one."""
    at = bisect_left(spans, before[1], key=lambda span: span[0])
    near = spans[at:] if is_head else [span for span in spans[at : at + 1] if span[0] <= before[1] + GAP]
    return [span for span in near if clauses[span[0]] == clauses[before[0]]][-1:]


def _find_titles(titles: Titles, places: Places, syllables: Sequence[Syllable]) -> Iterator[tuple[int, int]]:
    """Find each title: an office, what it heads, and the names in capitals that a comma or `and` joins to it."""
    heads = {span[0]: span[1] for phrase in titles.heads_of for span in places.get(phrase, ())}
    objects = {span[1] for phrase in titles.unless_after for span in places.get(phrase, ())}
    for first, last in {span for phrase in titles.offices for span in places.get(phrase, ())}:
        if first in objects:
            continue
        name = last
        while name in heads:
            name = heads[name]
        following: int | None = name
        while following is not None:
            name = following
            window = range(name + 1, min(name + NAME + 2, len(syllables)))
            following = next((at for at in window if _goes_on(syllables, at, titles.joined_by)), None)
        # The name is written like the office: Bộ trưởng Quốc phòng, bộ trưởng quốc phòng; not Chủ tịch nước mời.
        if _is_capital(syllables, name) or (name > last and _is_capital(syllables, last)):
            yield first, min(name + NAME, len(syllables))
        elif not _is_capital(syllables, first):
            yield first, min(name + PLAIN_NAME, len(syllables))


def _goes_on(syllables: Sequence[Syllable], at: int, joined_by: Sequence[str]) -> bool:
    is_joined = syllables[at].joint in (",", "-") or syllables[at - 1].form in joined_by
    return is_joined and _is_capital(syllables, at)


def _is_capital(syllables: Sequence[Syllable], at: int) -> bool:
    return at < len(syllables) and syllables[at].word[0].isupper()


def _reach(spans: Iterable[tuple[int, int]], length: int) -> list[int]:
    """Give for each syllable how far the spans that hold it go."""
    ends = [0] * length
    for first, last in spans:
        ends[first] = max(ends[first], last)
    return list(accumulate(ends, max))


def _keep_longest(hits: Iterable[_Hit]) -> list[_Hit]:
    """Keep the hits with most syllables, then with the smallest gap, then the first; two codes may share a term."""
    by_spans: dict[Spans, dict[str, _Hit]] = defaultdict(dict)
    for hit in hits:
        by_spans[hit.spans].setdefault(hit.rule.code, hit)
    taken: dict[str, set[int]] = defaultdict(set)
    kept: list[_Hit] = []
    # A term with a gap competes with its own code only: what stands in it or at its ends keeps its code.
    for spans in sorted(by_spans, key=_rank_spans):
        places = {at for first, last in spans for at in range(first, last)}
        shared = taken[""] if len(spans) == 1 else set()
        free = [hit for code, hit in by_spans[spans].items() if places.isdisjoint(taken[code] | shared)]
        kept += free
        for code in {hit.rule.code for hit in free} | ({""} if free and len(spans) == 1 else set()):
            taken[code] |= places
    return kept


def _rank_spans(spans: Spans) -> tuple[int, int, Spans]:
    return -sum(last - first for first, last in spans), spans[-1][1] - spans[0][0], spans
