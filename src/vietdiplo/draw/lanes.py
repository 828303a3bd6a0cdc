"""Groups of lanes for events: one a text or one a role, each event in the first lane where mark and label are free."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from vietdiplo.draw.axis import TimeAxis, format_span
from vietdiplo.draw.events import Days, Event
from vietdiplo.draw.labels import Extent, Place, find_lanes, find_place, shorten_text
from vietdiplo.draw.marks import find_mark
from vietdiplo.draw.scale import PANEL
from vietdiplo.draw.style import SIZE, load_measure, unify_text
from vietdiplo.language import load_labels

LANE = 0.2  # inches
HEAD = 0.3
SECTION = 0.07
LEADER = 0.1
LONGEST = 4.4  # inches of a label
SIGN = 0.16  # inches before a role's name
# Anniversaries and targets are not what a text reports, so they have lanes of their own in it.
SECTIONS = (("event", "instrument", "validity", "reference"), ("anniversary",), ("target",))
BY_ROLE = ("event", "instrument", "anniversary", "validity", "target", "reference")


class Item(NamedTuple):
    """An event with its mark and its label, and the inches of its lane from the top."""

    event: Event
    mark: Extent
    place: Place
    top: float


class Group(NamedTuple):
    """Lanes under one head, from it to the last lane; the role whose sign it has; the days after its texts' dates."""

    head: str
    role: str
    items: Sequence[Item]
    top: float
    bottom: float
    dates: Sequence[int]


def find_text_groups(
    events: Sequence[Event], names: Sequence[str], days: Mapping[str, Days], axis: TimeAxis, top: float, lang: str
) -> list[Group]:
    """Find a group for each text in the order of the names, and a last one for context; sections part the roles."""
    groups = []
    for name in (*names, None):
        own = [event for event in events if (None if event.is_context else event.doc_id) == name]
        if own:
            sections = [[event for event in own if event.role in section] for section in SECTIONS]
            date_of = days.get(name) if name is not None else None
            head = load_labels(lang)["draw_context"] if name is None else _write_head(name, date_of, lang)
            groups.append(_find_group(head, "", sections, axis, top, [date_of.end] if date_of else []))
            top = groups[-1].bottom + SECTION
    return groups


def find_role_groups(
    events: Sequence[Event], dates: Sequence[int], axis: TimeAxis, top: float, lang: str
) -> list[Group]:
    """Find a group for each role; the lines at the texts' dates go through all of them."""
    groups = []
    for role in BY_ROLE:
        own = [event for event in events if event.role == role]
        if own:
            name = load_labels(lang)[f"draw_role_{role}"]
            groups.append(_find_group(name[0].upper() + name[1:], role, [own], axis, top, dates))
            top = groups[-1].bottom + SECTION
    return groups


def _find_group(
    head: str, role: str, sections: Sequence[Sequence[Event]], axis: TimeAxis, top: float, dates: Sequence[int]
) -> Group:
    items: list[Item] = []
    bottom = top + HEAD
    for section in sections:
        items += _find_items(section, axis, bottom)
        bottom = max((item.top + LANE / 2 + SECTION for item in items), default=bottom)
    return Group(head, role, items, top, bottom, dates)


def _find_items(events: Sequence[Event], axis: TimeAxis, top: float) -> list[Item]:
    """Find the place of each mark with its label and the first lane below `top` where they are free."""
    places = [_find_label(event, find_mark(event, axis)) for event in events]
    lanes = find_lanes([place.taken for place in places], 2 * LEADER)
    rows = zip(events, places, lanes, strict=True)
    return [Item(event, find_mark(event, axis), place, top + LANE * (lane + 0.5)) for event, place, lane in rows]


def _find_label(event: Event, mark: Extent) -> Place:
    measure = load_measure(SIZE)
    label = shorten_text(event.label, LONGEST, measure, tail=event.tail)
    return find_place(mark, label, PANEL, LEADER, measure, tail=event.tail)


def _write_head(doc_id: str, days: Days | None, lang: str) -> str:
    dated = load_labels(lang)["draw_date_unknown"]
    if days:
        dated = format_span(date.fromordinal(days.start), date.fromordinal(days.end - 1), days.precision, lang)
    measure = load_measure(SIZE, "bold")
    room = PANEL.width - measure(f" ({dated})")
    return f"{shorten_text(unify_text(doc_id), room, measure, tail=12)} ({dated})"
