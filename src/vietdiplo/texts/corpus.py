"""A folder with `texts/` and perhaps `documents.csv` into the table of documents, with every problem named."""

import unicodedata
import warnings
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from vietdiplo.tables import CorpusError, CorpusWarning, Problem, make_table
from vietdiplo.texts.metadata import METADATA, PRECISIONS, Rows, check_row, load_rows, make_problem
from vietdiplo.texts.read import SUFFIXES, load_text

# The project: seeds/ and notebooks/ stand beside src/ in a clone, which is how the package is installed.
ROOT = Path(__file__).parents[3]


def load_documents(corpus: str | Path) -> pd.DataFrame:
    """Load the texts of a corpus folder with what its documents.csv says of them.

    One row per text, in the order of documents.csv, then those without a row by name; columns of documents.csv that
    the table does not know are kept at its end. A relative path is looked up from the project's folder. Warns with
    CorpusWarning of a text that is left out or doubtful; raises CorpusError with all errors at once.
    """
    documents, problems = load_corpus(corpus)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise CorpusError("\n".join(map(str, errors)))
    for problem in problems:
        warnings.warn(str(problem), CorpusWarning, stacklevel=2)
    return documents


def load_corpus(corpus: str | Path) -> tuple[pd.DataFrame, list[Problem]]:
    """Load the texts of a corpus folder and every problem with them; without a row if a problem is an error."""
    folder = find_folder(corpus)
    rows, problems = load_rows(folder)
    files, left_out = _list_files(folder)
    problems += [p for line, row in rows for p in check_row(line, row)]
    problems += [*left_out.values(), *_check_files(folder, rows, files, left_out)]
    described = {_file_key(row["file"]): row for _, row in rows}
    extra = [name for name in (rows[0][1] if rows else {}) if name not in METADATA]
    table = []
    for key in [*(key for key in described if key in files), *sorted(set(files) - set(described))]:
        try:
            table.append(_read_row(key, files[key], described.get(key, {}), extra))
        except CorpusError as error:
            problems.append(make_problem("left out", f"texts/{key}", error))
    problems += _check_texts(table, described)
    if (files or left_out) and not table:
        problems.append(Problem("error", f"{folder.name}/texts", "no text can be read", "see the lines above"))
    if any(problem.severity == "error" for problem in problems):
        table = []
    return make_table(table, "documents", extra), problems


def check_corpus(corpus: str | Path) -> list[Problem]:
    """Check a corpus folder and give every problem of its texts and its documents.csv; an empty list is good."""
    return load_corpus(corpus)[1]


def find_folder(corpus: str | Path) -> Path:
    """Give a corpus folder's path; a relative one is looked up from the project's folder, wherever a notebook runs."""
    return (ROOT / corpus).resolve()


def _read_row(key: str, path: Path, row: Mapping[str, str], extra: Iterable[str]) -> tuple[str, ...]:
    text, sha256 = load_text(path)
    known = (row.get("doc_id") or Path(key).stem, row.get("title", ""), row.get("date", ""))
    kind = (PRECISIONS.get(len(row.get("date", "")), ""), row.get("genre", ""), row.get("partner", ""))
    origin = (row.get("language") or "vi", row.get("source", ""), f"texts/{key}", sha256, text)
    return (*known, *kind, *origin, *(row.get(name, "") for name in extra))


def _check_files(folder: Path, rows: Rows, files: Mapping[str, Path], left_out: Container[str]) -> Iterator[Problem]:
    if not (folder / "texts").is_dir():
        yield Problem("error", f"{folder.name}/texts", "no such folder", "put the texts there, one file a text")
    elif not files and not left_out:
        yield Problem("error", f"{folder.name}/texts", "no text in it", f"put {' or '.join(SUFFIXES)} files there")
    lines: dict[str, int] = {}
    for line, row in rows:
        key = _file_key(row["file"])
        place = f"documents.csv: line {line}: file"
        if key in lines:
            yield Problem("error", place, f"'{key}' has line {lines[key]} too", "keep one of the two")
        elif key and key not in files and key not in left_out:
            meant = next((other for other in files if other.casefold() == key.casefold()), "")
            remedy = f"write '{meant}'" if meant else "correct the name or take the line out"
            yield Problem("error", place, f"'{key}' is not in texts/", remedy)
        lines.setdefault(key, line)


def _check_texts(table: Iterable[tuple[str, ...]], described: Container[str]) -> Iterator[Problem]:
    ids: dict[str, str] = {}
    copies: dict[str, str] = {}
    for doc_id, *_, path, sha256, _text in (row[:11] for row in table):
        if path.removeprefix("texts/") not in described:
            remedy = "used without date, genre and partner; add a line for it"
            yield Problem("warning", path, "no line in documents.csv", remedy)
        if doc_id in ids:
            remedy = "give each text its own doc_id in documents.csv"
            yield Problem("error", path, f"doc_id '{doc_id}' belongs to {ids[doc_id]} too", remedy)
        if sha256 in copies:
            yield Problem("warning", path, f"the same text as {copies[sha256]}", "counted twice; take one out")
        ids.setdefault(doc_id, path)
        copies.setdefault(sha256, path)


def _list_files(folder: Path) -> tuple[dict[str, Path], dict[str, Problem]]:
    """List the texts, and those left out, by their name under texts/ in NFC: macOS writes names decomposed."""
    files: dict[str, Path] = {}
    left_out = {}
    texts = (folder / "texts").resolve()
    for path in sorted(texts.rglob("*")):
        name = path.relative_to(texts)
        if any(part.startswith((".", "~$")) for part in name.parts) or path.is_dir():
            continue
        key = unicodedata.normalize("NFC", name.as_posix())
        if not path.resolve().is_relative_to(texts):
            left_out[key] = Problem("left out", f"texts/{key}", "a link out of the corpus", "copy the file here")
        elif not path.is_file():
            left_out[key] = Problem("left out", f"texts/{key}", "no plain file", "take it out")
        elif path.suffix.lower() not in SUFFIXES:
            value, remedy = f"'{path.suffix}' files are not read", f"save it as {' or '.join(SUFFIXES)} in UTF-8"
            left_out[key] = Problem("left out", f"texts/{key}", value, remedy)
        else:
            files[key] = path
    return files, left_out


def _file_key(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/").removeprefix("./").removeprefix("texts/"))
