"""Dated events on one time axis: lanes by text or by role, instants as markers, periods as bars, labels apart."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from vietdiplo.draw.axis import TimeAxis, find_axis, find_ticks
from vietdiplo.draw.events import COLUMNS, Days, Event, choose_events, load_days, load_events
from vietdiplo.draw.lanes import HEAD, LANE, SECTIONS, SIGN, Group, Item, find_role_groups, find_text_groups
from vietdiplo.draw.marks import (
    DATE_LINE,
    Key,
    draw_mark,
    draw_sign,
    find_cut,
    find_marker,
    load_context_key,
    load_date_key,
    load_role_key,
    load_status_key,
)
from vietdiplo.draw.rows import say_left_out, write_notes
from vietdiplo.draw.scale import (
    PANEL,
    PAPER,
    SCALE,
    draw_head,
    draw_lines,
    draw_overview,
    draw_scale,
    lay_link,
    open_panel,
)
from vietdiplo.draw.style import (
    COLOURS,
    LINE,
    SIZE,
    Picture,
    check_columns,
    count_key_rows,
    draw_message,
    house_style,
    load_measure,
)
from vietdiplo.language import load_labels
from vietdiplo.tables import ParameterError

GROUPINGS = ("text", "role")
MANY = 20  # rows (events and heads) from which on the dates stand above the lanes too
MOST = 100  # events that are tried
TALLEST = 8.4  # inches of lanes, which fill a page
FEW = 3  # dates of texts that are lines through all roles
OVERVIEW = 0.6  # inches


class Corpus(NamedTuple):
    """All events, the texts in their order, their dates, and how the lanes are grouped."""

    events: Sequence[Event]
    names: Sequence[str]
    days: Mapping[str, Days]
    by: str
    lang: str


class Sheet(NamedTuple):
    """What is drawn: the axis, the events in their groups, and the inches of the first group from the top."""

    axis: TimeAxis
    starts: Sequence[int]
    groups: Sequence[Group]
    top: float
    is_tall: bool

    @property
    def events(self) -> list[Event]:
        """The events that are drawn."""
        return [item.event for group in self.groups for item in group.items]

    @property
    def bottom(self) -> float:
        """The inches of the axis below the last group."""
        return self.groups[-1].bottom + 0.08


@house_style()
def draw_timeline(
    events: pd.DataFrame, *, by: str = "text", lang: str = "en", title: str = "", document_dates: Mapping[str, str]
) -> Picture:
    """Draw events on a time axis, in groups of lanes by text or by role; what is past is solid, what is pledged hollow.

    Takes the columns doc_id, headline, from, to (ISO dates, both days within; an empty `to` is an open end), precision
    and role, and perhaps mod, status (past, ongoing, pledged), documents (how many texts tell the event), source (text
    or context) and link (the address that mark and label lead to in the SVG). `document_dates` gives each doc_id its
    date: 2025-05-07, 2025-05, 2025 or nothing; where the table has no status, an event is hollow after it. By role,
    up to three such dates are lines through all lanes. Long stretches without an event are shortened where the closest
    events would else fall together. What fills more than a page is not drawn but in an overview: context and what most
    texts tell are drawn first, then the latest. The figure says both. Raises TableError for a missing column and for a
    row that cannot be read, ParameterError for another `by`.
    """
    check_columns(events, "events", COLUMNS)
    if by not in GROUPINGS:
        raise ParameterError(f"by: {by!r} is no grouping of events; use one of {', '.join(GROUPINGS)}")
    if events.empty:
        return draw_message("draw_no_events", lang=lang, title=title)
    names = list(dict.fromkeys(events["doc_id"]))
    dates = {name: document_dates.get(name, "") for name in names} if by == "text" else document_dates
    corpus = Corpus(load_events(events, lang), names, load_days(dates), by, lang)
    return _draw_sheet(corpus, _fit_sheet(corpus), title)


def _fit_sheet(corpus: Corpus) -> Sheet:
    """Find the groups of as many events as fill a page."""
    number = min(len(corpus.events), MOST)
    sheet = _find_sheet(corpus, number)
    while number > 1 and sheet.bottom > TALLEST:
        number = min(number - 1, int(number * TALLEST / sheet.bottom))
        sheet = _find_sheet(corpus, number)
    return sheet


def _find_sheet(corpus: Corpus, number: int) -> Sheet:
    events = choose_events(corpus.events, number)
    shown = {event.doc_id for event in events if not event.is_context}
    days = {name: days for name, days in corpus.days.items() if corpus.by == "role" or name in shown}
    dates = sorted({span.end for span in days.values()})
    if corpus.by == "role" and len(dates) > FEW:
        days, dates = {}, []
    starts = [event.start for event in events] + [span.start for span in days.values()]
    ends = [event.end or event.start + 1 for event in events] + [span.end for span in days.values()]
    axis = find_axis(starts, ends, SCALE)
    is_tall = number + 2 * len(shown if corpus.by == "text" else {event.role for event in events}) > MANY
    top = OVERVIEW * (number < len(corpus.events)) + (0.3 + 0.17 * bool(axis.breaks)) * is_tall
    if corpus.by == "role":
        groups = find_role_groups(events, dates, axis, top, corpus.lang)
    else:
        groups = find_text_groups(events, corpus.names, days, axis, top, corpus.lang)
    return Sheet(axis, starts, groups, top, is_tall)


def _draw_sheet(corpus: Corpus, sheet: Sheet, title: str) -> Picture:
    """Draw the groups, the axis under them, what is said about them, and the legend."""
    ticks = find_ticks(sheet.axis, sheet.starts, PANEL, load_measure(SIZE), corpus.lang)
    notes, key = list(_list_notes(corpus, sheet)), _list_key(corpus, sheet)
    labels = [label for _, label in key]
    under = sheet.bottom + (0.5 if any(tick.row for tick in ticks) else 0.33)
    foot = under + LINE * len(notes) + 0.08
    picture = Picture(foot + 0.2 * count_key_rows(labels), title)
    axes = open_panel(picture)
    draw_lines(axes, sheet.axis, ticks, (sheet.top, sheet.bottom))
    draw_scale(axes, sheet.axis, ticks, sheet.bottom)
    if sheet.is_tall:
        draw_scale(axes, sheet.axis, ticks, sheet.top, side=-1)
    if len(sheet.events) < len(corpus.events):
        starts = [[event.start for event in events] for events in (corpus.events, sheet.events)]
        draw_overview(axes, *starts, lang=corpus.lang)
    for group in sheet.groups:
        _draw_group(axes, group, sheet.axis, corpus.days)
    write_notes(picture, notes, under)
    picture.add_key([artist for artist, _ in key], labels, foot)
    return picture


def _list_notes(corpus: Corpus, sheet: Sheet) -> Iterator[str]:
    """List what has to be said of the axis, of what is not drawn, and of signs that are drawn."""
    wording, events = load_labels(corpus.lang), sheet.events
    if sheet.axis.breaks:
        yield wording["draw_axis_cut"].format(n=len(sheet.axis.breaks))
    lost = {event.doc_id for event in corpus.events} - {event.doc_id for event in events}
    left_out = {"events": len(corpus.events) - len(events), "texts": len(lost) * (corpus.by == "text")}
    yield from say_left_out(left_out, corpus.lang)
    undated = [e for e in events if not (e.status or e.is_context or e.doc_id in corpus.days)]
    if undated and corpus.by == "role":
        yield wording["draw_note_undated"].format(n=len(undated))
    said = {
        "mod": any(event.centre is not None for event in events),
        "approx": any(event.mod == "APPROX" and not event.is_instant for event in events),
        "open": any(event.end is None for event in events),
        "texts": any(event.texts > 1 for event in events),
    }
    yield from (wording[f"draw_note_{sign}"] for sign, is_drawn in said.items() if is_drawn)


def _list_key(corpus: Corpus, sheet: Sheet) -> Key:
    """List the entries of the legend; by role, the heads have the signs of the roles."""
    drawn, lang = sheet.events, corpus.lang
    told, is_lined = any(event.status for event in drawn), any(group.dates for group in sheet.groups)
    roles = {event.role for event in drawn} if corpus.by == "text" else set()
    key = load_role_key([role for section in SECTIONS for role in section if role in roles], lang)
    key += load_status_key(lang, told=told) if told or corpus.days else []
    key += load_date_key(lang) if is_lined else []
    return key + (load_context_key(lang) if any(event.is_context for event in drawn) else [])


def _draw_group(axes: Axes, group: Group, axis: TimeAxis, days: Mapping[str, Days]) -> None:
    """Draw the head of a group, dotted lines at the dates of its texts, and its events with their labels."""
    draw_head(axes, group.head, group.top, HEAD - 0.05, SIGN if group.role else 0)
    if group.role:
        draw_sign(axes, group.role, SIGN / 2, group.top + 0.13)
    for now in group.dates:
        for top, bottom in _find_free(group, axis.place(now)):
            axes.vlines([axis.place(now)], top, bottom, **DATE_LINE)
    for item in group.items:
        own = days.get(item.event.doc_id)
        cut = find_cut(item.event, item.mark, axis, own.end if own else None)
        draw_mark(axes, item.event, item.mark, item.top, cut, find_marker(item.event, item.mark, item.place))
        _draw_label(axes, item)


def _find_free(group: Group, place: float) -> Iterator[tuple[float, float]]:
    """Find the stretches of a vertical line, from top to bottom, that no label crosses."""
    top = group.top + HEAD - 0.05
    crossing = (item for item in group.items if item.place.left - 0.03 < place < item.place.right + 0.03)
    for lane in sorted({item.top for item in crossing}):
        yield top, lane - LANE / 2 + 0.01
        top = lane + LANE / 2 - 0.01
    yield top, group.bottom


def _draw_label(axes: Axes, item: Item) -> None:
    """Write the label beside its mark with a leader between them, or inside a bar, and link them both."""
    left, right = item.place.left, item.place.right
    leader = (item.mark.right, left - 0.03) if left > item.mark.right else (right + 0.03, item.mark.left)
    is_inside = item.mark.left < left < item.mark.right
    paper = PAPER if is_inside and item.event.is_days else None
    if not is_inside:
        axes.hlines([item.top], *leader, color=COLOURS["grey"], linewidth=0.7, zorder=2)
    place, side = (left, "left") if left > item.mark.left else (right, "right")
    style = "italic" if item.event.is_context else "normal"
    axes.text(place, item.top, item.place.text, ha=side, va="center_baseline", bbox=paper, style=style, zorder=5)
    lay_link(axes, item.place.taken, item.top, LANE, item.event.link)
