"""Points in time as a text gives them: whole dates, and dates whose year the document or a neighbour must say."""

from collections.abc import Mapping
from datetime import MAXYEAR, date
from typing import NamedTuple

from vietdiplo.find.dates_values import (
    UNKNOWN,
    find_bounds,
    is_word,
    join_date,
    read_century,
    read_number,
    shift_date,
    shift_unit,
    worth,
)

Groups = Mapping[str, str]
# From how many months before or after the document's a month is rather one of the next or the last year, by the tense,
# and than the date's that it follows.
NEXT_YEAR = {"planned": -2, "future": -6, "follows": -9}
LAST_YEAR = {"past": 1, "": 10, "follows": 10}
# How many months before or after the document's a month is doubtful if no tense tells its year.
DOUBTFUL = (-9, 4)
AHEAD = ("planned", "future")
SOON = 20  # years
# Which hours of a part of the day are those after noon: 1 giờ trưa is 13:00, 10 giờ đêm 22:00.
LATE = {"MI": range(1, 4), "AF": range(1, 12), "EV": range(1, 12), "NI": range(7, 12)}


class Base(NamedTuple):
    """A date whose year the next one takes, and the document's date if that was needed for it."""

    date: str
    anchor: str = ""


class Told(NamedTuple):
    """What a document has told up to a place; dates are ISO texts as far as they are known, empty if they are not."""

    document: str
    day: str = ""  # the last day of an event
    point: str = ""  # the last day, month or year of any kind
    year: str = ""  # the last year of this sentence
    dated: str = ""  # the last day or month of this sentence with a year of its own
    frame: Base | None = None  # the date that opens this sentence and rules its years
    base: Base | None = None  # the frame, or the date that the next one follows upon
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

    An end takes the month and the year it lacks from the other: 28/12-3/1/2025 begins in 2024. Days of one month in
    the wrong order (8-7/5) stay so: which is meant is not known.
    """
    begin, end = take_side(groups, "1"), take_side(groups, "2")
    if "d" in begin and "m" not in begin:
        begin["m"] = end["m"]
    first, last = ((read_month(side), read_day(side)) for side in (begin, end))
    over = last[0] < first[0]
    if _has_year(begin) or not _has_year(end):
        year, anchor = read_year(begin, told, *first)
        end_year = read_year(end, told, *last)[0] if _has_year(end) else _add_years(year, over)
        return join_date(year, *first), join_date(end_year, *last), anchor
    year, anchor = read_year(end, told, *last)
    return join_date(_add_years(year, -over), *first), join_date(year, *last), anchor


def read_year(groups: Groups, told: Told, month: int = 0, day: int = 0) -> tuple[str, str]:
    """Read the year, or find it: a word counted from the document's year, the sentence's own year, the document's.

    The document's date has a ? behind it where the date lies far from it and no word says on which side.
    """
    if "y" in groups:
        year = int(read_number(groups["y"]))
        return (str(year) if year <= MAXYEAR else UNKNOWN[:4]), ""
    if "yy" in groups:
        return _read_short_year(groups["yy"], told), told.document
    if "yw" in groups:
        return read_year_word(groups["yw"], told)
    if told.base and "way" not in groups:
        return _add_years(told.base.date[:4], _years_off(told.base.date, "follows", month)), told.base.anchor
    if not told.document:
        return UNKNOWN[:4], ""
    by = _years_by_way(groups, told, month, day) if "way" in groups else _years_off(told.document, told.tense, month)
    doubt = "?" * ("way" not in groups and _is_doubtful(told, month))
    return _add_years(told.document[:4], by), told.document + doubt


def _read_short_year(figures: str, told: Told) -> str:
    """Read the year 25: the last one that ends so, or one in twenty years from the document's."""
    if not told.document:
        return UNKNOWN[:4]
    latest = int(told.document[:4]) + SOON
    return f"{latest - (latest - int(figures)) % 100:04}"


def read_year_word(word: str, told: Told) -> tuple[str, str]:
    """Read `năm ngoái`, `cùng năm`; `năm trước` is counted from the year told before it in the sentence, if any."""
    by = worth("year_word", word)
    if by == "told":
        return told.point[:4] or UNKNOWN[:4], ""
    if told.year and is_word("from_told", word):
        return _add_years(told.year, by), ""
    return shift_unit(told.document, "Y", by), told.document


def read_month(groups: Groups) -> int:
    """Read the month in digits or words; 0 if there is none, 99 if 0 is written, which is a month of no calendar."""
    month = groups.get("m", "")
    return (int(month) if month.isdigit() else int(worth("month_word", month))) or 99 if month else 0


def read_day(groups: Groups) -> int:
    """Read the day in digits or words; 0 if there is none, 99 if 0 is written, which is a day of no calendar."""
    return int(read_number(groups["d"])) or 99 if "d" in groups else 0


