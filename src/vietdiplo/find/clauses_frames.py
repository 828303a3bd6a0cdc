"""What of a sentence is only the frame of what it says, and what it tells as planned or as done."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from vietdiplo.find.commitments_marks import CUES, PREDICATES, VERBS, Lexicon, Mark, fold_text
from vietdiplo.language import load_data

SAYING = frozenset(("report", "agree", "commit", "affirm", "wish", "request", "belief", "opinion", "agreed_opinion"))
ENDS = PREDICATES | {"past", "comma", "semicolon"}  # where an adverbial is over

Spans = list[tuple[int, int]]


class Words(NamedTuple):
    """What begins an adverbial anywhere, or at the head of a sentence only; and what tells something as done."""

    anywhere: re.Pattern[str]
    first: re.Pattern[str]
    done: frozenset[str]


def find_frames(folded: str, marks: Sequence[Mark]) -> Spans:
    """Find the words that only say who speaks, when and at what occasion: Tại hội đàm, Chủ tịch A nhấn mạnh ...

    That is all before the first verb of a sentence if it is one of saying, and what the adverbials of alignment.yml
    begin, up to a comma or the next predicate. Takes a sentence by its `fold_text`.
    """
    speech = next((mark for mark in marks if mark.kind in PREDICATES | VERBS), None)
    spans = [(0, speech.start)] if speech and speech.kind in SAYING else []
    words = _load_words()
    opened = [words.first.match(folded), *words.anywhere.finditer(folded)]
    ends = [*(mark.start for mark in marks if mark.kind in ENDS), len(folded)]
    return spans + [(o.start(), ends[bisect_left(ends, o.end())]) for o in opened if o]


def find_times(lexicon: Lexicon, folded: str, marks: Sequence[Mark]) -> Iterator[tuple[int, str]]:
    """Find the words that tell something as done (đã, vừa) or as planned (sẽ, nhất trí, xem xét ...), and where.

    What is done by saying it, as in nhất trí nâng cấp quan hệ, is neither; nor is đã before a word of saying.
    """
    done = _load_words().done
    for mark, following in zip_longest(marks, marks[1:]):
        if any(folded.startswith(lexicon.performed, at) for at in (mark.start, mark.end + 1)):
            continue
        says = following and following.kind in PREDICATES and not folded[mark.end : following.start].strip()
        if mark.kind == "past" and mark.value.split()[0] in done and not says:
            yield mark.start, "done"
        elif mark.kind in CUES:
            yield mark.start, "plan"


@cache
def _load_words() -> Words:
    """Load the lists of alignment.yml, once a process."""
    data = load_data("alignment.yml")
    frames = data["frames"]
    lists = (frames["anywhere"], [*frames["anywhere"], *frames["first"]])
    patterns = ("|".join(sorted(map(fold_text, phrases), key=len, reverse=True)) for phrases in lists)
    anywhere, first = (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for pattern in patterns)
    return Words(anywhere, first, frozenset(data["done"]))
