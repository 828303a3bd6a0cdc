"""A folder with `texts/` and perhaps `documents.csv` into the table of documents, with every problem named."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from vietdiplo.tables import CorpusError, Problem, make_table, warn_problems
from vietdiplo.texts.clean import SURROGATE
from vietdiplo.texts.metadata import METADATA, PRECISIONS, READ, check_row, load_rows
from vietdiplo.texts.read import SUFFIXES, Text, is_inside, load_text
from vietdiplo.texts.sheets import OUTSIDE, Rows, make_problem

# The project: seeds/ and notebooks/ stand beside src/ in a clone, which is how the package is installed.
ROOT = Path(__file__).resolve().parents[3]
READABLE = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
WORD_PROCESSORS = (".doc", ".rtf", ".odt", ".wpd", ".wps", ".pages")  # they save as .docx

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


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
    warn_problems(problems)
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
    described = {_file_key(row["file"]): row for _, row in rows}
    order = [*(key for key in described if key in files), *sorted(set(files) - set(described))]
    clashes = _find_clashes(order, described)
    problems += [*left_out, *_check_files(folder, rows, files, {p.place for p in left_out}), *clashes.values()]
    extra = [name for name in (rows[0][1] if rows else {}) if name not in METADATA]
    return Listing({key: files[key] for key in order if key not in clashes}, described, extra), problems


def load_listed(listing: Listing) -> tuple[pd.DataFrame, list[Problem]]:
    """Load the texts of a listing, and a problem for each that cannot be read or is doubtful."""
    table = []
    problems = []
    for key, path in listing.files.items():
        row, place = listing.described.get(key, {}), f"texts/{key}"
        try:
            text = load_text(path)
        except CorpusError as error:
            problems.append(make_problem("left out", place, error))
            continue
        if text.doubt:
            problems.append(make_problem("warning", place, CorpusError(text.doubt)))
        table.append(_make_row(_name_text(key, row), place, text, row, listing.extra))
    return make_table(table, "documents", [*READ, *listing.extra]), problems


def check_corpus(corpus: str | Path) -> list[Problem]:
    """Check a corpus folder and give every problem of its texts and its documents.csv; an empty list is good."""
    return load_corpus(corpus)[1]


def find_folder(corpus: str | Path) -> Path:
    """Give a corpus folder's path; a relative one is looked up from the project's folder, wherever a notebook runs."""
    return (ROOT / corpus).resolve()


def _name_text(key: str, row: Mapping[str, str]) -> str:
    return row.get("doc_id") or Path(key).stem


def _find_clashes(keys: Iterable[str], described: Mapping[str, Mapping[str, str]]) -> dict[str, Problem]:
    """Find the texts whose doc_id another one before them has."""
    owners: dict[str, str] = {}
    clashes = {}
    for key in keys:
        doc_id = _name_text(key, described.get(key, {}))
        if owners.setdefault(doc_id, key) != key:
            value = f"doc_id '{doc_id}' belongs to texts/{owners[doc_id]} too"
            clashes[key] = Problem("error", f"texts/{key}", value, "give each text its own doc_id in documents.csv")
    return clashes


def _make_row(doc_id: str, place: str, text: Text, row: Mapping[str, str], extra: Iterable[str]) -> tuple[str, ...]:
    known = (doc_id, row.get("title", ""), row.get("date", ""))
    kind = (PRECISIONS.get(len(row.get("date", "")), ""), row.get("genre", ""), row.get("partner", ""))
    origin = (row.get("language") or "vi", row.get("source", ""), place, text.sha256, text.text)
    read = (text.format, text.encoding, text.changes)
    return (*known, *kind, *origin, *read, *(row.get(name, "") for name in extra))


def _check_files(folder: Path, rows: Rows, files: Mapping[str, Path], left_out: Container[str]) -> Iterator[Problem]:
    if not (folder / "texts").is_dir():
        yield Problem("error", f"{folder.name}/texts", "no such folder", "put the texts there, one file a text")
    elif not is_inside(folder / "texts", folder):
        yield Problem("error", f"{folder.name}/texts", *OUTSIDE)
    elif not files and not left_out:
        yield Problem("error", f"{folder.name}/texts", "no text in it", f"put {READABLE} files there")
    lines: dict[str, int] = {}
    for line, row in rows:
        key = _file_key(row["file"])
        place = f"documents.csv: line {line}: file"
        if key in lines:
            yield Problem("error", place, f"'{key}' has line {lines[key]} too", "keep one of the two")
        elif key and key not in files and f"texts/{key}" not in left_out:
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


def _list_files(folder: Path) -> tuple[dict[str, Path], list[Problem]]:
    """List the texts by their name under texts/ in NFC, because macOS writes names decomposed, and what is left out."""
    files: dict[str, Path] = {}
    left_out = []
    texts = (folder / "texts").resolve()
    for path in sorted(texts.rglob("*")) if is_inside(texts, folder) else ():
        name = path.relative_to(texts)
        inside = is_inside(path, texts)
        if any(part.startswith((".", "~$")) for part in name.parts) or (inside and path.is_dir()):
            continue
        key = unicodedata.normalize("NFC", name.as_posix())
        reason = _find_reason(path) if inside else OUTSIDE
        if SURROGATE.search(key):  # how Python gives the bytes of a name that is no UTF-8
            key = key.encode("utf-8", "backslashreplace").decode()
            reason = ("its name is no UTF-8", "rename it")
        elif CONTROL.search(key):  # which no table can hold
            reason = ("its name has a control character", "rename it")
        if not reason and key in files:
            reason = ("the name of another text, but for its Unicode form", "rename one of the two")
        if reason:
            left_out.append(Problem("left out", f"texts/{key}", *reason))
        else:
            files[key] = path
    return files, left_out


def _find_reason(path: Path) -> tuple[str, str] | None:
    """Find why a file is no text, and what to do about it."""
    if not path.is_file():
        return "no plain file", "take it out"
    if path.suffix.lower() in SUFFIXES:
        return None
    other = ".docx" if path.suffix.lower() in WORD_PROCESSORS else ".docx, .pdf, .html, or .txt in UTF-8"
    return f"'{path.suffix}' files are not read", f"save it as {other}"


def _file_key(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/").removeprefix("./").removeprefix("texts/"))
