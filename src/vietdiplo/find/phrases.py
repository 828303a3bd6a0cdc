"""Phrases found on syllables: case and tone convention do not matter, the longest wins, none lies inside a syllable."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from vietdiplo.tables import ParameterError, check_table, make_table
from vietdiplo.texts.clean import Cleaned, clean_text, unify_tones
from vietdiplo.texts.sentences import is_syllable

# Letters and digits with the marks that have no composed form.
SYLLABLE = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f])*")
DASHES = re.compile("[\u2010-\u2015\u2212]")
APOSTROPHES = re.compile("[\u2018\u2019\u02bc]")
# A name in quotation marks is the same name: chính sách "Một Trung Quốc".
QUOTES = re.compile('["\u201c\u201d\u201e\u00ab\u00bb]')


class Syllable(NamedTuple):
    """A syllable: in lower case, as it stands, its place in the text, and the punctuation before it without spaces."""

    form: str
    word: str
    start: int
    end: int
    joint: str


class Match(NamedTuple):
    """A phrase found: its first syllable, the one after its last, and the phrase as it was given."""

    first: int
    last: int
    phrase: str


class _Node:
    """A place in the tree of phrases: where the next syllable leads and the phrases that end here."""

    __slots__ = ("following", "phrases")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.phrases: list[str] = []


class Phrases:
    """A set of phrases to look for.

    Two syllables of a phrase stand with the same punctuation between them in the text; where the phrase has a hyphen
    the text may have a space. One syllable in capitals that could be a Vietnamese word (AI, COC) is an acronym and
    matches only in capitals. Raises ParameterError for a phrase without a letter or digit.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        """Build the tree: one step a syllable, named by its punctuation and form."""
        self._root = _Node()
        for phrase in phrases:
            syllables = split_syllables(clean_text(phrase).text)
            if not syllables:
                raise ParameterError(f"terms: {phrase!r} has no letter; write a word or take it out")
            node = self._root
            for number, syllable in enumerate(syllables):
                step = syllable.joint + syllable.form if number else syllable.form
                node = node.following.setdefault(step, _Node())
            node.phrases.append(phrase)

    def find(self, syllables: Sequence[Syllable]) -> Iterator[Match]:
        """Find every phrase at every place, also one inside the other, by its first syllable and then its length."""
        for first in range(len(syllables)):
            nodes = [self._root]
            for last in range(first, len(syllables)):
                nodes = _step(nodes, syllables[last], last == first)
                if not nodes:
                    break
                for phrase in (phrase for node in nodes for phrase in node.phrases):
                    if last > first or not _is_acronym(phrase) or syllables[last].word == phrase:
                        yield Match(first, last + 1, phrase)


def find_terms(sentences: pd.DataFrame, terms: Iterable[str] | Mapping[str, str]) -> pd.DataFrame:
    """Find terms in sentences: occurrences of the layer terms.

    One row per term at one place; where terms overlap, the one with most syllables counts, then the first. The label
    is the term, or what a mapping gives for it. Raises ParameterError for a term that is empty or stands there twice.
    """
    check_table(sentences, "sentences")
    labels = _check_terms(terms)
    phrases = Phrases(labels)
    rows = []
    columns = (sentences[name] for name in ("doc_id", "sentence", "start", "text"))
    for doc_id, number, start, text in zip(*columns, strict=True):
        cleaned = clean_text(text)
        syllables = split_syllables(cleaned.text)
        for match in keep_longest(phrases.find(syllables)):
            s, e = find_span(cleaned, syllables, match.first, match.last)
            rows.append((doc_id, number, start + s, start + e, text[s:e], "terms", labels[match.phrase]))
    return make_table(rows, "occurrences")


def split_syllables(text: str) -> list[Syllable]:
    """Split a cleaned text into syllables, numbers too.

    A hyphen separates like a space, whatever dash was typed: chính trị-ngoại giao has four syllables.
    """
    syllables = []
    at = 0
    for found in SYLLABLE.finditer(unify_tones(text)):
        joint = "" if found.start() - at == 1 and text[at] == " " else _unify_joint(text[at : found.start()])
        # Lower case by syllable: İ has two code points in lower case, which would shift every later offset.
        syllables.append(Syllable(found.group().lower(), found.group(), found.start(), found.end(), joint))
        at = found.end()
    return syllables


def find_span(cleaned: Cleaned, syllables: Sequence[Syllable], first: int, last: int) -> tuple[int, int]:
    """Find where in the original the syllables from the first up to before the last stand."""
    return cleaned.span(syllables[first].start, syllables[last - 1].end)


def keep_longest(matches: Iterable[Match]) -> list[Match]:
    """Give the matches that do not overlap, in the order of the text: those with most syllables, then the first."""
    taken: set[int] = set()
    kept = []
    for match in sorted(matches, key=lambda match: (match.first - match.last, match.first)):
        if taken.isdisjoint(range(match.first, match.last)):
            taken.update(range(match.first, match.last))
            kept.append(match)
    return sorted(kept)


def unify_phrase(phrase: str) -> str:
    """Write a phrase as it is matched, so that two spellings of one phrase become equal."""
    syllables = split_syllables(clean_text(phrase).text)
    forms = [phrase] if _is_acronym(phrase) else [syllable.form for syllable in syllables]
    return "".join(f"{syllable.joint} {form}" for syllable, form in zip(syllables, forms, strict=True)).strip()


def _step(nodes: list[_Node], syllable: Syllable, is_first: bool) -> list[_Node]:
    steps = [syllable.form if is_first else syllable.joint + syllable.form]
    if not is_first and not syllable.joint:
        steps.append("-" + syllable.form)
    return [node.following[step] for node in nodes for step in steps if step in node.following]


def _is_acronym(phrase: str) -> bool:
    return len(phrase) > 1 and phrase.isalpha() and phrase.isupper() and is_syllable(phrase)


def _unify_joint(between: str) -> str:
    return APOSTROPHES.sub("'", DASHES.sub("-", QUOTES.sub("", "".join(between.split()))))


def _check_terms(terms: Iterable[str] | Mapping[str, str]) -> dict[str, str]:
    if isinstance(terms, str):
        raise ParameterError(f"terms: {terms!r} is one text; write a list of terms")
    labels = dict(terms) if isinstance(terms, Mapping) else {term: term for term in terms}
    spellings: dict[str, str] = {}
    for term in labels:
        first = spellings.setdefault(unify_phrase(term), term)
        if first != term:
            raise ParameterError(f"terms: {term!r} is found as {first!r} too; keep one of the two")
    return labels
