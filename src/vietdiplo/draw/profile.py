"""How much of the texts each code covers, and how sure: a row a code, a dot with its interval for each group."""

from collections.abc import Mapping, Sequence

import pandas as pd
from babel.numbers import format_percent
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from vietdiplo.draw.labels import shorten_text
from vietdiplo.draw.rows import (
    AXIS,
    KEY_ROW,
    MOST,
    draw_rows,
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

# A dot is told from a hollow square in grey too.
LOOKS: tuple[Look, Look] = (
    {"color": COLOURS["blue"], "marker": "o", "markersize": 5, "linestyle": "none"},
    {"color": COLOURS["vermilion"], "marker": "s", "markersize": 5, "linestyle": "none", "markerfacecolor": "white"},
)
APART = 0.17  # rows between the middle of a row and each of two marks


@house_style()
def draw_profile(
    coverage: pd.DataFrame,
    *,
    rows: Mapping[str, str],
    groups: Mapping[str, str],
    by: str = "doc_id",
    lang: str = "en",
    title: str = "",
) -> Picture:
    """Draw the share of the sentences that have each code, with its interval: a row a code, a mark a group.

    Takes the columns label, sentences, of, coverage, low, high, `by` and perhaps link: the address that the row of a
    code leads to in the SVG. `rows` gives each code its label, `groups` one or two groups of the column `by` their
    names; codes that neither has are not drawn. The widest of the first group is on top. Of more than 40 codes the
    widest are drawn, and the figure says so. Raises TableError for a missing column, a code that is not in `rows`, or
    other groups than one or two.
    """
    check_columns(coverage, "coverage", ("label", "sentences", "of", "coverage", "low", "high", by))
    if not 1 <= len(groups) <= len(LOOKS):
        raise TableError(f"coverage: {len(groups)} groups; choose one or two")
    strange = [label for label in coverage["label"] if label not in rows]
    if strange:
        raise TableError(f"coverage: label {strange[0]!r} is not among the rows; add it there")
    parts = [coverage[coverage[by] == name].set_index("label") for name in groups]
    codes = [code for code in rows if any(part["sentences"].get(code, 0) for part in parts)]
    if not codes:
        return draw_message("draw_no_counts", lang=lang, title=title)
    codes.sort(key=lambda code: [-part["coverage"].get(code, 0.0) for part in parts])
    notes = say_left_out({"labels": len(codes) - MOST}, lang)
    parts = [part.reindex(codes[:MOST]) for part in parts]
    return _draw_parts(parts, [rows[code] for code in codes[:MOST]], [*groups.values()], notes, lang=lang, title=title)


def _draw_parts(
    parts: Sequence[pd.DataFrame],
    labels: Sequence[str],
    groups: Sequence[str],
    notes: Sequence[str],
    *,
    lang: str,
    title: str,
) -> Picture:
    """Draw the marks of each part of the table, the numbers of sentences left of them, and the key under them."""
    wording = load_labels(lang)
    names = [_name_group(name, part["of"].max(), lang) for name, part in zip(groups, parts, strict=True)]
    counts = [
        " : ".join(format_count(n, lang) for n in row) for row in zip(*(p["sentences"] for p in parts), strict=True)
    ]
    notes = [wording["draw_profile_pair" if len(parts) > 1 else "draw_profile_n"], *notes]
    foot = count_key_rows(names) * KEY_ROW + len(notes) * LINE + 0.08
    beside = max(map(load_measure(SMALL), counts)) + 0.1
    picture, axes = draw_rows(split_labels(labels, 0.26), title, AXIS + foot, beside=beside)
    _draw_marks(axes, parts, lang)
    link_rows(axes, list_links(parts[0]))
    axes.set_xlabel(wording["draw_profile"])
    write_column(axes, "n", counts, at=-0.06, side=0)
    write_notes(picture, notes, picture.body - foot)
    marks = [Line2D([], [], **look) for look in LOOKS[: len(parts)]]
    picture.add_key(marks, names, picture.body - foot + len(notes) * LINE + 0.08)
    return picture


def _name_group(name: str, of: float, lang: str) -> str:
    template, n = load_labels(lang)["draw_text_sentences"], format_count(of, lang)
    room = KEY_WIDTH - load_measure(SIZE)(template.format(name="", n=n))
    return template.format(name=shorten_text(unify_text(name), room, load_measure(SIZE), tail=12), n=n)


def _draw_marks(axes: Axes, parts: Sequence[pd.DataFrame], lang: str) -> None:
    highest = max(part["high"].max() for part in parts)
    axes.set_xlim(0, min(1.0, highest * 1.04))
    for number, (part, look) in enumerate(zip(parts, LOOKS, strict=False)):
        shift = (2 * number - 1) * APART if len(parts) > 1 else 0.0
        places = [row + shift for row in range(len(part))]
        axes.hlines(places, part["low"], part["high"], color=look["color"], linewidth=1.5)
        axes.plot(part["coverage"], places, clip_on=False, **look)
    axes.grid(axis="x")
    axes.xaxis.set_major_formatter(lambda share, _: format_percent(share, "#,##0.#%", locale=lang))
