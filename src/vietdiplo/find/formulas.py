"""Formulae: runs of words that many texts repeat word for word, each at its full length."""

from collections.abc import Iterator
from itertools import pairwise
from math import ceil
from typing import NamedTuple

import numpy as np
import pandas as pd

from vietdiplo.find.codes import Codes, code_words, match_pairs, order_words, place_words
from vietdiplo.find.ngrams import code_ngrams, join_labels, make_rows, number_runs
from vietdiplo.tables import ParameterError


class Grams(NamedTuple):
    """N-grams of one size in the order of the text: the place of the first word of each, and a code of its words."""

    size: int
    first: np.ndarray
    code: np.ndarray


NONE = Grams(1, np.array([], np.int64), np.array([], np.int64))


def find_formulas(words: pd.DataFrame, sentences: pd.DataFrame, *, size: int = 4, share: float = 0.5) -> pd.DataFrame:
    """Find the runs of at least `size` words that a share of the texts, and two of them, have: layer ngrams.

    One row per occurrence; as in `find_ngrams` nothing but spaces or hyphens stands between the words. A run that comes
    as often inside a longer formula as at all is no formula of its own. The texts are those with words. Raises
    ParameterError for a size below 2, or a share that is not above 0 and up to 1. Source: Biber & al. (1999) on lexical
    bundles, which are of one size there.
    """
    if size < 2:
        raise ParameterError(f"find_formulas: size: {size} is below 2; choose 4 words or so")
    if not 0 < share <= 1:
        raise ParameterError(f"find_formulas: share: {share} is not above 0 and up to 1; choose 0.5 for half")
    words = order_words(words)
    codes, runs = code_words(words), place_words(words, sentences)
    least = max(2, ceil(share * len(codes.documents) - 1e-9))
    sizes = [*_grow_grams(codes, number_runs(codes.sentence, runs), size, least)]
    kept = [_drop_parts(*pair) for pair in pairwise(sizes)]
    first = np.concatenate([NONE.first, *(grams.first for grams in kept)])
    last = np.concatenate([NONE.first, *(grams.first + grams.size - 1 for grams in kept)])
    labels = np.concatenate([NONE.code.astype(object), *(join_labels(codes, *grams) for grams in kept)])
    order = np.lexsort((last, first))
    return make_rows(words, runs, first[order], last[order], labels[order])


def _grow_grams(codes: Codes, run: np.ndarray, size: int, least: int) -> Iterator[Grams]:
    """Give the n-grams that at least `least` texts have, of `size` words, of one more and so on, down to none."""
    first = match_pairs(run, size - 1)
    code = code_ngrams(codes.label, first, size)
    while len(first):
        pairs = np.unique(code * len(codes.documents) + codes.document[first])
        common = np.bincount(pairs // len(codes.documents))[code] >= least
        first, code = first[common], code[common]
        yield Grams(size, first, code)
        # Two that overlap in all words but one make a longer one.
        next_to = np.flatnonzero(np.diff(first) == 1)
        code = pd.factorize(code[next_to] * (int(code.max(initial=0)) + 1) + code[next_to + 1])[0]
        first, size = first[next_to], size + 1
    yield NONE


def _drop_parts(grams: Grams, longer: Grams) -> Grams:
    """Drop the n-grams that come as often inside one that is longer by a word."""
    n, n_longer = np.bincount(grams.code), np.bincount(longer.code)
    is_part = np.zeros(len(n), np.bool_)
    for step in (0, 1):
        part = grams.code[np.searchsorted(grams.first, longer.first + step)]
        is_part[part[n[part] == n_longer[longer.code]]] = True
    kept = ~is_part[grams.code]
    return Grams(grams.size, grams.first[kept], grams.code[kept])
