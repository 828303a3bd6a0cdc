"""The house stands as designed: who imports whom, how long a module is, where Vietnamese and code may be written.

Each rule is a function from files to a list of what breaks it; made-up files show that it finds what it should.
"""

import ast
import json
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "vietdiplo"
ROOMS = ("texts", "find", "count", "draw", "publish")
# What a module may import, by the first part of its place; a room also what stands left of it and itself.
ALLOWED = {"tables": set[str](), "language": {"tables"}, "__init__": {*ROOMS, "tables", "language"}}
ALLOWED["__main__"] = {"publish", "tables"}
ALLOWED |= {room: {*ROOMS[: number + 1], "tables", "language"} for number, room in enumerate(ROOMS)}
# Which room a package belongs to, and how many of its modules may import it.
GUESTS = {"underthesea": ("find", 1), "matplotlib": ("draw", 1000), "papermill": ("publish", 1)}
LONGEST_MODULE = 250
PACKAGES = {
    "docx": "python-docx",
    "lunar_vn": "lunar-vn",
    "pdfminer": "pdfminer.six",
    "underthesea_core": "underthesea-core",
    "yaml": "pyyaml",
}
TONES = "\u0300\u0301\u0303\u0309\u0323"
VIETNAMESE = {
    letter
    for base in "aeiouyăâêôơưđ"
    for tone in ("", *TONES)
    for small in [unicodedata.normalize("NFC", base + tone)]
    for letter in (small, small.upper())
    if len(small) == 1 and not small.isascii()
}
# Rules about single letters: what numbers a sentence, and which letters make a syllable.
LETTERS_IN_CODE = {
    "find/segmentation/vocabulary.py": set("Đđ"),
    "texts/clean.py": set("ĐđƯưĂăâêôơ"),
    "texts/kinds.py": set("Đđ"),
    "texts/lines.py": {"đ"},
    "texts/stops.py": set("Đđ"),
}
LONGEST_CELL = 20
MOST_PARAMETERS = 12
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def list_modules(source: Path) -> list[str]:
    return sorted(path.relative_to(source).as_posix() for path in source.rglob("*.py"))


def parse_module(source: Path, module: str) -> ast.Module:
    return ast.parse((source / module).read_text(encoding="utf-8"))


def find_place(module: str) -> str:
    return module.split("/")[0].removesuffix(".py")


def list_imports(source: Path, module: str) -> Iterator[str]:
    """List the full names that a module imports, in functions too; of `import vietdiplo`, what it uses of it."""
    package = ["vietdiplo", *module.split("/")[:-1]]
    whole = ""  # the name by which the module knows the package itself
    for node in ast.walk(parse_module(source, module)):
        if isinstance(node, ast.Import):
            whole = next((alias.asname or alias.name for alias in node.names if alias.name == "vietdiplo"), whole)
            yield from (alias.name for alias in node.names if alias.name != "vietdiplo")
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == whole:
            yield from [] if node.attr == "__version__" else [f"vietdiplo.{node.attr}"]


def find_wrong_imports(source: Path) -> list[str]:
    problems = []
    for module in list_modules(source):
        allowed = ALLOWED.get(find_place(module))
        if allowed is None:
            problems.append(f"{module}: {find_place(module)} is not a place of the house")
            continue
        for name in list_imports(source, module):
            first, _, rest = name.partition(".")
            if first == "vietdiplo" and rest.split(".")[0] not in allowed:
                problems.append(f"{module}: imports {name}")
    return problems


def find_wrong_guests(source: Path) -> list[str]:
    problems = []
    for guest, (room, most) in GUESTS.items():
        users = [m for m in list_modules(source) if any(n.split(".")[0] == guest for n in list_imports(source, m))]
        problems += [f"{module}: imports {guest}" for module in users if find_place(module) != room]
        problems += [f"{guest}: imported by {', '.join(users)}"] if len(users) > most else []
    return problems


def find_undeclared(source: Path, declared: set[str]) -> list[str]:
    known = {*sys.stdlib_module_names, "vietdiplo", *declared}
    imports = {(module, name.split(".")[0]) for module in list_modules(source) for name in list_imports(source, module)}
    return sorted(f"{module}: imports {name}" for module, name in imports if PACKAGES.get(name, name) not in known)


def find_long_modules(source: Path) -> list[str]:
    lengths = {m: len((source / m).read_text(encoding="utf-8").splitlines()) for m in list_modules(source)}
    return [f"{module}: {length} lines" for module, length in lengths.items() if length > LONGEST_MODULE]


def find_vietnamese(source: Path) -> list[str]:
    """Find string literals with Vietnamese letters, docstrings apart."""
    problems = []
    for module in list_modules(source):
        nodes = sorted(ast.walk(parse_module(source, module)), key=lambda node: getattr(node, "lineno", 0))
        bare = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
                text = unicodedata.normalize("NFC", node.value)
                if set(text) & VIETNAMESE - LETTERS_IN_CODE.get(module, set()):
                    problems.append(f"{module}:{node.lineno}: {text!r}")
    return problems


def find_cell_problems(cell: dict[str, Any], number: int) -> Iterator[str]:
    """Find what breaks a rule in a code cell, which should have this execution count."""
    source = "".join(cell["source"])
    if not cell.get("id"):
        yield "has no id"
    if cell["execution_count"] != number:
        yield f"has the count {cell['execution_count']}"
    if len(source.splitlines()) > LONGEST_CELL:
        yield f"has {len(source.splitlines())} lines"
    yield from (f"says {said}" for said in re.findall(r"sys\.path|os\.chdir|\bpip\b|^\s*[%!]\w+", source, re.MULTILINE))
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        yield "is not plain Python"
        return
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield f"defines {node.name}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from [f"names {node.value!r}"] if re.match(r"~?/\w|[A-Za-z]:[\\/]", node.value) else []


def find_parameter_problems(source: str) -> Iterator[str]:
    """Find what is not `name: type = value  # meaning` in a parameters cell."""
    lines = source.splitlines()
    statements = ast.parse(source).body
    if len(statements) > MOST_PARAMETERS:
        yield f"has {len(statements)} parameters"
    for node in statements:
        if not (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None):
            yield f"{ast.unparse(node)!r} is not `name: type = value`"
        elif not re.search(r"  # \S", lines[(node.end_lineno or node.lineno) - 1]):
            yield f"{node.target.id} has no comment"


def find_notebook_problems(notebook: dict[str, Any]) -> list[str]:
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    problems = [f"cell {n} {said}" for n, cell in enumerate(code, 1) for said in find_cell_problems(cell, n)]
    tagged = [cell for cell in code if "parameters" in cell["metadata"].get("tags", [])]
    if len(tagged) != 1:
        return [*problems, f"{len(tagged)} cells are tagged parameters"]
    return [*problems, *(f"parameters: {said}" for said in find_parameter_problems("".join(tagged[0]["source"])))]


# The package as it is.


def test_a_room_imports_only_what_stands_left_of_it() -> None:
    assert find_wrong_imports(SOURCE) == []


def test_underthesea_matplotlib_and_papermill_stay_in_their_rooms() -> None:
    assert find_wrong_guests(SOURCE) == []


def test_every_import_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["cluster"]]
    assert find_undeclared(SOURCE, {Requirement(line).name for line in declared}) == []


def test_no_module_is_too_long() -> None:
    assert find_long_modules(SOURCE) == []


def test_no_vietnamese_word_is_in_code() -> None:
    assert find_vietnamese(SOURCE) == []


def test_importing_the_package_does_not_wait_for_underthesea() -> None:
    seen = "import sys, vietdiplo; print('underthesea' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True).stdout == "False\n"


def test_there_are_notebooks() -> None:
    assert [path.name for path in NOTEBOOKS][:1] == ["00_start_here.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_keeps_the_rules(path: Path) -> None:
    assert find_notebook_problems(json.loads(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_holds_no_place_of_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [place for place in (str(ROOT), "/home/", "/Users/", "/tmp/") if place in text] == []


# The rules find what breaks them.


def write_modules(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        path = folder / f"{name.replace('_in_', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("line", "imported"),
    [
        ("import vietdiplo.draw.bars", "vietdiplo.draw.bars"),
        ("from vietdiplo.draw import draw_bars", "vietdiplo.draw.draw_bars"),
        ("from vietdiplo import draw", "vietdiplo.draw"),
        ("from vietdiplo import draw_bars", "vietdiplo.draw_bars"),
        ("from ..draw import bars", "vietdiplo.draw.bars"),
        ("from .. import draw", "vietdiplo.draw"),
        ("def f():\n    from vietdiplo.draw import bars", "vietdiplo.draw.bars"),
        ("import vietdiplo\nvietdiplo.draw_bars()", "vietdiplo.draw_bars"),
        ("import vietdiplo as vd\nvd.draw_bars()", "vietdiplo.draw_bars"),
    ],
)
def test_an_import_from_the_right_is_found_in_every_spelling(tmp_path: Path, line: str, imported: str) -> None:
    assert find_wrong_imports(write_modules(tmp_path, count_in_shares=line)) == [f"count/shares.py: imports {imported}"]


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("count_in_shares", "from vietdiplo.find import find_words\nfrom vietdiplo.tables import TableError"),
        ("count_in_shares", "from .frequency import count_labels\nfrom vietdiplo.language import load_lines"),
        ("publish_in_page", "import vietdiplo\nvietdiplo.__version__"),
        ("__main__", "vietdiplo = group()\nvietdiplo.command"),
        ("language_in___init__", "from vietdiplo.tables import ParameterError"),
        ("__init__", "from vietdiplo.publish import save_table"),
        ("tables", "import pandas"),
    ],
)
def test_an_import_from_the_left_is_allowed(tmp_path: Path, place: str, line: str) -> None:
    assert find_wrong_imports(write_modules(tmp_path, **{place: line})) == []


@pytest.mark.parametrize(
    ("place", "line", "problem"),
    [
        ("tables", "from vietdiplo.language import x", "tables.py: imports vietdiplo.language.x"),
        ("language_in_data", "from vietdiplo.texts import x", "language/data.py: imports vietdiplo.texts.x"),
        ("__main__", "from vietdiplo.find import x", "__main__.py: imports vietdiplo.find.x"),
        ("tools_in_misc", "", "tools/misc.py: tools is not a place of the house"),
    ],
)
def test_the_base_imports_nothing_of_the_rooms(tmp_path: Path, place: str, line: str, problem: str) -> None:
    assert find_wrong_imports(write_modules(tmp_path, **{place: line})) == [problem]


def test_a_guest_in_a_wrong_room_is_found(tmp_path: Path) -> None:
    write_modules(tmp_path, __init__="import underthesea", publish_in_page="from matplotlib.figure import Figure")
    assert find_wrong_guests(tmp_path) == ["__init__.py: imports underthesea", "publish/page.py: imports matplotlib"]


def test_a_guest_with_two_hosts_is_found(tmp_path: Path) -> None:
    write_modules(tmp_path, find_in_a="import underthesea", find_in_b="def f():\n    from underthesea import tokenize")
    assert find_wrong_guests(tmp_path) == ["underthesea: imported by find/a.py, find/b.py"]


def test_an_import_that_pyproject_does_not_name_is_found(tmp_path: Path) -> None:
    write_modules(tmp_path, find_in_a="import os, yaml, numpy.linalg\nfrom scipy import stats\nfrom . import b")
    assert find_undeclared(tmp_path, {"pyyaml", "numpy"}) == ["find/a.py: imports scipy"]


def test_a_long_module_is_found(tmp_path: Path) -> None:
    write_modules(tmp_path, find_in_a="x = 1\n" * 250, find_in_b="x = 1\n" * 251)
    assert find_long_modules(tmp_path) == ["find/b.py: 251 lines"]


def test_vietnamese_is_found_in_literals_only(tmp_path: Path) -> None:
    text = (
        '"""Tìm từ."""\n# từ\nA = "café déjà"\nB = f"{A} từ"\nC = "tu\u031b\u0300"\nD = "\\u0111"\nE = "Gries, naïve"\n'
    )
    problems = ["find/a.py:3: 'café déjà'", "find/a.py:4: ' từ'", "find/a.py:5: 'từ'", "find/a.py:6: 'đ'"]
    assert find_vietnamese(write_modules(tmp_path, find_in_a=text)) == problems


def test_a_letter_is_allowed_where_a_rule_needs_it_and_nowhere_else(tmp_path: Path) -> None:
    write_modules(tmp_path, texts_in_stops='A = "[a-zđĐ]"', texts_in_corpus='A = "[a-zđĐ]"')
    assert find_vietnamese(tmp_path) == ["texts/corpus.py:1: '[a-zđĐ]'"]


def make_notebook(*sources: str, parameters: str = 'corpus: str = "seeds"  # folder') -> dict[str, Any]:
    """Make a notebook as it should be, with these cells after its parameters."""
    cells = [
        {"cell_type": "code", "id": f"c{n}", "execution_count": n, "metadata": {}, "source": [source], "outputs": []}
        for n, source in enumerate([parameters, *sources], 1)
    ]
    cells[0]["metadata"] = {"tags": ["parameters"]}
    return {"cells": [{"cell_type": "markdown", "id": "m", "metadata": {}, "source": ["# Title"]}, *cells]}


def test_a_notebook_as_it_should_be_passes() -> None:
    assert find_notebook_problems(make_notebook("import vietdiplo as vd", "x = 1\n" * 20, '"a/b", "1/2", "vd/"')) == []


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("def f():\n    pass", "cell 2 defines f"),
        ("class A:\n    pass", "cell 2 defines A"),
        ("x = 1\n" * 21, "cell 2 has 21 lines"),
        ("sys.path.append('src')", "cell 2 says sys.path"),
        ("import os\nos.chdir('..')", "cell 2 says os.chdir"),
        ("open('/data/a.txt')", "cell 2 names '/data/a.txt'"),
        ("open('~/a.txt')", "cell 2 names '~/a.txt'"),
        (r"open('C:\\a.txt')", r"cell 2 names 'C:\\a.txt'"),
    ],
)
def test_a_cell_that_breaks_a_rule_is_found(source: str, problem: str) -> None:
    assert find_notebook_problems(make_notebook(source)) == [problem]


@pytest.mark.parametrize("magic", ["%run a.py", "!ls"])
def test_a_cell_that_is_not_python_is_found(magic: str) -> None:
    said = re.match(r"[%!]\w+", magic)
    assert said is not None
    expected = [f"cell 2 says {said.group()}", "cell 2 is not plain Python"]
    assert find_notebook_problems(make_notebook(magic)) == expected


def test_a_count_out_of_order_and_a_missing_id_are_found() -> None:
    notebook = make_notebook("1", "2")
    notebook["cells"][2] |= {"execution_count": 7}
    notebook["cells"][3] |= {"execution_count": None, "id": ""}
    expected = ["cell 2 has the count 7", "cell 3 has no id", "cell 3 has the count None"]
    assert find_notebook_problems(notebook) == expected


def test_a_notebook_without_a_parameters_cell_is_found() -> None:
    notebook = make_notebook("1")
    notebook["cells"][1]["metadata"] = {}
    assert find_notebook_problems(notebook) == ["0 cells are tagged parameters"]


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ("top = 20  # terms", "parameters: 'top = 20' is not `name: type = value`"),
        ("top: int = 20", "parameters: top has no comment"),
        ("top: int  # terms", "parameters: 'top: int' is not `name: type = value`"),
        ("top: int = 20  # terms\n" * 13, "parameters: has 13 parameters"),
    ],
)
def test_a_parameter_that_breaks_a_rule_is_found(parameters: str, problem: str) -> None:
    assert find_notebook_problems(make_notebook(parameters=parameters)) == [problem]
