"""Events as CSV for spreadsheets and R: every row and column as given, with EDTF, and no cell that is a formula."""

from pathlib import Path

import pandas as pd

from vietdiplo.publish.interchange.edtf import write_edtf
from vietdiplo.publish.interchange.events import load_events, unify_line
from vietdiplo.publish.saving import free_cell, guard_cell, save_csv


def save_table(table: pd.DataFrame, path: Path) -> None:
    """Save the table of events with the column edtf, empty where the first day is not known.

    Texts are on one line. A cell that begins like a formula has an apostrophe in front.
    """
    edtf = {event.name: write_edtf(event) for event in load_events(table)}
    rows = table.assign(edtf=[edtf.get(unify_line(name), "") for name in table["event"]])
    save_csv(pd.DataFrame({name: column.map(_write_cell) for name, column in rows.items()}), path)


def load_table(path: Path) -> pd.DataFrame:
    """Load what was saved; every cell is a text."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return pd.DataFrame({name: column.map(free_cell) for name, column in table.items()})


def _write_cell(cell: object) -> object:
    return guard_cell(unify_line(cell)) if isinstance(cell, str) else cell
