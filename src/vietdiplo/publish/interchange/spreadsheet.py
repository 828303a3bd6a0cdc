"""Events as CSV for spreadsheets and R: every row and column as given, with EDTF, and no cell that is a formula."""

from pathlib import Path

import pandas as pd

from vietdiplo.publish.interchange.edtf import write_edtf
from vietdiplo.publish.interchange.events import load_events, unify_line
from vietdiplo.publish.saving import save_csv


def save_table(table: pd.DataFrame, path: Path) -> None:
    """Save the table of events with the column edtf, empty where the first day is not known.

    Texts are on one line.
    """
    edtf = {event.name: write_edtf(event) for event in load_events(table)}
    rows = table.assign(edtf=[edtf.get(unify_line(name), "") for name in table["event"]])
    save_csv(pd.DataFrame({name: column.map(_write_cell) for name, column in rows.items()}), path)


def _write_cell(cell: object) -> object:
    return unify_line(cell) if isinstance(cell, str) else cell
