"""Finders for other programs: text or JSON lines in, JSON lines out, one an occurrence."""

import codecs
import json
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from vietdiplo.publish.layers import Finder
from vietdiplo.publish.saving import write_json
from vietdiplo.tables import OCCURRENCES, CorpusError, VietdiploError
from vietdiplo.texts import load_strings
from vietdiplo.texts.metadata import WRITE_DATE, is_date
from vietdiplo.texts.read import READERS, check_lines, decode_text, load_text
from vietdiplo.texts.strings import check_text

LINES = ".jsonl"
BATCH = 1_000_000  # code points at a time: memory stays flat however many texts there are


class Request(NamedTuple):
    """A text to search: the id it is reported under, the text, and the date it was published, empty if unknown."""

    id: object
    text: str
    date: str


def read_files(names: Iterable[str], date: str, unread: list[VietdiploError]) -> Iterator[Request]:
    """Read texts from files and standard input (`-`); what cannot be read is added to `unread`, the rest goes through.

    A name ending in .jsonl, or standard input that begins with `{`, is JSON lines with id, text and doc_date, read one
    by one; another file is one text, in any format of a corpus, whose id is its name. `date` is that of texts that do
    not have their own. Raises CorpusError if it is no date.
    """
    if date and not is_date(date):
        raise CorpusError(f"--date: '{date}' is no date; {WRITE_DATE}")
    for name in names:
        try:
            if name == "-":
                yield from _read_standard_input(date, unread)
            elif name.endswith(LINES):
                with Path(name).open("rb") as file:
                    yield from _read_lines(name, file, date, unread)
            else:
                path = Path(name)
                text = load_text(path).text if path.suffix.lower() in READERS else decode_text(path.read_bytes())
                yield Request(name, text, date)
        except OSError as error:
            reason = f"cannot be read ({error.strerror}); check the name and its permissions"
            unread.append(CorpusError(f"{name}: {reason}"))
        except CorpusError as error:
            unread.append(CorpusError(f"{name}: {error}"))


def find_lines(finder: Finder, sources: Iterable[Request]) -> Iterator[str]:
    """Find a layer in texts: one line of JSON an occurrence with id, start, end, surface, layer, label and its own.

    Offsets are code points of the given text; what is unknown is null.
    """
    for batch in _split_batches(sources):
        texts = {str(n): source.text for n, source in enumerate(batch)}
        found = finder(load_strings(texts, dates={str(n): source.date for n, source in enumerate(batch)}))
        own = [str(name) for name in found if name not in OCCURRENCES]
        columns = [found[name].tolist() for name in ("start", "end", "surface", "layer", "label", *own)]
        names = ("id", "start", "end", "surface", "layer", "label", *own)
        for doc_id, *values in zip(found["doc_id"].tolist(), *columns, strict=True):
            known = [None if value == "" or value != value else value for value in values]  # NaN is not itself
            yield write_json(dict(zip(names, [batch[int(doc_id)].id, *known], strict=True)))


def _split_batches(sources: Iterable[Request]) -> Iterator[list[Request]]:
    batch: list[Request] = []
    size = 0
    for source in sources:
        batch.append(source)
        size += len(source.text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _read_number(digits: str) -> float:
    """Read a number; one that is too large would be written as Infinity, which is not JSON."""
    number = float(digits)
    if not isfinite(number):
        raise ValueError(f"{digits} is too large a number")
    return number


def _read_standard_input(date: str, unread: list[VietdiploError]) -> Iterator[Request]:
    if sys.stdin is None:
        raise CorpusError("standard input is closed; name a file")
    first = sys.stdin.buffer.readline()
    if first.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
        yield from _read_lines("-", chain([first], sys.stdin.buffer), date, unread)
    else:
        yield Request("-", decode_text(first + sys.stdin.buffer.read()), date)


def _read_lines(name: str, lines: Iterable[bytes], date: str, unread: list[VietdiploError]) -> Iterator[Request]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield read_line(f"{name}: line {number}", line, date)
            except CorpusError as error:
                unread.append(error)


def _decode(place: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{place}: byte {error.start} is not UTF-8; save it as UTF-8 text") from None


def read_line(place: str, data: bytes, date: str = "") -> Request:
    """Read a line of JSON. Raises CorpusError that names the place, what is wrong and what to do."""
    line = _decode(place, data)
    try:
        record = json.loads(line, parse_constant=_refuse, parse_float=_read_number)
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{place}: no JSON ({error}); write one object a line") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise CorpusError(f'{place}: no \'text\'; write {{"id": …, "text": …, "doc_date": …}}')
    check_text(place, record["text"])
    try:
        check_lines(record["text"])
    except CorpusError as error:
        raise CorpusError(f"{place}: {error}") from None
    day = record.get("doc_date") or date
    if not isinstance(day, str) or (day and not is_date(day)):
        raise CorpusError(f"{place}: doc_date {day!r} is no date; {WRITE_DATE}, or leave it out")
    return Request(record.get("id"), record["text"], day)
