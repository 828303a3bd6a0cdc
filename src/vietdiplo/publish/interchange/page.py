"""The page of events: a list by year that needs neither network nor script, and a search where a script runs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from vietdiplo.count.events_values import ROLES, STATUSES
from vietdiplo.publish.interchange.events import MOST_EVENTS, Event, load_events
from vietdiplo.publish.interchange.timelinejs import name_event
from vietdiplo.publish.interchange.wording import name_kinds, write_span, write_time
from vietdiplo.publish.links import find_address
from vietdiplo.publish.pages import TEMPLATES, Page, load_environment
from vietdiplo.publish.saving import load_csv

FILES = (("CSV", "csv"), ("TimelineJS", "json"), ("iCalendar", "ics"))
LONG = ("decade", "century")


class Entry(NamedTuple):
    """An event of the page: its name, when and what it is, where it leads, and the texts that tell it."""

    name: str
    event: Event
    when: str
    kinds: Sequence[str]
    address: str
    texts: Sequence[tuple[int, str, str]]


def save_event_pages(pages: Iterable[Page], folder: Path, site: Mapping[str, Any]) -> None:
    """Save a page for each table of events that the notebooks of a site saved."""
    for page in pages:
        for name in page.events:
            save_event_page(folder, name, site)


def save_event_page(folder: Path, name: str, site: Mapping[str, Any]) -> None:
    """Save `<name>.html` from `events/<name>.csv`: the first 5,000 events whose first day is known."""
    table = load_csv(folder / "events" / f"{name}.csv")
    events = load_events(table)
    shown = events[:MOST_EVENTS]
    labels, texts = site["labels"], list(dict.fromkeys(text for event in shown for text in event.texts))
    about = {
        "groups": list(_group_events(shown, {text: number for number, text in enumerate(texts)}, site)),
        "n": len(shown),
        "texts": list(enumerate(texts)),
        "roles": _name_values(ROLES, {event.role for event in shown}, labels),
        "states": _name_values(STATUSES, {event.status for event in shown}, labels),
        "has_context": any(event.is_context for event in shown),
        "notes": _list_notes(len(shown), len(events), len(table), labels),
        "files": [kind for kind in FILES if (folder / "events" / f"{name}.{kind[1]}").is_file()],
        "name": name,
    }
    style = f"{site['reading_style']}\n{(TEMPLATES / 'events.css').read_text(encoding='utf-8').strip()}"
    page = load_environment().get_template("events.html.j2")
    written = page.render(site={**site, "reading_style": style}, labels=labels, **about)
    (folder / f"{name}.html").write_text(written, encoding="utf-8", newline="\n")


def _group_events(
    events: Sequence[Event], numbers: Mapping[str, int], site: Mapping[str, Any]
) -> Iterator[tuple[str, list[Entry]]]:
    """Group events by year; what is told of a decade or a century stands before its first year."""
    lang = site["lang"]

    def name_group(event: Event) -> str:
        return write_time(event.first, event.unit, lang) if event.unit in LONG else str(event.first.year)

    for heading, group in groupby(events, key=name_group):
        yield heading, [_make_entry(event, numbers, site) for event in group]


def _make_entry(event: Event, numbers: Mapping[str, int], site: Mapping[str, Any]) -> Entry:
    address = find_address({"doc": event.doc_id, "sentence": str(event.sentence)}, site["texts"])
    texts = [(numbers[text], text, site["texts"].get(text, "")) for text in event.texts]
    kinds = name_kinds(event, site["lang"])
    return Entry(name_event(event), event, write_span(event, site["lang"]), kinds, address, texts)


def _name_values(values: Sequence[str], found: set[str], labels: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(value, labels[f"value_{value}"]) for value in values if value and value in found]


def _list_notes(shown: int, known: int, rows: int, labels: Mapping[str, str]) -> list[str]:
    """List what the page does not show: events beyond the first ones, and those without a first day."""
    limit = [labels["events_limit"].format(n=shown, of=known)] if shown < known else []
    return [*limit, *([labels["events_unknown"].format(n=rows - known)] if known < rows else [])]
