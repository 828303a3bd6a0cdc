"""Pages of lines into reading order: without running heads and page numbers, one column after the other."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import cache
from itertools import groupby, pairwise
from statistics import median, median_low
from typing import NamedTuple

from vietdiplo.language import load_lines
from vietdiplo.texts.formats.fonts import Piece
from vietdiplo.texts.formats.glyphs import Line, Page, Row

MARGIN_ROWS = 2  # rows at the top and at the foot of a page among which running heads are
APART = 1.3  # usual steps from a row to the next, or sizes of its letters, from a running head to the text
REPEATED = 0.4  # of the pages have a running head; left and right pages may differ
NUMBER = re.compile(r"\d{1,4}")
WORD = re.compile(r"\w+")
SPLIT_ROWS = 3  # rows with text on both sides that make two columns
PROSE = 15  # letters of a column's usual line; the cells of a table have fewer
CELL = 3  # sizes of a letter: a wider gap in a row parts cells


class Block(NamedTuple):
    """Lines below each other, which stand in a column or across the page."""

    lines: list[Line]
    column: bool


class Columns(NamedTuple):
    """The rows of two columns beside each other."""

    left: Page
    right: Page


def strip_margins(pages: Sequence[Page]) -> tuple[list[Page], Counter[str]]:
    """Take running heads and page numbers off pages, and count them as running_head and page_number.

    A row at the border of a page is one if it stands apart from the text and on several pages, where a number in it may
    grow with the pages, unless it opens a part of the document. A row that says nothing but the number of its page is
    one too. A page that has nothing else keeps its heads.
    """
    margins = [
        {(top, key) for top in (True, False) for row in _list_margin(page, top) for key in _list_keys(row, number)}
        for number, page in enumerate(pages, 1)
    ]
    least = max(2, REPEATED * len(pages))
    repeated = {place for place, n in Counter(place for margin in margins for place in margin).items() if n >= least}
    step = median_low([above[0].y - below[0].y for page in pages for above, below in pairwise(page)] or [0.0])
    changes: Counter[str] = Counter()
    return [_strip_page(page, number, repeated, step, changes) for number, page in enumerate(pages, 1)], changes


def opens_part(text: str) -> bool:
    """Tell whether a text begins with the name and the number of a part of a document, as an article has them."""
    return _match_part().match(text) is not None


@cache
def _match_part() -> re.Pattern[str]:
    names = "|".join(map(re.escape, load_lines("structure.txt")))
    return re.compile(rf"(?:{names})\s+(?:\d+|[IVXLC]+|[^\W\d_])\b", re.IGNORECASE)


def order_lines(pages: Sequence[Page]) -> list[Block]:
    """Order the lines of pages: blocks of lines below each other, columns from left to right.

    Rows that stand in no column are lines, with tabs between their cells.
    """
    known = {edge for page in pages if (edge := _find_edge(page)) is not None}
    return [block for page in pages for block in _order_page(page, known)]


def _order_page(page: Page, known: Set[int], column: bool = False) -> Iterator[Block]:
    edge = _find_edge(page)
    bands = _split_bands(page, edge, SPLIT_ROWS) if edge is not None else _split_known(page, known)
    for band in bands:
        if isinstance(band, Columns):
            yield from _order_page(band.left, known, True)
            yield from _order_page(band.right, known, True)
        else:
            yield Block([_join_row(row) for row in band], column)


def _find_edge(page: Page) -> int | None:
    """Find the left edge of the columns that most lines stand in; None if there are no columns."""
    edges = Counter(round(line.x0) for row in page for line in row)
    counts = {
        edge: _count_columns(_split_bands(page, edge, SPLIT_ROWS)) for edge, n in edges.items() if n >= SPLIT_ROWS
    }
    return max(sorted(counts), key=lambda edge: counts[edge], default=None) if any(counts.values()) else None


def _split_known(page: Page, known: Set[int]) -> list[Columns | Page]:
    """Split a page by an edge that columns have on another page, however short the columns are here."""
    splits = [_split_bands(page, edge, 1) for edge in sorted(known)]
    return max(splits, key=_count_columns, default=[page])


def _list_margin(page: Page, top: bool) -> list[Row]:
    return page[:MARGIN_ROWS] if top else page[-MARGIN_ROWS:][::-1]


def _list_keys(row: Row, number: int) -> list[str]:
    """List by what a row is known on other pages: its text, and the same with one number counted from the page's."""
    text = _join_row(row).text
    counted = [f"{text[: n.start()]}#{int(n.group()) - number}#{text[n.end() :]}" for n in NUMBER.finditer(text)]
    return [text, *counted]


