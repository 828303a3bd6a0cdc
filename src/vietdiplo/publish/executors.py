"""Who does the work: processes of this machine, or a Dask cluster. Both are a `concurrent.futures.Executor`."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from vietdiplo.publish.parts import Summary
from vietdiplo.tables import ParameterError

TIMEOUT = 10  # seconds


def choose_executor(jobs: int, scheduler: str) -> Callable[[], AbstractContextManager[Executor]]:
    """Give what makes an executor: a pool of `jobs` processes, or a connection to the Dask scheduler at an address.

    Raises ParameterError where Dask is not installed, or nothing answers at the address.
    """
    if scheduler:
        return partial(_connect, scheduler)
    # A process that forks while Arrow's threads run may hang; a fork server has none.
    start = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    return partial(ProcessPoolExecutor, jobs, multiprocessing.get_context(start))


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


@contextmanager
def _connect(scheduler: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        reason = "Dask is not installed; install it with: pip install 'vietdiplo[cluster]'"
        raise ParameterError(f"--scheduler: {reason}") from None
    try:
        client = Client(scheduler, timeout=TIMEOUT)
    except (OSError, ValueError) as error:
        raise ParameterError(f"--scheduler: '{scheduler}' does not answer ({error}); check the address") from None
    with client:
        yield client.get_executor()
