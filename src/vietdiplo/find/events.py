"""Events: what happened on a date, who took part, and by which words two mentions of one event are told.

Words and kinds of events are language/events.yml.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from vietdiplo.find.commitments_actors import HOME
from vietdiplo.find.dates_values import find_bounds
from vietdiplo.find.events_clauses import FEAST, find_clause, find_reach
from vietdiplo.find.events_headlines import write_headline
from vietdiplo.find.events_names import Name, find_names, list_people, list_sides
from vietdiplo.find.events_parts import SPAN, Sentence, list_inside, read_parts
from vietdiplo.find.events_words import TITLES, Mark, load_words
from vietdiplo.find.facts import Facts, list_facts
from vietdiplo.find.phrases import Syllable
from vietdiplo.tables import TableError, check_table, make_table
from vietdiplo.texts.clean import clean_sentence

TIMED = ("role", "type", "value", "from", "to", "precision", "mod", "anchor")
TELLING = ("head", "object", "sides", "people", "about")
COLUMNS = ("headline", "participants", *TIMED, *TELLING)
TOLD = ("start", "end", "role", "value", "from", "to")  # what the date of an event says
Place = tuple[str, int]  # a sentence: its text and its number
NO_EVENT = ("", "reference")
SPAN_OF_YEARS = re.compile(r"(\d{4})(.*)/(\d{4})\2")
FEWEST_YEARS = 5  # that are remembered: the celebrations of 2025-2026 are no span to an anniversary
LONGEST = 3000  # code points of a sentence that is read as a whole
WINDOW = 400  # code points to each side of a date in a longer one
FEW = 40  # dates to each side that may lie in it


class Clauses(NamedTuple):
    """A sentence with its words and the participants that it names."""

    sentence: Sentence
    names: Sequence[Name]


class Said(NamedTuple):
    """What the clause of a date says: the columns that a date does not have itself."""

    headline: str
    participants: str
    head: str
    object: str
    sides: str
    people: str
    about: str


def find_events(dates: pd.DataFrame, sentences: pd.DataFrame, documents: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find what happened on each date that belongs on a timeline: occurrences of the layer events, with its label.

    One row per dated expression whose first day is known and that is no vague reference, at the place of the date.
    headline is cut from the clause the date belongs to, at most 90 code points; participants are the countries, the
    persons with their office and the bodies that the clause names, with "; " between them; role, type, value, from, to,
    precision, mod and anchor are the date's; an anniversary told with the day it remembers is on its own. By the last
    five columns two mentions are known as one event: head (the kind of event, of events.yml), object (the kind of
    document, or the grade of relations), sides (ISO 3166-1 alpha-2 codes; `hai nước` are Việt Nam and the partner that
    documents tell, or else the country the text names most), people (office|name|country) and about (the other content
    words). Raises TableError if a date stands in no sentence.
    """
    check_table(dates, "occurrences")
    check_table(sentences, "sentences")
    groups: dict[Place, list[int]] = {}
    for number, place in enumerate(zip(dates["doc_id"], dates["sentence"], strict=True)):
        groups.setdefault(place, []).append(number)
    texts, facts = _list_texts(sentences, groups), defaultdict(Facts, list_facts(documents))
    guessed = _guess_partners({place: text for place, text in texts.items() if not facts[place[0]].partner})
    columns = {name: dates[name].tolist() for name in ("start", "end", "surface", *TIMED)}
    rows: list[tuple[object, ...]] = []
    for place, numbers in groups.items():
        known = facts[place[0]]
        known = known._replace(partner=known.partner or guessed.get(place[0], ""))
        said = _read_sentence(texts[place], [{name: columns[name][n] for name in TOLD} for n in numbers], known)
        rows += [_make_row(place, n, columns, one) for n, one in zip(numbers, said, strict=True) if one]
    return make_table(rows, "occurrences", COLUMNS)


