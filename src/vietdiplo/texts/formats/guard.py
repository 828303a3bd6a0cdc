"""Readers of foreign formats kept in bounds: whatever a library does with a file, the other files go through."""

import logging
import signal
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import NamedTuple

from vietdiplo.tables import CorpusError

LIBRARIES = ("charset_normalizer", "docx", "htmldate", "justext", "pdfminer", "trafilatura")
LONGEST = 60.0  # seconds a file may take
LONGEST_MB = 30.0  # and for each megabyte of it


class Extract(NamedTuple):
    """The text of a file, its encoding if the format has one, what was changed how often, and what is doubtful."""

    text: str
    encoding: str
    changes: Counter[str]
    doubt: str


class _TimeUpError(BaseException):
    """The time is up; no Exception, because libraries catch these."""


def read_guarded(reader: Callable[[bytes], Extract], data: bytes, kind: str) -> Extract:
    """Read a file's bytes; whatever goes wrong in the reader is a CorpusError with value and remedy.

    Nothing is printed. Time is bounded in the main thread of a system with SIGALRM: on Windows and in any other thread
    a reader that runs away is not stopped.
    """
    try:
        with warnings.catch_warnings(), _hush(), _limit_time(LONGEST + LONGEST_MB * len(data) / 1e6):
            warnings.simplefilter("ignore")
            return reader(data)
    except CorpusError:
        raise
    except _TimeUpError:
        raise CorpusError(f"reading the {kind} file takes too long; save its text as .txt in UTF-8") from None
    except Exception as error:
        reason = f"{type(error).__name__} {error}".replace(";", ",")[:120].strip()
        raise CorpusError(f"cannot be read as {kind} ({reason}); open it in its program and save it again") from error


@contextmanager
def _hush() -> Iterator[None]:
    """Keep the libraries from logging."""
    with ExitStack() as stack:
        for name in LIBRARIES:
            logger = logging.getLogger(name)
            stack.callback(logger.setLevel, logger.level)
            logger.setLevel(logging.CRITICAL + 1)
        yield


@contextmanager
def _limit_time(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise _TimeUpError

    handler = signal.signal(signal.SIGALRM, stop)
    remaining, interval = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, remaining, interval)
        signal.signal(signal.SIGALRM, handler)
