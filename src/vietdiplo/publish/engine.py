"""papermill, with an engine that runs a notebook in this process: no kernel to start, no messages to wait for.

execnb's shell gives the outputs that a kernel gives; the tests run every notebook on a real kernel too.
"""

import errno
import os
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import papermill
from execnb.shell import CaptureShell
from nbconvert.filters.ansi import strip_ansi
from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError

from vietdiplo.publish.parameters import Parameter, write_parameters
from vietdiplo.tables import ParameterError
from vietdiplo.texts.corpus import ROOT

# What a disk says that takes no more: it is no fault of a notebook, and no output would be whole.
OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
BROKEN = (AttributeError, IndexError, OSError, TypeError, ValueError)  # what readers raise for other JSON and no file
LIBRARIES = [sysconfig.get_path(name) for name in ("purelib", "platlib", "stdlib")]  # stdlib may hold the others
OF_PAPERMILL = ("injected-parameters", "papermill-error-cell-tag")


class Failure(NamedTuple):
    """Where a notebook failed: the cell's number among the code cells, its source, the error, its traceback."""

    cell: int
    source: str
    error: str
    traceback: str


class Shell(CaptureShell):  # type: ignore[misc]
    """A shell without a profile: what a notebook gives owes nothing to the home folder, which may be full."""

    def init_ipython_dir(self, ipython_dir: object) -> None:
        """Leave the folder of IPython alone."""

    def init_profile_dir(self, profile_dir: object) -> None:
        """Make no profile."""


