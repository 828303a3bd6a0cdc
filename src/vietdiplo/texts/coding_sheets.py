"""The sheets in hand_coded/: which there are, whose they are, and their lines."""

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

from vietdiplo.tables import Problem
from vietdiplo.texts.corpus import find_folder
from vietdiplo.texts.sheets import Rows, load_sheet, read_cells

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
    if path.suffix.lower() == ".csv":
        return load_sheet(path, known, needed)
    try:
        head, *lines = list(_read_workbook(path)) or [[]]
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        said = str(error).strip("'\"") or type(error).__name__
        return [], [Problem("error", path.name, f"is no workbook ({said})", "save it as .xlsx again, or as .csv")]
    if not any(head):
        return [], [Problem("error", path.name, "the sheet has no first line", remedy)]
    return read_cells(path.name, head, enumerate(lines, start=2), known, needed)


def _read_workbook(path: Path) -> Iterator[list[str]]:
    """Read the sheet `coding` of a workbook, or its first one: the cells of each row as text."""
    from openpyxl import load_workbook  # 0.1 s, for those who code in a spreadsheet

    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book["coding"] if "coding" in book.sheetnames else book.worksheets[0]
        for row in sheet.iter_rows(values_only=True):
            yield [_write_cell(value) for value in row]


def _write_cell(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
