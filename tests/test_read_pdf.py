"""PDF files: paragraphs come back whole from pages of every layout, and what is no text is refused by name."""

import re
import zlib
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph
from test_read_encodings import PROSE, SEEDS, encode

from vietdiplo.tables import CorpusError
from vietdiplo.texts.formats.fonts import Piece, decode_pieces, name_font
from vietdiplo.texts.formats.guard import Extract, read_guarded
from vietdiplo.texts.formats.read_pdf import read_pdf

WIDTH, HEIGHT = A4
SIDE = 70.0
LINES = PROSE.split("\n")[:-1]
SEED_LINES = [[line.strip() for line in text.split("\n") if line.strip()] for text in SEEDS]
pdfmetrics.registerFont(TTFont("Serif", Path(mpl.get_data_path()) / "fonts/ttf/DejaVuSerif.ttf"))


def typeset(lines: Iterable[str], *, columns: int = 1, head: str = "", **style: Any) -> bytes:
    """Typeset paragraphs in columns, with a running head and a page number if there is a head."""
    look = ParagraphStyle("look", **{"fontName": "Serif", "fontSize": 11, "leading": 14, "spaceAfter": 6} | style)
    width = (WIDTH - 2 * SIDE - (columns - 1) * 24) / columns

    def decorate(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.setFont("Serif", 9)
        if head:
            canvas.drawCentredString(WIDTH / 2, HEIGHT - 30, head)
            canvas.drawCentredString(WIDTH / 2, 25, f"Trang {template.page}")

    def frame(number: int) -> Frame:
        left = SIDE + number * (width + 24)
        return Frame(left, 60, width, HEIGHT - 120, id=str(number), leftPadding=0, rightPadding=0)

    file = BytesIO()
    page = PageTemplate(frames=[frame(n) for n in range(columns)], onPage=decorate)
    template = BaseDocTemplate(file, pagesize=A4, pageTemplates=[page], invariant=1)
    template.build([Paragraph(escape(line), look) for line in lines])
    return file.getvalue()


def draw(*pages: Iterable[tuple[float, float, str]], font: str = "Serif", size: float = 11) -> bytes:
    """Draw strings at their places on pages."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    for page in pages:
        for x, y, text in page:
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def read(data: bytes) -> Extract:
    return read_guarded(read_pdf, data, "pdf")


JUSTIFIED, RAGGED = 4, 0


@pytest.mark.parametrize("lines", [LINES, *SEED_LINES], ids=["prose", "news", "declaration"])
@pytest.mark.parametrize(
    "style",
    [
        {"alignment": JUSTIFIED},
        {"alignment": RAGGED},
        {"alignment": JUSTIFIED, "spaceAfter": 0, "firstLineIndent": 22},
        {"alignment": RAGGED, "spaceAfter": 0, "firstLineIndent": 22},
        {"alignment": JUSTIFIED, "columns": 2},
        {"alignment": RAGGED, "columns": 2, "fontSize": 9, "leading": 12},
        {"alignment": JUSTIFIED, "columns": 3, "fontSize": 8, "leading": 10},
    ],
    ids=["justified", "ragged", "indented", "ragged-indented", "columns", "ragged-columns", "three-columns"],
)
def test_paragraphs_come_back_whole(lines: list[str], style: dict[str, Any]) -> None:
    extract = read(typeset(lines, **style))
    assert extract.text.split("\n") == lines


def test_running_heads_and_page_numbers_are_taken_off() -> None:
    extract = read(typeset(LINES, head="Tuyên bố chung Việt Nam - Na Uy", fontSize=14, leading=20))
    assert extract.text.split("\n") == LINES
    assert {name: n for name, n in extract.changes.items() if name != "line_wrap"} == {
        "running_head": 3,
        "page_number": 3,
    }


def test_a_number_on_the_only_page_is_taken_off_and_its_head_stays() -> None:
    extract = read(typeset(LINES[:3], head="BỘ NGOẠI GIAO"))
    assert extract.text.split("\n") == ["BỘ NGOẠI GIAO", *LINES[:3]]
    assert extract.changes["page_number"] == 1


def test_the_first_heading_is_no_running_head() -> None:
    extract = read(draw([(70, 700, "Điều 1"), (70, 680, "Mục tiêu")], [(70, 700, "Phạm vi"), (70, 680, "Điều 5")]))
    assert extract.text.split("\n") == ["Điều 1", "Mục tiêu", "Phạm vi", "Điều 5"]


def test_reading_twice_gives_the_same() -> None:
    data = typeset(LINES, columns=2, head="Thông cáo")
    assert read(data) == read(data)


FULL = "Hai bên nhất trí thúc đẩy hợp tác kinh tế, thương mại và đầu tư với"


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        ("hợp tác với Cộng hòa Azer-", "baijan trong năm nay", "hợp tác với Cộng hòa Azerbaijan trong năm nay"),
        ("hợp tác chính trị, kinh tế-", "thương mại trong năm", "hợp tác chính trị, kinh tế-thương mại trong năm"),
        ("nâng cấp quan hệ Việt Nam-", "Azerbaijan lên tầm mới", "nâng cấp quan hệ Việt Nam-Azerbaijan lên tầm mới"),
        ("nâng cấp quan hệ Việt Nam -", "Azerbaijan lên tầm mới", "nâng cấp quan hệ Việt Nam - Azerbaijan lên tầm mới"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(above: str, below: str, text: str) -> None:
    lines = [f"{FULL} {above}", below + " và những năm sau đó, vì lợi ích của nhân dân hai nước láng giềng"]
    extract = read(draw([(70, 700, lines[0]), (70, 686, lines[1])], size=9))
    assert extract.text == f"{FULL} {text} và những năm sau đó, vì lợi ích của nhân dân hai nước láng giềng"


def test_the_rows_of_a_table_are_lines() -> None:
    rows = [("Năm", "Kim ngạch"), ("2023", "1,2 tỷ USD"), ("2024", "1,4 tỷ USD"), ("2025", "1,5 tỷ USD")]
    strings = [(x, 700 - 20 * n, text) for n, row in enumerate(rows) for x, text in zip((70, 300), row, strict=True)]
    assert read(draw(strings)).text.split("\n") == ["\t".join(row) for row in rows]


def test_items_of_a_list_stay_apart() -> None:
    items = ["- Tăng cường trao đổi đoàn các cấp;", "- Mở rộng thương mại;", "a) Thủy sản.", "1. Nông nghiệp."]
    strings = [(70, 700, f"{FULL}:"), *((70, 686 - 14 * n, item) for n, item in enumerate(items))]
    assert read(draw(strings)).text.split("\n") == [f"{FULL}:", *items]


@pytest.mark.parametrize("font", ["tcvn3", "vni"])
def test_the_letters_of_an_old_font_become_vietnamese(font: str) -> None:
    stored = [encode(line, font).decode("cp1252") for line in LINES[:20]]
    strings = [(40, 800 - 30 * n, line[:90]) for n, line in enumerate(stored)]
    text = read_text(draw(strings, size=8))
    assert [a[:60].lower() for a in text.split("\n")] == [b[:60].lower() for b in LINES[:20]]


def read_text(data: bytes) -> str:
    from vietdiplo.texts.formats.mend import mend_text

    return mend_text(read(data).text)[0]


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        ("ABCDEF+.VnTimeH", "tcvn3h"),
        (".VnArial NarrowH-Bold", "tcvn3h"),
        ("VNI-Times", "vni"),
        ("vni-helve", "vni"),
        ("Times New Roman", ""),
        ("ABCDEF+VNTime", ""),
    ],
)
def test_the_name_of_a_font_says_its_encoding(font: str, encoding: str) -> None:
    assert name_font(font) == encoding


def test_pieces_of_one_font_are_joined_before_they_are_decoded() -> None:
    pieces = [Piece("vni", "Vie"), Piece("vni", "ät"), Piece("", " Nam "), Piece("tcvn3h", "®¹i héi")]
    assert decode_pieces([pieces]) == (["Việt Nam ĐẠI HỘI"], {"vni": 1, "tcvn3": 2})


def test_a_page_without_text_among_others_is_doubtful() -> None:
    extract = read(draw([(70, 700, FULL)], [], [(70, 700, FULL)]))
    assert extract.doubt == "1 of 3 pages have no text; run text recognition (OCR) if they are scans"


def test_text_at_the_side_is_left_out() -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Serif", 11)
    canvas.drawString(70, 700, FULL)
    canvas.rotate(90)
    canvas.drawString(300, -40, "BẢN SAO")
    canvas.save()
    assert read(file.getvalue()).text == FULL


def scan() -> bytes:
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    picture = BytesIO()
    Figure().savefig(picture)
    canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def lock(data: bytes, user: str) -> bytes:
    writer = PdfWriter(PdfReader(BytesIO(data)))
    writer.encrypt(user, "owner", algorithm="AES-256")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def pack(data: bytes) -> bytes:
    """Make a PDF whose only page has this packed content."""
    packed = zlib.compress(data)
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    head += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>endobj "
    return head + b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n" % (len(packed), packed)


def test_a_file_that_is_locked_for_changes_only_is_read() -> None:
    assert read(lock(draw([(70, 700, FULL)]), "")).text == FULL


@pytest.mark.parametrize(
    "breaks",
    [
        lambda data: data.replace(b"startxref", b"startxxxx"),
        lambda data: re.sub(rb"startxref\n\d+", b"startxref\n12", data),
        lambda data: data[: data.index(b"xref\n0")],
        lambda data: re.sub(rb"\d{10} 00000 n", b"0000000099 00000 n", data),
        lambda data: b"From: a\r\n\r\n" + data,
    ],
)
def test_a_broken_table_of_places_is_mended(breaks: Callable[[bytes], bytes]) -> None:
    assert read(breaks(draw([(70, 700, f"{FULL}:")], [(70, 700, "Trang sau")]))).text == f"{FULL}:\nTrang sau"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (scan(), "a scan of 1 page without text; run text recognition (OCR) over it"),
        (lock(draw([(70, 700, FULL)]), "mật khẩu"), "locked by a password; save it without one"),
        (pack(bytes(201_000_000)), "a part of it unpacks to over 200000000 bytes; take it out"),
        (b"", "no PDF, or a broken one; open it in its program and save it again"),
        (b"%PDF-1.4\nHello", "no PDF, or a broken one; open it in its program and save it again"),
        (draw([(70, 700, FULL)])[:400], "cannot be read as pdf ("),
    ],
)
def test_what_has_no_text_is_refused(data: bytes, line: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CorpusError) as caught:
        read(data)
    assert (str(caught.value)[: len(line)], capfd.readouterr()) == (line, ("", ""))


def test_letters_that_are_drawn_as_one_are_read_as_two() -> None:
    assert read(draw([(70, 700, "Ấn Độ Dương - Thái Bình Dương (Indo-Paci\ufb01c)")])).text.endswith("(Indo-Pacific)")
