"""How often the texts mention each year: bars on an axis of years, longer spans as bars of their own below."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from vietdiplo.draw.axis import TimeAxis
from vietdiplo.draw.labels import Extent, shorten_text
from vietdiplo.draw.marks import draw_fade
from vietdiplo.draw.rows import format_count, say_left_out, write_notes
from vietdiplo.draw.scale import PANEL, PAPER, draw_head, draw_lines, draw_scale, lay_link, open_panel
from vietdiplo.draw.style import (
    COLOURS,
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
from vietdiplo.draw.year_panels import (
    GAP,
    LANE,
    SCALE,
    SIDES,
    STEPS,
    Panel,
    Row,
    Span,
    bin_year,
    find_spans,
    find_year_ticks,
    find_years,
    load_rows,
)
from vietdiplo.language import load_labels
from vietdiplo.tables import ParameterError

COLUMNS = ("doc_id", "from", "to", "unit", "side", "n")
PANELS = {"corpus": 1.6, "text": 0.5}  # inches of the highest bar
LINES = {"corpus": 4, "text": 2}  # numbers beside the bars, at most
LOOKS: Mapping[str, Look] = {
    "before": {"facecolor": COLOURS["blue"], "edgecolor": "white", "linewidth": 0.5},
    "": {"facecolor": "#A6CDE3", "edgecolor": "white", "linewidth": 0.5},
    "after": {"facecolor": "white", "edgecolor": COLOURS["blue"], "linewidth": 0.9},
}
NAMES = {"before": "draw_before", "": "draw_undated", "after": "draw_after"}
WIDEST = 0.3  # inches of a bar
SEEN = 0.04  # inches of a mention; where it has less, the blocks of a bar are not told apart
TALLEST = 8.4  # inches, which fill a page


@house_style()
def draw_years(years: pd.DataFrame, *, by: str = "corpus", lang: str = "en", title: str = "") -> Picture:
    """Draw how often each year is mentioned, in one panel or a panel a text; mentions after the text's date are hollow.

    Takes the columns doc_id, from, to (years), unit, side and n that `count_years` gives, and perhaps link: the address
    that a bar leads to in the SVG. Each row is a block of its year's bar; decades, centuries and stretches of years
    stand below the bars and are not spread over them. Years without a mention keep their place, long stretches of
    them are shortened and marked; where a year would be too narrow, a bar is a decade. Of more texts than fill a page
    those with the most mentions are drawn. The figure says each of these. Raises TableError for a missing column and
    for a row that cannot be read, ParameterError for another `by`.
    """
    check_columns(years, "years", COLUMNS)
    if by not in PANELS:
        raise ParameterError(f"by: {by!r} is no choice of panels; use one of {', '.join(PANELS)}")
    if years.empty:
        return draw_message("draw_no_years", lang=lang, title=title)
    rows = load_rows(years)
    axis, size = find_years(rows)
    panels, left_out = _find_panels(rows, axis, size, by, lang)
    notes = [load_labels(lang)["draw_axis_cut"].format(n=len(axis.breaks))] if axis.breaks else []
    notes += [load_labels(lang)["draw_by_decade"]] if size > 1 else []
    return _draw_panels(panels, axis, size, notes + say_left_out(left_out, lang), lang=lang, title=title)


def _find_panels(
    rows: Sequence[Row], axis: TimeAxis, size: int, by: str, lang: str
) -> tuple[list[Panel], dict[str, int]]:
    """Find the panels that fill a page, in the order of the table, and how many texts and spans are left out."""
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(row.doc_id if by == "text" else "", []).append(row)
    spans = {name: find_spans(part, axis, lang) for name, part in parts.items()}
    chosen: list[str] = []
    high = 0.0
    for name in sorted(parts, key=lambda name: -sum(row.n for row in parts[name])):
        high += _make_panel(name, parts[name], spans[name][0], 0.0, by, lang).bottom + 0.05
        chosen += [name] if high <= TALLEST or not chosen else []
    panels: list[Panel] = []
    for name in parts:
        if name in chosen:
            top = panels[-1].bottom + 0.05 if panels else 0.0
            panels.append(_make_panel(name, parts[name], spans[name][0], top, by, lang))
    return panels, {"texts": len(parts) - len(chosen), "spans": sum(spans[name][1] for name in chosen)}


def _make_panel(name: str, rows: Sequence[Row], spans: Sequence[Span], top: float, by: str, lang: str) -> Panel:
    single = [row for row in rows if row.unit == "year"]
    longer = sum(row.n for row in rows) - sum(row.n for row in single)
    said = [load_labels(lang)["draw_years_n"].format(n=format_count(sum(row.n for row in single), lang))]
    said += [load_labels(lang)["draw_years_longer"].format(n=format_count(longer, lang))] if longer else []
    counted, measure = "; ".join(said), load_measure(SIZE, "bold")
    room = PANEL.width - load_measure(SIZE)(counted) - 0.2
    return Panel(
        shorten_text(unify_text(name), room, measure, tail=12), counted, single, spans, top, PANELS[by] * bool(single)
    )


def _draw_panels(
    panels: Sequence[Panel], axis: TimeAxis, size: int, notes: Sequence[str], *, lang: str, title: str
) -> Picture:
    """Draw the panels, the axis under them, what is said about it, and the legend."""
    bottom = panels[-1].bottom + 0.05
    rows = [row for panel in panels for row in (*panel.rows, *(span.row for span in panel.spans))]
    sides = [side for side in SIDES if any(row.side == side for row in rows)]
    labels = [load_labels(lang)[NAMES[side]] for side in sides]
    foot = bottom + 0.36 + LINE * len(notes) + 0.05
    picture = Picture(foot + 0.2 * count_key_rows(labels), title)
    axes = open_panel(picture)
    years = [bin_year(row, size) for panel in panels for row in panel.rows]
    ticks = find_year_ticks(axis, years, size, load_measure(SIZE))
    draw_lines(axes, axis, ticks, (0, bottom))
    draw_scale(axes, axis, ticks, bottom)
    highest = max((sum(row.n for row in rows) for panel in panels for rows in _stack(panel, size)), default=1)
    for panel in panels:
        _draw_panel(axes, panel, axis, size, highest, lang)
    write_notes(picture, notes, bottom + 0.36)
    picture.add_key([Patch(**{**LOOKS[side], "edgecolor": COLOURS["blue"]}) for side in sides], labels, foot)
    return picture


def _stack(panel: Panel, size: int) -> Iterator[list[Row]]:
    """Give the rows of each bar, those before the texts' dates first."""
    ranked = sorted(panel.rows, key=lambda row: (bin_year(row, size), SIDES.index(row.side)))
    for _, rows in groupby(ranked, key=lambda row: bin_year(row, size)):
        yield list(rows)


