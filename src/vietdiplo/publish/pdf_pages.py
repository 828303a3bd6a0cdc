"""The pages of a site as one page to print: no two things share an address, and every link stays within it."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from vietdiplo.publish.pages import TEMPLATES, Page, load_environment

STYLES = ("style", "reading", "events", "print")
# The search asks a script, downloads ask the site's folder, and notes wait for a pointer: paper has none of them.
IDLE = frozenset({"around", "code", "data", "files", "told", "tools"})
IDLE_PATH = ".//script | .//*[@role='search'] | .//*[@class='cards']//a[img] | .//img[not(starts-with(@src, 'data:'))]"
TITLES = ".//*[@class='cards']//h3"  # of other pages: the outline names each page once
OF_FORMS = frozenset({"input", "select", "option"})  # the style sheet knows these by their ids; nothing leads to them
NAMING = ("for", "aria-labelledby", "aria-describedby", "headers")
LINKING = ("href", "xlink:href")
OF_DRAWINGS = re.compile(r"url\(#([^)]+)\)")  # clip paths, markers and fills of a figure
OUTSIDE = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
ITSELF = "no"  # the number of a sentence, which in the site leads to that sentence


def list_pages(pages: Iterable[Page], texts: Iterable[str]) -> list[str]:
    """List what is printed, in its order: the index, the notebooks, their lists of events, and `texts`."""
    notebooks = list(pages)
    events = [name for page in notebooks for name in page.events]
    return ["index", *(page.name for page in notebooks), *events, *(text.removesuffix(".html") for text in texts)]


def write_pages(folder: Path, names: Sequence[str], site: Mapping[str, Any], limit: str = "") -> str:
    """Write the pages `names` of a site as one; `limit` says on the first what is not among them.

    The address `text-a.html#s12` becomes `#text-a.s12`. A link to what is not printed becomes its wording.
    """
    mains = {name: _read_main(folder / f"{name}.html") for name in names}
    if limit:
        etree.SubElement(mains[names[0]], "p", {"class": "limit"}).text = limit
    for name, main in mains.items():
        _name_places(main, name)
    known = {place for main in mains.values() for place in main.xpath("descendant-or-self::*/@id")}
    for name, main in mains.items():
        _lead_links(main, name, known)
    style = "\n".join((TEMPLATES / f"{name}.css").read_text(encoding="utf-8").strip() for name in STYLES)
    written = [etree.tostring(main, encoding="unicode", method="html", with_tail=False) for main in mains.values()]
    return load_environment().get_template("print.html.j2").render(site=site, style=style, mains=written)


def _read_main(path: Path) -> Any:
    """Read what a page says, without what is of no use on paper."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    page = html.fromstring(path.read_bytes(), parser=parser)
    main = page.find(".//main")
    main.extend(page.findall(".//footer"))
    idle = [element for element in main.iter(etree.Element) if IDLE & set(element.get("class", "").split())]
    for element in [*idle, *main.xpath(IDLE_PATH)]:
        element.drop_tree()
    for title in main.xpath(TITLES):
        title.tag = "p"
    return main


def _name_places(main: Any, page: str) -> None:
    """Put the page's name before every name that a page gives to a place of its own."""
    for element in main.iter(etree.Element):
        if "id" in element.attrib and element.tag not in OF_FORMS:
            element.set("id", f"{page}.{element.get('id')}")
        for attribute, value in element.items():
            if attribute in NAMING:
                element.set(attribute, " ".join(f"{page}.{name}" for name in value.split()))
            elif "url(#" in value:
                element.set(attribute, OF_DRAWINGS.sub(rf"url(#{page}.\1)", value))
    main.set("id", page)


def _lead_links(main: Any, page: str, known: Container[str]) -> None:
    """Lead each link to its place among the printed pages, or nowhere."""
    for element in main.iter(etree.Element):
        for attribute in LINKING:
            address = element.attrib.pop(attribute, None)
            if address is None:
                continue
            place = _find_place(address, page)
            if OUTSIDE.match(address):
                element.set(attribute, address)
            elif place in known and element.get("class") != ITSELF:
                # Chromium makes a place in the PDF only of what an href leads to, also from a figure.
                element.set("href", f"#{place}")


def _find_place(address: str, page: str) -> str:
    """Find the place that an address of the site has in print."""
    file, _, place = address.partition("#")
    target = file.removesuffix(".html") if file else page
    return f"{target}.{unquote(place)}" if place else target
