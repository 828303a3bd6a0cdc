"""The committed notebooks as a fresh run leaves them."""

import tempfile
from pathlib import Path

import nbformat

from vietdiplo.publish.engine import Failure, run_notebook
from vietdiplo.publish.jobs import Crash, run_jobs
from vietdiplo.publish.plan import NOTEBOOKS, list_notebooks


def save_notebooks(*, workers: int) -> dict[str, Failure | Crash]:
    """Run every notebook with its defaults and save it in its place; give those that failed and stay as they are."""
    results = sorted(run_jobs(_refresh, list_notebooks(), workers))
    return {name: result for name, result in results if result is not None}


def _refresh(name: str) -> Failure | None:
    path = NOTEBOOKS / f"{name}.ipynb"
    with tempfile.TemporaryDirectory() as folder:
        executed, failure = run_notebook(path, {}, {}, Path(folder) / "aside.ipynb")
    if failure is None:
        aside = path.with_suffix(".part")
        nbformat.write(executed, aside)
        aside.replace(path)
    return failure
