"""Context events that a researcher adds: the events.csv of a corpus, line by line, and every problem with it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from vietdiplo.tables import Problem, warn_problems
from vietdiplo.texts.clean import LINE_END
from vietdiplo.texts.corpus import find_folder
from vietdiplo.texts.metadata import PRECISIONS, find_days, is_date
from vietdiplo.texts.sheets import Rows, load_sheet

NAME = "events.csv"
COLUMNS = ("date", "headline", "role", "participants", "source")
DERIVED = ("value", "from", "to", "precision")
ROLES = ("event", "target", "anniversary", "instrument", "validity")
WRITE_DATE = "write 2025-05-07, 2025-05, 2025 or an interval as 2025-05-07/2025-05-08"


def load_events(corpus: str | Path) -> pd.DataFrame:
    """Load the context events of a corpus folder, those of its events.csv; no file is an empty table.

    One row per event: date, headline, role (event if it is empty), participants with "; " between them and source as
    they are written, and value, from, to and precision as `find_dates` has them. What another corpus brings is not
    taken: its context is not this one's. Raises CorpusError with all problems of the file at once; warns with
    CorpusWarning of a doubtful column.
    """
    rows, problems = _read_rows(corpus)
    warn_problems(problems)
    table = [{**{name: row.get(name, "") for name in COLUMNS}, **_read_date(row["date"])} for _, row in rows]
    events = pd.DataFrame(table, columns=[*COLUMNS, *DERIVED], dtype="str")
    return events.assign(role=events["role"].replace("", ROLES[0]))


def check_events(corpus: str | Path) -> list[Problem]:
    """Check a corpus folder's events.csv and give every problem with its line; an empty list is good."""
    return _read_rows(corpus)[1]


def _read_rows(corpus: str | Path) -> tuple[Rows, list[Problem]]:
    needed = {"date": "write when it was", "headline": "write what happened"}
    rows, problems = load_sheet(find_folder(corpus) / NAME, COLUMNS, needed, DERIVED)
    lines: dict[tuple[str, str], int] = {}
    for line, row in rows:
        place = f"{NAME}: line {line}"
        problems += _check_row(place, row)
        key = (row["date"], row["headline"].casefold())
        if all(key) and lines.setdefault(key, line) != line:
            value = f"'{row['headline']}' on {row['date']} is line {lines[key]} too"
            problems.append(Problem("error", place, value, "keep one of the two"))
    return rows, problems


def _check_row(place: str, row: Mapping[str, str]) -> Iterator[Problem]:
    first, _, last = row["date"].partition("/")
    if not row["headline"]:
        yield Problem("error", f"{place}: headline", "empty", "write what happened, or take the line out")
    elif LINE_END.search(row["headline"]):
        yield Problem("error", f"{place}: headline", f"'{row['headline']}' has a line break", "write it in one line")
    ends = [first, last] if "/" in row["date"] else [first]
    if not all(map(is_date, ends)):
        yield Problem("error", f"{place}: date", f"'{row['date']}' is no date", WRITE_DATE)
    elif find_days(last or first)[1] < find_days(first)[0]:
        yield Problem("error", f"{place}: date", f"'{row['date']}' ends before it starts", f"write '{last}/{first}'")
    if row.get("role", "") not in ("", *ROLES):
        remedy = f"use one of {', '.join(ROLES)}, or leave it empty"
        yield Problem("error", f"{place}: role", f"'{row['role']}' is unknown", remedy)
    if not row.get("source", ""):
        yield Problem("warning", f"{place}: source", "empty", "say where this is known from")


def _read_date(text: str) -> dict[str, str]:
    first, _, last = text.partition("/")
    last = last or first
    precision = max((PRECISIONS[len(end)] for end in (first, last)), key=tuple(PRECISIONS.values())[::-1].index)
    value = first if first == last else text
    return {"value": value, "from": find_days(first)[0], "to": find_days(last)[1], "precision": precision}
