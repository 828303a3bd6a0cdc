"""The clause that says what happened on a date.

Vietnamese puts the date in front of its clause with a comma (`Ngày 7/5, A hội đàm với B`), after the predicate (`ký vào
năm 1992`), after the noun of the event (`chuyến thăm tháng 9`), or between brackets. Source: Diệp Quang Ban, Ngữ pháp
tiếng Việt (2005), on trạng ngữ and định ngữ.
"""

from collections.abc import Sequence

from vietdiplo.find.events_cuts import TOLD, cut_left, cut_to_guest, put_front
from vietdiplo.find.events_headlines import LITTLE, drop_leading
from vietdiplo.find.events_parts import (
    SPAN,
    Sentence,
    count_syllables,
    find_part,
    is_noun,
    list_inside,
    list_part,
    starts_with,
    strip_part,
    strip_span,
    widen_date,
)
from vietdiplo.find.events_words import ACTORS, load_words

FEAST = "commemorate"
SETTING = 5  # syllables of a setting that names no place: trong không khí hữu nghị
LISTED = 6  # syllables of a part that goes on with a list


def find_clause(sentence: Sentence, date: SPAN, *, remembered: bool = False, ranged: bool = False) -> list[SPAN]:
    """Find the stretches of the clause that a date belongs to, without the date; empty if there is none.

    Where the date is `remembered`, an anniversary is not what happened on it, but what it is the anniversary of. A
    `ranged` date after a verb that takes no days belongs to the one behind it: đón Thủ tướng Lào thăm từ ngày 8-10/1.
    """
    pieces = _find_clause(sentence, date)
    if ranged and pieces and pieces[0][1] <= date[0]:
        pieces = [cut_to_guest(sentence, pieces[0]), *pieces[1:]]
    marks = [mark for piece in pieces for mark in list_inside(sentence, *piece) if mark.kind == "head"]
    feast = next((mark.start for mark in marks if remembered and mark.value == FEAST), -1)
    event = next((mark.start for mark in marks if feast >= 0 and mark.start > feast and mark.value != FEAST), -1)
    return [(max(start, event), end) for start, end in pieces if end > event] if event >= 0 else pieces


def _find_clause(sentence: Sentence, date: SPAN) -> list[SPAN]:
    wide, own = widen_date(sentence, date), find_part(sentence, date[0])
    part = sentence.parts[own]
    left = strip_span(sentence.text, part.start, max(wide[0], part.start))
    right = strip_span(sentence.text, min(wide[1], part.end), part.end)
    if _is_setting(sentence, left) and _is_setting(sentence, right):
        pieces = _find_neighbour(sentence, own)
        said = left[0] < left[1] and part.joint == "border" and pieces and pieces[-1][1] <= left[0]
        return [*pieces, left] if said else pieces  # Thông tin được Bộ Ngoại giao cho biết chiều 15/8
    cut = cut_left(sentence, left)
    belongs = cut == left or starts_with(sentence, *right, load_words().lists["links"])
    pieces = [cut, *(_extend(sentence, own, right) if belongs else [])]
    if own and starts_with(sentence, *_join(pieces), load_words().lists["participles"]):
        return put_front(sentence, [*_find_before(sentence, own), *pieces])
    pieces = put_front(sentence, pieces)
    if count_syllables(sentence, drop_leading(sentence, pieces)) <= LITTLE:
        return [*pieces, *_find_after(sentence, own)]
    return pieces


def find_reach(sentence: Sentence, pieces: Sequence[SPAN]) -> SPAN:
    """Find the stretch from the begin of the sentence part in which a clause begins up to the clause's end."""
    start, end = min((piece[0] for piece in pieces), default=0), max((piece[1] for piece in pieces), default=0)
    number = find_part(sentence, start)
    while number and (sentence.parts[number].joint == "and" or _begins_with_verb(sentence, number)):
        number -= 1
    return sentence.parts[number].start, end


def _begins_with_verb(sentence: Sentence, number: int) -> bool:
    """Tell whether a part after a comma has its subject in the part before: ..., bắt đầu chuyến thăm."""
    span = strip_part(sentence, number)
    head = next((mark for mark in list_inside(sentence, *span) if mark.kind == "head"), None)
    if sentence.parts[number].joint != "," or not head or head.start != span[0]:
        return False
    return not is_noun(load_words(), sentence.syllables, head)


def _is_setting(sentence: Sentence, span: SPAN) -> bool:
    """Tell whether a stretch only says where or how: it begins with a preposition and names no event."""
    if span[0] >= span[1]:
        return True
    words, marks = load_words(), list_inside(sentence, *span)
    if any((mark.start, mark.end) == span and mark.kind == "subordinators" for mark in marks):
        return True  # cho biết năm 2024, ...
    kinds = {mark.kind for mark in marks}
    if kinds & {"head", "document"} or not starts_with(sentence, *span, words.lists["openings"]):
        return False
    return bool(starts_with(sentence, *span, words.lists["places"])) or count_syllables(sentence, [span]) <= SETTING


