"""The look of every figure, and a figure that saves and shows itself the same way each time, without pyplot."""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from io import BytesIO, StringIO
from math import ceil
from typing import Any

import pandas as pd
from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

from vietdiplo.draw.labels import Measure, shorten_text, split_lines
from vietdiplo.language import load_labels
from vietdiplo.tables import TableError, VietdiploError
from vietdiplo.texts import clean_text

WIDTH = 7.5  # inches, the text width of a page
MARGIN = 0.12  # inches
SIZE = 8.5  # points
SMALL = 8.0  # points; nothing is smaller
LINE = 0.165  # inches from one line of text to the next
KEY_WIDTH = WIDTH / 2 - 0.6  # inches of a name in a legend
FONT = "DejaVu Sans"
# Okabe and Ito (2008), Color Universal Design. Some are alike in grey, so a marker or a hatch tells the same too.
COLOURS = {
    "blue": "#0072B2",
    "orange": "#E69F00",
    "green": "#009E73",
    "vermilion": "#D55E00",
    "purple": "#CC79A7",
    "sky": "#56B4E9",
    "sand": "#F6D28B",
    "ink": "#222222",
    "grey": "#666666",
    "rule": "#DDDDDD",
    "shade": "#F3F3F3",
}
# What matplotlib calls keyword arguments of a line, a patch or a text.
Look = dict[str, Any]
STYLE: dict[Any, Any] = {
    "font.family": FONT,
    "font.size": SIZE,
    "axes.labelsize": SIZE,
    "xtick.labelsize": SIZE,
    "ytick.labelsize": SIZE,
    "legend.fontsize": SIZE,
    "legend.frameon": False,
    "legend.borderpad": 0,
    "legend.borderaxespad": 0,
    "legend.labelspacing": 0.4,
    "legend.columnspacing": 1.2,
    "legend.handlelength": 1.6,
    "legend.handletextpad": 0.5,
    "text.color": COLOURS["ink"],
    "axes.labelcolor": COLOURS["ink"],
    "axes.edgecolor": COLOURS["grey"],
    "xtick.color": COLOURS["grey"],
    "ytick.color": COLOURS["grey"],
    "xtick.labelcolor": COLOURS["ink"],
    "ytick.labelcolor": COLOURS["ink"],
    "axes.axisbelow": True,
    "grid.color": COLOURS["rule"],
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.6,
    "hatch.color": COLOURS["grey"],
    # A label with two dollar signs is a sum of money, not a formula.
    "text.parse_math": False,
    "text.hinting": "no_hinting",
    "figure.dpi": 200,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",
    "svg.hashsalt": "vietdiplo",
}
MISSING_GLYPH = re.compile(r"Glyph (\d+) .*missing from font", re.DOTALL)


