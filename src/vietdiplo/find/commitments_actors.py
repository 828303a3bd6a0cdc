"""Who acts: the subject in front of a predicate, and the side it speaks for."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from vietdiplo.find.commitments_marks import ACTORS, WORD, Lexicon, Mark, split_words
from vietdiplo.texts.stops import is_syllable

HOME = "VN"
PAIR = re.compile(r"\s?[-–]\s?[^\W\d_]")  # what joins two names: Việt Nam-Bulgaria
NAME, OFFICE = 2, 4  # words that a name has at least, and an office before it at most


class Actor(NamedTuple):
    """An actor as the text names it, and its side."""

    text: str
    side: str
    start: int


class Subject(NamedTuple):
    """What stands in front of a predicate: nothing, an actor, an adverbial or some thing that cannot promise."""

    kind: str
    actor: Actor | None = None


class Parts(NamedTuple):
    """The text in front of a predicate: the places where its parts begin, whether by a comma, and its marks."""

    text: str
    starts: Sequence[int]
    joints: Sequence[str]
    end: int
    marks: Sequence[Mark]

    def list_inside(self, start: int, end: int) -> Sequence[Mark]:
        """List the marks that begin between two places; a sentence may have very many."""
        first, last = (bisect_left(self.marks, at, key=lambda mark: mark.start) for at in (start, end))
        return self.marks[first:last]


NOTHING = Subject("nothing")


def find_subject(lexicon: Lexicon, parts: Parts, partner: str, last: Actor | None) -> Subject:
    """Find the subject that ends where a predicate begins: its last part decides, parts in apposition join it."""
    number = len(parts.starts) - 1
    while parts.joints[number] == "and" and _opens_pair(lexicon, parts, number - 1):
        number -= 1
    start, end = parts.starts[number], _trim(parts, parts.starts[number])
    if end <= start:
        return NOTHING
    first = _find_first(lexicon, parts, start, end)
    if first is None:
        return _read_other(lexicon, parts, start, end)
    if first.kind == "country" and parts.joints[number] == "and" and not is_tight(lexicon, parts, first, end):
        return Subject("thing")  # the end of a name: Chương trình Việt Nam và Lào giai đoạn 2021-2025 sẽ ...
    first = _extend(lexicon, parts, number, first)
    side = _find_side(lexicon, parts, first, end, partner, last)
    return Subject("actor", Actor(parts.text[first.start : end].strip(" ,"), side, first.start))


def _opens_pair(lexicon: Lexicon, parts: Parts, number: int) -> bool:
    """Tell a part with the first of two that a noun joins: quan hệ giữa Việt Nam và Ấn Độ."""
    words = split_words(parts.text[parts.starts[number] : parts.starts[number + 1]].lower())
    pairing, full = lexicon.guards["pairing"], lexicon.guards["full_pair"]
    return any(word in pairing and after not in full for word, after in pairwise([*words, ""]))


def _read_other(lexicon: Lexicon, parts: Parts, start: int, end: int) -> Subject:
    """Tell an adverbial, a name whose office is in no list (Hồng y Pietro Parolin), and a thing."""
    words = split_words(parts.text[start:end])
    if words[:1] and words[0].lower() in lexicon.guards["openings"]:
        return Subject("adverbial")
    name = _find_name(parts.text[start:end], [])
    known = any(mark.kind == "country" for mark in parts.list_inside(start, end))
    if len(name) < NAME or len(words) - len(name) > OFFICE or known:
        return Subject("thing")
    side = "viet_nam" if _is_home(lexicon, name) else "partner"
    begin = parts.text.index(words[0], start)
    return Subject("name", Actor(parts.text[begin:end].rstrip(" ,"), side, begin))


def find_leader(lexicon: Lexicon, parts: Parts, partner: str, last: Actor | None) -> Actor | None:
    """Find the first part before a predicate that begins with an actor, whatever verb it goes on with."""
    for number, (start, end) in enumerate(pairwise(parts.starts), start=1):
        first = _find_first(lexicon, parts, start, end)
        if first:
            stop = _find_name_end(lexicon, parts, first, end)
            if parts.joints[number] == "and" and len(split_words(parts.text[stop:end])) <= 1:
                other = _find_first(lexicon, parts, end, [*parts.starts, parts.end][number + 1])
                stop = _find_name_end(lexicon, parts, other, parts.end) if other else stop
            side = _find_side(lexicon, parts, first, stop, partner, last)
            return Actor(parts.text[first.start : stop], side, first.start)
    return None


def _find_name_end(lexicon: Lexicon, parts: Parts, first: Mark, end: int) -> int:
    """Find where an actor's words end: marks of actors, capitals and the words that go with an office."""
    at = first.end
    inside = {place for m in parts.marks if m.kind in ACTORS for place in range(m.start, m.end)}
    for word in WORD.finditer(parts.text, first.end, end):
        fits = word.start() in inside or word.group()[0].isupper() or word.group() in lexicon.guards["np_words"]
        if not fits or parts.text[at : word.start()].strip():
            break
        at = word.end()
    return at


def is_tight(lexicon: Lexicon, parts: Parts, first: Mark, end: int) -> bool:
    """Tell whether a subject has no words but names and those that go with an office: hai nước hữu quan."""
    return not split_words(parts.text[_find_name_end(lexicon, parts, first, end) : end])