def _is_main(sentence: Sentence, number: int) -> bool:
    """Tell whether a part is a clause of its own: no setting, no bracket, nothing that a conjunction opens."""
    part = sentence.parts[number]
    if part.joint in ("(", "border") or not any(map(str.isalnum, sentence.text[part.start : part.end])):
        return False
    span, words = strip_span(sentence.text, part.start, part.end), load_words()
    if number and part.joint == "," and _goes_on_with_place(sentence, number, span):
        return False
    place = starts_with(sentence, *span, words.lists["places"])
    if place and any(
        starts_with(sentence, m.start, m.end, words.lists["placed"]) for m in list_inside(sentence, *span)
    ):
        return True  # tại Hà Nội đã diễn ra hội thảo
    return not starts_with(sentence, *span, words.lists["openings"])


def _goes_on_with_place(sentence: Sentence, number: int, span: SPAN) -> bool:
    """Tell whether a part is the rest of a place before it: tại Vientiane, Lào."""
    marks = list_inside(sentence, *span)
    before = [s for s in sentence.syllables if s.end <= sentence.parts[number - 1].end]
    names = all(s.word[0].isupper() for s in sentence.syllables if span[0] <= s.start < span[1])
    if len(marks) > 1 or not (names or any((mark.start, mark.end) == span for mark in marks)):
        return False
    while before and before[-1].word[0].isupper():
        before.pop()
    return bool(before) and before[-1].form in load_words().lists["places"]


def _find_neighbour(sentence: Sentence, own: int) -> list[SPAN]:
    """Find the clause of a date that has a part of its own: the one after it, or before where it stands at the end."""
    joint = sentence.parts[own].joint
    if joint == "(" and own and _is_bare(sentence, own - 1):
        return _find_neighbour(sentence, own - 1)  # Sáng nay (12/11), ...
    before = [number for number in range(own) if _is_main(sentence, number)]
    after = _find_after(sentence, own)
    if joint == "(" or not after:
        return _find_before(sentence, own) or after
    if not before or joint in (";", ":") or _has_subject(sentence, after[0]):
        return after
    has_head = any(m.kind == "head" for n in before for m in list_part(sentence, n))
    return _find_before(sentence, own) if has_head else [strip_part(sentence, before[-1]), *after]


def _is_bare(sentence: Sentence, number: int) -> bool:
    """Tell whether a part holds nothing but dates and where it was."""
    start, end = strip_part(sentence, number)
    for date in sentence.dates:
        if start <= date[0] and date[1] <= end:
            wide = widen_date(sentence, date)
            rest = [strip_span(sentence.text, start, wide[0]), strip_span(sentence.text, wide[1], end)]
            return all(_is_setting(sentence, span) for span in rest)
    return False


def _has_subject(sentence: Sentence, span: SPAN) -> bool:
    """Tell whether a clause begins with an actor."""
    marks = list_inside(sentence, *span)
    return bool(marks) and marks[0].start == span[0] and marks[0].kind in (*ACTORS, "both")


def _find_after(sentence: Sentence, own: int) -> list[SPAN]:
    """Find the first main clause after a part; a subject that a comma parts from its verb takes that in."""
    number = next((n for n in range(own + 1, len(sentence.parts)) if _is_main(sentence, n)), 0)
    if not number:
        return []
    pieces = [strip_part(sentence, number)]
    while number + 1 < len(sentence.parts) and not any(
        mark.kind == "head" for piece in pieces for mark in list_inside(sentence, *piece)
    ):
        number += 1
        if sentence.parts[number].joint not in (",", "border"):
            break
        pieces.append(strip_part(sentence, number))
    return [(pieces[0][0], pieces[-1][1])]


def _find_before(sentence: Sentence, own: int) -> list[SPAN]:
    """Find the end of what stands before a part: from the noun of its event on."""
    end = 0
    for number in range(own - 1, -1, -1):
        span = strip_part(sentence, number)
        if span[0] >= span[1] or sentence.parts[number].joint == "(":
            continue
        end = end or span[1]
        if sentence.parts[number].joint != "," or any(mark.kind in TOLD for mark in list_inside(sentence, *span)):
            return [cut_left(sentence, (span[0], end))]
    return []


def _extend(sentence: Sentence, own: int, right: SPAN) -> list[SPAN]:
    """Go on over the parts of a list that a comma cuts: thương mại, đầu tư."""
    end, parts = right[1], sentence.parts
    for number in range(own + 1, len(parts)):
        span = strip_part(sentence, number)
        known = {mark.kind for mark in list_inside(sentence, *span)}
        goes_on = parts[number].joint == "," and not known & {*ACTORS, "head", "subordinators", "both"}
        if not goes_on or count_syllables(sentence, [span]) > LISTED or _touches_date(sentence, span):
            break
        if starts_with(sentence, *span, load_words().lists["openings"]):
            break
        end = span[1]
    return [(right[0], end)] if right[0] < right[1] else []


def _touches_date(sentence: Sentence, span: SPAN) -> bool:
    return any(start < span[1] and span[0] < end for start, end in sentence.dates)


def _join(pieces: Sequence[SPAN]) -> SPAN:
    kept = [piece for piece in pieces if piece[0] < piece[1]]
    return (kept[0][0], kept[0][1]) if kept else (0, 0)
