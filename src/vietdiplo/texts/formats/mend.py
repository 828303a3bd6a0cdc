"""Vietnamese that was decoded wrongly before it came here: UTF-8 read as Windows-1252, or fonts read as letters."""

import re
from collections import Counter
from functools import cache

from vietdiplo.texts.clean import TONES
from vietdiplo.texts.formats.encodings import ENOUGH, MARKED, SIGNS, rate_encoding
from vietdiplo.texts.formats.legacy import LINE, decode_letters, load_encoding

WORD = re.compile(r"\S+")
FONTS = ("tcvn3", "vni")
# The first bytes of UTF-8 for Vietnamese and punctuation, and a following one, all read as Windows-1252 or Latin-1.
LEADING = bytes([*range(0xC2, 0xC7), 0xCC, 0xE1, 0xE2]).decode("latin-1")
FOLLOWING = "\x80-\xbf" + re.escape(bytes(range(0x80, 0xA0)).decode("cp1252", "ignore"))
MOJIBAKE = re.compile(f"[{LEADING}][{FOLLOWING}]")
FEW = 3  # different odd words below which a text may be a foreign one with a name or two


def mend_text(text: str) -> tuple[str, Counter[str]]:
    """Mend letters that an earlier program decoded wrongly, and count the words changed by kind.

    Kinds are mojibake, tcvn3 and vni. Only lines that become Vietnamese by it are changed; line ends stay.
    """
    changes: Counter[str] = Counter()
    if MOJIBAKE.search(text):
        text = LINE.sub(lambda found: _mend_mojibake(found.group(), changes), text)
    font = _name_font(text) if compile_suspect().search(text) else ""
    if font:
        suspect = compile_suspect() if compile_unicode().search(text) else MARKED
        text = LINE.sub(lambda found: _mend_letters(found.group(), font, suspect, changes), text)
    return text, changes


@cache
def compile_unicode() -> re.Pattern[str]:
    """Compile a pattern of the letters and marks of Vietnamese that no Western text has."""
    letters = "".join(letter for letter in load_encoding("viscii").values() if ord(letter) > 0xFF)
    return re.compile(f"[{letters}{TONES}]")


@cache
def compile_suspect() -> re.Pattern[str]:
    """Compile a pattern of signs of the two fonts that are no letter of Vietnamese, beside a plain letter."""
    signs = {sign for font in FONTS for source in load_encoding(font) for sign in source if not sign.isascii()}
    odd = "".join(sorted(sign for sign in signs - {*load_encoding("viscii").values()} if not SIGNS.match(sign)))
    return re.compile(f"[A-Za-z][{odd}]|[{odd}][A-Za-z]")


def _mend_mojibake(line: str, changes: Counter[str]) -> str:
    """Mend a line with ftfy, which leaves alone what may be meant."""
    words = sum(1 for word in WORD.findall(line) if MOJIBAKE.search(word))
    if not words:
        return line
    from ftfy import fix_encoding  # only where it is needed: 50 ms

    mended = fix_encoding(line)
    changes["mojibake"] += words * (mended != line)
    return mended


def _name_font(text: str) -> str:
    """Name the font that makes syllables of nearly all the odd words; an empty text if none does."""
    odd = {word for word in MARKED.findall(text) if compile_suspect().search(word)}
    rated = [(rate_encoding(" ".join(odd), font)[0], font) for font in FONTS]
    share, font = max(rated)
    return font if len(odd) >= FEW and share >= ENOUGH else ""


def _mend_letters(line: str, font: str, suspect: re.Pattern[str], changes: Counter[str]) -> str:
    """Decode a line with a suspect place; if it has letters of Unicode too, only the words with such a place."""
    if not suspect.search(line):
        return line
    if compile_unicode().search(line):
        odd = compile_suspect()
        mended = WORD.sub(lambda w: decode_letters(w.group(), font) if odd.search(w.group()) else w.group(), line)
    else:
        mended = decode_letters(line, font)
    changes[font] += sum(old != new for old, new in zip(line.split(), mended.split(), strict=False))
    return mended