def _make_row(place: Place, n: int, columns: Mapping[str, Sequence[object]], said: Said) -> tuple[object, ...]:
    timed = {name: str(columns[name][n]) for name in TIMED}
    if feast := _find_feast(timed["role"], timed["value"]):
        first, last = find_bounds(feast)
        timed |= {"value": feast, "from": first, "to": last}
    found = (*place, *(columns[name][n] for name in ("start", "end", "surface")), "events", timed["value"])
    return (*found, *said[:2], *timed.values(), *said[2:])


def _find_feast(role: str, value: str) -> str:
    """Find when an anniversary is that a span leads to from what it remembers: 5/9/1962 - 5/9/2027; empty for none."""
    years = SPAN_OF_YEARS.fullmatch(value) if role == "anniversary" else None
    return years[3] + years[2] if years and int(years[3]) - int(years[1]) >= FEWEST_YEARS else ""


def _read_sentence(
    sentence: tuple[int, str], dates: Sequence[Mapping[str, Any]], facts: Facts
) -> Iterator[Said | None]:
    """Read the dates of a sentence, given by its place in the text and its wording; None for one that is no event."""
    begin, cleaned = sentence[0], clean_sentence(sentence[1])
    ends = [(row["start"] - begin, row["end"] - begin) for row in dates]
    spans = [(bisect_left(cleaned.starts, start), bisect_left(cleaned.starts, end)) for start, end in ends]
    kept = [row["from"] != "" and row["role"] not in NO_EVENT for row in dates]
    whole = read_clauses(cleaned.text, spans) if any(kept) and len(cleaned.text) <= LONGEST else None
    for number, (span, row) in enumerate(zip(spans, dates, strict=True)):
        if not kept[number]:
            yield None
        elif whole:
            yield _read_date(whole, span, row, facts)
        else:
            first, last = _find_window(cleaned.text, span)
            near = spans[max(number - FEW, 0) : number + FEW + 1]
            near = [(start - first, end - first) for start, end in near if first <= start and end <= last]
            yield _read_date(
                read_clauses(cleaned.text[first:last], near), (span[0] - first, span[1] - first), row, facts
            )


def read_clauses(text: str, dates: Sequence[SPAN]) -> Clauses:
    """Read the parts, the words and the names of a cleaned text with the spans of its dates."""
    sentence = read_parts(text, dates)
    return Clauses(sentence, find_names(load_words(), sentence.syllables, sentence.marks))


def _find_window(text: str, span: SPAN) -> SPAN:
    """Find the words around a date in what is no sentence but a list without an end."""
    begin, end = max(span[0] - WINDOW, 0), min(span[1] + WINDOW, len(text))
    return (text.find(" ", begin, span[0]) + 1 if begin else 0), (
        text.rfind(" ", span[1], end) if end < len(text) else end
    )


def _read_date(clauses: Clauses, span: SPAN, row: Mapping[str, Any], facts: Facts) -> Said:
    value, last = row["value"], row["to"] or row["from"]
    remembered = facts.date != "" and last[:4] < facts.date[:4] and not _find_feast(row["role"], value)
    pieces = find_clause(clauses.sentence, span, remembered=remembered, ranged="/" in value)
    said = _describe(clauses, pieces, facts, remembered=remembered)
    whole = load_words().heads[said.head].span if said.head and "/" in value else ""
    return said._replace(head=whole or said.head)


def _describe(clauses: Clauses, pieces: Sequence[SPAN], facts: Facts, *, remembered: bool = False) -> Said:
    words, (sentence, names) = load_words(), clauses
    marks = [mark for piece in pieces for mark in list_inside(sentence, *piece)]
    heads = [mark for mark in marks if mark.kind == "head"]
    told = next((mark for mark in heads if not words.heads[mark.value].light), next(iter(heads), None))
    head = told.value if told else ""
    if told and not remembered and _follows_length(sentence, told):
        head = FEAST  # 10 năm thiết lập quan hệ ...
    inside = [name for name in names if any(_stands_in(sentence, name, piece) for piece in pieces)]
    if head and words.heads[head].by == "people" and not any(name.kind in TITLES for name in inside):
        reach = find_reach(sentence, pieces)
        near = {name for name in names if name.kind in TITLES and _stands_in(sentence, name, reach)}
        inside = sorted({*inside, *near}, key=lambda name: name.first)
    objects = sorted((mark.kind, n, mark.value) for n, mark in enumerate(marks) if mark.kind in ("document", "grade"))
    thing = objects[0][-1] if objects else ""
    shown = dict.fromkeys(_show(sentence, name) for name in inside)
    content = _list_content(sentence, pieces, marks, inside)
    people = sorted(set(list_people(words, inside)))
    of_both = not content and all(name.country == HOME for name in inside if name.kind in TITLES)
    sides = " ".join(list_sides(words, marks, facts.partner, of_both=of_both))
    headline = write_headline(sentence, pieces)
    return Said(headline, "; ".join(shown), head, thing, sides, "; ".join(people), " ".join(sorted(content)))


