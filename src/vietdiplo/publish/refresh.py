"""The committed notebooks as a fresh run leaves them."""

import tempfile
from functools import partial
from pathlib import Path

import nbformat

from vietdiplo.publish.engine import Failure, run_notebook
from vietdiplo.publish.jobs import Crash, run_jobs
from vietdiplo.publish.plan import NOTEBOOKS, list_notebooks
from vietdiplo.publish.saving import save_bytes


def save_notebooks(*, workers: int) -> dict[str, Failure | Crash]:
    """Run every notebook with its defaults and save it in its place; give those that failed and stay as they are."""
    with tempfile.TemporaryDirectory() as folder:
        results = sorted(run_jobs(partial(_refresh, Path(folder)), list_notebooks(), workers))
    return {name: result for name, result in results if result is not None}


def _refresh(folder: Path, name: str) -> Failure | None:
    path = NOTEBOOKS / f"{name}.ipynb"
    executed, failure = run_notebook(path, {}, {}, folder / path.name)
    if failure is None:
        save_bytes((nbformat.writes(executed) + "\n").encode(), path)
    return failure
