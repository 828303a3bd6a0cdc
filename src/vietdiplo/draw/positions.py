"""Where in each text a term falls: a lane a text and term, a tick an occurrence."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from babel.numbers import format_percent
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from vietdiplo.draw.labels import shorten_text
from vietdiplo.draw.rows import (
    AXIS,
    LABEL_WIDTH,
    NUMBERS,
    format_count,
    list_links,
    say_left_out,
    write_column,
    write_notes,
)
from vietdiplo.draw.style import (
    COLOURS,
    LINE,
    MARGIN,
    SIZE,
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

TEXTS = 12
LONGEST = 12.0  # inches of lanes
LANE = 0.21  # inches
HEAD = 0.3  # inches of the name above a block of lanes
HALF = 0.075  # inches, half a tick
TICK, TARGET = 1.2, 7.0  # points: the line that is seen, and the width on which a pointer or finger hits it
STEPS = 500  # places in a lane that can be told apart
ENDS = 0.01  # of the axis beyond both ends, so that a tick at an end is whole


class Lane(NamedTuple):
    """A lane: its label, its rows of the table, the words of its text, and the inches of its middle from the top."""

    label: str
    rows: pd.DataFrame
    words: int
    top: float


class Block(NamedTuple):
    """Lanes under one name, and the inches of its upper edge from the top."""

    name: str
    lanes: Sequence[Lane]
    top: float


@house_style()
def draw_positions(positions: pd.DataFrame, *, lang: str = "en", title: str = "") -> Picture:
    """Draw where in each text each label falls, from the beginning of the text (0 %) to its end (100 %).

    Takes the columns doc_id, label, words (of the text), at (0 to 1) and perhaps link: the address that a tick leads
    to in the SVG. Of several texts each label has a block with a lane a text, also where it does not occur; of one
    text all labels are one block. Texts keep the order of the table, the most frequent label comes first. Of more than
    12 texts, or more labels than fill 12 inches (55 of one text, 16 of two, 7 of six), the most frequent are drawn, and
    the figure says so. Raises TableError for a missing column, or `at` beyond 0 to 1.
    """
    _check_places(check_columns(positions, "positions", ("doc_id", "label", "words", "at")))
    if positions.empty:
        return draw_message("draw_no_occurrences", lang=lang, title=title)
    chosen = _rank(positions, "doc_id")[:TEXTS]
    texts = [name for name in positions["doc_id"].unique() if name in chosen]
    labels = _rank(positions[positions["doc_id"].isin(texts)], "label")[: _count_labels(len(texts))]
    lost = {kind: positions[column].nunique() for kind, column in (("labels", "label"), ("texts", "doc_id"))}
    notes = say_left_out({"labels": lost["labels"] - len(labels), "texts": lost["texts"] - len(texts)}, lang)
    blocks = _find_blocks(positions, labels, texts, lang)
    return _draw_blocks(blocks, notes, lang=lang, title=title)


def _check_places(positions: pd.DataFrame) -> None:
    wrong = positions[~positions["at"].between(0, 1)]
    if len(wrong):
        row = wrong.iloc[0]
        raise TableError(f"positions: {row['doc_id']}: {row['label']}: at {row['at']} is no share; give 0 to 1")


def _rank(positions: pd.DataFrame, column: str) -> list[str]:
    """Rank the values of a column by their rows, the most first; equal ones stay in the order of the table."""
    sizes = positions.groupby(column, sort=False).size()
    return [str(name) for name in sizes.sort_values(ascending=False, kind="stable").index]


def _count_labels(texts: int) -> int:
    """Count the labels that have room, in one block for one text, else in a block each."""
    return int((LONGEST - HEAD) / LANE) if texts == 1 else int(LONGEST / (HEAD + LANE * texts))


def _find_blocks(positions: pd.DataFrame, labels: Sequence[str], texts: Sequence[str], lang: str) -> list[Block]:
    words = dict(zip(positions["doc_id"], positions["words"], strict=True))
    parts = dict(list(positions.groupby(["label", "doc_id"])))
    none = positions.head(0)
    if len(texts) == 1:
        wording = load_labels(lang)["draw_text_words"]
        name = wording.format(name=unify_text(texts[0]), words=format_count(words[texts[0]], lang))
        plan = [(name, [(label, label, texts[0]) for label in labels])]
    else:
        plan = [(unify_text(label), [(text, label, text) for text in texts]) for label in labels]
    blocks, top = [], 0.0
    for name, members in plan:
        first = top + HEAD
        lanes = [
            Lane(unify_text(shown), parts.get((label, text), none), words[text], first + LANE * (number + 0.5))
            for number, (shown, label, text) in enumerate(members)
        ]
        blocks.append(Block(name, lanes, top))
        top = first + LANE * len(lanes)
    return blocks


def _draw_blocks(blocks: Sequence[Block], notes: Sequence[str], *, lang: str, title: str) -> Picture:
    """Draw the lanes with their labels left of them and their numbers right of them, and the axis under them."""
    lanes = [lane for block in blocks for lane in block.lanes]
    measure = load_measure(SIZE)
    labels = [shorten_text(lane.label, LABEL_WIDTH, measure, tail=10) for lane in lanes]
    left = 2 * MARGIN + max(map(measure, labels))
    columns = {"n": [len(lane.rows) for lane in lanes]}
    if len(blocks) > 1 or len({lane.words for lane in lanes}) > 1:
        columns[load_labels(lang)["draw_words"]] = [lane.words for lane in lanes]
    height = lanes[-1].top + LANE / 2 + 0.03
    picture = Picture(0.15 + height + AXIS + len(notes) * LINE, title)
    axes = picture.add_panel(left, 0.15, WIDTH - left - MARGIN - NUMBERS * len(columns), height)
    axes.set(xlim=(-ENDS, 1 + ENDS), ylim=(height, 0))
    tops = [lane.top for lane in lanes]
    axes.set_yticks(tops, labels)
    for number, (head, counts) in enumerate(columns.items(), start=1):
        texts = [format_count(count, lang) for count in counts]
        write_column(axes, head, texts, at=NUMBERS * number, tops=tops)
    _write_names(picture, blocks, NUMBERS * len(columns))
    for lane in lanes:
        _draw_lane(axes, lane)
    _format_places(axes, lang)
    write_notes(picture, notes, 0.15 + height + AXIS)
    return picture


def _write_names(picture: Picture, blocks: Sequence[Block], numbers: float) -> None:
    """Write the name above each block, as far as the columns of numbers leave room."""
    room, measure = WIDTH - 2 * MARGIN - numbers, load_measure(SIZE, "bold")
    for block in blocks:
        name = shorten_text(block.name, room, measure, tail=12)
        picture.write(MARGIN, 0.15 + block.top + 0.1, name, {"weight": "bold"})


def _draw_lane(axes: Axes, lane: Lane) -> None:
    """Draw the track and the ticks of a lane; of ticks that would cover each other the first one."""
    look: Look = {"facecolor": COLOURS["shade"], "edgecolor": COLOURS["rule"], "linewidth": 0.5, "zorder": 1}
    axes.add_patch(Rectangle((0, lane.top - HALF), 1, 2 * HALF, **look))
    seen = lane.rows[~(lane.rows["at"] * STEPS).astype(int).duplicated()]
    lines = [[(at, lane.top - HALF), (at, lane.top + HALF)] for at in seen["at"]]
    links = list_links(seen)
    if links:
        # Ticks are too narrow to be hit, so wide ones lie under them; at an alpha of 0 matplotlib would leave them out.
        wide: Look = {"colors": "white", "alpha": 0.01, "linewidths": TARGET}
        axes.add_collection(LineCollection(lines, urls=links, zorder=2, **wide))
    ticks = LineCollection(lines, urls=links, linewidths=TICK, colors=COLOURS["blue"], zorder=3)
    axes.add_collection(ticks)


def _format_places(axes: Axes, lang: str) -> None:
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axes.xaxis.set_major_formatter(lambda share, _: format_percent(share, locale=lang))
    axes.set_xlabel(load_labels(lang)["draw_place"])
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
