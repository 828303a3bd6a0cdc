"""The sheets in hand_coded/: which there are, whose they are, and their lines."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

from vietdiplo.tables import CorpusError, Problem
from vietdiplo.texts.corpus import find_folder
from vietdiplo.texts.formats.archives import check_parts
from vietdiplo.texts.read import is_inside
from vietdiplo.texts.sheets import OUTSIDE, Rows, free_cell, load_sheet, make_problem, read_cells

FOLDER = "hand_coded"
AGREED = "agreed"  # the coder of a sheet that names none
SUFFIXES = (".csv", ".xlsx")
PLACE = ("doc_id", "sentence", "start", "end", "text")
# The layer's own columns; the first one tells whether a sentence is coded.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sectors": ("sectors", "contested"),
    "dates": ("surface", "at", "type", "value", "from", "to", "mod"),
    "commitments": ("level", "side", "actor", "cue", "action", "object", "sectors", "polarity", "status"),
}
BESIDE = ("stratum", "before", "after", "notes")  # for the coder; not read
# Rows that nobody codes, and columns beyond which nobody looks: a few bytes can name a cell that is far away.
MOST_ROWS, MOST_COLUMNS = 100_000, 100
NO_SHEETS = (".codebook", ".strata")  # what `vietdiplo sample` writes beside the sheets


class CodedSheet(NamedTuple):
    """A coder's sheet of a layer: its name for messages, the coder, and its lines by their number."""

    name: str
    coder: str
    rows: Rows


def load_sheets(corpus: str | Path, layer: str) -> tuple[list[CodedSheet], list[Problem]]:
    """Load the sheets of a layer: `sectors.csv` is what the coders agreed on, `sectors_anna.xlsx` what Anna coded."""
    sheets: list[CodedSheet] = []
    problems: list[Problem] = []
    for path in _list_files(corpus):
        name, _, coder = path.stem.partition("_")
        if name != layer:
            continue
        place = f"{FOLDER}/{path.name}"
        other = next((sheet.name for sheet in sheets if sheet.coder == (coder or AGREED)), "")
        if other:
            problems.append(Problem("error", place, f"the same coder as {other}", "keep one, or name another coder"))
        rows, found = _load_rows(path, layer)
        sheets.append(CodedSheet(place, coder or AGREED, rows))
        problems += [p._replace(place=f"{FOLDER}/{p.place}") for p in found]
    return sorted(sheets, key=lambda sheet: (sheet.coder != AGREED, sheet.coder)), problems


def check_files(corpus: str | Path) -> list[Problem]:
    """Give a warning for each sheet in hand_coded/ whose name says no layer."""
    remedy = "name it by its layer and coder, such as sectors_anna.csv; it is not read"
    unread = [path for path in _list_files(corpus) if path.stem.partition("_")[0] not in COLUMNS]
    return [Problem("warning", f"{FOLDER}/{path.name}", "its layer is not known", remedy) for path in unread]


def _list_files(corpus: str | Path) -> list[Path]:
    folder = find_folder(corpus) / FOLDER
    files = (path for path in sorted(folder.glob("*")) if path.suffix.lower() in SUFFIXES and path.is_file())
    return [path for path in files if not path.name.startswith((".", "~$")) and not path.stem.endswith(NO_SHEETS)]


def _load_rows(path: Path, layer: str) -> tuple[Rows, list[Problem]]:
    known = (*PLACE, *COLUMNS[layer], *BESIDE)
    remedy = f"keep the columns of the sheet: {', '.join((*PLACE[:2], PLACE[4], *COLUMNS[layer]))}"
    needed = {name: remedy for name in ("doc_id", "text", *COLUMNS[layer][:1])}
    corpus = path.parents[1]
    if path.suffix.lower() == ".csv":
        rows, problems = load_sheet(path, known, needed, inside=corpus)
        return [(line, {name: free_cell(cell) for name, cell in row.items()}) for line, row in rows], problems
    if not is_inside(path, corpus):
        return [], [Problem("error", path.name, *OUTSIDE)]
    try:
        head, *lines = list(_read_workbook(path)) or [()]
    except CorpusError as error:
        return [], [make_problem("error", path.name, error)]
    except Exception as error:  # of openpyxl, lxml, zlib and others, each in its own way
        return [], [Problem("error", path.name, *_describe_fault(error))]
    names = [_write_cell(cell.value) for cell in head]
    if not any(names):
        return [], [Problem("error", path.name, "the sheet has no first line", remedy)]
    cells = ([_write_cell(cell.value) for cell in line] for line in lines)
    rows, problems = read_cells(path.name, names, enumerate(cells, start=2), known, needed)
    formulae = list(_check_formulae(path.name, names, lines, (*PLACE, *COLUMNS[layer])))
    return [] if formulae else rows, [*problems, *formulae]


def _describe_fault(error: Exception) -> tuple[str, str]:
    """Say why a workbook is not read, and the remedy."""
    if isinstance(error, OSError) and error.strerror:  # of the system: openpyxl raises OSError too, without a number
        return f"cannot be read ({error.strerror})", "check the file and its permissions"
    said = str(error).strip("'\"") or type(error).__name__
    return f"is no workbook ({said})", "save it as .xlsx again, or as .csv"


def _read_workbook(path: Path) -> Iterator[Sequence[Any]]:
    """Read the sheet `coding` of a workbook, or its first one: the cells of each row up to the last that is filled."""
    from openpyxl import load_workbook  # 0.1 s, for those who code in a spreadsheet

    with path.open("rb") as file:
        with ZipFile(file) as archive:
            check_parts(archive)
        book = load_workbook(file, read_only=True)
        sheet = book["coding"] if "coding" in book.sheetnames else book.worksheets[0]
        sheet.reset_dimensions()  # which the file claims
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            if number > MOST_ROWS:
                raise CorpusError(f"over {MOST_ROWS} rows, which nobody codes; delete the empty ones")
            filled = max((at for at, cell in enumerate(row, start=1) if cell.value is not None), default=0)
            yield row[:filled]


def _check_formulae(
    place: str, names: Sequence[str], lines: Sequence[Sequence[Any]], read: Collection[str]
) -> Iterator[Problem]:
    """Give an error for each formula in a column that is read: its value is another program's, and may be none."""
    for line in lines:
        for name, cell in zip(names, line, strict=False):
            if cell.data_type == "f" and name.lower() in read:
                value = f"column '{name}' has a formula"
                yield Problem("error", f"{place}: cell {cell.coordinate}", value, "write what it shows in its place")


def _write_cell(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
