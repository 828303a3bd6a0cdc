"""A corpus that does not fit in memory into a folder of Parquet tables, by any number of processes, and resumable."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from vietdiplo.find.segmentation.shipped import SEGMENTER
from vietdiplo.publish.parts import FOLDER, Job, Summary, name_part, write_part
from vietdiplo.publish.provenance import PACKAGE, hash_code
from vietdiplo.publish.shares import Share, plan_shares
from vietdiplo.publish.totals import check_documents, save_totals
from vietdiplo.tables import VERSION, CorpusError, Problem

RECORD = "annotation.json"
TRIES = 3  # pools that may break one after the other without a single part done


class Annotation(NamedTuple):
    """What an annotated folder holds: texts, words, and every problem with the corpus and its texts."""

    texts: int
    words: int
    problems: list[Problem]


def annotate_corpus(
    corpus: Path,
    to: Path,
    *,
    make_executor: Callable[[], AbstractContextManager[Executor]],
    layers: Sequence[str] = (),
    mode: str = "repaired",
    hyphens: str = "split",
    report: Callable[[Summary, int], None] = lambda summary, size: None,
) -> Annotation:
    """Write the words of a corpus, and the occurrences of the layers, into `to`, part by part.

    `make_executor` gives a `concurrent.futures.Executor`, again if its processes die. A run that was stopped at any
    moment goes on where it stopped, and what it writes does not depend on that, nor on the number of processes or their
    order. `report` is called with each part and the bytes of the whole. Raises CorpusError for a corpus that cannot be
    used, and for a folder that holds another run's parts or anything else.
    """
    shares, problems = plan_shares(corpus)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise CorpusError("\n".join(map(str, errors)))
    with _open_folder(to, _describe(shares, layers, mode, hyphens)):
        size = sum(share.size for share in shares)
        jobs = [Job(share, to, tuple(layers), mode, hyphens) for share in shares]
        done = []
        for summary in _run(jobs, make_executor):
            report(summary, size)
            done.append(summary)
        done.sort()
        problems += [problem for summary in done for problem in summary.problems]
        parts = [name_part(to, summary.number) for summary in done]
        problems += check_documents(parts)
        save_totals(to, parts)
    return Annotation(sum(s.texts for s in done), sum(s.words for s in done), problems)


def _describe(shares: Sequence[Share], layers: Sequence[str], mode: str, hyphens: str) -> dict[str, object]:
    """Say what the parts depend on: two runs with the same record write the same bytes."""
    digest = hashlib.sha256()
    for share in shares:
        for name, path in share.listing.files.items() if share.listing else [("", share.lines)]:
            assert path
            try:
                state = path.stat()
                digest.update(f"{share.number} {name} {state.st_size} {state.st_mtime_ns}\n".encode())
            except OSError:
                digest.update(f"{share.number} {name} gone\n".encode())
        digest.update(json.dumps(share.listing.described if share.listing else share.start, sort_keys=True).encode())
    switches = {"mode": mode, "hyphens": hyphens, "layers": ["words", *layers], "parts": len(shares)}
    return {
        **switches,
        "vietdiplo": VERSION,
        "code_sha256": hash_code(PACKAGE),
        "segmenter": SEGMENTER,
        "plan_sha256": digest.hexdigest(),
    }


@contextmanager
def _open_folder(to: Path, record: dict[str, object]) -> Iterator[None]:
    """Make the folder, or go on in it if it is this run's; no other run writes there at the same time."""
    written = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    place = to / RECORD
    if to.exists() and not to.is_dir():
        raise CorpusError(f"--to: '{to.name}' is a file; choose a folder")
    if to.is_dir() and any(to.iterdir()):
        if not place.is_file():
            raise CorpusError(f"--to: '{to.name}' holds files that no run wrote; choose an empty or new folder")
        if place.read_text(encoding="utf-8") != written:
            raise CorpusError(
                f"--to: '{to.name}' was begun with other texts, options or versions; choose another folder"
            )
    (to / FOLDER).mkdir(parents=True, exist_ok=True)
    with _lock_folder(to):
        place.write_text(written, encoding="utf-8")
        try:
            yield
        finally:
            for remains in (to / FOLDER).glob(".*"):  # of processes that died, in this run or before
                shutil.rmtree(remains, ignore_errors=True)


@contextmanager
def _lock_folder(to: Path) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # Windows: two runs at once do the work twice, and harm nothing
        yield
        return
    handle = os.open(to, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CorpusError(f"--to: another run is writing '{to.name}'; wait for it, or choose another folder") from None
    finally:
        os.close(handle)


def _run(jobs: Iterable[Job], make_executor: Callable[[], AbstractContextManager[Executor]]) -> Iterator[Summary]:
    """Do every job; one whose process died is done again, and one whose work failed does not stop the others."""
    waiting = {job.share.number: job for job in jobs}
    failed: dict[int, str] = {}
    fruitless = 0
    while waiting and fruitless < TRIES:
        before = len(waiting)
        with make_executor() as executor, suppress(BrokenProcessPool):
            futures: dict[Future[Summary], int] = {executor.submit(write_part, j): n for n, j in waiting.items()}
            try:
                for future in as_completed(futures):
                    try:
                        yield future.result()
                    except (BrokenProcessPool, CancelledError):  # its process died, or another's before its turn
                        continue
                    except Exception as error:  # named at the end; the other parts go on
                        failed[futures[future]] = f"{type(error).__name__}: {error}"
                    del waiting[futures[future]]
            finally:
                for future in futures:
                    future.cancel()
        fruitless = fruitless + 1 if len(waiting) == before else 0
    if waiting or failed:
        lines = [f"part {number}: its process died {TRIES} times" for number in waiting]
        lines += [f"part {number}: {reason}" for number, reason in failed.items()]
        raise CorpusError("\n".join(f"{line}; run the same command again, the other parts stay" for line in lines))