def _strip_page(page: Page, number: int, repeated: Set[tuple[bool, str]], step: float, changes: Counter[str]) -> Page:
    kept, taken = page, Counter[str]()
    for top in (True, False):
        rows = kept if top else kept[::-1]
        kinds = [_name_margin(row, number, top, repeated) for row in rows[:MARGIN_ROWS]]
        taken.update(kinds[: (count := _count_margin(rows, kinds, step))])
        kept = kept[count:] if top else kept[: len(kept) - count]
    if not kept and taken["running_head"]:
        return page
    changes += taken
    return kept


def _name_margin(row: Row, number: int, top: bool, repeated: Set[tuple[bool, str]]) -> str:
    """Name what a row at the border of a page is: page_number, running_head, or nothing if it may be text."""
    text = _join_row(row).text
    words = set(WORD.findall(text.lower()))
    numbered = words <= {*load_lines("page_words.txt"), *filter(str.isdecimal, words)}
    known = not opens_part(text) and any((top, key) in repeated for key in _list_keys(row, number))
    if numbered and (known or str(number) in words):
        return "page_number"
    return "running_head" if known else ""


def _count_margin(rows: Sequence[Row], kinds: Sequence[str], step: float) -> int:
    """Count the rows at the border that are no text: page numbers, and heads up to a wide gap."""
    counts = [n for n in range(len(kinds), 0, -1) if all(kinds[:n])]
    return next((n for n in counts if kinds[n - 1] == "page_number" or _is_apart(rows[n - 1 : n + 1], step)), 0)


def _is_apart(rows: Sequence[Row], step: float) -> bool:
    """Tell whether there is a wide gap between two rows, or no second one."""
    usual = max(step, *(line.size for row in rows for line in row))
    return len(rows) == 1 or abs(rows[0][0].y - rows[1][0].y) > APART * usual


def _split_bands(page: Page, edge: int, least: int) -> list[Columns | Page]:
    """Split a page into bands that stand in two columns, the right one at an edge, and rows that do not."""
    bands: list[Columns | Page] = [[]]
    gutter = edge - 1
    for crossed, group in groupby(page, key=lambda row: any(line.x0 < gutter < line.x1 for line in row)):
        rows = list(group)
        left = [kept for row in rows if (kept := [line for line in row if line.x1 <= gutter])]
        right = [kept for row in rows if (kept := [line for line in row if line.x0 >= gutter])]
        if not crossed and _are_columns(left, right, least):
            bands += Columns(left, right), []
        else:
            bands[-1] += rows  # type: ignore[operator]
    return [band for band in bands if band]


def _are_columns(left: Page, right: Page, least: int) -> bool:
    """Tell two columns of prose, which stand beside each other, from a table and from text on two sides."""
    if min(len(left), len(right)) < least:
        return False
    beside = min(left[0][0].y, right[0][0].y) > max(left[least - 1][0].y, right[least - 1][0].y) or least == 1
    long = all(median(len(_join_row(row).text) for row in side) >= PROSE for side in (left, right))
    return beside and (long or least == 1)


def _count_columns(bands: Sequence[Columns | Page]) -> int:
    """Count the rows that stand in columns."""
    return sum(len(band.left) + len(band.right) for band in bands if isinstance(band, Columns))


def _join_row(row: Row) -> Line:
    """Join the lines of a row to one, with a tab where the gap is one between cells."""
    pieces = list(row[0].pieces)
    for left, right in pairwise(row):
        gap = "\t" if right.x0 - left.x1 > CELL * left.size else " "
        pieces += Piece(left.pieces[-1].font, gap), *right.pieces
    return Line(pieces, median(line.size for line in row), row[0].x0, row[-1].x1, row[0].y)
