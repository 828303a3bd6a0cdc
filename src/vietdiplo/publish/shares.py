"""A large corpus in shares of a few megabytes, each of which a process reads by itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from vietdiplo.publish.lines import LINES, read_line
from vietdiplo.tables import CorpusError, Problem
from vietdiplo.texts import load_strings
from vietdiplo.texts.corpus import Listing, list_texts, load_listed
from vietdiplo.texts.strings import check_text

SIZE = 4_000_000  # bytes: a second's work, and some hundred megabytes of memory at most
FILES = 512
LONGEST = 50_000_000  # bytes of a line of JSON; what is longer is cut, and is then no JSON


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
        if not size:
            raise CorpusError(f"{corpus.name}: no text in it; write JSON lines with id and text")
        starts = range(0, size, SIZE)
        return [Share(n, min(SIZE, size - start), None, corpus, start) for n, start in enumerate(starts)], []
    listing, problems = list_texts(corpus)
    groups = enumerate(_group_files(listing))
    return [Share(number, size, listing.take(keys)) for number, (size, keys) in groups], problems


def load_share(share: Share) -> tuple[pd.DataFrame, list[Problem]]:
    """Load the documents of a share, and a problem for each that cannot be read."""
    if share.listing is not None:
        return load_listed(share.listing)
    found: dict[str, tuple[str, str, str]] = {}
    problems = []
    for at, line in _read_lines(share):
        place = f"{share.lines.name}: byte {at}" if share.lines else ""
        try:
            request = read_line(place, line)
            name = check_text(place, str(request.id))
            if request.id is None:
                raise CorpusError(f"{place}: no id; give each text its own")
        except CorpusError as error:
            value, _, remedy = str(error).removeprefix(f"{place}: ").rpartition("; ")
            problems.append(Problem("left out", place, value, remedy))
            continue
        if name in found:
            value = f"doc_id '{name}' belongs to {found[name][2]} too"
            problems.append(Problem("error", place, value, "give each text its own"))
        found[name] = (request.text, request.date, place)
    texts, dates, places = ({name: values[n] for name, values in found.items()} for n in range(3))
    return load_strings(texts, dates=dates).assign(path=pd.Series(list(places.values()), dtype="str")), problems


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
        while (at := file.tell()) < share.start + share.size and (line := file.readline(LONGEST)):
            yield from [(at, line)] if line.strip() else []
            while not line.endswith(b"\n") and (line := file.readline(LONGEST)):
                pass  # the rest of a line that is too long, and so no JSON
