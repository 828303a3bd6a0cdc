"""Events as CSV for spreadsheets and R: every row and column as given, with EDTF, and no cell that is a formula."""

import re
from pathlib import Path

import pandas as pd

from vietdiplo.publish.interchange.edtf import write_edtf
from vietdiplo.publish.interchange.events import load_events, unify_line
from vietdiplo.publish.saving import save_csv

# How a cell begins that a spreadsheet may calculate. Source: OWASP, CSV Injection. One that has an apostrophe before
# such a sign gets another, so that taking one away gives every cell back.
FORMULA = re.compile("'*[=+@\uff0b\uff0d\uff1d\uff20-]")


def save_table(table: pd.DataFrame, path: Path) -> None:
    """Save the table of events with the column edtf, empty where the first day is not known.

    Texts are on one line. A cell that begins like a formula has an apostrophe in front.
    """
    edtf = {event.name: write_edtf(event) for event in load_events(table)}
    rows = table.assign(edtf=[edtf.get(unify_line(name), "") for name in table["event"]])
    save_csv(pd.DataFrame({name: column.map(_guard_cell) for name, column in rows.items()}), path)


def load_table(path: Path) -> pd.DataFrame:
    """Load what was saved; every cell is a text."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return pd.DataFrame({name: column.map(_free_cell) for name, column in table.items()})


def _guard_cell(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    line = unify_line(cell)
    return f"'{line}" if FORMULA.match(line) else line


def _free_cell(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell
