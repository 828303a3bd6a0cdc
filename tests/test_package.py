"""What the project says of itself is true: version, public names, and what the README shows."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

import vietdiplo
from vietdiplo.language import FOLDER, LANGUAGES, load_labels
from vietdiplo.publish.layers import LAYERS
from vietdiplo.publish.plan import list_notebooks, load_runs
from vietdiplo.texts.corpus import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def read_block(start: str) -> str:
    """Read the indented block of the README that begins with these words."""
    blocks = (dedent(block).strip() for block in re.findall(r"(?:^(?: {4}.*)?\n)+", README, re.M))
    return next(block for block in blocks if block.startswith(start))


def test_the_version_is_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert newest
    assert {vietdiplo.__version__, citation, newest[1]} == {project}


@pytest.mark.parametrize("name", [name for name in vietdiplo.__all__ if callable(getattr(vietdiplo, name))])
def test_a_public_name_says_in_a_line_what_it_does(name: str) -> None:
    first = str(getattr(vietdiplo, name).__doc__).partition("\n")[0]
    assert re.fullmatch(r"[A-Z].{15,118}[.;]", first), first


def test_the_readme_lists_every_notebook_with_its_question() -> None:
    assert re.findall(r"^\| `(\d\d_\w+)` \|", README, re.M) == list_notebooks()


def test_the_example_of_the_readme_runs() -> None:
    names: dict[str, object] = {}
    exec(read_block("import vietdiplo as vd"), names)
    assert len(names["words"]) == 1404  # type: ignore[arg-type]


def test_the_runs_file_of_the_readme_is_one(tmp_path: Path) -> None:
    path = tmp_path / "runs.yml"
    path.write_text(read_block("runs:"), encoding="utf-8")
    first, second = load_runs(path)
    assert (first.title, second.lang, second.notebooks) == ("Lào 2020-2025", "vi", ("02_terms", "04_timeline"))


def test_every_layer_is_in_the_readme() -> None:
    assert [layer for layer in LAYERS if f"vietdiplo find {layer}" not in README] == []


def test_every_wording_is_there_in_both_languages_and_in_order() -> None:
    assert [key for lang in LANGUAGES for key, words in load_labels(lang).items() if not words.strip()] == []
    keys = [line.partition(",")[0] for line in (FOLDER / "labels.csv").read_text(encoding="utf-8").splitlines()[1:]]
    assert keys == sorted(set(keys))


def test_a_run_does_not_compile_the_grammar_of_addresses() -> None:
    code = "import sys, vietdiplo.publish.render; sys.exit(bool(sys.modules.get('rfc3987_syntax')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
