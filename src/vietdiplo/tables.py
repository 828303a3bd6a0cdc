"""The four tables that every room passes on, their checks, and the exceptions of the package.

One row of `documents` is a text, of `sentences` a sentence, of `occurrences` one thing found at one place, of
`counts` a group and a label. Offsets are half-open code points into the original text as decoded, so that
`original[start:end] == surface`.
"""

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any, NamedTuple

import pandas as pd

VERSION = version("vietdiplo")  # as pyproject.toml says, the one place
GENRES = ("declaration", "communique", "news", "speech", "other")
# What a terminal obeys, what turns the order of a line or cannot be seen, and half letters; a line end and a tab may
# stand. Source: ECMA-48; Unicode 15, chapters 23.1 and 23.2.
DIRECTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


class VietdiploError(Exception):
    """The base of every error this package raises on purpose; its text says place, value and remedy."""


class TableError(VietdiploError):
    """A table lacks a column or breaks a rule of its kind."""


class CorpusError(VietdiploError):
    """A corpus folder, its documents.csv or one of its texts cannot be used."""


class CodebookError(VietdiploError):
    """A codebook breaks a rule."""


class ParameterError(VietdiploError):
    """A parameter is unknown or has a value that it cannot have."""


class CorpusWarning(UserWarning):
    """A text is left out, or used although something about it is doubtful."""


class Problem(NamedTuple):
    """What is wrong with a corpus or codebook: an error stops, `left out` loses one text, a warning nothing."""

    severity: str
    place: str
    value: str
    remedy: str

    def __str__(self) -> str:
        """Say place, value and remedy in one line."""
        line = unify_message(f"{self.place}: {self.value}; {self.remedy}")
        return line.replace("\n", "\\n").replace("\t", "\\t")


def unify_message(text: str) -> str:
    """Unify a message for any terminal: what directs it, turns a line or cannot be seen is written as its escape."""
    return DIRECTING.sub(lambda sign: sign[0].encode("unicode_escape").decode("ascii"), text)


def check_problems(problems: Iterable[Problem]) -> None:
    """Raise CorpusError with all problems that are errors, one a line."""
    errors = [str(problem) for problem in problems if problem.severity == "error"]
    if errors:
        raise CorpusError("\n".join(errors))


def warn_problems(problems: Sequence[Problem]) -> None:
    """Raise CorpusError as `check_problems` does, or warn of each problem where the caller was called."""
    check_problems(problems)
    for problem in problems:
        warnings.warn(str(problem), CorpusWarning, stacklevel=3)


class Column(NamedTuple):
    """A column of a table: its kind (text, int or float) and what it holds, with its unit."""

    kind: str
    holds: str


DOCUMENTS = {
    "doc_id": Column("text", "name of the text, unique in the corpus"),
    "title": Column("text", "title as published; empty if unknown"),
    "date": Column("text", "ISO 8601 date as far as it is known: 2025, 2025-05 or 2025-05-07; empty if unknown"),
    "date_precision": Column("text", "day, month or year; empty if the date is unknown"),
    "genre": Column("text", "declaration, communique, news, speech or other; empty if unknown"),
    "partner": Column("text", "ISO 3166-1 alpha-3 code of the other side; empty if unknown"),
    "language": Column("text", "ISO 639-1 code of the text's language"),
    "source": Column("text", "where the text was published; empty if unknown"),
    "path": Column("text", "file, relative to the corpus folder"),
    "sha256": Column("text", "SHA-256 of the file's bytes"),
    "text": Column("text", "the original text as decoded, unchanged"),
}
SENTENCES = {
    "doc_id": Column("text", "the text it stands in"),
    "paragraph": Column("int", "0-based number of its line or wrapped lines, blank lines not counted"),
    "sentence": Column("int", "0-based number in the text"),
    "start": Column("int", "first code point in the original"),
    "end": Column("int", "code point after the last one"),
    "text": Column("text", "the sentence as it stands in the original"),
}
OCCURRENCES = {
    "doc_id": Column("text", "the text it stands in"),
    "sentence": Column("int", "0-based number of its sentence; -1 between sentences"),
    "start": Column("int", "first code point in the original"),
    "end": Column("int", "code point after the last one"),
    "surface": Column("text", "the characters found, as they stand in the original"),
    "layer": Column("text", "what was looked for: words, ngrams, terms, dates, sectors, commitments, cleaning"),
    "label": Column("text", "what it counts as: the word in one spelling, the sector code, the date's value"),
}
COUNTS = {
    "label": Column("text", "what was counted"),
    "n": Column("int", "occurrences in the group"),
    "documents": Column("int", "texts of the group with at least one"),
    "words": Column("int", "words of the group: the denominator"),
    "per_10k": Column("float", "occurrences per 10,000 words; NaN where the group has no words"),
}
TABLES = {"documents": DOCUMENTS, "sentences": SENTENCES, "occurrences": OCCURRENCES, "counts": COUNTS}


