"""JupyterLab in a real browser: a notebook opens, runs from top to bottom, and gives what is committed."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest
from nbformat import NotebookNode
from playwright.sync_api import Browser, Page

from vietdiplo.publish.plan import NOTEBOOKS
from vietdiplo.texts.corpus import ROOT

NAME = "03_sectors.ipynb"
CELLS = """() => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  const code = notebook.widgets.filter(cell => cell.model.type === "code");
  return code.map(cell => [cell.model.executionCount, cell.model.sharedModel.getOutputs().map(output => output.data)]);
}"""


def read_cells() -> list[dict[str, Any]]:
    cells = json.loads((NOTEBOOKS / NAME).read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def join_lines(data: dict[str, str | list[str]]) -> dict[str, str]:
    return {kind: "".join(text) for kind, text in data.items()}


@contextmanager
def open_lab(tmp_path: Path, notebook: NotebookNode) -> Iterator[str]:
    """Serve a JupyterLab with settings of its own on a trusted notebook and give its address."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    nbformat.write(notebook, folder / NAME)
    places = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    environment = {**os.environ, **{name: str(tmp_path / place) for name, place in places.items()}}
    sign = [sys.executable, "-m", "nbformat.sign", str(folder / NAME)]
    subprocess.run(sign, env=environment, check=True, capture_output=True)
    options = ["--no-browser", "--expose-app-in-browser", "--allow-root", "--port=0", f"--ServerApp.root_dir={folder}"]
    command = [sys.executable, "-m", "jupyterlab", *options]
    log = tmp_path / "lab.log"
    with log.open("w") as file, subprocess.Popen(command, cwd=ROOT, env=environment, stderr=file) as server:
        try:
            yield wait_for_address(log, server)
        finally:
            server.terminate()
            server.wait(20)


def open_notebook(browser: Browser, address: str) -> Page:
    page = browser.new_page()
    page.goto(address)
    page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.context?.isReady", timeout=60_000)
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.ready")
    return page


def is_answered(address: str) -> bool:
    try:
        with urlopen(address) as answer:
            return int(answer.status) == 200
    except URLError:
        return False


def wait_for_address(log: Path, server: "subprocess.Popen[bytes]") -> str:
    for _ in range(300):
        found = re.search(r"http://127\.0\.0\.1:(\d+)/lab\?token=(\w+)", log.read_text(encoding="utf-8"))
        # The address is told a moment before it is answered.
        if found and is_answered(f"http://127.0.0.1:{found[1]}/api/status?token={found[2]}"):
            return f"http://127.0.0.1:{found[1]}/lab/tree/{NAME}?token={found[2]}&reset"
        assert server.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.1)
    pytest.fail(log.read_text(encoding="utf-8"))


def test_a_committed_notebook_shows_its_figures_before_it_is_run(tmp_path: Path, browser: Browser) -> None:
    notebook = nbformat.read(NOTEBOOKS / NAME, as_version=4)
    figures = [number for number, cell in enumerate(notebook.cells) if "image/svg+xml" in str(cell.get("outputs"))]
    assert len(figures) > 1
    with open_lab(tmp_path, notebook) as address:
        page = open_notebook(browser, address)
        for number in figures:
            # JupyterLab draws a cell when it is scrolled to.
            page.evaluate("number => window.jupyterapp.shell.currentWidget.content.scrollToItem(number)", number)
            figure = page.locator(f".jp-Cell[data-windowed-list-index='{number}'] .jp-RenderedSVG :is(svg, img)").first
            figure.wait_for(timeout=30_000)
            box = figure.bounding_box()
            assert box is not None and box["width"] > 400, number
        page.close()


def test_a_notebook_runs_from_top_to_bottom_in_jupyterlab(tmp_path: Path, browser: Browser) -> None:
    notebook = nbformat.read(NOTEBOOKS / NAME, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    with open_lab(tmp_path, notebook) as address:
        page = open_notebook(browser, address)
        assert [count for count, _ in page.evaluate(CELLS)] == [None] * len(read_cells())
        page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        expected = [
            [number, [join_lines(output["data"]) for output in cell["outputs"]]]
            for number, cell in enumerate(read_cells(), 1)
        ]
        assert [[count, [join_lines(data) for data in outputs]] for count, outputs in page.evaluate(CELLS)] == expected
        assert page.locator("table caption").first.is_visible()
        page.close()
