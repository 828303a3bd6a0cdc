"""Kinds of lines: what is a heading, an item of a list, a caption, a credit or a byline; all else is text.

Precision comes first: a line is text unless it shows what it is.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from vietdiplo.language import load_lines
from vietdiplo.texts.credits import any_of, has_credit, is_author, is_byline, is_credit, is_house_credit, is_signature
from vietdiplo.texts.stops import BROKEN_OFF, is_abbreviation, is_syllable

KINDS = ("text", "heading", "item", "caption", "credit", "byline")
BULLET = re.compile(r"(?:[•·▪■►●○◦‣⁃✓➢❖*+–—-]|[\uf0a7\uf0b7\uf0d8\uf02d\uf0fc])(?:\s|(?=[^\W\d_]))")
# (1) · (ii) · 1. · 2.1) · 1/ · a) with a space, and in careless copies 41.Trong
NUMBER = re.compile(
    r"(?:\((?:\d{1,3}|[ivx]+|[a-zđ])\)|\d{1,3}(?:\.\d{1,2})*[.)/]|[a-zđ][.)])\s|\d{1,3}[.)](?=[^\W\d_])"
)
LEVELS = re.compile(r"\d{1,2}(?:\.\d{1,2})+\s+(?P<next>\w)")  # 1.2 and a capital; 1.5 tỷ is an amount
LETTER = re.compile(r"(?P<mark>[IVXLC]+(?:\.\d{1,2})*|[A-ZĐ])[.)]\s+(?P<next>[^\W\d_]+)")
QUOTES = "\"'”’»)]"
SHORT = 300  # code points of a paragraph that may be something else than text
HEADING, HEADING_WORDS = 160, 30
CAPTION_WORDS = 40
LEAD = 80  # code points of a line without a stop that still is a paragraph, not a heading
STACK = 3  # headings above one another
AUTHOR_WORDS = (2, 5)

Span = tuple[int, int]


class Paragraph(NamedTuple):
    """A paragraph: its sentences as they stand on one line each, and its own text if it is short."""

    sentences: Sequence[str]
    text: str


def find_kinds(text: str, paragraphs: Sequence[Sequence[Span]]) -> list[list[str]]:
    """Find the kind of each sentence of each paragraph of a cleaned text."""
    parts = [_read_paragraph(text, spans) for spans in paragraphs]
    kinds = [_mark_paragraph(part) for part in parts]
    _unmark_turns(parts, kinds)
    _mark_photos(parts, kinds)
    _mark_author(parts, kinds)
    _mark_headings(parts, kinds)
    _mark_author_above(parts, kinds)
    return kinds


def _read_paragraph(text: str, spans: Sequence[Span]) -> Paragraph:
    sentences = [" ".join(text[start : min(end, start + SHORT)].split()) for start, end in spans]
    start, end = spans[0][0], spans[-1][1]
    return Paragraph(sentences, " ".join(text[start:end].split()) if end - start <= SHORT else "")


def _mark_paragraph(part: Paragraph) -> list[str]:
    if is_item(part.sentences[0]):
        return ["item"] * len(part.sentences)
    first = next((at for at, sentence in enumerate(part.sentences) if _is_numbered(sentence)), len(part.sentences))
    kinds = [_mark_sentence(sentence) for sentence in part.sentences[:first]] + ["item"] * (len(part.sentences) - first)
    for at, kind in enumerate(kinds[1:], start=1):
        below = part.sentences[at]
        is_photo = is_credit(below, "picture") or (len(kinds) == 2 and is_house_credit(below))
        if kind == "credit" and kinds[at - 1] == "text" and is_photo:
            kinds[at - 1] = "caption"
    if kinds[-1] == "text" and is_byline(part.sentences[-1]):
        kinds[-1] = "byline"
    return kinds


def _mark_sentence(sentence: str) -> str:
    if ":" not in sentence:
        return "caption" if sentence[-3:].strip(". ").isdecimal() and _ends_caption().search(sentence) else "text"
    if is_credit(sentence, "picture", "source"):
        return "credit"
    if is_signature(sentence):
        return "byline"
    return "caption" if has_credit(sentence) or _opens_caption().match(sentence) else "text"


def is_item(line: str) -> bool:
    """Tell whether a line opens as an item: a bullet, a number, a letter, or `Điều 3.`."""
    if BULLET.match(line) or _is_numbered(line) or _opens_part().match(line):
        return True
    letter = LETTER.match(line)
    if letter is None:
        return False
    following, mark = letter["next"], letter["mark"]
    is_initial = not is_syllable(following) and not following.isupper()
    return not is_initial and not is_abbreviation(f"{mark}.", following)


def _is_numbered(line: str) -> bool:
    levels = LEVELS.match(line)
    return levels["next"].isupper() if levels else NUMBER.match(line) is not None


@cache
def _opens_part() -> re.Pattern[str]:
    names = "|".join(map(re.escape, load_lines("structure.txt")))
    number = r"(?:\d{1,3}|[IVXLC]+|[A-ZĐ])"
    return re.compile(rf"(?:{names}|{names.upper()})\s+{number}(?:\s*[.:]|$)")


@cache
def _opens_caption() -> re.Pattern[str]:
    return re.compile(rf"{any_of('caption')}\s*:")


@cache
def _ends_caption() -> re.Pattern[str]:
    return re.compile(rf"[-–]\s*{any_of('picture')}\s*\d{{1,2}}\.?$")


def _unmark_turns(parts: Sequence[Paragraph], kinds: list[list[str]]) -> None:
    """Make dashes text again that open the turns of a dialogue: a question is among them."""
    run: list[int] = []
    for at, part in enumerate([*parts, Paragraph([""], "")]):
        if part.sentences[0][:1] in "-–—" and part.sentences[0]:
            run.append(at)
            continue
        if any(parts[turn].sentences[-1].endswith("?") for turn in run):
            for turn in run:
                kinds[turn] = ["text"] * len(kinds[turn])
        run = []


def _mark_photos(parts: Sequence[Paragraph], kinds: list[list[str]]) -> None:
    """Make the line above a photo credit its caption, if it is one short sentence."""
    for at in range(1, len(parts)):
        above = parts[at - 1].text
        is_alone = kinds[at] == ["credit"] and is_credit(parts[at].text, "picture")
        if is_alone and kinds[at - 1] == ["text"] and above and len(above.split()) <= CAPTION_WORDS:
            kinds[at - 1] = ["caption"]


def _mark_author(parts: Sequence[Paragraph], kinds: list[list[str]]) -> None:
    """Make a name that stands alone at the end its author's, if a sentence stands above it."""
    at = max((at for at, kind in enumerate(kinds) if kind[-1] not in ("byline", "credit")), default=0)
    if at and kinds[at] == ["text"] and _could_be_author(parts[at].text):
        above = parts[at - 1].sentences[-1].rstrip(QUOTES)
        if above.endswith((".", "!", "?", "…")):
            kinds[at] = ["byline"]


