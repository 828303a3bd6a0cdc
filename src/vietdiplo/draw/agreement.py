"""How right a finder is, label by label: precision and recall side by side, each with its interval."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

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
from vietdiplo.draw.style import COLOURS, LINE, Look, Picture, check_columns, draw_message, house_style
from vietdiplo.language import load_labels

MEASURES: dict[str, Look] = {
    "precision": {"color": COLOURS["blue"], "marker": "o", "linestyle": "none", "markersize": 5},
    "recall": {"color": COLOURS["orange"], "marker": "s", "linestyle": "none", "markersize": 5},
}
APART = 0.16  # rows between the two marks of a label


@house_style()
def draw_scores(scores: pd.DataFrame, *, lang: str = "en", title: str = "") -> Picture:
    """Draw precision and recall of each label with their intervals: one row a label, in the order of the table.

    Takes the columns label, coded, precision, precision_low, precision_high, recall, recall_low and recall_high, and
    perhaps link: the address that the row of a label leads to in the SVG.
    Where a value is NaN no mark stands. Of more than 40 labels those most often coded are drawn, and the figure says
    so. Raises TableError if a column is missing.
    """
    bounds = [f"{name}{end}" for name in MEASURES for end in ("", "_low", "_high")]
    check_columns(scores, "scores", ("label", "coded", *bounds))
    if scores.empty:
        return draw_message("draw_no_counts", lang=lang, title=title)
    shown = scores.loc[scores["coded"].nlargest(MOST).index].sort_index()
    notes = say_left_out({"labels": len(scores) - len(shown)}, lang)
    rows = split_labels(shown["label"], 0.26)
    picture, axes = draw_rows(rows, title, AXIS + KEY_ROW + len(notes) * LINE)
    _draw_marks(axes, shown)
    link_rows(axes, list_links(shown))
    wording = load_labels(lang)
    axes.set_xlabel(wording["draw_scores"])
    format_axis(axes, lang)
    write_column(axes, wording["draw_coded"], [format_count(n, lang) for n in shown["coded"]])
    write_notes(picture, notes, picture.body - KEY_ROW - len(notes) * LINE)
    marks = [Line2D([], [], **look) for look in MEASURES.values()]
    picture.add_key(marks, [wording[f"draw_{name}"] for name in MEASURES], picture.body - KEY_ROW)
    return picture


def _draw_marks(axes: Axes, scores: pd.DataFrame) -> None:
    axes.set_xlim(0, 1)
    for side, (name, look) in zip((-1, 1), MEASURES.items(), strict=True):
        places = [row + side * APART for row in range(len(scores))]
        axes.hlines(places, scores[f"{name}_low"], scores[f"{name}_high"], color=look["color"], linewidth=1.5)
        axes.plot(scores[name], places, clip_on=False, **look)
