"""Texts into words at the speed of arrays: the scores and the best labels of underthesea's model without its strings.

A token's score is a sum over its neighbourhood of single tokens, pairs and triples, so that it is looked up by number.
The best sequence of two labels needs only the difference d of their scores: d' = e + k - clip(d, low, high).
"""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vietdiplo.find.segmentation.hyphens import space_hyphens
from vietdiplo.find.segmentation.model import Grams, Model, load_model
from vietdiplo.find.segmentation.shipped import load_normaliser, load_tagger
from vietdiplo.find.segmentation.table import pack
from vietdiplo.find.segmentation.vocabulary import AT_END, Vocabulary

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Tagger = Callable[[Sequence[str]], list[str]]
BESIDE = 2  # tokens on each side that the model looks at
# Unknown tokens in a row score the same, so that two readings can be equal; underthesea then goes by its rounding.
TIE = 1e-6
LONGEST_TIE = 10_000  # tokens: more of them in one piece would cost it gigabytes


class Tokens(NamedTuple):
    """The tokens of texts in their order: number, text, place in it, and whether a word begins here."""

    numbers: npt.NDArray[np.int32]
    texts: Ints
    starts: Ints
    ends: Ints
    begins: npt.NDArray[np.bool_]


class Segmenter:
    """Texts into tokens and words. It remembers each token seen, so that one serves a process."""

    def __init__(self, model: Model, vocabulary: Vocabulary, *, split_hyphens: bool, tag: Tagger | None) -> None:
        """Take the model, a vocabulary that was weighed by it, and what decides where two readings score the same."""
        self._model = model
        self._tag = tag
        self._split_hyphens = split_hyphens
        self.vocabulary = vocabulary

    def segment(self, texts: Sequence[str]) -> Tokens:
        """Segment texts, each on its own. Give about a hundred thousand tokens at a time."""
        chunks = [text.split() for text in texts]
        flat = list(chain.from_iterable(chunks))
        counts = np.fromiter(map(len, chunks), np.int64, len(chunks))
        numbers = self.vocabulary.number_chunks(flat)
        starts = _find_starts(texts, counts, self.vocabulary.lengths.rows[numbers])
        numbers = self._replace_chunks(texts, flat, counts, numbers)
        sizes = self.vocabulary.sizes.rows[numbers]
        chunk = np.repeat(np.arange(len(flat)), sizes)
        places = np.arange(len(chunk)) - (np.cumsum(sizes) - sizes)[chunk] + self.vocabulary.firsts.rows[numbers][chunk]
        tokens = self.vocabulary.tokens.rows[places]
        of = np.repeat(np.arange(len(texts)), counts)[chunk]
        begins = self._label(tokens, of, np.bincount(of, minlength=len(texts)))
        offsets = starts[chunk]
        ends = self.vocabulary.ends.rows[places] + offsets
        return Tokens(tokens, of, self.vocabulary.starts.rows[places] + offsets, ends, begins)

    def _replace_chunks(self, texts: Sequence[str], flat: list[str], counts: Ints, numbers: Ints) -> Ints:
        """Replace chunks that are read in another way where they stand: at the end, or at a hyphen between words."""
        last = np.cumsum(counts) - 1
        differ = self.vocabulary.ends_differently.rows
        of = np.flatnonzero((counts > 0) & differ[numbers[last]]) if len(numbers) else last[:0]
        # The patterns' $ is the end, or before a line end that is the last character.
        other = {int(last[t]): flat[last[t]] + AT_END for t in of if texts[t][len(texts[t].rstrip()) :] in ("", "\n")}
        if self._split_hyphens:
            owner = np.repeat(np.arange(len(counts)), counts)
            for at in np.flatnonzero(self.vocabulary.hyphened.rows[numbers]).tolist():
                near = [flat[i] if 0 <= i < len(flat) and owner[i] == owner[at] else "" for i in (at - 1, at, at + 1)]
                spaced = space_hyphens(*near)
                if spaced != flat[at]:
                    other[at] = spaced + AT_END * other.get(at, "").endswith(AT_END)
        replaced = numbers.copy()
        replaced[list(other)] = self.vocabulary.number_chunks(list(other.values()))
        return replaced

    def _label(self, tokens: npt.NDArray[np.int32], of: Ints, counts: Ints) -> npt.NDArray[np.bool_]:
        places = np.arange(len(tokens)) + BESIDE * (of + 1)
        padded = np.zeros(len(tokens) + BESIDE * (len(counts) + 1), np.int32)  # two times token 0 between texts
        padded[places] = tokens
        scores = self._score(padded)[places]
        ends = np.cumsum(counts)
        first, last = (ends - counts)[counts > 0], ends[counts > 0] - 1
        longer = last > first
        edges = ((first, 0), (first[longer] + 1, 1), (last[longer] - 1, 2), (last, 3))
        for where, edge in edges:
            scores[where] += self._model.edges[edge]
        goes_on, tied = _decode(scores, first, last, self._model)
        if self._tag:
            for text in np.unique(of[tied]).tolist():
                span = slice(ends[text] - counts[text], ends[text])
                if counts[text] <= LONGEST_TIE:
                    goes_on[span] = [tag == "I-W" for tag in self._tag(self.vocabulary.read_forms(tokens[span]))]
        goes_on[first] = False
        return ~goes_on

    def _score(self, padded: npt.NDArray[np.int32]) -> Floats:
        """Add up what each token and its neighbours say for I-W."""
        vocabulary, model = self.vocabulary, self._model
        scores = np.full(len(padded), model.base)
        if len(padded) <= 2 * BESIDE:
            return scores
        inner = scores[BESIDE:-BESIDE]
        for column, at in enumerate(range(-BESIDE, BESIDE + 1)):
            shifted = padded[BESIDE + at : len(padded) - BESIDE + at]
            inner += vocabulary.weights.rows[:, column][shifted]
        titles = vocabulary.titles.rows[padded]
        two = titles[:-1] & titles[1:]
        scores[:-1] += two * model.titles[0]
        scores[:-2] += (two[:-1] & titles[2:]) * model.titles[1]
        _add_grams(scores, vocabulary.raw.rows[padded], model.raw)
        _add_grams(scores, vocabulary.lower.rows[padded], model.lower)
        return scores


