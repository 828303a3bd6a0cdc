"""A corpus part by part: a folder of texts is one part, what `vietdiplo annotate` wrote has many."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from vietdiplo.count import count_sizes
from vietdiplo.find import find_words
from vietdiplo.find.words import settle_switches
from vietdiplo.publish.parts import AGAIN
from vietdiplo.publish.record import is_annotated, list_parts, load_problems, load_record
from vietdiplo.tables import CorpusError, ParameterError, Problem, build_table
from vietdiplo.texts import find_folder, load_documents, split_sentences
from vietdiplo.texts.corpus import load_corpus
from vietdiplo.texts.read import is_inside
from vietdiplo.texts.sheets import OUTSIDE


class Part(NamedTuple):
    """Some texts of a corpus: their sentences and the words in them."""

    sentences: pd.DataFrame
    words: pd.DataFrame


class Parts:
    """The parts of a corpus, each loaded when its turn comes, and the sizes of all texts.

    `sizes` has one row per text with its metadata, characters, paragraphs, sentences and words.
    """

    def __init__(self, sizes: pd.DataFrame, loaders: Sequence[Callable[[], Part]]) -> None:
        """Take the sizes and what loads each part."""
        self.sizes = sizes
        self._loaders = loaders

    def __len__(self) -> int:
        """Count the parts."""
        return len(self._loaders)

    def __iter__(self) -> Iterator[Part]:
        """Load one part after the other."""
        return (load() for load in self._loaders)


def load_parts(corpus: str | Path, *, mode: str = "repaired", hyphens: str = "split") -> Parts:
    """Load a corpus, with its words, part by part: a folder of texts, or a folder that `vietdiplo annotate` wrote.

    Raises CorpusError where an annotated folder is not finished, ParameterError where it was segmented otherwise.
    """
    folder = find_folder(corpus)
    if is_annotated(folder):
        return _open_annotated(folder, dict(zip(("mode", "hyphens"), settle_switches(mode, hyphens), strict=True)))
    documents = load_documents(corpus)
    sentences = split_sentences(documents)
    words = find_words(sentences, mode=mode, hyphens=hyphens)
    return Parts(count_sizes(documents, sentences, words), [lambda: Part(sentences, words)])


def load_sources(corpus: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """Load what is known of the texts of a corpus or an annotated folder, and every problem with them."""
    if not is_annotated(corpus):
        return load_corpus(corpus)
    return _read_all(list_parts(corpus), "documents"), load_problems(corpus)


def _open_annotated(folder: Path, switches: dict[str, str]) -> Parts:
    record = load_record(folder)
    for name, value in switches.items():
        if record[name] != value:
            remedy = f"choose {record[name]}, or annotate the texts again"
            raise ParameterError(f"{name}: '{folder.name}' was annotated with {record[name]}, not {value}; {remedy}")
    places = list_parts(folder)
    return Parts(_read_all(places, "documents"), [partial(_load_part, place) for place in places])


def _load_part(place: Path) -> Part:
    """Put the tables of a part together again; see `parts` for what a row is."""
    names = _read(place, "documents")["doc_id"].to_numpy()
    held = _read(place, "sentences")
    sentences = held.drop(columns=["document", "words"])
    sentences.insert(0, "doc_id", names[held["document"]])
    words = _read(place, "words")
    of = np.repeat(np.arange(len(held)), held["words"])
    ends = (words["gap"] + words["length"]).to_numpy(np.int64).cumsum()
    before = np.concatenate([[0], ends])[held["words"].to_numpy().cumsum() - held["words"].to_numpy()]
    ends = ends - before[of]
    starts = ends - words["length"].to_numpy()
    texts = held["text"].tolist()
    offsets = held["start"].to_numpy()[of]
    columns = {
        "doc_id": names[held["document"]][of],
        "sentence": held["sentence"].to_numpy()[of],
        "start": starts + offsets,
        "end": ends + offsets,
        "surface": [texts[n][s:e] for n, s, e in zip(of.tolist(), starts.tolist(), ends.tolist(), strict=True)],
        "layer": "words",
        "label": _read(place, "vocabulary")["label"].to_numpy()[words["form"]],
    }
    return Part(build_table(sentences, "sentences"), build_table(columns, "occurrences"))


def _read_all(places: Sequence[Path], name: str) -> pd.DataFrame:
    return pd.concat([_read(place, name) for place in places], ignore_index=True)


def _read(place: Path, name: str) -> pd.DataFrame:
    from pyarrow import ArrowException, parquet

    file = place / f"{name}.parquet"
    if not is_inside(file, place.parents[1].resolve()):
        raise CorpusError(f"{place.name}/{file.name}: {'; '.join(OUTSIDE)}")
    # One file, so that no folder's name is a column; what it says of pandas, such as the types of objects, is not read.
    try:
        table = parquet.read_table(file, partitioning=None)
        return table.to_pandas(ignore_metadata=True)  # type: ignore[no-any-return]
    except MemoryError:  # Arrow's own too, which says nothing about the file
        raise
    except (ArrowException, OSError) as error:  # their words name the place on the disk
        raise CorpusError(f"{place.name}/{file.name}: is no table ({type(error).__name__}); {AGAIN}") from error
