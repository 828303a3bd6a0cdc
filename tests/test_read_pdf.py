"""PDF files: paragraphs come back whole from pages of every layout, and what is no text is refused by name."""

import re
import zlib
from base64 import a85encode
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
from vietdiplo.texts.formats import bounds
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


def draw_pages(*pages: Iterable[str]) -> bytes:
    """Draw pages of lines at one distance below each other."""
    return draw(*([(50, 780 - 16 * n, line) for n, line in enumerate(page)] for page in pages))


WORDS = ("hòa bình", "ổn định", "hợp tác", "phát triển", "thịnh vượng", "tiến bộ", "công bằng", "văn minh")


@pytest.mark.parametrize("part", ["Điều", "CHƯƠNG", "Mục", "Phần"])
def test_a_part_of_a_document_on_every_page_is_no_running_head(part: str) -> None:
    pages = [[f"{part} {n}", *(f"Hai bên nói về {word} lần {n}{n}." for word in WORDS)] for n in range(1, 5)]
    extract = read(draw_pages(*pages))
    assert [line for line in extract.text.split("\n") if line.startswith(part)] == [f"{part} {n}" for n in range(1, 5)]
    assert "running_head" not in extract.changes


def test_a_line_in_the_text_is_no_running_head_though_pages_repeat_it() -> None:
    page = [f"Hai bên khẳng định cam kết về {word}." for word in WORDS]
    assert read(draw_pages(page, page, page)).text.replace("\n", " ") == " ".join(page * 3)


def test_heads_are_taken_off_up_to_the_gap_below_them() -> None:
    lines = [f"Hai bên khẳng định cam kết về {word}." for word in WORDS]
    heads = [(70, 800, "BỘ NGOẠI GIAO"), (70, 786, "Tuyên bố chung")]
    body = [[(70, 740 - 14 * n, line) for n, line in enumerate([lines[0], *lines[at : at + 3]])] for at in (1, 4)]
    extract = read(draw(*([*heads, *page] for page in body)))
    assert extract.text.replace("\n", " ") == " ".join([lines[0], *lines[1:4], lines[0], *lines[4:7]])
    assert extract.changes["running_head"] == 4


@pytest.mark.parametrize("text", ["Hai bên hợp tác về y tế.", "Lần {} hai bên hợp tác về giáo dục."])
def test_pages_that_have_nothing_but_heads_keep_them(text: str) -> None:
    assert read(draw_pages([text.format(1)], [text.format(2)])).text.split("\n") == [text.format(1), text.format(2)]


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


def wrap_column(x: float, top: float, leading: float, lines: Iterable[str], size: float) -> list[Any]:
    return [(x, top - leading * n, size, line) for n, line in enumerate(lines)]


LEFT = [
    "Hai bên nhất trí thúc đẩy hợp tác",
    "kinh tế, thương mại và đầu tư, coi",
    "đây là trụ cột của quan hệ giữa",
    "hai nước trong những năm tới, vì",
]
RIGHT = [
    "lợi ích của nhân dân hai nước láng",
    "giềng và vì hòa bình, ổn định của",
    "khu vực; khẳng định tiếp tục ủng",
    "hộ nhau tại các diễn đàn đa phương",
]


@pytest.mark.parametrize("size", [18, 24, 30, 36])
@pytest.mark.parametrize("lowered", [0, 4, 7, 11])
def test_a_large_title_in_a_column_is_not_mixed_with_the_other(size: int, lowered: int) -> None:
    strings = [
        *wrap_column(60, 760, 1.2 * size, ["Tuyên bố", "chung"], size),
        *wrap_column(60, 670, 14, LEFT * 3, 11),
        *wrap_column(310, 764 - lowered, 14, RIGHT * 5, 11),
    ]
    text = read(draw_sizes(strings)).text.replace("\n", " ")
    assert text == " ".join(["Tuyên bố chung", *LEFT * 3, *RIGHT * 5])


def test_a_large_title_may_end_near_the_other_column() -> None:
    start = 298 - pdfmetrics.stringWidth("Tuyên bố", "Serif", 26)
    strings = [
        (start, 760, 26, "Tuyên bố"),
        (60, 730, 26, "chung"),
        *wrap_column(60, 690, 14, LEFT * 3, 11),
        *wrap_column(310, 760, 14, RIGHT * 4, 11),
    ]
    lines = read(draw_sizes(strings)).text.split("\n")
    assert lines[:2] == ["Tuyên bố", "chung"]
    assert " ".join(lines[2:]) == " ".join([*LEFT * 3, *RIGHT * 4])


