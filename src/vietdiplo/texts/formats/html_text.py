"""The text of elements of a web page, and the words they are named by."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from vietdiplo.language import load_lines

NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
SPACES = re.compile(r"\s+")
# Of trafilatura's trees, or of HTML where it gives the page as it is: what stands within a line.
INLINE = {"hi", "ref", "del", "graphic", *("a", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u")}


def join_text(element: Any) -> str:
    """Join the text of an element to one line."""
    return SPACES.sub(" ", "".join(element.itertext())).strip()


def squeeze_text(text: str) -> str:
    """Take every space out of a text."""
    return SPACES.sub("", text)


def list_blocks(element: Any) -> Iterator[str]:
    """List the text of an element: what stands directly in it between its parts, and each part on its own."""
    text = element.text or ""
    for child in element:
        if child.tag in ("lb", "br"):
            text += "\n" + (child.tail or "")
        elif child.tag in INLINE:
            text += "".join(child.itertext()) + _part_tail(child)
        else:
            yield _join_space(text)
            yield from list_blocks(child)
            text = child.tail or ""
    yield _join_space(text)


def is_named(element: Any, parts: str) -> bool:
    """Tell whether a word of an element's class or id, or two to four of them in one, is in a list of `language/`."""
    words = NAME.findall(f"{element.get('class', '')} {element.get('id', '')}")
    names = [word.lower() for word in words]
    names += ["".join(names[n : n + size]) for size in (2, 3, 4) for n in range(len(names) - size + 1)]
    exact, openings = _load_parts(parts)
    return any(name in exact or name.startswith(openings) for name in names)


@cache
def _load_parts(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    lines = load_lines(name)
    return frozenset(lines), tuple(line[:-1] for line in lines if line.endswith("*"))


def _part_tail(child: Any) -> str:
    """Give the tail of a part, with a space where the style of the page parts the place of a report from its text."""
    tail, text = child.tail or "", "".join(child.itertext())
    return " " + tail if child.get("class") and text[-1:].isalnum() and _begins_word(tail) else tail


def _begins_word(text: str) -> bool:
    return (text[:1].isupper() and text[1:2].islower()) or text[:1] in tuple('([“"')


def _join_space(text: str) -> str:
    return "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n"))
