"""A folder written aside and swapped in whole, so that a reader sees the old one or the new one and never a mixture."""

import ctypes
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vietdiplo.tables import CorpusError

EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
HERE = -100  # AT_FDCWD


@contextmanager
def write_aside(out: Path) -> Iterator[Path]:
    """Give an empty folder beside `out` that takes its place when the block ends, or vanishes if it fails.

    Raises CorpusError where no folder can be made.
    """
    aside = out.parent / f".{out.name}.{os.getpid()}.part"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _clear_remains(out)
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
    except OSError as error:
        raise CorpusError(f"--out: '{out}' cannot be made ({error.strerror}); choose another folder") from None
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
        try:
            new.rename(out)
        except OSError:
            old.rename(out)
            raise
        new = old
    shutil.rmtree(new, ignore_errors=True)  # the new output stands already; what remains is cleared by the next run


def _exchange(new: Path, out: Path) -> bool:
    """Exchange two folders in one step (Linux); tell whether that worked."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(HERE, os.fsencode(new), HERE, os.fsencode(out), EXCHANGE) == 0


def _clear_remains(out: Path) -> None:
    """Remove what a killed run left beside `out`; put the previous output back if it was killed between two renames."""
    for path in sorted(out.parent.iterdir()):
        remains = re.fullmatch(rf"\.{re.escape(out.name)}\.(\d+)\.(old|part)", path.name)
        if remains is None or _is_running(int(remains[1])):
            continue
        if remains[2] == "old" and not out.exists():
            path.rename(out)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _is_running(pid: int) -> bool:
    """Tell whether a process lives; where that cannot be asked (on Windows, asking ends it), say yes."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
