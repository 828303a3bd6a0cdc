"""Units: what a sentence says, in the pieces that another text can say too."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from vietdiplo.find.clauses_frames import find_frames, find_times
from vietdiplo.find.clauses_words import Wording, find_entries, find_sums, is_single, load_wording, name_office
from vietdiplo.find.commitments_actors import HOME
from vietdiplo.find.commitments_marks import find_marks, fold_text, load_lexicon
from vietdiplo.find.dates import find_dates
from vietdiplo.find.events_names import find_names
from vietdiplo.find.events_words import TITLES, load_words
from vietdiplo.find.events_words import find_marks as find_actors
from vietdiplo.find.facts import Facts, list_facts
from vietdiplo.find.phrases import Syllable, split_syllables
from vietdiplo.find.words import find_words
from vietdiplo.tables import TableError, check_table, make_table
from vietdiplo.texts.clean import clean_sentence

COLUMNS = ("kind", "weight", "value", "about", "framed", "single", "thing")
FLAGS = COLUMNS[4:]
WEIGHTS = {"word": 1.0, "date": 1.0, "amount": 1.2, "person": 0.6, "country": 0.8, "generic": 0.3, "negation": 0.3}
WEIGHTS |= {"empty": 0.03, "side": 0.03, "title": 0.2}
FRAME = 0.3  # part of the weight of what only says who speaks, when and at what occasion
SIDES = {HOME: "@home"}
VAGUE = "_REF"
TELLING = frozenset(("date", "amount", "person"))  # kinds with a value of their own


class Unit(NamedTuple):
    """A piece of a cleaned sentence, with what the columns of `find_units` say of it."""

    start: int
    end: int
    label: str
    kind: str
    value: str = ""
    about: str = ""
    framed: bool = False
    single: bool = False
    thing: bool = False


def find_units(sentences: pd.DataFrame, documents: pd.DataFrame, dates: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find what sentences say in the pieces that another text can say too: occurrences of the layer units.

    One row per word, date, sum, person, country or phrase of alignment.yml, without overlaps, function words left out.
    The label is one for all words of one meaning, for Việt Nam and for the partner that documents tell. kind is word,
    generic, empty, negation, date, amount, person, title, side (one of the two countries) or country; weight is how
    much it says by its kind, less where it is framed: an adverbial of time and occasion, or what stands before the word
    of saying that opens a report. value is a sum's number, the days of a date, a person's name, or of other words done
    or plan where they tell so; about a sum's unit, the type of a date or instrument, or the office of a person and its
    country. single tells an office that one person holds, thing a sum whose unit names the thing itself: 200 học bổng.
    Raises TableError as `find_dates` does.
    """
    check_table(sentences, "sentences")
    dates = find_dates(sentences, documents) if dates is None else dates
    facts, wording = list_facts(documents), load_wording()
    dated, words = _group(dates), _group(find_words(sentences))
    rows: list[tuple[object, ...]] = []
    columns = (sentences[name] for name in ("doc_id", "sentence", "start", "text"))
    for doc_id, number, start, text in zip(*columns, strict=True):
        if doc_id not in facts:
            raise TableError(f"{doc_id}: not among the documents; pass the documents the sentences were split from")
        known, place = facts[doc_id], (doc_id, number)
        found = _read_sentence(wording, text, start, known, dated.get(place, ()), words.get(place, ()))
        for (begin, end), unit in found:
            weight = WEIGHTS[unit.kind] * (FRAME if unit.framed else 1.0)
            told = (unit.value, unit.about, unit.framed, unit.single, unit.thing)
            rows.append(
                (*place, start + begin, start + end, text[begin:end], "units", unit.label, unit.kind, weight, *told)
            )
    return make_table(rows, "occurrences", COLUMNS).astype({"weight": "float64"} | dict.fromkeys(FLAGS, "bool"))


def _group(occurrences: pd.DataFrame) -> dict[tuple[str, int], list[Any]]:
    groups: dict[tuple[str, int], list[Any]] = {}
    places = zip(occurrences["doc_id"].tolist(), occurrences["sentence"].tolist(), strict=True)
    for place, row in zip(places, occurrences.itertuples(index=False), strict=True):
        groups.setdefault(place, []).append(row)
    return groups


