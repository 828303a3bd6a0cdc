"""Files and bytes into text: what their author wrote, how it was decoded, or the reason why it cannot be read."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from vietdiplo.tables import CorpusError
from vietdiplo.texts.clean import INVISIBLE
from vietdiplo.texts.formats.encodings import decode_bytes
from vietdiplo.texts.formats.guard import Extract, read_guarded
from vietdiplo.texts.formats.mend import mend_text
from vietdiplo.texts.formats.read_docx import read_docx
from vietdiplo.texts.formats.read_html import read_html
from vietdiplo.texts.formats.read_pdf import read_pdf

READERS: dict[str, tuple[str, Callable[[bytes], Extract]]] = {
    ".docx": ("docx", read_docx),
    ".pdf": ("pdf", read_pdf),
    ".html": ("html", read_html),
    ".htm": ("html", read_html),
}
SUFFIXES = (".txt", ".md", *READERS)
VISIBLE = re.compile(rf"(?!{INVISIBLE.pattern})\S")
LONGEST_LINE = 10_000_000  # characters; no prose has a line like that, and what comes after would take all memory


class Text(NamedTuple):
    """A text as read, the SHA-256 of its bytes, its format and encoding, what was changed, and what is doubtful."""

    text: str
    sha256: str
    format: str
    encoding: str
    changes: str
    doubt: str


def is_inside(path: Path, folder: Path) -> bool:
    """Tell whether a path leads into a folder, itself no link; one that leads round in a circle does not."""
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):
        return False


def load_text(path: Path) -> Text:
    """Load the text of a file by its format, which its suffix names; any other suffix is plain text as it is.

    Of plain text no line end is changed; only a byte order mark is not part of it. `changes` counts what was repaired
    or left out, as in `mojibake 3; running_head 12`. Raises CorpusError whose text says what is wrong with the file
    and what to do, without the file's name.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"cannot be read ({error.strerror}); check the file and its permissions") from error
    suffix = path.suffix.lower()
    kind, reader = READERS.get(suffix, (suffix.removeprefix("."), _read_plain))
    extract = read_guarded(reader, data, kind) if suffix in READERS else _read_plain(data)
    text, mended = mend_text(extract.text) if suffix in SUFFIXES else (extract.text, Counter())
    _check_text(text)
    changes = "; ".join(f"{name} {n}" for name, n in sorted((extract.changes + mended).items()))
    return Text(text, hashlib.sha256(data).hexdigest(), kind, extract.encoding, changes, extract.doubt)


def decode_text(data: bytes) -> str:
    """Decode plain text from elsewhere, whatever its Vietnamese encoding; nothing of it is mended, places are as given.

    Raises CorpusError with value and remedy.
    """
    text = _read_plain(data).text if data else ""
    check_lines(text)
    return text


def _read_plain(data: bytes) -> Extract:
    text, encoding, doubt = decode_bytes(data)
    return Extract(text, encoding, Counter(), doubt)


def _check_text(text: str) -> None:
    if not VISIBLE.search(text):
        raise CorpusError("the file is empty; fill it or take it out")
    check_lines(text)


def check_lines(text: str) -> None:
    """Raise CorpusError with value and remedy for a text with a line that no prose has."""
    if len(text) > LONGEST_LINE and (longest := max(map(len, text.splitlines()))) > LONGEST_LINE:
        raise CorpusError(f"a line of {longest} characters, which no prose has; break it into paragraphs")
