"""Files of a run: their names, tables as CSV, records as JSON."""

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from vietdiplo.tables import DIRECTING, ParameterError
from vietdiplo.texts.corpus import ROOT
from vietdiplo.texts.sheets import FORMULA, free_cell

NAME = re.compile(r"[a-z][a-z0-9_]*")


def name_files(to: str, kind: str, name: str) -> Path:
    """Name the files of a figure, a table and so on, without an ending, and make the folder of their kind.

    Raises ParameterError for a name that is none on every system.
    """
    if not NAME.fullmatch(name):
        raise ParameterError(f"name: '{name}' is no name for files; use small letters, digits and _")
    folder = ROOT / to / kind
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def save_bytes(data: bytes, path: Path) -> None:
    """Save a file whole or not at all: what stood there stands until then."""
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def save_json(record: object, path: Path) -> None:
    """Save a record as JSON in UTF-8, readable in an editor."""
    save_bytes((write_json(record, indent=1) + "\n").encode(), path)


def write_json(record: object, **form: Any) -> str:
    """Write a record as JSON in which no character directs a terminal or an editor; `form` is that of `json.dumps`."""
    return DIRECTING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(record, ensure_ascii=False, **form))


def save_csv(table: pd.DataFrame, path: Path) -> None:
    """Save a table as CSV in UTF-8 with a byte order mark, which Excel needs; no text or heading of it is a formula.

    A text that begins like one has an apostrophe in front, and a number never: -1 is -1. `load_csv` takes it away.
    """
    guarded = {number: _guard_column(column) for number, (_, column) in enumerate(table.items())}
    lines = _Lines()
    heads = [str(guard_cell(name)) for name in table]
    pd.DataFrame(guarded, table.index).to_csv(lines, header=heads, index=False, lineterminator=_Lines.END)
    save_bytes(lines.getvalue().encode("utf-8-sig"), path)


def load_csv(path: Path) -> pd.DataFrame:
    """Load what `save_csv` saved; every cell is a text, as it was before it was guarded."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return table.map(free_cell).set_axis([free_cell(str(name)) for name in table], axis="columns")


def guard_cell(cell: object) -> object:
    """Put an apostrophe before a text that a spreadsheet may take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def _guard_column(column: "pd.Series[Any]") -> "pd.Series[Any]":
    if is_numeric_dtype(column):
        return column
    return pd.Series(list(map(guard_cell, column.tolist())), column.index, dtype="object")


class _Lines(StringIO):
    """Lines with a plain line end, of a writer that ends them otherwise: it quotes a cell with a sign of its line end.

    Before Python 3.13 it left a cell with a carriage return bare, whose rest would be a row of its own.
    """

    END = "\r\n"

    def write(self, line: str) -> int:
        """Write a line as the writer gives it: whole."""
        return super().write(line.removesuffix(self.END) + "\n")
