"""Full stops that end a sentence, and those that do not: abbreviations, initials, numbers, addresses."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from vietdiplo.language import load_lines

LONGEST = 40  # code points that hold any abbreviation or number; without a bound a long line would cost its square
CLOSERS = "\"'”’»)\\]}"
OPENERS = "\"'“‘«([{"
# A stop, what closes with it, and either space or, in careless copies, at once the next capital.
# Possessive, and not inside a run of stops: a line of dot leaders would otherwise cost its square.
STOP = re.compile(rf"(?<![.!?…])(?P<stop>[.!?…]++)(?P<close>[{CLOSERS}]*+)(?P<space>\s+|(?=[^\W\d_]|\d{{1,2}}\.\s)|$)")
NEXT = re.compile(rf"[{OPENERS}\s]*(?:[-–—+•*]\s*)?(?P<first>\w)")
WORD_BEFORE = re.compile(r"[^\s(“\"‘«\[]+(?:\"[.!?…]+)?$")
WORD_AFTER = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# 1. · 41. · 2.1. · IV. · II.1. · a. · b) · 8h30. at the start of a sentence number it.
ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[IVXLC]+|[A-Za-zđĐ]|\d{1,2}h\d{0,2})(?:\.\d{1,3})*[.)]+")
# How a line of prose ends, and how no heading and no name of an author does.
STOPPED = re.compile(rf"[.!?…:;][{CLOSERS}]*$")
BROKEN_OFF = re.compile(rf"[.!?…:;,/][{CLOSERS}]*$")
ATTRIBUTION = re.compile(r"\s*[-–—]\s")  # after a quote: "Chúng tôi đồng ý!" - Bộ trưởng nói.
INITIALS = re.compile(r"(?:\w{1,2}\.-?)*[^\W\d_]\.")
SPOKEN = re.compile(r"[^\W_]")
# A syllable of Vietnamese: an onset, a nucleus and a coda (Thompson 1965, A Vietnamese Grammar, ch. 3), without marks.
SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?", re.IGNORECASE
)


def is_syllable(word: str) -> bool:
    """Tell whether a word could be one Vietnamese syllable by its letters."""
    return SYLLABLE.fullmatch(_strip_marks(word)) is not None


def find_stops(line: str) -> Iterator[tuple[int, int]]:
    """Find the sentences of a line by their stops: spans without the spaces around them."""
    start, spoken = 0, SPOKEN.search(line)
    for stop in STOP.finditer(line):
        if spoken and spoken.start() < stop.start() and _ends_sentence(line, start, stop):
            yield _trim(line, start, stop.end("close"))
            start, spoken = stop.end(), SPOKEN.search(line, stop.end())
    yield _trim(line, start, len(line))


def _ends_sentence(line: str, start: int, stop: re.Match[str]) -> bool:
    following = NEXT.match(line, stop.end())
    if following is None or following["first"].islower() or following["first"] == "_":
        return following is None
    if stop["close"] and ATTRIBUTION.match(line, stop.end("close")):
        return False
    before, prior = _read_before(line, start, stop.end("stop"))
    word = WORD_AFTER.match(line, following.start("first"))
    next_word = word.group() if word else ""
    after = line[following.start("first") + len(next_word) : following.start("first") + len(next_word) + 1]
    numbered = next_word == "" and before[:-1].isalpha() and prior != ""  # châu Á.2. Về kinh tế
    if not stop["space"] and not numbered and not _is_run_on(before, next_word, after):
        return False
    if stop["stop"] != ".":
        return True
    return not (
        (stop.start() - start <= LONGEST and _is_enumerator(line[start : stop.end("stop")].strip()))
        or is_abbreviation(before, next_word)
        or _is_initial(prior, before, next_word, after)
    )


def _read_before(line: str, start: int, end: int) -> tuple[str, str]:
    """Give the word that ends at a place and the one before it."""
    window = line[max(start, end - LONGEST) : end]
    word = WORD_BEFORE.search(window)
    before = word.group() if word else ""
    prior = WORD_BEFORE.search(window[: len(window) - len(before)].rstrip())
    return before, prior.group() if prior else ""


def _is_run_on(before: str, next_word: str, after: str) -> bool:
    """Tell a missing space (`hiệu quả.Kể từ`, `năm 2013.Hai nước`) from a dot in a name (`vtv.VN`, `T.Ư`)."""
    word = before.rstrip(".!?…").rstrip("\"'”’»)]}")
    is_word = word.isalpha() and (len(word) > 2 or (word.islower() and is_syllable(word)))
    spoken = is_word or word.rstrip("%")[-1:].isdecimal() or word[:1].isdecimal()
    return spoken and is_syllable(next_word) and next_word[1:].islower() and after in (" ", ",")


def _is_enumerator(opening: str) -> bool:
    """Tell `1.`, `IV.` and `Điều 3.` at the start of a sentence."""
    if ENUMERATOR.fullmatch(opening):
        return True
    name, _, number = opening.rpartition(" ")
    *before, name = re.split(r"(?<=[.)]) ", name)  # Khoản 1. Điều 3.
    named = name in load_lines("structure.txt") and ENUMERATOR.fullmatch(number) is not None
    return named and all(map(_is_enumerator, before))


def is_abbreviation(before: str, next_word: str) -> bool:
    """Tell whether a word with its stop is a listed abbreviation, a row of them, or one with the word that follows."""
    known = _load_abbreviations()
    parts = re.findall(r"[^.]*\.", before)
    return not known.isdisjoint((before, f"{before} {next_word}")) or (bool(parts) and known.issuperset(parts))


@cache
def _load_abbreviations() -> frozenset[str]:
    return frozenset(load_lines("abbreviations.txt"))


def _is_initial(prior: str, before: str, next_word: str, after: str) -> bool:
    """Tell the initial of a name (V. Putin, J.F. Kennedy, ông N.T. Hải) from a letter at a sentence's end (vitamin A.).

    Where a Vietnamese word follows, it is one after a title or after a foreign first name only.
    """
    initials = INITIALS.fullmatch(before)
    if initials is None or not before[0].isupper() or next_word == "":
        return False
    if not is_syllable(next_word) or after == "." or is_abbreviation(prior, before):
        return True
    is_foreign = prior[:1].isupper() and prior[1:].islower() and not is_syllable(prior) and before.count(".") == 1
    return is_foreign or prior.lower() in load_lines("persons.txt")


def _strip_marks(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def _trim(line: str, start: int, end: int) -> tuple[int, int]:
    text = line[start:end]
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
