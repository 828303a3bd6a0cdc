"""Faults: kills at any moment, full disks, folders that may not be written, two runs at once, broken material.

The outputs that stood stand, or the new ones do, and never a mixture; what is said names place, value and remedy.
"""

import ctypes
import errno
import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path

import nbformat
import pytest

from vietdiplo.__main__ import main
from vietdiplo.publish import engine, export, plan, refresh, render, sample
from vietdiplo.publish.evidence import Evidence
from vietdiplo.publish.lock import lock_file
from vietdiplo.publish.plan import NOTEBOOKS
from vietdiplo.publish.saving import save_bytes
from vietdiplo.publish.swap import write_aside
from vietdiplo.tables import CorpusError
from vietdiplo.texts.corpus import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, limits and /proc of Linux")
MOMENTS = 20
NOTEBOOK = ("-n", "corpus")
# Forks a run for every line of options, so that a test need not wait for imports; tells its number and its status.
NURSERY = """
import json, os, sys
from vietdiplo.__main__ import main
from vietdiplo.publish import render
render._load_all([])
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.setsid()
        sys.argv = ["vietdiplo", *json.loads(line)]
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        main()
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def write_corpus(folder: Path) -> Path:
    (folder / "texts").mkdir(parents=True)
    (folder / "texts/a.txt").write_text("Ngày 7/5/2024, hai bên họp về thương mại.", encoding="utf-8")
    (folder / "documents.csv").write_text("file,date,genre\na.txt,2024-05-08,news\n", encoding="utf-8")
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


def hash_folder(folder: Path) -> str:
    """Give one hash of the names and bytes of all files of a folder, hidden ones too."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(f"{path.relative_to(folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def list_beside(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir() if path.name.startswith(f".{out.name}."))


class Nursery:
    """Runs of one notebook on one corpus into one output, which end when the test says."""

    def __init__(self, corpus: Path, out: Path) -> None:
        self.options = ["run", "--corpus", str(corpus), "--out", str(out), *NOTEBOOK, "--jobs", "2", "--title"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([sys.executable, "-c", NURSERY], text=True, **pipes)  # type: ignore[call-overload]

    def start(self, title: str) -> int:
        self.process.stdin.write(json.dumps([*self.options, title]) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def wait(self) -> int:
        return int(self.process.stdout.readline())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Bench:
    """An output that stands, the hashes of the two that may stand there, and how long a run takes."""

    def __init__(self, folder: Path) -> None:
        self.out = folder / "site"
        self.nursery = Nursery(write_corpus(folder / "corpus"), self.out)
        self.allowed = {}
        for title in ("old", "new"):
            begun = time.monotonic()
            self.nursery.start(title)
            assert self.nursery.wait() == 0
            self.length = time.monotonic() - begun
            self.allowed[hash_folder(self.out)] = title
        assert len(self.allowed) == 2

    def choose(self) -> str:
        """Choose the title of the output that does not stand."""
        return "old" if self.allowed[hash_folder(self.out)] == "new" else "new"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    made = Bench(tmp_path_factory.mktemp("bench"))
    yield made
    made.nursery.close()


def kill_group(number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(number, signal.SIGKILL)


def choose_moments(seed: int, count: int, length: float) -> list[float]:
    """Choose moments of a run: one in each of as many equal stretches, so that none is long without."""
    chance = random.Random(seed)
    return [(number + chance.random()) / count * length for number in range(count)]


def test_a_run_killed_at_any_moment_leaves_the_old_output_or_the_new_one(bench: Bench) -> None:
    for moment in choose_moments(7, MOMENTS, bench.length):
        title = bench.choose()
        number = bench.nursery.start(title)
        time.sleep(moment)
        kill_group(number)
        bench.nursery.wait()
        assert hash_folder(bench.out) in bench.allowed, f"a mixture after {moment:.2f} s"
    title = bench.choose()
    bench.nursery.start(title)
    assert bench.nursery.wait() == 0
    assert bench.allowed[hash_folder(bench.out)] == title
    assert list_beside(bench.out) == []


@pytest.mark.parametrize(("end", "status"), [(signal.SIGTERM, 128 + signal.SIGTERM), (signal.SIGINT, 130)])
def test_a_run_that_is_asked_to_end_clears_what_it_wrote(bench: Bench, end: signal.Signals, status: int) -> None:
    for moment in choose_moments(end, 4, bench.length):
        number = bench.nursery.start(bench.choose())
        time.sleep(max(moment, 0.1))
        with suppress(ProcessLookupError):
            os.kill(number, end)
        assert bench.nursery.wait() in (0, status, -end)  # the last where it had not begun, or was over
        assert hash_folder(bench.out) in bench.allowed
        assert list_beside(bench.out) == []


def list_children(number: int) -> list[int]:
    with suppress(OSError):
        return [int(own) for own in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    return []


def wait_until(holds: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_worker_killed_at_any_moment_is_named_and_leaves_nothing_half_written(bench: Bench) -> None:
    intact = {path.relative_to(bench.out) for path in bench.out.rglob("*")}
    for number, moment in enumerate(choose_moments(11, 4, bench.length / 2)):
        run = bench.nursery.start(("old", "new")[number % 2])
        wait_until(lambda run=run: list_children(run))
        time.sleep(moment)
        for child in list_children(run)[:1]:
            os.kill(child, signal.SIGKILL)
        status = bench.nursery.wait()
        states = json.loads((bench.out / "provenance.json").read_text(encoding="utf-8"))["notebooks"]
        marked = {name: state for name, state in states.items() if state != "done"}
        assert set(marked.values()) <= {"its process ended with status -9"}
        assert status == (1 if marked else 0)
        assert {path.relative_to(bench.out) for path in bench.out.rglob("*")} <= intact
        assert all(state in (bench.out / f"{name}.html").read_text("utf-8") for name, state in marked.items())
        assert bool(marked) != (hash_folder(bench.out) in bench.allowed)
    bench.nursery.start("old")
    assert bench.nursery.wait() == 0
    assert bench.allowed[hash_folder(bench.out)] == "old"


def test_the_workers_of_a_killed_run_end_and_what_they_hold_is_free(bench: Bench) -> None:
    number = bench.nursery.start(bench.choose())
    wait_until(lambda: list_children(number))
    workers = list_children(number)
    os.kill(number, signal.SIGKILL)
    bench.nursery.wait()
    wait_until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers), 5)
    bench.nursery.start(bench.choose())
    assert bench.nursery.wait() == 0
    assert list_beside(bench.out) == []


SWAP = """
import os, signal, sys
from pathlib import Path
from vietdiplo.publish import swap
swap._exchange = lambda new, out: False
step, kept = int(sys.argv[2]), Path.rename
def rename(path, target):
    rename.calls += 1
    if rename.calls == step:
        os.kill(os.getpid(), signal.Signals(int(sys.argv[3])))
    return kept(path, target)
rename.calls = 0
with swap.write_aside(Path(sys.argv[1])) as aside:
    (aside / "new.txt").touch()
    Path.rename = rename
"""


@pytest.mark.parametrize(("step", "end"), [(1, signal.SIGKILL), (2, signal.SIGKILL), (2, signal.SIGINT)])
def test_a_kill_between_two_renames_is_made_good(tmp_path: Path, step: int, end: signal.Signals) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / "old.txt").touch()
    command = [sys.executable, "-c", SWAP, str(out), str(step), str(end.value)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == -end
    assert out.is_dir() == ((step, end) != (2, signal.SIGKILL))  # nothing can be done until the next run
    with pytest.raises(ValueError), write_aside(out):
        raise ValueError
    assert [path.name for path in out.iterdir()] == ["old.txt" if end == signal.SIGKILL else "new.txt"]
    assert list_beside(out) == []


class Command:
    """`vietdiplo run` of one notebook on a corpus into an output that stands already."""

    def __init__(self, corpus: Path, out: Path) -> None:
        self.corpus, self.out = corpus, out
        self.options = ["run", "--corpus", str(corpus), "--out", str(out), *NOTEBOOK]
        self.before = hash_folder(out)

    def run(self, *options: str) -> tuple[int, str]:
        """Run it here; give its status and what it said on standard error."""
        return run_main(*self.options, *options)

    def run_apart(self, prepare: Callable[[], object], **environment: str) -> tuple[int, str]:
        """Run it in a process of its own that is prepared before it begins."""
        call = [sys.executable, "-m", "vietdiplo", *self.options]
        environment = {**os.environ, **environment}
        said = subprocess.run(call, check=False, capture_output=True, text=True, preexec_fn=prepare, env=environment)
        return said.returncode, said.stderr

    def check_standing(self) -> None:
        assert hash_folder(self.out) == self.before
        assert list_beside(self.out) == []


def run_main(*options: str) -> tuple[int, str]:
    said = StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()), redirect_stderr(said):
        patch.setattr(sys, "argv", ["vietdiplo", *options])
        with pytest.raises(SystemExit) as ended:
            main()
    return int(ended.value.code or 0), said.getvalue()


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus and the output of a run on it; after every fault the same output is to stand there."""
    folder = tmp_path_factory.mktemp("standing")
    assert run_main(
        "run", "--corpus", str(write_corpus(folder / "corpus")), "--out", str(folder / "site"), *NOTEBOOK
    ) == (0, "")
    return folder


@pytest.fixture
def command(standing: Path, tmp_path: Path) -> Command:
    """The command on a corpus that a test may break."""
    shutil.copytree(standing / "corpus", tmp_path / "corpus")
    return Command(tmp_path / "corpus", standing / "site")


def lead_to_full(write: Callable[[Path], AbstractContextManager[Path]], name: str) -> Callable[[Path], object]:
    """Give what makes a folder aside in which one file leads to a device that is always full."""

    @contextmanager
    def write_full(out: Path) -> Iterator[Path]:
        with write(out) as aside:
            (aside / name).parent.mkdir(parents=True, exist_ok=True)
            (aside / name).symlink_to("/dev/full")
            yield aside

    return write_full


@pytest.mark.parametrize("name", ["index.html", "provenance.json"])
def test_a_disk_that_is_full_when_the_site_is_finished(
    command: Command, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(render, "write_aside", lead_to_full(write_aside, name))
    status, said = command.run()
    assert status == 1
    room = r"[\d.]+ MB were free, the last output has 0\.\d MB and stands"
    remedy = "make room and run the same command again"
    pattern = rf"error: {command.out}: No space left on device \({room}\); {remedy}\n"
    assert re.fullmatch(pattern, said)
    command.check_standing()


FULL = {
    "figure": (export, "save_csv"),
    "notebook": (render, "save_page"),
    "reading": (render, "save_evidence"),
    "papermill": (engine.papermill, "execute_notebook"),
}


def fill_disk(*_: object, **__: object) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        full.write("x")


@pytest.mark.parametrize("step", FULL)
def test_a_disk_that_is_full_while_a_job_writes(command: Command, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    monkeypatch.setattr(*FULL[step], fill_disk)
    status, said = command.run()
    assert status == 1
    assert said.startswith(f"error: {command.out}: No space left on device (")
    assert said.endswith("and stands); make room and run the same command again\n")
    command.check_standing()


@pytest.mark.parametrize("largest", [1_000, 40_000])
def test_a_limit_on_the_size_of_files(command: Command, largest: int) -> None:
    status, said = command.run_apart(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)))
    assert status == 1
    assert said.endswith("File too large; permit larger files (ulimit -f) and run the same command again\n")
    command.check_standing()


def obey_permissions() -> None:
    """Take from root what lets it write everywhere (capabilities(7)); others have nothing to lose."""
    system = ctypes.CDLL(None)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        system.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@contextmanager
def protect(*folders: Path) -> Iterator[None]:
    for folder in folders:
        folder.chmod(0o555)
    try:
        yield
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_a_folder_in_which_no_output_may_be_made(command: Command) -> None:
    with protect(command.out.parent):
        status, said = command.run_apart(obey_permissions)
    reason = "cannot be made (Permission denied); choose another folder"
    assert (status, said) == (2, f"error: --out: '{command.out}' {reason}\n")
    command.check_standing()


@pytest.mark.parametrize("inside", ["", "figures"])
def test_an_output_that_is_protected_stays(command: Command, inside: str) -> None:
    folder = command.out / inside
    with protect(folder):
        status, said = command.run_apart(obey_permissions)
    reason = "may not be written; permit it, or choose another folder"
    assert (status, said) == (2, f"error: --out: '{folder}' {reason}\n")
    command.check_standing()


def test_a_run_needs_no_home(command: Command, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    fonts = str(tmp_path / "matplotlib")  # its cache of fonts, without which it warns
    with protect(closed):
        said = command.run_apart(obey_permissions, HOME=str(closed), TMPDIR=str(closed), MPLCONFIGDIR=fonts)
    assert said == (0, "")
    command.check_standing()


def test_two_runs_into_one_output(command: Command) -> None:
    with lock_file(command.out.with_name(".site.lock"), "--out", command.out):
        status, said = command.run()
    reason = "another run is writing 'site'; wait for it, or choose another folder"
    assert (status, said) == (2, f"error: --out: {reason}\n")
    command.check_standing()


def test_a_file_system_without_locks_is_named_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", refuse)
    handles = os.listdir("/proc/self/fd")  # noqa: PTH208
    message = r"^--out: 'site' cannot be locked \(No locks available\); choose a folder on another disk$"
    with pytest.raises(CorpusError, match=message), lock_file(tmp_path / ".lock", "--out", tmp_path / "site"):
        pass
    assert os.listdir("/proc/self/fd") == handles  # noqa: PTH208
    assert list(tmp_path.iterdir()) == []


def test_what_is_put_into_the_output_during_a_run_stays(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put(*_: object) -> None:
        (tmp_path / "site").mkdir()
        (tmp_path / "site/mine.txt").touch()

    monkeypatch.setattr(render, "save_crate", put)
    command.options[4] = str(tmp_path / "site")
    reason = "'site' holds files that no run wrote; choose an empty or new folder"
    assert command.run() == (2, f"error: --out: {reason}\n")
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["mine.txt"]
    assert list_beside(tmp_path / "site") == []


def test_a_job_that_crashes_names_no_place_of_the_machine(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(job: Evidence) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(job.corpus / "texts/a.txt"))

    monkeypatch.setattr(render, "save_evidence", refuse)
    command.options[4] = str(tmp_path / "site")
    command.run()
    files = {path.name: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    assert b"&#39;corpus/texts/a.txt&#39;" in files["search.html"]
    assert [name for name, data in files.items() if str(tmp_path).encode() in data] == []


def test_two_runs_that_start_at_once(command: Command) -> None:
    call = [sys.executable, "-m", "vietdiplo", *command.options]
    both = [subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted((process.communicate()[1], process.returncode) for process in both)
    refused = ("error: --out: another run is writing 'site'; wait for it, or choose another folder\n", 2)
    assert said in ([("", 0), refused], [("", 0), ("", 0)])  # the last where one was over before the other began
    command.check_standing()


def test_two_runs_into_two_outputs(command: Command) -> None:
    with write_aside(command.out.with_name("other")):
        assert command.run() == (0, "")
    command.check_standing()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("\t- x", "sectors.yml: line 3: not YAML: found character '\\t' that cannot start any token; look at"),
        ("      - a: b: c", "sectors.yml: line 3: not YAML: mapping values are not allowed here; look at"),
        ("    terms: 5", "sectors.yml: line 3: POL: terms: not a list; write one entry a line"),
    ],
)
def test_a_broken_line_of_the_codebook(command: Command, line: str, message: str) -> None:
    codebook = ROOT / "seeds/sectors.yml"
    lines = codebook.read_text(encoding="utf-8").splitlines()
    place = next(number for number, old in enumerate(lines) if old.lstrip().startswith("terms:"))
    (command.corpus / "sectors.yml").write_text("\n".join([*lines[:place], line, *lines[place + 1 :]]), "utf-8")
    status, said = command.run()
    assert (status, said.startswith(f"error: {message.replace('line 3', f'line {place + 1}')}")) == (2, True), said
    command.check_standing()


def break_bytes(texts: Path) -> str:
    (texts / "b.txt").write_bytes(b"a\0b")
    return "texts/b.txt: a zero byte at 1, so not a text; save it as UTF-8 text"


def break_permission(texts: Path) -> str:
    (texts / "b.txt").write_text("a", encoding="utf-8")
    (texts / "b.txt").chmod(0)
    return "texts/b.txt: cannot be read (Permission denied); check the file and its permissions"


def break_pipe(texts: Path) -> str:
    os.mkfifo(texts / "b.txt")
    return "texts/b.txt: no plain file; take it out"


def break_link(texts: Path) -> str:
    (texts / "b.txt").symlink_to("nowhere")
    return "texts/b.txt: no plain file; take it out"


@pytest.mark.parametrize("spoil", [break_bytes, break_permission, break_pipe, break_link])
def test_a_broken_file_is_named_and_the_others_are_read(
    command: Command, tmp_path: Path, spoil: Callable[[Path], str]
) -> None:
    line = spoil(command.corpus / "texts")
    command.options[4] = str(tmp_path / "site")
    assert command.run_apart(obey_permissions) == (3, f"left out: {line}\n")
    index = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert f"<li>{line}</li>" in index
    assert "text-a.html" in index


@pytest.fixture
def notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the notebooks that a test may break."""
    folder = tmp_path / "notebooks"
    shutil.copytree(NOTEBOOKS, folder, ignore=shutil.ignore_patterns(".*"))
    for module in (plan, render, refresh):
        monkeypatch.setattr(module, "NOTEBOOKS", folder)
    return folder


def break_cell(path: Path, source: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    [cell for cell in notebook.cells if cell.cell_type == "code"][2].source = source
    nbformat.write(notebook, path)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("if:", "cell 3 failed: SyntaxError: invalid syntax"),
        ("raise SystemExit", "cell 3 failed: SystemExit: the cell ended the notebook"),
        (
            "import os; os._exit(0)",
            "cell 0 failed: its process ended with status 0\n\nIt was ended from outside, perhaps",
        ),
        ("open('/x/y')", "cell 3 failed: FileNotFoundError: [Errno 2] No such file or directory: '/x/y'"),
    ],
)
def test_a_cell_that_breaks_marks_its_notebook_and_the_others_finish(
    command: Command, tmp_path: Path, notebooks: Path, source: str, message: str
) -> None:
    break_cell(notebooks / "01_corpus.ipynb", source)
    command.options[4] = str(tmp_path / "site")
    status, said = command.run("-n", "start_here")
    assert (status, said.startswith(f"01_corpus: {message}")) == (1, True), said
    states = json.loads((tmp_path / "site/provenance.json").read_text(encoding="utf-8"))["notebooks"]
    assert (states["00_start_here"], states["01_corpus"] == "done") == ("done", False)
    assert [path for path in (tmp_path / "site").rglob("*") if path.name.startswith(".") or "part" in path.name] == []


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"cells": 5}', '{"nbformat": 4, "metadata": {}, "cells": []}'])
def test_a_file_that_is_no_notebook_stops_only_the_runs_that_need_it(
    command: Command, notebooks: Path, text: str
) -> None:
    (notebooks / "01_corpus.ipynb").write_text(text, encoding="utf-8")
    status, said = command.run()
    assert status == 2
    assert said.startswith("error: notebooks/01_corpus.ipynb: is no notebook (")
    assert said.endswith("); restore it: git checkout notebooks/01_corpus.ipynb\n")
    command.check_standing()


REFRESH = """
import os, signal, sys
from pathlib import Path
from vietdiplo.publish import jobs, plan, refresh
refresh.NOTEBOOKS = plan.NOTEBOOKS = Path(sys.argv[1])
refresh.list_notebooks = lambda: ["00_start_here"]
kept = Path.write_bytes
def write(path, data):
    kept(path, data[:9])
    if path.name == ".00_start_here.ipynb.part":
        os.kill(os.getpid(), signal.SIGKILL)
Path.write_bytes = write
print(refresh.save_notebooks(workers=1)["00_start_here"].error)
"""


def test_a_kill_leaves_no_half_written_notebook(notebooks: Path) -> None:
    before = {path.name: path.read_bytes() for path in notebooks.iterdir()}
    said = subprocess.run([sys.executable, "-c", REFRESH, str(notebooks)], check=True, capture_output=True, text=True)
    assert said.stdout == "its process ended with status -9\n"
    assert {path.name: path.read_bytes() for path in notebooks.glob("*.*")} | before == before | {
        path.name: path.read_bytes() for path in notebooks.glob(".*")
    }
    assert plan.list_notebooks() == sorted(Path(name).stem for name in before if name.endswith(".ipynb"))


def test_a_disk_that_is_full_leaves_no_sheet(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "save_strata", fill_disk)
    arguments = ("sample", str(corpus), "--to", str(tmp_path / "sheet.csv"))
    remedy = "make room and run the same command again"
    assert run_main(*arguments) == (1, f"error: No space left on device; {remedy}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


SAMPLE = """
import os, signal, sys
from vietdiplo.publish import sample
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
sample.save_strata = die
from vietdiplo.__main__ import main
main()
"""


def test_a_sample_that_was_killed_is_drawn_again(corpus: Path, tmp_path: Path) -> None:
    arguments = ("sample", str(corpus), "--to", str(tmp_path / "sheet.csv"))
    killed = subprocess.run([sys.executable, "-c", SAMPLE, *arguments], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "sheet.csv").exists()
    assert run_main(*arguments) == (0, "")
    names = ["corpus", "sheet.codebook.csv", "sheet.csv", "sheet.strata.csv"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_a_file_that_cannot_be_written_whole_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    save_bytes(b"old", path)
    (tmp_path / ".a.csv.part").symlink_to("/dev/full")
    with pytest.raises(OSError):
        save_bytes(b"new", path)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.csv", b"old")]
