"""What a run records of its making: the code, the language data, the model, every value; and how it is cited."""

import hashlib
import json
import shutil
import subprocess
import tomllib
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_notebook

from vietdiplo.__main__ import vietdiplo
from vietdiplo.publish import provenance
from vietdiplo.publish.citation import check_citation, cite_corpus, cite_program, cite_text, load_citation
from vietdiplo.publish.engine import run_notebook
from vietdiplo.publish.parameters import Parameter, complete_values
from vietdiplo.publish.provenance import find_changed, find_commit, list_versions, name_tree, save_provenance
from vietdiplo.tables import CorpusError, Problem
from vietdiplo.texts.corpus import ROOT, load_corpus

HAS_GIT = shutil.which("git") is not None
CITED = """\
cff-version: 1.2.0
message: Cite it.
title: Tuyên bố chung, 1995–2025
authors:
  - {family-names: Nguyễn, given-names: Văn An}
  - {name-particle: van, family-names: Dijk, given-names: Eva}
  - name: Học viện Ngoại giao
version: 2.1.0
date-released: 2026-03-04
doi: 10.5281/zenodo.1234
license: CC-BY-4.0
"""


def run_git(folder: Path, *words: str) -> str:
    about = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main", "-c", "core.autocrlf=false"]
    done = subprocess.run(["git", *about, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def write_checkout(folder: Path) -> Path:
    """Write a checkout that has what a commit is named by, and commit it."""
    for name in ("src/vietdiplo/a.py", "src/vietdiplo/b/c.py", "notebooks/00.ipynb", "requirements.lock", "README.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    run_git(folder, "init")
    run_git(folder, "add", ".")
    run_git(folder, "commit", "-m", "a")
    return folder


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if not HAS_GIT:
        pytest.skip("no git on the PATH")
    monkeypatch.setattr(provenance, "ROOT", write_checkout(tmp_path / "checkout"))
    return tmp_path / "checkout"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "corpus/texts").mkdir(parents=True)
    (tmp_path / "corpus/texts/a.txt").write_text("Hai bên họp.", encoding="utf-8")
    (tmp_path / "corpus/documents.csv").write_text("file,source\na.txt,Báo\n", encoding="utf-8")
    return tmp_path / "corpus"


@pytest.fixture
def record(tmp_path: Path, corpus: Path) -> dict[str, Any]:
    return save_provenance(tmp_path, corpus, {"title": "T"}, out=tmp_path / "out")


def test_the_files_of_language_and_model_are_named_with_their_hashes(record: dict[str, Any]) -> None:
    folder = ROOT / "src/vietdiplo/language"
    data = {path.name for path in folder.iterdir() if path.is_file() and path.suffix != ".py"}
    assert set(record["language"]) == data
    assert record["language"]["terms.csv"] == hashlib.sha256((folder / "terms.csv").read_bytes()).hexdigest()
    spec = find_spec("underthesea")
    assert spec is not None
    model = Path(str(spec.origin)).parent / "pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727"
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in model.iterdir()}
    assert record["model"] == hashes


def test_the_lock_is_named_with_its_hash(record: dict[str, Any]) -> None:
    sha256 = hashlib.sha256((ROOT / "requirements.lock").read_bytes()).hexdigest()
    assert record["lock"] == {"requirements.lock": sha256}


def test_a_name_that_is_decomposed_on_the_disk_is_no_change(corpus: Path) -> None:
    """As macOS writes names, and a folder that was copied from there has them."""
    name = "tuy\u00ean b\u1ed1.txt"
    file = corpus / "texts" / unicodedata.normalize("NFD", name)
    (corpus / "texts/a.txt").rename(file)
    (corpus / "documents.csv").unlink()
    documents = load_corpus(corpus)[0]
    assert documents["path"].tolist() == [f"texts/{name}"]
    assert find_changed(corpus, documents) == []
    file.write_text("Hai nước họp.", encoding="utf-8")
    remedy = "some notebooks may have used it; run the same command again"
    changed = Problem("left out", f"texts/{name}", "vanished or changed while running", remedy)
    assert find_changed(corpus, documents) == [changed]
    file.unlink()
    assert find_changed(corpus, documents) == [changed]


def test_what_is_said_is_what_is_saved(tmp_path: Path, record: dict[str, Any]) -> None:
    assert json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8")) == record


def test_every_package_that_pyproject_names_has_the_version_of_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = list_versions()
    assert len(versions) == len(project["dependencies"])
    assert versions["underthesea"] == "9.5.0"
    assert versions["pdfminer-six"] == "20260107"


def test_a_version_that_python_decides_has_its_condition_and_another_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = "numpy==1.0 ; python_full_version < '3.12' \\\n    --hash=a\nnumpy==2.0 ; python_full_version >= '3.12' \\\n"
    (tmp_path / "requirements.lock").write_text(lock + "pdfminer-six==1 \\\n    --hash=b\n", encoding="utf-8")
    names = '[project]\ndependencies = ["numpy>=1,<3", "pdfminer.six==1.*", "pyyaml"]\n'
    (tmp_path / "pyproject.toml").write_text(names, encoding="utf-8")
    monkeypatch.setattr(provenance, "ROOT", tmp_path)
    monkeypatch.setattr(provenance, "version", {"numpy": "2.0", "pdfminer-six": "3", "pyyaml": "6"}.__getitem__)
    assert list_versions() == {
        "numpy": "1.0 (python_full_version < '3.12'), 2.0 (python_full_version >= '3.12')",
        "pdfminer-six": "1, but 3 is installed",
        "pyyaml": "not locked, but 6 is installed",
    }


def test_values_are_complete_with_the_defaults_as_values() -> None:
    declared = {
        name: Parameter(name, kind, default, "")
        for name, kind, default in (("top", "int", "20"), ("names", "list", "['a']"), ("query", "str", "'hợp tác'"))
    }
    assert complete_values(declared, {"top": 7, "other": 1}) == {"names": ["a"], "query": "hợp tác", "top": 7}


def test_an_error_of_a_notebook_names_no_place_of_the_machine(tmp_path: Path) -> None:
    parameters = new_code_cell("corpus: str = 'seeds'  # texts", metadata={"tags": ["parameters"]})
    source = "open(corpus + '/a.txt')"
    kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "a"}}
    notebook = new_notebook(cells=[parameters, new_code_cell(source)], metadata=kernel)
    nbformat.write(notebook, tmp_path / "a.ipynb")
    values, shown = {"corpus": str(tmp_path / "mine")}, {"corpus": "mine"}
    executed, failure = run_notebook(tmp_path / "a.ipynb", values, shown, tmp_path / "b.ipynb")
    error = "FileNotFoundError: [Errno 2] No such file or directory: 'mine/a.txt'"
    assert failure is not None
    assert failure.error == error
    assert executed.cells[1].outputs[0].traceback == [error]
    assert str(tmp_path) not in nbformat.writes(executed)


