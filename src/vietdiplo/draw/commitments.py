"""How firmly is promised, sector by sector, a panel a side: firm levels to the right, soft ones to the left."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MultipleLocator

from vietdiplo.draw.labels import split_lines
from vietdiplo.draw.rows import (
    AXIS,
    KEY_ROW,
    MOST,
    NUMBERS,
    Rows,
    add_rows,
    format_count,
    say_left_out,
    split_labels,
    write_column,
    write_notes,
)
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

# From the middle outward; darker is further out, and a request, which binds nobody, is hatched.
FIRM = {4: "#9CC9E8", 5: "#3C8DC4", 6: "#003A5D"}
SOFT = {3: "#F6D28B", 2: "#D9902F", 1: "#7A4308", 0: "#FFFFFF"}
DARK = (6, 5, 1)  # levels on which white is read better than ink
HIGH = 0.68  # rows, the height of a bar
PITCH = 0.26  # inches
HEAD = 0.16  # inches of a line of a panel's name
GAP = 0.14  # inches between panels
NARROWEST = 0.62  # inches of a panel
STEP = 0.3  # inches between two numbers on the axis, at least


class Panel(NamedTuple):
    """A panel: its side's name in lines, its rows of the table, and how many clauses it has room for on each side."""

    name: Sequence[str]
    counts: pd.DataFrame
    left: int
    right: float


@house_style()
def draw_strength(
    counts: pd.DataFrame, *, rows: Mapping[str, str], sides: Mapping[str, str], lang: str = "en", title: str = ""
) -> Picture:
    """Draw how many clauses of each level a sector has: a row a sector, a panel a side, all on one scale.

    Takes the columns sector, side, level (0 to 6), n and perhaps link: the address that a segment leads to in the SVG.
    `rows` and `sides` give each sector and side its name and the order; those without a clause are not drawn. Levels 4
    to 6 (will, agree, commit) go to the right, 3 to 0 (ready, wish, consider, request) to the left. Of more than 40
    sectors the most frequent are drawn, and the figure says so. Raises TableError for a missing column, an unknown
    sector, side or level, or two rows for a segment.
    """
    _check_counts(check_columns(counts, "counts", ("sector", "side", "level", "n")), rows, sides)
    if counts.empty:
        return draw_message("draw_no_commitments", lang=lang, title=title)
    totals = counts.groupby("sector")["n"].sum()
    chosen = set(totals.sort_values(ascending=False, kind="stable").index[:MOST])
    order = [code for code in rows if code in chosen]
    notes = [load_labels(lang)["draw_strength_sides"], *say_left_out({"labels": len(totals) - len(order)}, lang)]
    shown = counts[counts["sector"].isin(order)].assign(row=counts["sector"].map(list(order).index, na_action="ignore"))
    return _draw_panels(shown, [rows[code] for code in order], sides, notes, lang=lang, title=title)


def _check_counts(counts: pd.DataFrame, rows: Mapping[str, str], sides: Mapping[str, str]) -> None:
    known: dict[str, Mapping[Any, object]] = {"sector": rows, "side": sides, "level": {**FIRM, **SOFT}}
    for column, names in known.items():
        wrong = [value for value in counts[column] if value not in names]
        if wrong:
            raise TableError(f"counts: {column} {wrong[0]!r} is unknown; use one of {', '.join(map(str, names))}")
    twice = counts.duplicated(["sector", "side", "level"])
    if twice.any():
        place = ", ".join(map(str, counts.loc[twice, ["sector", "side", "level"]].iloc[0]))
        raise TableError(f"counts: two rows with sector, side, level = {place}; keep one")


def _draw_panels(
    counts: pd.DataFrame,
    labels: Sequence[str],
    sides: Mapping[str, str],
    notes: Sequence[str],
    *,
    lang: str,
    title: str,
) -> Picture:
    """Draw a panel for each side that has clauses, and the key and the notes under them."""
    wording = load_labels(lang)
    levels = [level for level in (*reversed(FIRM), *SOFT) if level in set(counts["level"])]
    key = [wording[f"value_level_{level}"] for level in levels]
    rows = split_labels(labels, PITCH)
    room = WIDTH - rows.left - MARGIN - NUMBERS
    panels = _find_panels(counts, sides, room)
    head = max(len(panel.name) for panel in panels) * HEAD + 0.06
    foot = AXIS + len(notes) * LINE + count_key_rows(key) * KEY_ROW + 0.1
    picture = Picture(head + rows.height + foot, title)
    axes = [
        _draw_panel(picture, rows, panel, head, left, width, lang)
        for panel, left, width in _place_panels(panels, rows.left, room)
    ]
    axes[0].tick_params(labelleft=True)
    totals = counts.groupby("row")["n"].sum().sort_index()
    write_column(axes[-1], "n", [format_count(n, lang) for n in totals])
    axes[0].set_xlabel(wording["draw_clauses"], loc="left")
    write_notes(picture, notes, picture.body - foot + AXIS)
    picture.add_key([Patch(**_find_look(level)) for level in levels], key, picture.body - count_key_rows(key) * KEY_ROW)
    return picture


