"""Counts as bars: what sets two texts apart, and how long the texts are."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from vietdiplo.draw.rows import (
    AXIS,
    KEY_ROW,
    MOST,
    add_rows,
    draw_rows,
    format_axis,
    format_count,
    link_rows,
    list_links,
    say_left_out,
    split_labels,
    write_column,
    write_notes,
)
from vietdiplo.draw.style import (
    COLOURS,
    LINE,
    MARGIN,
    SMALL,
    WIDTH,
    Look,
    Picture,
    check_columns,
    count_key_rows,
    draw_message,
    house_style,
    load_measure,
    shorten_label,
    unify_text,
)
from vietdiplo.language import load_labels
from vietdiplo.tables import TableError

SIZES = ("words", "sentences", "paragraphs")
SIDES: tuple[Look, Look] = (
    {"facecolor": COLOURS["blue"], "edgecolor": COLOURS["blue"]},
    {"facecolor": COLOURS["orange"], "edgecolor": COLOURS["orange"], "hatch": "////"},
)
HOLLOW: Look = {"facecolor": "white"}


@house_style()
def draw_contrast(
    keyness: pd.DataFrame, *, lang: str = "en", title: str = "", target: str = "", reference: str = ""
) -> Picture:
    """Draw what is more frequent in the target (to the right) and in the reference (to the left).

    Takes the columns label, n_target, n_reference, g2, log_ratio and perhaps lrc, and link: the address that a bar's
    row leads to in the SVG. The bars are lrc, without the rows
    where it is 0; where none differs from 0 they are log_ratio. The largest is on top, of each side the 20 strongest;
    the bar of a word that one side lacks is hollow. Raises TableError if a column is missing or a log_ratio infinite.
    """
    check_columns(keyness, "keyness", ("label", "n_target", "n_reference", "g2", "log_ratio"))
    if keyness.empty:
        return draw_message("draw_no_counts", lang=lang, title=title)
    _check_ratios(keyness)
    measure = "lrc" if "lrc" in keyness and (keyness["lrc"] != 0).any() else "log_ratio"
    differing = keyness[keyness[measure] != 0] if measure == "lrc" else keyness
    table = _choose_sides(differing, measure)
    names = _name_sides(target, reference, lang)
    notes = [load_labels(lang)["draw_n_of_sides"].format(target=names[0], reference=names[1])]
    notes += say_left_out({"lrc": len(keyness) - len(differing), "labels": len(differing) - len(table)}, lang)
    notes += [load_labels(lang)["draw_lrc_zero"]] if "lrc" in keyness and measure == "log_ratio" else []
    return _draw_bars(table, measure, names, notes, lang=lang, title=title)


@house_style()
def draw_sizes(sizes: pd.DataFrame, *, lang: str = "en", title: str = "") -> Picture:
    """Draw how long the texts are: one row a text, a panel each for words, sentences and paragraphs.

    Takes the columns doc_id, words, sentences, paragraphs and perhaps link: the address that the bars of a text lead to
    in the SVG. Raises TableError if one is missing.
    """
    check_columns(sizes, "sizes", ("doc_id", *SIZES))
    if sizes.empty:
        return draw_message("draw_no_texts", lang=lang, title=title)
    wording = load_labels(lang)
    rows = split_labels(sizes["doc_id"], 0.26)
    picture = Picture(0.25 + rows.height, title)
    width = (WIDTH - rows.left) / len(SIZES)
    for number, column in enumerate(SIZES):
        axes = add_rows(picture, rows, 0.25, rows.left + number * width, width - MARGIN)
        values = sizes[column].to_numpy(float)
        axes.barh(range(len(values)), np.nan_to_num(values), height=0.62, color=COLOURS["blue"])
        axes.set_ylim(len(values) - 0.5, -0.5)
        _write_beside(axes, values, [format_count(value, lang) for value in values])
        axes.set_xlabel(wording[f"draw_{column}"], loc="left")
        axes.xaxis.set_label_position("top")
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(bottom=False, labelbottom=False, labelleft=number == 0)
        link_rows(axes, list_links(sizes))
    return picture


def _check_ratios(keyness: pd.DataFrame) -> None:
    infinite = np.isinf(keyness["log_ratio"].to_numpy(float))
    if infinite.any():
        label = keyness["label"].to_numpy()[infinite][0]
        raise TableError(f"keyness: log_ratio of {label!r} is infinite; count 0.5 for a zero, as Hardie (2014) does")


def _choose_sides(keyness: pd.DataFrame, measure: str) -> pd.DataFrame:
    table = keyness.sort_values(measure, ascending=False, kind="stable")
    is_target = table[measure] >= 0
    return pd.concat([table[is_target].head(MOST // 2), table[~is_target].tail(MOST // 2)])


def _name_sides(target: str, reference: str, lang: str) -> tuple[str, str]:
    wording = load_labels(lang)
    names = target or wording["draw_target_corpus"], reference or wording["draw_reference_corpus"]
    return shorten_label(unify_text(names[0])), shorten_label(unify_text(names[1]))


def _draw_bars(
    table: pd.DataFrame, measure: str, names: tuple[str, str], notes: Sequence[str], *, lang: str, title: str
) -> Picture:
    """Draw a bar for each row of the table, the frequencies left of it and G2 right of it."""
    wording = load_labels(lang)
    pairs = zip(table["n_target"], table["n_reference"], strict=True)
    counts = [f"{format_count(a, lang)} : {format_count(b, lang)}" for a, b in pairs]
    is_hollow = (table[["n_target", "n_reference"]] == 0).any(axis=1).to_numpy()
    key = [(Patch(**look), wording["draw_more_in"].format(name=name)) for look, name in zip(SIDES, names, strict=True)]
    key += [(Patch(edgecolor=COLOURS["grey"], **HOLLOW), wording["draw_one_side"])] if is_hollow.any() else []
    labels = [label for _, label in key]
    foot = count_key_rows(labels) * KEY_ROW + len(notes) * LINE + 0.08
    beside = max(map(load_measure(SMALL), counts)) + 0.1
    picture, axes = draw_rows(split_labels(table["label"], 0.24), title, AXIS + foot, beside=beside)
    values = table[measure].to_numpy(float)
    _draw_sides(axes, values, is_hollow)
    _write_beside(axes, values, [format_count(value, lang, "0.0").replace("-", "−") for value in values])
    link_rows(axes, list_links(table))
    axes.set_xlabel(wording[f"draw_{measure}"])
    format_axis(axes, lang)
    write_column(axes, "n", counts, at=-0.06, side=0)
    write_column(axes, "G²", [format_count(value, lang, "#,##0.0") for value in table["g2"]])
    write_notes(picture, notes, picture.body - foot)
    picture.add_key([patch for patch, _ in key], labels, picture.body - foot + len(notes) * LINE + 0.08)
    return picture


def _draw_sides(axes: Axes, values: np.ndarray, is_hollow: np.ndarray) -> None:
    for look, is_side in zip(SIDES, (values > 0, values < 0), strict=True):
        for some, inside in ((is_side & ~is_hollow, {}), (is_side & is_hollow, HOLLOW)):
            axes.barh(np.flatnonzero(some), values[some], height=0.66, linewidth=0.8, **{**look, **inside})
    axes.axvline(0, color=COLOURS["ink"], linewidth=0.8)
    axes.set_ylim(len(values) - 0.5, -0.5)
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
