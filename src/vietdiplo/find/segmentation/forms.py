"""Words as they are counted: every distinct run of tokens is written as one label and numbered once."""

from itertools import islice

import numpy as np
import numpy.typing as npt

from vietdiplo.find.segmentation.table import pack
from vietdiplo.find.segmentation.vocabulary import Column, Numbers, Vocabulary
from vietdiplo.texts import unify_tones

Ints = npt.NDArray[np.int64]


class Forms:
    """The labels of words seen so far, by number."""

    def __init__(self, vocabulary: Vocabulary, *, unify: bool) -> None:
        """Take the vocabulary of the tokens; `unify` writes one label for words that differ in case or tone style."""
        self._vocabulary = vocabulary
        self._unify = unify
        self.labels = Numbers()
        self._parts: list[str] = []
        self._single = Column(kind=np.int32)

    def number_words(self, tokens: npt.NDArray[np.int32], firsts: Ints, lasts: Ints) -> Ints:
        """Give the number of each word that goes from a first to a last token."""
        self._add_parts()
        numbers: Ints = self._single.rows[tokens[firsts]].astype(np.int64)
        sizes = lasts - firsts + 1
        for size in np.unique(sizes[sizes > 1]).tolist():
            of = np.flatnonzero(sizes == size)
            runs = tokens[firsts[of, None] + np.arange(size)]
            key = runs[:, 0].astype(np.int64)
            for column in range(1, size):
                _, one, key = np.unique(pack(key, runs[:, column]), return_index=True, return_inverse=True)
            labels = [" ".join(map(self._parts.__getitem__, run)) for run in runs[one].tolist()]
            numbers[of] = np.fromiter(map(self.labels.__getitem__, labels), np.int64, len(labels))[key]
        return numbers

    def _add_parts(self) -> None:
        forms = list(islice(self._vocabulary.forms, len(self._parts), None))
        parts = [label_word(form) for form in forms] if self._unify else [self._vocabulary.normalise(f) for f in forms]
        self._parts += parts
        self._single.extend([self.labels[part] for part in parts])


def label_word(word: str) -> str:
    """Write a word as it is counted: lower case, the tone mark of hòa and not hoà, one space between syllables."""
    return unify_tones(" ".join(word.split()).lower())
