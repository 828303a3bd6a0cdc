"""The floor for `bench/render.py`: the code of all notebooks in one process, without a runner, a page or a check.

.venv/bin/python bench/plain.py CORPUS OUT
"""

import sys
from pathlib import Path

import nbformat

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def run_all(corpus: str, out: str) -> None:
    """Run the code cells of each notebook on a corpus, each with names of its own; what they save goes below `out`."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        names: dict[str, object] = {}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, path.name, "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                names |= {"corpus": corpus, "out": f"{out}/{path.stem}"}


if __name__ == "__main__":
    run_all(str(Path(sys.argv[1]).resolve()), str(Path(sys.argv[2]).resolve()))
