"""What can be found in texts, by name: the layers of the command line and of an annotated folder."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd

from vietdiplo.find import (
    Codebook,
    find_codebook,
    find_commitments,
    find_dates,
    find_nested_terms,
    find_sectors,
    find_tokens,
    find_words,
    load_codebook,
    load_reader,
    load_terms,
)
from vietdiplo.find.words import HYPHENS, MODES
from vietdiplo.tables import ParameterError, VietdiploError, build_table
from vietdiplo.texts import split_sentences
from vietdiplo.texts.corpus import ROOT

Finder = Callable[[pd.DataFrame], pd.DataFrame]


@cache
def _load_codebook(corpus: Path) -> Codebook:
    return load_codebook(find_codebook(corpus))


@cache
def _load_terms(corpus: Path) -> pd.DataFrame:
    return load_terms(corpus)


# A layer's occurrences in the sentences of documents, with the codebook and the terms of a corpus.
LAYERS: dict[str, Callable[[pd.DataFrame, pd.DataFrame, Path], pd.DataFrame]] = {
    "words": lambda sentences, documents, corpus: find_words(sentences),
    "terms": lambda sentences, documents, corpus: find_nested_terms(sentences, _load_terms(corpus)),
    "dates": lambda sentences, documents, corpus: find_dates(sentences, documents),
    "commitments": lambda sentences, documents, corpus: find_commitments(sentences, documents, _load_codebook(corpus)),
    "sectors": lambda sentences, documents, corpus: find_sectors(sentences, _load_codebook(corpus)),
}


def choose_finder(layer: str, *, mode: str = "", hyphens: str = "") -> Finder:
    """Give what finds a layer in documents. Raises VietdiploError for an unknown layer, mode or treatment of hyphens.

    Words are repaired unless `mode` says otherwise; where it is exact, a text is one piece, as for
    `underthesea.word_tokenize`, and every token is given, signs and numbers too.
    """
    if layer not in LAYERS:
        raise VietdiploError(f"find: unknown layer '{layer}'; use one of {', '.join(LAYERS)}")
    if layer != "words":
        if mode or hyphens:
            raise ParameterError(f"find {layer}: --mode and --hyphens are for words; leave them out")
        return lambda documents: LAYERS[layer](split_sentences(documents), documents, ROOT / "seeds")
    if mode == "exact":
        if hyphens == "split":
            raise ParameterError("--hyphens: exact keeps them as underthesea does; leave it out or choose repaired")
        return lambda documents: find_tokens(_keep_whole(documents))
    switches = {"mode": mode or MODES[0], "hyphens": hyphens or HYPHENS[0]}
    load_reader(**switches)  # refuses an unknown one before a text is read
    return lambda documents: find_words(split_sentences(documents), **switches)


def _keep_whole(documents: pd.DataFrame) -> pd.DataFrame:
    """Make each text one sentence."""
    columns = {"doc_id": documents["doc_id"], "paragraph": 0, "sentence": 0, "start": 0}
    return build_table({**columns, "end": documents["text"].str.len(), "text": documents["text"]}, "sentences")
