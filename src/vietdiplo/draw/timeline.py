"""Dated events on one time axis: a group of lanes a text, instants as markers, periods as bars, labels apart."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from vietdiplo.draw.axis import Tick, TimeAxis, find_axis, find_ticks, format_span
from vietdiplo.draw.events import Days, Event, load_days, load_events
from vietdiplo.draw.labels import Extent, Place, find_lanes, find_place, shorten_text
from vietdiplo.draw.marks import (
    DATE_LINE,
    Key,
    draw_mark,
    find_cut,
    find_mark,
    find_marker,
    load_date_key,
    load_role_key,
)
from vietdiplo.draw.style import (
    COLOURS,
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

PANEL = Extent(0.0, WIDTH - 2 * MARGIN)
SCALE = Extent(0.3, PANEL.right - 0.3)  # so that the date at an end fits too
LANE = 0.22  # inches
HEAD = 0.3
SECTION = 0.07
LEADER = 0.1
LONGEST = 4.4  # inches of a label
MANY = 20  # events from which on the dates stand above the lanes too
# Anniversaries and targets are not what the text reports, so they have lanes of their own.
SECTIONS = (("event", "instrument", "validity", "reference"), ("anniversary",), ("target",))


class Item(NamedTuple):
    """An event with its mark and its label, and the inches of its lane from the top."""

    event: Event
    mark: Extent
    place: Place
    top: float


class Group(NamedTuple):
    """The lanes of one text, from its head to its last lane, and its date if it is known."""

    doc_id: str
    items: Sequence[Item]
    top: float
    bottom: float
    days: Days | None


@house_style()
def draw_timeline(
    events: pd.DataFrame, *, lang: str = "en", title: str = "", document_dates: Mapping[str, str]
) -> Picture:
    """Draw events on a time axis, solid up to the date of their text, hollow and dashed after it.

    Takes the columns doc_id, headline, from, to (ISO dates, both days within; an empty `to` is an open end), precision
    and role. `document_dates` gives each doc_id its date: 2025-05-07, 2025-05, 2025 or nothing. Long stretches without
    an event are shortened where the closest events would else fall together; the figure says so. Raises TableError for
    a missing column and for a row that cannot be read.
    """
    check_columns(events, "events", ("doc_id", "headline", "from", "to", "precision", "role"))
    if events.empty:
        return draw_message("draw_no_events", lang=lang, title=title)
    read = load_events(events, lang)
    names = list(dict.fromkeys(events["doc_id"]))
    days = load_days({name: document_dates.get(name, "") for name in names})
    starts = [event.start for event in read] + [day.start for day in days.values()]
    ends = [event.end or event.start + 1 for event in read] + [day.end for day in days.values()]
    axis = find_axis(starts, ends, SCALE)
    groups = _find_groups(names, read, days, axis)
    ticks = find_ticks(axis, starts, PANEL, load_measure(SIZE), lang)
    roles = [role for section in SECTIONS for role in section if any(event.role == role for event in read)]
    key = load_role_key(roles, lang) + (load_date_key(lang) if days else [])
    return _draw_sheet(groups, axis, ticks, key, lang=lang, title=title)


def _draw_sheet(
    groups: Sequence[Group], axis: TimeAxis, ticks: Sequence[Tick], key: Key, *, lang: str, title: str
) -> Picture:
    """Draw the groups, the axis under them, what is said about it, and the legend."""
    bottom = groups[-1].bottom + 0.08
    foot = bottom + (0.8 if axis.breaks else 0.4)
    labels = [label for _, label in key]
    picture = Picture(foot + 0.2 * count_key_rows(labels), title)
    axes = _open_panel(picture)
    _draw_axis(axes, axis, ticks, (groups[0].top, bottom))
    if axis.breaks:
        note = load_labels(lang)["draw_axis_cut"].format(n=len(axis.breaks))
        picture.write(MARGIN, bottom + 0.5, note, {"size": SMALL, "color": COLOURS["grey"]})
    for group in groups:
        _draw_group(axes, group, axis, lang)
    picture.add_key([artist for artist, _ in key], labels, foot)
    return picture


def _find_groups(
    names: Sequence[str], events: Sequence[Event], days: Mapping[str, Days], axis: TimeAxis
) -> list[Group]:
    groups = []
    top = 0.3 + 0.17 * bool(axis.breaks) if len(events) > MANY else 0.0
    for name in names:
        items: list[Item] = []
        bottom = top + HEAD
        for section in SECTIONS:
            members = [event for event in events if event.doc_id == name and event.role in section]
            items += _find_items(members, axis, bottom)
            bottom = max((item.top + LANE / 2 + SECTION for item in items), default=bottom)
        groups.append(Group(name, items, top, bottom, days.get(name)))
        top = bottom + SECTION
    return groups


def _find_items(events: Sequence[Event], axis: TimeAxis, top: float) -> list[Item]:
    """Find the place of each mark with its label and the first lane below `top` where they are free."""
    measure = load_measure(SIZE)
    marks = [find_mark(event, axis) for event in events]
    labels = [shorten_text(event.label, LONGEST, measure) for event in events]
    places = [find_place(m, label, PANEL, LEADER, measure) for m, label in zip(marks, labels, strict=True)]
    lanes = find_lanes([place.taken for place in places], 2 * LEADER)
    rows = zip(events, marks, places, lanes, strict=True)
    return [Item(event, mark, place, top + LANE * (lane + 0.5)) for event, mark, place, lane in rows]


def _open_panel(picture: Picture) -> Axes:
    """Open axes over the whole body whose units are inches from the left and from the top."""
    axes = picture.add_panel(MARGIN, 0, PANEL.width, picture.body)
    axes.set(xlim=PANEL, ylim=(picture.body, 0))
    axes.set_axis_off()
    return axes


def _draw_axis(axes: Axes, axis: TimeAxis, ticks: Sequence[Tick], span: tuple[float, float]) -> None:
    """Draw the dates under the lanes, and above them where there are many, and mark each shortened stretch."""
    top, bottom = span
    for stretch in axis.breaks:
        look: Look = {"facecolor": COLOURS["shade"], "edgecolor": "none", "zorder": 0}
        axes.add_patch(Rectangle((stretch.left, top), stretch.width, bottom - top, **look))
    axes.vlines([tick.place for tick in ticks], top, bottom, color=COLOURS["rule"], linewidth=0.6, zorder=1)
    for edge, side in ((bottom, 1), (top, -1))[: 2 if top else 1]:
        axes.hlines([edge], *SCALE, color=COLOURS["grey"], linewidth=0.9, zorder=2)
        for tick in ticks:
            end = edge + side * (0.05 + 0.17 * tick.row)
            axes.vlines([tick.place], edge, end, color=COLOURS["grey"], linewidth=0.9)
            axes.text(tick.place, end + side * 0.03, tick.text, ha="center", va="top" if side > 0 else "bottom")
        for stretch in axis.breaks:
            _draw_break(axes, (stretch.left + stretch.right) / 2, edge)


def _draw_break(axes: Axes, place: float, edge: float) -> None:
    axes.hlines([edge], place - 0.03, place + 0.03, color="white", linewidth=2.5, zorder=3)
    for shift in (-0.03, 0.03):
        ends = [place + shift - 0.025, place + shift + 0.025], [edge + 0.06, edge - 0.06]
        axes.plot(*ends, color=COLOURS["grey"], linewidth=1.1, zorder=4)


def _draw_group(axes: Axes, group: Group, axis: TimeAxis, lang: str) -> None:
    """Draw a text's name and date, a dotted line at its date, and its events with their labels."""
    now = group.days.end if group.days else None
    axes.add_patch(Rectangle((0, group.top), PANEL.width, HEAD - 0.05, facecolor="white", edgecolor="none", zorder=1.5))
    axes.hlines([group.top], *PANEL, color=COLOURS["grey"], linewidth=0.5)
    axes.text(0, group.top + 0.07, _name_text(group, lang), va="top", weight="bold")
    if now is not None:
        for top, bottom in _find_free(group, axis.place(now)):
            axes.vlines([axis.place(now)], top, bottom, **DATE_LINE)
    for item in group.items:
        cut, place = find_cut(item.event, item.mark, axis, now), find_marker(item.event, item.mark, item.place)
        draw_mark(axes, item.event, item.mark, item.top, cut, place)
        _draw_label(axes, item)