def _find_panels(counts: pd.DataFrame, sides: Mapping[str, str], room: float) -> list[Panel]:
    measure = load_measure(SIZE, "bold")
    present = [side for side in sides if side in set(counts["side"])]
    width = max(NARROWEST, room / len(present) - GAP)
    panels = []
    for side in present:
        own = counts[counts["side"] == side]
        left, right = (
            int(own[own["level"].isin(levels)].groupby("row")["n"].sum().max())
            if own["level"].isin(levels).any()
            else 0
            for levels in (SOFT, FIRM)
        )
        panels.append(Panel(split_lines(unify_text(sides[side]), width, measure, 2), own, left, right))
    return panels


def _place_panels(panels: Sequence[Panel], left: float, room: float) -> list[tuple[Panel, float, float]]:
    """Place panels side by side, as wide as their clauses reach but for the narrowest, so that all have one scale."""
    reach = [panel.left + panel.right + 0.6 for panel in panels]
    free = room - GAP * (len(panels) - 1)
    scale = free / sum(reach)
    while True:
        narrow = [size * scale < NARROWEST - 1e-9 for size in reach]
        rest = sum(size for size, is_narrow in zip(reach, narrow, strict=True) if not is_narrow)
        next_scale = (free - NARROWEST * sum(narrow)) / rest if rest else scale
        if next_scale >= scale - 1e-9:
            break
        scale = next_scale
    placed = []
    for panel, size, is_narrow in zip(panels, reach, narrow, strict=True):
        width = NARROWEST if is_narrow else size * scale
        spare = width / scale - size
        placed.append((panel._replace(right=panel.right + spare), left, width))
        left += width + GAP
    return placed


def _draw_panel(picture: Picture, rows: Rows, panel: Panel, top: float, left: float, width: float, lang: str) -> Axes:
    axes = add_rows(picture, rows, top, left, width)
    axes.set_xlim(-panel.left - 0.3, panel.right + 0.3)
    axes.tick_params(labelleft=False)
    axes.axvline(0, color=COLOURS["ink"], linewidth=0.8, zorder=4)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.xaxis.set_major_formatter(lambda value, _: format_count(abs(value), lang))
    inch = width / (panel.left + panel.right + 0.6)
    axes.xaxis.set_major_locator(MultipleLocator(_find_step(inch)))
    for number, line in enumerate(reversed(panel.name)):
        picture.write(left, top - 0.1 - number * HEAD, line, {"weight": "bold", "va": "baseline"})
    for row, own in panel.counts.groupby("row"):
        for levels, side in ((FIRM, 1), (SOFT, -1)):
            _draw_bar(axes, int(str(row)), own[own["level"].isin(levels)], list(levels), side, inch, lang)
    return axes


def _draw_bar(
    axes: Axes, row: int, counts: pd.DataFrame, levels: Sequence[int], side: int, inch: float, lang: str
) -> None:
    """Draw the segments of a row to one side, each with its number where there is room."""
    measure = load_measure(SMALL)
    at = 0
    for segment in counts.sort_values("level", key=lambda column: column.map(levels.index)).to_dict("records"):
        n, level = int(segment["n"]), int(segment["level"])
        start = at if side > 0 else -at - n
        look = {**_find_look(level), "url": segment.get("link") or None, "zorder": 3}
        axes.add_patch(Rectangle((start, row - HIGH / 2), n, HIGH, **look))
        text = format_count(n, lang)
        if measure(text) + 0.06 < n * inch:
            _write_number(axes, start + n / 2, row, text, level)
        at += n


def _write_number(axes: Axes, place: float, row: int, text: str, level: int) -> None:
    look: Look = {"color": "white" if level in DARK else COLOURS["ink"], "size": SMALL, "zorder": 5}
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}  # over the hatch
    axes.text(place, row, text, ha="center", va="center_baseline", bbox=None if level else box, **look)


def _find_step(inch: float) -> int:
    """Find the distance of two numbers on the axis, alike in all panels: 1, 2 or 5 times a power of ten."""
    steps = (base * size for size in (1, 10, 100, 1000, 10_000, 100_000) for base in (1, 2, 5))
    return next(step for step in steps if step * inch >= STEP)


def _find_look(level: int) -> Look:
    look: Look = {"facecolor": {**FIRM, **SOFT}[level], "edgecolor": "white", "linewidth": 0.8}
    return look if level else {**look, "edgecolor": COLOURS["grey"], "hatch": "////", "linewidth": 0.6}
