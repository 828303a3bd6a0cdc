"""The lexicon: multi-word terms of the field, and those that a corpus brings in its own terms.csv."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from vietdiplo.find.codebook import find_codebook, load_codebook
from vietdiplo.find.phrases import unify_phrase
from vietdiplo.find.terms import OPAQUE
from vietdiplo.language import FOLDER
from vietdiplo.tables import CodebookError, Problem, warn_problems
from vietdiplo.texts.clean import LINE_END
from vietdiplo.texts.corpus import find_folder
from vietdiplo.texts.sheets import Rows, load_sheet

NAME = "terms.csv"
COLUMNS = ("term", "en", "sector", "kind", "opaque")


def load_terms(corpus: str | Path) -> pd.DataFrame:
    """Load the lexicon of a corpus: what the project ships, and the folder's terms.csv on top.

    One row per term with its English (`en`), the code of its sector and its kind where it has one, and `opaque`, which
    is yes where the parts of a term do not keep their meaning. A term of the corpus takes the place of a shipped one
    that is found as it; its empty cells keep what is shipped, and columns that are not known are kept at the end.
    Raises CorpusError with all problems of the file at once; warns with CorpusWarning of a doubtful column.
    """
    own, problems = _read_own(corpus)
    warn_problems(problems)
    terms = dict(_load_shipped())
    for _, row in own:
        key = unify_phrase(row["term"])
        terms[key] = {**terms.get(key, {}), **{name: cell for name, cell in row.items() if cell}}
    names = dict.fromkeys([*COLUMNS, *(name for _, row in own for name in row)])
    return pd.DataFrame([{name: row.get(name, "") for name in names} for row in terms.values()], dtype="str")


def check_terms(corpus: str | Path) -> list[Problem]:
    """Check a corpus folder's terms.csv and give every problem with its line; an empty list is good."""
    return _read_own(corpus)[1]


@cache
def _load_shipped() -> Mapping[str, Mapping[str, str]]:
    rows, _ = load_sheet(FOLDER / NAME, COLUMNS, {})
    return {unify_phrase(row["term"]): row for _, row in rows}


def _read_own(corpus: str | Path) -> tuple[Rows, list[Problem]]:
    path = find_folder(corpus) / NAME
    rows, problems = load_sheet(path, COLUMNS, {"term": "write the terms in it"})
    sectors = _list_sectors(corpus) if any(row.get("sector") for _, row in rows) else ()
    lines: dict[str, int] = {}
    for line, row in rows:
        place = f"{NAME}: line {line}"
        problems += _check_row(place, row, sectors)
        key = unify_phrase(row["term"])
        if key and lines.setdefault(key, line) != line:
            value = f"'{row['term']}' is found as the term of line {lines[key]} too"
            problems.append(Problem("error", f"{place}: term", value, "keep one of the two"))
    return rows, problems


def _check_row(place: str, row: Mapping[str, str], sectors: Collection[str]) -> Iterator[Problem]:
    term, sector, opaque = row["term"], row.get("sector", ""), row.get("opaque", "")
    if not term:
        yield Problem("error", f"{place}: term", "empty", "write a term or take the line out")
    elif not unify_phrase(term):
        yield Problem("error", f"{place}: term", f"'{term}' has no letter", "write a word or take the line out")
    elif LINE_END.search(term):
        yield Problem("error", f"{place}: term", f"'{term}' has a line break", "write it in one line")
    if sector and sectors and sector not in sectors:
        remedy = f"use one of {', '.join(sectors)}, or leave it empty"
        yield Problem("error", f"{place}: sector", f"'{sector}' is not a sector of the codebook", remedy)
    if opaque not in ("", OPAQUE):
        yield Problem("error", f"{place}: opaque", f"'{opaque}' is unknown", f"write {OPAQUE} or leave it empty")


def _list_sectors(corpus: str | Path) -> tuple[str, ...]:
    """List the codes of the corpus's codebook; none if it is broken, which is the codebook's problem."""
    try:
        return tuple(load_codebook(find_codebook(corpus)).sectors)
    except CodebookError:
        return ()