def _find_free(group: Group, place: float) -> Iterator[tuple[float, float]]:
    """Find the stretches of a vertical line, from top to bottom, that no label crosses."""
    top = group.top + HEAD - 0.05
    crossing = (item for item in group.items if item.place.left - 0.03 < place < item.place.right + 0.03)
    for lane in sorted({item.top for item in crossing}):
        yield top, lane - LANE / 2 + 0.01
        top = lane + LANE / 2 - 0.01
    yield top, group.bottom


def _name_text(group: Group, lang: str) -> str:
    wording = load_labels(lang)
    dated = wording["draw_date_unknown"]
    if group.days:
        first, last = date.fromordinal(group.days.start), date.fromordinal(group.days.end - 1)
        dated = format_span(first, last, group.days.precision, lang)
    measure = load_measure(SIZE, "bold")
    room = PANEL.width - measure(f" ({dated})")
    return f"{shorten_text(unify_text(group.doc_id), room, measure, tail=12)} ({dated})"


def _draw_label(axes: Axes, item: Item) -> None:
    """Write the label beside its mark with a leader between them, or inside a bar."""
    left, right = item.place.left, item.place.right
    leader = (item.mark.right, left - 0.03) if left > item.mark.right else (right + 0.03, item.mark.left)
    is_inside = item.mark.left < left < item.mark.right
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.6} if is_inside and item.event.is_days else None
    if not is_inside:
        axes.hlines([item.top], *leader, color=COLOURS["grey"], linewidth=0.7, zorder=2)
    place, side = (left, "left") if left > item.mark.left else (right, "right")
    axes.text(place, item.top, item.place.text, ha=side, va="center_baseline", bbox=paper, zorder=5)
