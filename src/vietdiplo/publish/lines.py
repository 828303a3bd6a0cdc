"""Finders for other programs: text or JSON lines in, JSON lines out, one an occurrence."""

import codecs
import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pandas as pd

from vietdiplo.find import Codebook, find_codebook, find_dates, find_sectors, find_words, load_codebook
from vietdiplo.tables import OCCURRENCES, CorpusError, VietdiploError
from vietdiplo.texts import load_strings, split_sentences
from vietdiplo.texts.corpus import ROOT
from vietdiplo.texts.metadata import WRITE_DATE, is_date


@cache
def load_seeds_codebook() -> Codebook:
    """Load the codebook that the project ships, once a process."""
    return load_codebook(find_codebook(ROOT / "seeds"))


BATCH = 500  # texts at a time: memory stays flat however many lines there are
LAYERS: dict[str, Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]] = {
    "words": lambda sentences, _: find_words(sentences),
    "dates": find_dates,
    "sectors": lambda sentences, _: find_sectors(sentences, load_seeds_codebook()),
}


class Request(NamedTuple):
    """A text to search: the id it is reported under, the text, and the date it was published, empty if unknown."""

    id: object
    text: str
    date: str


def read_files(names: Iterable[str], date: str, unread: list[VietdiploError]) -> Iterator[Request]:
    """Read texts from files and standard input (`-`); what cannot be read is added to `unread`, the rest goes through.

    A name ending in .jsonl, or standard input that begins with `{`, is JSON lines with id, text and doc_date, read one
    by one; another file is one text whose id is its name. `date` is that of texts that do not have their own. Raises
    CorpusError if it is no date.
    """
    if date and not is_date(date):
        raise CorpusError(f"--date: '{date}' is no date; {WRITE_DATE}")
    for name in names:
        try:
            with contextlib.ExitStack() as stack:
                file = _open_standard_input() if name == "-" else stack.enter_context(Path(name).open("rb"))
                yield from _read_file(name, file, date, unread)
        except OSError as error:
            reason = f"cannot be read ({error.strerror}); check the name and its permissions"
            unread.append(CorpusError(f"{name}: {reason}"))
        except CorpusError as error:
            unread.append(error)


def find_lines(layer: str, sources: Iterable[Request]) -> Iterator[str]:
    """Find a layer in texts: one line of JSON an occurrence with id, start, end, surface, layer, label and its own.

    Offsets are code points of the given text; what is unknown is null. Raises VietdiploError for an unknown layer.
    """
    if layer not in LAYERS:
        raise VietdiploError(f"find: unknown layer '{layer}'; use one of {', '.join(LAYERS)}")
    remaining = iter(sources)
    while batch := list(islice(remaining, BATCH)):
        texts = {str(n): source.text for n, source in enumerate(batch)}
        documents = load_strings(texts, dates={str(n): source.date for n, source in enumerate(batch)})
        found = LAYERS[layer](split_sentences(documents), documents)
        own = [str(name) for name in found if name not in OCCURRENCES]
        for row in found.to_dict("records"):
            record: dict[str, object] = {"id": batch[int(row["doc_id"])].id}
            record |= {name: row[name] for name in ("start", "end", "surface", "layer", "label")}
            record |= {name: None if row[name] == "" or pd.isna(row[name]) else row[name] for name in own}
            yield json.dumps(record, ensure_ascii=False)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _open_standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise CorpusError("-: standard input is closed; name a file")
    return sys.stdin.buffer


def _read_file(name: str, file: BinaryIO, date: str, unread: list[VietdiploError]) -> Iterator[Request]:
    first = file.readline()
    head = first.removeprefix(codecs.BOM_UTF8).lstrip()
    if not (name.endswith(".jsonl") or (name == "-" and head.startswith(b"{"))):
        yield Request(name, _decode(name, first + file.read()), date)
        return
    for number, line in enumerate(chain([first], file), 1):
        if line.strip():
            try:
                yield _read_line(f"{name}: line {number}", _decode(f"{name}: line {number}", line), date)
            except CorpusError as error:
                unread.append(error)


def _decode(place: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{place}: byte {error.start} is not UTF-8; save it as UTF-8 text") from None


def _read_line(place: str, line: str, date: str) -> Request:
    try:
        record = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{place}: no JSON ({error}); write one object a line") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise CorpusError(f'{place}: no \'text\'; write {{"id": …, "text": …, "doc_date": …}}')
    day = record.get("doc_date") or date
    if not isinstance(day, str) or (day and not is_date(day)):
        raise CorpusError(f"{place}: doc_date {day!r} is no date; {WRITE_DATE}, or leave it out")
    return Request(record.get("id"), record["text"], day)
