"""Events for calendars: iCalendar (RFC 5545), which knows days and nothing coarser."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from vietdiplo.publish.interchange.events import Event
from vietdiplo.publish.interchange.wording import describe_event
from vietdiplo.publish.saving import save_bytes
from vietdiplo.texts.metadata import find_days

if TYPE_CHECKING:
    import icalendar

STATUS = {"pledged": "TENTATIVE"}
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


def save_calendar(events: Sequence[Event], dates: Mapping[str, str], path: Path, lang: str) -> None:
    """Save the events that are known to the day as days of a calendar; a pledged one is tentative, none takes up time.

    DTSTAMP is the date of the text that tells an event (`dates` by doc_id), as far as it is known, and 1970-01-01 where
    it is not: the clock would make two runs differ. UID is the event's own name.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//vietdiplo//timeline//{lang.upper()}")
    calendar.add("version", "2.0")
    for event in events:
        if event.is_to_the_day:
            calendar.add_component(_write_event(event, dates.get(event.doc_id, ""), lang))
    save_bytes(calendar.to_ical(), path)


def _write_event(event: Event, told: str, lang: str) -> "icalendar.Event":
    from icalendar import Event as Component

    component = Component()
    component.add("uid", f"{event.name}@vietdiplo")
    component.add("dtstamp", _find_stamp(told))
    component.add("dtstart", event.first)
    if event.last and event.last < date.max:
        component.add("dtend", event.last + timedelta(days=1))  # exclusive; without it the event takes one day
    component.add("summary", event.headline)
    component.add("description", "\n".join(describe_event(event, lang)))
    component.add("categories", [event.role, *filter(None, [event.status]), *(["context"] * event.is_context)])
    component.add("status", STATUS.get(event.status, "CONFIRMED"))
    component.add("transp", "TRANSPARENT")
    return component


def _find_stamp(told: str) -> datetime:
    """Find the first moment of a date that is known to the day, the month or the year."""
    return datetime.fromisoformat(find_days(told)[0]).replace(tzinfo=UTC) if told else UNDATED
