"""Letters with their places on a page into rows of lines; lengths are points and y grows upwards."""

from collections.abc import Iterable, Iterator
from statistics import median_low
from typing import NamedTuple, TypeAlias

from vietdiplo.texts.formats.fonts import Piece

# All in sizes of the letters.
SAME_ROW = 0.5  # a raised figure stands in its row
TALLER = 1.6  # than a raised figure are the letters beside it; a title beside a column may be taller
SPACE = 0.15  # a gap that is a space, where none is written
GUTTER = 0.8  # a gap that may part columns; in justified text a space may be as wide
AGAIN = 0.1  # the same letter so near is drawn twice, to look bold


class Glyph(NamedTuple):
    """A letter: the old font it needs, its size, its left and right end and its base line."""

    text: str
    font: str
    size: float
    x0: float
    x1: float
    y: float


class Line(NamedTuple):
    """Letters of one row without a wide gap between them."""

    pieces: list[Piece]
    size: float
    x0: float
    x1: float
    y: float

    @property
    def text(self) -> str:
        """The letters, whatever their font."""
        return "".join(piece.text for piece in self.pieces)


Row: TypeAlias = list[Line]  # from left to right
Page: TypeAlias = list[Row]  # from top to foot


def make_page(glyphs: Iterable[Glyph]) -> Page:
    """Make the rows of a page of its letters, in whatever order they were drawn."""
    rows: list[list[Glyph]] = []
    tallest = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        tallest = max(tallest, glyph.size)
        if not rows or rows[-1][0].y - glyph.y > SAME_ROW * min(tallest, TALLER * glyph.size):
            rows.append([])
            tallest = glyph.size
        rows[-1].append(glyph)
    return [lines for row in rows if (lines := list(_split_row(row)))]


def _split_row(row: Iterable[Glyph]) -> Iterator[Line]:
    """Split a row where a gap is too wide for a space; give the lines with one space between words."""
    line: list[Glyph] = []
    pieces: list[Piece] = []
    spaced = False
    for glyph in sorted(row, key=lambda glyph: glyph.x0):
        gap = glyph.x0 - line[-1].x1 if line else 0.0
        if glyph.text.isspace():
            spaced = True
        elif line and gap > GUTTER * min(line[-1].size, glyph.size):
            yield _make_line(line, pieces)
            line, pieces, spaced = [glyph], [Piece(glyph.font, glyph.text)], False
        elif not (line and glyph.text == line[-1].text and glyph.x0 - line[-1].x0 < AGAIN * glyph.size):
            if line and (spaced or gap > SPACE * glyph.size):
                pieces.append(Piece(glyph.font, " "))
            line.append(glyph)
            pieces.append(Piece(glyph.font, glyph.text))
            spaced = False
    if line:
        yield _make_line(line, pieces)


def _make_line(glyphs: list[Glyph], pieces: list[Piece]) -> Line:
    size, y = (median_low(values) for values in zip(*((glyph.size, glyph.y) for glyph in glyphs), strict=True))
    return Line(pieces, size, glyphs[0].x0, max(glyph.x1 for glyph in glyphs), y)
