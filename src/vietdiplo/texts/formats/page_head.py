"""The head of an article on a web page, which stands apart from its body: title and lead (sapo)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from vietdiplo.texts.formats.html_text import is_named, join_text, list_blocks, squeeze_text

LEAST = 8  # words of one line at least: what has only shorter ones is a menu
FIRST = 3  # lines of an article among which its title is
SITE = re.compile(r"\s+[|–—-]\s+")  # parts the title of an article from the name of its site
MOST = 0.5  # of the title in a browser's bar: the longer part names the article
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
OTHER = ("a", "article", "li")  # around a lead: it belongs to another article


class Place(NamedTuple):
    """An element, and where its text begins and ends in that of the page, spaces left out."""

    element: Any
    start: int
    end: int


def add_head(lines: Sequence[str], page: Any, heading: str, changes: Counter[str]) -> list[str]:
    """Add the title and the lead that a page shows above an article to its lines, where they lack them.

    The title is what the page's metadata say, if that stands above the body, else the heading. The lead stands between
    title and body, without another heading between, and its class names one or the metadata repeat it.
    """
    text, places = _place_elements(page)
    names = {squeeze_text(name) for name in _list_titles(page)}
    body = _find_body(text, [line for line in lines if squeeze_text(line) not in {*names, squeeze_text(heading)}])
    above = [place for place in places if place.start < place.end <= body]
    place = _find_title(text, above, names) or _find_title(text, above, {squeeze_text(heading)})
    title = join_text(place.element) if place else heading
    lead = _find_lead(text, above, place) if place else None
    added = _list_new(lead.element, lines) if lead else []
    if added:
        changes["lead"] += 1
    first = next((n for n, line in enumerate(lines[:FIRST], 1) if squeeze_text(line) == squeeze_text(title)), 0)
    return [*lines[:first], *([title] if title and not first else []), *added, *lines[first:]]


def _place_elements(page: Any) -> tuple[str, list[Place]]:
    """Find where the elements of a page stand in its text, outer ones first."""
    from lxml import etree

    pieces: list[str] = []
    at, starts = 0, list[int]()
    places: list[Place] = []
    for event, element in etree.iterwalk(page, events=("start", "end")):
        starts += [at] if event == "start" else []
        places += [Place(element, starts.pop(), at)] if event == "end" else []
        pieces.append(squeeze_text((element.text if event == "start" else element.tail) or ""))
        at += len(pieces[-1])
    return "".join(pieces), sorted(places, key=lambda place: (place.start, -place.end))


def _list_titles(page: Any) -> Iterator[str]:
    """List what the metadata of a page call it: for social networks, and in the bar without the name of the site."""
    yield from page.xpath("//meta[@property='og:title']/@content")
    for whole in map(join_text, page.xpath("//head/title")):
        yield whole
        yield from (p for m in SITE.finditer(whole) if len(p := whole[: m.start()]) > MOST * len(whole))


def _find_body(text: str, lines: Sequence[str]) -> int:
    """Find where in a page's text its article begins: at its first line of prose; at the page's start without one."""
    prose = (squeeze_text(line) for line in lines if len(line.split()) >= LEAST)
    return next((at for line in prose if (at := text.find(line)) >= 0), 0)


def _find_texts(text: str, places: Sequence[Place], texts: set[str]) -> list[Place]:
    lengths = {len(text) for text in texts}
    return [p for p in places if p.end - p.start in lengths and text[p.start : p.end] in texts and _is_shown(p)]


def _is_shown(place: Place) -> bool:
    return all(parent.tag not in ("head", "title") for parent in (place.element, *place.element.iterancestors()))


def _find_title(text: str, above: Sequence[Place], titles: set[str]) -> Place | None:
    """Find a title as a heading, or else where it stands last: the way to a page may end in it."""
    found = _find_texts(text, above, titles)
    return next((place for place in found if place.element.tag in HEADINGS), found[-1] if found else None)


def _find_lead(text: str, above: Sequence[Place], title: Place) -> Place | None:
    below = [place for place in above if place.start >= title.end]
    heading = min((place.end for place in below if place.element.tag in HEADINGS), default=len(text))
    near = [place for place in below if place.start < heading and not _is_other(place, title)]
    named = [place for place in near if is_named(place.element, "lead_parts.txt")]
    shown = {squeeze_text(text) for text in title.element.xpath("//meta[@property='og:description']/@content")}
    leads = (place for place in (*named, *_find_texts(text, near, shown)))
    return next((place for place in leads if len(join_text(place.element).split()) >= LEAST), None)


def _is_other(place: Place, title: Place) -> bool:
    """Tell whether an element stands in another article than the title does."""
    around = set(title.element.iterancestors())
    return any(part.tag in OTHER and part not in around for part in (place.element, *place.element.iterancestors()))


def _list_new(lead: Any, lines: Sequence[str]) -> list[str]:
    """List the lines of a lead unless they stand in the article."""
    if squeeze_text(join_text(lead)) in squeeze_text("".join(lines)):
        return []
    return [line for block in list_blocks(lead) for line in block.split("\n") if line]
