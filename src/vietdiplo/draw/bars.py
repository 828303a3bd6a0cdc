"""Counts as dots and bars: how often, what sets two texts apart, how long the texts are."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from babel.numbers import format_decimal
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from vietdiplo.draw.labels import split_lines
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
    count_key_rows,
    draw_message,
    house_style,
    load_measure,
    unify_text,
)
from vietdiplo.language import load_labels
from vietdiplo.tables import TableError

LABEL_WIDTH = 2.3  # inches; a longer label takes a second line
NUMBERS = 0.5  # inches of the column of numbers at the right
KEY_ROW = 0.2  # inches
MARKERS = "osD^vPX"
HUES = ("blue", "orange", "green", "vermilion", "purple", "sky", "grey", "ink")
SIZES = ("words", "sentences", "paragraphs")


class Rows(NamedTuple):
    """The labels of a panel's rows, the first on top; the inches left of the panel, and its height."""

    labels: Sequence[str]
    left: float
    height: float


@house_style()
def draw_frequencies(counts: pd.DataFrame, *, lang: str = "en", title: str = "") -> Picture:
    """Draw how often each label occurs per 10,000 words: one row a label, one marker a text.

    Takes the columns label, n, words, per_10k and perhaps doc_id. The largest sum of n is on top, equal ones stay in
    the order of the table. Where per_10k is NaN no marker stands. Raises TableError if a column is missing.
    """
    check_columns(counts, "counts", ("label", "n", "words", "per_10k"))
    if counts.empty:
        return draw_message("draw_no_counts", lang=lang, title=title)
    totals = counts.groupby("label", sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    groups = list(counts.groupby("doc_id", sort=False)) if "doc_id" in counts else []
    names = [_name_text(str(name), rows, lang) for name, rows in groups]
    pitch = 0.24 + 0.05 * max(0, min(len(groups), 6) - 1)
    key = count_key_rows(names) * KEY_ROW
    picture, axes = _draw_rows(_split_labels(totals.index, pitch), title, 0.5 + key)
    widest = counts["per_10k"].max()
    axes.set_xlim(0, widest * 1.06 if widest > 0 else 1)
    texts = [rows for _, rows in groups] or [counts]
    dots = [_draw_dots(axes, rows, totals.index, number, len(texts)) for number, rows in enumerate(texts)]
    axes.set_xlabel(load_labels(lang)["draw_per_10k"])
    _format_axis(axes, lang)
    _write_column(axes, "n", [_format_count(n, lang) for n in totals])
    if names:
        picture.add_key(dots, names, picture.body - key)
    return picture


@house_style()
def draw_contrast(
    keyness: pd.DataFrame, *, lang: str = "en", title: str = "", target: str = "", reference: str = ""
) -> Picture:
    """Draw what is more frequent in the target (to the right) and in the reference (to the left).

    Takes the columns label, n_target, n_reference, g2, log_ratio; the counts stand beside the bars. The largest
    log_ratio is on top. Raises TableError if a column is missing or a log_ratio is infinite.
    """
    check_columns(keyness, "keyness", ("label", "n_target", "n_reference", "g2", "log_ratio"))
    if keyness.empty:
        return draw_message("draw_no_counts", lang=lang, title=title)
    wording = load_labels(lang)
    table = keyness.sort_values("log_ratio", ascending=False, kind="stable")
    ratios = table["log_ratio"].to_numpy(float)
    if np.isinf(ratios).any():
        label = table["label"].to_numpy()[np.isinf(ratios)][0]
        raise TableError(f"keyness: log_ratio of {label!r} is infinite; count 0.5 for a zero, as Hardie (2014) does")
    names = target or wording["draw_target_corpus"], reference or wording["draw_reference_corpus"]
    key_labels = [wording["draw_more_in"].format(name=unify_text(name)) for name in names]
    key = count_key_rows(key_labels) * KEY_ROW
    picture, axes = _draw_rows(_split_labels(table["label"], 0.24), title, 0.5 + key)
    looks: list[Look] = [{"facecolor": COLOURS["blue"]}, {"facecolor": COLOURS["orange"], "hatch": "////"}]
    _draw_ratios(axes, ratios, looks)
    pairs = zip(table["n_target"], table["n_reference"], strict=True)
    _write_beside(axes, ratios, [f"{_format_count(a, lang)} : {_format_count(b, lang)}" for a, b in pairs])
    axes.set_xlabel(wording["draw_log_ratio"])
    _format_axis(axes, lang)
    _write_column(axes, "G²", [_format_count(value, lang, "#,##0.0") for value in table["g2"]])
    picture.add_key([Patch(**look) for look in looks], key_labels, picture.body - key)
    return picture


@house_style()
def draw_sizes(sizes: pd.DataFrame, *, lang: str = "en", title: str = "") -> Picture:
    """Draw how long the texts are: one row a text, a panel each for words, sentences and paragraphs.

    Takes the columns doc_id, words, sentences, paragraphs. Raises TableError if one is missing.
    """
    check_columns(sizes, "sizes", ("doc_id", *SIZES))
    if sizes.empty:
        return draw_message("draw_no_texts", lang=lang, title=title)
    wording = load_labels(lang)
    rows = _split_labels(sizes["doc_id"], 0.26)
    picture = Picture(0.25 + rows.height, title)
    width = (WIDTH - rows.left) / len(SIZES)
    for number, column in enumerate(SIZES):
        axes = _add_rows(picture, rows, 0.25, rows.left + number * width, width - MARGIN)
        values = sizes[column].to_numpy(float)
        axes.barh(range(len(values)), np.nan_to_num(values), height=0.62, color=COLOURS["blue"])
        axes.set_ylim(len(values) - 0.5, -0.5)
        _write_beside(axes, values, [_format_count(value, lang) for value in values])
        axes.set_xlabel(wording[f"draw_{column}"], loc="left")
        axes.xaxis.set_label_position("top")
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(bottom=False, labelbottom=False, labelleft=number == 0)
    return picture


def _split_labels(labels: Iterable[object], pitch: float) -> Rows:
    measure = load_measure(SIZE)
    lines = [split_lines(unify_text(label), LABEL_WIDTH, measure, 2, tail=8) for label in labels]
    left = 2 * MARGIN + max((measure(line) for label in lines for line in label), default=0.0)
    return Rows(["\n".join(label) for label in lines], left, len(lines) * max(pitch, LINE * max(map(len, lines))))


def _draw_rows(rows: Rows, title: str, below: float) -> tuple[Picture, Axes]:
    """Draw an empty panel with a column for numbers at its right and `below` inches under it."""
    picture = Picture(0.2 + rows.height + below, title)
    return picture, _add_rows(picture, rows, 0.2, rows.left, WIDTH - rows.left - MARGIN - NUMBERS)


def _add_rows(picture: Picture, rows: Rows, top: float, left: float, width: float) -> Axes:
    axes = picture.add_panel(left, top, width, rows.height)
    axes.set_ylim(len(rows.labels) - 0.5, -0.5)
    axes.set_yticks(range(len(rows.labels)), rows.labels, linespacing=1.15)
    axes.tick_params(axis="y", length=0)
    return axes


def _name_text(name: str, rows: pd.DataFrame, lang: str) -> str:
    words = rows["words"].max()
    return load_labels(lang)["draw_text_words"].format(name=unify_text(name), words=_format_count(words, lang))


def _draw_dots(axes: Axes, rows: pd.DataFrame, labels: pd.Index, number: int, of: int) -> Artist:
    """Draw one text's markers, each text a little lower in its row, so that equal values stay apart."""
    shift = 0.0 if of == 1 else 0.28 * (2 * number / (of - 1) - 1)
    places = labels.get_indexer(pd.Index(rows["label"])) + shift
    colour = COLOURS[HUES[number % len(HUES)]]
    axes.hlines(places, 0, rows["per_10k"], color=colour, linewidth=1.2, alpha=0.55)
    look: Look = {"color": colour, "marker": MARKERS[number % len(MARKERS)], "linestyle": "none", "markersize": 5}
    return axes.plot(rows["per_10k"], places, clip_on=False, **look)[0]


def _draw_ratios(axes: Axes, ratios: np.ndarray, looks: Sequence[Look]) -> None:
    for look, side in zip(looks, (ratios > 0, ratios < 0), strict=True):
        axes.barh(np.flatnonzero(side), ratios[side], height=0.66, linewidth=0, **look)
    axes.axvline(0, color=COLOURS["ink"], linewidth=0.8)
    axes.spines["left"].set_visible(False)


def _write_beside(axes: Axes, values: np.ndarray, texts: Sequence[str]) -> None:
    """Write a text at the end of each bar and make the axis so long that all of them fit."""
    measure = load_measure(SMALL)
    room = max(map(measure, texts)) + 0.1
    low, high = min(0.0, *np.nan_to_num(values)), max(0.0, *np.nan_to_num(values))
    inches = axes.get_position().width * WIDTH - room * ((low < 0) + 1)
    unit = ((high - low) or 1) / inches
    axes.set_xlim(low - room * unit * (low < 0), (high or -low * (low == 0)) + room * unit)
    for row, (value, text) in enumerate(zip(np.nan_to_num(values), texts, strict=True)):
        side = -1 if value < 0 else 1
        look: Look = {"va": "center_baseline", "ha": "left" if side > 0 else "right", "size": SMALL}
        axes.annotate(text, (value, row), (side * 4, 0), textcoords="offset points", **look)


def _write_column(axes: Axes, head: str, texts: Sequence[str]) -> None:
    """Write numbers in grey at the right of the panel, under a head."""
    look: Look = {"ha": "right", "size": SMALL, "color": COLOURS["grey"], "textcoords": "offset points"}
    across = axes.get_yaxis_transform()
    for row, text in enumerate(texts):
        axes.annotate(text, (1, row), (NUMBERS * 72, 0), xycoords=across, va="center_baseline", **look)
    axes.annotate(head, (1, 1), (NUMBERS * 72, 2), xycoords="axes fraction", va="bottom", **look)


def _format_axis(axes: Axes, lang: str) -> None:
    axes.grid(axis="x")
    axes.xaxis.set_major_formatter(lambda value, _: format_decimal(round(value, 6), locale=lang).replace("-", "−"))


def _format_count(value: float, lang: str, pattern: str = "#,##0") -> str:
    return "–" if pd.isna(value) else format_decimal(value, pattern, locale=lang)
