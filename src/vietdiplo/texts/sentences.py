"""Documents into sentences: line ends are hard, then full stops that really end one."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import pandas as pd

from vietdiplo.language import load_lines
from vietdiplo.tables import check_table, make_table
from vietdiplo.texts.clean import clean_text

# The line boundaries of str.splitlines; a text is read without translating them.
LINE = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
LONGEST = 40  # code points that hold any abbreviation or number; without a bound a long line would cost its square
CLOSERS = "\"'”’»)\\]}"
OPENERS = "\"'“‘«([{"
# A stop, what closes with it, and either space or, in careless copies, at once the next capital.
# Possessive, and not inside a run of stops: a line of dot leaders would otherwise cost its square.
STOP = re.compile(rf"(?<![.!?…])(?P<stop>[.!?…]++)(?P<close>[{CLOSERS}]*+)(?P<space>\s+|(?=[^\W\d_])|$)")
NEXT = re.compile(rf"[{OPENERS}\s]*(?:[-–—+•*]\s*)?(?P<first>\w)")
WORD_BEFORE = re.compile(r"[^\s(“\"‘«\[]+$")
WORD_AFTER = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# 1. · 41. · 2.1. · IV. · II.1. · a. · b) at the start of a sentence number it.
ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[IVXLC]+|[A-Za-zđĐ])(?:\.\d{1,3})*[.)]+")
ATTRIBUTION = re.compile(r"\s*[-–—]\s")  # after a quote: "Chúng tôi đồng ý!" - Bộ trưởng nói.
SPOKEN = re.compile(r"[^\W_]")
# A syllable of Vietnamese: an onset, a nucleus and a coda (Thompson 1965, A Vietnamese Grammar, ch. 3), without marks.
SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?", re.IGNORECASE
)


def split_sentences(documents: pd.DataFrame) -> pd.DataFrame:
    """Split documents into sentences.

    One row per sentence, in the order of the text: headings and list items are sentences too; a paragraph is a line.
    What has no letter or digit (***, […]) is no sentence of its own.
    """
    check_table(documents, "documents")
    rows = []
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        spans = find_borders(text)
        rows += [(doc_id, par, number, s, e, text[s:e]) for number, (par, s, e) in enumerate(spans)]
    return make_table(rows, "sentences")


def find_borders(text: str) -> Iterator[tuple[int, int, int]]:
    """Find each sentence of a text: its paragraph, its first code point and the one after its last."""
    paragraph = -1
    cleaned = clean_text(text)
    for line in LINE.finditer(cleaned.text):
        spans = [span for span in _split_line(line.group()) if SPOKEN.search(line.group(), *span)]
        paragraph += bool(spans)
        for start, end in spans:
            yield paragraph, *cleaned.span(line.start() + start, line.start() + end)


def is_syllable(word: str) -> bool:
    """Tell whether a word could be one Vietnamese syllable by its letters."""
    return SYLLABLE.fullmatch(_strip_marks(word)) is not None


def _split_line(line: str) -> Iterator[tuple[int, int]]:
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
    before = _word_before(line, start, stop)
    word = WORD_AFTER.match(line, following.start("first"))
    next_word = word.group() if word else ""
    after = line[following.start("first") + len(next_word) : following.start("first") + len(next_word) + 1]
    if not stop["space"] and not _is_run_on(before, next_word, after):
        return False
    if stop["stop"] != ".":
        return True
    return not (
        (stop.start() - start <= LONGEST and _is_enumerator(line[start : stop.end("stop")].strip()))
        or _is_abbreviation(before, next_word)
        or _is_initial(before, next_word, after)
    )


def _word_before(line: str, start: int, stop: re.Match[str]) -> str:
    begin = max(start, stop.start() - LONGEST)
    word = WORD_BEFORE.search(line, begin, stop.end("stop"))
    return word.group() if word else ""


def _is_run_on(before: str, next_word: str, after: str) -> bool:
    """Tell a missing space (`hiệu quả.Kể từ`) from a dot in a name (`vtv.VN`, `T.Ư`)."""
    spoken = before[:-1].islower() and is_syllable(before[:-1]) and is_syllable(next_word)
    return spoken and next_word[1:].islower() and after in (" ", ",")


def _is_enumerator(opening: str) -> bool:
    """Tell `1.`, `IV.` and `Điều 3.` at the start of a sentence."""
    if ENUMERATOR.fullmatch(opening):
        return True
    name, _, number = opening.rpartition(" ")
    *before, name = re.split(r"(?<=[.)]) ", name)  # Khoản 1. Điều 3.
    named = name in load_lines("structure.txt") and ENUMERATOR.fullmatch(number) is not None
    return named and all(map(_is_enumerator, before))


def _is_abbreviation(before: str, next_word: str) -> bool:
    return not _load_abbreviations().isdisjoint((before, f"{before} {next_word}"))


@cache
def _load_abbreviations() -> frozenset[str]:
    return frozenset(load_lines("abbreviations.txt"))


def _is_initial(before: str, next_word: str, after: str) -> bool:
    """Tell the initial of a foreign name (V. Putin, J.F. Kennedy) from a letter that ends a sentence (vitamin A.)."""
    initials = re.fullmatch(r"(?:\w{1,2}\.-?)*[^\W\d_]\.", before)
    if initials is None or not before[0].isupper() or next_word == "":
        return False
    return not is_syllable(next_word) or after == "."


def _strip_marks(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def _trim(line: str, start: int, end: int) -> tuple[int, int]:
    text = line[start:end]
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