def test_what_a_library_says_aloud_names_no_place_of_the_machine(tmp_path: Path) -> None:
    parameters = new_code_cell("corpus: str = 'seeds'  # texts", metadata={"tags": ["parameters"]})
    source = "import json, sys, pandas\nprint(corpus, json.__file__, pandas.__file__, file=sys.stderr)"
    kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "a"}}
    nbformat.write(new_notebook(cells=[parameters, new_code_cell(source)], metadata=kernel), tmp_path / "a.ipynb")
    values, shown = {"corpus": str(tmp_path / "mine")}, {"corpus": "mine"}
    executed, _ = run_notebook(tmp_path / "a.ipynb", values, shown, tmp_path / "b.ipynb")
    assert executed.cells[1].outputs[0].text == "mine json/__init__.py pandas/__init__.py\n"


# The identifier of the code, and its commit.


def test_an_empty_folder_has_the_identifier_of_the_empty_tree(tmp_path: Path) -> None:
    assert name_tree(tmp_path) == "swh:1:dir:4b825dc642cb6eb9a060e54bf8d69288fbee4904"


def test_the_identifier_is_the_tree_that_git_names_and_leaves_compiled_files_out(checkout: Path) -> None:
    for name in ("b.py", "b0", "á.csv", "b/__pycache__/c.pyc", ".hidden", "empty/.hidden"):
        (checkout / "src/vietdiplo" / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / "src/vietdiplo" / name).write_bytes(name.encode())
    run_git(checkout, "add", "src/vietdiplo/*.py", "src/vietdiplo/b0", "src/vietdiplo/*.csv")
    run_git(checkout, "commit", "-m", "b")
    assert name_tree(checkout / "src/vietdiplo") == f"swh:1:dir:{run_git(checkout, 'rev-parse', 'HEAD:src/vietdiplo')}"