def read_headline(headline: str) -> Said:
    """Read the headline of a context event, which names its countries: its kind, who and what, as of a clause."""
    cleaned = clean_sentence(headline)
    return _describe(read_clauses(cleaned.text, []), [(0, len(cleaned.text))], Facts())


def _follows_length(sentence: Sentence, mark: Mark) -> bool:
    """Tell whether an expression of time stands right before a mark."""
    return any(end <= mark.start and not sentence.text[end : mark.start].strip() for _, end in sentence.dates)


def _list_content(sentence: Sentence, pieces: Sequence[SPAN], marks: Sequence[Mark], names: Sequence[Name]) -> set[str]:
    """List the syllables of a clause that tell it from others: no head, no name of a person or country, no date."""
    words = load_words()
    taken = {
        n for m in marks if m.kind in ("head", "document", "grade", "country", "both") for n in range(m.first, m.last)
    }
    taken |= {n for name in names if name.kind in TITLES for n in range(name.first, name.last)}
    content = set()
    for number, syllable in enumerate(sentence.syllables):
        if number in taken or not any(start <= syllable.start and syllable.end <= end for start, end in pieces):
            continue
        if any(start <= syllable.start < end for start, end in sentence.dates) or syllable.form in words.generic:
            continue
        content.add(_join_number(sentence.syllables, number))
    return content


def _join_number(syllables: Sequence[Syllable], number: int) -> str:
    """Write a number with its decimals, which are syllables of their own."""
    form, following = syllables[number].form, syllables[number + 1 : number + 2]
    before = number and syllables[number].joint in (",", ".") and syllables[number - 1].form.isdecimal()
    if form.isdecimal() and before:
        return f"{syllables[number - 1].form}{syllables[number].joint}{form}"
    if form.isdecimal() and following and following[0].joint in (",", ".") and following[0].form.isdecimal():
        return f"{form}{following[0].joint}{following[0].form}"
    return form


def _stands_in(sentence: Sentence, name: Name, piece: SPAN) -> bool:
    return piece[0] <= sentence.syllables[name.first].start and sentence.syllables[name.last - 1].end <= piece[1]


def _show(sentence: Sentence, name: Name) -> str:
    return sentence.text[sentence.syllables[name.first].start : sentence.syllables[name.last - 1].end]


def _list_texts(sentences: pd.DataFrame, places: Mapping[Place, object]) -> dict[Place, tuple[int, str]]:
    rows = zip(*(sentences[name] for name in ("doc_id", "sentence", "start", "text")), strict=True)
    texts = {(doc_id, number): (start, text) for doc_id, number, start, text in rows if (doc_id, number) in places}
    lost = next((place for place in places if place not in texts), None)
    if lost:
        raise TableError(f"{lost[0]}: sentence {lost[1]} is not among the sentences; pass those of the dates")
    return texts


def _guess_partners(texts: Mapping[Place, tuple[int, str]]) -> dict[str, str]:
    """Find the country that the dated sentences of each text name most, Việt Nam aside; the first of equal ones."""
    counts: dict[str, Counter[str]] = {}
    for (doc_id, _), (_, text) in texts.items():
        marks = read_parts(clean_sentence(text).text, []).marks
        counts.setdefault(doc_id, Counter()).update(m.value for m in marks if m.kind == "country" and m.value != HOME)
    return {doc_id: count.most_common(1)[0][0] for doc_id, count in counts.items() if count}
