"""The spelling of a Vietnamese syllable with its marks: what tells a text decoded rightly from one decoded wrongly."""

import unicodedata
from functools import cache, lru_cache

from vietdiplo.language import load_lines
from vietdiplo.texts.clean import TONES

STOPS = ("c", "ch", "p", "t")  # a syllable that ends in one has the tone sắc or nặng
STOP_TONES = ("\u0301", "\u0323")
LONGEST = 12  # code points: nghiêng, decomposed


@lru_cache(100_000)
def is_spelled(word: str) -> bool:
    """Tell whether a word is spelled as one Vietnamese syllable, tone mark and all, in any case and Unicode form."""
    if len(word) > LONGEST:  # and normalising a long run of marks takes the square of its length
        return False
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [letter for letter in letters if letter in TONES]
    bare = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in TONES))
    if len(tones) > 1 or (bare.endswith(STOPS) and tones[:1] not in ([tone] for tone in STOP_TONES)):
        return False
    onsets, rhymes = _load_parts("onsets.txt"), _load_parts("rhymes.txt")
    return any(bare[:-n] in onsets and bare[-n:] in rhymes for n in range(1, min(4, len(bare)) + 1))


@cache
def _load_parts(name: str) -> frozenset[str]:
    return frozenset(["", *(part for line in load_lines(name) for part in line.split())])
