"""Values of TIMEX3: the days that one covers, its precision, dates moved by a unit, lengths, and numbers in words."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from vietdiplo.find.grammar import load_grammar

UNKNOWN = "XXXX-XX-XX"
# Units of the calendar from fine to coarse, and the form of their values.
FORMS = {
    "day": re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?"),
    "weekend": re.compile(r"(\d{4})-W(\d\d)-WE"),
    "week": re.compile(r"(\d{4})-W(\d\d)"),
    "month": re.compile(r"(\d{4})-(\d\d)"),
    "quarter": re.compile(r"(\d{4})-Q([1-4])"),
    "half": re.compile(r"(\d{4})-H([12])"),
    "year": re.compile(r"(\d{4})"),
    "decade": re.compile(r"(\d{3})"),
    "century": re.compile(r"(\d{2})"),
}
# Units that no precision is named after are known as exactly as the unit that bounds them.
BOUNDED_BY = {"weekend": "day", "week": "day", "half": "quarter"}
LENGTH = re.compile(r"P(?:\d+[YMWD])?T?[\d.]+(DE|CE|[YQMWDH])")
LENGTHS = {"Y": "year", "Q": "quarter", "M": "month", "DE": "decade", "CE": "century"}
MONTHS: dict[str, Fraction | int] = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}
DAYS: dict[str, Fraction | int] = {"D": 1, "W": 7, "H": Fraction(1, 24), "MIN": Fraction(1, 1440)}
# How much of an ISO date must be known to say which unit it lies in.
NEEDS = {"Y": 4, "DE": 4, "CE": 4, "M": 7, "Q": 7}
UNRESOLVED = {"Y": "XXXX", "DE": "XXX", "CE": "XX", "Q": "XXXX-QX", "M": "XXXX-XX", "W": "XXXX-WXX"}
ROMAN = {"i": 1, "v": 5, "x": 10}


@lru_cache(maxsize=4096)
def find_bounds(value: str) -> tuple[str, str]:
    """Give the first and the last day of a value as ISO dates, two empty texts where it has none.

    A range goes from the first day of its first part to the last of its second. A century has the years that begin
    with its digits: 19 is 1900 to 1999 (ISO 8601-2:2019, 4.7).
    """
    if "/" in value:
        begin, end = value.split("/")
        first, last = find_bounds(begin)[0], find_bounds(end)[1]
        return (first, last) if first and last and first <= last else ("", "")
    unit, found = next(((unit, m) for unit, form in FORMS.items() if (m := form.fullmatch(value))), ("", None))
    try:
        days = _bound(unit, *map(int, found.groups())) if found else ()
    except ValueError:
        days = ()
    return (days[0].isoformat(), days[1].isoformat()) if days else ("", "")


@lru_cache(maxsize=4096)
def find_precision(value: str) -> str:
    """Give the precision of a value, of a range the coarser one, of a length its unit's.

    Weeks and hours are known to the day; empty where the calendar has no such value.
    """
    if "/" in value:
        both = [find_precision(part) for part in value.split("/")]
        return max(both, key=[*FORMS].index) if all(both) else ""
    if value == "PRESENT_REF":
        return "day"
    if length := LENGTH.fullmatch(value):
        return LENGTHS.get(length[1], "day")
    unit = next((unit for unit, form in FORMS.items() if form.fullmatch(value)), "")
    return BOUNDED_BY.get(unit, unit)


def join_date(year: str, month: int = 0, day: int = 0) -> str:
    """Write a date as far as it is known; one that no calendar has is unknown as a whole."""
    value = year + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
    # A leap year stands in for an unknown one: 30 February is impossible in any.
    known = value.replace("XXXX", "2000").replace("XX", "01")
    return value if find_bounds(known)[0] else UNKNOWN[: len(value)]


def shift_date(day: str, unit: str, by: Fraction | int) -> str:
    """Move an ISO date by units; empty where no date is that far or the part of a unit is none of days or months.

    The day is cut to the length of its month: a month before 31 March is 28 February.
    """
    steps = by * (DAYS | MONTHS)[unit]
    try:
        if steps != int(steps):
            return ""
        if unit in DAYS:
            return (date.fromisoformat(day) + timedelta(days=int(steps))).isoformat()
        years, month = divmod(int(day[5:7]) - 1 + int(steps), 12)
        year = int(day[:4]) + years
        return date(year, month + 1, min(int(day[8:]), monthrange(year, month + 1)[1])).isoformat()
    except (ValueError, OverflowError):
        return ""


def shift_unit(day: str, unit: str, by: Fraction | int) -> str:
    """Give the value of the unit that lies a number of units from an ISO date; with X where the date is too coarse."""
    if len(day) < NEEDS.get(unit, 10):
        return UNRESOLVED.get(unit, UNKNOWN)
    moved = shift_date(day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day, unit, by)
    return _write_unit(moved, unit) if moved else UNRESOLVED.get(unit, UNKNOWN)


def write_length(number: Fraction | str, unit: str) -> str:
    """Write a length as TIMEX3: P30Y, PT24H, PT30M for half an hour, P50Y for half a century, PXY for many years."""
    if isinstance(number, str) or number == int(number):
        return f"PT{number}{unit[0]}" if unit in ("H", "MIN") else f"P{number}{unit}"
    if unit == "H":
        hours, minutes = divmod(round(number * 60), 60)
        return f"PT{hours}H{minutes}M" if hours else f"PT{minutes}M"
    if unit == "MIN":
        return f"PT{float(number):g}M"
    months = number * MONTHS.get(unit, 0)
    if not months or months != int(months):
        return f"P{float(number):g}{unit}"
    return f"P{months // 12}Y" if months % 12 == 0 else f"P{months}M"


@lru_cache(maxsize=4096)
def read_number(text: str) -> Fraction:
    """Read a number in digits (1.080 and 1,5 in the Vietnamese way) or in words (hundreds, tens and ones)."""
    if text[0].isdigit():
        return Fraction(text.replace(".", "").replace(",", "."))
    total, digit = Fraction(0), None
    for word in text.casefold().split():
        if scale := _words("tens").get(word):
            total, digit = total + (1 if digit is None else digit) * scale, None
        else:
            digit = _read_digit(word)
    return total + (digit or 0)


def read_century(text: str) -> int:
    """Read a century's number, Roman or not, and give the digits its years begin with: XX is 19."""
    if text.isdigit():
        return int(text) - 1
    digits = [ROMAN[letter] for letter in text]
    following = [*digits[1:], 0]
    return sum(-d if d < after else d for d, after in zip(digits, following, strict=True)) - 1


