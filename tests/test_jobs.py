"""Jobs in processes, and folders that are swapped in whole."""

import os
import signal
from pathlib import Path

import pytest

from vietdiplo.publish.jobs import Crash, run_jobs
from vietdiplo.publish.swap import write_aside


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


def test_jobs_that_are_left_early_end() -> None:
    results = run_jobs(work, ["a", "b", "c"], 1)
    assert next(results) == ("a", "A")
    results.close()


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


def test_what_killed_runs_left_is_cleared(tmp_path: Path) -> None:
    for name in (".site.999999999.part", ".site.999999999.old", f".site.{os.getpid()}.part"):
        (tmp_path / name).mkdir()
    (tmp_path / ".site.999999999.old" / "one.txt").write_text("one", encoding="utf-8")
    with pytest.raises(ValueError), write_aside(tmp_path / "site"):
        raise ValueError
    assert read_all(tmp_path / "site") == {"one.txt": "one"}
    assert not (tmp_path / ".site.999999999.part").exists()
