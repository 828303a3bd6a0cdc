"""A sentence with what was found in it: occurrences that overlap are one mark, which says what each of them is."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

# The line ends of str.splitlines are one line end in HTML, and other control characters are not allowed there.
BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


class Mark(NamedTuple):
    """What was found at a place of a sentence: code points from its start, layer, and what it is, in HTML."""

    start: int
    end: int
    layer: str
    note: str


def write_text(text: str) -> str:
    """Write a text as HTML in which nothing is markup and every line end is one."""
    return escape(CONTROL.sub("\ufffd", BREAK.sub("\n", text)))


def write_marks(text: str, marks: Sequence[Mark], name: str, lang: str = "vi") -> str:
    """Write a sentence as HTML with its marks; `name` begins the ids of their notes, which are in a language."""
    pieces: list[str] = []
    at = 0
    for number, group in enumerate(_group_marks(marks)):
        start, end = group[0].start, max(mark.end for mark in group)
        pieces += write_text(text[at:start]), _write_group(text, group, f"{name}-{number}", lang)
        at = end
    return "".join([*pieces, write_text(text[at:])])


def _group_marks(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Group marks that overlap, by way of others too; the longer first."""
    group: list[Mark] = []
    reach = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.layer)):
        if group and mark.start >= reach:
            yield group
            group = []
        group.append(mark)
        reach = max(reach, mark.end)
    if group:
        yield group


def _write_group(text: str, group: Sequence[Mark], name: str, lang: str) -> str:
    layers = sorted({mark.layer for mark in group})
    pieces = [
        f'<span class="{" ".join(over)}">{write_text(text[start:end])}</span>' if over else write_text(text[start:end])
        for start, end, over in _cut_group(group)
    ]
    notes = dict.fromkeys(f'<span class="{mark.layer}">{mark.note}</span>' for mark in group)
    note = f'<span class="told" id="{name}" role="note" lang="{lang}">{"".join(notes)}</span>'
    return f'<mark class="{" ".join(layers)}" tabindex="0" aria-describedby="{name}">{"".join(pieces)}{note}</mark>'


def _cut_group(group: Sequence[Mark]) -> Iterator[tuple[int, int, list[str]]]:
    """Cut a group where a mark starts or ends; give each piece with the layers over it."""
    changes: dict[int, Counter[str]] = defaultdict(Counter)
    for mark in group:
        changes[mark.start][mark.layer] += 1
        changes[mark.end][mark.layer] -= 1
    over: Counter[str] = Counter()
    for start, end in pairwise(sorted(changes)):
        over.update(changes[start])
        yield start, end, sorted(layer for layer, n in over.items() if n)
