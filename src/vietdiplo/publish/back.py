"""The way back: from the sentences and notes of reading pages to the rows and figure marks that lead to them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape, unescape
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from vietdiplo.publish.pages import Page

MOST_OF_SENTENCE, MOST_OF_NOTE = 12, 2  # rows that are listed; of more only the number is told
LONGEST = 60  # code points of a caption in a list
OF_LAYER = {"terms": "02_terms", "sectors": "03_sectors", "dates": "04_timeline", "commitments": "05_commitments"}
BY_SENTENCE = ("dates", "commitments")  # their notes lead to no search that a row could lead to as well
# A row is between its id and the next one's; a mark of a figure is a link with an id. A table of events has no row.
PLACE = re.compile(
    r'<tr id="(?P<table>[^"]+)-(?P<row>\d+)">|</table>|<a href="(?P<to>[^"]+)">'
    r'|<a id="figure-(?P<figure>[^"]+)-(?P<mark>\d+)" (?P<about>[^>]*)>'
)
XLINK = re.compile(r'xlink:href="([^"]+)"')
NUMBER = re.compile(r'<a class="no" href="#s(?P<number>\d+)"[^>]*></a>')
NOTE = re.compile(rf'<span class="(?P<layer>{"|".join(OF_LAYER)})"><b>(?P<note>.*?)</span>', re.DOTALL)
WAY = re.compile(rf'{NUMBER.pattern}|{NOTE.pattern}|<span class="told"', re.DOTALL)
SENTENCE = re.compile(r"text[^#]*#s\d")
SEARCHED = re.compile(r'<a href="(search\.html[^"]+)"')


class Way(NamedTuple):
    """A row of a table, by its number, or a mark of a figure: its address, the caption, and all that it leads to."""

    address: str
    caption: str
    row: str
    targets: frozenset[str]


def save_ways_back(pages: Sequence[Page], folder: Path, site: Mapping[str, Any]) -> None:
    """Add to the reading pages of a site the ways back to its notebooks' pages, which are there already."""
    ways = _index_ways(way for page in pages for way in _find_ways(page, folder))
    for name in site["texts"].values() if ways else ():
        place = folder / name
        if place.is_file():  # the reading pages may have failed
            written = add_ways_back(place.read_text(encoding="utf-8"), name, ways, site)
            place.write_text(written, encoding="utf-8", newline="\n")


def add_ways_back(written: str, name: str, ways: Mapping[str, Sequence[Way]], site: Mapping[str, Any]) -> str:
    """Add to a reading page, by its name, the ways back: `ways` are by what they lead to.

    A sentence lists all that leads to it. A note lists the rows that are about the same term or sector and no other
    sentence; of a date or commitment, the rows of its notebook that lead to its sentence.
    """
    sentence, said = "", set[tuple[Way, ...]]()

    def add(found: re.Match[str]) -> str:
        nonlocal sentence
        if found["layer"]:
            listed = tuple(_find_own(found, f"{name}#s{sentence}", ways))
            is_new = listed and listed not in said  # a mark may have several terms of one sector
            said.add(listed)
            return _extend_note(found, listed, site["labels"]) if is_new else found[0]
        said.clear()
        if not found["number"]:
            return found[0]
        sentence = found["number"]
        own = ways.get(f"{name}#s{sentence}", ())
        return _write_list(sentence, own, site) if own else found[0]

    return WAY.sub(add, written)


def _index_ways(ways: Iterable[Way]) -> dict[str, list[Way]]:
    index = defaultdict(list)
    for way in ways:
        for target in way.targets:
            index[target].append(way)
    return dict(index)


