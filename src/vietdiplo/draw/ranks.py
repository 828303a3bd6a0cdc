"""Frequencies by rank beside what Zipf's law expects, on logarithmic axes."""

import numpy as np
import pandas as pd
from babel.numbers import format_decimal
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from vietdiplo.draw.labels import Extent, shorten_text
from vietdiplo.draw.rows import KEY_ROW, list_links
from vietdiplo.draw.style import (
    COLOURS,
    LINE,
    MARGIN,
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

LEFT, HEIGHT, FOOT = 0.75, 3.6, 0.55  # inches: left of the panel, the panel, and its axis
CELL = 0.02  # inches; of points nearer than that one is drawn
LABEL_WIDTH = 2.0  # inches
TARGET = 7.0  # points across of what a pointer can hit
POINT: Look = {"color": COLOURS["blue"], "marker": "o", "linestyle": "none", "markersize": 3.5}
LAW: Look = {"color": COLOURS["vermilion"], "linestyle": "--", "linewidth": 1.2}


@house_style()
def draw_ranks(ranks: pd.DataFrame, *, lang: str = "en", title: str = "") -> Picture:
    """Draw each label's frequency over its rank, with the line that Zipf's law expects.

    Takes the columns label, n, rank, zipf and perhaps link: the address that a point leads to in the SVG. Both axes are
    logarithmic; labels that never occur are left out, and of points that cover each other one is drawn. As many of the
    ranks 1, 2, 3, 5, 10, 20 and so on as have room get their label. Raises TableError if a column is missing.
    """
    check_columns(ranks, "ranks", ("label", "n", "rank", "zipf"))
    seen = ranks[ranks["n"] > 0].sort_values("rank", kind="stable")
    if seen.empty:
        return draw_message("draw_no_counts", lang=lang, title=title)
    wording = load_labels(lang)
    picture = Picture(HEIGHT + FOOT + KEY_ROW + 0.1, title)
    axes = picture.add_panel(LEFT, 0.1, WIDTH - LEFT - 2 * MARGIN, HEIGHT)
    _scale_axes(axes, seen, lang)
    axes.set(xlabel=wording["draw_rank"], ylabel=wording["draw_occurrences"])
    ends = seen.iloc[[0, -1]]
    axes.plot(ends["rank"], ends["zipf"], **LAW, zorder=2)
    shown = seen[~_find_cells(picture, axes, seen).duplicated()]
    axes.plot(shown["rank"], shown["n"], **POINT, zorder=3)
    _link_points(axes, shown)
    _draw_labels(picture, axes, seen)
    key = [(Line2D([], [], **POINT), wording["draw_seen"]), (Line2D([], [], **LAW), wording["draw_zipf"])]
    picture.add_key([line for line, _ in key], [label for _, label in key], picture.body - KEY_ROW)
    return picture


def _link_points(axes: Axes, ranks: pd.DataFrame) -> None:
    """Lay the link of each point that has one over it, wider than the point, which is hard to hit."""
    links = list_links(ranks)
    if links:
        areas = axes.scatter(ranks["rank"], ranks["n"], s=TARGET**2, color="white", alpha=0.01, zorder=5)
        areas.set_urls(links)


def _scale_axes(axes: Axes, ranks: pd.DataFrame, lang: str) -> None:
    """Make both axes logarithmic from just under 1 to beyond the largest, at least a power of ten."""
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(0.8, max(10, ranks["rank"].max()) * 1.25)
    axes.set_ylim(0.7, max(10, ranks["n"].max()) * 1.9)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: format_decimal(round(value, 6), locale=lang))
        axis.set_minor_formatter(lambda value, _: "")
    axes.tick_params(which="minor", length=1.5)
    axes.grid()


def _find_inches(picture: Picture, axes: Axes, ranks: pd.DataFrame) -> np.ndarray:
    places = axes.transData.transform(ranks[["rank", "n"]].to_numpy(float))
    return np.asarray(places / picture.dpi)


def _find_cells(picture: Picture, axes: Axes, ranks: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(np.round(_find_inches(picture, axes, ranks) / CELL), index=ranks.index)


def _draw_labels(picture: Picture, axes: Axes, ranks: pd.DataFrame) -> None:
    """Write labels right above their points, where no point of a falling row can stand, if they keep apart."""
    measure = load_measure(SMALL)
    some = ranks[ranks["rank"].isin(_list_ranks(int(ranks["rank"].max())))]
    paper: Look = {"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.8}
    look: Look = {"textcoords": "offset points", "va": "bottom", "size": SMALL, "bbox": paper, "zorder": 4}
    taken: list[tuple[Extent, Extent]] = []
    for (left, top), row in zip(_find_inches(picture, axes, some), some.itertuples(), strict=True):
        text = shorten_text(unify_text(row.label), LABEL_WIDTH, measure)
        box = Extent(left, left + measure(text) + 0.1), Extent(top, top + LINE)
        is_free = not any(_touch(box[0], other[0]) and _touch(box[1], other[1]) for other in taken)
        if box[0].right < WIDTH - MARGIN and is_free:
            taken.append(box)
            axes.annotate(text, (row.rank, row.n), (3, 3), **look)


def _touch(one: Extent, other: Extent) -> bool:
    return one.left < other.right + 0.03 and other.left < one.right + 0.03


def _list_ranks(last: int) -> list[int]:
    return [step * 10**power for power in range(len(str(last))) for step in (1, 2, 3, 5)]
