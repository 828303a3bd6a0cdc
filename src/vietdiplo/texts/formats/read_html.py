"""Saved web pages into text: the article's headings and paragraphs, a line each, and nothing of what is around it."""

import re
from collections import Counter
from typing import Any

from vietdiplo.tables import CorpusError
from vietdiplo.texts.formats.encodings import Decoded, decode_bytes
from vietdiplo.texts.formats.guard import Extract
from vietdiplo.texts.formats.html_text import is_named, join_text, list_blocks
from vietdiplo.texts.formats.page_head import LEAST, add_head

CHARSET = re.compile(rb"""(?i)<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""")
HEAD = 4096  # bytes in which a page says its encoding
DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
NO_TEXT = ("audio", "button", "iframe", "noscript", "object", "script", "select", "style", "svg", "template", "video")
AROUND = ("nav", "aside", "footer", "figure", "figcaption", "menu", "dialog")
# Where trafilatura finds little it asks jusText too, which takes the square of the number of such elements.
BLOCKS, MOST_BLOCKS = ("br", "dd", "div", "dt", "li", "option", "p", "td", "th", "tr"), 3000
# Of the text in paragraphs: a part that has more is the article, whatever its class says.
MOST = 0.5
SENTENCE = re.compile(r"(?:\S+\s+){3}.*[.!?…][\"”’»)\]]*$")  # which a menu has not, however short


def read_html(data: bytes) -> Extract:
    """Read a saved web page: title, headings and paragraphs of the article, a line each.

    Raises CorpusError for a page without an article.
    """
    from lxml import html

    decoded = _decode_page(data)
    source = DECLARATION.sub("", decoded.text).encode("utf-8", "replace")
    page = html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))
    changes: Counter[str] = Counter()
    titles = [join_text(title) for title in page.iter("h1")]
    _remove_around(page, _count_prose(page), changes)
    lines = _list_lines(page)
    if not any(len(line.split()) >= LEAST or SENTENCE.match(line) for line in lines):
        words = sum(len(line.split()) for line in lines)
        raise CorpusError(f"no article in this page (words: {words}); save its text as .txt in UTF-8")
    lines = add_head(lines, page, titles[0] if len(titles) == 1 else "", changes)
    return Extract("\n".join(lines), decoded.encoding, changes, decoded.doubt)


def _decode_page(data: bytes) -> Decoded:
    """Decode a page: what is valid UTF-8 is UTF-8, the rest is judged by its spelling, or else as the page says."""
    found = CHARSET.search(data[:HEAD])
    declared = found.group(1).decode("ascii").lower() if found else ""
    try:
        return decode_bytes(data)
    except CorpusError:
        doubt = f"read as {declared}, as the page says and nothing shows; see whether its letters are right"
        try:
            return Decoded(data.decode(declared), declared, doubt)
        except (LookupError, UnicodeDecodeError):
            pass
        raise


def _remove_around(element: Any, whole: int, changes: Counter[str]) -> None:
    """Remove what is no article: menus, captions, related links, by their tags and by the words of their class."""
    for child in list(element):
        if not isinstance(child.tag, str) or child.tag in NO_TEXT:
            child.drop_tree()
        elif _is_around(child) and _count_prose(child) <= MOST * whole:
            changes["page_part"] += bool(join_text(child))
            child.drop_tree()
        else:
            _remove_around(child, whole, changes)


def _is_around(element: Any) -> bool:
    return element.tag in AROUND or is_named(element, "web_parts.txt")


def _list_lines(page: Any) -> list[str]:
    """List the headings, paragraphs, list items and cells that trafilatura takes for the article."""
    from trafilatura import bare_extraction  # 130 ms, only where there is such a file

    is_long = sum(1 for _ in page.iter(*BLOCKS)) > MOST_BLOCKS
    found = bare_extraction(page, include_comments=False, fast=is_long)
    body = getattr(found, "body", None)
    if body is None:
        return []
    return [line for block in list_blocks(body) for line in block.split("\n") if line]


def _count_prose(element: Any) -> int:
    return sum(len(join_text(paragraph)) for paragraph in element.iter("p"))
