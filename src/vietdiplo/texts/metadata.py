"""What a corpus says of its texts: documents.csv, line by line, and every problem with it."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from babel import Locale

from vietdiplo.tables import DOCUMENTS, GENRES, CorpusError, Problem
from vietdiplo.texts.countries import name_country
from vietdiplo.texts.read import load_text

ISO_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
PRECISIONS = {4: "year", 7: "month", 10: "day", 0: ""}
METADATA = ("file", "doc_id", "title", "date", "date_precision", "genre", "partner", "language", "source")

WRITE_DATE = "write 2025-05-07, 2025-05 or 2025"
# What is made by reading the text cannot be a column of documents.csv.
RESERVED = {*DOCUMENTS, "characters", "paragraphs", "sentences", "words"} - set(METADATA)
Rows = list[tuple[int, dict[str, str]]]  # the lines of documents.csv by their number


def load_rows(folder: Path) -> tuple[Rows, list[Problem]]:
    """Read documents.csv as Excel or a program saved it: separated by comma, semicolon or tab."""
    path = folder / "documents.csv"
    if not path.is_file():
        return [], []
    try:
        text = load_text(path).text
    except CorpusError as error:
        return [], [make_problem("error", path.name, error)]
    separator = max(",;\t", key=text.partition("\n")[0].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = [_name_column(name) for name in next(lines)]
        problems = [*_check_names(names)]
        if any(problem.severity == "error" for problem in problems):
            return [], problems
        rows = [(lines.line_num, cells) for cells in lines if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        remedy = "look for a quote that is not closed, or a cell that is far too long"
        return [], [Problem("error", f"{path.name}: line {lines.line_num}", str(error), remedy)]
    problems += [problem for line, cells in rows for problem in _check_cells(line, cells, names)]
    return [(line, _name_cells(cells, names)) for line, cells in rows], problems


def _name_cells(cells: list[str], names: list[str]) -> dict[str, str]:
    """Give the cells of a line by the names of their columns; those that a line lacks are empty."""
    filled = [*cells, *[""] * (len(names) - len(cells))]
    return {name: cell.strip() for name, cell in zip(names, filled, strict=False) if name}


def _check_cells(line: int, cells: list[str], names: list[str]) -> Iterator[Problem]:
    place = f"documents.csv: line {line}"
    if any(cell.strip() for cell in cells[len(names) :]):
        found = f"{len(cells)} cells for {len(names)} columns"
        yield Problem("error", place, found, "put quotes around a cell with a separator in it")
    elif any(cell.strip() for name, cell in zip(names, cells, strict=False) if not name):
        yield Problem("error", place, "a cell without a column", "name the column")


def _name_column(name: str) -> str:
    """Name a column as it is known, whatever its case."""
    name = name.strip()
    return name.lower() if name.lower() in METADATA else name


def _check_names(names: list[str]) -> Iterator[Problem]:
    place = "documents.csv"
    if "file" not in names:
        yield Problem("error", place, f"no column 'file' among {', '.join(names)}", "name the texts in it")
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        yield Problem("error", place, f"the column '{name}' stands twice", "keep one of the two")
    for name in sorted(set(names) - set(METADATA)):
        meant = get_close_matches(name.lower(), METADATA, n=1)
        if meant and name not in RESERVED:
            remedy = f"rename it to '{meant[0]}' if that is meant; it is kept as it is"
            yield Problem("warning", f"{place}: the column '{name}'", "is not one that is read", remedy)
    for name in sorted(set(names) & RESERVED):
        yield Problem("error", place, f"the column '{name}' is made by reading the text", "rename it")


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


def is_date(text: str) -> bool:
    """Tell whether a text is a date as far as it is known: 2025, 2025-05 or 2025-05-07."""
    if not ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def make_problem(severity: str, place: str, error: CorpusError) -> Problem:
    """Make a problem of an error that says value and remedy."""
    value, _, remedy = str(error).partition("; ")
    return Problem(severity, place, value, remedy)
