"""The weights of underthesea's word segmenter, read from its own file and laid out for look-ups on integers."""

import struct
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from vietdiplo.find.segmentation.shipped import Shape, load_dictionary, read_file
from vietdiplo.find.segmentation.table import Table
from vietdiplo.tables import VietdiploError

Floats = npt.NDArray[np.float64]
# The templates the model was trained with: from which token to which, relative to the one that is labelled.
UNIGRAMS = (-2, -1, 0, 1, 2)
BIGRAMS = ((-2, -1), (-1, 0), (0, 1), (1, 2))
TRIGRAMS = ((-2, 0), (-1, 1), (0, 2))
TITLES = ((0, 1), (0, 2))
FEATURE = np.dtype([("kind", "<u4"), ("source", "<u4"), ("target", "<u4"), ("weight", "<f8")])


class Grams(NamedTuple):
    """Weights of the pairs and triples of tokens: the number of a part, and a row of weights for each gram.

    Row 0 is no gram. A triple is keyed by the number of its first pair and its third token.
    """

    parts: Mapping[str, int]
    pairs: Table
    pair_weights: Floats
    triples: Table
    triple_weights: Floats


class Model(NamedTuple):
    """The segmenter: all weights are for I-W (the word goes on) less those for B-W (a word begins).

    `edges` are added at a sentence's first, second, last but one and last token, where a template reaches out of it.
    """

    attributes: Mapping[str, float]
    dictionary: frozenset[str]
    raw: Grams
    lower: Grams
    base: float
    titles: tuple[float, float]
    edges: tuple[float, float, float, float]
    gain: float
    low: float
    high: float

    def weigh_token(self, shape: Shape) -> list[float]:
        """Give what a token adds to its neighbours' scores, from the second after it to the second before it."""
        values = {
            "": shape.token,
            ".lower": shape.lower,
            ".isdigit": shape.is_digit,
            ".istitle": shape.is_title,
            ".is_in_dict": shape.lower in self.dictionary,
        }
        weigh = self.attributes.get
        return [sum(weigh(f"T[{at}]{name}={value}", 0.0) for name, value in values.items()) for at in UNIGRAMS]

    def weigh_border(self) -> list[float]:
        """Give the same for what lies outside the sentence."""
        names = ("", ".lower", ".isdigit", ".istitle", ".is_in_dict")
        border = {at: "EOS" if at > 0 else "BOS" for at in UNIGRAMS}
        return [sum(self.attributes.get(f"T[{at}]{name}={border[at]}", 0.0) for name in names) for at in UNIGRAMS]


@cache
def load_model(*, shipped: bool) -> Model:
    """Load the segmenter as shipped, or repaired: without the dictionary, which was empty when it was trained."""
    attributes, transitions = _read_weights(read_file("models.bin"))
    dictionary = load_dictionary() if shipped else frozenset()
    known = [tuple(entry.split(" ")) for entry in dictionary]
    weigh = attributes.get
    unlisted = [-weigh(f"T[{a},{b}].is_in_dict=False", 0.0) for a, b in (*BIGRAMS, *TRIGRAMS)]
    lower = _collect_grams(attributes, ".lower")
    for entry in known:
        if len(entry) in (2, 3):
            weights = unlisted[:4] if len(entry) == 2 else unlisted[4:]
            row = lower.setdefault(entry, [0.0] * len(weights))
            lower[entry] = [a + b for a, b in zip(row, weights, strict=True)]
    titles = [weigh(f"T[{a},{b}].istitle=True", 0.0) - weigh(f"T[{a},{b}].istitle=False", 0.0) for a, b in TITLES]
    base = -sum(unlisted) + sum(weigh(f"T[{a},{b}].istitle=False", 0.0) for a, b in TITLES)
    begin, turn, back, stay = transitions.reshape(-1)  # B-W to B-W, B-W to I-W, I-W to B-W, I-W to I-W
    grams = _build_grams(_collect_grams(attributes, "")), _build_grams(lower)
    edges = _weigh_edges(attributes)
    return Model(
        attributes, dictionary, *grams, base, (titles[0], titles[1]), edges, turn - back, begin - back, turn - stay
    )


def _read_weights(data: bytes) -> tuple[dict[str, float], Floats]:
    """Read a CRFsuite model: the weight of each attribute, and the transitions; written by CRFsuite's crf1d_model.c."""
    if data[:4] != b"lCRF" or data[8:12] != b"FOMC":
        raise VietdiploError("underthesea: models.bin is no CRFsuite model; install the pinned version")
    _, size, features, labels, names = struct.unpack_from("<5I", data, 20)
    if _read_strings(data, labels) != ["B-W", "I-W"]:
        raise VietdiploError("underthesea: models.bin has other labels than B-W and I-W; install the pinned version")
    (number,) = struct.unpack_from("<I", data, features + 8)
    records = np.frombuffer(data, FEATURE, number, features + 12)
    states, transitions = records[records["kind"] == 0], records[records["kind"] == 1]
    weights, steps = np.zeros((size, 2)), np.zeros((2, 2))
    weights[states["source"], states["target"]] = states["weight"]
    steps[transitions["source"], transitions["target"]] = transitions["weight"]
    return dict(zip(_read_strings(data, names), (weights[:, 1] - weights[:, 0]).tolist(), strict=True)), steps


def _read_strings(data: bytes, at: int) -> list[str]:
    """Read the strings of a constant database by their number."""
    size, backward = struct.unpack_from("<2I", data, at + 16)
    found = []
    for place in np.frombuffer(data, "<u4", size, at + backward).tolist():
        (length,) = struct.unpack_from("<I", data, at + place + 4)
        found.append(data[at + place + 8 : at + place + 7 + length].decode())  # without its closing zero byte
    return found


def _collect_grams(attributes: Mapping[str, float], kind: str) -> dict[tuple[str, ...], list[float]]:
    """Collect the weights of each pair and triple, in the order of the templates."""
    grams: dict[tuple[str, ...], list[float]] = {}
    for templates in (BIGRAMS, TRIGRAMS):
        heads = {f"T[{a},{b}]{kind}": number for number, (a, b) in enumerate(templates)}
        for name, weight in attributes.items():
            head, _, value = name.partition("=")
            gram = tuple(value.split(" "))
            if head in heads and len(gram) > 1:  # BOS and EOS stand alone
                grams.setdefault(gram, [0.0] * len(templates))[heads[head]] = weight
    return grams


def _build_grams(grams: Mapping[tuple[str, ...], list[float]]) -> Grams:
    parts = {part: number for number, part in enumerate(dict.fromkeys(p for gram in grams for p in gram), start=1)}
    pairs = dict.fromkeys(gram[:2] for gram in grams)  # that of a triple too, to find it
    numbers = {pair: number for number, pair in enumerate(pairs, start=1)}
    triples = [gram for gram in grams if len(gram) == 3]
    return Grams(
        parts,
        Table([(parts[a], parts[b]) for a, b in pairs]),
        _stack([grams.get(pair, [0.0] * 4) for pair in pairs], 4),
        Table([(numbers[gram[:2]], parts[gram[2]]) for gram in triples]),
        _stack([grams[gram] for gram in triples], 3),
    )


def _stack(rows: Iterable[list[float]], width: int) -> Floats:
    return np.array([[0.0] * width, *rows])


def _weigh_edges(attributes: Mapping[str, float]) -> tuple[float, float, float, float]:
    """Weigh the templates that reach out of the sentence at its first, second, last but one and last token."""

    def weigh(templates: Iterable[tuple[int, int]], border: str, names: Iterable[str]) -> float:
        return sum(
            attributes.get(f"T[{a},{b}]{name}={border}", 0.0) - attributes.get(f"T[{a},{b}]{name}=False", 0.0)
            for a, b in templates
            for name in names
        )

    grams, words = (*BIGRAMS, *TRIGRAMS), ("", ".lower", ".is_in_dict")
    sums: list[Any] = [weigh([t for t in grams if t[0] < -at], "BOS", words) for at in (0, 1)]
    for left in (1, 0):
        sums.append(weigh([t for t in grams if t[1] > left], "EOS", words))
        sums[-1] += weigh([t for t in TITLES if t[1] > left], "EOS", [".istitle"])
    return (sums[0], sums[1], sums[2], sums[3])
