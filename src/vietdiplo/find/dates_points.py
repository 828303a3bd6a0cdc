"""Points in time as a text gives them: whole dates, and dates whose year the document or a neighbour must say."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from vietdiplo.find.dates_values import (
    DAYS,
    MONTHS,
    UNKNOWN,
    is_word,
    join_date,
    read_century,
    read_number,
    shift_date,
    shift_unit,
    worth,
)

Groups = Mapping[str, str]
# From how many months before or after the document's a month is rather one of the next or the last year.
NEXT_YEAR = {"planned": -2, "future": -6}
LAST_YEAR = {"past": 1, "": 10}


class Told(NamedTuple):
    """What a document has told up to a place; dates are ISO texts as far as they are known, empty if they are not."""

    document: str
    day: str = ""  # the last day of an event
    point: str = ""  # the last day, month or year of any kind
    year: str = ""  # the last year of this sentence
    frame: str = ""  # the year that opens this sentence and rules its dates
    tense: str = ""  # past or planned by the words in front, future by those around


class Reading(NamedTuple):
    """A TIMEX3: type, value and mod, and the document's date if it was needed.

    first and last are the days where the value does not say them, start and end the place where a match holds
    several expressions.
    """

    type: str
    value: str
    mod: str = ""
    anchor: str = ""
    first: str = ""
    last: str = ""
    start: int = -1
    end: int = -1


def read_point(groups: Groups, told: Told) -> tuple[str, str]:
    """Read the groups d, m and y into a date as far as it is known, and the document's date if that was needed."""
    month, day = read_month(groups), read_day(groups)
    year, anchor = read_year(groups, told, month, day)
    return join_date(year, month, day), anchor


def read_ends(groups: Groups, told: Told) -> tuple[str, str, str]:
    """Read d1 m1 y1 and d2 m2 y2: both ends of a range, and the document's date if it was needed.

    An end takes the month and the year it lacks from the other: 28/12-3/1/2025 begins in 2024.
    """
    begin, end = ({name[:-1]: text for name, text in groups.items() if name.endswith(side)} for side in "12")
    if "d" in begin and "m" not in begin:
        begin["m"] = end["m"]
    first, last = ((read_month(side), read_day(side)) for side in (begin, end))
    over = last < first
    if _has_year(begin) or not _has_year(end):
        year, anchor = read_year(begin, told, *first)
        end_year = read_year(end, told, *last)[0] if _has_year(end) else _add_years(year, over)
        return join_date(year, *first), join_date(end_year, *last), anchor
    year, anchor = read_year(end, told, *last)
    return join_date(_add_years(year, -over), *first), join_date(year, *last), anchor


def read_year(groups: Groups, told: Told, month: int = 0, day: int = 0) -> tuple[str, str]:
    """Read the year, or find it: a word counted from the document's year, the sentence's own year, the document's."""
    if "y" in groups:
        return str(int(read_number(groups["y"]))), ""
    if "yw" in groups:
        return read_year_word(groups["yw"], told)
    if told.frame and "way" not in groups:
        return told.frame, ""
    if not told.document:
        return UNKNOWN[:4], ""
    return _add_years(told.document[:4], _years_off(groups, told, month, day)), told.document


def read_year_word(word: str, told: Told) -> tuple[str, str]:
    """Read `năm ngoái`, `cùng năm`; `năm trước` is counted from the year told before it in the sentence, if any."""
    by = worth("year_word", word)
    if by == "told":
        return told.point[:4] or UNKNOWN[:4], ""
    if told.year and is_word("from_told", word):
        return _add_years(told.year, by), ""
    return shift_unit(told.document, "Y", by), told.document


def read_month(groups: Groups) -> int:
    """Read the month in digits or words; 0 if there is none."""
    month = groups.get("m", "0")
    return int(month) if month.isdigit() else int(worth("month_word", month))


def read_day(groups: Groups) -> int:
    """Read the day in digits or words; 0 if there is none."""
    return int(read_number(groups.get("d", "0")))


def read_decade(groups: Groups) -> str:
    """Read the digits that the years of a decade begin with, of `thập niên 60, 70` as a range.

    90 without a century is of the twentieth.
    """
    century = read_century(groups.get("c", "20"))
    decades = (groups[name] for name in ("tens", "tens2") if name in groups)
    return "/".join(tens[:3] if len(tens) == 4 else f"{century}{tens[0]}" for tens in decades)


def read_weekday(groups: Groups, told: Told) -> tuple[str, str]:
    """Read a weekday of this, the last or the next week, or the next or last one seen from the document's date."""
    number = worth("weekday", groups["weekday"])
    if len(told.document) < 10 or not {"shift", "way", "past"} & set(groups):
        return f"XXXX-WXX-{number}", ""
    ahead = number - date.fromisoformat(told.document).isoweekday()
    way = worth("way", groups["way"]) if "way" in groups else -1
    if "shift" in groups:
        ahead += 7 * worth("shift", groups["shift"])
    elif way * ahead < 0 or (way > 0 and ahead == 0):
        ahead += 7 * way
    return shift_date(told.document, "D", ahead), told.document


def read_mod(groups: Groups) -> str:
    """Read the word in front of a number: APPROX, MORE_THAN or nothing."""
    return str(worth("mod", groups["mod"])) if "mod" in groups else ""


def count_units(groups: Groups, base: str) -> Reading:
    """Count units from a date: the value is as precise as the unit."""
    unit, number = worth("unit", groups["unit"]), read_number(groups.get("n", "1"))
    if unit not in DAYS | MONTHS:
        return Reading("TIME", UNKNOWN)
    return Reading("DATE", shift_unit(base, unit, number * worth("back", groups["back"])), read_mod(groups))


def make_reading(groups: Groups, value: str, anchor: str = "") -> Reading:
    """Make a reading of a value: an hour or a part of the day makes it a TIME, an edge its mod."""
    clock = "" if "/" in value else _read_clock(groups)
    if clock:
        return Reading("TIME", f"{value}T{clock}", "", anchor)
    return Reading("DATE", value, worth("edge", groups["edge"]) if "edge" in groups else "", anchor)


def _read_clock(groups: Groups) -> str:
    part = worth("part", groups["part"])[1:] if "part" in groups else ""
    if "hour" not in groups:
        return str(part)
    hour = int(groups["hour"])
    late = hour < 12 and part in ("AF", "EV")
    return f"{hour + 12 * late:02}:{groups.get('min', '00')}"


def _years_off(groups: Groups, told: Told, month: int, day: int) -> int:
    """Tell how many years a date without one lies from the document's year."""
    if not month or len(told.document) < 7:
        return 0
    here = (int(told.document[5:7]), int(told.document[8:] or 0) if day else 0)
    if "way" in groups:
        way = worth("way", groups["way"])
        return int(way > 0 and (month, day) < here) - int(way < 0 and (month, day) > here)
    ahead = month - here[0]
    return int(ahead <= NEXT_YEAR.get(told.tense, -12)) - int(ahead >= LAST_YEAR.get(told.tense, 12))


def _has_year(groups: Groups) -> bool:
    return bool({"y", "yw", "way"} & set(groups))


def _add_years(year: str, by: int) -> str:
    return str(int(year) + by) if year.isdigit() else year
