"""A folder written aside and swapped in whole, so that a reader sees the old one or the new one and never a mixture."""

import ctypes
import glob
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
HERE = -100  # AT_FDCWD


@contextmanager
def write_aside(out: Path) -> Iterator[Path]:
    """Give an empty folder beside `out` that takes its place when the block ends, or vanishes if it fails."""
    out.parent.mkdir(parents=True, exist_ok=True)
    _clear_remains(out)
    aside = out.parent / f".{out.name}.{os.getpid()}.part"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        yield aside
        swap_in(aside, out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def swap_in(new: Path, out: Path) -> None:
    """Put the folder `new` in the place of `out`, in one step where the system can; what was there is removed."""
    if not out.exists():
        new.rename(out)
        return
    if not _exchange(new, out):
        old = out.parent / f".{out.name}.{os.getpid()}.old"
        out.rename(old)
        new.rename(out)
        new = old
    shutil.rmtree(new)


def _exchange(new: Path, out: Path) -> bool:
    """Exchange two folders in one step (Linux); tell whether that worked."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(HERE, os.fsencode(new), HERE, os.fsencode(out), EXCHANGE) == 0


def _clear_remains(out: Path) -> None:
    """Remove what a killed run left beside `out`; put the previous output back if it was killed between two renames."""
    name = glob.escape(out.name)
    for old in out.parent.glob(f".{name}.*.old"):
        if out.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(out)
    for part in out.parent.glob(f".{name}.*.part"):
        if not _is_running(part.name.split(".")[-2]):
            shutil.rmtree(part, ignore_errors=True)


def _is_running(pid: str) -> bool:
    """Tell whether a process lives; where that cannot be asked (on Windows, asking ends it), say yes."""
    if os.name != "posix" or not pid.isdecimal():
        return True
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
