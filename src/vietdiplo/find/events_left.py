"""What texts say of time that belongs on no timeline, and why."""

import re
from calendar import monthrange

import pandas as pd

from vietdiplo.find.events import NO_EVENT
from vietdiplo.tables import TableError, check_table

NUMBER = re.compile(r"\d+")
LEAP = 2024  # a year that has every day
MONTHS = 12
UNKNOWN = "XXXX"  # a year that is not known, in TIMEX3
LENGTHS = ("DURATION", "SET")


def find_undated(dates: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Find the expressions of time that are no events, or whose year is not sure: the rows of dates with `why`.

    why is vague (thời gian tới), compared (so với năm 2023), length (hơn 30 năm), set (hằng năm), no_such_day (31/4,
    tháng 13), no_text_date (7/5 in a text without a date), unsettled (the text does not say, or by another calendar
    than the solar one), or unsure: it is an event, but may be of the year before or after. Raises TableError if a date
    is in none of the documents.
    """
    check_table(dates, "occurrences")
    check_table(documents, "documents")
    told = dict(zip(documents["doc_id"], documents["date"], strict=True))
    strange = dates.loc[~dates["doc_id"].isin(documents["doc_id"]), "doc_id"]
    if len(strange):
        raise TableError(f"{strange.iloc[0]}: not among the documents; pass the documents the dates were found in")
    columns = ("doc_id", "surface", "type", "value", "from", "role", "anchor")
    why = [_find_reason(told[doc_id], *row) for doc_id, *row in zip(*(dates[name] for name in columns), strict=True)]
    undated = dates.assign(why=pd.Series(why, index=dates.index, dtype="str"))
    return undated[undated["why"] != ""].reset_index(drop=True)


def _find_reason(day: str, surface: str, kind: str, value: str, first: str, role: str, anchor: str) -> str:
    if first and role not in NO_EVENT:
        return "unsure" if anchor.endswith("?") else ""
    if value.endswith("_REF"):
        return "vague"
    if role == "reference":
        return "compared"
    if kind in LENGTHS:
        # What is counted from the document's date (33 năm qua) has no days without it.
        return "set" if kind == "SET" else "length"
    if _is_impossible(surface, value, day):
        return "no_such_day"
    return "unsettled" if day else "no_text_date"


def _is_impossible(surface: str, value: str, day: str) -> bool:
    """Tell whether a day or a month is none of the calendar; without any year 29/2 is a day."""
    numbers = NUMBER.findall(surface)
    small = [int(number) for number in numbers if len(number) < len(UNKNOWN)]
    if not (small and value.startswith(UNKNOWN) and "/" not in value):
        return False
    years = [int(number) for number in [*numbers, day[:4]] if len(number) == len(UNKNOWN) and int(number)]
    if len(small) > 1:
        return not (1 <= small[1] <= MONTHS and 1 <= small[0] <= monthrange([*years, LEAP][0], small[1])[1])
    is_month = len(value.partition("T")[0]) == len("XXXX-XX")
    return not 1 <= small[0] <= (MONTHS if is_month else monthrange(LEAP, 1)[1])
