"""Saved web pages into text: the article's headings and paragraphs, a line each, and nothing of what is around it."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from vietdiplo.language import load_lines
from vietdiplo.tables import CorpusError
from vietdiplo.texts.formats.encodings import Decoded, decode_bytes
from vietdiplo.texts.formats.guard import Extract

CHARSET = re.compile(rb"""(?i)<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""")
HEAD = 4096  # bytes in which a page says its encoding
DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
NO_TEXT = ("audio", "button", "iframe", "noscript", "object", "script", "select", "style", "svg", "template", "video")
AROUND = ("nav", "aside", "footer", "figure", "figcaption", "menu", "dialog")
# Of the text in paragraphs: a part that has more is the article, whatever its class says.
MOST = 0.5
LEAST = 8  # words of one line at least: what has only shorter ones is a menu
NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
SPACES = re.compile(r"\s+")
# Of trafilatura's trees, or of HTML where it gives the page as it is: what stands within a line.
INLINE = {"hi", "ref", "del", "graphic", *("a", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u")}


def read_html(data: bytes) -> Extract:
    """Read a saved web page: title, headings and paragraphs of the article, a line each.

    Raises CorpusError for a page without an article.
    """
    from lxml import html

    decoded = _decode_page(data)
    source = DECLARATION.sub("", decoded.text).encode("utf-8", "replace")
    page = html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))
    changes: Counter[str] = Counter()
    titles = [_join_text(title) for title in page.iter("h1")]
    _remove_around(page, _count_prose(page), changes)
    lines = _list_lines(page)
    if not any(len(line.split()) >= LEAST for line in lines):
        raise CorpusError("no article in this page; save its text as .txt in UTF-8")
    title = titles[0] if len(titles) == 1 else ""
    lines = lines if not title or title in lines[:3] else [title, *lines]
    return Extract("\n".join(lines), decoded.encoding, changes, decoded.doubt)


def _decode_page(data: bytes) -> Decoded:
    """Decode a page: what is valid UTF-8 is UTF-8, the rest is judged by its spelling, or else as the page says."""
    found = CHARSET.search(data[:HEAD])
    declared = found.group(1).decode("ascii").lower() if found else ""
    try:
        return decode_bytes(data)
    except CorpusError:
        try:
            return Decoded(data.decode(declared), declared, "")
        except (LookupError, UnicodeDecodeError):
            pass
        raise


def _remove_around(element: Any, whole: int, changes: Counter[str]) -> None:
    """Remove what is no article: menus, captions, related links, by their tags and by the words of their class."""
    for child in list(element):
        if not isinstance(child.tag, str) or child.tag in NO_TEXT:
            child.drop_tree()
        elif _is_around(child) and _count_prose(child) <= MOST * whole:
            changes["page_part"] += bool(_join_text(child))
            child.drop_tree()
        else:
            _remove_around(child, whole, changes)


def _is_around(element: Any) -> bool:
    if element.tag in AROUND:
        return True
    words = NAME.findall(f"{element.get('class', '')} {element.get('id', '')}")
    names = [word.lower() for word in words]
    names += ["".join(names[n : n + size]) for size in (2, 3, 4) for n in range(len(names) - size + 1)]
    exact, openings = _load_parts()
    return any(name in exact or name.startswith(openings) for name in names)


@cache
def _load_parts() -> tuple[frozenset[str], tuple[str, ...]]:
    lines = load_lines("web_parts.txt")
    return frozenset(lines), tuple(line[:-1] for line in lines if line.endswith("*"))


def _list_lines(page: Any) -> list[str]:
    """List the headings, paragraphs, list items and cells that trafilatura takes for the article."""
    from trafilatura import bare_extraction  # 130 ms, only where there is such a file

    found = bare_extraction(page, include_comments=False)
    body = getattr(found, "body", None)
    if body is None:
        return []
    return [line for block in _list_blocks(body) for line in block.split("\n") if line]


def _list_blocks(element: Any) -> Iterator[str]:
    """List the text of an element: what stands directly in it between its parts, and each part on its own."""
    text = element.text or ""
    for child in element:
        if child.tag in ("lb", "br"):
            text += "\n" + (child.tail or "")
        elif child.tag in INLINE:
            text += "".join(child.itertext()) + (child.tail or "")
        else:
            yield _join_space(text)
            yield from _list_blocks(child)
            text = child.tail or ""
    yield _join_space(text)


def _join_space(text: str) -> str:
    return "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n"))


def _join_text(element: Any) -> str:
    return SPACES.sub(" ", "".join(element.itertext())).strip()


def _count_prose(element: Any) -> int:
    return sum(len(_join_text(paragraph)) for paragraph in element.iter("p"))
