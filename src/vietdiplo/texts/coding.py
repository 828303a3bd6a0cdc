"""What people coded by hand, sentence by sentence, as sentences and occurrences: gold to measure the finders with.

The sheets are in `hand_coded/` of a corpus. An empty cell says that the sentence is not coded, `-` that it was read and
holds nothing: only what was read counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from vietdiplo.tables import OCCURRENCES, SENTENCES, CorpusError, ParameterError, Problem, check_problems
from vietdiplo.texts.coding_cells import Codes, is_none, suggest_name
from vietdiplo.texts.coding_rows import READ, Found, Place, Places, Row
from vietdiplo.texts.coding_sheets import COLUMNS, CodedSheet, check_files, load_sheets
from vietdiplo.texts.sheets import make_problem

# The columns of a layer's occurrences after those that every layer has.
OWN: Mapping[str, tuple[str, ...]] = {
    "sectors": (),
    "dates": ("type", "value", "from", "to", "mod"),
    "commitments": ("level", "side", "actor", "cue", "action", "object", "sectors", "polarity", "status"),
}
WHOLE = {"paragraph", "sentence", "start", "end", "level"}


class Coded(NamedTuple):
    """A coded line: its sentence, what was found in it, and what is contested."""

    place: Place
    found: list[Found]
    contested: list[Found]


class Coding(NamedTuple):
    """What each coder read and found: both have the columns of their kind and `coder`.

    `contested` are occurrences that a second careful coder may see the other way, or spans that may be found or not.
    """

    sentences: pd.DataFrame
    occurrences: pd.DataFrame
    contested: pd.DataFrame

    @property
    def coders(self) -> list[str]:
        """The coders, what they agreed on first."""
        return list(dict.fromkeys(self.sentences["coder"]))

    def take(self, *coders: str) -> "Coding":
        """Give what these coders coded. Raises ParameterError for one who coded nothing."""
        for coder in coders:
            if coder not in self.coders:
                raise ParameterError(f"coder: {coder!r} coded nothing; {suggest_name(coder, self.coders)}")
        return Coding(*(table[table["coder"].isin(coders)].reset_index(drop=True) for table in self))


def load_coding(corpus: str | Path, layer: str, sentences: pd.DataFrame, *, codes: Codes | None = None) -> Coding:
    """Load what people coded by hand of sectors, dates or commitments in the sentences of a corpus; empty without any.

    `codes` are the labels of each sector by language. One row of the result's `sentences` is a sentence that a coder
    has coded; of `occurrences` what the coder found in it, for sectors and commitments with the span of the sentence.
    Raises CorpusError with everything that is wrong in the sheets, each with place, value and remedy.
    """
    coding, problems = _read_coding(corpus, layer, sentences, codes or {})
    check_problems(problems)
    return coding


def check_coding(corpus: str | Path, sentences: pd.DataFrame, *, codes: Codes | None = None) -> list[Problem]:
    """Check the sheets of every layer and give all that is wrong with them; an empty list is good."""
    problems = [problem for layer in COLUMNS for problem in _read_coding(corpus, layer, sentences, codes or {})[1]]
    return [*check_files(corpus), *problems]


def _read_coding(corpus: str | Path, layer: str, sentences: pd.DataFrame, codes: Codes) -> tuple[Coding, list[Problem]]:
    if layer not in COLUMNS:
        raise ParameterError(f"load_coding: unknown layer {layer!r}; use one of {', '.join(COLUMNS)}")
    sheets, problems = load_sheets(corpus, layer)
    places = Places(sentences if sheets else sentences.head(0))
    read: list[Place] = []
    found: list[Found] = []
    contested: list[Found] = []
    for sheet in sheets:
        coded = list(_read_sheet(sheet, layer, places, codes, problems))
        read += dict.fromkeys((*line.place, sheet.coder) for line in coded)
        found += [_join(line.place, layer, each, sheet.coder) for line in coded for each in line.found]
        contested += [_join(line.place, layer, each, sheet.coder) for line in coded for each in line.contested]
        if not coded and not any(problem.place.startswith(sheet.name) for problem in problems):
            remedy = f"fill in the column '{COLUMNS[layer][0]}', with - where there is nothing"
            problems.append(Problem("error", sheet.name, "no sentence is coded", remedy))
    columns = [*OCCURRENCES, *OWN[layer], "coder"]
    tables = (_make_table(read, [*SENTENCES, "coder"]), _make_table(found, columns), _make_table(contested, columns))
    return Coding(*tables), problems


def _join(place: Place, layer: str, found: Found, coder: str) -> Found:
    start, end, surface, label, *own = found
    return (place[0], place[2], start, end, surface, layer, label, *own, coder)


def _make_table(rows: Sequence[tuple[Any, ...]], columns: Sequence[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(columns))
    return table.astype({name: "int64" if name in WHOLE else "str" for name in columns})


def _read_sheet(
    sheet: CodedSheet, layer: str, places: Places, codes: Codes, problems: list[Problem]
) -> Iterator[Coded]:
    """Read the lines of a sheet that are coded; what is wrong with one is added to the problems."""
    seen: dict[Place, tuple[int, bool]] = {}
    for line, row in sheet.rows:
        cell = row.get(COLUMNS[layer][0], "")
        if not cell:
            continue
        try:
            place = places.find(row)
            alone = layer == "sectors" or is_none(cell)  # other layers have a line for each thing found
            if place in seen and (alone or seen[place][1]):
                raise CorpusError(f"sentence {place[2]} has line {seen[place][0]} too; keep one of the two")
            seen[place] = (line, alone)
            yield _read_line(row, place, layer, codes)
        except CorpusError as error:
            problems.append(make_problem("error", f"{sheet.name}: line {line}", error))


def _read_line(row: Row, place: Place, layer: str, codes: Codes) -> Coded:
    if is_none(row[COLUMNS[layer][0]]) and layer != "sectors":
        return Coded(place, [], [])
    return Coded(place, *READ[layer](row, place, codes))
