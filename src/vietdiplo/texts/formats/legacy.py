"""Vietnamese from before Unicode: the fonts TCVN3 (ABC) and VNI, the charset VISCII, whose bytes are Western letters.

`language/encodings.csv` has the bytes of each letter. Sources: TCVN 5712:1993, VN3; VNI for Windows; RFC 1456.
"""

import csv
import re
from collections.abc import Iterable
from functools import cache

from vietdiplo.language import FOLDER

LEGACY = ("tcvn3", "vni", "viscii")
# What Windows-1252, over which the two fonts lie, has in 0x80 to 0x9F: quotes, dashes, the ellipsis.
C1 = {n: sign for n in range(0x80, 0xA0) if (sign := bytes([n]).decode("cp1252", "replace")) != "\ufffd"}
LINE = re.compile(r"[^\r\n]+")
WORD = re.compile(r"[^\W\d_]+")


def decode_letters(letters: str, encoding: str) -> str:
    """Read letters that stand for the bytes of an encoding as Vietnamese: U+00B5 in TCVN3 is a with a grave accent.

    What is no letter of the encoding stays. The length may change, the number of lines does not.
    """
    if encoding == "vni":
        pairs, pattern = _load_pairs()
        return pattern.sub(lambda found: pairs[found.group()], letters.translate(C1))
    signs = {ord(sign): letter for sign, letter in load_encoding(encoding).items()}
    return raise_capitals(letters.translate(C1 | signs)) if encoding == "tcvn3" else letters.translate(signs)


@cache
def load_encoding(encoding: str) -> dict[str, str]:
    """Load the letters of an encoding by their bytes, these as the characters U+0000 to U+00FF."""
    with (FOLDER / "encodings.csv").open(encoding="utf-8", newline="") as file:
        rows = [(bytes.fromhex(row[encoding]).decode("latin-1"), row["letter"]) for row in csv.DictReader(file)]
    return {source: letter for source, letter in rows if source}


def raise_capitals(text: str) -> str:
    """Write words of capitals in capitals.

    TCVN3 has no capital with a tone mark: a font of capitals (.VnTimeH) shows the small ones as such, so that CỘNG HÒA
    is stored as CộNG HòA. A word without a small plain letter follows its neighbours.
    """
    return LINE.sub(lambda found: _raise_line(found.group()), text)


def _raise_line(line: str) -> str:
    words = list(WORD.finditer(line))
    kinds = [_name_kind(word.group()) for word in words]
    if "mixed" not in kinds:
        return line
    befores, afters = _fill(kinds), reversed(_fill(kinds[::-1]))
    pieces: list[str] = []
    at = 0
    for word, before, after in zip(words, befores, afters, strict=True):
        raised = "small" not in (before, after)
        pieces += line[at : word.start()], word.group().upper() if raised else word.group()
        at = word.end()
    return "".join([*pieces, line[at:]])


def _fill(kinds: Iterable[str]) -> list[str]:
    """Give each open word the kind of the last word before it that is not."""
    last = "mixed"
    filled = []
    for kind in kinds:
        last = last if kind == "open" else kind
        filled.append(last)
    return filled


def _name_kind(word: str) -> str:
    """Name the kind of a word: mixed (HộI), capitals (AN), open (Hà, ở: nothing shows it) or small."""
    if re.search("[a-z]", word):
        return "small"
    if word.isupper() and len(word) > 1:
        return "capitals"
    return "mixed" if any(letter.isupper() for letter in word[1:]) else "open"


@cache
def _load_pairs() -> tuple[dict[str, str], re.Pattern[str]]:
    """Load the letters of VNI and a pattern that finds the longest first: a letter with its mark before one alone.

    After a capital the mark may be small: Ấn Độ is typed as AÁn or as Aán.
    """
    table = load_encoding("vni")
    pairs = {source[0] + source[1:].lower(): letter for source, letter in table.items()} | table
    return pairs, re.compile("|".join(sorted(pairs, key=len, reverse=True)))
