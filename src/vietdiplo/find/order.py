"""The order of a Vietnamese dictionary, as far as Unicode's names of marks say it."""

import re
import unicodedata

SYLLABLES = re.compile(r"[^\W_]+")
# No mark, breve, circumflex, horn: a before the a with a breve, o before the o with a circumflex and then a horn.
SHAPES = ("\u0306", "\u0302", "\u031b")
# Level, falling, asking, tumbling, rising, heavy: the order of the tones in dictionaries (Hoang Phe, Tu dien tieng
# Viet, 2003), which compares the letters of a syllable first and then its tone.
TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
STROKED = unicodedata.lookup("LATIN SMALL LETTER D WITH STROKE")  # has no decomposition

Key = tuple[tuple[tuple[tuple[str, int], ...], int], ...]


def order_syllables(text: str) -> Key:
    """Give a key that sorts texts as a Vietnamese dictionary does: by syllable, its letters before its tone.

    Case and punctuation do not count.
    """
    return tuple(_order_syllable(found.group()) for found in SYLLABLES.finditer(unicodedata.normalize("NFC", text)))


def _order_syllable(syllable: str) -> tuple[tuple[tuple[str, int], ...], int]:
    letters: list[tuple[str, int]] = []
    tone = 0
    for sign in unicodedata.normalize("NFD", syllable.lower()):
        if sign in TONES:
            tone = TONES.index(sign) + 1
        elif sign in SHAPES and letters:
            letters[-1] = (letters[-1][0], SHAPES.index(sign) + 1)
        else:
            letters.append(("d", 1) if sign == STROKED else (sign, 0))
    return tuple(letters), tone
