"""The folder of an annotated corpus: whose it is, that one run writes there at a time, and what was wrong."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import Any

from vietdiplo.publish.lock import lock_file
from vietdiplo.publish.parts import AGAIN, FOLDER, load_json, name_part
from vietdiplo.publish.saving import save_json
from vietdiplo.tables import CorpusError, Problem

RECORD = "annotation.json"
PROBLEMS = "problems.json"
LOCK = ".lock"
OURS = {FOLDER, LOCK, f".{RECORD}.part"}  # what a run that was killed early may leave


@contextmanager
def open_folder(to: Path, record: dict[str, object]) -> Iterator[None]:
    """Make the folder, or go on in it if it is this run's; no other run writes there at the same time.

    Raises CorpusError where it holds anything else.
    """
    if to.exists() and not to.is_dir():
        raise CorpusError(f"--to: '{to.name}' is a file; choose a folder")
    _check_folder(to, record)
    (to / FOLDER).mkdir(parents=True, exist_ok=True)
    with lock_file(to / LOCK, "--to", to) as alone:
        if not is_annotated(to):
            save_json(record, to / RECORD)
        try:
            yield
        finally:
            for remains in (to / FOLDER).glob(".*") if alone else ():  # of processes that died, in any run
                shutil.rmtree(remains, ignore_errors=True)


def is_annotated(folder: Path) -> bool:
    """Tell whether a folder is what `vietdiplo annotate` wrote."""
    return (folder / RECORD).is_file()


def load_record(folder: Path) -> dict[str, Any]:
    """Load what a folder was annotated with. Raises CorpusError where that is damaged."""
    record: dict[str, Any] = load_json(folder / RECORD)
    for name, kind in {"parts": int, "mode": str, "hyphens": str}.items():
        if not (isinstance(record, dict) and isinstance(record.get(name), kind) and record[name]):
            raise CorpusError(f"{folder.name}/{RECORD}: does not tell {name}; {AGAIN}")
    return record


def list_parts(folder: Path) -> list[Path]:
    """List the folders of the parts. Raises CorpusError where the run did not finish."""
    parts = load_record(folder)["parts"]
    places = list(takewhile(Path.is_dir, (name_part(folder, number) for number in range(parts))))
    missing = parts - len(places)
    if missing or not (folder / PROBLEMS).is_file():
        counted = f"up to {missing} of {parts} parts are not written"
        reason = counted if missing else "the counts are not added up"
        raise CorpusError(f"{folder.name}: {reason}; run the same `vietdiplo annotate` again, it goes on")
    return places


def save_problems(to: Path, problems: Sequence[Problem]) -> None:
    """Save what was wrong with the texts; it is the last that a run writes."""
    save_json(problems, to / PROBLEMS)


def load_problems(folder: Path) -> list[Problem]:
    """Load what was wrong with the texts of a folder. Raises CorpusError where that is damaged."""
    try:
        return [Problem(*problem) for problem in load_json(folder / PROBLEMS)]
    except TypeError as error:
        raise CorpusError(f"{folder.name}/{PROBLEMS}: is no list of problems; {AGAIN}") from error


def _check_folder(to: Path, record: dict[str, object]) -> None:
    if is_annotated(to):
        if load_json(to / RECORD) != record:
            reason = "was begun with other texts, options or versions"
            raise CorpusError(f"--to: '{to.name}' {reason}; choose another folder")
    elif to.is_dir() and ({path.name for path in to.iterdir()} - OURS or any(to.glob(f"{FOLDER}/*"))):
        raise CorpusError(f"--to: '{to.name}' holds files that no run wrote; choose an empty or new folder")