def _is_office(lexicon: Lexicon, parts: Parts, first: Mark, end: int) -> bool:
    """Tell whether a part is no more than a name with its office: Ủy viên Bộ Chính trị, Bộ trưởng Quốc phòng ...

    In the name of an office a capital begins a word, and the next syllable may be a small one of it.
    """
    begun = True
    for word in WORD.finditer(parts.text, first.end, end):
        syllable = word.group()
        if not (syllable[0].isupper() or begun or syllable in lexicon.guards["np_words"]):
            return False
        begun = syllable[0].isupper()
    return True


def _trim(parts: Parts, start: int) -> int:
    """Give where a part ends without the adverbs and commas at its end."""
    end = parts.end
    for mark in reversed(parts.marks):
        if mark.start < start or mark.end > end:
            continue
        if mark.kind not in ("adverb", "past", "comma") or parts.text[mark.end : end].strip():
            break
        end = mark.start
    return end if parts.text[start:end].strip() else start


def _find_first(lexicon: Lexicon, parts: Parts, start: int, end: int) -> Mark | None:
    """Find the mark that a part begins with as a subject: at its start, or after the words that may stand before."""
    inner = parts.list_inside(start, end)
    for mark in inner:
        if mark.kind not in ACTORS:
            continue
        before = [word.lower() for word in split_words(parts.text[start : mark.start])]
        if not before or all(word in lexicon.guards["before_subject"] for word in before):
            return mark
        skipped = [m for m in inner if m.start < mark.start and m.kind in ("adverb", "past", "that", "also", "and")]
        if sum(len(split_words(parts.text[m.start : m.end])) for m in skipped) == len(before):
            return mark
        opens = before[0] in lexicon.guards["openings"] and before[-1] in lexicon.guards["before_subject"]
        if opens or before[-1].isdigit():
            return mark
    return None


def _extend(lexicon: Lexicon, parts: Parts, number: int, first: Mark) -> Mark:
    """Go back over the parts of one subject: joined by `and`, or by a comma where both begin in the same way."""
    while number > 0:
        joint, number = parts.joints[number], number - 1
        start, end = parts.starts[number], parts.starts[number + 1]
        before = next((m for m in parts.marks if m.start >= start and m.kind != "adverb"), None)
        if before is None or before.kind not in ACTORS or parts.text[start : before.start].strip():
            break
        kinds = {_join_titles(before.kind), _join_titles(first.kind)}
        if joint == "semicolon" or (joint == "comma" and not _is_office(lexicon, parts, before, end - 1)):
            break
        if joint == "comma" and len(kinds) > 1 and kinds != {"title", "country"}:
            break
        if joint == "comma" and before.kind in ("both", "country", "pronoun"):
            break
        if end <= start:
            break
        first = before
    return first


def _join_titles(kind: str) -> str:
    return "title" if kind == "foreign_title" else kind


def _find_side(lexicon: Lexicon, parts: Parts, first: Mark, end: int, partner: str, last: Actor | None) -> str:
    if first.kind in ("both", "agency", "other"):
        return first.kind
    marks = [mark for mark in parts.marks if first.start <= mark.start < end]
    sides: list[str] = []
    begin = first.start
    joints = (m for m in marks if m.kind in ("and", "comma") or m.value in lexicon.guards["together"])
    for mark in [*joints, Mark("end", "", end, end)]:
        part = [m for m in marks if begin <= m.start < mark.start and m.kind in ACTORS]
        if part:
            sides.append(_find_part_side(lexicon, parts.text[begin : mark.start], part, partner, last))
        begin = mark.end
    known = [side for side in sides if side]
    if {"viet_nam", "partner"} <= set(known):
        return "both"
    return known[0] if known else _guess_side(first)


def _find_part_side(lexicon: Lexicon, text: str, marks: Sequence[Mark], partner: str, last: Actor | None) -> str:
    """Find the side of one member of a subject by its country, its office or its name; empty where none tells."""
    kinds = {mark.kind for mark in marks}
    if "agency" in kinds and not kinds & {"title", "foreign_title", "pronoun"}:
        return "agency"
    if marks[0].kind == "both":
        return "both"
    codes = [mark.value for mark in marks if mark.kind == "country"]
    if codes and marks[0].kind == "country" and PAIR.match(text, marks[0].end - marks[0].start):
        return "both"
    if codes:
        return "viet_nam" if codes[0] == HOME else "partner" if codes[0] == partner or not partner else "other"
    name = _find_name(text, marks)
    if name:
        return "viet_nam" if _is_home(lexicon, name) else "partner"
    if "foreign_title" in kinds:
        again = last and last.text.lower().startswith(marks[0].value)  # Đại sứ, after Đại sứ Dương Hoài Nam
        return last.side if last and again else "partner"
    return last.side if last and kinds == {"pronoun"} and last.side in ("viet_nam", "partner") else ""


def _is_home(lexicon: Lexicon, name: Sequence[str]) -> bool:
    is_vietnamese = name[0] in lexicon.surnames and all(map(is_syllable, name))
    return is_vietnamese or " ".join(name) in lexicon.people


def _find_name(text: str, marks: Sequence[Mark]) -> list[str]:
    """Find the words in capitals that the text ends with, after its last known word."""
    after = text[marks[-1].end - marks[0].start :] if marks else text
    words = split_words(after)
    name: list[str] = []
    for word in reversed(words):
        if not word[0].isupper():
            break
        name.insert(0, word)
    return name[-4:]


def _guess_side(first: Mark) -> str:
    return "partner" if first.kind == "foreign_title" else "viet_nam"