def check_table(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the table if it is one of its kind.

    A kind is documents, sentences, occurrences or counts; further columns are allowed. Raises TableError that names
    the table, the column and the remedy.
    """
    if kind not in TABLES:
        raise TableError(f"check_table: unknown kind {kind!r}; use one of {', '.join(TABLES)}")
    columns = TABLES[kind]
    missing = [name for name in columns if name not in table]
    if missing:
        raise TableError(f"{kind}: no column {', '.join(missing)}; expected {', '.join(columns)}")
    for name, column in columns.items():
        _check_column(table[name], kind, column.kind)
    if kind == "documents":
        _check_unique(table, kind, ["doc_id"])
    if kind == "sentences":
        _check_unique(table, kind, ["doc_id", "sentence"])
    if kind in ("sentences", "occurrences"):
        _check_spans(table, kind, "text" if kind == "sentences" else "surface")
    return table


def check_surfaces(table: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the table if each row's characters stand at its offsets in the original.

    Takes sentences or occurrences. Raises TableError with the first row where `original[start:end]` differs.
    """
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    shown = "surface" if "surface" in table else "text"
    rows = zip(table["doc_id"], table["start"], table["end"], table[shown], strict=True)
    for doc_id, start, end, surface in rows:
        if doc_id not in texts:
            raise TableError(f"{doc_id}: not among the documents; pass the documents the table was made from")
        if texts[doc_id][start:end] != surface:
            found = texts[doc_id][start:end]
            raise TableError(
                f"{doc_id}[{start}:{end}]: the original has {found!r}, the table {surface!r}; make it again"
            )
    return table


def make_table(rows: Iterable[tuple[object, ...]], kind: str, extra: Iterable[str] = ()) -> pd.DataFrame:
    """Make a table of its kind from tuples in the order of its columns and the extra ones, and check it.

    An empty table keeps the columns and their types.
    """
    columns = [*TABLES[kind], *extra]
    return build_table(pd.DataFrame(list(rows), columns=columns), kind)


def build_table(columns: pd.DataFrame | Mapping[str, object], kind: str) -> pd.DataFrame:
    """Make a table of its kind from whole columns, in their order, and check it."""
    table = pd.DataFrame(columns)
    types = {name: {"int": "int64", "float": "float64", "text": "str"}[c.kind] for name, c in TABLES[kind].items()}
    return check_table(table.astype(types), kind)


def _check_column(values: "pd.Series[Any]", kind: str, expected: str) -> None:
    is_kind = {
        "int": pd.api.types.is_integer_dtype,
        "float": pd.api.types.is_numeric_dtype,
        "text": pd.api.types.is_string_dtype,
    }[expected]
    if len(values) and not is_kind(values):
        raise TableError(f"{kind}: column {values.name}: {values.dtype} is not {expected}; convert it")
    if expected != "float" and values.isna().any():
        row = values.index[values.isna()][0]
        raise TableError(f"{kind}: column {values.name}: row {row} has no value; fill it or leave the row out")


def _check_unique(table: pd.DataFrame, kind: str, key: list[str]) -> None:
    twice = table.duplicated(key)
    if twice.any():
        row = table.loc[twice, key].iloc[0]
        raise TableError(f"{kind}: two rows with {', '.join(f'{name} {row[name]}' for name in key)}; keep one")


def _check_spans(table: pd.DataFrame, kind: str, shown: str) -> None:
    wrong = (table["start"] < 0) | (table["end"] - table["start"] != table[shown].str.len())
    if wrong.any():
        row = table.loc[wrong].iloc[0]
        place = f"{row['doc_id']}[{row['start']}:{row['end']}]"
        raise TableError(f"{kind}: {place} is not as long as {row[shown]!r}; offsets are code points of the original")
