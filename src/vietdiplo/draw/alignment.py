"""Which sentences of two texts tell the same: two lanes in the order of the texts, with lines between them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path

from vietdiplo.draw.labels import Extent, shorten_text, split_lines
from vietdiplo.draw.scale import PANEL, lay_link, open_panel
from vietdiplo.draw.style import (
    COLOURS,
    SMALL,
    Look,
    Picture,
    check_columns,
    count_key_rows,
    draw_message,
    house_style,
    load_measure,
    unify_text,
)
from vietdiplo.language import load_labels
from vietdiplo.tables import TableError

FILLS: Mapping[str, Look] = {
    "verbatim": {"facecolor": COLOURS["blue"], "edgecolor": COLOURS["blue"]},
    "reworded": {"facecolor": COLOURS["sky"], "edgecolor": COLOURS["blue"]},
    "undecided": {"facecolor": COLOURS["sand"], "edgecolor": COLOURS["orange"], "hatch": "////"},
    "absent": {"facecolor": "white", "edgecolor": COLOURS["grey"]},
}
LINES: Mapping[str, Look] = {
    "verbatim": {"edgecolor": COLOURS["blue"], "linewidth": 2.2},
    "reworded": {"edgecolor": COLOURS["sky"], "linewidth": 1.3},
    "undecided": {"edgecolor": COLOURS["orange"], "linewidth": 0.9, "linestyle": (0, (3, 2))},
}
TALLEST = 8.8  # inches of lanes, which fill a page
PITCH = 0.3  # inches of a part where there is room
READ = 0.15  # inches of a part beside which a line of words can be read
LINE_OF_WORDS, MOST_LINES = 0.14, 4
BAR = 0.16  # inches
HEAD = 0.26
GAP = 1.5  # inches between the lanes
NUMBER = 0.3  # inches of a sentence's number beside its bar
EACH = 0.14  # inches between two numbers, at least
THINNEST = 0.25  # of a line's width where parts are many


class Lane(NamedTuple):
    """A text: its parts, the inches of its bar and of its words, the side they are on, and the height of a part."""

    parts: pd.DataFrame
    bar: Extent
    words: Extent
    side: int
    pitch: float


@house_style()
def draw_alignment(
    pairs: pd.DataFrame,
    *,
    left: pd.DataFrame,
    right: pd.DataFrame,
    heads: Sequence[str],
    lang: str = "en",
    title: str = "",
) -> Picture:
    """Draw two texts as lanes of their parts, the first on top, and a line for each pair of parts that tell the same.

    `left` and `right` take the columns part (a number that `pairs` names), sentence, status (verbatim, reworded,
    undecided or absent), text and perhaps link, the address that the part leads to in the SVG; `pairs` the columns
    left, right and status. Words stand beside the parts where there is room for a line each, else the numbers of
    sentences. `heads` are the names of the two. Raises TableError for a missing column, an unknown status or part.
    """
    _check_tables(pairs, left, right)
    if left.empty and right.empty:
        return draw_message("draw_no_alignment", lang=lang, title=title)
    most = max(len(left), len(right), 1)
    height = min(PITCH * most, TALLEST)
    key = _list_key(pairs, left, right, lang)
    picture = Picture(HEAD + height + 0.1 + 0.2 * count_key_rows([label for _, label in key]), title)
    axes = open_panel(picture)
    lanes = [_find_lane(table, side, height) for table, side in ((left, -1), (right, 1))]
    places = [_draw_lane(axes, lane, head) for lane, head in zip(lanes, heads, strict=True)]
    _draw_pairs(axes, pairs, places, min(lane.pitch for lane in lanes))
    picture.add_key([artist for artist, _ in key], [label for _, label in key], HEAD + height + 0.1)
    return picture


def _find_lane(parts: pd.DataFrame, side: int, height: float) -> Lane:
    middle = PANEL.width / 2 + side * GAP / 2
    bar = Extent(middle - BAR, middle) if side < 0 else Extent(middle, middle + BAR)
    words = Extent(0, bar.left - NUMBER) if side < 0 else Extent(bar.right + NUMBER, PANEL.width)
    return Lane(parts, bar, words, side, height / max(len(parts), 1))


def _check_tables(pairs: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame) -> None:
    check_columns(pairs, "pairs", ("left", "right", "status"))
    for name, table in (("left", left), ("right", right)):
        check_columns(table, name, ("part", "sentence", "status", "text"))
        _refuse(table["status"], f"{name}: status", FILLS)
        _refuse(pairs[name], f"pairs: {name}", set(table["part"]))
    _refuse(pairs["status"], "pairs: status", LINES)


def _refuse(values: Iterable[object], place: str, known: Collection[object]) -> None:
    wrong = [value for value in values if value not in known]
    if wrong:
        raise TableError(f"{place} {wrong[0]!r} is unknown; use one of {', '.join(map(str, list(known)[:10]))}")


def _draw_lane(axes: Axes, lane: Lane, head: str) -> dict[object, float]:
    """Draw the parts of a text over the whole height, and give the middle of each."""
    at = _find_edge(lane)
    outer = Extent(min(lane.words.left, lane.bar.left), max(lane.words.right, lane.bar.right))
    look: Look = {"ha": at[1], "va": "top", "weight": "bold", "size": SMALL}
    axes.text(at[0], 0.02, shorten_text(unify_text(head), outer.width, load_measure(SMALL, "bold")), **look)
    middles: dict[object, float] = {}
    last, before = -EACH, None
    for number, row in enumerate(lane.parts.to_dict("records")):
        top = HEAD + number * lane.pitch
        middle = middles[row["part"]] = top + lane.pitch / 2
        place = (lane.bar.left, top + 0.06 * lane.pitch)
        axes.add_patch(Rectangle(place, BAR, 0.88 * lane.pitch, linewidth=0.5, **FILLS[row["status"]]))
        if row["sentence"] != before and top - last >= EACH:
            _write_number(axes, lane, row["sentence"], middle)
            last = top
        before = row["sentence"]
        _write_words(axes, lane, row["text"], middle)
        taken = outer if lane.pitch >= READ else lane.bar
        lay_link(axes, taken, middle, lane.pitch, row.get("link", ""))
    return middles


def _find_edge(lane: Lane) -> tuple[float, str]:
    """Find where words and head of a lane begin or end: beside its numbers."""
    return (lane.words.right, "right") if lane.side < 0 else (lane.words.left, "left")


def _write_words(axes: Axes, lane: Lane, text: object, middle: float) -> None:
    """Write as many lines of a part's words as fit beside it."""
    number = min(int(lane.pitch / LINE_OF_WORDS), MOST_LINES) if lane.pitch >= READ else 0
    if number:
        place, side = _find_edge(lane)
        lines = split_lines(unify_text(text), lane.words.width - 0.05, load_measure(SMALL), number)
        axes.text(place, middle, "\n".join(lines), ha=side, va="center", size=SMALL, linespacing=1.1)


