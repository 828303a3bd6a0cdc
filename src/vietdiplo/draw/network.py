"""What goes with what: a disc a label, a line between two that stand in the same sentences."""

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle

from vietdiplo.draw.labels import split_lines
from vietdiplo.draw.layout import find_distances, place_boxes, place_nodes
from vietdiplo.draw.rows import format_count, list_links, say_left_out, write_notes
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
from vietdiplo.tables import ParameterError

WEIGHTS = ("jaccard", "lift", "n")
NODES, EDGES = 40, 80
PANEL = WIDTH - 2 * MARGIN
LABEL_WIDTH = 1.35  # inches; a longer label takes up to three lines
LARGEST, SMALLEST = 0.12, 0.03  # inches, radius of a disc
WIDEST, NARROWEST = 5.0, 0.8  # points of a line
GAP = 0.07  # inches between two labels or discs
SHORTEST, TALLEST = 2.0, 8.0  # inches of the network; labels that do not fit make it taller
ROOM = 4.5  # times the area of discs and labels
KEY, SAMPLE = 0.27, 0.85  # inches: a row of the key, and from one sample in it to the next
DISC: Look = {"facecolor": COLOURS["blue"], "edgecolor": "white", "linewidth": 0.6, "zorder": 3}


class Node(NamedTuple):
    """A label with its sentences, its lines, the radius of its disc, and the middle of the disc, in inches."""

    n: float
    lines: Sequence[str]
    radius: float
    left: float
    top: float


@house_style()
def draw_network(pairs: pd.DataFrame, *, weight: str = "jaccard", lang: str = "en", title: str = "") -> Picture:
    """Draw which labels occur in the same sentences: discs grow with n of the label, lines with the weight of the pair.

    Takes the columns label, other, n, jaccard, lift, n_label, n_other and perhaps link: the address that a line leads
    to in the SVG. Weights are jaccard, lift and n. The closest labels by weight stand nearest; the places have no other
    meaning. Of more than 40 labels or 80 pairs the heaviest pairs are drawn, and the figure says so. Raises TableError
    for a missing column, ParameterError for another weight.
    """
    if weight not in WEIGHTS:
        raise ParameterError(f"draw_network: weight: '{weight}' is not known; use one of {', '.join(WEIGHTS)}")
    check_columns(pairs, "pairs", ("label", "other", "n", "jaccard", "lift", "n_label", "n_other"))
    if pairs.empty:
        return draw_message("draw_no_pairs", lang=lang, title=title)
    shown = _choose_pairs(pairs.sort_values([weight, "n"], ascending=False, kind="stable"))
    lost = {"labels": len(_count_nodes(pairs)) - len(_count_nodes(shown)), "pairs": len(pairs) - len(shown)}
    notes = [load_labels(lang)["draw_network_places"], *say_left_out(lost, lang)]
    return _draw_pairs(shown, weight, notes, lang=lang, title=title)


def _draw_pairs(pairs: pd.DataFrame, weight: str, notes: Sequence[str], *, lang: str, title: str) -> Picture:
    """Draw the discs of all labels of the pairs and a line for each pair, with the key and the notes under them."""
    sizes = _count_nodes(pairs)
    numbers = {label: number for number, label in enumerate(sizes)}
    ends = [(numbers[a], numbers[b]) for a, b in zip(pairs["label"], pairs["other"], strict=True)]
    weights = pairs[weight].to_numpy(float)
    nodes, height = _place_labels(sizes, ends, weights)
    picture = Picture(height + 0.15 + 2 * KEY + len(notes) * LINE, title)
    axes = _open_panel(picture)
    _draw_edges(axes, nodes, ends, weights, list_links(pairs))
    _draw_nodes(axes, nodes)
    _draw_key(axes, height + 0.1, nodes, pairs[weight], weight, lang)
    write_notes(picture, notes, height + 0.15 + 2 * KEY)
    return picture


def _choose_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """Choose the first pairs, leaving out each that would bring in a label too many."""
    labels: set[str] = set()
    kept: list[int] = []
    for row, ends in enumerate(zip(pairs["label"], pairs["other"], strict=True)):
        if len(kept) < EDGES and len(labels.union(ends)) <= NODES:
            labels.update(ends)
            kept.append(row)
    return pairs.iloc[kept]


def _count_nodes(pairs: pd.DataFrame) -> dict[str, int]:
    """Give each label, in the order of the pairs, the number of its sentences."""
    ends = zip(pairs["label"], pairs["other"], pairs["n_label"], pairs["n_other"], strict=True)
    return {name: n for a, b, n_a, n_b in ends for name, n in ((a, n_a), (b, n_b))}