def worth(table: str, word: str) -> Any:
    """Look up what a word is worth in a table of the grammar, however it is spaced and capitalised."""
    return _words(table)[" ".join(word.casefold().split())]


def is_word(table: str, word: str) -> bool:
    """Tell whether a table of the grammar has a word."""
    return " ".join(word.casefold().split()) in _words(table)


@cache
def _words(table: str) -> Mapping[str, Any]:
    return load_grammar("dates.yml").words[table]


def _read_digit(word: str) -> Fraction | None:
    return next((Fraction(_words(table)[word]) for table in ("digit", "tail", "other") if word in _words(table)), None)


def _bound(unit: str, a: int, b: int = 1, c: int = 1) -> tuple[date, date]:
    """Give the first and last day from the numbers of a value, as they follow each other in it."""
    if unit == "day":
        return date(a, b, c), date(a, b, c)
    if unit in ("week", "weekend"):
        return date.fromisocalendar(a, b, 1 if unit == "week" else 6), date.fromisocalendar(a, b, 7)
    years = {"decade": 10, "century": 100}.get(unit, 1)
    months = {"month": 1, "quarter": 3, "half": 6}.get(unit, 12)
    year, month = a * years + years - 1, b * months
    return date(a * years, month - months + 1, 1), date(year, month, monthrange(year, month)[1])


def _write_unit(day: str, unit: str) -> str:
    if unit == "Q":
        return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
    if unit == "W":
        year, week, _ = date.fromisoformat(day).isocalendar()
        return f"{year}-W{week:02}"
    return day[: {"Y": 4, "DE": 3, "CE": 2, "M": 7}.get(unit, 10)]
