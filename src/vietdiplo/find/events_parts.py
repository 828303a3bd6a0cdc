"""A sentence cut into the parts that a date can belong to: at punctuation, and before what opens a clause."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from vietdiplo.find.events_words import TITLES, Mark, Words, find_marks, join_forms, load_words
from vietdiplo.find.phrases import Syllable, split_syllables

# A comma in a number or in Việt Nam,Lào without a space is none; a dash between two capitals joins a pair of names.
BORDER = re.compile(r"[,;:…!?](?=\s|$)|[()]|\s[-–—]\s")
QUOTE = re.compile('“[^“”]{1,200}”|"[^"]{1,200}"')
PAIR = re.compile(r"[\w\])]\s[-–—]\s(?=[^\W\d_])")
SPAN = tuple[int, int]
SHORT = 2  # syllables of a part inside a list
REACH = 4  # syllables of the longest phrase that goes with a date


class Part(NamedTuple):
    """A stretch of a sentence and what stands before it: a sign, `border` for a conjunction, `and`, or nothing."""

    start: int
    end: int
    joint: str


class Sentence(NamedTuple):
    """A sentence with what is known of its words, its parts in order, and the spans of its dates."""

    text: str
    syllables: Sequence[Syllable]
    marks: Sequence[Mark]
    parts: Sequence[Part]
    dates: Sequence[SPAN]


def read_parts(text: str, dates: Sequence[SPAN]) -> Sentence:
    """Read a cleaned sentence with the spans of its dates."""
    words, syllables = load_words(), split_syllables(text)
    marks = [mark for mark in find_marks(words, syllables) if not _overlaps((mark.start, mark.end), dates)]
    borders = sorted({*_list_signs(text, dates, syllables, marks), *_list_conjunctions(words, syllables, marks)})
    return Sentence(text, syllables, marks, _join_lists(text, syllables, [*_cut(text, borders)], dates), dates)


def widen_date(sentence: Sentence, date: SPAN) -> SPAN:
    """Widen a date by what goes with it: the preposition in front of it, `giờ địa phương` after it."""
    words, syllables = load_words(), sentence.syllables
    start, end = date
    first = next((n for n, s in enumerate(syllables) if s.start >= start), len(syllables))
    last = next((n for n, s in enumerate(syllables) if s.start >= end), len(syllables))
    joint = syllables[first].joint if first < len(syllables) else ""
    while not joint and (n := _count_before(words, syllables, first)):
        first -= n
        start, joint = syllables[first].start, syllables[first].joint
    while n := _count_after(words, syllables, last):
        end, last = syllables[last + n - 1].end, last + n
        end += sentence.text[end : end + 1] == ")"
    return start, end


def find_part(sentence: Sentence, place: int) -> int:
    """Find the number of the part that a place stands in."""
    return max(number for number, part in enumerate(sentence.parts) if part.start <= place or not number)


def list_inside(sentence: Sentence, start: int, end: int) -> list[Mark]:
    """List the marks between two places."""
    return [mark for mark in sentence.marks if start <= mark.start and mark.end <= end]


def strip_span(text: str, start: int, end: int) -> SPAN:
    """Move the ends of a span over spaces, punctuation and closing signs."""
    while start < end and not (text[start].isalnum() or text[start] in "“\"'‘("):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in "”\"'’)%"):
        end -= 1
    return start, end


def strip_part(sentence: Sentence, number: int) -> SPAN:
    """Give the span of a part without spaces and punctuation at its ends."""
    return strip_span(sentence.text, sentence.parts[number].start, sentence.parts[number].end)


def list_part(sentence: Sentence, number: int) -> list[Mark]:
    """List the marks of a part."""
    return list_inside(sentence, sentence.parts[number].start, sentence.parts[number].end)


def count_syllables(sentence: Sentence, pieces: Sequence[SPAN]) -> int:
    """Count the syllables of some stretches."""
    return sum(start <= s.start and s.end <= end for s in sentence.syllables for start, end in pieces)


def starts_with(sentence: Sentence, start: int, end: int, phrases: frozenset[str]) -> int:
    """Tell where a list's longest phrase that a span begins with ends; 0 if it begins with none."""
    found = [s for s in sentence.syllables if start <= s.start and s.end <= end][:REACH]
    return next((found[n - 1].end for n in range(len(found), 0, -1) if join_forms(found[:n]) in phrases), 0)