def test_the_identifier_leads_to_the_commit_that_brought_the_code(checkout: Path) -> None:
    first, tree = run_git(checkout, "rev-parse", "HEAD"), name_tree(checkout / "src/vietdiplo").rpartition(":")[2]
    (checkout / "README.md").write_text("b", encoding="utf-8")
    run_git(checkout, "commit", "-am", "b")
    assert run_git(checkout, "log", "--all", "-t", f"--find-object={tree}", "--format=%H") == first


def test_a_commit_is_named_where_corpus_and_output_lie_elsewhere(tmp_path: Path, checkout: Path) -> None:
    assert find_commit(tmp_path / "corpus", tmp_path / "out") == run_git(checkout, "rev-parse", "HEAD")


@pytest.mark.parametrize("place", ["seeds", "outputs/a", ""])
def test_no_commit_is_named_by_what_it_may_hold(tmp_path: Path, checkout: Path, place: str) -> None:
    assert find_commit(tmp_path / "corpus", checkout / place) == ""
    assert find_commit(checkout / place, tmp_path / "out") == ""


@pytest.mark.parametrize(
    "name", ["src/vietdiplo/a.py", "src/vietdiplo/new.py", "notebooks/00.ipynb", "requirements.lock"]
)
def test_no_commit_is_named_where_the_code_differs(tmp_path: Path, checkout: Path, name: str) -> None:
    (checkout / name).write_text("other", encoding="utf-8")
    assert find_commit(tmp_path) == ""


def test_another_change_leaves_the_commit(tmp_path: Path, checkout: Path) -> None:
    (checkout / "README.md").write_text("other", encoding="utf-8")
    assert find_commit(tmp_path) == run_git(checkout, "rev-parse", "HEAD")


