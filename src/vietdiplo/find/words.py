"""Sentences into words: underthesea's model on arrays; every word keeps its place in the original."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from vietdiplo.find.places import build_occurrences, restore_places
from vietdiplo.find.segmentation.forms import Forms
from vietdiplo.find.segmentation.segment import Tokens, load_segmenter
from vietdiplo.tables import ParameterError, check_table
from vietdiplo.texts import clean_sentence
from vietdiplo.texts.clean import SURROGATE, Cleaned

MODES = ("repaired", "exact", "syllables")
HYPHENS = ("split", "keep")
MOST = 1_000_000  # distinct chunks to remember, in about 300 MB
BATCH = 4000  # sentences at a time: the arrays of a hundred thousand tokens stay in the processor's cache
Ints = npt.NDArray[np.int64]


class Words(NamedTuple):
    """Words in the order of the texts: number of the text, place in it, number of the label."""

    texts: Ints
    starts: Ints
    ends: Ints
    labels: Ints


class Reader:
    """Texts into words in one mode. It remembers what it has seen, so that one serves a process.

    The numbers of labels that a call gives are those of `words` or `tokens` until the next call.
    """

    def __init__(self, mode: str = "repaired", hyphens: str = "split") -> None:
        """Load the segmenter of the mode. Raises ParameterError for an unknown mode or treatment of hyphens."""
        self._switches = settle_switches(mode, hyphens)
        self._apart = mode == "syllables"
        self._clean = _keep_text if mode == "exact" else clean_sentence
        self._begin()

    def read_words(self, texts: Sequence[str]) -> Words:
        """Find the words of texts: with a letter, and without the signs and numbers joined to its ends."""
        self._begin_again()
        return _join([self._read_words(texts[at : at + BATCH]) for at in _list_starts(texts)])

    def read_tokens(self, texts: Sequence[str]) -> Words:
        """Find every word, number and sign of texts, labelled as underthesea writes it."""
        self._begin_again()
        return _join([self._read_tokens(texts[at : at + BATCH]) for at in _list_starts(texts)])

    def _begin(self) -> None:
        self._segmenter = load_segmenter(*self._switches)
        self.words = Forms(self._segmenter.vocabulary, unify=True)
        self.tokens = Forms(self._segmenter.vocabulary, unify=False)

    def _begin_again(self) -> None:
        """Forget what has been seen where it has become too much: names, numbers and misprints never end."""
        if len(self._segmenter.vocabulary.chunks) > MOST:
            self._begin()

    def _read_words(self, texts: Sequence[str]) -> Words:
        cleaned, tokens = self._segment(texts)
        if self._apart:
            tokens.begins[:] = True
        spoken = self._segmenter.vocabulary.spoken.rows[tokens.numbers]
        word = np.cumsum(tokens.begins) - 1
        named = np.zeros(int(tokens.begins.sum()), np.bool_)
        named[word[spoken == 2]] = True
        at = np.flatnonzero((spoken > 0) & named[word])
        edge = np.flatnonzero(np.diff(word[at], prepend=-1, append=-1))
        return _locate(cleaned, tokens, at[edge[:-1]], at[edge[1:] - 1], self.words)

    def _read_tokens(self, texts: Sequence[str]) -> Words:
        cleaned, tokens = self._segment(texts)
        edge = np.flatnonzero(np.append(tokens.begins, True))
        return _locate(cleaned, tokens, edge[:-1], edge[1:] - 1, self.tokens)

    def _segment(self, texts: Sequence[str]) -> tuple[list[Cleaned], Tokens]:
        cleaned = [self._clean(text) for text in texts]
        return cleaned, self._segmenter.segment([text.text for text in cleaned])


def settle_switches(mode: str, hyphens: str) -> tuple[str, str]:
    """Give the mode and the treatment of hyphens as they take effect: exact keeps them, as underthesea does.

    Raises ParameterError for one that is unknown.
    """
    for name, value, known in (("mode", mode, MODES), ("hyphens", hyphens, HYPHENS)):
        if value not in known:
            raise ParameterError(f"{name}: {value!r} is unknown; use one of {', '.join(known)}")
    return mode, "keep" if mode == "exact" else hyphens


@cache
def load_reader(mode: str = "repaired", hyphens: str = "split") -> Reader:
    """Load the reader of a mode, once a process."""
    return Reader(mode, hyphens)


def find_words(sentences: pd.DataFrame, *, mode: str = "repaired", hyphens: str = "split") -> pd.DataFrame:
    """Find the words of sentences: occurrences of the layer words.

    One row per word; the label is the word in lower case and one tone convention. Punctuation and numbers are left
    out. A word has as many syllables as underthesea's segmenter (a CRF trained on VLSP 2013) gives it. `mode` is
    repaired (without the dictionary, which was empty in training, and in the tone style of its training), exact (as
    shipped) or syllables (every one by itself, for comparison); `hyphens` is split (chính trị-ngoại giao is two words;
    not in exact mode) or keep. Raises ParameterError for another value.
    """
    reader = load_reader(mode, hyphens)
    return _make_rows(sentences, reader.read_words, reader.words)


def find_tokens(sentences: pd.DataFrame) -> pd.DataFrame:
    """Find what `underthesea.word_tokenize` gives for each sentence: occurrences of the layer words.

    One row per word, number or sign; the label is the string that it gives, the surface what stands in the text.
    """
    reader = load_reader("exact")
    return _make_rows(sentences, reader.read_tokens, reader.tokens)


def _make_rows(sentences: pd.DataFrame, read: Callable[[Sequence[str]], Words], forms: Forms) -> pd.DataFrame:
    check_table(sentences, "sentences")
    rows, starts, ends, numbers = read(sentences["text"].tolist())
    labels = np.array([*forms.labels], object)[numbers]
    return build_occurrences(sentences, rows, starts, ends, {"layer": "words", "label": labels})


def _list_starts(texts: Sequence[str]) -> range:
    return range(0, len(texts) or 1, BATCH)


def _join(batches: Sequence[Words]) -> Words:
    texts = [batch.texts + number * BATCH for number, batch in enumerate(batches)]
    return Words(np.concatenate(texts), *(np.concatenate([batch[column] for batch in batches]) for column in (1, 2, 3)))


def _locate(cleaned: Sequence[Cleaned], tokens: Tokens, firsts: Ints, lasts: Ints, forms: Forms) -> Words:
    """Place words that go from a first to a last token in the original texts."""
    texts = tokens.texts[firsts]
    starts, ends = restore_places(cleaned, texts, tokens.starts[firsts], tokens.ends[lasts])
    return Words(texts, starts, ends, forms.number_words(tokens.numbers, firsts, lasts))


def _keep_text(text: str) -> Cleaned:
    """Keep a text as it is, but for the lone surrogates that underthesea refuses."""
    return Cleaned(SURROGATE.sub("\ufffd", text), range(len(text)), range(1, len(text) + 1))
