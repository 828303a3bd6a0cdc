"""A large corpus in shares of a few megabytes, each of which a process reads by itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from vietdiplo.publish.lines import LINES, read_line
from vietdiplo.tables import CorpusError, Problem
from vietdiplo.texts import load_strings
from vietdiplo.texts.corpus import Listing, list_texts, load_listed

SIZE = 4_000_000  # bytes: a second's work, and some hundred megabytes of memory at most
FILES = 512


class Share(NamedTuple):
    """Some files of a corpus folder, or the lines of a file of JSON lines that begin in a range of bytes."""

    number: int
    size: int
    listing: Listing | None
    lines: Path | None = None
    start: int = 0


def plan_shares(corpus: Path) -> tuple[list[Share], list[Problem]]:
    """Plan the shares of a corpus, which depend on nothing but its files, and give what is wrong with it as a whole.

    A corpus is a folder, or a file of JSON lines with id, text and doc_date.
    """
    if corpus.suffix == LINES and corpus.is_file():
        size = corpus.stat().st_size
        starts = range(0, size, SIZE)
        return [Share(n, min(SIZE, size - start), None, corpus, start) for n, start in enumerate(starts)], []
    listing, problems = list_texts(corpus)
    groups = enumerate(_group_files(listing))
    return [Share(number, size, listing.take(keys)) for number, (size, keys) in groups], problems


def load_share(share: Share) -> tuple[pd.DataFrame, list[Problem]]:
    """Load the documents of a share, and a problem for each that cannot be read."""
    if share.listing is not None:
        return load_listed(share.listing)
    texts: dict[str, str] = {}
    dates: dict[str, str] = {}
    problems = []
    for at, line in _read_lines(share):
        place = f"{share.lines.name}: byte {at}" if share.lines else ""
        try:
            request = read_line(place, line)
            name = str(request.id)
            if request.id is None or name in texts:
                raise CorpusError(f"{place}: id '{name}' is missing or taken; give each text its own")
        except CorpusError as error:
            value, _, remedy = str(error).removeprefix(f"{place}: ").rpartition("; ")
            problems.append(Problem("left out", place, value, remedy))
        else:
            texts[name], dates[name] = request.text, request.date
    return load_strings(texts, dates=dates), problems


def _group_files(listing: Listing) -> Iterator[tuple[int, list[str]]]:
    keys: list[str] = []
    total = 0
    for key, path in listing.files.items():
        try:
            size = path.stat().st_size
        except OSError:  # it vanished; reading it says so
            size = 0
        if keys and (total + size > SIZE or len(keys) == FILES):
            yield total, keys
            keys, total = [], 0
        keys.append(key)
        total += size
    if keys:
        yield total, keys


def _read_lines(share: Share) -> Iterator[tuple[int, bytes]]:
    """Read the lines that begin in the share: the one that goes over its start belongs to the share before."""
    assert share.lines
    with share.lines.open("rb") as file:
        file.seek(max(share.start - 1, 0))
        if share.start:
            file.readline()
        while (at := file.tell()) < share.start + share.size and (line := file.readline()):
            if line.strip():
                yield at, line