def load_segmenter(mode: str = "repaired", hyphens: str = "split") -> Segmenter:
    """Load the segmenter of a mode, with an empty vocabulary."""
    exact = mode == "exact"
    model = load_model(shipped=exact)
    vocabulary = Vocabulary(model, load_normaliser(shipped=exact))
    tag = load_tagger() if exact else None
    return Segmenter(model, vocabulary, split_hyphens=not exact and hyphens == "split", tag=tag)


def _find_starts(texts: Sequence[str], counts: Ints, lengths: Ints) -> Ints:
    """Find where each chunk starts in its text: one space between two of them but in a few texts."""
    ends = np.cumsum(lengths + 1)
    before = np.concatenate([[0], ends])[np.cumsum(counts) - counts]
    starts: Ints = ends - lengths - 1 - np.repeat(before, counts)
    taken = np.concatenate([[0], ends])[np.cumsum(counts)] - before - 1
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    firsts = np.cumsum(counts) - counts
    for text in np.flatnonzero((counts > 0) & (taken != sizes)).tolist():
        at = 0
        for number in range(firsts[text], firsts[text] + counts[text]):
            while texts[text][at].isspace():
                at += 1
            starts[number] = at
            at += int(lengths[number])
    return starts


def _add_grams(scores: Floats, parts: npt.NDArray[np.int32], grams: Grams) -> None:
    """Add the weights of the pairs and triples at their places; a pair begins at most one token before its last use."""
    at = np.flatnonzero((parts[:-1] > 0) & (parts[1:] > 0))
    pairs = grams.pairs.find(pack(parts[at], parts[at + 1]))
    at, pairs = at[pairs > 0], pairs[pairs > 0]
    weights = grams.pair_weights[pairs]
    for column, shift in enumerate((2, 1, 0, -1)):
        scores[at + shift] += weights[:, column]
    third = parts[at + 2]
    at, pairs, third = at[third > 0], pairs[third > 0], third[third > 0]
    triples = grams.triples.find(pack(pairs, third))
    at, weights = at[triples > 0], grams.triple_weights[triples[triples > 0]]
    for column, shift in enumerate((2, 1, 0)):
        scores[at + shift] += weights[:, column]


def _decode(scores: Floats, first: Ints, last: Ints, model: Model) -> tuple[npt.NDArray[np.bool_], Ints]:
    """Find the best labels (Viterbi 1967), True where the word goes on, and the tokens where two readings are equal.

    Most scores decide by themselves whatever came before; only the runs between them are followed step by step.
    """
    size, low, high = len(scores), model.low, model.high
    begin = np.zeros(size + 1, np.bool_)
    begin[first] = True
    best = scores + model.gain
    # The difference at a token lies between best - high and best - low: past low or high on one side, it is settled.
    settled = np.zeros(size + 1, np.bool_)
    settled[1:] = (best - low <= low) | (best - high >= high)
    known = best - np.where(np.concatenate([[0.0], best[:-1]]) - high >= high, high, low)
    d = np.where(begin[:-1], scores, known)
    follows = ~(begin | settled)
    follows[1:] |= begin[:-1] & ~begin[1:]
    follows[size] = False
    at = np.flatnonzero(~follows[:size]) + 1
    while len(at := at[follows[at]]):
        d[at] = best[at] - np.clip(d[at - 1], low, high)
        at = at + 1
    # Backwards: past low or high a token's label is its own; between them it is the opposite of the next one's.
    places = np.arange(size)
    own = (d > high) | (d <= low)
    own[last] = True
    label = d > high
    label[last] = d[last] > 0
    nearest = np.minimum.accumulate(np.where(own, places, size)[::-1])[::-1]
    tied = np.minimum(abs(d - low), abs(d - high)) < TIE
    tied[last] = abs(d[last]) < TIE
    return label[nearest] ^ ((nearest - places) % 2 == 1), np.flatnonzero(tied)