def _write_number(axes: Axes, lane: Lane, number: int, middle: float) -> None:
    place, side = (lane.bar.left - 0.04, "right") if lane.side < 0 else (lane.bar.right + 0.04, "left")
    look: Look = {"size": SMALL, "color": COLOURS["grey"], "va": "center_baseline"}
    axes.text(place, middle, str(number), ha=side, **look)


def _draw_pairs(axes: Axes, pairs: pd.DataFrame, places: Sequence[Mapping[object, float]], pitch: float) -> None:
    """Draw a curve for each pair, those that are undecided below the others; the closer the parts the thinner."""
    start, end = PANEL.width / 2 - GAP / 2, PANEL.width / 2 + GAP / 2
    width = min(1.0, max(pitch / READ, THINNEST))
    rows = zip(*(pairs[name].tolist() for name in ("left", "right", "status")), strict=True)
    for left, right, status in sorted(rows, key=lambda row: -list(LINES).index(row[2])):
        one, other = places[0][left], places[1][right]
        middle = (start + end) / 2
        points = [(start, one), (middle, one), (middle, other), (end, other)]
        curve = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
        look = {**LINES[status], "linewidth": LINES[status]["linewidth"] * width}
        axes.add_patch(PathPatch(curve, facecolor="none", alpha=0.85, **look))


def _list_key(pairs: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame, lang: str) -> list[tuple[Patch, str]]:
    wording = load_labels(lang)
    drawn = {*pairs["status"], *left["status"], *right["status"]}
    return [(Patch(**look), wording[f"draw_alignment_{name}"]) for name, look in FILLS.items() if name in drawn]
