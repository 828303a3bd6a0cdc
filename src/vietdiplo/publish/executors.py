"""Who does the work: processes of this machine, or a Dask cluster. Both are a `concurrent.futures.Executor`."""

import multiprocessing
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial

from vietdiplo.publish.jobs import end_with_parent
from vietdiplo.publish.parts import Job, Summary, write_part
from vietdiplo.tables import CorpusError, ParameterError

TIMEOUT = 10  # seconds
TRIES = 3  # processes that a part may take with it


def choose_executor(jobs: int, scheduler: str) -> Callable[[], AbstractContextManager[Executor]]:
    """Give what makes an executor: a pool of `jobs` processes, or a connection to the Dask scheduler at an address.

    Raises ParameterError where Dask is not installed, or nothing answers at the address.
    """
    if scheduler:
        return partial(_connect, scheduler)
    # A process that forks while Arrow's threads run may hang; a fork server has none.
    start = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(start)
    return partial(ProcessPoolExecutor, jobs, context, initializer=_begin_work)


def run_parts(jobs: Iterable[Job], make_executor: Callable[[], AbstractContextManager[Executor]]) -> Iterator[Summary]:
    """Write every part; yield what each holds as they come.

    Where processes died and nothing was done, the next part is tried alone, so that the one that kills its process is
    known and the others go on. Raises CorpusError in the end with the parts that could not be written.
    """
    waiting = {job.share.number: job for job in jobs}
    failed: dict[int, str] = {}
    deaths: Counter[int] = Counter()
    alone = False
    while waiting:
        chosen = dict([next(iter(waiting.items()))]) if alone else dict(waiting)
        before = len(waiting)
        for number, result in _run_once(chosen, make_executor):
            del waiting[number]
            if isinstance(result, Summary):
                yield result
            else:
                failed[number] = result
        fruitless = len(waiting) == before
        if alone and fruitless:
            (number,) = chosen
            deaths[number] += 1
            if deaths[number] == TRIES:
                del waiting[number]
                failed[number] = f"its process died {TRIES} times"
        alone = fruitless
    if failed:
        remedy = "run the same command again, the other parts stay"
        raise CorpusError("\n".join(f"part {number}: {reason}; {remedy}" for number, reason in sorted(failed.items())))


def _run_once(
    jobs: Mapping[int, Job], make_executor: Callable[[], AbstractContextManager[Executor]]
) -> Iterator[tuple[int, Summary | str]]:
    """Give what parts hold, or why they failed; nothing of those whose process died or that had no turn."""
    with make_executor() as executor, suppress(BrokenProcessPool):
        futures: dict[Future[Summary], int] = {executor.submit(write_part, job): n for n, job in jobs.items()}
        try:
            for future in as_completed(futures):
                try:
                    yield futures[future], future.result()
                except (BrokenProcessPool, CancelledError):
                    continue
                except Exception as error:  # named at the end; the other parts go on
                    yield futures[future], f"{type(error).__name__}: {error}"
        finally:
            try:
                executor.shutdown(cancel_futures=True)
            except TypeError:  # Dask's takes no arguments
                for future in futures:
                    future.cancel()


@contextmanager
def show_progress() -> Iterator[Callable[[Summary, int], None]]:
    """Give what shows the bytes done, their rate and the words so far."""
    from tqdm import tqdm

    words = 0
    with tqdm(unit="B", unit_scale=True, desc="annotate", dynamic_ncols=True) as bar:

        def report(summary: Summary, size: int) -> None:
            nonlocal words
            words += summary.words
            bar.total = size
            bar.set_postfix_str(f"{words:,} words", refresh=False)
            bar.update(summary.size)

        yield report


def _begin_work() -> None:
    """Leave Ctrl-C to the process that gave the work, and end with it whatever killed it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()


@contextmanager
def _connect(scheduler: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        reason = "Dask is not installed; install it with: pip install '.[cluster]'"
        raise ParameterError(f"--scheduler: {reason}") from None
    try:
        client = Client(scheduler, timeout=TIMEOUT)
    except (OSError, ValueError) as error:
        raise ParameterError(f"--scheduler: '{scheduler}' does not answer ({error}); check the address") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=TIMEOUT)
        except TimeoutError:
            reason = f"'{scheduler}' has no workers; start one: dask worker {scheduler}"
            raise ParameterError(f"--scheduler: {reason}") from None
        yield client.get_executor()
