"""Sentence borders and kinds of lines against texts marked by hand: borders.txt shaped the rules, blind.txt did not.

In these files `== ` names a text, ¦ is a border, ↩ a line end that is none, and {kind} opens what is not plain text.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from vietdiplo import load_strings, split_sentences
from vietdiplo.texts.kinds import KINDS

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"\{(?P<kind>[a-z]+)\}|¦|↩(?=\n)|(?P<gap>\s+)|(?P<word>[^\s¦{↩]+|.)")


class Gold(NamedTuple):
    """A text without its marks and the kind of the sentence that starts at each place."""

    name: str
    text: str
    kinds: dict[int, str]


def read_gold(name: str) -> Iterator[Gold]:
    for part in (CASES / name).read_text(encoding="utf-8").split("== ")[1:]:
        title, _, body = part.partition("\n")
        yield Gold(title, *read_marks(body))


def read_marks(body: str) -> tuple[str, dict[int, str]]:
    text, kinds, kind, is_open = "", {}, "text", True
    for mark in MARK.finditer(body):
        if mark["word"]:
            if is_open:
                kinds[len(text)] = kind
            text, kind, is_open = text + mark["word"], "text", False
        elif mark["gap"]:
            is_open |= "\n" in mark["gap"] and body[mark.start() - 1] != "↩"
            text += mark["gap"]
        else:
            kind, is_open = mark["kind"] or "text", is_open or mark.group() != "↩"
    return text, kinds


def score_borders(name: str) -> tuple[float, float, int]:
    """Give precision, recall and the number of the gold's borders, those inside lines and those at line ends."""
    right = found = wanted = 0
    for gold in read_gold(name):
        starts = set(split_sentences(load_strings({gold.name: gold.text}))["start"][1:])
        borders = set([*gold.kinds][1:])
        right, found, wanted = right + len(starts & borders), found + len(starts), wanted + len(borders)
    return right / found, right / wanted, wanted


def score_kinds() -> dict[str, tuple[float, float, int]]:
    """Give precision, recall and number by kind, over the sentences of both files that start where the gold's do."""
    pairs = []
    for gold in (*read_gold("borders.txt"), *read_gold("blind.txt")):
        table = split_sentences(load_strings({gold.name: gold.text}))
        kinds = dict(zip(table["start"], table["kind"], strict=True))
        pairs += [(kind, kinds[start]) for start, kind in gold.kinds.items() if start in kinds]
    wanted, found = Counter(gold for gold, _ in pairs), Counter(kind for _, kind in pairs)
    right = Counter(gold for gold, kind in pairs if gold == kind)
    return {kind: (right[kind] / found[kind], right[kind] / wanted[kind], wanted[kind]) for kind in KINDS}


@pytest.mark.parametrize(("name", "least"), [("borders.txt", 413), ("blind.txt", 166)])
def test_borders_of_real_layouts(name: str, least: int) -> None:
    precision, recall, wanted = score_borders(name)
    print(f"{name}: {wanted} borders, precision {precision:.4f}, recall {recall:.4f}")
    assert wanted >= least
    assert min(precision, recall) >= 0.99


def test_kinds_of_lines() -> None:
    scores = score_kinds()
    for kind, (precision, recall, wanted) in scores.items():
        print(f"{kind}: {wanted} sentences, precision {precision:.3f}, recall {recall:.3f}")
    assert sum(wanted for _, _, wanted in scores.values()) >= 570
    assert min(precision for precision, _, _ in scores.values()) >= 0.95
    assert min(recall for _, recall, _ in scores.values()) >= 0.94
