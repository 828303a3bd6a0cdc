"""A short headline from the stretches of a clause."""

from collections.abc import Sequence

from vietdiplo.find.events_parts import SPAN, Sentence, count_syllables, list_inside, starts_with, strip_span
from vietdiplo.find.events_words import ACTORS, load_words

WIDTH = 90
LITTLE = 3  # syllables that say nothing yet: cuộc hội đàm
ELLIPSIS = "…"


def write_headline(sentence: Sentence, pieces: Sequence[SPAN]) -> str:
    """Write a headline of at most 90 code points; the sentence where the clause says too little."""
    words = load_words()
    pieces = drop_leading(sentence, pieces)
    text = "".join(_write_piece(sentence, number, pieces) for number in range(len(pieces)))
    text = text if count_syllables(sentence, pieces) > 1 and not _is_place(sentence, pieces) else sentence.text
    text = _balance(" ".join(text.split()).strip(" ,;:.–—-"))
    if len(text) > WIDTH:
        text = _cut_subject(sentence, pieces, words.lists["companions"]) or text
    if len(text) > WIDTH:
        text = text[: text.rfind(" ", 0, WIDTH)].rstrip(" ,;:.–—-(") + ELLIPSIS
    return text[:1].upper() + text[1:]


def _write_piece(sentence: Sentence, number: int, pieces: Sequence[SPAN]) -> str:
    """Write a piece with what joins it to the one before: a colon after the mere name of an event."""
    text = sentence.text[slice(*pieces[number])]
    if not number:
        return text
    between = sentence.text[pieces[number - 1][1] : pieces[number][0]]
    return f": {text}" if "," in between and count_syllables(sentence, pieces[:1]) <= LITTLE else f" {text}"


def drop_leading(sentence: Sentence, pieces: Sequence[SPAN]) -> list[SPAN]:
    """Drop empty stretches and the conjunctions and prepositions in front."""
    pieces = [piece for piece in pieces if piece[0] < piece[1]]
    words = load_words()
    if pieces and any(starts_with(sentence, *mark, words.lists["placed"]) for mark in _list_verbs(sentence, pieces[0])):
        return pieces  # Tại Hà Nội đã diễn ra ...
    while pieces and (end := starts_with(sentence, *pieces[0], words.lists["leading"])):
        rest = strip_span(sentence.text, end, pieces[0][1])
        pieces = [rest, *pieces[1:]] if rest[0] < rest[1] else pieces[1:]
    return pieces


def _list_verbs(sentence: Sentence, piece: SPAN) -> list[SPAN]:
    """List the verbs of a stretch that begins with a preposition of place."""
    if not starts_with(sentence, *piece, load_words().lists["places"]):
        return []
    return [(mark.start, mark.end) for mark in list_inside(sentence, *piece) if mark.kind == "head"]


def _cut_subject(sentence: Sentence, pieces: list[SPAN], companions: frozenset[str]) -> str:
    """Leave out who goes along between a subject and its verb: Tổng Bí thư Tô Lâm … rời sân bay."""
    if not pieces or pieces != sorted(pieces):
        return ""
    start, end = pieces[0][0], pieces[-1][1]
    marks = list_inside(sentence, start, end)
    head = next((mark for mark in marks if mark.kind == "head"), None)
    actors = [mark for mark in marks if mark.kind in ACTORS and head and mark.end < head.start]
    along = next((mark for mark in actors[1:] if mark.value in companions), None)
    if not head or not along:
        return ""
    last = along.first - 1 if sentence.syllables[along.first - 1].form in load_words().lists["with"] else along.first
    before = sentence.text[start : sentence.syllables[last].start].rstrip(" ,")
    return f"{before} {ELLIPSIS} {sentence.text[head.start : end]}"


def _is_place(sentence: Sentence, pieces: Sequence[SPAN]) -> bool:
    """Tell whether a sentence is but a place and a date, as under a signature: Hà Nội, ngày 11 tháng 9 năm 2024."""
    held = [*pieces, *sentence.dates]
    names = [s for s in sentence.syllables if any(start <= s.start and s.end <= end for start, end in pieces)]
    all_held = all(any(start <= s.start and s.end <= end for start, end in held) for s in sentence.syllables)
    return all_held and all(s.word[0].isupper() for s in names)


def _balance(text: str) -> str:
    return text if text.count("(") == text.count(")") else text.replace("(", "").replace(")", "")