class InProcessEngine(Engine):  # type: ignore[misc]
    """Run the cells one after the other and stop at the first that fails, as papermill's own engine does."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **_: Any) -> None:
        """Fill the outputs and execution counts of the managed notebook; papermill raises for a failed cell."""
        shell = Shell(mpl_format=None)
        try:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                if cell.cell_type == "code" and _run_cell(shell, cell):
                    if isinstance(shell.exc, OSError) and shell.exc.errno in OF_THE_DISK:
                        raise shell.exc
                    nb_man.cell_exception(cell, index, exception=shell.exc)
                    break
                nb_man.cell_complete(cell, index)
        finally:
            shell.close()


papermill_engines.register("vietdiplo", InProcessEngine)


def load_parameters(notebook: Path) -> dict[str, Parameter]:
    """Load the parameters that a notebook declares in its parameters cell, in order.

    Raises ParameterError for a file that is no notebook.
    """
    try:
        found = papermill.inspect_notebook(str(notebook))
    except (*BROKEN, nbformat.ValidationError) as error:
        reason = " ".join(str(error).split())[:80]
        remedy = f"restore it: git checkout notebooks/{notebook.name}"
        raise ParameterError(f"notebooks/{notebook.name}: is no notebook ({reason}); {remedy}") from None
    return {
        name: Parameter(name, str(entry["inferred_type_name"]), str(entry["default"]), str(entry["help"]))
        for name, entry in found.items()
    }


def check_notebook(notebook: Path, values: Mapping[str, object]) -> None:
    """Run the cell that checks a notebook's parameters with the values of a run, before anything else runs.

    It is the first code cell after the parameters. Raises ParameterError as that cell does.
    """
    code = [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]
    at = next((n for n, cell in enumerate(code) if "parameters" in cell.metadata.get("tags", [])), len(code))
    names: dict[str, object] = {}
    exec(write_parameters(load_parameters(notebook), values), names)
    for cell in code[at + 1 : at + 2]:
        exec(cell.source, names)


def run_notebook(
    notebook: Path, values: Mapping[str, object], shown: Mapping[str, object], aside: Path
) -> tuple[NotebookNode, Failure | None]:
    """Run a notebook with the values of the parameters that it has; give it as it was run, and where it failed.

    The parameters cell says the values `shown`, so that no path of this machine is in a result; code cells count from
    1, and nothing is left that two equal runs would not share. `aside` is a file for papermill to work in. Raises
    OSError where a disk takes no more.
    """
    declared = load_parameters(notebook)
    given = {name: value for name, value in values.items() if name in declared}
    failure = None
    try:
        papermill.execute_notebook(
            str(notebook),
            str(aside),
            given,
            engine_name="vietdiplo",
            progress_bar=False,
            log_output=False,
            request_save_on_cell_execute=False,  # it would write the whole notebook again after every cell
        )
    except PapermillExecutionError as error:
        traceback = strip_ansi("\n".join(error.traceback))
        failure = Failure(0, error.source, f"{error.ename}: {error.evalue}", traceback)
    executed = nbformat.read(aside, as_version=4)
    aside.unlink()
    executed = normalise_notebook(executed, write_parameters(declared, {**given, **shown}))
    for output in (output for cell in executed.cells for output in cell.get("outputs", [])):
        if output.output_type == "error":
            output.update(evalue=hide_paths(output.evalue, given, shown))
            output.update(traceback=[hide_paths(line, given, shown) for line in output.traceback])
        elif output.output_type == "stream":
            output.update(text=hide_paths(output.text, given, shown))
    failed = _find_failed(executed)
    if failed and failure is None:  # papermill passes over an exit() without a status
        failure = Failure(failed, "", "SystemExit: the cell ended the notebook", "")
    if failure is None:
        return executed, None
    return executed, failure._replace(cell=failed, error=hide_paths(failure.error, given, shown))


def normalise_notebook(notebook: NotebookNode, parameters: str | None = None) -> NotebookNode:
    """Take out what papermill and Jupyter add and number the code cells from 1; the argument is not changed."""
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if any(tag in OF_PAPERMILL for tag in tags):
            continue
        kept = NotebookNode(cell, metadata=NotebookNode(tags=tags) if tags else NotebookNode())
        if parameters is not None and "parameters" in tags:
            kept.source = parameters
        if cell.cell_type == "code":
            number = 1 + sum(other.cell_type == "code" for other in cells)
            kept.execution_count = number if cell.execution_count else None
            kept.outputs = [_number_output(output, number) for output in cell.outputs]
        cells.append(kept)
    kernel = NotebookNode(display_name="Python 3 (ipykernel)", language="python", name="python3")
    metadata = NotebookNode(kernelspec=kernel, language_info=NotebookNode(name="python"))
    return NotebookNode(notebook, cells=cells, metadata=metadata, nbformat=4, nbformat_minor=5)


def hide_paths(text: str, given: Mapping[str, object], shown: Mapping[str, object]) -> str:
    """Say in the text of an error or a warning what is shown of a place of this machine."""
    for name in shown:
        text = text.replace(str(given.get(name, shown[name])), str(shown[name]))
    for place in (*LIBRARIES, ROOT):
        text = text.replace(f"{place}{os.sep}", "")
    return text


def _run_cell(shell: CaptureShell, cell: NotebookNode) -> bool:
    """Run a code cell; tell whether it failed."""
    cell.outputs = [NotebookNode(_join_lines(output)) for output in shell.run(cell.source)]
    cell.execution_count = shell.execution_count - 1  # the shell has already advanced
    return shell.exc is not None


def _join_lines(output: dict[str, Any]) -> dict[str, Any]:
    """Give texts as one string each, as nbformat holds them in memory."""
    if "data" in output:
        data = {kind: "".join(text) if isinstance(text, list) else text for kind, text in output["data"].items()}
        return output | {"data": NotebookNode(data), "metadata": NotebookNode(output["metadata"])}
    return output | ({"text": "".join(output["text"])} if "text" in output else {})


def _number_output(output: NotebookNode, number: int) -> NotebookNode:
    if output.output_type == "execute_result":
        return NotebookNode(output, execution_count=number)
    if output.output_type == "error":  # its traceback holds paths of this machine; the run reports it
        return NotebookNode(output, traceback=[f"{output.ename}: {output.evalue}"])
    return output


def _find_failed(notebook: NotebookNode) -> int:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    failed = [number for number, cell in enumerate(code, 1) if any(o.output_type == "error" for o in cell.outputs)]
    return failed[0] if failed else 0
