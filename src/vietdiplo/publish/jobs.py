"""Jobs in parallel, a process each, so that one that fails or dies takes nothing with it."""

import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple, TypeVar, cast

J = TypeVar("J")
R = TypeVar("R")


class Crash(NamedTuple):
    """Why a job has no result: the error in a line, and the traceback where there is one."""

    error: str
    traceback: str


HELD = (signal.SIGINT, signal.SIGTERM)
# A forked child has the parent's imports for nothing. Elsewhere a fork is unsafe (macOS) or not to be had (Windows).
START = "fork" if sys.platform == "linux" else "spawn"


def run_jobs(work: Callable[[J], R], jobs: Iterable[J], workers: int) -> Iterator[tuple[J, R | Crash]]:
    """Do the work for every job, `workers` at a time, each in a process of its own; yield results as they come.

    A job whose work raises, or whose process is killed, yields a Crash. Leaving early ends the processes, and so does
    the death of this one.
    """
    context: Any = get_context(START)  # its common base has no Process
    waiting = deque(jobs)
    running: dict[Connection, tuple[BaseProcess, J]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                job = waiting.popleft()
                receiver, sender = context.Pipe(duplex=False)
                process = context.Process(target=_do, args=(work, job, sender))
                with hold_signals():
                    process.start()
                    running[receiver] = process, job
                sender.close()  # the child's copy is the only one left: its death is an end of file here
            for ready in wait(list(running)):
                receiver = cast(Connection, ready)
                process, job = running.pop(receiver)
                yield job, _receive(process, receiver)
    finally:
        for process, _ in running.values():
            process.terminate()
        for process, _ in running.values():
            process.join()  # nothing may write any more when the folder is cleared


@contextmanager
def hold_signals() -> Iterator[None]:
    """Hold Ctrl-C and its like back for a moment in which nothing may end this process.

    Around a fork: an exception in what Python runs there is printed and forgotten.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, HELD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent() -> None:
    """End this process when the one that started it ends, whatever killed that."""
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _receive(process: BaseProcess, receiver: Connection) -> Any:
    try:
        result = receiver.recv()
    except (EOFError, OSError):  # it was killed, perhaps while it sent
        process.join()
        return Crash(f"its process ended with status {process.exitcode}", "")
    finally:
        receiver.close()
    process.join()
    return result


def _do(work: Callable[[J], R], job: J, sender: Connection) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the parent's handler is for the parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends Ctrl-C to all; the parent ends its children
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD)
    end_with_parent()
    try:
        sender.send(work(job))
    except Exception as error:  # it goes to the parent, which reports it
        sender.send(Crash(f"{type(error).__name__}: {error}", traceback.format_exc()))
