"""Files of a run: their names, tables as CSV, records as JSON."""

import json
import re
from pathlib import Path

import pandas as pd

from vietdiplo.tables import ParameterError
from vietdiplo.texts.corpus import ROOT

NAME = re.compile(r"[a-z][a-z0-9_]*")
# How a cell begins that a spreadsheet may calculate. Source: OWASP, CSV Injection. One that has an apostrophe before
# such a sign gets another, so that taking one away gives every cell back.
FORMULA = re.compile("'*[=+@\t\r\uff0b\uff0d\uff1d\uff20-]")


def name_files(to: str, kind: str, name: str) -> Path:
    """Name the files of a figure, a table and so on, without an ending, and make the folder of their kind.

    Raises ParameterError for a name that is none on every system.
    """
    if not NAME.fullmatch(name):
        raise ParameterError(f"name: '{name}' is no name for files; use small letters, digits and _")
    folder = ROOT / to / kind
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def save_json(record: object, path: Path) -> None:
    """Save a record as JSON in UTF-8, readable in an editor."""
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def save_csv(table: pd.DataFrame, path: Path) -> None:
    """Save a table as CSV in UTF-8 with a byte order mark, which Excel needs."""
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def guard_cell(cell: object) -> object:
    """Put an apostrophe before a text that a spreadsheet may take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def free_cell(cell: str) -> str:
    """Take the apostrophe away that `guard_cell` put there."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell
