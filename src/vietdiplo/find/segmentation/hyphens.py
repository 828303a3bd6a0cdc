"""Hyphens between two words, which news agencies write without spaces: chính trị-ngoại giao, Việt Nam-Azerbaijan."""

import re
from itertools import pairwise

from vietdiplo.find.segmentation.shipped import load_dictionary
from vietdiplo.texts.stops import is_syllable

LETTERS = re.compile(r"[^\W\d_]+")


def space_hyphens(before: str, chunk: str, after: str) -> str:
    """Put spaces around a hyphen that stands between two words, given the chunk's neighbours.

    It does where a part completes a word of the segmenter's dictionary, or a Vietnamese name of two syllables, with
    its neighbour; a hyphen inside a listed word (vắc-xin), a foreign name (Kassym-Jomart) or between capitals (GD-ĐT)
    stays.
    """
    text = f"{before} {chunk} {after}"
    begin, end = len(before) + 1, len(before) + 1 + len(chunk)
    runs = list(LETTERS.finditer(text))
    names = ["", *(run.group() for run in runs), ""]
    gaps = ["", *(text[a.end() : b.start()] for a, b in pairwise(runs)), ""]
    pieces, at = [], begin
    for index, run in enumerate(runs[:-1], start=1):
        if gaps[index] != "-" or not begin <= run.start() < end:
            continue
        left = names[index - 1] if gaps[index - 1] == " " else ""
        right = names[index + 2] if gaps[index + 1] == " " else ""
        if _joins_words(left, names[index], names[index + 1], right):
            pieces += [text[at : run.end()], " - "]
            at = run.end() + 1
    return "".join([*pieces, text[at:end]])


def _joins_words(before: str, left: str, right: str, after: str) -> bool:
    if (left.isupper() and right.isupper() and len(left + right) > 2) or f"{left}-{right}".lower() in load_dictionary():
        return False
    return _is_word(before, left) or _is_word(right, after)


def _is_word(first: str, second: str) -> bool:
    if not first or not second:
        return False
    named = first[0].isupper() and second[0].isupper() and is_syllable(first) and is_syllable(second)
    return named or f"{first} {second}".lower() in load_dictionary()
