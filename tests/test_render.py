"""Runs: the site of a corpus, what fails and what goes on, and outputs that stand until the new ones are whole."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result

from vietdiplo.__main__ import main, vietdiplo
from vietdiplo.publish import plan, render
from vietdiplo.publish.plan import NOTEBOOKS, list_notebooks
from vietdiplo.texts.corpus import ROOT


def run_site(*arguments: str | Path) -> Result:
    return CliRunner().invoke(vietdiplo, ["run", *map(str, arguments)], catch_exceptions=False)


def hash_site(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write_corpus(folder: Path) -> Path:
    (folder / "texts").mkdir(parents=True)
    text = "Ngày 7/5/2024, hai bên họp về thương mại.\nHai bên nhất trí hợp tác giáo dục."
    (folder / "texts/a.txt").write_text(text, encoding="utf-8")
    (folder / "documents.csv").write_text("file,date,genre\na.txt,2024-05-08,news\n", encoding="utf-8")
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The site of all notebooks, made by three jobs, and what the command said."""
    folder = tmp_path_factory.mktemp("whole")
    out = folder / "site"
    return out, run_site("--corpus", write_corpus(folder / "corpus"), "--out", out, "--jobs", "3")


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The notebooks with one whose third code cell fails."""
    folder = tmp_path / "notebooks"
    shutil.copytree(NOTEBOOKS, folder, ignore=shutil.ignore_patterns(".*"))
    path = folder / "01_corpus.ipynb"
    notebook = nbformat.read(path, as_version=4)
    [cell for cell in notebook.cells if cell.cell_type == "code"][2].source = "1 / 0"
    nbformat.write(notebook, path)
    for module in (plan, render):
        monkeypatch.setattr(module, "NOTEBOOKS", folder)
    return folder


def test_a_site_has_a_page_for_every_notebook_with_its_files(whole: tuple[Path, Result]) -> None:
    out, result = whole
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"open {out / 'index.html'}\n", "")
    names = list_notebooks()
    assert sorted(path.stem for path in out.glob("*.html")) == [*names, "index", "search", "text-a", "timeline"]
    assert sorted(path.stem for path in (out / "notebooks").iterdir()) == names
    figures = {path.name for path in (out / "figures").iterdir()}
    assert {f"timeline_events.{kind}" for kind in ("svg", "png", "csv")} <= figures


def test_two_runs_are_equal_whatever_the_number_of_jobs_and_name_no_path(
    tmp_path: Path, corpus: Path, whole: tuple[Path, Result]
) -> None:
    run_site("--corpus", corpus, "--out", tmp_path / "site", "--jobs", "1")
    one, two = hash_site(tmp_path / "site"), hash_site(whole[0])
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []
    assert [name for name in one if str(tmp_path).encode() in one[name] or str(ROOT).encode() in one[name]] == []


def test_a_downloaded_notebook_has_the_parameters_of_the_run(tmp_path: Path, corpus: Path) -> None:
    run_site("--corpus", corpus, "--out", tmp_path / "site", "-n", "terms", "-p", "top", "7", "-p", "query", "hợp tác")
    notebook = nbformat.read(tmp_path / "site/notebooks/02_terms.ipynb", as_version=4)
    parameters = next(cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    assert "corpus: str = 'corpus'" in parameters
    assert "top: int = 7  # terms in a figure or table, 5 to 40" in parameters
    assert "query: str = 'hợp tác'" in parameters
    code = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert code == list(range(1, len(code) + 1))


def test_the_interface_speaks_vietnamese(tmp_path: Path, corpus: Path) -> None:
    run_site("--corpus", corpus, "--out", tmp_path / "site", "-p", "lang", "vi")
    index = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert '<html lang="vi">' in index
    assert "<title>Văn bản ngoại giao Việt Nam: corpus</title>" in index
    page = (tmp_path / "site/04_timeline.html").read_text(encoding="utf-8")
    assert "Việc gì xảy ra khi nào?" in page
    assert "What happened when?" not in page


def read_markdown(site: Path, name: str) -> str:
    notebook = nbformat.read(site / "notebooks" / f"{name}.ipynb", as_version=4)
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return "\n".join(
        str(output.data["text/markdown"]) for output in outputs if "text/markdown" in output.get("data", {})
    )


def test_the_notebooks_read_texts_without_dates_words_and_names_rightly(tmp_path: Path, corpus: Path) -> None:
    (corpus / "texts/b.txt").write_text("Ngày 3/5/2025, hai bên họp.", encoding="utf-8")
    (corpus / "texts/c.txt").write_text("2025. 2026.", encoding="utf-8")
    (corpus / "texts/d.txt").write_text("Ngày 9/6/2025, *hai* bên <b>ký</b>.", encoding="utf-8")
    rows = "a.txt,a,2024-05-08\nb.txt,b,2025-05\nc.txt,c,2025\nd.txt,[d](javascript:x),\n"
    (corpus / "documents.csv").write_text("file,doc_id,date\n" + rows, encoding="utf-8")
    result = run_site("--corpus", corpus, "--out", tmp_path / "site")
    assert (result.exit_code, result.stderr) == (0, "")
    site = tmp_path / "site"
    assert "The texts tell **3** events between 2024 and 2025 in 3 places; 0 of them" in read_markdown(
        site, "04_timeline"
    )
    assert "AGR" not in read_markdown(site, "03_sectors")
    gaps = (site / "tables/corpus_gaps.csv").read_text(encoding="utf-8-sig")
    assert gaps == "field,texts_without\ntitle,4\ndate,1\ngenre,4\npartner,4\nsource,4\n"
    lengths = (site / "tables/corpus_sentence_lengths.csv").read_text(encoding="utf-8-sig")
    assert "c,2,0.0,0.0,0.0\n" in lengths
    assert '<a href="javascript' not in (site / "02_terms.html").read_text(encoding="utf-8")


def test_a_corpus_of_one_text_has_no_contrast(tmp_path: Path, corpus: Path) -> None:
    run_site("--corpus", corpus, "--out", tmp_path / "site", "-n", "terms")
    assert "This needs two texts with words; the corpus has fewer." in read_markdown(tmp_path / "site", "02_terms")


def test_a_corpus_without_a_word_is_counted_as_such(tmp_path: Path, corpus: Path) -> None:
    (corpus / "texts/a.txt").write_text("2025 - 2026", encoding="utf-8")
    assert run_site("--corpus", corpus, "--out", tmp_path / "site").exit_code == 0


def test_a_notebook_that_fails_is_named_and_the_others_finish(tmp_path: Path, corpus: Path, broken: Path) -> None:
    result = run_site("--corpus", corpus, "--out", tmp_path / "site")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"1 of {len(list_notebooks())} notebooks failed\nopen ")
    assert "01_corpus: cell 3 failed: ZeroDivisionError: division by zero\n1 / 0\nTraceback" in result.stderr
    page = (tmp_path / "site/01_corpus.html").read_text(encoding="utf-8")
    assert "This notebook failed in cell 3" in page
    assert "<code>ZeroDivisionError: division by zero</code>" in page
    assert "timeline_events" in (tmp_path / "site/04_timeline.html").read_text(encoding="utf-8")
    states = json.loads((tmp_path / "site/provenance.json").read_text(encoding="utf-8"))["notebooks"]
    assert states["01_corpus"] == "ZeroDivisionError: division by zero"
    assert states["02_terms"] == "done"


def test_a_notebook_whose_process_dies_is_named(tmp_path: Path, corpus: Path, broken: Path) -> None:
    path = broken / "01_corpus.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("1 / 0", "import os; os.kill(os.getpid(), 9)"))
    result = run_site("--corpus", corpus, "--out", tmp_path / "site", "-n", "corpus", "-n", "timeline")
    assert result.exit_code == 1
    assert "01_corpus: cell 0 failed: its process ended with status -9" in result.stderr
    assert "its process ended with status -9" in (tmp_path / "site/01_corpus.html").read_text(encoding="utf-8")


def test_the_title_of_a_site_is_made_from_the_texts(tmp_path: Path) -> None:
    run_site("--out", tmp_path / "site", "-n", "corpus")
    assert "<title>Viet Nam – Azerbaijan, 2025</title>" in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_an_error_of_the_system_is_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "figures/x.png")

    monkeypatch.setattr("vietdiplo.publish.render.save_index", fill_disk)
    monkeypatch.setattr(sys, "argv", ["vietdiplo", "run", "-n", "corpus", "--out", str(tmp_path / "site")])
    with pytest.raises(SystemExit) as ended:
        main()
    message = "error: figures/x.png: No space left on device; make room and run the same command again\n"
    assert (ended.value.code, capsys.readouterr().err) == (1, message)
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_is_left_out_is_named_and_the_status_tells(tmp_path: Path, corpus: Path) -> None:
    (corpus / "texts/b.txt").write_bytes(b"")
    result = run_site("--corpus", corpus, "--out", tmp_path / "site", "-n", "corpus")
    line = "texts/b.txt: the file is empty; fill it or take it out"
    assert (result.exit_code, result.stderr) == (3, f"left out: {line}\n")
    assert f"<li>{line}</li>" in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_nothing_runs_on_a_corpus_with_an_error(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "documents.csv").write_text("file,genre\na.txt,nws\nb.txt,news\n", encoding="utf-8")
    (corpus / "sectors.yml").write_text("version: '1'\nsektors: {}\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["vietdiplo", "run", "--corpus", str(corpus), "--out", str(tmp_path / "site")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("error: documents.csv: line 2: genre: 'nws' is unknown; use one of declaration")
    assert lines[1] == (
        "error: documents.csv: line 3: file: 'b.txt' is not in texts/; correct the name or take the line out"
    )
    assert any("unknown key 'sektors'" in line for line in lines)
    assert not (tmp_path / "site").exists()


def test_check_prints_every_problem(tmp_path: Path, corpus: Path) -> None:
    (corpus / "texts/b.txt").write_bytes(b"a\x00b")
    result = CliRunner().invoke(vietdiplo, ["check", str(corpus)])
    assert result.exit_code == 1
    assert result.stdout == "left out: texts/b.txt: a zero byte at 1, so not a text; save it as UTF-8 text\n"
    (corpus / "texts/b.txt").unlink()
    result = CliRunner().invoke(vietdiplo, ["check", str(corpus)])
    assert (result.exit_code, result.stdout) == (0, f"{corpus}: nothing to mend\n")


def test_a_text_that_vanishes_while_running_is_named(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "texts/b.txt").write_text("Hai bên ký văn kiện.", encoding="utf-8")
    kept = render._finish_site

    def finish(site: render.Site, pages: list[render.Page]) -> render.Outcome:
        (corpus / "texts/b.txt").unlink()
        return kept(site, pages)

    monkeypatch.setattr(render, "_finish_site", finish)
    result = run_site("--corpus", corpus, "--out", tmp_path / "site", "--notebook", "corpus")
    assert result.exit_code == 3
    assert "texts/b.txt" in (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "vanished or changed while running" in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_several_runs_of_one_file(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "runs.yml").write_text(
        "runs:\n  - {corpus: corpus, out: en, notebooks: [corpus]}\n"
        "  - {corpus: corpus, out: vi, notebooks: [corpus], parameters: {lang: vi}, title: Thử}\n",
        encoding="utf-8",
    )
    result = run_site("--runs", tmp_path / "runs.yml")
    assert result.exit_code == 0
    assert "<title>The corpus – Vietnamese diplomatic" in (tmp_path / "en/01_corpus.html").read_text(encoding="utf-8")
    assert "<title>Bộ ngữ liệu – Thử</title>" in (tmp_path / "vi/01_corpus.html").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="terminals of POSIX")
def test_a_terminal_shows_the_progress(tmp_path: Path, corpus: Path) -> None:
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(ours, (30, 100))
    arguments = ["run", "-n", "corpus", "-n", "terms", "--corpus", str(corpus), "--out", str(tmp_path / "site")]
    result = subprocess.run([sys.executable, "-m", "vietdiplo", *arguments], stderr=theirs, stdout=subprocess.PIPE)
    shown = b"".join(iter(lambda: os.read(ours, 1 << 16) if select.select([ours], [], [], 0)[0] else b"", b""))
    os.close(theirs)
    os.close(ours)
    assert result.returncode == 0
    assert b" 0/2 [" in shown
    assert b" 2/2 [" in shown


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interrupted_run_leaves_the_outputs_as_they_were(tmp_path: Path, corpus: Path) -> None:
    run_site("--corpus", corpus, "--out", tmp_path / "site", "-n", "corpus")
    before = hash_site(tmp_path / "site")
    command = [sys.executable, "-m", "vietdiplo", "run", "--corpus", str(corpus), "--out", str(tmp_path / "site")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        while not list(tmp_path.glob(".site.*.part/*.html")):
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        assert process.wait() != 0
    assert hash_site(tmp_path / "site") == before
    assert list(tmp_path.glob(".site.*")) == []


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_the_outputs_of_a_killed_run_stand_and_the_next_run_clears_its_remains(tmp_path: Path, corpus: Path) -> None:
    run_site("--corpus", corpus, "--out", tmp_path / "site", "-n", "corpus")
    before = hash_site(tmp_path / "site")
    command = [sys.executable, "-m", "vietdiplo", "run", "--corpus", str(corpus), "--out", str(tmp_path / "site")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        while not list(tmp_path.glob(".site.*.part")):
            assert process.poll() is None
            time.sleep(0.02)
        process.kill()
    assert hash_site(tmp_path / "site") == before
    run_site("--corpus", corpus, "--out", tmp_path / "site", "-n", "corpus")
    assert hash_site(tmp_path / "site") == before
    assert list(tmp_path.glob(".site.*")) == []


def test_the_committed_sample_equals_a_fresh_run(tmp_path: Path) -> None:
    run_site("--out", tmp_path / "seeds")
    fresh, sample = hash_site(tmp_path / "seeds"), hash_site(ROOT / "outputs/seeds")
    assert sorted(fresh) == sorted(sample)
    different = [name for name in fresh if fresh[name] != sample[name]]
    assert different == [], "run `python3 run.py refresh` and `python3 run.py` and commit what they change"
