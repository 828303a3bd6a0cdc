"""pdfminer.six in bounds: by itself it unpacks whatever a part of a PDF says, and takes every letter of a page.

Imports pdfminer.six, so it is imported where there is such a file.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, int_value
from pdfminer.psparser import LIT, literal_name

from vietdiplo.tables import CorpusError

LARGEST = 100_000_000  # bytes of all parts that are unpacked; pictures are not
MOST = 200_000  # letters and frames of a page; a newspaper's has 30,000
WIDEST = 1_000_000  # bytes of a row that is stored as its difference to the one above
CHUNK = 16_000_000
ZLIB_HEADER = 2  # bytes
END = 128  # of run lengths


class Parser(PDFParser):
    """A parser of PDF whose parts are unpacked in bounds."""

    def __init__(self, data: bytes) -> None:
        """Parse the bytes of a file."""
        super().__init__(BytesIO(data))
        self.room = LARGEST

    def push(self, *objs: Any) -> None:
        """Put objects on the stack, a packed part as one with a bound."""
        super().push(*((at, Part(self, obj) if isinstance(obj, PDFStream) else obj) for at, obj in objs))


class Part(PDFStream):
    """A packed part of a PDF; unpacking it takes from the room that its parser has left."""

    def __init__(self, parser: Parser, stream: PDFStream) -> None:
        """Take the place of a part as pdfminer has it."""
        super().__init__(stream.attrs, stream.rawdata or b"", stream.decipher)
        self._parser = parser

    def decode(self) -> None:
        """Unpack it filter by filter. Raises CorpusError where that takes more room than there is."""
        data = self.rawdata or b""
        if self.decipher and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        for name, params in self.get_filters():
            unpack = UNPACKERS.get(literal_name(name))
            _check_row(params)
            # Stored without packing, so that pdfminer has only the rows to restore.
            stored = zlib.compress(self._gather(unpack(data)), 0) if unpack else data
            data = PDFStream({"Filter": STORED if unpack else name, "DecodeParms": params}, stored).get_data()
        self.data, self.rawdata = data, None

    def _gather(self, pieces: Iterable[bytes]) -> bytes:
        """Put together what is unpacked; nothing where it is broken, as pdfminer does."""
        gathered = []
        try:
            for piece in pieces:
                self._parser.room -= len(piece)
                if self._parser.room < 0:
                    raise CorpusError(f"its parts unpack to over {LARGEST} bytes, which no text does; take it out")
                gathered.append(piece)
        except (zlib.error, TypeError, IndexError):
            return b""
        return b"".join(gathered)


class Device(PDFPageAggregator):
    """The letters of a page, which may not be more than a page can have, without its lines and pictures."""

    def __init__(self, resources: PDFResourceManager) -> None:
        """Keep every letter where it stands."""
        super().__init__(resources, laparams=None)
        self._room = MOST

    def begin_page(self, page: Any, ctm: Any) -> None:
        """Begin a page."""
        self._room = MOST
        super().begin_page(page, ctm)

    def begin_figure(self, *frame: Any) -> None:
        """Begin a frame."""
        self._count()
        super().begin_figure(*frame)

    def render_char(self, *letter: Any) -> float:
        """Set a letter and give its width."""
        self._count()
        return super().render_char(*letter)

    def render_image(self, *picture: Any) -> None:
        """Leave a picture out."""

    def paint_path(self, *path: Any) -> None:
        """Leave a line out."""

    def _count(self) -> None:
        self._room -= 1
        if self._room < 0:
            raise CorpusError(f"a page of over {MOST} letters, which no text has; take it out")


def _check_row(params: Any) -> None:
    row = int_value(params.get("Columns", 1)) * int_value(params.get("Colors", 1)) if isinstance(params, dict) else 1
    if row > WIDEST:
        raise CorpusError(f"a part of it has rows of {row} bytes, which no text has; take it out")


def _inflate(data: bytes) -> Iterator[bytes]:
    """Unpack zlib data without its header and checksum, which files cut off or have wrong."""
    packed, rest = zlib.decompressobj(-zlib.MAX_WBITS), data[ZLIB_HEADER:]
    while rest and not packed.eof:
        yield packed.decompress(rest, CHUNK)
        rest = packed.unconsumed_tail


def _unpack_lzw(data: bytes) -> Iterator[bytes]:
    return LZWDecoder(BytesIO(data)).run()


def _repeat_runs(data: bytes) -> Iterator[bytes]:
    """Unpack run lengths. Source: ISO 32000-1, 7.4.5."""
    at = 0
    while at < len(data) and data[at] != END:
        length, repeated = data[at] + 1, data[at] > END
        yield data[at + 1 : at + 2] * (258 - length) if repeated else data[at + 1 : at + 1 + length]
        at += 2 if repeated else 1 + length


def _leave_picture(data: bytes) -> Iterator[bytes]:
    yield b""


STORED = LIT("FlateDecode")
UNPACKERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    **dict.fromkeys(("FlateDecode", "Fl"), _inflate),
    **dict.fromkeys(("LZWDecode", "LZW"), _unpack_lzw),
    **dict.fromkeys(("RunLengthDecode", "RL"), _repeat_runs),
    **dict.fromkeys(("CCITTFaxDecode", "CCF"), _leave_picture),
}
