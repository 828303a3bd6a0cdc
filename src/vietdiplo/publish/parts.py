"""One part of a large corpus: a few megabytes of texts, segmented, counted and written as Parquet, all or nothing.

A part is a folder of tables. A row of `words` is a word, in 4 bytes at most: `form`, the number of its label in
`vocabulary` (the most frequent first), `gap`, the code points from the word before or the start of the sentence, and
`length`. Its sentence follows from the number of words of each row of `sentences`, whose text is there too.
"""

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from vietdiplo.find import load_reader
from vietdiplo.find.segmentation.table import pack
from vietdiplo.find.words import Words
from vietdiplo.publish.layers import LAYERS
from vietdiplo.publish.saving import save_json
from vietdiplo.publish.shares import Share, load_share
from vietdiplo.tables import CorpusError, Problem
from vietdiplo.texts import split_sentences

Ints = npt.NDArray[np.int64]
FOLDER = "parts"
SUMMARY = "summary.json"
AGAIN = "annotate the texts again, into a new folder"  # what to do about a damaged one
ONE_AT_A_TIME = Lock()  # an executor may have threads, and a reader remembers what it has seen


class Job(NamedTuple):
    """A part to write: its texts, the folder, whose codebook and terms, what is found, and how words are segmented."""

    share: Share
    to: Path
    corpus: Path
    layers: tuple[str, ...]
    mode: str
    hyphens: str


class Summary(NamedTuple):
    """What a part holds: its number, the bytes read, texts, words, and the problems with its texts."""

    number: int
    size: int
    texts: int
    words: int
    problems: tuple[Problem, ...]


def name_part(to: Path, number: int) -> Path:
    """Name the folder of a part."""
    return to / FOLDER / f"{number:06d}"


def write_part(job: Job) -> Summary:
    """Write a part unless it is there; it appears whole or not at all. Runs in any process that sees the folders."""
    place = name_part(job.to, job.share.number)
    if not place.is_dir():
        aside = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
        try:
            with ONE_AT_A_TIME:
                _write_tables(job, aside)
            aside.chmod(0o755)  # mkdtemp's own are for one user
            aside.rename(place)
        except OSError:
            if not place.is_dir():  # another process was first; what it wrote is the same
                raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return read_summary(place)


def read_summary(place: Path) -> Summary:
    """Read what a part holds."""
    record = load_json(place / SUMMARY)
    problems = tuple(Problem(*problem) for problem in record.pop("problems"))
    return Summary(int(place.name), problems=problems, **record)


def load_json(path: Path) -> Any:
    """Load a record of an annotated folder or a part. Raises CorpusError where it is damaged."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{path.parent.name}/{path.name}: no JSON ({error}); {AGAIN}") from error


def _write_tables(job: Job, aside: Path) -> None:
    documents, problems = load_share(job.share)
    sentences = split_sentences(documents)
    words = load_reader(job.mode, job.hyphens).read_words(sentences["text"].tolist())
    # By number of the document in the part; the rows of documents and sentences are in one order.
    owners = pd.Index(documents["doc_id"]).get_indexer(sentences["doc_id"])
    held = np.bincount(words.texts, minlength=len(sentences))
    sizes = {
        "characters": documents["text"].str.len(),
        "paragraphs": documents["doc_id"].map(sentences.groupby("doc_id")["paragraph"].nunique()).fillna(0),
        "sentences": np.bincount(owners, minlength=len(documents)),
        "words": np.bincount(owners, held, minlength=len(documents)),
    }
    numbers = {name: np.asarray(values).astype(np.int64) for name, values in sizes.items()}
    _save(aside, "documents", {**documents.drop(columns="text"), **numbers})
    own = sentences.drop(columns=["doc_id"])
    _save(aside, "sentences", {"document": owners.astype(np.int32), **own, "words": held.astype(np.int32)})
    _write_words(aside, words, owners[words.texts], load_reader(job.mode, job.hyphens).words.labels)
    for layer in job.layers:
        found = LAYERS[layer](sentences, documents, job.corpus)
        _save(aside, layer, dict(found.drop(columns="layer")))
    record = {"size": job.share.size, "texts": len(documents), "words": len(words.starts), "problems": problems}
    save_json(record, aside / SUMMARY)


def _write_words(aside: Path, words: Words, owners: Ints, labels: Mapping[str, int]) -> None:
    """Write the words of a part and its vocabulary: form 0 is the most frequent label, ties by label."""
    known, form = np.unique(words.labels, return_inverse=True)
    names = np.array(list(labels), object)[known]
    n = np.bincount(form, minlength=len(known))
    documents = np.bincount(np.unique(pack(owners, form)) & 0xFFFFFFFF, minlength=len(known))
    order = np.array(sorted(range(len(known)), key=lambda at: (-n[at], names[at])), np.int64)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    _save(aside, "vocabulary", {"label": names[order], "n": n[order], "documents": documents[order]})
    first = np.diff(words.texts, prepend=-1) != 0
    gaps = words.starts - np.where(first, 0, np.concatenate([[0], words.ends[:-1]]))
    lengths = words.ends - words.starts
    _save(aside, "words", {"form": rank[form], "gap": gaps.astype(np.int32), "length": lengths.astype(np.int32)})


def _save(aside: Path, name: str, columns: Mapping[Any, Any]) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    arrays = {}
    for key, values in columns.items():
        is_text = not pd.api.types.is_numeric_dtype(np.asarray(values).dtype)
        arrays[str(key)] = pa.array(list(values), pa.string()) if is_text else pa.array(values)  # also of no rows
    parquet.write_table(pa.table(arrays), aside / f"{name}.parquet", compression="zstd")
