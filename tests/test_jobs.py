"""Jobs in processes, and folders that are swapped in whole."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from vietdiplo.publish.jobs import Crash, run_jobs
from vietdiplo.publish.swap import swap_in, write_aside
from vietdiplo.tables import CorpusError


def work(job: str) -> str | None:
    if job == "raise":
        raise ValueError("so it is")
    if job == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    return None if job == "none" else job.upper()


def test_every_job_has_its_result_whatever_the_others_do() -> None:
    results = dict(run_jobs(work, ["a", "raise", "die", "none", "b"], 2))
    assert (results["a"], results["b"], results["none"]) == ("A", "B", None)
    assert results["die"] == Crash("its process ended with status -9", "")
    raised = results["raise"]
    assert isinstance(raised, Crash)
    assert raised.error == "ValueError: so it is"
    assert "in work" in raised.traceback


def test_the_processes_of_jobs_that_are_left_early_end(tmp_path: Path) -> None:
    results = run_jobs(sleep, [tmp_path / "quick", tmp_path / "slow"], 2)
    next(results)
    while not (tmp_path / "slow").exists():
        time.sleep(0.01)
    pid = int((tmp_path / "slow").read_text(encoding="utf-8") or 0)
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_signal_that_comes_while_a_process_starts_ends_that_one_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = BaseProcess.start

    def be_interrupted(process: BaseProcess) -> None:
        start(process)
        signal.raise_signal(signal.SIGTERM)  # to this thread: those of pytest-xdist hold nothing back

    monkeypatch.setattr(BaseProcess, "start", be_interrupted)
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            next(run_jobs(sleep, [tmp_path / "slow"], 1))
        left = active_children()
    finally:
        signal.signal(signal.SIGTERM, before)
        for process in active_children():
            process.kill()
    assert left == []


def sleep(path: Path) -> None:
    part = path.with_suffix(".part")
    part.write_text(str(os.getpid()), encoding="utf-8")
    part.replace(path)
    time.sleep(60 if path.name == "slow" else 0)


def read_all(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "site"
    for text in ("one", "two"):
        with write_aside(out) as aside:
            (aside / f"{text}.txt").write_text(text, encoding="utf-8")
    assert read_all(out) == {"two.txt": "two"}
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_a_failure_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    with write_aside(tmp_path / "site") as aside:
        (aside / "one.txt").write_text("one", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), write_aside(tmp_path / "site") as aside:
        (aside / "two.txt").write_text("two", encoding="utf-8")
        raise KeyboardInterrupt
    assert read_all(tmp_path / "site") == {"one.txt": "one"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_is_replaced_where_the_system_cannot_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vietdiplo.publish.swap._exchange", lambda *_: False)
    test_a_folder_is_replaced_whole(tmp_path)


def test_a_folder_stays_where_no_new_one_can_take_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vietdiplo.publish.swap._exchange", lambda *_: False)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/one.txt").write_text("one", encoding="utf-8")
    with pytest.raises(OSError):
        swap_in(tmp_path / "missing", tmp_path / "site")
    assert read_all(tmp_path / "site") == {"one.txt": "one"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_remains_of_another_output_are_not_ours(tmp_path: Path) -> None:
    (tmp_path / ".site.vi.999999999.old").mkdir()
    with write_aside(tmp_path / "site"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.vi.999999999.old", "site"]


def test_an_output_where_no_folder_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    message = r"^--out: '.*site' cannot be made \(.*\); choose another folder$"
    with pytest.raises(CorpusError, match=message), write_aside(tmp_path / "file" / "site"):
        pass


def test_what_killed_runs_left_is_cleared(tmp_path: Path) -> None:
    for name in (".site.999999999.part", ".site.999999999.old", f".site.{os.getpid()}.part"):
        (tmp_path / name).mkdir()
    (tmp_path / ".site.999999999.old" / "one.txt").write_text("one", encoding="utf-8")
    with pytest.raises(ValueError), write_aside(tmp_path / "site"):
        raise ValueError
    assert read_all(tmp_path / "site") == {"one.txt": "one"}
    assert not (tmp_path / ".site.999999999.part").exists()


@contextmanager
def lock_nothing(*_: object) -> Iterator[bool]:
    yield False


def test_without_locks_the_previous_output_comes_back_and_what_may_be_another_runs_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vietdiplo.publish.swap.lock_file", lock_nothing)
    for name in (".site.999999999.old", ".site.999999999.part"):
        (tmp_path / name).mkdir()
    (tmp_path / ".site.999999999.old" / "one.txt").write_text("one", encoding="utf-8")
    with pytest.raises(ValueError), write_aside(tmp_path / "site"):
        raise ValueError
    assert read_all(tmp_path / "site") == {"one.txt": "one"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.999999999.part", "site"]
