"""Tables as people save them: CSV of Excel or a program into lines, and every problem with their shape."""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from vietdiplo.tables import CorpusError, Problem
from vietdiplo.texts.read import is_inside, load_text

Rows = list[tuple[int, dict[str, str]]]  # the lines of a table by their number
OUTSIDE = ("a link out of the corpus", "copy what it leads to here")
# How a cell begins that a spreadsheet may calculate; a sign with nothing behind it is a text, as in a list of + and -.
# Source: OWASP, CSV Injection. One with an apostrophe before such a sign gets another, so that taking one away gives
# every cell back.
FORMULA = re.compile("'*(?:[=+@\uff0b\uff0d\uff1d\uff20-](?=.)|[\t\r\n])", re.DOTALL)
MEND_CELL = "look for a quote that is not closed, or a cell that is far too long"


def load_sheet(
    path: Path,
    known: Collection[str],
    needed: Mapping[str, str],
    reserved: Collection[str] = (),
    inside: Path | None = None,
) -> tuple[Rows, list[Problem]]:
    """Load a CSV file in UTF-8, separated by comma, semicolon or tab; without a line if the file is not there.

    `known` are the columns that are read, `needed` those that must be there with the remedy if one is not, `reserved`
    those that cannot be there. Cells are stripped; those that a line lacks are empty. A link may lead to files `inside`
    a folder, which is the file's own if none is given.
    """
    if not path.is_file():
        return [], []
    if not is_inside(path, (inside or path.parent).resolve()):
        return [], [Problem("error", path.name, *OUTSIDE)]
    try:
        text = load_text(path).text
    except CorpusError as error:
        return [], [make_problem("error", path.name, error)]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_find_separator(text), strict=True)
    try:
        head = next(lines)
        cells = [(lines.line_num, line) for line in lines]
    except csv.Error as error:
        return [], [Problem("error", f"{path.name}: line {lines.line_num}", str(error), MEND_CELL)]
    return read_cells(path.name, head, cells, known, needed, reserved)


def read_cells(
    place: str,
    head: Sequence[str],
    lines: Iterable[tuple[int, list[str]]],
    known: Collection[str],
    needed: Mapping[str, str],
    reserved: Collection[str] = (),
) -> tuple[Rows, list[Problem]]:
    """Read the cells of a table's lines by the names in its head, and give every problem with their shape."""
    names = [_name_column(name.strip(), known) for name in head]
    rows = [(line, cells) for line, cells in lines if any(cell.strip() for cell in cells)]
    problems = [*_check_names(place, names, known, needed, reserved)]
    if any(problem.severity == "error" for problem in problems):
        return [], problems
    problems += [p for line, cells in rows for p in _check_cells(f"{place}: line {line}", cells, names)]
    return [(line, _name_cells(cells, names)) for line, cells in rows], problems


def _find_separator(text: str) -> str:
    return max(",;\t", key=text.partition("\n")[0].count)


def free_cell(cell: str) -> str:
    """Take the apostrophe away that writing CSV puts before a text that begins like a formula."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def make_problem(severity: str, place: str, error: CorpusError) -> Problem:
    """Make a problem of an error that says value and remedy."""
    value, _, remedy = str(error).partition("; ")
    return Problem(severity, place, value, remedy)


def _name_column(name: str, known: Collection[str]) -> str:
    """Name a column as it is known, whatever its case."""
    return name.lower() if name.lower() in known else name


def _name_cells(cells: list[str], names: list[str]) -> dict[str, str]:
    filled = [*cells, *[""] * (len(names) - len(cells))]
    return {name: cell.strip() for name, cell in zip(names, filled, strict=False) if name}


def _check_names(
    place: str, names: list[str], known: Collection[str], needed: Mapping[str, str], reserved: Collection[str]
) -> Iterator[Problem]:
    for name, remedy in needed.items():
        if name not in names:
            yield Problem("error", place, f"no column '{name}' among {', '.join(names)}", remedy)
    for name in sorted(name for name, times in Counter(names).items() if name and times > 1):
        yield Problem("error", place, f"the column '{name}' stands twice", "keep one of the two")
    for name in sorted(set(names) - {*known, *reserved}):
        meant = get_close_matches(name.lower(), known, n=1)
        if meant:
            remedy = f"rename it to '{meant[0]}' if that is meant; it is kept as it is"
            yield Problem("warning", f"{place}: the column '{name}'", "is not one that is read", remedy)
    for name in sorted(set(names) & set(reserved)):
        yield Problem("error", place, f"the column '{name}' is made by reading the text", "rename it")


def _check_cells(place: str, cells: list[str], names: list[str]) -> Iterator[Problem]:
    if any(cell.strip() for cell in cells[len(names) :]):
        found = f"{len(cells)} cells for {len(names)} columns"
        yield Problem("error", place, found, "put quotes around a cell with a separator in it")
    elif any(cell.strip() for name, cell in zip(names, cells, strict=False) if not name):
        yield Problem("error", place, "a cell without a column", "name the column")