def read_decade(groups: Groups) -> str:
    """Read the digits that the years of a decade begin with, of `thập niên 60, 70` as a range.

    90 without a century is of the twentieth.
    """
    century = read_century(groups.get("c", "20"))
    decades = (groups[name] for name in ("tens", "tens2") if name in groups)
    return "/".join(tens[:3] if len(tens) == 4 else f"{century}{tens[0]}" for tens in decades)


def read_weekday(groups: Groups, told: Told, default: int) -> tuple[str, str]:
    """Read a weekday of this, the last or the next week, or the next or last one seen from the document's date.

    Where no word tells, a plan looks ahead; else the default does: -1 looks back, 0 leaves the day open.
    """
    number = worth("weekday", groups["weekday"])
    way = worth("way", groups["way"]) if "way" in groups else -1 if "past" in groups else default
    if told.tense in AHEAD and not {"way", "past"} & set(groups):
        way = 1
    if len(told.document) < 10 or not (way or {"shift", "way"} & set(groups)):
        return f"XXXX-WXX-{number}", ""
    ahead = number - date.fromisoformat(told.document).isoweekday()
    if "shift" in groups:
        ahead += 7 * worth("shift", groups["shift"])
    elif way * ahead < 0 or (way > 0 and ahead == 0):
        ahead += 7 * way
    return shift_date(told.document, "D", ahead), told.document


def read_nth_weekday(groups: Groups, told: Told) -> tuple[str, str]:
    """Read the first, second or last weekday of a month."""
    month, anchor = read_point(groups, told)
    first, last = find_bounds(month)
    if not first:
        return UNKNOWN, ""
    number, nth = worth("weekday", groups["weekday"]), worth("nth", groups["nth"])
    ahead = (number - date.fromisoformat(first).isoweekday()) % 7
    days = [f"{month}-{day:02}" for day in range(1 + ahead, int(last[8:]) + 1, 7)]
    return days[nth], anchor


def read_mod(groups: Groups) -> str:
    """Read the word in front of a number: APPROX, MORE_THAN or nothing."""
    return str(worth("mod", groups["mod"])) if "mod" in groups else ""


def count_units(groups: Groups, base: str) -> Reading:
    """Count units from a date: the value is as precise as the unit."""
    unit, number = worth("unit", groups["unit"]), read_number(groups.get("n", "1"))
    if unit in ("H", "MIN"):
        return Reading("TIME", UNKNOWN)
    return Reading("DATE", shift_unit(base, unit, number * worth("back", groups["back"])), read_mod(groups))


def make_reading(groups: Groups, value: str, anchor: str = "") -> Reading:
    """Make a reading of a value: an hour or a part of the day makes it a TIME, an edge its mod."""
    clock = "" if "/" in value else read_clock(groups)
    if clock:
        return Reading("TIME", f"{value}T{clock}", "", anchor)
    return Reading("DATE", value, worth("edge", groups["edge"]) if "edge" in groups else "", anchor)


def read_clock(groups: Groups) -> str:
    """Read an hour, or a part of the day without one; empty if there is neither."""
    part = str(worth("part", groups["part"])[1:]) if "part" in groups else ""
    if "hour" not in groups:
        return part
    hour = int(groups["hour"])
    return f"{hour + 12 * (hour in LATE.get(part, ())):02}:{groups.get('min', '00')}"


def take_side(groups: Groups, side: str) -> dict[str, str]:
    """Take the groups of one end of a range, d1 and m1, as those of a date, d and m."""
    return {name.removesuffix(side): text for name, text in groups.items() if name.endswith(side)}


def _years_off(base: str, tense: str, month: int) -> int:
    """Tell how many years a month without one lies from the year of a date, by the tense."""
    if not month or len(base) < 7:
        return 0
    ahead = month - int(base[5:7])
    return int(ahead <= NEXT_YEAR.get(tense, -12)) - int(ahead >= LAST_YEAR.get(tense, 12))


def _years_by_way(groups: Groups, told: Told, month: int, day: int) -> int:
    """Tell how many years the next or last day or month of that name lies from the document's year."""
    if not month or len(told.document) < 7:
        return 0
    here = (int(told.document[5:7]), int(told.document[8:] or 0) if day else 0)
    way = worth("way", groups["way"])
    return int(way > 0 and (month, day) < here) - int(way < 0 and (month, day) > here)


def _is_doubtful(told: Told, month: int) -> bool:
    if told.tense or not month or len(told.document) < 7:
        return False
    ahead = month - int(told.document[5:7])
    return ahead <= DOUBTFUL[0] or DOUBTFUL[1] <= ahead < LAST_YEAR[""]


def _has_year(groups: Groups) -> bool:
    return bool({"y", "yw", "way"} & set(groups))


def _add_years(year: str, by: int) -> str:
    return str(int(year) + by) if year.isdigit() else year
