"""Lunar days and months as days of this calendar: the calendar of Viet Nam (UTC+7), where sign and year are certain."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from vietdiplo.find.dates_lengths import Reader
from vietdiplo.find.dates_points import Groups, Reading, Told, make_reading, read_day, read_month, read_year_word
from vietdiplo.find.dates_values import UNKNOWN, worth
from vietdiplo.find.grammar import Match

# The whole country has reckoned by UTC+7 since 1976 (the North alone since 1968); up to 2071 the months of lunar-vn
# begin on the days that an ephemeris, astronomy-engine, gives.
YEARS = range(1976, 2072)
# How many days from the document's date a lunar day without a year may lie; further off it may be that of any year.
NEAR = timedelta(days=90)
# The year 4 is the first of the cycle of ten stems and twelve branches.
CYCLE_BEGAN = 4
# The months behind it reach into the next year of the other calendar: there a year in figures may be of either.
WITHIN_YEAR = 10
LENGTHS = (30, 29)
FULL_MOON = 15
# Up to mùng 10 Tết days are of the first month; 27 to 30 Tết are of the last month of the year before.
LAST_OF_TET = 10
# Groups one of which tells that a date is lunar, and those that tell its year.
SIGNS = {"lunar", "name", "stem", "tet"}
YEAR_SIGNS = {"y", "yw", "stem"}


def find_lunar_day(day: int, month: int, year: int) -> str:
    """Give the ISO date of a day of a lunar year, not of its leap month; empty where there is none or none certain."""
    return _convert_day(day, month, year) if year in YEARS else ""


def find_lunar_month(month: int, year: int) -> str:
    """Give the days of a month of a lunar year as a range of ISO dates; empty where there are none certain."""
    first = find_lunar_day(1, month, year)
    last = next((day for length in LENGTHS if (day := find_lunar_day(length, month, year))), "")
    return f"{first}/{last}" if first and last else ""


@lru_cache(maxsize=4096)
def _convert_day(day: int, month: int, year: int) -> str:
    from lunar_vn import LunarDate, lunar_to_solar, solar_to_lunar

    try:
        lunar = LunarDate(day, month, year)
        solar = lunar_to_solar(lunar)
    except ValueError:
        return ""
    # lunar-vn takes the 30th of a month of 29 days for the next month's first.
    return solar.isoformat() if solar_to_lunar(solar) == lunar else ""


def _lunar_day(match: Match, told: Told) -> Iterator[Reading]:
    """Read `mùng 3 Tết`, `23 tháng Chạp năm Đinh Dậu`; a feast whose year is not certain is no date at all."""
    groups = match.groups
    if "each" in groups:
        yield Reading("SET", "P1Y")
        return
    day, month = _read_day(groups)
    before = month == 12 and "tet" in groups
    years = _find_years(groups, told, month)
    value = _choose(groups, [find_lunar_day(day, month, year - before) for year in years], told)
    if value or "name" not in groups:
        yield make_reading(groups, value or UNKNOWN, told.document if value and "y" not in groups else "")


def _lunar_month(match: Match, told: Told) -> Iterator[Reading]:
    groups = match.groups
    month = _read_month(groups)
    value = _choose(groups, [find_lunar_month(month, year) for year in _find_years(groups, told, month)], told)
    yield make_reading(groups, value or UNKNOWN[:7], told.document if value and "y" not in groups else "")


def _read_day(groups: Groups) -> tuple[int, int]:
    """Read day and month; a feast is its first day."""
    if "name" in groups:
        return 1, 1
    day = FULL_MOON if "full" in groups else read_day(groups)
    if "tet" in groups:
        return day, 12 if day > LAST_OF_TET else 1
    return day, _read_month(groups)


def _read_month(groups: Groups) -> int:
    return int(worth("lunar_month", groups["ml"])) if "ml" in groups else read_month(groups)


def _find_years(groups: Groups, told: Told, month: int) -> list[int]:
    """Find the lunar years that may be meant: by name, in figures, by a word, else those around the document's."""
    here, late = int(told.document[:4] or 0), month > WITHIN_YEAR
    years = [here - 1, here, here + 1] if here else []
    if "y" in groups:
        year = int(groups["y"])
        years = [year - 1, year] if late and "stem" in groups else [year] * (not late)
    elif "yw" in groups:
        year_text, _ = read_year_word(groups["yw"], told)
        known = year_text.isdigit() and not late and int(told.document[5:7] or 12) <= WITHIN_YEAR
        years = [int(year_text)] if known else []
    if "stem" not in groups:
        return years
    stem, branch = worth("stem", groups["stem"]), worth("branch", groups["branch"])
    return [year for year in years if (year - CYCLE_BEGAN) % 10 == stem and (year - CYCLE_BEGAN) % 12 == branch]


def _choose(groups: Groups, dates: list[str], told: Told) -> str:
    """Choose the one date that is told for certain, or without a year the one near the document's date."""
    known = [found for found in dates if found]
    if not SIGNS & groups.keys():
        return ""
    if not YEAR_SIGNS & groups.keys():
        known = [found for found in known if _is_near(found, told.document)]
    return known[0] if len(known) == 1 else ""


def _is_near(found: str, document: str) -> bool:
    return len(document) == 10 and abs(date.fromisoformat(found[:10]) - date.fromisoformat(document)) <= NEAR


LUNAR_READERS: Mapping[str, Reader] = {"lunar_day": _lunar_day, "lunar_month": _lunar_month}
