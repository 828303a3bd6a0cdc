"""Texts as they are matched: one Unicode form, plain spaces, nothing invisible, and the way back to the original."""

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

# Unicode 15, chapter 23.2: joiners, direction marks, word joiner, byte order mark; U+00AD is the soft hyphen.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")
ODD_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
ODD_SPACE = re.compile(f"[{ODD_SPACES}]")
SURROGATE = re.compile("[\ud800-\udfff]")
# The line boundaries of str.splitlines; a text is read without translating them.
LINE_ENDS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
# A line end with the spaces around it. Possessive and not inside a run of spaces: the cost is that of the length.
LINE_END = re.compile(rf"(?<! ) *+[{LINE_ENDS}][ {LINE_ENDS}]*+")
# Signs that real files have in the place of another, as old fonts, keyboards and copies from PDF leave them.
LOOKALIKES = {
    **dict.fromkeys("\u00d0\u0189", "Đ"),  # eth and African D, in Windows-1252 and -1258 where Đ should be
    **dict.fromkeys("\u00f0\u0256", "đ"),
    "\u01a2": "Ư",  # the letter oi, which some PDF fonts give for the u with a horn
    "\u01a3": "ư",
    "\u01cd": "Ă",  # a caron, which no Vietnamese letter has, for the breve
    "\u01ce": "ă",
    **dict.fromkeys("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-"),
    "\u2015": "—",
    "\u201f": "“",
    **dict.fromkeys("\u2033\uff02", '"'),
    **dict.fromkeys("\u02bc\u201b\u2032\uff07", "’"),
}
PLAIN = str.maketrans(LOOKALIKES | dict.fromkeys(ODD_SPACES, " "))
LOOKALIKE = re.compile(f"[{''.join(LOOKALIKES)}]")
# Blocks with signs that NFC composes with the one before them, and those with signs that NFC replaces: wider than
# needed, which changes nothing. Source: Unicode 15, DerivedNormalizationProps.txt, NFC_Quick_Check.
MARK = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711-\u074a\u07eb-\u109f"
    "\u1100-\u11ff\u135d-\u135f\u1712-\u1734\u17b4-\u17dd\u18a9-\u1cff\u1dc0-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2d7f"
    "\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua69f\ua6f0\ua6f1\ua802-\uabff\ufb1e\ufe20-\ufe2f"
    "\U000101fd-\U0001193f\U00011940-\U00016f92\U0001bc9d-\U0001bc9e\U0001d165-\U0001d244\U0001e000-\U0001e94a"
)
SINGLE = (
    "\u0374\u037e\u0387\u1f71-\u1fff\u2126\u212a\u212b\u2329\u232a\u2adc\uf900-\ufaff\ufb1d\ufb1f-\ufb4e"
    "\U0001d15e-\U0001d164\U0002f800-\U0002fa1d"
)
# A letter with marks after it, perhaps with invisible characters between, or a sign that NFC replaces.
MARKS = f"(?:(?:{INVISIBLE.pattern})?[{MARK}])"
# To put marks in order costs the square of their number. No writing has as many on a letter; a word of Korean in single
# letters, which are among the marks here, has fewer.
MOST_MARKS = 100
CLUSTER = re.compile(f"[^{MARK}]{MARKS}{{1,{MOST_MARKS}}}|[{MARK}]{MARKS}{{,{MOST_MARKS}}}|[{SINGLE}]")
# Typed by hand, a tone mark may come before the mark of its vowel (a, acute, circumflex), which NFC leaves apart.
TONE_FIRST = re.compile("([aeouAEOU])(\u031b?)([\u0300\u0301\u0303\u0309])([\u0302\u0306\u030c])")
CARON = re.compile("(?<=[aA])\u030c")
SOFT_HYPHEN = "\u00ad"
HYPHENATED = re.compile(r"\w-")
# Vietnamese has two conventions for the tone mark of an open oa, oe, uy: hòa or hoà. Matching uses the first, which
# school books and underthesea write. Before a coda (hoàn, huỳnh) and after q, whose u belongs to the consonant (quý,
# quả), both have it on the second letter, where careless typing does not put it (hòan, qúy).
TONES = "\u0300\u0301\u0309\u0303\u0323"


def _shift_tone(first: str, second: str) -> dict[str, str]:
    """Give for two vowels with the tone mark on the first what they are with it on the second."""
    spellings = ((first + tone + second, first + second + tone) for tone in TONES)
    return {unicodedata.normalize("NFC", a): unicodedata.normalize("NFC", b) for a, b in spellings}


