"""Sentences into words, segmented by underthesea; every word keeps its place in the original."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import pandas as pd

from vietdiplo.tables import VietdiploError, check_table, make_table
from vietdiplo.texts import clean_text, unify_tones
from vietdiplo.texts.sentences import is_syllable

SEGMENTER = f"underthesea {version('underthesea')}"
SPOKEN = re.compile(r"\S*\w\S*")
LETTERS = re.compile(r"[^\W\d_]+")


def find_words(sentences: pd.DataFrame) -> pd.DataFrame:
    """Find the words of sentences: occurrences of the layer words.

    One row per word; the label is the word in lower case and one tone convention. Punctuation and numbers are left
    out. Words are multi-syllable where underthesea's segmenter (a CRF trained on VLSP 2013) says so.
    """
    check_table(sentences, "sentences")
    rows = []
    for doc_id, number, offset, text in zip(
        sentences["doc_id"], sentences["sentence"], sentences["start"], sentences["text"], strict=True
    ):
        cleaned = clean_text(text)
        for start, end in _find_spans(cleaned.text):
            label = label_word(cleaned.text[start:end])
            start, end = cleaned.span(start, end)
            rows.append((doc_id, number, offset + start, offset + end, text[start:end], "words", label))
    return make_table(rows, "occurrences")


def label_word(word: str) -> str:
    """Write a word as it is counted: lower case, the tone mark of hòa and not hoà, one space between syllables."""
    return unify_tones(" ".join(word.split()).lower())


def space_hyphens(text: str) -> str:
    """Put spaces around a hyphen that stands between two words: chính trị-ngoại giao, Việt Nam-Azerbaijan.

    It does where a part completes a word of the segmenter's dictionary, or a Vietnamese name of two syllables, with
    its neighbour; a hyphen inside a listed word (vắc-xin), a foreign name (Kassym-Jomart) or between capitals (GD-ĐT)
    stays.
    """
    runs = list(LETTERS.finditer(text))
    names = ["", *(run.group() for run in runs), ""]
    gaps = ["", *(text[a.end() : b.start()] for a, b in pairwise(runs)), ""]
    pieces, at = [], 0
    for index, run in enumerate(runs[:-1], start=1):
        if gaps[index] != "-":
            continue
        before = names[index - 1] if gaps[index - 1] == " " else ""
        after = names[index + 2] if gaps[index + 1] == " " else ""
        if _joins_words(before, names[index], names[index + 1], after):
            pieces += [text[at : run.end()], " - "]
            at = run.end() + 1
    return "".join([*pieces, text[at:]])


def _joins_words(before: str, left: str, right: str, after: str) -> bool:
    if (
        left.isupper() and right.isupper() and len(left + right) > 2
    ) or f"{left}-{right}".lower() in _load_dictionary():
        return False
    return _is_word(before, left) or _is_word(right, after)


def _is_word(first: str, second: str) -> bool:
    if not first or not second:
        return False
    named = first[0].isupper() and second[0].isupper() and is_syllable(first) and is_syllable(second)
    return named or f"{first} {second}".lower() in _load_dictionary()


def _find_spans(text: str) -> Iterator[tuple[int, int]]:
    """Find the words of a cleaned sentence by walking its characters: the segmenter gives no places.

    It rewrites some letters (uỷ to ủy, qui to quy), so a search for its tokens drifts; but it never changes how many
    characters there are that are no spaces.
    """
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    tokens = load_segmenter()(space_hyphens(text))
    sizes = [sum(not letter.isspace() for letter in token) for token in tokens]
    if sum(sizes) != len(places):
        raise VietdiploError(f"words: the segmenter lost characters of {text[:60]!r}; report this sentence")
    at = 0
    for size in sizes:
        start, end = places[at], places[at + size - 1] + 1
        at += size
        spoken = [*SPOKEN.finditer(text, start, end)]  # it joins a symbol before a word to it
        if any(map(str.isalpha, text[start:end])):
            yield spoken[0].start(), spoken[-1].end()


@cache
def load_segmenter() -> Callable[[str], list[str]]:
    """Load underthesea's segmenter and its dictionary, once a process: a sentence to its tokens."""
    _load_dictionary()
    from underthesea import word_tokenize  # inside: the import takes half a second that other commands need not wait

    segmenter: Callable[[str], list[str]] = word_tokenize
    return segmenter


@cache
def _load_dictionary() -> frozenset[str]:
    import joblib  # what underthesea saved its dictionary with
    import underthesea

    folder = Path(underthesea.__file__).parent / "pipeline/word_tokenize/models"
    return frozenset(joblib.load(min(folder.glob("*/dictionary.bin"))))
