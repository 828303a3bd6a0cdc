"""PDF files into text: letters with their places from pdfminer.six, lines and paragraphs from where they stand."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from vietdiplo.tables import CorpusError
from vietdiplo.texts.formats.fonts import decode_pieces, name_font
from vietdiplo.texts.formats.glyphs import Glyph, Page, make_page
from vietdiplo.texts.formats.guard import Extract
from vietdiplo.texts.formats.layout import order_lines, strip_margins
from vietdiplo.texts.formats.paragraphs import join_lines

# How pdfminer writes a letter of a font that does not say which letters it has.
UNKNOWN = re.compile(r"\(cid:(\d{1,4})\)")
MOST_UNKNOWN = 0.1
CATALOG = re.compile(rb"(\d+ \d+) obj\s*<<(?:(?!endobj).){0,500}?/Type\s*/Catalog", re.DOTALL)
LIGATURES = {sign: unicodedata.normalize("NFKC", chr(sign)) for sign in range(0xFB00, 0xFB07)}  # fi, fl
UPRIGHT = 0.2  # of slant: text that climbs more is a watermark or stands at the side


def read_pdf(data: bytes) -> Extract:
    """Read a PDF file: columns in reading order, without running heads and page numbers, a paragraph a line.

    Raises CorpusError for a locked file, for a scan without text, for fonts that hide their letters, and for one that
    would take all memory.
    """
    read = [make_page(glyphs) for glyphs in _read_pages(data)]
    _check_letters(read)
    pages, changes = strip_margins(read)
    paragraphs, joined = join_lines(order_lines(pages))
    lines, decoded = decode_pieces(paragraphs)
    empty = read.count([])
    doubt = f"{empty} of {len(pages)} pages have no text; run text recognition (OCR) if they are scans" if empty else ""
    return Extract("\n".join(lines), "", changes + joined + decoded, doubt)


def _read_pages(data: bytes) -> Iterator[list[Glyph]]:
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager  # 65 ms, only where there is such a file

    from vietdiplo.texts.formats.bounds import Device

    resources = PDFResourceManager()
    device = Device(resources)
    interpreter = PDFPageInterpreter(resources, device)
    for page in _open_pages(data) or _open_pages(_rebuild(data)):
        interpreter.process_page(page)
        yield list(_list_glyphs(device.get_result()))


def _open_pages(data: bytes) -> list[Any]:
    """Open the pages of a PDF; none if the table that says where its parts are is broken."""
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFSyntaxError

    from vietdiplo.texts.formats.bounds import Parser

    try:
        return list(PDFPage.create_pages(PDFDocument(Parser(data))))
    except PDFPasswordIncorrect:
        raise CorpusError("locked by a password; save it without one") from None
    except PDFSyntaxError:
        return []


def _rebuild(data: bytes) -> bytes:
    """Add an end to a PDF that makes pdfminer look for every part itself. Raises CorpusError without one."""
    catalog = CATALOG.search(data)
    if catalog is None:
        raise CorpusError("no PDF, or a broken one; open it in its program and save it again")
    return data + b"\ntrailer\n<</Root %s R>>\nstartxref\n0\n%%%%EOF\n" % catalog.group(1)


def _list_glyphs(items: Iterable[Any]) -> Iterator[Glyph]:
    from pdfminer.layout import LTChar, LTFigure

    for item in items:
        if isinstance(item, LTFigure):
            yield from _list_glyphs(item)
        elif isinstance(item, LTChar) and abs(item.matrix[1]) <= UPRIGHT * abs(item.matrix[0]):
            font, text = name_font(item.fontname), item.get_text()
            code = UNKNOWN.fullmatch(text) if font else None
            letter = chr(int(code.group(1))) if code else text.translate(LIGATURES)
            yield Glyph(letter, font, item.size, item.x0, item.x1, item.matrix[5])


def _check_letters(pages: list[Page]) -> None:
    """Raise CorpusError if a PDF has no letters, or too many that nobody can name."""
    letters = "".join(line.text for page in pages for row in page for line in row)
    if not pages:
        raise CorpusError("it has no page; open it in its program and save it again")
    if not letters:
        count = "1 page" if len(pages) == 1 else f"{len(pages)} pages"
        raise CorpusError(f"a scan of {count} without text; run text recognition (OCR) over it")
    if sum(len(unknown.group()) for unknown in UNKNOWN.finditer(letters)) > MOST_UNKNOWN * len(letters):
        raise CorpusError("its fonts do not say which letters they have; save the text from the program it was made in")