def _find_ways(page: Page, folder: Path) -> Iterator[Way]:
    """Find the ways of a notebook's page; of a figure's marks that lead to one sentence the first."""
    captions = {(about["kind"] == "figure", about["name"]): _shorten(about["caption"]) for about in page.shown}
    name, number, targets = "", "", set[str]()
    seen: set[tuple[str, str]] = set()
    for found in PLACE.finditer((folder / f"{page.name}.html").read_text(encoding="utf-8")):
        if found["to"]:
            targets.add(unescape(found["to"]))
        elif found["figure"]:
            to = XLINK.search(found["about"])
            if to and (found["figure"], to[1]) not in seen:
                seen.add((found["figure"], to[1]))
                mark = f"{page.name}.html#figure-{found['figure']}-{found['mark']}"
                yield Way(mark, captions[True, found["figure"]], "", frozenset({unescape(to[1])}))
        else:
            if name and targets:
                row = f"{page.name}.html#{name}-{number}"
                yield Way(row, captions[False, name], number, frozenset(targets))
            name, number, targets = found["table"] or "", found["row"], set()


def _find_own(note: re.Match[str], place: str, ways: Mapping[str, Sequence[Way]]) -> list[Way]:
    """Find the ways to what a note is about; those that are of its own sentence come first."""
    if note["layer"] in BY_SENTENCE:
        return [way for way in ways.get(place, ()) if way.address.startswith(OF_LAYER[note["layer"]])]
    searched = SEARCHED.search(note["note"])
    search = unescape(searched[1]) if searched else ""
    page = place.partition("#")[0]
    found = [*ways.get(search, ()), *ways.get(f"{search}&in={page}", ())]
    own = [way for way in found if place in way.targets]
    return list(dict.fromkeys(own + [way for way in found if not any(SENTENCE.match(to) for to in way.targets)]))


def _extend_note(note: re.Match[str], own: Sequence[Way], labels: Mapping[str, str]) -> str:
    listed = " · ".join(_list_ways(own, MOST_OF_NOTE, labels))
    return f'{note[0].removesuffix("</span>")}<span class="ways">{labels["site_ways"]}: {listed}</span></span>'


def _write_list(number: str, own: Sequence[Way], site: Mapping[str, Any]) -> str:
    """Write the number of a sentence as a button that shows what leads to the sentence."""
    labels, lang = site["labels"], f'lang="{site["lang"]}"'
    said = escape(labels["site_ways_of"].format(number=number, n=len(own)))
    items = (f'<span role="listitem">{way}</span>' for way in _list_ways(own, MOST_OF_SENTENCE, labels))
    head = f'<a href="#s{number}">{labels["site_sentence"]} {number}</a> · {labels["site_ways"]}:'
    return (
        f'<button type="button" {lang} class="no" data-no="{number}" popovertarget="w{number}" aria-label="{said}">'
        f'</button><span {lang} class="told from" id="w{number}" popover role="group" aria-label="{said}">'
        f'{head} <span role="list">{"".join(items)}</span></span>'
    )


def _list_ways(ways: Sequence[Way], most: int, labels: Mapping[str, str]) -> Iterator[str]:
    """List the first ways as links, the rows of a table together, and say how many more there are."""
    for caption, group in groupby(ways[:most], key=lambda way: way.caption):
        rows = list(group)
        if rows[0].row:
            row = labels["site_way_row"]
            yield f"{escape(caption)}: {row} " + ", ".join(_write_link(way, way.row) for way in rows)
        else:
            yield _write_link(rows[0], labels["site_way_figure"].format(caption=caption))
    if len(ways) > most:
        yield labels["site_ways_more"].format(n=len(ways) - most)


def _write_link(way: Way, wording: str) -> str:
    return f'<a href="{escape(way.address)}">{escape(wording)}</a>'


def _shorten(caption: str) -> str:
    """Keep of a caption its first sentence up to a colon or bracket, and so much of it as a list has room for."""
    first = re.split(r"[:;.]\s|\s\(|\.$", caption, maxsplit=1)[0].strip()
    return first if len(first) <= LONGEST else f"{first[:LONGEST].rsplit(' ', 1)[0]}…"
