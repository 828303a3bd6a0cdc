"""The folder of an annotated corpus: whose it is, that one run writes there at a time, and what was wrong."""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vietdiplo.publish.parts import FOLDER, name_part
from vietdiplo.tables import CorpusError, Problem

RECORD = "annotation.json"
PROBLEMS = "problems.json"


@contextmanager
def open_folder(to: Path, record: dict[str, object]) -> Iterator[None]:
    """Make the folder, or go on in it if it is this run's; no other run writes there at the same time.

    Raises CorpusError where it holds anything else.
    """
    if to.exists() and not to.is_dir():
        raise CorpusError(f"--to: '{to.name}' is a file; choose a folder")
    written = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    _check_folder(to, written)
    (to / FOLDER).mkdir(parents=True, exist_ok=True)
    with _lock_folder(to) as alone:
        if not is_annotated(to):
            _write(to / RECORD, written)
        try:
            yield
        finally:
            for remains in (to / FOLDER).glob(".*") if alone else ():  # of processes that died, in any run
                shutil.rmtree(remains, ignore_errors=True)


def is_annotated(folder: Path) -> bool:
    """Tell whether a folder is what `vietdiplo annotate` wrote."""
    return (folder / RECORD).is_file()


def load_record(folder: Path) -> dict[str, Any]:
    """Load what a folder was annotated with."""
    return json.loads((folder / RECORD).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def list_parts(folder: Path) -> list[Path]:
    """List the folders of the parts. Raises CorpusError where the run did not finish."""
    places = [name_part(folder, number) for number in range(load_record(folder)["parts"])]
    missing = sum(not place.is_dir() for place in places)
    if missing or not (folder / PROBLEMS).is_file():
        reason = f"{missing} of {len(places)} parts are not written" if missing else "the counts are not added up"
        raise CorpusError(f"{folder.name}: {reason}; run the same `vietdiplo annotate` again, it goes on")
    return places


def save_problems(to: Path, problems: Sequence[Problem]) -> None:
    """Save what was wrong with the texts; it is the last that a run writes."""
    _write(to / PROBLEMS, json.dumps(problems, ensure_ascii=False, indent=1) + "\n")


def load_problems(folder: Path) -> list[Problem]:
    """Load what was wrong with the texts of a folder."""
    return [Problem(*problem) for problem in json.loads((folder / PROBLEMS).read_text(encoding="utf-8"))]


def _check_folder(to: Path, written: str) -> None:
    if is_annotated(to):
        if (to / RECORD).read_text(encoding="utf-8") != written:
            reason = "was begun with other texts, options or versions"
            raise CorpusError(f"--to: '{to.name}' {reason}; choose another folder")
    elif to.is_dir() and ({path.name for path in to.iterdir()} - {FOLDER, f".{RECORD}"} or any(to.glob(f"{FOLDER}/*"))):
        raise CorpusError(f"--to: '{to.name}' holds files that no run wrote; choose an empty or new folder")


@contextmanager
def _lock_folder(to: Path) -> Iterator[bool]:
    """Keep other runs out, and tell whether that is so: Windows has no lock on a folder."""
    try:
        import fcntl
    except ImportError:
        yield False
        return
    handle = os.open(to, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            reason = f"another run is writing '{to.name}'; wait for it, or choose another folder"
            raise CorpusError(f"--to: {reason}") from None
        yield True
    finally:
        os.close(handle)


def _write(place: Path, text: str) -> None:
    """Write a file whole or not at all."""
    aside = place.with_name(f".{place.name}")
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.replace(place)
