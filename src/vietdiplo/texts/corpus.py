"""A folder with `texts/` and perhaps `documents.csv` into the table of documents, with every problem named."""

import unicodedata
import warnings
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from vietdiplo.tables import CorpusError, CorpusWarning, Problem, make_table
from vietdiplo.texts.metadata import METADATA, PRECISIONS, READ, check_row, load_rows, make_problem
from vietdiplo.texts.read import SUFFIXES, Text, load_text
from vietdiplo.texts.sheets import Rows

# The project: seeds/ and notebooks/ stand beside src/ in a clone, which is how the package is installed.
ROOT = Path(__file__).parents[3]
READABLE = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
WORD_PROCESSORS = (".doc", ".rtf", ".odt", ".wpd", ".wps", ".pages")  # they save as .docx


class Listing(NamedTuple):
    """The texts of a corpus: their files by name, their rows of documents.csv, and its further columns."""

    files: Mapping[str, Path]
    described: Mapping[str, Mapping[str, str]]
    extra: Sequence[str]

    def take(self, keys: Iterable[str]) -> "Listing":
        """Give the listing of some of the texts."""
        files = {key: self.files[key] for key in keys}
        return Listing(files, {key: self.described[key] for key in files if key in self.described}, self.extra)


def load_documents(corpus: str | Path) -> pd.DataFrame:
    """Load the texts of a corpus folder with what its documents.csv says of them.

    One row per text, in the order of documents.csv, then those without a row by name. After the columns of the table
    come `format`, `encoding` (empty where the format has none) and `changes` (what reading repaired or left out, as in
    `mojibake 3; running_head 12`), then those of documents.csv that the table does not know. A relative path is looked
    up from the project's folder. Warns with CorpusWarning of a text that is left out or doubtful; raises CorpusError
    with all errors at once.
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
    listing, problems = list_texts(corpus)
    documents, found = load_listed(listing)
    problems += [*found, *_check_texts(documents, listing.described)]
    if not len(documents) and any(problem.severity == "left out" for problem in problems):
        place = f"{find_folder(corpus).name}/texts"
        problems.append(Problem("error", place, "no text can be read", "see the lines above"))
    errors = any(problem.severity == "error" for problem in problems)
    return (documents.head(0) if errors else documents), problems


def list_texts(corpus: str | Path) -> tuple[Listing, list[Problem]]:
    """List the texts of a corpus folder without reading one, and every problem with the folder and documents.csv."""
    folder = find_folder(corpus)
    rows, problems = load_rows(folder)
    files, left_out = _list_files(folder)
    problems += [p for line, row in rows for p in check_row(line, row)]
    problems += [*left_out.values(), *_check_files(folder, rows, files, left_out)]
    described = {_file_key(row["file"]): row for _, row in rows}
    order = [*(key for key in described if key in files), *sorted(set(files) - set(described))]
    extra = [name for name in (rows[0][1] if rows else {}) if name not in METADATA]
    return Listing({key: files[key] for key in order}, described, extra), problems


def load_listed(listing: Listing) -> tuple[pd.DataFrame, list[Problem]]:
    """Load the texts of a listing, and a problem for each that cannot be read, is doubtful or has another's doc_id."""
    table = []
    problems = []
    places: dict[str, str] = {}
    for key, path in listing.files.items():
        row, place = listing.described.get(key, {}), f"texts/{key}"
        doc_id = row.get("doc_id") or Path(key).stem
        try:
            text = load_text(path)
        except CorpusError as error:
            problems.append(make_problem("left out", place, error))
            continue
        if text.doubt:
            problems.append(make_problem("warning", place, CorpusError(text.doubt)))
        if doc_id in places:
            remedy = "give each text its own doc_id in documents.csv"
            problems.append(Problem("error", place, f"doc_id '{doc_id}' belongs to {places[doc_id]} too", remedy))
        else:
            table.append(_make_row(doc_id, place, text, row, listing.extra))
            places[doc_id] = place
    return make_table(table, "documents", [*READ, *listing.extra]), problems


def check_corpus(corpus: str | Path) -> list[Problem]:
    """Check a corpus folder and give every problem of its texts and its documents.csv; an empty list is good."""
    return load_corpus(corpus)[1]


def find_folder(corpus: str | Path) -> Path:
    """Give a corpus folder's path; a relative one is looked up from the project's folder, wherever a notebook runs."""
    return (ROOT / corpus).resolve()


def _make_row(doc_id: str, place: str, text: Text, row: Mapping[str, str], extra: Iterable[str]) -> tuple[str, ...]:
    known = (doc_id, row.get("title", ""), row.get("date", ""))
    kind = (PRECISIONS.get(len(row.get("date", "")), ""), row.get("genre", ""), row.get("partner", ""))
    origin = (row.get("language") or "vi", row.get("source", ""), place, text.sha256, text.text)
    read = (text.format, text.encoding, text.changes)
    return (*known, *kind, *origin, *read, *(row.get(name, "") for name in extra))


def _check_files(folder: Path, rows: Rows, files: Mapping[str, Path], left_out: Container[str]) -> Iterator[Problem]:
    if not (folder / "texts").is_dir():
        yield Problem("error", f"{folder.name}/texts", "no such folder", "put the texts there, one file a text")
    elif not files and not left_out:
        yield Problem("error", f"{folder.name}/texts", "no text in it", f"put {READABLE} files there")
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


def _check_texts(documents: pd.DataFrame, described: Container[str]) -> Iterator[Problem]:
    copies: dict[str, str] = {}
    for path, sha256 in zip(documents["path"], documents["sha256"], strict=True):
        if path.removeprefix("texts/") not in described:
            remedy = "used without date, genre and partner; add a line for it"
            yield Problem("warning", path, "no line in documents.csv", remedy)
        if sha256 in copies:
            yield Problem("warning", path, f"the same text as {copies[sha256]}", "counted twice; take one out")
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
        if not _is_inside(path, texts):
            left_out[key] = Problem("left out", f"texts/{key}", "a link out of the corpus", "copy the file here")
        elif not path.is_file():
            left_out[key] = Problem("left out", f"texts/{key}", "no plain file", "take it out")
        elif path.suffix.lower() not in SUFFIXES:
            other = ".docx" if path.suffix.lower() in WORD_PROCESSORS else ".docx, .pdf, .html, or .txt in UTF-8"
            value = f"'{path.suffix}' files are not read"
            left_out[key] = Problem("left out", f"texts/{key}", value, f"save it as {other}")
        else:
            files[key] = path
    return files, left_out


def _is_inside(path: Path, folder: Path) -> bool:
    """Tell whether a path leads into a folder; one that leads round in a circle does not."""
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):
        return False


def _file_key(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/").removeprefix("./").removeprefix("texts/"))
