"""One writer at a time: a lock that ends with the processes that hold it, whatever ended them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vietdiplo.tables import CorpusError


@contextmanager
def lock_file(place: Path, option: str, folder: Path) -> Iterator[bool]:
    """Hold a file that is there only as a lock of a folder; tell whether that is so, which needs flock (not Windows).

    A killed process leaves the file and not the lock: the next one takes it. Children that were forked hold it too, so
    that it is free when none of them can write any more. Raises CorpusError where another process holds it, and where
    the file system has no locks.
    """
    try:
        import fcntl
    except ImportError:
        yield False
        return
    handle = None
    while handle is None:
        handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            reason = f"another run is writing '{folder.name}'; wait for it, or choose another folder"
            raise CorpusError(f"{option}: {reason}") from None
        except OSError as error:
            os.close(handle)
            place.unlink(missing_ok=True)
            reason = f"'{folder.name}' cannot be locked ({error.strerror}); choose a folder on another disk"
            raise CorpusError(f"{option}: {reason}") from None
        if not _is_there(place, handle):
            os.close(handle)
            handle = None
    try:
        yield True
    finally:
        place.unlink(missing_ok=True)  # while it is held, so that nobody else's is taken away
        os.close(handle)


def _is_there(place: Path, handle: int) -> bool:
    """Tell whether an open file still has its name: who held it before has taken it away."""
    try:
        return os.path.samestat(place.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
