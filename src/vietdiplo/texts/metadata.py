"""What a corpus says of its texts: documents.csv, line by line, and every problem with it."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from babel import Locale

from vietdiplo.tables import DOCUMENTS, GENRES, Problem
from vietdiplo.texts.countries import name_country
from vietdiplo.texts.sheets import Rows, load_sheet

ISO_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
PRECISIONS = {4: "year", 7: "month", 10: "day", 0: ""}
METADATA = ("file", "doc_id", "title", "date", "date_precision", "genre", "partner", "language", "source")

WRITE_DATE = "write 2025-05-07, 2025-05 or 2025"
READ = ("format", "encoding", "changes")  # what reading tells of a text, in columns after those of documents
# What is made by reading the text cannot be a column of documents.csv.
RESERVED = {*DOCUMENTS, *READ, "characters", "paragraphs", "sentences", "words"} - set(METADATA)


def load_rows(folder: Path) -> tuple[Rows, list[Problem]]:
    """Read documents.csv as Excel or a program saved it: separated by comma, semicolon or tab."""
    return load_sheet(folder / "documents.csv", METADATA, {"file": "name the texts in it"}, RESERVED)


def check_row(line: int, row: Mapping[str, str]) -> Iterator[Problem]:
    """Check a line of documents.csv and give what is wrong with it."""
    place = f"documents.csv: line {line}"
    if not row["file"]:
        yield Problem("error", place, "no file", "name a file of texts/")
    genre, day, partner = row.get("genre", ""), row.get("date", ""), row.get("partner", "")
    if genre and genre not in GENRES:
        yield Problem("error", f"{place}: genre", f"'{genre}' is unknown", f"use one of {', '.join(GENRES)}")
    if day and not is_date(day):
        yield Problem("error", f"{place}: date", f"'{day}' is no date", f"{WRITE_DATE}, as far as it is known")
    elif (precision := row.get("date_precision", "")) not in ("", PRECISIONS[len(day)]):
        said = f"'{precision}' does not fit the date '{day}'"
        yield Problem("error", f"{place}: date_precision", said, f"write {PRECISIONS[len(day)] or 'nothing'}")
    language = row.get("language", "")
    if language and language not in Locale("en").languages:
        yield Problem(
            "error", f"{place}: language", f"'{language}' is no language code", "use an ISO 639 code such as vi"
        )
    if partner and not name_country(partner, "en"):
        remedy = "use an ISO 3166-1 alpha-3 code such as AZE"
        yield Problem("error", f"{place}: partner", f"'{partner}' is no country code", remedy)


def find_days(text: str) -> tuple[str, str]:
    """Give the first and the last day of a date that is known to the day, the month or the year."""
    year, month, day = [*text.split("-"), "", ""][:3]
    if day:
        return text, text
    if month:
        return f"{text}-01", f"{text}-{monthrange(int(year), int(month))[1]}"
    return f"{year}-01-01", f"{year}-12-31"


def is_date(text: str) -> bool:
    """Tell whether a text is a date as far as it is known: 2025, 2025-05 or 2025-05-07."""
    if not ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(find_days(text)[0])
    except ValueError:
        return False
    return True
