"""Lines of a text: those that a mail program or a copy has wrapped are joined where the text itself shows it.

A line is wrapped where the next word had no room in it. How much room there was is read from the line ends that stand
in mid-sentence for certain: no stop before them and a small letter after them.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from vietdiplo.texts.clean import LINE_ENDS
from vietdiplo.texts.stops import SPOKEN, STOPPED

LINE = re.compile(f"[^{LINE_ENDS}]+")
# One line end as it is typed; a form feed or a paragraph separator is more than that.
SOFT_END = re.compile("\r\n|[\n\r\v\x85\u2028]")
OPENING = re.compile(r"(?:[-–—+•*·▪●]|\(?(?:\d{1,3}|[a-zđ]|[IVXivx]+)[.)])\s")  # of a list item
HYPHENATED = re.compile(r"\w-$")
WORD = re.compile(r"\S+")

# How much a text must show: line ends in mid-sentence, and their share of all line ends that could be some.
FEWEST, SHARE = 2, 0.1
# Columns of wrapped lines; below, verses and lists are as even, above, no program wraps.
NARROWEST, WIDEST = 40, 130
# Proportional type makes wrapped lines of a page uneven: from the widest to the narrowest that was full.
EVENNESS = 0.7
UNEVEN = 0.93  # of the narrowest: in such type a full line may be narrower still
LONGER = 1.15  # times the width: a line that no wrapping has seen
LONGER_SHARE = 0.1  # of all lines that may be longer: addresses, what was pasted in
CAPITALS = 10  # letters that make a line of capitals one


class Line(NamedTuple):
    """A line that is not blank: its span without the spaces around it, its indentation, and the line ends after it."""

    start: int
    end: int
    indent: int
    text: str
    ends: int

    @property
    def width(self) -> int:
        """Give the columns it takes."""
        return self.indent + len(self.text)


class Page(NamedTuple):
    """How a text is wrapped: the line ends after a wrapped line, its width, and the columns that do not fit."""

    ends: int
    width: int
    full: float


def find_lines(text: str) -> list[tuple[int, int]]:
    """Find the lines of a cleaned text without blank ones, each wrapped one joined with those that it goes on in."""
    lines = [*_read_lines(text)]
    page = _measure_page(lines)
    joined: list[list[Line]] = []
    for line in lines:
        if page and joined and _goes_on(joined[-1], line, page):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [(part[0].start, part[-1].end) for part in joined]


def _measure_page(lines: Sequence[Line]) -> Page | None:
    """Measure the columns from the line ends in mid-sentence; None where they do not show that a text is wrapped."""
    ends = min((line.ends for line in lines[:-1] if line.ends), default=0)
    pairs = [pair for pair in pairwise(lines) if ends and pair[0].ends == ends]
    sure = [pair for pair in pairs if _is_inside(*pair)]
    if len(sure) < max(FEWEST, SHARE * len(pairs)):
        return None
    rooms, widths = sorted(_room(*pair) for pair in sure), sorted(line.width for line, _ in sure)
    narrow, width = rooms[len(rooms) // 20], widths[-1 - len(widths) // 20]
    longer = sum(line.width > LONGER * width for line in lines)
    is_even = narrow >= max(NARROWEST, EVENNESS * width) and width <= WIDEST
    if not is_even or longer > LONGER_SHARE * len(lines):
        return None
    return Page(ends, width, narrow if narrow > width else UNEVEN * narrow)


def _read_lines(text: str) -> Iterator[Line]:
    found = [line for line in LINE.finditer(text) if not line.group().isspace()]
    for line, after in zip_longest(found, found[1:]):
        start = line.start() + len(line.group()) - len(line.group().lstrip())
        body = line.group().strip()
        gap = text[line.end() : after.start() if after else len(text)]
        ends = len(SOFT_END.findall(gap)) if not SOFT_END.sub("", gap).strip(" ") else 0
        yield Line(start, start + len(body), start - line.start(), body, ends)


def _is_inside(first: Line, second: Line) -> bool:
    """Tell that a sentence goes on over a line end: no stop before it and a small letter after it, or a hyphen."""
    if HYPHENATED.search(first.text) and second.text[0].isalnum():
        return True
    return second.text[0].islower() and not STOPPED.search(first.text[-4:]) and not OPENING.match(second.text)


def _room(first: Line, second: Line) -> int:
    """Give the columns that the first line would take with the first word of the second."""
    word = WORD.match(second.text)
    return first.width + (word.end() if word else 0) + (not HYPHENATED.search(first.text))


def _goes_on(before: Sequence[Line], second: Line, page: Page) -> bool:
    """Tell whether a line goes on with those before it: the last of them was full and nothing opens here."""
    first = before[-1]
    if first.ends != page.ends or first.width > LONGER * page.width:
        return False
    if _is_inside(first, second) and first.width >= EVENNESS * page.width:
        return True
    is_stopped = STOPPED.search(first.text[-4:]) is not None
    in_item = OPENING.match(before[0].text) is not None
    opens = OPENING.match(second.text) is not None and (is_stopped or in_item)
    indented = is_stopped and second.indent > first.indent and not in_item
    same = _in_capitals(first) == _in_capitals(second)
    return _room(first, second) >= page.full and same and not opens and not indented


def _in_capitals(line: Line) -> bool:
    letters = SPOKEN.findall(line.text)
    return len(letters) >= CAPITALS and line.text.isupper()
