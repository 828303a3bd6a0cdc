"""What underthesea ships and we use: its model's files, its tokenizer and its tables of letters."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from vietdiplo.tables import VietdiploError
from vietdiplo.texts import unify_tones

SEGMENTER = f"underthesea {version('underthesea')}"
FOLDER = "pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727"
FILES = ("dictionary.bin", "features.bin", "models.bin")  # its words, what it looks at, its weights
RUN = r"[^\s()<>{}\[\]]+"
TONES = "\u0300\u0301\u0309\u0303\u0323"


class Shape(NamedTuple):
    """A token as the model knows it, in lower case, and whether it is a number or does not begin in small letters."""

    token: str
    lower: str
    is_digit: str
    is_title: str


def read_file(name: str) -> bytes:
    """Read a file of the model. Raises VietdiploError if this underthesea does not have it."""
    try:
        return (_find_folder() / name).read_bytes()
    except OSError as error:
        place = f"{SEGMENTER}: {FOLDER}/{name}"
        raise VietdiploError(f"{place}: {error.strerror}; install the version that pyproject.toml pins") from error


@cache
def load_dictionary() -> frozenset[str]:
    """Load the words that come with the segmenter, in lower case."""
    import io

    import joblib  # what underthesea saved its dictionary with

    return frozenset(joblib.load(io.BytesIO(read_file("dictionary.bin"))))


@cache
def load_tokenizer() -> Callable[[str], Iterator[tuple[int, int]]]:
    """Load the tokenizer: a text to the span of each token.

    In its pattern of addresses a repeated run is repeated again, which makes http:a!'!'!' cost the power of its length.
    The run by one character finds the same. Raises VietdiploError where the pattern is another.
    """
    from underthesea.pipeline.word_tokenize.regex_tokenize import patterns

    if patterns.pattern.count(RUN) != 1:
        raise VietdiploError(f"{SEGMENTER}: its pattern of addresses is not the known one; install the pinned version")
    linear = re.compile(patterns.pattern.replace(RUN, RUN.removesuffix("+")), patterns.flags)
    return lambda text: (found.span() for found in linear.finditer(text))


@cache
def load_tagger() -> Callable[[Sequence[str]], list[str]]:
    """Load the shipped segmenter itself: tokens to B-W or I-W each. Seventy times slower than the arrays."""
    from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger

    tagger = FastCRFSequenceTagger()
    tagger.load(_find_folder())
    return lambda tokens: tagger.predict([[token] for token in tokens])


@cache
def load_normaliser(*, shipped: bool) -> Callable[[str], str]:
    """Load what rewrites a token for the model: underthesea's table of misspellings and, when repaired, its tones.

    The table writes uỷ as ủy, but the model was trained on uỷ.
    """
    from underthesea.pipeline.text_normalize import token_normalize

    if shipped:
        return token_normalize  # type: ignore[no-any-return]
    return lambda token: _renew_tones(token_normalize(token))


def read_shapes(tokens: Sequence[str]) -> list[Shape]:
    """Read the shape of tokens with underthesea's own code: its tables of letters are newer than Python's."""
    if not tokens:
        return []
    from underthesea_core import CRFFeaturizer

    names = ["T[0].lower", "T[0].isdigit", "T[0].istitle"]
    found = CRFFeaturizer(names, set()).process([[[token]] for token in tokens])
    values = [[value[len(name) + 1 :] for name, value in zip(names, row, strict=True)] for (row,) in found]
    return [Shape(token, lower, digit, title) for token, (lower, digit, title) in zip(tokens, values, strict=True)]


def _find_folder() -> Path:
    # Looked up and not imported: importing the package takes a third of a second and loads its other models' code.
    spec = find_spec("underthesea")
    return Path(spec.origin if spec and spec.origin else ".").parent / FOLDER


def _renew_tones(token: str) -> str:
    """Write the tone of an open oa, oe or uy on its last letter, the opposite of `unify_tones`."""
    ending = _list_old_endings().get(token[-2:])
    return token[:-2] + ending if ending and token[-3:-2] not in ("q", "Q") else token


@cache
def _list_old_endings() -> dict[str, str]:
    endings: dict[str, str] = {}
    for letters in (vowels + tone for vowels in ("oa", "oe", "uy") for tone in TONES):
        new = unicodedata.normalize("NFC", letters)
        endings |= {unify_tones(form): form for form in (new, new.upper(), new.title())}
    return endings
