"""Bytes into text, whatever Vietnamese encoding they are in: Unicode by its own rules, the rest by its spelling."""

import codecs
import re
from typing import NamedTuple

from vietdiplo.tables import CorpusError
from vietdiplo.texts.formats.legacy import LEGACY, decode_letters
from vietdiplo.texts.formats.spelling import is_spelled

CANDIDATES = ("windows-1258", *LEGACY)
NAMES = {"windows-1258": "Windows-1258", "tcvn3": "TCVN3", "vni": "VNI", "viscii": "VISCII"}
BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# Control characters that no text holds; tab, line ends, form feed and NEL are the exceptions.
BINARY = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
# Six letters of VISCII are control characters elsewhere.
BINARY_BYTE = re.compile(rb"[\x00\x01\x03\x04\x07\x08\x0e-\x13\x15-\x18\x1a\x1b\x7f]")
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH = re.compile(rb"[\x80-\xff]")
# The letters, marks, punctuation and money of a Vietnamese or English text; in the wrong order bytes are Chinese.
LATIN = re.compile("[\t\n\r -\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u206f\u20ab\u20ac\ufeff]")
# A word with a letter beyond ASCII, as bytes; VISCII's six control characters are letters.
MARKED = re.compile("[A-Za-z\x02\x05\x06\x14\x19\x1e\x80-\xff]*[\x02\x05\x06\x14\x19\x1e\x80-\xff][A-Za-z\x80-\xff]*")
# What may touch a word: quotes, dashes, the ellipsis, section, degree and money signs.
SIGNS = re.compile("[\u00a0\u00a7\u00ab\u00b0\u00b7\u00bb\u2010-\u2026\u20ab\u20ac]+")
SAMPLE = 1_000_000  # characters that are judged
ENOUGH = 0.8  # of the marked words must be spelled as Vietnamese: names of other languages have marks too
MARGIN = 0.1  # between the best and the next
FEW = 5  # different marked words below which a choice is doubtful


class Decoded(NamedTuple):
    """A text, the encoding it was in, and what is doubtful about that, empty if nothing."""

    text: str
    encoding: str
    doubt: str


def decode_bytes(data: bytes) -> Decoded:
    """Decode bytes: valid UTF-8 is UTF-8, UTF-16 has a byte order mark or zeros, the rest is judged by its spelling.

    A byte order mark at the start is not part of the text. Raises CorpusError with value and remedy.
    """
    for bom, encoding in BOMS.items():
        if data.startswith(bom):
            return _decode_utf16(data[len(bom) :], encoding)
    if b"\0" in data:
        return _decode_zeros(data)
    try:
        decoded = Decoded(data.decode("utf-8-sig"), "utf-8", "")
    except UnicodeDecodeError as error:
        _check_damage(data, error.start)
        decoded = _decode_legacy(data)
    _check_control(BINARY.search(decoded.text))
    return decoded


def rate_encoding(letters: str, encoding: str) -> tuple[float, int]:
    """Rate letters that stand for bytes as text in an encoding.

    The share of different words with a mark that become Vietnamese syllables, 1 where there are none, and their number.
    """
    decoded = {_decode_as(word, encoding) for word in set(MARKED.findall(letters))}
    words = [[part for part in SIGNS.split(word) if not part.isascii()] for word in decoded]
    spelled = [all(map(is_spelled, parts)) for parts in words if parts]
    return sum(spelled) / len(spelled) if spelled else 1.0, len(spelled)


def _decode_as(letters: str, encoding: str) -> str:
    if encoding in LEGACY:
        return decode_letters(letters, encoding)
    return letters.encode("latin-1").decode("cp1258", "replace")


def _decode_utf16(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise CorpusError(f"byte {error.start} is not {encoding.upper()}; save the file as UTF-8 text") from error
    _check_control(BINARY.search(text))
    return Decoded(text, encoding, "")


def _check_control(found: re.Match[str] | re.Match[bytes] | None) -> None:
    """Raise CorpusError for a control character that no text holds."""
    if found:
        place = f"control character U+{ord(found.group()):04X} at {found.start()}"
        raise CorpusError(f"{place}, so not a text; save it as UTF-8 text")


def _decode_zeros(data: bytes) -> Decoded:
    """Decode UTF-16 without a byte order mark: in one of the two orders nearly all is Latin letters."""
    for encoding in BOMS.values():
        sample = data[: SAMPLE * 2].decode(encoding, "replace")
        if len(data) % 2 == 0 and len(LATIN.findall(sample)) > 0.95 * len(sample):
            return _decode_utf16(data, encoding)
    raise CorpusError(f"a zero byte at {data.index(0)}, so not a text; save it as UTF-8 text")


def _check_damage(data: bytes, at: int) -> None:
    """Raise CorpusError if bytes are no text or UTF-8 with a few broken places, which no other encoding would mend."""
    _check_control(BINARY_BYTE.search(data))
    if re.match(rb"\xed[\xa0-\xbf]", data[at : at + 2]):
        raise CorpusError(f"half a character (a lone surrogate) at byte {at}; save the file as UTF-8 text")
    high = len(HIGH.findall(data))
    if sum(map(len, MULTIBYTE.findall(data))) > ENOUGH * high:
        raise CorpusError(f"byte 0x{data[at]:02x} at {at} is broken UTF-8; correct it and save the file as UTF-8 text")


def _decode_legacy(data: bytes) -> Decoded:
    letters = data.decode("latin-1")
    sample = letters[:SAMPLE]
    rated = sorted(((*rate_encoding(sample, name), name) for name in CANDIDATES), key=lambda r: -r[0])
    best = [name for share, _, name in rated if share >= max(ENOUGH, rated[0][0] - MARGIN)]
    if not best:
        names = ", ".join(NAMES.values())
        raise CorpusError(f"neither UTF-8 nor Vietnamese in {names}; save the file as UTF-8 text")
    texts = {name: _decode_as(letters, name) for name in best}
    if len(set(texts.values())) > 1:
        names = " or ".join(NAMES[name] for name in best)
        raise CorpusError(f"not UTF-8, and it could be {names}; save the file as UTF-8 text")
    doubt = f"read as {NAMES[best[0]]}, which {rated[0][1]} words show; see whether its letters are right"
    return Decoded(texts[best[0]], best[0], doubt if 0 < rated[0][1] < FEW else "")
