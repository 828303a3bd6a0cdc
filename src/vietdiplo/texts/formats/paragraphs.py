"""Lines on pages into paragraphs, by where they stand.

A line ends a paragraph where the next word would still have fitted, where the next line is indented or stands lower
than usual, and where the size of the letters changes. Lengths are points and y grows upwards.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from vietdiplo.texts.formats.fonts import Piece
from vietdiplo.texts.formats.glyphs import Line
from vietdiplo.texts.formats.layout import Block, opens_part
from vietdiplo.texts.stops import STOPPED, is_syllable

# All in sizes of the letters.
INDENT = 0.7
RESIZED = 0.08
FLUSH = 0.5  # a line that ends so near to the right edge reaches it
WIDER = 1.3  # than the average letters of its line a word may be
LOWER = 1.2  # usual distances of two lines
JUSTIFIED = 0.5  # of the lines reach the right edge in justified text
MOST_SPACED = 3.0  # sizes between two lines of one paragraph
FULL_STOP = re.compile(r"[.!?…][\"'”’»)\]]*$")
LETTERS = re.compile(r"[^\W\d_]+")
ITEM = re.compile(r"(?:[-–—•●▪◦+*]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVXLC]{1,6}|[^\W\d_])[.)])\s")
HYPHENS = ("-", "\u2010", "\u00ad")
NARROWEST = 12  # letters of a line in a column
CLOSE = 0.2  # of all steps between lines are within a paragraph, at least
OWN = 8  # lines of a block that show where its edges are


class Frame(NamedTuple):
    """Where lines usually stand: the edges, the distance of two in sizes of their letters, and whether most reach."""

    left: float
    right: float
    distance: float
    justified: bool


def join_lines(blocks: Sequence[Block]) -> tuple[list[list[Piece]], Counter[str]]:
    """Join the lines of blocks to paragraphs; count the wraps and hyphens taken out as line_wrap and hyphen.

    A paragraph may go on in the next column or on the next page.
    """
    changes: Counter[str] = Counter()
    paragraphs: list[list[Piece]] = []
    whole = _measure([block.lines for block in blocks])
    frames = [_measure([block.lines]) for block in blocks if len(block.lines) >= OWN]
    last: tuple[Line, Frame] | None = None
    first = True  # whether the last line begins its paragraph
    for block in blocks:
        frame = _choose_frame(block, frames, whole)
        for number, line in enumerate(block.lines):
            first = last is None or not (_goes_on(*last, line, first) if number else _goes_over(*last, line, frame))
            if first:
                paragraphs.append(list(line.pieces))
            else:
                _append(paragraphs[-1], line, changes)
            last = (line, frame)
    return paragraphs, changes


def _measure(blocks: Sequence[Sequence[Line]]) -> Frame:
    """Measure where lines stand; a single line that hangs over makes no edge."""
    lines = [line for block in blocks for line in block]
    if not lines:
        return Frame(0, 0, 1, False)
    ends = sorted((line.x1 for line in lines), reverse=True)
    right = ends[min(1, len(ends) - 1)]
    pairs = [pair for block in blocks for pair in pairwise(block)]
    steps = [(above.y - below.y) / above.size for above, below in pairs]
    steps = [step for step in steps if 0 < step < MOST_SPACED]
    reaching = sum(line.x1 > right - FLUSH * line.size for line in lines)
    left = Counter(round(line.x0) for line in lines).most_common(1)[0][0]
    step = sorted(steps)[int(CLOSE * len(steps))] if steps else 1.0
    return Frame(left, right, step, reaching > JUSTIFIED * len(lines))


def _choose_frame(block: Block, frames: Sequence[Frame], whole: Frame) -> Frame:
    """Choose where the lines of a block should stand: its own place if it is long, else the narrowest that holds it."""
    if len(block.lines) >= OWN or not block.lines:
        return _measure([block.lines])
    own, size = _measure([block.lines]), block.lines[0].size
    near = [f for f in frames if abs(f.left - own.left) < INDENT * size and f.right > own.right - INDENT * size]
    return min(near, key=lambda frame: frame.right, default=own if block.column else whole)


def _goes_on(line: Line, frame: Frame, below: Line, first: bool) -> bool:
    """Tell whether a paragraph goes on in the line below, in the same block."""
    size = max(line.size, below.size)
    shift = below.x0 - line.x0
    hangs = first and ITEM.match(line.text) is not None
    return not (
        abs(line.size - below.size) > RESIZED * size
        or line.y - below.y > LOWER * frame.distance * size
        or (shift > INDENT * size and not hangs)
        or (shift < -INDENT * size and not first)
        or (ITEM.match(below.text) and STOPPED.search(line.text))
        or (_is_heading(line) and not below.text.isupper())
        or (_is_heading(below) and not line.text.isupper() and not _ends(line, below))
        or _has_room(line, frame, below)
    )


def _goes_over(line: Line, frame: Frame, over: Line, there: Frame) -> bool:
    """Tell whether a paragraph goes on in the first line of the next block."""
    return not (
        abs(line.size - over.size) > RESIZED * line.size
        or STOPPED.search(line.text)
        or ITEM.match(over.text)
        or over.x0 - there.left > INDENT * over.size
        or _has_room(line, frame, over)
    )


def _has_room(line: Line, frame: Frame, following: Line) -> bool:
    """Tell whether the first word of what follows would have fitted, so that the line ends on purpose.

    So does a row of a table, and what is shorter than a line of the narrowest column.
    """
    if "\t" in line.text or "\t" in following.text or len(line.text) < NARROWEST:
        return True
    if frame.justified and line.x1 < frame.right - FLUSH * line.size and STOPPED.search(line.text):
        return True
    text = following.text
    word = (following.x1 - following.x0) / len(text) * len(text.split(maxsplit=1)[0])
    spare = 0.0 if frame.justified else (WIDER - 1) * word  # how wide a word is, is a guess
    return line.x1 + word + spare + FLUSH * line.size < frame.right


def _is_heading(line: Line) -> bool:
    """Tell a line of capitals from one with an abbreviation alone or with a year."""
    return line.text.isupper() and (len(LETTERS.findall(line.text)) > 1 or opens_part(line.text))


def _ends(line: Line, below: Line) -> bool:
    """Tell whether a line of capitals is the end of the sentence above it."""
    return FULL_STOP.search(below.text) is not None and not STOPPED.search(line.text)


def _append(paragraph: list[Piece], line: Line, changes: Counter[str]) -> None:
    """Append a line to a paragraph: with a space, or at once after a hyphen that parts a word."""
    changes["line_wrap"] += 1
    before, after = "".join(piece.text for piece in paragraph[-40:]).split(" ")[-1], line.text.split(maxsplit=1)[0]
    hyphen = before[-1:]
    if paragraph[-1].font or hyphen not in HYPHENS or len(before) < 2 or not after[0].isalnum():
        paragraph.append(Piece(paragraph[-1].font, " "))
    elif hyphen != "-" or (after[0].islower() and not (is_syllable(before[:-1]) and is_syllable(after.strip(".,;:")))):
        # A hyphen between two Vietnamese syllables is meant (kinh tế-thương mại): no syllable is ever parted.
        changes["hyphen"] += 1
        paragraph.pop()
    paragraph += line.pieces