def _draw_panel(axes: Axes, panel: Panel, axis: TimeAxis, size: int, highest: int, lang: str) -> None:
    """Draw the head, the numbers beside the bars, the bars with a block for each row, and the lanes below them."""
    draw_head(axes, panel.head, panel.top, 0.25)
    after = load_measure(SIZE, "bold")(panel.head) + 0.1 if panel.head else 0.0
    axes.text(after, panel.top + 0.07, panel.counted, va="top", color=COLOURS["grey"])
    if panel.high:
        _draw_numbers(axes, panel, highest, lang)
    for rows in _stack(panel, size):
        year = bin_year(rows[0], size)
        _draw_bar(axes, rows, Extent(axis.place(year), axis.place(year + size)), panel.base, panel.high / highest)
    for span in panel.spans:
        _draw_span(axes, span, panel.base + GAP + LANE * (span.lane + 0.5))


def _draw_bar(axes: Axes, rows: Sequence[Row], room: Extent, base: float, one: float) -> None:
    """Draw a block for each row over the base, `one` inch a mention; what lies after the texts' dates is framed."""
    wide = min(WIDEST, 0.8 * room.width)
    left, foot = (room.left + room.right - wide) / 2, base
    for row in rows:
        foot -= row.n * one
        look = LOOKS[row.side] if one > SEEN else {**LOOKS[row.side], "linewidth": 0}
        axes.add_patch(Rectangle((left, foot), wide, row.n * one, zorder=3, url=row.link or None, **look))
    later = sum(row.n for row in rows if row.side == "after") * one
    frame: Look = {"facecolor": "none", "edgecolor": COLOURS["blue"], "linewidth": 0.9, "zorder": 3.2}
    if later:
        axes.add_patch(Rectangle((left, foot), wide, later, **frame))


def _draw_numbers(axes: Axes, panel: Panel, highest: int, lang: str) -> None:
    """Draw whole numbers with their lines, as many as are easily read."""
    few = LINES["text"] if panel.high == PANELS["text"] else LINES["corpus"]
    step = next(step * 1000**power for power in range(4) for step in STEPS if highest / step / 1000**power <= few)
    for number in range(0, highest + 1, step):
        at = panel.base - number * panel.high / highest
        colour = COLOURS["rule"] if number else COLOURS["grey"]
        axes.hlines([at], SCALE.left, SCALE.right, color=colour, linewidth=0.6, zorder=1)
        look: Look = {"size": SMALL, "color": COLOURS["grey"], "ha": "right", "va": "center_baseline"}
        axes.text(SCALE.left - 0.06, at, format_count(number, lang), **look)


def _draw_span(axes: Axes, span: Span, top: float) -> None:
    """Draw a longer span as a narrow bar, fading at an open end, with its label."""
    look = {**LOOKS[span.row.side], "edgecolor": COLOURS["blue"], "linewidth": 0.9}
    height, is_inside = 0.07, span.mark.left < span.place.left < span.mark.right
    axes.add_patch(Rectangle((span.mark.left, top - height / 2), span.mark.width, height, zorder=3, **look))
    if span.row.last is None:
        draw_fade(axes, span.mark, top, 1, 0.5)
    paper = PAPER if is_inside else None
    axes.text(span.place.left, top, span.place.text, va="center_baseline", bbox=paper, zorder=5)
    lay_link(axes, span.place.taken, top, LANE, span.row.link)
