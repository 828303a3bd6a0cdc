"""A clause cut to what a date belongs to: the noun of the event, the guest whose visit it is, the document signed."""

from collections.abc import Sequence

from vietdiplo.find.events_parts import SPAN, Sentence, is_noun, list_inside, starts_with, strip_span
from vietdiplo.find.events_words import TITLES, Mark, join_forms, load_words

TOLD = ("head", "document")  # marks that say what happened


def cut_left(sentence: Sentence, span: SPAN) -> SPAN:
    """Cut a stretch that ends at a date to the noun the date belongs to, unless a verb in front carries that noun."""
    words = load_words()
    marks = [mark for mark in list_inside(sentence, *span) if mark.kind in TOLD]
    if not marks:
        return span
    last = marks[-1]
    acts = [m for m in marks if m.kind == "head" and words.heads[m.value].document]
    if last in acts and len(marks) > 1 and marks[-2].kind == "document" and last.end == span[1]:
        before = max((end for _, end in sentence.dates if end <= span[1]), default=0)
        earlier = [m for m in marks[:-1] if m.start >= before]
        while earlier and earlier[-1].kind == "document":
            last = earlier.pop()  # the first document of Tuyên bố chung về ... Thỏa thuận ... được thông qua
        acts = acts[:-1]
    is_head = last.kind == "head"
    if is_head and sentence.text[last.start : last.end].lower() in words.lists["placed"]:
        return _cut_to_noun(sentence, span, last)
    noun = is_noun(words, sentence.syllables, last) if is_head else sentence.syllables[last.first].word[0].isupper()
    carried = any(m.kind == "head" and m.last == last.first and m.value == "carry" for m in marks)
    if carried and last.kind == "document":
        return (last.start, span[1])  # triển khai Kế hoạch ... giai đoạn: the years are those of the document
    if not noun or (last.kind == "document" and acts) or _is_carried(sentence, last.first):
        return span
    return (last.start, span[1])


def cut_to_guest(sentence: Sentence, span: SPAN) -> SPAN:
    """Cut to the person whose visit is dated, where the clause says first what somebody else did."""
    heads, marks = load_words().heads, list_inside(sentence, *span)
    verbs = [mark for mark in marks if mark.kind == "head"]
    if len(verbs) < 2 or heads[verbs[0].value].lasts or not heads[verbs[-1].value].lasts:
        return span
    if heads[verbs[0].value].light or heads[verbs[0].value].span:
        return span
    guests = [mark.start for mark in marks if mark.kind in TITLES and verbs[0].end < mark.start < verbs[-1].start]
    return (guests[0] if guests else verbs[-1].start, span[1])


def _cut_to_noun(sentence: Sentence, span: SPAN, verb: Mark) -> SPAN:
    """Cut to the noun of what takes place: ... tham dự cuộc duyệt binh diễn ra."""
    nouns = load_words().lists["nouns"]
    begins = [
        s
        for s in sentence.syllables
        if span[0] <= s.start < verb.start and starts_with(sentence, s.start, verb.start, nouns)
    ]
    first = begins[0] if begins and begins[0].start == span[0] else begins[-1] if begins else None
    return (first.start, span[1]) if first else span


def put_front(sentence: Sentence, pieces: Sequence[SPAN]) -> list[SPAN]:
    """Put the verb before its document where that stands first: Ký Thỏa thuận ... for Thỏa thuận ..., được ký."""
    heads = load_words().heads
    found = [(n, mark) for n, piece in enumerate(pieces) for mark in list_inside(sentence, *piece)]
    marks = [(n, mark) for n, mark in found if mark.kind in TOLD]
    if len(marks) < 2 or marks[0][1].kind != "document" or marks[1][1].kind != "head":
        return list(pieces)
    (first, document), (second, head) = marks[:2]
    between = join_forms(sentence.syllables[head.first - 1 : head.first])
    if not heads[head.value].front or pieces[first][0] != document.start or not _ends(sentence, head, pieces[second]):
        return list(pieces)
    end = sentence.syllables[head.first - 1 - (between in load_words().lists["passive"])].end
    return [(head.start, head.end), strip_span(sentence.text, document.start, end), *pieces[second + 1 :]]


def _ends(sentence: Sentence, mark: Mark, piece: SPAN) -> bool:
    return not any(s.start >= mark.end and s.end <= piece[1] for s in sentence.syllables)


def _is_carried(sentence: Sentence, first: int) -> bool:
    """Tell whether a light verb or the verb of another event stands right before a syllable."""
    begin = max(
        (mark.last for mark in sentence.marks if mark.kind == "subordinators" and mark.last <= first), default=0
    )
    before = sentence.syllables[max(first - 3, begin) : first]
    light = load_words().lists["light"]
    if any(join_forms(before[n:]) in light for n in range(len(before))):
        return True
    return any(mark.kind == "head" and mark.last == first for mark in sentence.marks)
