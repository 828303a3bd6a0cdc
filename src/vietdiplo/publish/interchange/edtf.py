"""Events as EDTF, the Extended Date/Time Format of the Library of Congress (ISO 8601-2:2019, levels 0 to 2)."""

from datetime import date

from vietdiplo.publish.interchange.events import Event, write_unit

# Level 2, sub-year groupings: quarters are 33 to 36, half-years 40 and 41.
QUARTER = 33
HALF = 40
# Of what cannot be said otherwise: `hơn 30 năm qua` begins about when 30 years would.
APPROXIMATE = {"APPROX": ("~", "~"), "MORE_THAN": ("~", "")}
UNSURE = {"": "?", "~": "%"}


def write_edtf(event: Event) -> str:
    """Write when an event is as far as it is known: 1992, 2016-03, 2025-05-07/2025-05-08, 199X, 2024-33, 2008/..

    A decade is 199X, a century 19XX, an open end `..`, what is said to be about so has a ~. Early, middle and late have
    no form in EDTF: the unit is kept whole, and the table's column mod says it. What may be of the year before or after
    has a ?, and a % if it is said to be about so too.
    """
    start, end = APPROXIMATE.get(event.mod, ("", ""))
    if event.is_unsure:
        start, end = UNSURE[start], UNSURE[end]
    first = _write_end(event.first, event.unit)
    if event.last is None:
        return f"{first}{start}/.."
    last = _write_end(event.last, event.last_unit)
    part = _write_part(event.first, event.last) if "quarter" in (event.unit, event.last_unit) else ""
    if part and not start:
        return part
    return f"{first}{start}" if first == last else f"{first}{start}/{last}{end}"


def _write_end(day: date, unit: str) -> str:
    """Write the unit of an end; quarters stand alone and in no range, so there it is their month."""
    return write_unit(day, "month" if unit == "quarter" else unit).ljust(4, "X")


def _write_part(first: date, last: date) -> str:
    """Write a whole quarter or half-year; empty for anything else."""
    for start, months in ((QUARTER, 3), (HALF, 6)):
        if first.year == last.year and (first.month - 1) % months == 0 and last.month - first.month == months - 1:
            return f"{first.year:04}-{start + (first.month - 1) // months}"
    return ""
