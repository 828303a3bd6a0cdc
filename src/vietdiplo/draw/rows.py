"""Panels with a labelled row for each thing drawn, columns of numbers beside them, and notes under them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd
from babel.numbers import format_decimal
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from vietdiplo.draw.labels import shorten_text, split_lines
from vietdiplo.draw.style import COLOURS, LINE, MARGIN, SIZE, SMALL, WIDTH, Look, Picture, load_measure, unify_text
from vietdiplo.language import load_labels

LABEL_WIDTH = 2.3  # inches; a longer label takes a second line
NUMBERS = 0.5  # inches of a column of numbers
KEY_ROW = 0.2  # inches
AXIS = 0.5  # inches of an axis below the rows, with its label
TARGET = 14.0  # points of a row on which a pointer or finger hits its link
MOST = 40  # rows; more fill several pages and are read in the table


class Rows(NamedTuple):
    """The labels of a panel's rows, the first on top; the inches left of the panel, and its height."""

    labels: Sequence[str]
    left: float
    height: float


def split_labels(labels: Iterable[object], pitch: float) -> Rows:
    """Split labels into up to two lines, for rows at least `pitch` inches apart."""
    measure = load_measure(SIZE)
    lines = [split_lines(unify_text(label), LABEL_WIDTH, measure, 2, tail=8) for label in labels]
    left = 2 * MARGIN + max((measure(line) for label in lines for line in label), default=0.0)
    return Rows(["\n".join(label) for label in lines], left, len(lines) * max(pitch, LINE * max(map(len, lines))))


def draw_rows(rows: Rows, title: str, below: float, *, beside: float = 0.0) -> tuple[Picture, Axes]:
    """Draw an empty panel with a column for numbers at its right and `below` inches under it.

    `beside` are the inches of a column between the labels and the panel.
    """
    picture = Picture(0.2 + rows.height + below, title)
    left = rows.left + beside
    axes = add_rows(picture, rows, 0.2, left, WIDTH - left - MARGIN - NUMBERS)
    axes.tick_params(axis="y", pad=3.5 + 72 * beside)
    return picture, axes


def add_rows(picture: Picture, rows: Rows, top: float, left: float, width: float) -> Axes:
    """Add a panel whose rows are 0, 1, 2 from its top and have their labels at the left."""
    axes = picture.add_panel(left, top, width, rows.height)
    axes.set_ylim(len(rows.labels) - 0.5, -0.5)
    axes.set_yticks(range(len(rows.labels)), rows.labels, linespacing=1.15)
    axes.tick_params(axis="y", length=0)
    return axes


def write_column(
    axes: Axes, head: str, texts: Sequence[str], *, at: float = NUMBERS, side: int = 1, tops: Sequence[float] = ()
) -> None:
    """Write numbers in grey under a head, their right edge `at` inches from the panel's right (or left, side 0) edge.

    They stand at the rows 0, 1, 2, or at `tops`.
    """
    look: Look = {"ha": "right", "size": SMALL, "color": COLOURS["grey"], "textcoords": "offset points"}
    across = axes.get_yaxis_transform()
    for row, text in zip(tops or range(len(texts)), texts, strict=True):
        axes.annotate(text, (side, row), (at * 72, 0), xycoords=across, va="center_baseline", **look)
    axes.annotate(head, (side, 1), (at * 72, 2), xycoords="axes fraction", va="bottom", **look)


def write_notes(picture: Picture, notes: Sequence[str], top: float) -> None:
    """Write notes in grey, one a line, at inches from the top of the body."""
    measure = load_measure(SMALL)
    for number, note in enumerate(notes):
        line = shorten_text(note, WIDTH - 2 * MARGIN, measure)
        picture.write(MARGIN, top + number * LINE, line, {"size": SMALL, "color": COLOURS["grey"]})


def say_left_out(left_out: dict[str, int], lang: str) -> list[str]:
    """Say how many of each kind (labels, pairs, texts) are not drawn, one note for each that lost some."""
    wording = load_labels(lang)
    return [wording[f"draw_left_out_{kind}"].format(n=format_count(n, lang)) for kind, n in left_out.items() if n > 0]


def list_links(table: pd.DataFrame) -> list[str | None] | None:
    """List the addresses in the column link, None for a row without one; None where there is no such column."""
    return [link or None for link in table["link"].fillna("")] if "link" in table else None


def link_rows(axes: Axes, links: Sequence[str | None] | None) -> None:
    """Lay the link of each row that has one over it, after the axis got its limits; the rows are 0, 1, 2."""
    rows = {row: link for row, link in enumerate(links or []) if link}
    lines = [[(end, row) for end in axes.get_xlim()] for row in rows]
    # At an alpha of 0 matplotlib would leave it out.
    look: Look = {"colors": "white", "alpha": 0.01, "linewidths": TARGET, "capstyle": "butt", "zorder": 5}
    if rows:
        axes.add_collection(LineCollection(lines, urls=list(rows.values()), **look), autolim=False)


def format_axis(axes: Axes, lang: str) -> None:
    """Draw the grid of the horizontal axis and write its numbers as the language does."""
    axes.grid(axis="x")
    axes.xaxis.set_major_formatter(lambda value, _: format_decimal(round(value, 6), locale=lang).replace("-", "−"))


def format_count(value: float, lang: str, pattern: str = "#,##0") -> str:
    """Format a number as the language does, a missing one as a dash."""
    return "–" if pd.isna(value) else format_decimal(value, pattern, locale=lang)