def test_a_copy_without_git_in_a_checkout_of_something_else_names_no_commit(
    tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(checkout, checkout / "copy", ignore=shutil.ignore_patterns(".git"))
    monkeypatch.setattr(provenance, "ROOT", checkout / "copy")
    assert find_commit(tmp_path) == ""


@pytest.mark.parametrize("path", ["", "broken"])
def test_without_a_working_git_no_commit_is_named(
    tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    if path:
        (checkout / ".git/HEAD").unlink()
    else:
        monkeypatch.setenv("PATH", str(tmp_path))
    assert find_commit(tmp_path) == ""


# Citations.


def write_citation(folder: Path, text: str = CITED) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "CITATION.cff").write_text(text, encoding="utf-8")
    return folder


def make_documents(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["date", "source"])


def test_the_program_is_cited_as_its_file_says() -> None:
    title = "vietdiplo: research notebooks for Vietnamese diplomatic texts"
    assert cite_program("en") == f"vietdiplo contributors. {title} (version 0.1.0)."
    assert cite_program("vi") == f"vietdiplo contributors. {title} (phiên bản 0.1.0)."


def test_a_corpus_is_cited_as_its_file_says(tmp_path: Path) -> None:
    cited = cite_corpus(write_citation(tmp_path), make_documents(), "vi")
    who = "Nguyễn, Văn An; van Dijk, Eva; Học viện Ngoại giao (2026)"
    assert cited == f"{who}. Tuyên bố chung, 1995–2025 (phiên bản 2.1.0). https://doi.org/10.5281/zenodo.1234"


def test_a_corpus_without_the_file_is_cited_by_its_texts(tmp_path: Path) -> None:
    corpus = tmp_path / "tư liệu"
    corpus.mkdir()
    documents = make_documents(("2024-05-08", "Báo Nhân Dân"), ("2019", "TTXVN"), ("", "Báo Nhân Dân"), ("2025-01", ""))
    assert cite_corpus(corpus, documents, "en") == "tư liệu. Texts: 4 (2019–2025). Sources: Báo Nhân Dân; TTXVN."
    assert cite_corpus(corpus, documents, "vi") == "tư liệu. Số văn bản: 4 (2019–2025). Nguồn: Báo Nhân Dân; TTXVN."
    assert cite_corpus(corpus, make_documents(("", "")), "en") == "tư liệu. Texts: 1 (no dates). Sources: unknown."


def test_a_corpus_of_many_sources_is_cited_by_the_first_five(tmp_path: Path) -> None:
    documents = make_documents(*(("2024", f"Báo {number}") for number in range(6)))
    assert cite_corpus(tmp_path, documents, "en").endswith("Sources: Báo 0; Báo 1; Báo 2; Báo 3; Báo 4 ….")


def test_a_text_is_cited_by_what_is_known_of_it() -> None:
    text = {"doc_id": "A-1", "title": "Tuyên bố chung", "source": "Báo Nhân Dân", "date": "2024-05"}
    assert cite_text(text, "en") == "Tuyên bố chung. Báo Nhân Dân, 2024-05."
    assert cite_text({**text, "title": "", "source": "", "date": ""}, "vi") == "A-1. không rõ ngày."


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (("title: Tuyên bố chung, 1995–2025\n", ""), "line 1: no title; add it; see citation-file-format.github.io"),
        (("message: Cite it.\n", ""), "line 1: no message; add it; see citation-file-format.github.io"),
        (("  - name: Học viện Ngoại giao", "  - a"), "line 4: authors: not a list of names; write family-names and"),
        (("name: Học viện Ngoại giao", "email: a@b"), "line 4: authors: not a list of names; write family-names and"),
        (("2026-03-04", "03/2026"), "line 9: date-released: '03/2026' cannot be; write a day as 2025-05-08"),
        (("10.5281/", "https://doi.org/10.5281/"), "line 10: doi: 'https://doi.org/10.5281/zenodo.1234' cannot be;"),
        (("doi: 10.5281/zenodo.1234", "url: javascript:a"), "line 10: url: 'javascript:a' cannot be; write an address"),
        (("Tuyên bố chung, 1995–2025", "[a, b]"), "line 3: title: ['a', 'b'] cannot be; write a text"),
        (("CC-BY-4.0", "[MIT, see the site]"), "line 11: license: 'see the site' cannot be; write it as SPDX names it"),
        (("title:", "title: [a"), "line 4: not YAML: "),
        ((CITED, "- a\n"), "line 1: no keys and values; give it cff-version, message, title, authors"),
    ],
)
def test_a_broken_citation_is_named_with_its_line(
    tmp_path: Path, corpus: Path, wrong: tuple[str, str], problem: str
) -> None:
    assert wrong[0] in CITED
    write_citation(corpus, CITED.replace(*wrong))
    found = check_citation(corpus)
    assert str(found[0]).startswith(f"CITATION.cff: {problem}")
    assert [entry.severity for entry in found] == ["error"]
    with pytest.raises(CorpusError, match="CITATION.cff: line"):
        load_citation(corpus)


def test_a_right_citation_and_none_are_good(tmp_path: Path, corpus: Path) -> None:
    assert check_citation(corpus) == []
    assert check_citation(write_citation(corpus)) == list[Problem]()
    assert check_citation(ROOT / "seeds") == []


def test_check_says_what_is_wrong_with_a_citation(corpus: Path) -> None:
    write_citation(corpus, CITED.replace("2026-03-04", "soon"))
    result = CliRunner().invoke(vietdiplo, ["check", str(corpus)])
    assert result.exit_code == 1
    assert result.stdout == "error: CITATION.cff: line 9: date-released: 'soon' cannot be; write a day as 2025-05-08\n"
