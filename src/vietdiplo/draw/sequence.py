"""What follows what in each text: a lane a code, a cell a sentence, in the order of the text."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

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

LONGEST = 14.0  # inches of blocks; further texts are read in the table
LANE = 0.2  # inches
HALF = 0.07  # inches, half the height of a cell
HEAD, TICKS = 0.28, 0.24  # inches of the name above a block, and of the numbers under it
WIDEST = 0.3  # inches of a cell, in a short text
THINNEST = 0.012  # inches of a cell, in a long text


class Block(NamedTuple):
    """A text: its name, its rows of the table, its codes in order, an empty one for no code, and its sentences."""

    name: str
    rows: pd.DataFrame
    codes: Sequence[str]
    of: int

    @property
    def height(self) -> float:
        """The inches that the block takes up."""
        return HEAD + LANE * len(self.codes) + TICKS


@house_style()
def draw_sequence(sequence: pd.DataFrame, *, rows: Mapping[str, str], lang: str = "en", title: str = "") -> Picture:
    """Draw which code stands where in each text: a block a text, in it a lane a code, a cell a sentence.

    Takes the columns doc_id, sentence, label (empty for a sentence without a code), of (sentences of the text) and
    perhaps link: the address that a cell leads to in the SVG. `rows` gives each code its label and the order of the
    lanes; sentences without a code have the last lane. Texts keep the order of the table; those that 14 inches do not
    hold are not drawn, and the figure says so. Raises TableError for a missing column or a code that is not in `rows`.
    """
    check_columns(sequence, "sequence", ("doc_id", "sentence", "label", "of"))
    strange = [label for label in sequence["label"] if label and label not in rows]
    if strange:
        raise TableError(f"sequence: label {strange[0]!r} is not among the rows; add it there")
    if sequence.empty:
        return draw_message("draw_no_texts", lang=lang, title=title)
    blocks = [_make_block(str(name), part, rows, lang) for name, part in sequence.groupby("doc_id", sort=False)]
    heights = pd.Series([block.height for block in blocks]).cumsum()
    shown = blocks[: max(1, int((heights <= LONGEST).sum()))]
    notes = [load_labels(lang)["draw_sequence_cells"], *say_left_out({"texts": len(blocks) - len(shown)}, lang)]
    return _draw_blocks(shown, rows, notes, lang=lang, title=title)


def _make_block(doc_id: str, part: pd.DataFrame, rows: Mapping[str, str], lang: str) -> Block:
    of = int(part["of"].max())
    name = load_labels(lang)["draw_text_sentences"].format(name=unify_text(doc_id), n=format_count(of, lang))
    present = set(part["label"])
    return Block(name, part, [code for code in (*rows, "") if code in present], of)


def _draw_blocks(
    blocks: Sequence[Block], rows: Mapping[str, str], notes: Sequence[str], *, lang: str, title: str
) -> Picture:
    """Draw the blocks one below the other, all with as much room for labels, and the notes under them."""
    measure, wording = load_measure(SIZE), load_labels(lang)
    names = {"": wording["draw_no_code"], **rows}
    labels = {
        code: shorten_text(unify_text(names[code]), LABEL_WIDTH, measure)
        for code in {code for block in blocks for code in block.codes}
    }
    left = 2 * MARGIN + max(map(measure, labels.values()))
    room = WIDTH - left - MARGIN - NUMBERS
    picture = Picture(sum(block.height for block in blocks) + AXIS - TICKS + len(notes) * LINE, title)
    top = 0.0
    for block in blocks:
        name = shorten_text(block.name, WIDTH - 2 * MARGIN - NUMBERS, load_measure(SIZE, "bold"), tail=18)
        picture.write(MARGIN, top + 0.08, name, {"weight": "bold"})
        sentences = max(block.of, int(block.rows["sentence"].max()) + 1)
        width = min(room, WIDEST * sentences)
        axes = picture.add_panel(left, top + HEAD, width, LANE * len(block.codes))
        _draw_lanes(axes, block, [labels[code] for code in block.codes], sentences, width)
        counts = block.rows.groupby("label")["sentence"].nunique()
        numbers = [format_count(counts[code], lang) for code in block.codes]
        write_column(axes, "n", numbers, at=room - width + NUMBERS)
        top += block.height
    axes.set_xlabel(wording["draw_sequence"], loc="left")
    write_notes(picture, notes, picture.body - len(notes) * LINE)
    return picture


def _draw_lanes(axes: Axes, block: Block, labels: Sequence[str], sentences: int, width: float) -> None:
    axes.set(xlim=(-0.5, sentences - 0.5), ylim=(len(labels) - 0.5, -0.5))
    axes.set_yticks(range(len(labels)), labels)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(max(1, min(10, int(width / 0.4))), integer=True, min_n_ticks=1))
    track: Look = {"facecolor": COLOURS["shade"], "edgecolor": "none", "zorder": 1}
    for lane, code in enumerate(block.codes):
        axes.add_patch(Rectangle((-0.5, lane - HALF / LANE), sentences, 2 * HALF / LANE, **track))
        _draw_cells(axes, block.rows[block.rows["label"] == code], lane, width / sentences)
    axes.grid(axis="x", zorder=1.5)


def _draw_cells(axes: Axes, cells: pd.DataFrame, lane: int, inch: float) -> None:
    """Draw the cells of a lane as thick lines, so that each can have a link; `inch` is the width of a sentence."""
    half = max(0.5 - min(0.1, 0.01 / inch), THINNEST / inch / 2)
    lines = [[(number - half, lane), (number + half, lane)] for number in cells["sentence"]]
    is_coded = bool(len(cells)) and cells["label"].iloc[0] != ""
    colour = COLOURS["blue" if is_coded else "grey"]
    thick = 2 * HALF * 72 * (1 if is_coded else 0.45)
    look: Look = {"colors": colour, "linewidths": thick, "capstyle": "butt", "zorder": 3}
    axes.add_collection(LineCollection(lines, urls=list_links(cells), **look), autolim=False)