def _place_labels(
    sizes: dict[str, int], ends: Sequence[tuple[int, int]], weights: np.ndarray
) -> tuple[list[Node], float]:
    """Place each disc with its label under it, and give the inches down to the lowest."""
    measure = load_measure(SMALL)
    lines = [split_lines(unify_text(label), LABEL_WIDTH, measure, 3) for label in sizes]
    radii = [max(SMALLEST, LARGEST * sqrt(n / max(sizes.values()))) for n in sizes.values()]
    boxes = [
        (max(2 * radius, *map(measure, label)), 2 * radius + 0.03 + LINE * len(label))
        for radius, label in zip(radii, lines, strict=True)
    ]
    lengths = 2 - weights / weights.max()
    points = place_nodes(find_distances(ends, lengths.tolist(), len(sizes)))
    area = sum(width * height for width, height in boxes)
    middles = place_boxes(points, np.array(boxes), PANEL, min(TALLEST, max(SHORTEST, ROOM * area / PANEL)), GAP)
    tops = middles[:, 1] - np.array(boxes)[:, 1] / 2 + np.array(radii)
    rows = zip(sizes.values(), lines, radii, middles[:, 0].tolist(), tops.tolist(), strict=True)
    return [Node(*row) for row in rows], round(float((middles[:, 1] + np.array(boxes)[:, 1] / 2).max()), 2)


def _open_panel(picture: Picture) -> Axes:
    """Open axes over the whole body whose units are inches from the left and from the top."""
    axes = picture.add_panel(MARGIN, 0, PANEL, picture.body)
    axes.set(xlim=(0, PANEL), ylim=(picture.body, 0))
    axes.set_axis_off()
    return axes


def _draw_edges(
    axes: Axes,
    nodes: Sequence[Node],
    ends: Sequence[tuple[int, int]],
    weights: np.ndarray,
    links: list[str | None] | None,
) -> None:
    # The heaviest last, on top of the others.
    lines = [[(nodes[at].left, nodes[at].top) for at in pair] for pair in ends][::-1]
    look: Look = {"colors": COLOURS["sky"], "zorder": 1, "capstyle": "butt"}
    widths = _find_widths(weights, weights.max())[::-1]
    axes.add_collection(LineCollection(lines, linewidths=widths, urls=links and links[::-1], **look))


def _find_widths(weights: np.ndarray, most: float) -> np.ndarray:
    return np.maximum(NARROWEST, WIDEST * weights / most)


def _draw_nodes(axes: Axes, nodes: Sequence[Node]) -> None:
    paper: Look = {"facecolor": "white", "edgecolor": "none", "pad": 0.3, "alpha": 0.75}
    for node in nodes:
        axes.add_patch(Circle((node.left, node.top), node.radius, **DISC))
        top = node.top + node.radius + 0.03
        axes.text(node.left, top, "\n".join(node.lines), size=SMALL, ha="center", va="top", bbox=paper, zorder=2)


def _draw_key(
    axes: Axes, top: float, nodes: Sequence[Node], weights: "pd.Series[float]", weight: str, lang: str
) -> None:
    """Draw a row with three discs and their sentences, and one with three lines and their weights."""
    wording = load_labels(lang)
    heads = [wording["draw_network_discs"], wording[f"draw_network_{weight}"]]
    left = max(map(load_measure(SIZE), heads)) + 0.25
    for row, head in enumerate(heads):
        axes.text(0, top + KEY * (row + 0.5), head, va="center_baseline")
    radii = {node.n: node.radius for node in nodes}
    for number, n in enumerate(_choose_three(radii)):
        place = (left + SAMPLE * number, top + KEY / 2)
        axes.add_patch(Circle(place, radii[n], **DISC))
        axes.text(place[0] + 0.2, place[1], format_count(n, lang), va="center_baseline")
    for number, value in enumerate(_choose_three(weights)):
        place = (left + SAMPLE * number, top + KEY * 1.5)
        width = _find_widths(np.array([value]), weights.max())[0]
        axes.hlines([place[1]], place[0] - 0.13, place[0] + 0.13, color=COLOURS["sky"], linewidth=width)
        text = format_count(value, lang, "#,##0" if weight == "n" else "@@")
        axes.text(place[0] + 0.2, place[1], text, va="center_baseline")


def _choose_three(values: Iterable[float]) -> list[float]:
    """Choose the least, the middle and the largest of the values, each once."""
    steps = sorted(set(values))
    return [steps[at] for at in sorted({0, len(steps) // 2, len(steps) - 1})]
