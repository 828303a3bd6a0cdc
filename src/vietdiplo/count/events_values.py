"""What the columns of a table of events may hold, and its days, checked and read for those that draw or pass it on."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from vietdiplo.tables import TableError
from vietdiplo.texts.events import ROLES as EVENT_ROLES

PRECISIONS = ("day", "month", "quarter", "year", "decade", "century")
MODS = ("", "START", "MID", "END", "APPROX", "MORE_THAN")
ROLES = (*EVENT_ROLES, "reference")
STATUSES = ("", "past", "ongoing", "pledged")
SOURCES = ("text", "context")
KNOWN = {"precision": PRECISIONS, "mod": MODS, "role": ROLES, "status": STATUSES, "source": SOURCES}


def check_values(place: str, row: Mapping[Any, Any], known: Mapping[str, Collection[str]] = KNOWN) -> None:
    """Raise TableError for the first value of a row that its column cannot have; a column may be missing."""
    for column, values in known.items():
        if column in row and row[column] not in values:
            names = ", ".join(filter(None, values))
            raise TableError(f"{place}: {column} {row[column]!r} is unknown; use one of {names}")


def load_span(place: str, row: Mapping[Any, Any]) -> tuple[date, date | None]:
    """Load the first and the last day of a row, None where the end is open; raise TableError for what is no span."""
    first = _load_day(place, "from", row["from"])
    last = _load_day(place, "to", row["to"]) if row["to"] else None
    if last and last < first:
        raise TableError(f"{place}: to {row['to']} is before from {row['from']}; exchange them")
    return first, last


def _load_day(place: str, column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise TableError(f"{place}: {column} {text!r} is no ISO date; write 2025-05-07") from None
