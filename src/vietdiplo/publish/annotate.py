"""A corpus that does not fit in memory into a folder of Parquet tables, by any number of processes, and resumable."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from vietdiplo.find import find_codebook
from vietdiplo.find.lexicon import NAME as TERMS
from vietdiplo.find.segmentation.shipped import SEGMENTER
from vietdiplo.find.words import settle_switches
from vietdiplo.publish.executors import run_parts
from vietdiplo.publish.layers import LAYERS
from vietdiplo.publish.parts import Job, Summary, name_part
from vietdiplo.publish.provenance import PACKAGE, hash_code, hash_file
from vietdiplo.publish.record import open_folder, save_problems
from vietdiplo.publish.shares import Share, plan_shares
from vietdiplo.publish.totals import check_documents, save_totals
from vietdiplo.tables import VERSION, ParameterError, Problem, check_problems
from vietdiplo.texts.corpus import ROOT


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
    used, and for a folder that holds another run's parts or anything else; ParameterError for an unknown option.
    """
    mode, hyphens = settle_switches(mode, hyphens)
    _check_layers(layers)
    shares, problems = plan_shares(corpus)
    check_problems(problems)
    own = corpus if corpus.is_dir() else ROOT / "seeds"
    switches = {"mode": mode, "hyphens": hyphens, "layers": ["words", *layers], "parts": len(shares)}
    jobs = [Job(share, to, own, tuple(layers), mode, hyphens) for share in shares]
    size = sum(share.size for share in shares)
    with open_folder(to, {**switches, **_describe(shares, own)}):
        done = []
        for summary in run_parts(jobs, make_executor):
            check_problems(summary.problems)
            report(summary, size)
            done.append(summary)
        problems += _finish(to, sorted(done))
        save_problems(to, problems)
    return Annotation(sum(s.texts for s in done), sum(s.words for s in done), problems)


def _finish(to: Path, done: Sequence[Summary]) -> list[Problem]:
    """Check the parts against each other and add up their counts."""
    parts = [name_part(to, summary.number) for summary in done]
    across = list(check_documents(parts))
    check_problems(across)
    save_totals(to, parts)
    return [*(problem for summary in done for problem in summary.problems), *across]


def _check_layers(layers: Iterable[str]) -> None:
    known = [layer for layer in LAYERS if layer != "words"]  # words are always there
    for layer in layers:
        if layer not in known:
            raise ParameterError(f"--layer: '{layer}' is not one of {', '.join(known)}; choose one of these")


def _describe(shares: Sequence[Share], own: Path) -> dict[str, object]:
    """Say what the parts depend on: texts by name and size, versions, codebook and terms."""
    digest = hashlib.sha256()
    for share in shares:
        described = share.listing.described if share.listing else {}
        sizes = list(share.listing.files) if share.listing else [share.start]
        digest.update(json.dumps([share.number, share.size, sizes, described], sort_keys=True).encode())
    material = [find_codebook(own), *(path for path in [own / TERMS] if path.is_file())]
    return {
        "vietdiplo": VERSION,
        "code_sha256": hash_code(PACKAGE),
        "segmenter": SEGMENTER,
        "material": {path.name: hash_file(path) for path in material},
        "plan_sha256": digest.hexdigest(),
    }
