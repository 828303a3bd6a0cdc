"""Phrases found on syllables: case and tone convention do not matter, the longest wins, none lies inside a syllable."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from vietdiplo.tables import ParameterError
from vietdiplo.texts.clean import TONES, Cleaned, clean_text, unify_tones
from vietdiplo.texts.stops import is_syllable


def _compose(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + tone)


# Letters and digits with the marks that have no composed form.
SYLLABLE = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f])*")
STAR, ANY = "*", "**"
STARRED = re.compile(f"{SYLLABLE.pattern}[*]?|[*]")
DASHES = re.compile("[\u2010-\u2015\u2212]")
APOSTROPHES = re.compile("[\u2018\u2019\u02bc]")
# Where a syllable is one consonant and this vowel, i and y are one sound, and both are written: kĩ thuật, kỹ thuật;
# so after qu. Source: decision 240/QĐ of the Ministry of Education (1984), which has i; most texts have y.
AS_Y = {ord(_compose("i", tone)): _compose("y", tone) for tone in ("", *TONES)}
LAST_I = re.compile(f"(?:[hklmst]|qu)[{''.join(map(chr, AS_Y))}]")
# A name in quotation marks is the same name: chính sách "Một Trung Quốc".
QUOTES = re.compile('["\u201c\u201d\u201e\u00ab\u00bb]')


class Syllable(NamedTuple):
    """A syllable: as matched, as it stands, its place in the text, and the punctuation before it without spaces."""

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


class Node:
    """A place in the tree of phrases: where the next punctuation and syllable lead, and the phrases that end here."""

    __slots__ = ("following", "phrases")

    def __init__(self) -> None:
        """Make a place without a way on."""
        self.following: dict[tuple[str, str], Node] = {}
        self.phrases: list[str] = []


class Phrases:
    """A set of phrases to look for.

    Two syllables of a phrase stand with the same punctuation between them in the text; where the phrase has a hyphen
    the text may have a space. One syllable in capitals that could be a Vietnamese word (AI, COC) is an acronym and
    matches only in capitals. Raises ParameterError for a phrase without a letter or digit.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        """Build the tree: one step a syllable, named by the punctuation before it and its form."""
        self.root = Node()
        for phrase in phrases:
            steps = split_phrase(phrase)
            if not steps:
                raise ParameterError(f"terms: {phrase!r} has no letter; write a word or take it out")
            node = self.root
            for step in steps:
                node = node.following.setdefault(step, Node())
            node.phrases.append(phrase)

    def find(self, syllables: Sequence[Syllable]) -> Iterator[Match]:
        """Find every phrase at every place, also one inside the other, by its first syllable and then its length."""
        for first in range(len(syllables)):
            nodes = [self.root]
            for last in range(first, len(syllables)):
                nodes = _step(nodes, syllables[last], last == first)
                if not nodes:
                    break
                yield from (Match(first, last + 1, phrase) for node in nodes for phrase in node.phrases)


def split_phrase(phrase: str) -> list[tuple[str, str]]:
    """Split a phrase into the steps by which it is found: the punctuation before each syllable, and its form.

    A star after a syllable stands for any further letters, one that stands alone for any syllable.
    """
    if STAR in phrase:
        return _split_stars(unify_tones(clean_text(phrase).text))
    syllables = split_syllables(clean_text(phrase).text)
    if len(syllables) == 1 and is_acronym(syllables[0].word):
        return [("", syllables[0].word)]
    return [(syllable.joint if number else "", syllable.form) for number, syllable in enumerate(syllables)]


def _split_stars(text: str) -> list[tuple[str, str]]:
    steps: list[tuple[str, str]] = []
    at = 0
    for found in STARRED.finditer(text):
        joint, word = unify_joint(text[at : found.start()]), found.group()
        form = word.lower() if word.endswith(STAR) else unify_word(word)
        steps.append((joint if steps else "", ANY if word == STAR else form))
        at = found.end()
    return steps


def split_syllables(text: str) -> list[Syllable]:
    """Split a cleaned text into syllables, numbers too.

    A hyphen separates like a space, whatever dash was typed: chính trị-ngoại giao has four syllables.
    """
    syllables = []
    at = 0
    for found in SYLLABLE.finditer(unify_tones(text)):
        joint = "" if found.start() - at == 1 and text[at] == " " else unify_joint(text[at : found.start()])
        # Unified by syllable: İ has two code points in lower case, which would shift every later offset.
        syllables.append(Syllable(unify_word(found.group()), found.group(), found.start(), found.end(), joint))
        at = found.end()
    return syllables


def find_span(cleaned: Cleaned, syllables: Sequence[Syllable], first: int, last: int) -> tuple[int, int]:
    """Find where in the original the syllables from the first up to before the last stand."""
    return cleaned.span(syllables[first].start, syllables[last - 1].end)


def unify_phrase(phrase: str) -> str:
    """Write a phrase as it is matched, so that two spellings of one phrase become equal."""
    return "".join(f"{joint} {form}" for joint, form in split_phrase(phrase)).strip()


def unify_word(word: str) -> str:
    """Write a syllable in lower case, and with y where i and y are one sound: nghị sĩ becomes nghị sỹ."""
    form = word.lower()
    return form[:-1] + form[-1].translate(AS_Y) if len(form) < 4 and LAST_I.fullmatch(form) else form


def unify_joint(between: str) -> str:
    """Write the punctuation between two syllables in one way: no spaces, no quotation marks, one kind of dash."""
    return APOSTROPHES.sub("'", DASHES.sub("-", QUOTES.sub("", "".join(between.split()))))


def is_acronym(word: str) -> bool:
    """Tell whether a word in capitals could also be a Vietnamese word."""
    return len(word) > 1 and word.isalpha() and word.isupper() and is_syllable(word)


def _step(nodes: list[Node], syllable: Syllable, is_first: bool) -> list[Node]:
    if is_first:
        steps = dict.fromkeys((("", syllable.word), ("", syllable.form)))
    else:
        steps = dict.fromkeys([(syllable.joint, syllable.form), (syllable.joint or "-", syllable.form)])
    return [node.following[step] for node in nodes for step in steps if step in node.following]
