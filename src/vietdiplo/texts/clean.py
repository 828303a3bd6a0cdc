"""Texts as they are matched: one Unicode form, plain spaces, nothing invisible, and the way back to the original."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# Unicode 15, chapter 23.2: joiners, direction marks, word joiner, byte order mark; U+00AD is the soft hyphen.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")
ODD_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
SURROGATE = re.compile("[\ud800-\udfff]")
# A letter with marks after it, perhaps with invisible characters between, or one of NFC's single replacements.
CLUSTER = re.compile(rf"[^\u0300-\u036f](?:(?:{INVISIBLE.pattern})?[\u0300-\u036f])+|[\u2126\u212a\u212b]")
# Vietnamese has two conventions for the tone mark of an open oa, oe, uy: hòa or hoà. Matching uses the first, which
# school books and underthesea write. After q the u belongs to the consonant (quý), so there is nothing to move.
TONES = "\u0300\u0301\u0309\u0303\u0323"
NEW_STYLE = {
    unicodedata.normalize("NFC", first + second + tone): unicodedata.normalize("NFC", first + tone + second)
    for first, second in ("oa", "oe", "uy")
    for tone in TONES
}
NEW_STYLE_TONE = re.compile(rf"(?<![qQ])(?:{'|'.join(NEW_STYLE)})(?!\w)", re.IGNORECASE)


class Cleaned(NamedTuple):
    """A text for matching; for each of its code points where it starts and ends in the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the original's span of a non-empty span of the cleaned text; marks stay with their letter."""
        return self.starts[start], self.ends[end - 1]


def clean_text(text: str) -> Cleaned:
    """Compose letters (NFC), make every space plain, and take invisible characters out, keeping the places.

    Line ends stay. A lone surrogate, which no encoding can hold, becomes U+FFFD. Source: Unicode Standard Annex 15.
    """
    if not _CHANGE.search(text):
        return Cleaned(text, range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for found in _CHANGE.finditer(text):
        piece = _clean_piece(found.group())
        pieces += text[at : found.start()], piece
        starts += *range(at, found.start()), *[found.start()] * len(piece)
        ends += *range(at + 1, found.start() + 1), *[found.end()] * len(piece)
        at = found.end()
    rest = range(at, len(text))
    return Cleaned("".join([*pieces, text[at:]]), [*starts, *rest], [*ends, *(place + 1 for place in rest)])


def unify_tones(text: str) -> str:
    """Write the tone mark of an open oa, oe or uy on its first letter: hoà, khoẻ, uỷ become hòa, khỏe, ủy.

    Takes NFC; the length stays the same.
    """
    return NEW_STYLE_TONE.sub(lambda found: _match_case(NEW_STYLE[found.group().lower()], found.group()), text)


def list_changes(text: str) -> Iterator[tuple[int, int, str]]:
    """List what `clean_text` changes: span and kind, which is invisible, space, decomposed or surrogate."""
    for found in _CHANGE.finditer(text):
        if _clean_piece(found.group()) != found.group():
            yield *found.span(), _name_change(found.group())


_CHANGE = re.compile("|".join(p.pattern for p in (CLUSTER, INVISIBLE, ODD_SPACE, SURROGATE)))


def _clean_piece(piece: str) -> str:
    if ODD_SPACE.fullmatch(piece):
        return " "
    return unicodedata.normalize("NFC", SURROGATE.sub("\ufffd", INVISIBLE.sub("", piece)))


def _name_change(piece: str) -> str:
    kinds = {"invisible": INVISIBLE, "space": ODD_SPACE, "surrogate": SURROGATE}
    return next((name for name, pattern in kinds.items() if pattern.fullmatch(piece)), "decomposed")


def _match_case(new: str, old: str) -> str:
    return "".join(n.upper() if o.isupper() else n for n, o in zip(new, old, strict=True))