CLOSED = _shift_tone("o", "a") | _shift_tone("o", "e") | _shift_tone("u", "y")
OPEN = {second: first for first, second in CLOSED.items()}
AFTER_Q = {a: b for vowel in "aăâeêiôơy" for a, b in _shift_tone("u", vowel).items()}
MOVED = CLOSED | OPEN | AFTER_Q
MISPLACED = re.compile(
    rf"(?<!q)(?:{'|'.join(OPEN)})(?!\w)|(?<!q)(?:{'|'.join(CLOSED)})(?=[cmnptiouy])|(?<=q)(?:{'|'.join(AFTER_Q)})",
    re.IGNORECASE,
)


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

    What stands in another sign's place (Ð for Đ) becomes that sign. Line ends stay. A lone surrogate, which no encoding
    can hold, becomes U+FFFD. Source: Unicode Standard Annex 15.
    """
    cleaned = Cleaned(text, range(len(text)), range(1, len(text) + 1))
    return _rewrite(cleaned, _find_changes(text), lambda found: _clean_piece(found.group()))


def clean_sentence(text: str) -> Cleaned:
    """Clean a sentence as `clean_text` does, and make each line end with the spaces around it one space.

    After a hyphen (`kinh tế-` and `thương mại` on the next line) it is nothing; so is a soft hyphen at a line end.
    """
    cleaned = clean_text(text)

    def join_lines(found: re.Match[str]) -> str:
        start = found.start()
        removed = text[cleaned.ends[start - 1] if start else 0 : cleaned.starts[start]]
        return "" if SOFT_HYPHEN in removed or HYPHENATED.search(found.string, max(start - 2, 0), start) else " "

    return _rewrite(cleaned, LINE_END.finditer(cleaned.text), join_lines)


def unify_tones(text: str) -> str:
    """Write the tone mark of an open oa, oe or uy on its first letter: hoà, khoẻ, uỷ become hòa, khỏe, ủy.

    In a closed one and after q it goes on the second: hòan, qúy become hoàn, quý. Takes NFC; the length stays the same.
    """
    return MISPLACED.sub(lambda found: _match_case(MOVED[found.group().lower()], found.group()), text)


def list_changes(text: str) -> Iterator[tuple[int, int, str]]:
    """List what `clean_text` changes: span and kind, which is invisible, space, letter, decomposed or surrogate."""
    for found in _find_changes(text):
        if _clean_piece(found.group()) != found.group():
            yield *found.span(), _name_change(found.group())


_CHANGE = re.compile("|".join(p.pattern for p in (CLUSTER, INVISIBLE, ODD_SPACE, LOOKALIKE, SURROGATE)))
_SIGNS = "".join(p.pattern.strip("[]+") for p in (INVISIBLE, ODD_SPACE, LOOKALIKE, SURROGATE))
_CHANGES = re.compile(f"[{_SIGNS}{MARK}{SINGLE}]+")


def _find_changes(text: str) -> Iterator[re.Match[str]]:
    """Find what may change: first the runs, which one character class finds fast, then each change with its letter."""
    for run in _CHANGES.finditer(text):
        yield from _CHANGE.finditer(text, max(run.start() - 1, 0), run.end())


def _rewrite(cleaned: Cleaned, places: Iterable[re.Match[str]], rewrite: Callable[[re.Match[str]], str]) -> Cleaned:
    """Replace what was found; a replacement of any length stands for all that it replaces."""
    pieces: list[str] = []
    starts, ends = array("q"), array("q")
    at = mapped = 0
    changes = ((*found.span(), piece) for found in places if (piece := rewrite(found)) != found.group())
    for start, end, piece in changes:
        pieces += cleaned.text[at:start], piece
        at = end
        if not len(piece) == end - start == 1:
            starts.extend(cleaned.starts[mapped:start])
            ends.extend(cleaned.ends[mapped:start])
            starts.extend([cleaned.starts[start]] * len(piece))
            ends.extend([cleaned.ends[end - 1]] * len(piece))
            mapped = end
    if not at:
        return cleaned
    text = "".join((*pieces, cleaned.text[at:]))
    if not mapped:
        return cleaned._replace(text=text)
    starts.extend(cleaned.starts[mapped:])
    ends.extend(cleaned.ends[mapped:])
    return Cleaned(text, starts, ends)


@lru_cache(maxsize=4096)
def _clean_piece(piece: str) -> str:
    letters = unicodedata.normalize("NFD", SURROGATE.sub("\ufffd", INVISIBLE.sub("", piece).translate(PLAIN)))
    return unicodedata.normalize("NFC", CARON.sub("\u0306", TONE_FIRST.sub(r"\1\2\4\3", letters)))


def _name_change(piece: str) -> str:
    kinds = {"invisible": INVISIBLE, "space": ODD_SPACE, "letter": LOOKALIKE, "surrogate": SURROGATE}
    return next((name for name, pattern in kinds.items() if pattern.fullmatch(piece)), "decomposed")


def _match_case(new: str, old: str) -> str:
    return "".join(n.upper() if o.isupper() else n for n, o in zip(new, old, strict=True))
