"""What each text covers: a cell a code and a text, in blocks that stay readable however many texts there are."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import NamedTuple

import pandas as pd
from babel.numbers import format_decimal, format_percent
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from vietdiplo.draw.labels import PIECE, split_lines
from vietdiplo.draw.rows import list_links
from vietdiplo.draw.style import (
    COLOURS,
    LINE,
    MARGIN,
    SIZE,
    SMALL,
    WIDTH,
    Look,
    Picture,
    check_columns,
    draw_message,
    house_style,
    load_measure,
    unify_text,
)
from vietdiplo.language import load_labels
from vietdiplo.tables import TableError

LABEL_WIDTH = 2.3  # inches; a longer label takes a second line
CELL = 0.33  # inches, the height of two lines of numbers
NARROWEST, WIDEST = 0.4, 1.6  # inches, the width of a cell; "100 %" fits in the first
UPRIGHT = 1.6  # inches, the longest line of an upright head
KEY = 0.66  # inches
TOPS = (0.1, 0.2, 0.5, 1.0)
INK = LinearSegmentedColormap.from_list("coverage", ["#FFFFFF", "#56A3D0", "#003A5D"])
HATCH: Look = {"facecolor": "white", "hatch": "//////", "edgecolor": COLOURS["grey"], "linewidth": 0.6}


class Heads(NamedTuple):
    """The names above the cells: their lines, how they are turned, and the inches that they take up."""

    lines: Sequence[str]
    rotation: int
    height: float


@house_style()
def draw_heatmap(counts: pd.DataFrame, *, rows: Mapping[str, str], lang: str = "en", title: str = "") -> Picture:
    """Draw the share of each text's sentences that have a code: a row a code, a column a text.

    Takes the columns label (the code), doc_id, sentences (that have it), coverage (their share, 0 to 1) and perhaps
    link: the address that a cell leads to in the SVG; `rows` gives each code its label and the order. A cell that has
    no row in the table, or NaN, is hatched. Many texts go into several blocks, one below the other. Raises TableError
    for a missing column, a code that is not in `rows`, two rows for a cell, or a share outside 0 to 1.
    """
    _check_coverage(check_columns(counts, "counts", ("label", "doc_id", "sentences", "coverage")), rows)
    if counts.empty or not rows:
        return draw_message("draw_no_counts", lang=lang, title=title)
    measure = load_measure(SIZE)
    labels = [split_lines(unify_text(label), LABEL_WIDTH, measure, 2, tail=8) for label in rows.values()]
    return _draw_blocks(counts, list(rows), labels, lang=lang, title=title)


def _draw_blocks(
    counts: pd.DataFrame, codes: Sequence[str], labels: Sequence[Sequence[str]], *, lang: str, title: str
) -> Picture:
    """Draw the texts in as many blocks as they need, each with all codes, and the key under the last."""
    texts, measure = list(dict.fromkeys(counts["doc_id"])), load_measure(SIZE)
    left = 2 * MARGIN + max((measure(line) for lines in labels for line in lines), default=0.0)
    room = WIDTH - left - MARGIN
    blocks = ceil(len(texts) / int(room / NARROWEST))
    size = ceil(len(texts) / blocks)
    cell = min(WIDEST, room / size)
    heads = _split_heads([unify_text(text) for text in texts], cell)
    block = heads.height + len(codes) * CELL + 0.2
    picture = Picture(blocks * block + KEY, title)
    top = next((top for top in TOPS if top >= counts["coverage"].max()), TOPS[-1])
    for number in range(blocks):
        part = slice(number * size, (number + 1) * size)
        panel = (left, number * block + heads.height, len(texts[part]) * cell, len(codes) * CELL)
        axes = _draw_block(picture, panel, labels, Heads(heads.lines[part], heads.rotation, heads.height))
        _draw_cells(axes, counts, codes, texts[part], top, lang)
    _draw_key(picture, top, lang)
    return picture


def _check_coverage(counts: pd.DataFrame, rows: Mapping[str, str]) -> None:
    for label, doc_id, coverage in zip(counts["label"], counts["doc_id"], counts["coverage"], strict=True):
        if label not in rows:
            raise TableError(f"counts: label {label!r} is not among the rows; add it there or leave it out of counts")
        if coverage < 0 or coverage > 1:
            raise TableError(f"counts: {doc_id}: {label}: coverage {coverage} is no share; give 0 to 1, or NaN")
    twice = counts.duplicated(["label", "doc_id"])
    if twice.any():
        label, doc_id = counts.loc[twice, ["label", "doc_id"]].iloc[0]
        raise TableError(f"counts: two rows with label, doc_id = {label}, {doc_id}; keep one")


def _split_heads(names: Sequence[str], cell: float) -> Heads:
    """Split names to stand level if their words fit into the cells, else upright in up to two lines."""
    measure = load_measure(SIZE)
    room = cell - 0.08
    words = [piece.rstrip() for name in names for piece in PIECE.findall(name)]
    if max(map(measure, words)) <= room:
        level = [split_lines(name, room, measure, 4) for name in names]
        if max(map(len, level)) <= 3:
            return Heads(["\n".join(lines) for lines in level], 0, max(map(len, level)) * LINE + 0.08)
    upright = [split_lines(name, UPRIGHT, measure, 2, tail=10) for name in names]
    longest = max((measure(line) for lines in upright for line in lines), default=0.0)
    return Heads(["\n".join(lines) for lines in upright], 90, longest + 0.1)


def _draw_block(
    picture: Picture, panel: tuple[float, float, float, float], labels: Sequence[Sequence[str]], heads: Heads
) -> Axes:
    axes = picture.add_panel(*panel)
    axes.set(xlim=(0, len(heads.lines)), ylim=(len(labels), 0))
    axes.spines[:].set_visible(False)
    axes.set_yticks([row + 0.5 for row in range(len(labels))], ["\n".join(lines) for lines in labels], linespacing=1.15)
    columns = [column + 0.5 for column in range(len(heads.lines))]
    axes.set_xticks(columns, heads.lines, rotation=heads.rotation, linespacing=1.15)
    axes.tick_params(length=0, top=True, bottom=False, labeltop=True, labelbottom=False)
    return axes


def _draw_cells(
    axes: Axes, counts: pd.DataFrame, codes: Sequence[str], texts: Sequence[str], top: float, lang: str
) -> None:
    places = zip(counts["label"], counts["doc_id"], strict=True)
    links = list_links(counts) or [None] * len(counts)
    known = dict(zip(places, zip(counts["sentences"], counts["coverage"], links, strict=True), strict=True))
    for row, code in enumerate(codes):
        for column, text in enumerate(texts):
            sentences, coverage, link = known.get((code, text), (float("nan"), float("nan"), None))
            if pd.isna(coverage):
                axes.add_patch(Rectangle((column, row), 1, 1, **HATCH))
                continue
            colour = INK(coverage / top)
            look: Look = {"facecolor": colour, "edgecolor": "white", "linewidth": 0.8, "url": link}
            axes.add_patch(Rectangle((column, row), 1, 1, **look))
            shown = format_decimal(sentences, locale=lang) + (f"\n{_format_share(coverage, lang)}" if coverage else "")
            # Above 0.64 of the ramp white has more contrast than ink (WCAG 2.2, relative luminance).
            ink = "white" if coverage > 0.64 * top else COLOURS["ink"] if coverage else COLOURS["grey"]
            # The numbers lie over the cell, so they lead to the same place.
            numbers: Look = {"ha": "center", "va": "center", "size": SMALL, "linespacing": 1.0, "url": link}
            axes.text(column + 0.5, row + 0.5, shown, color=ink, **numbers)
    axes.hlines(range(len(codes) + 1), 0, len(texts), color=COLOURS["rule"], linewidth=0.5, zorder=3, clip_on=False)


def _draw_key(picture: Picture, top: float, lang: str) -> None:
    """Draw what the colours, the hatch and the two numbers of a cell say."""
    wording = load_labels(lang)
    axes = picture.add_panel(MARGIN, picture.body - KEY + 0.34, WIDTH - 2 * MARGIN, 0.16)
    axes.set(xlim=(0, WIDTH - 2 * MARGIN), ylim=(0, 1))
    axes.set_axis_off()
    steps = [(INK(step / 5), _format_share(top * step / 5, lang)) for step in range(6)]
    edge: Look = {"edgecolor": COLOURS["grey"], "linewidth": 0.5}
    looks = [({"facecolor": colour, **edge}, label) for colour, label in steps]
    left = 0.0
    measure = load_measure(SIZE)
    for look, label in [*looks, (HATCH, wording["draw_no_data"])]:
        axes.add_patch(Rectangle((left, 0), 0.3, 1, clip_on=False, **look))
        axes.text(left + 0.36, 0.5, label, va="center", size=SIZE)
        left += 0.36 + measure(label) + 0.2
    picture.write(MARGIN, picture.body - KEY + 0.08, wording["draw_coverage"])


def _format_share(share: float, lang: str) -> str:
    return format_percent(share, "#,##0.0%" if 0 < share < 0.01 else "#,##0%", locale=lang)
