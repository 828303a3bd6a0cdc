"""A folder written aside and swapped in whole, so that a reader sees the old one or the new one and never a mixture."""

import ctypes
import errno
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from vietdiplo.publish.jobs import hold_signals
from vietdiplo.publish.lock import lock_file
from vietdiplo.tables import CorpusError

EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
HERE = -100  # AT_FDCWD
FULL = (errno.ENOSPC, errno.EDQUOT)
MB = 1_000_000


@contextmanager
def write_aside(out: Path) -> Iterator[Path]:
    """Give an empty folder beside `out` that takes its place when the block ends, or vanishes if it fails.

    Raises CorpusError where no folder can be made, `out` is protected, or another run writes there.
    """
    aside = out.with_name(f".{out.name}.{os.getpid()}.part")
    with ExitStack() as stack:
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            is_alone = stack.enter_context(lock_file(out.with_name(f".{out.name}.lock"), "--out", out))
            _clear_remains(out, is_alone=is_alone)
            _check_writable(out)
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir()
        except OSError as error:
            raise CorpusError(f"--out: '{out}' cannot be made ({error.strerror}); choose another folder") from None
        try:
            yield aside
            swap_in(aside, out)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def name_place(aside: Path, out: Path) -> Iterator[None]:
    """Say of an error its place in the output, and of a full disk, which tells no place, how much is needed."""
    try:
        yield
    except OSError as error:
        place = str(error.filename or out).replace(str(aside), str(out))
        reason = error.strerror or str(error)
        if error.errno in FULL and out.is_dir():
            room = shutil.disk_usage(out).free + _add_sizes(aside)
            needed = f"{room / MB:.1f} MB were free, the last output has {_add_sizes(out) / MB:.1f} MB and stands"
            reason = f"{reason} ({needed})"
        raise OSError(error.errno, reason, place) from error


def swap_in(new: Path, out: Path) -> None:
    """Put the folder `new` in the place of `out`, in one step where the system can; what was there is removed."""
    old = new
    with hold_signals():
        if not out.exists():
            new.rename(out)
        elif not _exchange(new, out):
            old = out.with_name(f".{out.name}.{os.getpid()}.old")
            out.rename(old)
            try:
                new.rename(out)
            except OSError:
                old.rename(out)
                raise
    shutil.rmtree(old, ignore_errors=True)  # the new output stands already; what remains is cleared by the next run


def move_files(part: Path, whole: Path) -> None:
    """Move the files of a folder to their places in another one; the folder is gone then."""
    for path in sorted(part.rglob("*")):  # a folder stands before what is in it
        place = whole / path.relative_to(part)
        if path.is_dir():
            place.mkdir(exist_ok=True)
        else:
            path.replace(place)
    shutil.rmtree(part)


def _exchange(new: Path, out: Path) -> bool:
    """Exchange two folders in one step (Linux); tell whether that worked."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(HERE, os.fsencode(new), HERE, os.fsencode(out), EXCHANGE) == 0


def _clear_remains(out: Path, *, is_alone: bool) -> None:
    """Put the previous output back if a run was killed between two renames; remove what else killed runs left.

    Where there is no lock it may be another run's, and stays.
    """
    for path in sorted(out.parent.iterdir()):
        remains = re.fullmatch(rf"\.{re.escape(out.name)}\.\d+\.(old|part)", path.name)
        if remains and remains[1] == "old" and not out.exists():
            path.rename(out)
        elif remains and is_alone:
            shutil.rmtree(path, ignore_errors=True)


def _check_writable(out: Path) -> None:
    """Raise CorpusError where a folder of an output is protected: it is not ours to remove."""
    for folder, _, _ in os.walk(out):
        if not os.access(folder, os.W_OK):
            raise CorpusError(f"--out: '{folder}' may not be written; permit it, or choose another folder")


def _add_sizes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