def _mark_author_above(parts: Sequence[Paragraph], kinds: list[list[str]]) -> None:
    """Make a name its author's that stands alone between a title and the first sentence."""
    if len(parts) > 2 and kinds[0] == kinds[1] == ["heading"] and kinds[2][0] == "text":
        name, is_title = parts[1].text, len(parts[0].text.split()) > AUTHOR_WORDS[1]
        if is_title and _could_be_author(name):
            kinds[1] = ["byline"]


def _could_be_author(line: str) -> bool:
    return AUTHOR_WORDS[0] <= len(line.split()) <= AUTHOR_WORDS[1] and is_author(line)


def _mark_headings(parts: Sequence[Paragraph], kinds: list[list[str]]) -> None:
    """Mark headings from the end: a line of its own without a stop, above a paragraph or another heading."""
    stack = STACK  # how many headings stand above a paragraph so far; as many as that above none
    for at in range(len(parts) - 1, -1, -1):
        line = parts[at].text
        introduced = at > 0 and parts[at - 1].sentences[-1].endswith(":")
        if kinds[at] == ["text"] and not introduced and _looks_like_heading(line):
            if stack < STACK or (line.isupper() and at < len(parts) - 1 and " " in line):
                kinds[at] = ["heading"]
                stack += 1
        else:
            stack = 0 if kinds[at][0] != "text" or _is_lead(parts[at]) else STACK


def _is_lead(part: Paragraph) -> bool:
    if len(part.sentences) > 1 or not 0 < len(part.text) <= LEAD:
        return True
    return part.text.rstrip(QUOTES).endswith((".", "!", "?", "…"))


def _looks_like_heading(line: str) -> bool:
    if not line or len(line) > HEADING or len(line.split()) > HEADING_WORDS or BROKEN_OFF.search(line):
        return False
    if 2 * sum(map(str.isalpha, line)) < len(line):
        return False
    first = line.lstrip("\"'“‘«([")[:1]
    return (first.isupper() or first.isdigit()) and not _opens_address().match(line)


@cache
def _opens_address() -> re.Pattern[str]:
    return re.compile(rf"{any_of('addresses')}(?!\w)|[^,.:]{{2,40}}, (?:{any_of('day')} )?\d")
