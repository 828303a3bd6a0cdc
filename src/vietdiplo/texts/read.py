"""Bytes into text: the file as its author saved it, or the reason why it is not text."""

import codecs
import hashlib
import re
from pathlib import Path
from typing import NamedTuple

from vietdiplo.tables import CorpusError
from vietdiplo.texts.clean import clean_text

SUFFIXES = (".txt", ".md")
# Control characters that no text holds; tab, line ends, form feed and NEL are the exceptions.
BINARY = re.compile("[\x00-\x08\x0e-\x1b\x7f]")


class Text(NamedTuple):
    """A text as decoded and the SHA-256 of its bytes."""

    text: str
    sha256: str


def load_text(path: Path) -> Text:
    """Load a UTF-8 text without changing a character: line ends stay, only a byte order mark is not part of it.

    Raises CorpusError whose text says what is wrong with the file and what to do, without the file's name.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"cannot be read ({error.strerror}); check the file and its permissions") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise CorpusError("the file is UTF-16; save it as UTF-8 text") from error
        byte = data[error.start]
        raise CorpusError(f"byte 0x{byte:02x} at {error.start} is not UTF-8; save the file as UTF-8 text") from error
    if BINARY.search(text):
        at = BINARY.search(text).start()  # type: ignore[union-attr]
        raise CorpusError(f"control character U+{ord(text[at]):04X} at {at}, so not a text; save it as UTF-8 text")
    if not clean_text(text).text.strip():
        raise CorpusError("the file is empty; fill it or take it out")
    return Text(text, hashlib.sha256(data).hexdigest())