def _read_sentence(
    wording: Wording, original: str, begin: int, known: Facts, dates: Iterable[Any], words: Iterable[Any]
) -> Iterator[tuple[tuple[int, int], Unit]]:
    """Read a sentence: the span in it and the unit; what comes first in the list of sources is kept."""
    cleaned = clean_sentence(original)
    text = cleaned.text
    place = {at: number for number, at in enumerate(cleaned.starts)}
    syllables, sums = split_syllables(text), list(_list_sums(wording, text))
    sources = (
        (unit for unit in sums if not text[unit.start].isdigit()),  # before dates: ba trăm năm mươi triệu
        _list_dates(dates, begin, place),
        sums,
        _list_actors(wording, syllables, known),
        _list_phrases(wording, syllables),
        _list_words(wording, words, begin, place),
    )
    for unit in _mark_units(text, _keep_first(unit for source in sources for unit in source)):
        yield cleaned.span(unit.start, unit.end), unit


def _keep_first(units: Iterable[Unit]) -> list[Unit]:
    """Keep of units that overlap the first, and put them in the order of the text."""
    taken: set[int] = set()
    kept = []
    for unit in units:
        if taken.isdisjoint(range(unit.start, unit.end)):
            taken.update(range(unit.start, unit.end))
            kept.append(unit)
    return sorted(kept)


def _mark_units(text: str, units: Iterable[Unit]) -> Iterator[Unit]:
    """Mark what is framed, and what tells something as planned or done."""
    lexicon, folded = load_lexicon(), fold_text(text)
    marks = find_marks(lexicon, text, folded)
    frames, times = find_frames(folded, marks), dict(find_times(lexicon, folded, marks))
    opened, over = deque(sorted(frames)), 0
    for unit in units:
        while opened and opened[0][0] <= unit.start:
            over = max(over, opened.popleft()[1])
        framed = unit.end <= over
        told = next((times[at] for at in range(unit.start, unit.end) if at in times), "")
        yield unit._replace(framed=framed, value=unit.value or (told if unit.kind not in TELLING else ""))


def _list_dates(dates: Iterable[Any], begin: int, place: Mapping[int, int]) -> Iterator[Unit]:
    for row in dates:
        start, end = place.get(row.start - begin, -1), place.get(row.end - begin - 1, -1) + 1
        if 0 <= start < end:
            yield Unit(start, end, f"@{row.value}" if row.value else row.surface.lower(), *_read_date(row))


def _list_sums(wording: Wording, text: str) -> Iterator[Unit]:
    for found in find_sums(wording, text):
        value, thing = f"{found.value:.15g}", found.unit in wording.things
        yield Unit(found.start, found.end, f"{value} {found.unit}", "amount", value, found.unit, thing=thing)


def _read_date(row: Any) -> tuple[str, str, str]:
    is_vague = row.value.endswith(VAGUE) or not row.value
    return (
        "empty" if is_vague else "date",
        "" if is_vague else row.value,
        row.role if row.role == "instrument" else row.type,
    )


def _list_actors(wording: Wording, syllables: list[Syllable], known: Facts) -> Iterator[Unit]:
    """List persons with a name, offices without one, and countries."""
    words = load_words()
    marks = find_actors(words, syllables)
    for name in find_names(words, syllables, marks):
        start, end = syllables[name.first].start, syllables[name.last - 1].end
        office = name_office(wording, name.office)
        about, single = f"{office}|{_name_side(name.country, known)}", is_single(wording, office)
        if name.kind in TITLES and name.name:
            yield Unit(start, end, name.name, "person", name.name, about, single=single)
        elif name.kind in TITLES:
            yield Unit(start, end, name.office, "title", "", about, single=single)
    for mark in marks:
        if mark.kind == "country":
            side = _name_side(mark.value, known)
            yield Unit(mark.start, mark.end, side, "side" if side.startswith("@") else "country")


def _name_side(country: str, known: Facts) -> str:
    sides = {**SIDES, known.partner: "@partner"} if known.partner else SIDES
    return sides.get(country, country)


def _list_phrases(wording: Wording, syllables: list[Syllable]) -> Iterator[Unit]:
    for at, entry in find_entries(wording, syllables):
        end = syllables[at + len(entry.forms) - 1].end
        yield Unit(syllables[at].start, end, entry.label, entry.kind)


def _list_words(wording: Wording, words: Iterable[Any], begin: int, place: Mapping[int, int]) -> Iterator[Unit]:
    for row in words:
        start, end = place.get(row.start - begin, -1), place.get(row.end - begin - 1, -1) + 1
        entry = wording.words.get(row.label)
        if 0 <= start < end and (entry or row.label not in wording.stop_words):
            yield Unit(start, end, entry.label if entry else row.label, entry.kind if entry else "word")
