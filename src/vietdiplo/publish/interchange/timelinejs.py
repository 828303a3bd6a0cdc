"""Events as JSON for TimelineJS 3. Source: timeline.knightlab.com/docs/json-format.html."""

import html
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from vietdiplo.language import load_labels
from vietdiplo.publish.interchange.events import Event
from vietdiplo.publish.interchange.wording import describe_event, write_span
from vietdiplo.publish.saving import save_json

# What a date says of a day known in a unit; the rest is left out, which is how TimelineJS states precision.
PARTS = {"day": ("year", "month", "day"), "month": ("year", "month"), "quarter": ("year", "month")}
# TimelineJS takes tags out of these fields and then shows what is left as HTML, so that escaping would bring them back.
PLAIN = str.maketrans("<>&", "‹›＆")
UNSAFE = re.compile(r"[^A-Za-z0-9-]")


def save_timelinejs(events: Sequence[Event], path: Path, lang: str) -> None:
    """Save events as the JSON of TimelineJS 3, one slide each; a decade has its first and its last year."""
    save_json({"events": [write_slide(event, lang) for event in events]}, path)


def write_slide(event: Event, lang: str) -> dict[str, Any]:
    """Write an event as a slide; headline and text are HTML in which nothing of the event's is markup."""
    labels = load_labels(lang)
    start = _write_date(event.first, event.unit)
    end = _write_date(event.last, event.last_unit) if event.last else start
    slide: dict[str, Any] = {
        "start_date": start,
        "text": {
            "headline": html.escape(event.headline),
            "text": "".join(f"<p>{html.escape(line)}</p>" for line in describe_event(event, lang)),
        },
        "display_date": (event.wordings[0] if event.wordings else write_span(event, lang)).translate(PLAIN),
        "group": labels[f"value_{event.role}"].translate(PLAIN),
        "unique_id": name_event(event),
        "autolink": False,
    }
    return slide if end == start else {**slide, "end_date": end}


def name_event(event: Event) -> str:
    """Name an event so that the name can be an address: ASCII letters, digits and hyphens; no two are alike."""
    return "event-" + UNSAFE.sub(lambda sign: f"_{ord(sign[0]):x}", event.name)


def _write_date(day: date, unit: str) -> dict[str, int]:
    return {part: getattr(day, part) for part in PARTS.get(unit, ("year",))}