def is_noun(words: Words, syllables: Sequence[Syllable], mark: Mark) -> bool:
    """Tell whether the word for an event is a noun: cuộc hội đàm, Hội nghị."""
    found = syllables[mark.first : mark.last]
    return any(join_forms(found[:n]) in words.lists["nouns"] for n in range(len(found), 0, -1))


def _cut(text: str, borders: Sequence[tuple[int, int, str]]) -> Iterator[Part]:
    at, joint = 0, ""
    for start, end, sign in borders:
        if start < at:
            continue
        if text[at:start].strip() or joint == "":
            yield Part(at, start, joint)
            joint = sign
        elif sign not in ("border", "and"):
            joint = sign
        at = end
    yield Part(at, len(text), joint)


def _join_lists(text: str, syllables: Sequence[Syllable], parts: Sequence[Part], dates: Sequence[SPAN]) -> list[Part]:
    """Join what commas cut inside a list of short words: nông, lâm, thủy sản."""
    joined: list[Part] = []
    inside, openings = False, load_words().lists["openings"]
    for part, following in zip_longest(parts, parts[1:]):
        few = [s for s in syllables if part.start <= s.start < part.end]
        is_short = part.joint == "," and following is not None and following.joint == "," and 0 < len(few) <= SHORT
        is_short = (
            is_short
            and few[0].form not in openings
            and few[0].word.islower()
            and not _overlaps((part.start, part.end), dates)
        )
        if joined and (is_short or inside):
            joined[-1] = joined[-1]._replace(end=part.end)
        else:
            joined.append(part)
        inside = is_short
    return joined


def _list_signs(
    text: str, dates: Sequence[SPAN], syllables: Sequence[Syllable], marks: Sequence[Mark]
) -> Iterator[tuple[int, int, str]]:
    # Tổng Bí thư, Chủ tịch nước Tô Lâm: two offices of one person.
    offices = {one.end for one, two in pairwise(marks) if one.last == two.first and _is_one_person(one, two)}
    quoted = [quote.span() for quote in QUOTE.finditer(text)]
    for sign in BORDER.finditer(text):
        if any(start < sign.start() < end for start, end in quoted):
            continue
        is_pair = PAIR.match(text, max(sign.start() - 1, 0)) and _joins_names(text, sign)
        if not is_pair and sign.start() not in offices and not any(start <= sign.start() < end for start, end in dates):
            yield sign.start(), sign.end(), sign.group().strip()


def _is_one_person(one: Mark, two: Mark) -> bool:
    return {one.kind, two.kind} <= TITLES and one.value not in load_words().lists["companions"]


def _joins_names(text: str, sign: re.Match[str]) -> bool:
    before = text[: sign.start()].rsplit(" ", 1)[-1]
    return before[:1].isupper() and text[sign.end() : sign.end() + 1].isupper()


def _list_conjunctions(
    words: Words, syllables: Sequence[Syllable], marks: Sequence[Mark]
) -> Iterator[tuple[int, int, str]]:
    """List the places before what opens a clause, and before `and` where a verb of an event follows."""
    for mark in marks:
        if mark.kind == "subordinators":
            yield mark.start, mark.start, "border"
        before = syllables[mark.first - 1] if mark.first else None
        joined = (
            mark.kind == "head" and before and before.form in words.lists["and"] and not syllables[mark.first].joint
        )
        if joined and before and not is_noun(words, syllables, mark):
            yield before.start, before.start, "and"


def _count_before(words: Words, syllables: Sequence[Syllable], first: int) -> int:
    return next((n for n in range(3, 0, -1) if _fits(words, "before_date", syllables[max(first - n, 0) : first], n)), 0)


def _count_after(words: Words, syllables: Sequence[Syllable], last: int) -> int:
    if last < len(syllables) and syllables[last].joint not in ("", "("):
        return 0
    return next((n for n in range(REACH, 0, -1) if _fits(words, "after_date", syllables[last : last + n], n)), 0)


def _fits(words: Words, name: str, found: Sequence[Syllable], n: int) -> bool:
    return len(found) == n and not any(s.joint for s in found[1:]) and join_forms(found) in words.lists[name]


def _overlaps(span: SPAN, others: Sequence[SPAN]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
