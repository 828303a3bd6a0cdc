"""How often, and how sure: a row a label, a stem to its rate and the interval of the rate."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from vietdiplo.draw.labels import shorten_text
from vietdiplo.draw.rows import (
    AXIS,
    KEY_ROW,
    MOST,
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
    KEY_WIDTH,
    LINE,
    SIZE,
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

TEXTS = 6  # side by side in a row; more cannot be told apart
MARKS = 120  # in a figure
MARKERS = "osD^vP"
HUES = ("blue", "orange", "green", "vermilion", "purple", "ink")
BOUNDS = ("per_10k_low", "per_10k_high")


@house_style()
def draw_frequencies(counts: pd.DataFrame, *, lang: str = "en", title: str = "") -> Picture:
    """Draw how often each label occurs per 10,000 words: one row a label, one marker a text.

    Takes the columns label, n, words, per_10k and perhaps doc_id, per_10k_low and per_10k_high, which are drawn as an
    interval, and link: the address that the row of a label leads to in the SVG. The largest sum of n is on top, equal
    ones stay in the order of the table. Where per_10k is NaN no marker stands. Of more than 40 labels (20 of six texts)
    the most frequent are drawn, of more than 6 texts the longest, and the figure says so. Raises TableError if a column
    is missing.
    """
    check_columns(counts, "counts", ("label", "n", "words", "per_10k"))
    if counts.empty:
        return draw_message("draw_no_counts", lang=lang, title=title)
    shown = _choose_labels(_choose_texts(counts))
    totals = shown.groupby("label", sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    notes = say_left_out({kind: _count_lost(counts, shown, kind) for kind in ("labels", "texts")}, lang)
    return _draw_totals(shown, totals, notes, lang=lang, title=title)


def _draw_totals(
    shown: pd.DataFrame, totals: "pd.Series[int]", notes: Sequence[str], *, lang: str, title: str
) -> Picture:
    """Draw a row for each of the totals, which are n by label, with the key of the texts and the notes under them."""
    groups = list(shown.groupby("doc_id", sort=False)) if "doc_id" in shown else []
    names = [_name_text(str(name), part, lang) for name, part in groups]
    key = count_key_rows(names) * KEY_ROW
    rows = split_labels(totals.index, 0.24 + 0.06 * max(0, len(groups) - 1))
    picture, axes = draw_rows(rows, title, AXIS + key + len(notes) * LINE)
    _draw_texts(axes, [part for _, part in groups] or [shown], totals.index)
    link_rows(axes, list_links(shown.drop_duplicates("label").set_index("label").loc[totals.index]))
    has_bounds = set(BOUNDS) <= set(shown)
    axes.set_xlabel(load_labels(lang)["draw_per_10k_interval" if has_bounds else "draw_per_10k"])
    format_axis(axes, lang)
    write_column(axes, "n", [format_count(n, lang) for n in totals])
    write_notes(picture, notes, picture.body - key - len(notes) * LINE)
    if names:
        marks = [Line2D([], [], **_find_look(number)) for number in range(len(names))]
        picture.add_key(marks, names, picture.body - key)
    return picture


def _choose_texts(counts: pd.DataFrame) -> pd.DataFrame:
    if "doc_id" not in counts:
        return counts
    longest = counts.groupby("doc_id", sort=False)["words"].max().sort_values(ascending=False, kind="stable").index
    return counts[counts["doc_id"].isin(longest[:TEXTS])]


def _choose_labels(counts: pd.DataFrame) -> pd.DataFrame:
    totals = counts.groupby("label", sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    texts = counts["doc_id"].nunique() if "doc_id" in counts else 1
    return counts[counts["label"].isin(totals.index[: min(MOST, MARKS // texts)])]


def _count_lost(counts: pd.DataFrame, shown: pd.DataFrame, kind: str) -> int:
    column = {"labels": "label", "texts": "doc_id"}[kind]
    return counts[column].nunique() - shown[column].nunique() if column in counts else 0


def _name_text(name: str, rows: pd.DataFrame, lang: str) -> str:
    words = format_count(rows["words"].max(), lang)
    template = load_labels(lang)["draw_text_words"]
    room = KEY_WIDTH - load_measure(SIZE)(template.format(name="", words=words))
    return template.format(name=shorten_text(unify_text(name), room, load_measure(SIZE), tail=12), words=words)


def _find_look(number: int) -> Look:
    colour = COLOURS[HUES[number]]
    return {"color": colour, "marker": MARKERS[number], "linestyle": "none", "markersize": 5}


def _draw_texts(axes: Axes, texts: Sequence[pd.DataFrame], labels: pd.Index) -> None:
    """Draw each text's stems, intervals and markers, each text a little lower in its row than the one before."""
    widest = max(rows[column].max() for rows in texts for column in ("per_10k", BOUNDS[1]) if column in rows)
    axes.set_xlim(0, widest * 1.06 if widest > 0 else 1)
    for number, rows in enumerate(texts):
        shift = (number - (len(texts) - 1) / 2) * 0.72 / len(texts)
        places = labels.get_indexer(pd.Index(rows["label"])) + shift
        look = _find_look(number)
        axes.hlines(places, 0, rows["per_10k"], color=look["color"], linewidth=0.9, alpha=0.4)
        if set(BOUNDS) <= set(rows):
            axes.hlines(places, rows[BOUNDS[0]], rows[BOUNDS[1]], color=look["color"], linewidth=1.5)
        axes.plot(rows["per_10k"], places, clip_on=False, **look)
