"""Who made a picture or wrote a text: credits and bylines, and where one ends that runs into the next sentence."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import yaml

from vietdiplo.language import FOLDER
from vietdiplo.texts.stops import BROKEN_OFF, is_syllable

NAMES = 8  # words of the longest credit
INLINE = 6  # words of the longest credit that may run into a sentence
# A sign between names: Minh Đức-TTXVN, Thu Lan/VOV1, Trung Khánh - Đức Hùng, Reuters, Kyodo.
JOINT = re.compile(r"[\s/,&;+–—-]+")
OPENING = re.compile(r"\s+[\"“‘«(]*(?P<first>[^\W_])")
BEYOND = re.compile(r"\s*")
BRACKET = re.compile(r"(?P<name>[^()]+)\((?P<inside>[^()]+)\)")
PARTS = re.compile("[/,–-]")
TOKEN = re.compile(r"\S+")
REACH = 100  # code points that hold a credit
HOUSE = "H"  # in the place of a house of several words


@cache
def load_kinds() -> dict[str, list[str]]:
    """Load the words that tell one kind of line from the other, by their class."""
    words: dict[str, list[str]] = yaml.safe_load((FOLDER / "kinds.yml").read_text(encoding="utf-8"))
    return words


@cache
def _load_cue(*classes: str) -> re.Pattern[str]:
    """Compile what may stand in front of the colon of a credit."""
    return re.compile(rf"(?P<open>\()?\s*{any_of(*classes)}\s*:\s*")


def any_of(*classes: str) -> str:
    """Write the words of classes as alternatives, the longest first, with each of their three spellings."""
    words = {word for name in classes for word in load_kinds()[name]}
    spellings = {spelling for word in words for spelling in (word, word[0].upper() + word[1:], word.upper())}
    return f"(?:{'|'.join(sorted(map(re.escape, spellings), key=len, reverse=True))})"


@cache
def load_houses() -> frozenset[str]:
    """Load the news agencies and papers that stand for an author."""
    return frozenset(load_kinds()["houses"])


def is_name(text: str) -> bool:
    """Tell whether a text is names only: each word with a capital, or a house."""
    words = _split_names(text)
    return 0 < len(words) <= NAMES and all(map(_is_capital, words))


def is_author(text: str) -> bool:
    """Tell whether a text names who wrote: syllables with capitals, houses or reporters, but no office or place."""
    words = _split_names(text)
    return 0 < len(words) <= NAMES and all(map(_is_authors, words)) and not is_other(text)


def _is_authors(word: str) -> bool:
    known = word == HOUSE or word in load_houses() or word.lower() in load_kinds()["reporters"]
    return known or (word[0].isupper() and is_syllable(word))


def is_other(text: str) -> bool:
    """Tell whether a text that could be a name is that of an office or a place, or opens with a cue."""
    return text.strip(" .") in load_kinds()["places"] or _load_others().match(text) is not None


@cache
def _load_others() -> re.Pattern[str]:
    return re.compile(rf"{any_of('offices', 'from', 'group')}\s")


def is_signature(sentence: str) -> bool:
    """Tell whether a sentence is nothing but the author behind a cue: `Bài và ảnh: Thu Lan`, without a stop."""
    cue = _load_cue("author").match(sentence)
    return cue is not None and not BROKEN_OFF.search(sentence) and is_author(sentence[cue.end() :].strip("()"))


def is_credit(sentence: str, *classes: str) -> bool:
    """Tell whether a sentence is nothing but a credit: `Ảnh: TTXVN`, `(Nguồn: AFP)`."""
    cue = _load_cue(*classes).match(sentence)
    return cue is not None and _is_maker(sentence[cue.end() :], bool(cue["open"]))


def is_house_credit(sentence: str) -> bool:
    """Tell whether a sentence is nothing but a house as a source: `(Nguồn: TTXVN)`."""
    cue = _load_cue("source").match(sentence)
    return cue is not None and _names_house(sentence[cue.end() :].strip("(). "))


def has_credit(sentence: str) -> bool:
    """Tell whether a sentence ends with a credit: `Toàn cảnh phiên họp (Ảnh: TTXVN)`, `... - Ảnh: VGP`.

    A source with a stop after its bracket is that of a statement: `Kim ngạch đạt 2 tỷ USD (Nguồn: Bộ Tài chính).`
    """
    cues = [*_load_search().finditer(sentence)]
    if not cues or cues[-1].start() == 0 or (sentence.endswith(".") and not cues[-1]["picture"]):
        return False
    return _is_maker(sentence[cues[-1].end() :], cues[-1].group()[0] == "(")


def _is_maker(text: str, in_brackets: bool) -> bool:
    """Tell the maker of a picture from a description: a capital first, and half of the words but in brackets."""
    inside, bracket, after = text.partition(")")
    words = _split_names(inside)
    if not 0 < len(words) <= NAMES or not _is_capital(words[0]) or after.strip(" .") or in_brackets != bool(bracket):
        return False
    return in_brackets or 2 * sum(map(_is_capital, words)) >= len(words)


def _split_names(text: str) -> list[str]:
    return [word for word in JOINT.split(_long_houses().sub(HOUSE, text.strip(" ."))) if word]


@cache
def _long_houses() -> re.Pattern[str]:
    return re.compile(
        "|".join(sorted((re.escape(house) for house in load_houses() if " " in house), key=len, reverse=True))
    )


def _is_capital(word: str) -> bool:
    return word[0].isupper() or word in load_houses()


def is_byline(line: str) -> bool:
    """Tell whether a line names an author: `Theo Minh Anh/VOV`, `PV/TTXVN`, `Hà Ngọc (tổng hợp)`."""
    if BROKEN_OFF.search(line):
        return False
    source, bracket, after = (find(line) for find in (_load_from().match, BRACKET.fullmatch, _load_after().search))
    if source:
        return is_name(line[source.end() :]) and not is_other(line[source.end() :])
    if bracket:
        return is_name(bracket["name"]) and not is_other(bracket["name"]) and _is_source(bracket["inside"])
    if after:
        return " " in line[: after.start()] and is_author(line[: after.start()])
    group, line = _load_group().match(line), line.strip("() ")
    if line.lower() in load_kinds()["reporters"] or (group and is_author(line[group.end() :])):
        return True
    return is_name(line) and _names_house(line)


def _is_source(inside: str) -> bool:
    source = _load_from().match(inside)
    return (
        is_name(inside[source.end() :]) if source else inside.lower() in load_kinds()["after"] or _names_house(inside)
    )


def _names_house(line: str) -> bool:
    return any(name.strip() in load_houses() for name in PARTS.split(line))


@cache
def _load_from() -> re.Pattern[str]:
    return re.compile(rf"{any_of('from')}\s+(?=[^\W\d_])")


@cache
def _load_group() -> re.Pattern[str]:
    return re.compile(rf"{any_of('group')}\s+(?=[^\W\d_])")


@cache
def _load_after() -> re.Pattern[str]:
    return re.compile(rf"\s+\(?{any_of('after')}\)?$")


@cache
def _load_search() -> re.Pattern[str]:
    picture = rf"(?<!\w)(?P<picture>{any_of('picture')})\s*:\s*"
    return re.compile(rf"\(\s*{any_of('source')}\s*:\s*|(?:\(\s*)?{picture}")


def cut_credits(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence after each credit that runs into the next one: `(Ảnh: TTXVN) Chiều 7/5, ...`."""
    cues = _load_search().finditer(text, start, end) if ":" in text[start:end] else ()
    for cue in cues:
        if cue.start() < start:
            continue
        stop = _end_bracket(text, cue, end) if cue.group().startswith("(") else _end_name(text, cue, end)
        if stop:
            yield start, stop
            start = BEYOND.match(text, stop, end).end()  # type: ignore[union-attr]
    yield start, end


