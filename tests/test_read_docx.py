"""Word files: what Word shows is read, in the order in which it is read, and nothing else."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from test_read_encodings import PROSE, SEEDS, encode

from vietdiplo.tables import CorpusError
from vietdiplo.texts.formats.guard import Extract, read_guarded
from vietdiplo.texts.formats.read_docx import read_docx

NAMESPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LEGAL = [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("decimal", "%2.%4.")]


def save(document: Any) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def read(document: Any) -> Extract:
    return read_guarded(read_docx, save(document), "docx")


def add_list(document: Any, levels: Sequence[tuple[str, str]], extra: str = "") -> int:
    """Add the definition of a list and give the number of its first use."""
    numbering = document.part.numbering_part.element
    name = 100 + len(numbering)
    shown = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for n, (form, pattern) in enumerate(levels)
    )
    first = next((n for n, element in enumerate(numbering) if element.tag.endswith("}num")), len(numbering))
    numbering.insert(first, parse_xml(f'<w:abstractNum {NAMESPACES} w:abstractNumId="{name}">{shown}</w:abstractNum>'))
    return add_use(document, name)


def add_use(document: Any, name: int, start: int | None = None) -> int:
    """Add a use of a list, which may start anew."""
    numbering = document.part.numbering_part.element
    number = 500 + len(numbering)
    override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start else ""
    abstract = f'<w:abstractNumId w:val="{name}"/>'
    numbering.append(parse_xml(f'<w:num {NAMESPACES} w:numId="{number}">{abstract}{override}</w:num>'))
    return number


def add_item(document: Any, text: str, number: int, level: int = 0) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {NAMESPACES}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def add_xml(document: Any, xml: str) -> None:
    document.add_paragraph()._p.append(parse_xml(xml.replace(">", f" {NAMESPACES}>", 1)))


@pytest.mark.parametrize("text", [PROSE, *SEEDS], ids=["prose", "news", "declaration"])
def test_a_document_comes_back_paragraph_by_paragraph(text: str) -> None:
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    assert read(document) == ("\n".join(paragraphs), "", {}, "")


def test_a_table_is_read_cell_by_cell_where_it_stands() -> None:
    document = Document()
    document.add_paragraph("Thành phần đoàn")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Họ tên", "Chức vụ", "Ông An", "Vụ trưởng"], strict=True):
        cell.text = text
    table.cell(1, 1).add_table(1, 1).cell(0, 0).text = "Trưởng đoàn"
    document.add_paragraph("Hết.")
    lines = ["Thành phần đoàn", "Họ tên", "Chức vụ", "Ông An", "Vụ trưởng", "Trưởng đoàn", "Hết."]
    assert read(document).text.split("\n") == lines


def test_merged_cells_are_read_once() -> None:
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Kinh tế"
    table.cell(0, 1).text, table.cell(1, 1).text = "Thương mại", "Đầu tư"
    assert read(document).text.split("\n") == ["Kinh tế", "Thương mại", "Đầu tư"]


def test_running_heads_come_once_and_page_numbers_never() -> None:
    document = Document()
    document.add_paragraph("Phần một.")
    document.sections[0].header.paragraphs[0].text = "BỘ NGOẠI GIAO"
    footer = document.sections[0].footer
    footer.paragraphs[0].text = "Số 12/TB-BNG"
    footer.add_paragraph()._p.append(
        parse_xml(f'<w:fldSimple {NAMESPACES} w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple>')
    )
    document.add_section().header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "BỘ NGOẠI GIAO"
    document.add_paragraph("Phần hai.")
    assert read(document) == ("BỘ NGOẠI GIAO\nPhần một.\nPhần hai.\nSố 12/TB-BNG", "", {"header": 1, "footer": 1}, "")


def test_a_complex_field_shows_its_result_unless_it_is_a_page_number() -> None:
    parts = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    parts += '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t></w:r>'
    parts += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    document = Document()
    add_xml(document, f"<w:hyperlink>{parts.format(' DATE ', '7/5/2025')}{parts.format('PAGE', '9')}</w:hyperlink>")
    assert read(document).text == "7/5/2025"


def test_a_list_of_several_levels_has_the_numbers_that_word_shows() -> None:
    document = Document()
    number = add_list(document, LEGAL)
    for text, level in [("Chính trị", 0), ("Đoàn cấp cao", 1), ("Thăm", 2), ("Họp", 2), ("Nghị viện", 1), ("A", 2)]:
        add_item(document, text, number, level)
    add_item(document, "Kinh tế", number)
    add_item(document, "Thương mại", number, 1)
    add_item(document, "Thuế", number, 3)
    extract = read(document)
    lines = ["I. Chính trị", "1. Đoàn cấp cao", "a) Thăm", "b) Họp", "2. Nghị viện", "a) A"]
    assert extract.text.split("\n") == [*lines, "II. Kinh tế", "1. Thương mại", "1.1. Thuế"]
    assert extract.changes == {"list_number": 9}


def test_a_list_goes_on_after_a_paragraph_and_starts_anew_where_word_does() -> None:
    document = Document()
    number = add_list(document, [("decimal", "%1.")])
    anew = add_use(document, 100 + len(document.part.numbering_part.element) - 2, start=1)
    for text, used in [("Một", number), ("Hai", number), ("", 0), ("Ba", number), ("Lại một", anew), ("Lại hai", anew)]:
        add_item(document, text or "Xen giữa", used)
    lines = ["1. Một", "2. Hai", "Xen giữa", "3. Ba", "1. Lại một", "2. Lại hai"]
    assert read(document).text.split("\n") == lines


def test_a_list_of_a_style_is_numbered() -> None:
    document = Document()
    number = add_list(document, [("decimalZero", "Điều %1:")])
    style = document.styles.add_style("Article", 1)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {NAMESPACES}><w:numId w:val="{number}"/></w:numPr>'))
    document.add_paragraph("Mục tiêu", style="Article")
    document.add_paragraph("Phạm vi", style="Article")
    assert read(document).text == "Điều 01: Mục tiêu\nĐiều 02: Phạm vi"


@pytest.mark.parametrize(("sign", "shown"), [("\uf0b7", "•"), ("-", "-"), ("–", "–"), ("o", "•")])
def test_a_bullet_is_shown(sign: str, shown: str) -> None:
    document = Document()
    add_item(document, "Thương mại", add_list(document, [("bullet", sign)]))
    assert read(document).text == f"{shown} Thương mại"


def test_numbers_in_digits_where_the_list_says_so() -> None:
    document = Document()
    number = add_list(document, [("upperRoman", "%1."), ("decimal", "%1.%2.")], extra="<w:isLgl/>")
    add_item(document, "A", number)
    add_item(document, "B", number, 1)
    assert read(document).text == "1. A\n1.1. B"


def test_letters_go_on_after_z_as_word_writes_them() -> None:
    document = Document()
    number = add_list(document, [("lowerLetter", "%1)")])
    for _ in range(28):
        add_item(document, "x", number)
    assert read(document).text.split("\n")[24:] == ["y) x", "z) x", "aa) x", "bb) x"]


def test_notes_come_at_the_end_with_their_numbers() -> None:
    document = Document()
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        for n, text in [(7, "Ký năm 1973."), (8, "Theo TTXVN.")]
    )
    blob = f"<w:footnotes {NAMESPACES}>{notes}</w:footnotes>".encode()
    package = document.part.package
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, blob, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    text = '<w:r><w:t>{}</w:t></w:r><w:r><w:footnoteReference w:id="{}"/></w:r>'
    add_xml(document, f"<w:ins>{text.format('Hiệp định Pa-ri', 8)}{text.format(' có hiệu lực.', 7)}</w:ins>")
    extract = read(document)
    assert extract.text == "Hiệp định Pa-ri có hiệu lực.\n[1] Theo TTXVN.\n[2] Ký năm 1973."
    assert extract.changes == {"footnote": 2}


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_is_read() -> None:
    document = Document()
    run = "<w:r>{}<w:{} xml:space='preserve'>{}</w:{}></w:r>"
    add_xml(
        document,
        f"<w:smartTag><w:del>{run.format('', 'delText', 'cũ ', 'delText')}</w:del>"
        f"<w:ins>{run.format('', 't', 'mới ', 't')}</w:ins>"
        f"{run.format('<w:rPr><w:vanish/></w:rPr>', 't', 'ẩn', 't')}{run.format('', 't', 'hẳn', 't')}</w:smartTag>",
    )
    assert read(document).text == "mới hẳn"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f"<w:txbxContent {NAMESPACES}><w:p><w:r><w:t>Khung chữ</w:t></w:r></w:p></w:txbxContent>"
    document = Document()
    document.add_paragraph("Đoạn văn.").runs[0]._r.append(
        parse_xml(
            f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="wps">{box}</mc:Choice>'
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
        )
    )
    assert read(document).text == "Đoạn văn.\nKhung chữ"


def test_breaks_tabs_and_hyphens_are_what_they_look_like() -> None:
    document = Document()
    add_xml(document, "<w:r><w:t>A</w:t><w:tab/><w:t>B</w:t><w:br/><w:t>C</w:t><w:noBreakHyphen/><w:t>D</w:t></w:r>")
    assert read(document).text == "A\tB\nC\u2011D"


@pytest.mark.parametrize(("font", "encoding"), [(".VnTime", "tcvn3"), ("VNI-Times", "vni")])
def test_a_document_in_an_old_font_becomes_vietnamese(font: str, encoding: str) -> None:
    document = Document()
    for line in PROSE.splitlines():
        document.add_paragraph().add_run(encode(line, encoding).decode("cp1252")).font.name = font
    extract = read(document)
    assert extract.text.lower() == PROSE.strip().lower()
    assert list(extract.changes) == [encoding]


def test_runs_in_an_old_font_stand_beside_others_and_a_letter_may_be_parted_from_its_mark() -> None:
    document = Document()
    paragraph = document.add_paragraph("Đoàn ")
    for letters in ("Vie", "ät Nam thaêm"):
        paragraph.add_run(letters).font.name = "VNI-Times"
    paragraph.add_run(" Côte d'Ivoire, ")
    paragraph.add_run("§µ N½ng").font.name = ".VnTimeH"
    extract = read(document)
    assert (extract.text, extract.changes) == ("Đoàn Việt Nam thăm Côte d'Ivoire, ĐÀ NẴNG", {"vni": 2, "tcvn3": 2})


def test_an_old_font_of_a_style_and_its_private_letters_are_known() -> None:
    document = Document()
    document.styles["Normal"].font.name = ".VnArial"
    document.add_paragraph("".join(chr(0xF000 + byte) for byte in encode("Hội nghị", "tcvn3")))
    document.add_paragraph("th­ viÖn")  # with a soft hyphen, which in this font is a letter
    assert read(document).text == "Hội nghị\nthư viện"


def test_the_name_of_an_old_font_over_unicode_changes_nothing() -> None:
    document = Document()
    for line in PROSE.splitlines():
        document.add_paragraph().add_run(line).font.name = ".VnTime"
    assert read(document) == (PROSE.strip(), "", {}, "")


def zip_parts(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


BLANKS = b"<a>".ljust(30_000_001)
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "no .docx file; open it in its program and save it as .docx"),
        (b"PK\x03\x04abc", "no .docx file; open it in its program and save it as .docx"),
        (b"{\\rtf1 abc}", "no .docx file; open it in its program and save it as .docx"),
        (
            b"\xd0\xcf\x11\xe0abc",
            "an old .doc, or locked by a password; open it in Word and save it as .docx without one",
        ),
        (zip_parts({"word/document.xml": BLANKS}), "it unpacks to 30000001 bytes, which no document does; take it out"),
        (zip_parts({"word/media/a.png": BLANKS}), "it unpacks to 30000001 bytes, which no document does; take it out"),
        (
            zip_parts({f"word/header{n}.xml": BLANKS[:-1] for n in range(3)}),
            "it unpacks to 90000000 bytes, which no document does; take it out",
        ),
        (zip_parts(dict.fromkeys(map(str, range(20_001)), b"")), "it has 20001 parts, which no document has; take it"),
        (zip_parts({"word/document.xml": ENTITIES}), "word/document.xml has a DOCTYPE, which no document has; take"),
        (
            zip_parts({"a.xml": ENTITIES.decode().encode("utf-16")}),
            "a.xml has a DOCTYPE, which no document has; take it",
        ),
        (zip_parts({"a.xml": b"<a/>"}), "cannot be read as docx (KeyError"),
        (save(Document())[:-50], "no .docx file"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, line: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_guarded(read_docx, data, "docx")
    assert str(caught.value).startswith(line)


def test_large_pictures_are_no_reason_to_refuse_a_document() -> None:
    document = Document()
    document.add_paragraph("Hai bên họp.")
    picture = Part(PackURI("/word/media/a.bmp"), "image/bmp", b"BM".ljust(61_000_000, b"\1"), document.part.package)
    document.part.relate_to(picture, RELATIONSHIP_TYPE.IMAGE)
    assert read(document).text == "Hai bên họp."


def test_a_damaged_part_is_named() -> None:
    data = save(Document())
    parts = {name: zipfile.ZipFile(BytesIO(data)).read(name) for name in zipfile.ZipFile(BytesIO(data)).namelist()}
    parts["word/document.xml"] = parts["word/document.xml"][:200]
    with pytest.raises(CorpusError, match=r"^cannot be read as docx \(XMLSyntaxError .*\); open it in its program and"):
        read_guarded(read_docx, zip_parts(parts), "docx")