def draw_sizes(strings: Iterable[tuple[float, float, float, str]]) -> bytes:
    """Draw strings in their sizes on a page."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    for x, y, size, text in strings:
        canvas.setFont("Serif", size)
        canvas.drawString(x, y, text)
    canvas.save()
    return file.getvalue()


def test_a_title_across_columns_comes_first() -> None:
    strings = [
        (90, 780, 24, "Tuyên bố chung Việt Nam - Na Uy"),
        *wrap_column(60, 740, 14, LEFT * 3, 11),
        *wrap_column(310, 737, 13, RIGHT * 3, 10),
    ]
    text = read(draw_sizes(strings)).text
    assert text.replace("\n", " ") == " ".join(["Tuyên bố chung Việt Nam - Na Uy", *LEFT * 3, *RIGHT * 3])


def test_a_raised_figure_stays_in_its_line() -> None:
    end = 70 + pdfmetrics.stringWidth("theo điều ước", "Serif", 12)
    strings = [(70, 700, 12, "theo điều ước"), (end, 704, 7, "1"), (end + 9, 700, 12, "và luật quốc tế")]
    assert read(draw_sizes(strings)).text == "theo điều ước1 và luật quốc tế"


@pytest.mark.parametrize("last", ["UNCLOS 1982.", "UNCLOS 1982", "COC VÀ DOC."])
def test_an_abbreviation_in_the_last_line_of_a_paragraph_is_no_heading(last: str) -> None:
    above = f"{FULL} các nước liên quan trên cơ sở tôn trọng luật pháp quốc tế và"
    assert read(draw([(40, 700, above), (40, 686, last)], size=8)).text == f"{above} {last}"


@pytest.mark.parametrize("heading", ["CHƯƠNG 2", "HỢP TÁC BIỂN"])
def test_a_line_of_capitals_below_full_lines_is_a_heading(heading: str) -> None:
    above = f"{FULL} các nước liên quan trên cơ sở tôn trọng luật pháp quốc tế và"
    assert read(draw([(40, 700, above), (40, 686, heading)], size=8)).text == f"{above}\n{heading}"


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


def pack(data: bytes, filters: bytes = b"/FlateDecode", more: bytes = b"") -> bytes:
    """Make a PDF whose only page has this packed content, packed already unless by zlib alone."""
    packed = zlib.compress(data) if filters == b"/FlateDecode" else data
    font = b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    head += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R%s>>endobj\n" % font
    part = b"4 0 obj<</Filter %s/Length %d%s>>stream\n%s\nendstream endobj\n"
    return head + part % (filters, len(packed), more, packed)


def pack_lzw(data: bytes) -> bytes:
    """Pack as LZW does that never finds anything twice: nine bits a byte, cleared before ten are needed."""
    codes = [code for at in range(0, len(data), 200) for code in (256, *data[at : at + 200])]
    bits = "".join(f"{code:09b}" for code in [*codes, 257])
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8))


def pack_runs(data: bytes) -> bytes:
    return b"".join(bytes([len(part) - 1]) + part for part in (data[n : n + 100] for n in range(0, len(data), 100)))


PACKED: dict[bytes, Callable[[bytes], bytes]] = {
    b"/FlateDecode": lambda data: data,  # `pack` does it
    b"[/FlateDecode /FlateDecode]": lambda data: zlib.compress(zlib.compress(data)),
    b"[/ASCII85Decode /FlateDecode]": lambda data: a85encode(zlib.compress(data)) + b"~>",
    b"/LZWDecode": pack_lzw,
    b"/RunLengthDecode": pack_runs,
}
CONTENT = b"BT /F 12 Tf 70 700 Td (Joint declaration) Tj ET "


@pytest.mark.parametrize("filters", PACKED)
def test_a_part_is_unpacked_by_any_filter(filters: bytes) -> None:
    assert read(pack(PACKED[filters](CONTENT), filters)).text == "Joint declaration"


@pytest.mark.parametrize("filters", PACKED)
def test_a_part_that_unpacks_to_too_much_is_refused_by_any_filter(
    filters: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LARGEST", 1000)
    with pytest.raises(CorpusError, match=r"^its parts unpack to over 1000 bytes, which no text does; take it out$"):
        read(pack(PACKED[filters](CONTENT.ljust(1001)), filters))


def test_parts_that_together_unpack_to_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = typeset(LINES * 2)
    monkeypatch.setattr(bounds, "LARGEST", 10_000)
    with pytest.raises(CorpusError, match="its parts unpack to over 10000 bytes"):
        read(data)


def test_a_part_whose_checksum_is_wrong_is_read() -> None:
    packed = zlib.compress(CONTENT)[:-4] + b"\0\0\0\0"
    assert read(pack(packed, b"[/FlateDecode]")).text == "Joint declaration"


def test_rows_wider_than_a_page_are_refused() -> None:
    rows = b"/DecodeParms<</Predictor 12/Columns 1000000000>>"
    with pytest.raises(
        CorpusError, match=r"^a part of it has rows of 1000000000 bytes, which no text has; take it out$"
    ):
        read(pack(CONTENT, more=rows))


def test_rows_stored_as_differences_are_restored() -> None:
    rows = b"".join(b"\0" + CONTENT[n : n + 8] for n in range(0, len(CONTENT), 8))
    assert read(pack(rows, more=b"/DecodeParms<</Predictor 12/Columns 8>>")).text == "Joint declaration"


def test_a_page_of_more_letters_than_a_page_has_is_refused() -> None:
    content = b"BT /F 12 Tf " + b"(aaaaaaaaaa) Tj " * (bounds.MOST // 10 + 1) + b"ET"
    with pytest.raises(CorpusError, match=r"^a page of over 200000 letters, which no text has; take it out$"):
        read(pack(content))


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
        (pack(bytes(100_000_001)), "its parts unpack to over 100000000 bytes, which no text does; take it out"),
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