def _end_bracket(text: str, cue: re.Match[str], end: int) -> int:
    """Find where a credit in brackets ends, if a sentence opens after it."""
    close = text.find(")", cue.end(), min(end, cue.end() + REACH))
    following = OPENING.match(text, close + 1, end)
    if close < 0 or not following or not _is_maker(text[cue.end() : close + 1], True):
        return 0
    return close + 1 if following["first"].isupper() or following["first"].isdigit() else 0


def _end_name(text: str, cue: re.Match[str], end: int) -> int:
    """Find where a credit without brackets ends: before an opener, or after a house when a sentence opens."""
    words = [*TOKEN.finditer(text, cue.end(), min(end, cue.end() + REACH))][: INLINE + 1]
    for before, word in pairwise(words):
        if not is_name(before.group()):
            return 0
        house = JOINT.split(before.group())[-1] in load_houses()
        if _load_openers().match(text, word.start(), end) or (house and _opens(text, word, end)):
            return before.end()
    return 0


@cache
def _load_openers() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(map(re.escape, load_kinds()['openers']), key=len, reverse=True))})(?!\w)")


def _opens(text: str, word: re.Match[str], end: int) -> bool:
    following = text[word.end() : min(word.end() + 2, end)].strip()
    return word.group()[0].isupper() and following.islower()