class GlyphError(VietdiploError):
    """A label has a character that the figures' font cannot draw."""


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style, and raise GlyphError where the font lacks a character."""
    with rc_context(STYLE), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph", category=UserWarning)
        try:
            yield
        except UserWarning as warning:
            glyph = MISSING_GLYPH.match(str(warning))
            if glyph is None:
                raise
            code = int(glyph[1])
            raise GlyphError(
                f"figure: {chr(code)!r} (U+{code:04X}) is not in the font {FONT}; take it out of the label or title"
            ) from None


class Picture(Figure):
    """A figure of the page's width that lays out in inches from its upper left corner, below its title."""

    def __init__(self, body: float, title: str = "") -> None:
        """Make a figure with `body` inches below the title; a long title is wrapped."""
        self.title = title
        lines = split_lines(unify_text(title), WIDTH - 2 * MARGIN, load_measure(SIZE + 1, "bold"), 4)
        self.head = MARGIN + (len(lines) * 0.19 + 0.06 if lines else 0)
        self.body = body
        self.tall = self.head + body + MARGIN
        super().__init__(figsize=(WIDTH, self.tall))
        FigureCanvasAgg(self)
        for number, line in enumerate(lines):
            self.write(MARGIN, number * 0.19 - self.head + MARGIN, line, {"size": SIZE + 1, "weight": "bold"})

    def write(self, left: float, top: float, text: str, look: Look | None = None) -> None:
        """Write a text at inches from the left and from the top of the body, its upper edge there."""
        style = {"va": "top", "ha": "left", "size": SIZE, **(look or {})}
        self.text(left / WIDTH, 1 - (self.head + top) / self.tall, text, **style)

    def add_panel(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add axes at inches from the left and from the top of the body, with a left and a bottom line only."""
        bottom = 1 - (self.head + top + height) / self.tall
        axes = self.add_axes((left / WIDTH, bottom, width / WIDTH, height / self.tall))
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(length=2.5)
        return axes

    def add_key(self, handles: Sequence[Artist], labels: Sequence[str], top: float) -> None:
        """Add the legend in as many columns as fit, its upper edge at inches from the top of the body."""
        names = [shorten_label(label) for label in labels]
        anchor = (MARGIN / WIDTH, 1 - (self.head + top) / self.tall)
        self.legend(handles, names, loc="upper left", bbox_to_anchor=anchor, ncols=_count_columns(names))

    def to_svg(self) -> str:
        """Give the picture as SVG with letters as outlines, the same bytes each time, without a prolog."""
        file = StringIO()
        with house_style():
            # Format and Type are constants; Creator and Date would change with the version and the clock.
            self.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
        text = file.getvalue()
        return text[text.index("<svg") :]

    def to_png(self) -> bytes:
        """Give the picture as PNG of 200 dots an inch, the same bytes each time."""
        file = BytesIO()
        with house_style():
            self.savefig(file, format="png", dpi=200, metadata={"Software": None})
        return file.getvalue()

    def _repr_svg_(self) -> str:
        return self.to_svg()


def unify_text(text: object) -> str:
    """Unify a label for drawing: composed letters, plain single spaces, one line, nothing invisible.

    A character that the font lacks (a Chinese name, an emoji) becomes U+FFFD, so that one word of a corpus stops no
    figure; the figure's data keeps it.
    """
    letters = " ".join(clean_text(str(text)).text.split())
    return "".join(letter if ord(letter) in _load_glyphs() else "\ufffd" for letter in letters)


def shorten_label(text: str) -> str:
    """Shorten a name in a legend to half the page, keeping its end."""
    return shorten_text(text, KEY_WIDTH, load_measure(SIZE), tail=12)


def load_measure(size: float, weight: str = "normal") -> Measure:
    """Load the font and give the function that measures the width of a text in inches."""
    return partial(_measure_width, font=FontProperties(family=FONT, size=size, weight=weight))


@cache
def _load_glyphs() -> frozenset[int]:
    return frozenset(get_font(findfont(FONT)).get_charmap())


def count_key_rows(labels: Sequence[str]) -> int:
    """Count the rows that a legend with these labels has."""
    names = [shorten_label(label) for label in labels]
    return ceil(len(names) / _count_columns(names)) if names else 0


def check_columns(table: pd.DataFrame, name: str, expected: Sequence[str]) -> pd.DataFrame:
    """Return the table if it has the columns; raise TableError that names the missing ones if not."""
    missing = [column for column in expected if column not in table]
    if missing:
        raise TableError(f"{name}: no column {', '.join(missing)}; expected {', '.join(expected)}")
    return table


def draw_message(key: str, *, lang: str, title: str) -> Picture:
    """Draw a picture that only says, in the language, why there is nothing to see."""
    picture = Picture(0.4, title)
    picture.write(MARGIN, 0.1, load_labels(lang)[key], {"style": "italic", "color": COLOURS["grey"]})
    return picture


@lru_cache(maxsize=10_000)  # lines are wrapped at several widths from the same pieces
def _measure_width(text: str, font: FontProperties) -> float:
    # text_to_path measures in points as SVG draws; PNG moves letters to whole dots, which makes a line up to 3 % wider.
    return float(text_to_path.get_text_width_height_descent(text, font, False)[0]) / 72 * 1.03


def _count_columns(names: Sequence[str]) -> int:
    measure = load_measure(SIZE)
    widest = max((measure(name) for name in names), default=0) + 0.5
    return max(1, min(len(names), int((WIDTH - 2 * MARGIN) / widest)))
