"""The lines of a coder's sheet: the sentence that a line means, and what it says of it.

A function raises CorpusError that says value and remedy; who knows the file and line adds them.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from vietdiplo.tables import SENTENCES, CorpusError
from vietdiplo.texts.coding_cells import (
    POLARITIES,
    SIDES,
    STATUSES,
    TYPES,
    Codes,
    read_choice,
    read_codes,
    read_day,
    read_level,
    read_number,
    suggest_name,
    unify_cell,
)
from vietdiplo.texts.coding_sheets import COLUMNS

SHOWN = 60  # characters of a sentence in a message
Row = Mapping[str, str]
Place = tuple[Any, ...]  # a row of sentences
Found = tuple[Any, ...]  # start, end, surface, label, and the layer's own columns


class Places:
    """The sentences of a corpus by text and number, and by text and wording."""

    def __init__(self, sentences: pd.DataFrame) -> None:
        """Index the sentences."""
        rows = [tuple(row) for row in sentences[list(SENTENCES)].itertuples(index=False)]
        self.by_number = {(row[0], row[2]): row for row in rows}
        self.by_text: dict[tuple[str, str], list[Place]] = {}
        for row in rows:
            self.by_text.setdefault((row[0], unify_cell(row[5])), []).append(row)
        self.doc_ids = dict.fromkeys(row[0] for row in rows)

    def find(self, row: Row) -> Place:
        """Find the sentence of a line: its wording counts, its number tells equal ones apart."""
        doc_id, text = row.get("doc_id", ""), unify_cell(row.get("text", ""))
        if doc_id not in self.doc_ids:
            raise CorpusError(f"doc_id '{doc_id}' is no text of this corpus; {suggest_name(doc_id, self.doc_ids)}")
        number = read_number(row.get("sentence", ""))
        equal = self.by_text.get((doc_id, text), [])
        chosen = [place for place in equal if place[2] == number] or equal
        if not chosen:
            raise CorpusError(f"{doc_id} has no sentence '{text[:SHOWN]}'; {self._tell(doc_id, number)}")
        if len(chosen) > 1:
            numbers = " and ".join(str(place[2]) for place in chosen)
            raise CorpusError(f"sentences {numbers} of {doc_id} have this wording; say which in the column 'sentence'")
        _check_offsets(row, chosen[0])
        return chosen[0]

    def _tell(self, doc_id: str, number: int | None) -> str:
        place = self.by_number.get((doc_id, number)) if number is not None else None
        if place is None:
            return "copy the wording from the text"
        return f"its sentence {number} is '{place[5][:SHOWN]}': copy the wording, and code what has changed"


def _check_offsets(row: Row, place: Place) -> None:
    given = (read_number(row.get("start", "")), read_number(row.get("end", "")))
    if any(said is not None and said != is_at for said, is_at in zip(given, place[3:5], strict=True)):
        said = " to ".join("?" if number is None else str(number) for number in given)
        stands = f"it stands at {place[3]} to {place[4]}"
        raise CorpusError(f"the sentence is not at {said} of {place[0]}; {stands}: correct them, or leave both empty")


def _read_sectors(row: Row, place: Place, codes: Codes) -> tuple[list[Found], list[Found]]:
    named = (_read(row, name, lambda cell: read_codes(cell, codes)) for name in COLUMNS["sectors"])
    found, contested = ([(*place[3:], code) for code in codes_of] for codes_of in named)
    return found, contested


def _read_dates(row: Row, place: Place, codes: Codes) -> tuple[list[Found], list[Found]]:
    start = _read(row, "at", lambda cell: _find_surface(row, place, read_number(cell)))
    surface = row["surface"]
    kind = _read(row, "type", lambda cell: read_choice(cell, TYPES))
    days = [_read(row, name, read_day) for name in ("from", "to")]
    value = row.get("value", "")
    if kind != "ignore" and not value:
        raise CorpusError("value: empty; write the TIMEX3 value, such as 2025-05-07, P30Y or FUTURE_REF")
    found = (start, start + len(surface), surface, value, kind, value, *days, row.get("mod", ""))
    return ([], [found]) if kind == "ignore" else ([found], [])


def _find_surface(row: Row, place: Place, at: int | None) -> int:
    """Find where an expression begins in the text; `at` is counted from the beginning of its sentence."""
    surface, text = row["surface"], place[5]
    if at is not None and text[at : at + len(surface)] != surface:
        raise CorpusError(f"{at} is not where '{surface}' stands; correct it, or leave it empty")
    if surface not in text:
        raise CorpusError(f"'{surface}' is not in the sentence; copy it from the text as it stands")
    if at is None and text.count(surface) > 1:
        raise CorpusError(f"'{surface}' stands in the sentence twice; write which by its first character, from 0")
    return int(place[3]) + (text.index(surface) if at is None else at)


def _read_commitments(row: Row, place: Place, codes: Codes) -> tuple[list[Found], list[Found]]:
    level = _read(row, "level", read_level)
    side = _read(row, "side", lambda cell: read_choice(cell, SIDES))
    sectors = " ".join(_read(row, "sectors", lambda cell: read_codes(cell, codes)))
    polarity = _read(row, "polarity", lambda cell: read_choice(cell or "+", POLARITIES))
    status = _read(row, "status", lambda cell: read_choice(cell or "prospective", STATUSES))
    words = [row.get(name, "") for name in ("actor", "cue", "action", "object")]
    return [(*place[3:], str(level), level, side, *words, sectors, polarity, status)], []


READ: Mapping[str, Callable[[Row, Place, Codes], tuple[list[Found], list[Found]]]] = {
    "sectors": _read_sectors,
    "dates": _read_dates,
    "commitments": _read_commitments,
}


def _read(row: Row, name: str, reader: Callable[[str], Any]) -> Any:
    """Read the cell of a column; its name goes before what is wrong with it."""
    try:
        return reader(row.get(name, ""))
    except CorpusError as error:
        raise CorpusError(f"{name}: {error}") from None
