"""A notebook run by its tests: what a reader sees in each of its cells, and the tables that it saved."""

import html
import re
from pathlib import Path
from typing import Any

import pandas as pd

from vietdiplo.publish.engine import run_notebook


def run_cells(notebook: Path, corpus: Path, to: Path, **values: object) -> tuple[dict[str, str], str]:
    """Run a notebook; give what a reader sees by cell, and how it failed."""
    given = {"corpus": str(corpus), "out": str(to / "out"), **values}
    executed, failure = run_notebook(notebook, given, {}, to / "part.ipynb")
    cells = [cell for cell in executed.cells if cell.cell_type == "code"]
    printed = [output for cell in cells for output in cell.outputs if output.output_type in ("stream", "error")]
    assert failure or not printed
    shown = {cell["id"]: " ".join(map(read_output, cell.outputs)) for cell in cells}
    return shown, failure.error if failure else ""


def show_cells(notebook: Path, corpus: Path, to: Path, **values: object) -> dict[str, str]:
    """Run a notebook that does not fail, and give what a reader sees by cell."""
    shown, failure = run_cells(notebook, corpus, to, **values)
    assert failure == ""
    return shown


def read_output(output: Any) -> str:
    data = output.get("data", {})
    if "image/svg+xml" in data:
        return "figure"
    shown = data.get("text/html") or data.get("text/markdown") or ""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def load_table(to: Path, name: str, dtype: type | None = None) -> pd.DataFrame:
    """Load a table that a notebook saved; empty cells are empty texts."""
    return pd.read_csv(to / f"out/tables/{name}.csv", keep_default_na=False, dtype=dtype)
