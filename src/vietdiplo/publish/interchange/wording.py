"""When an event is, in words, as far as it is known: a year is a year and never its first day."""

from collections.abc import Iterator
from datetime import date

from babel.dates import format_interval, format_skeleton

from vietdiplo.language import load_labels
from vietdiplo.publish.interchange.events import BETWEEN, Event, write_unit

ROMAN = {10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I"}
# English ordinals but for 11 to 13.
ENDINGS = {1: "st", 2: "nd", 3: "rd"}
# A modifier of a range is one of its end or of its beginning.
OF_THE_END = ("END",)


def write_span(event: Event, lang: str) -> str:
    """Write when an event is: `7/5/2025 – 8/5/2025`, `năm 1992`, `quý II/2024`, `thập niên 1990`, `từ năm 2008`."""
    labels = load_labels(lang)
    mod = labels[f"when_mod_{event.mod}"] if event.mod else "{when}"
    first = write_time(event.first, event.unit, lang)
    if event.last is None:
        return labels["when_open"].format(when=mod.format(when=first))
    if write_unit(event.first, event.unit) == write_unit(event.last, event.last_unit):
        return mod.format(when=first)
    if half := _find_half(event):
        return mod.format(when=labels[f"when_half_{half}"].format(year=event.first.year))
    if event.is_to_the_day and not event.mod:
        interval = format_interval(event.first, event.last, labels["draw_skeleton_day"], locale=lang)
        return " ".join(interval.split())
    last = write_time(event.last, event.last_unit, lang)
    if event.mod in OF_THE_END:
        return f"{first} – {mod.format(when=last)}"
    return f"{mod.format(when=first)} – {last}"


def write_time(day: date, unit: str, lang: str) -> str:
    """Write the unit that a day lies in: 7/5/2025, tháng 5/2025, quý II/2025, năm 2025, thập niên 2020, thế kỷ XXI."""
    quarter, century = (day.month + 2) // 3, day.year // 100 + 1
    values = {
        "day": format_skeleton(load_labels(lang)["draw_skeleton_day"], day, locale=lang),
        "month": format_skeleton(load_labels(lang)["draw_skeleton_month"], day, locale=lang),
        "quarter": quarter,
        "quarter_roman": _write_roman(quarter),
        "year": day.year,
        "decade": day.year // 10 * 10,
        "century": _write_ordinal(century),
        "century_roman": _write_roman(century),
    }
    return load_labels(lang)[f"when_{unit}"].format(**values)


def describe_event(event: Event, lang: str) -> Iterator[str]:
    """Describe an event in lines: when, in our words and the texts', what kind, who, and which texts tell it."""
    labels = load_labels(lang)
    yield " · ".join([write_span(event, lang), *name_kinds(event, lang)])
    said = {"surface": event.wordings, "participants": event.participants, "texts": event.texts}
    said["cited"] = (event.cited,) if event.cited else ()
    for name, parts in said.items():
        if parts:
            yield f"{labels[f'events_{name}']}: {BETWEEN.join(parts)}"


def name_kinds(event: Event, lang: str) -> list[str]:
    """Name what an event is: its role, whether it is past, ongoing or pledged, and that it is context or unsure."""
    labels = load_labels(lang)
    kinds = [labels[f"value_{key}"] for key in (event.role, event.status, "context" * event.is_context) if key]
    return [*kinds, labels["events_unsure"]] if event.is_unsure else kinds


def _find_half(event: Event) -> int:
    """Find which half of a year an event takes; 0 if none."""
    first, last = event.first, event.last
    if last is None or event.unit != "quarter" or event.last_unit != "quarter" or first.year != last.year:
        return 0
    return {(1, 6): 1, (7, 12): 2}.get((first.month, last.month), 0)


def _write_roman(number: int) -> str:
    for value, sign in ROMAN.items():
        if number >= value:
            return sign + _write_roman(number - value)
    return ""


def _write_ordinal(number: int) -> str:
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ENDINGS.get(number % 10, 'th')}"
