"""Text in the fonts of before Unicode, .VnTime and VNI-Times, whose letters only the name of the font tells."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from vietdiplo.texts.formats.legacy import decode_letters
from vietdiplo.texts.formats.mend import compile_unicode

SUBSET = re.compile(r"^[A-Z]{6}\+")  # PDF marks a font of which only some letters are embedded
# Word keeps the letters of a symbol font in the private area, U+F020 to U+F0FF.
PRIVATE = {0xF000 + byte: byte for byte in range(0x20, 0x100)}
WORD = re.compile(r"\S+")
STRAY = 0.1  # of the words with letters of Unicode: more, and the font's name was left over after a conversion


class Piece(NamedTuple):
    """Letters in one old font (tcvn3, tcvn3h for its capitals, vni), or in another, whose name is empty."""

    font: str
    text: str


def name_font(font: str) -> str:
    """Unify a font's name to the encoding it needs: tcvn3, tcvn3h, vni, or nothing."""
    name = SUBSET.sub("", font).lower()
    if name.startswith(".vn"):
        return "tcvn3h" if re.search(r"h\b", name) else "tcvn3"
    return "vni" if name.startswith("vni") else ""


def decode_pieces(lines: Iterable[list[Piece]]) -> tuple[list[str], Counter[str]]:
    """Decode lines of pieces; count the words changed by encoding.

    Pieces of one font are joined first: Word and PDF may part a letter of VNI from its mark.
    """
    joined = [
        [Piece(font, "".join(piece.text for piece in group)) for font, group in groupby(line, lambda p: p.font)]
        for line in lines
    ]
    old = {font for font in ("tcvn3", "vni") if _is_used(font, joined)}
    changes: Counter[str] = Counter()
    return ["".join(_decode_piece(piece, old, changes) for piece in line) for line in joined], changes


def _is_used(font: str, lines: Iterable[list[Piece]]) -> bool:
    """Tell whether a font is what it says: where many words have letters of Unicode, only its name was left over."""
    pieces = (piece for line in lines for piece in line if piece.font.removesuffix("h") == font)
    words = [word for piece in pieces for word in WORD.findall(piece.text)]
    return sum(1 for word in words if compile_unicode().search(word)) <= STRAY * len(words)


def _decode_piece(piece: Piece, old: set[str], changes: Counter[str]) -> str:
    encoding = piece.font.removesuffix("h")
    if encoding not in old or compile_unicode().search(piece.text):
        return piece.text
    decoded = decode_letters(piece.text.translate(PRIVATE), encoding)
    if piece.font == "tcvn3h":
        decoded = decoded.upper()
    changes[encoding] += sum(a != b for a, b in zip(piece.text.split(), decoded.split(), strict=False))
    return decoded
