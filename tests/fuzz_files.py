"""Files for test_fuzz.py and bench/fuzz.py: valid ones that are then damaged, and every reader under one shape."""

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

import vietdiplo as vd
from vietdiplo.find import check_codebook, check_terms
from vietdiplo.publish.lines import read_line
from vietdiplo.texts.corpus import load_corpus
from vietdiplo.texts.events import check_events
from vietdiplo.texts.read import decode_text, load_text

PROSE = "Hai bên nhất trí tăng cường hợp tác quốc phòng.\nNgày 7/5/2025, Thủ tướng Phạm Minh Chính thăm Nhật Bản.\n"
PAGE = (
    "<html><head><title>Thăm</title><meta charset=utf-8></head><body><h1>Thăm</h1><nav>x</nav>"
    f"<p>{PROSE * 3}</p></body></html>"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = (
    f'<w:document xmlns:w="{WORD}"><w:body>'
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    f'<w:r><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t>{PROSE}</w:t><w:tab/></w:r></w:p><w:tbl><w:tr><w:tc>'
    '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    "</w:body></w:document>"
)
NUMBERING = (
    f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1">'
    '<w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
    'vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="'
    f'{TYPE}.document.main+xml"/><Override PartName="/word/numbering.xml" ContentType="{TYPE}.numbering+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
    f' Type="{OFFICE}/officeDocument"'
    ' Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="'
    f'{OFFICE}/numbering" Target="numbering.xml"/></Relationships>',
    "word/document.xml": DOCUMENT,
    "word/numbering.xml": NUMBERING,
}
CODEBOOK = """version: "1"
groups:
  visit: [thăm, công du]
not_within: ["quốc phòng toàn dân ..."]
titles: {offices: [Bộ trưởng], heads_of: [Bộ], joined_by: [và], unless_after: [với]}
sectors:
  DEF:
    label: {en: Defence, vi: Quốc phòng}
    definition: {en: Defence, vi: Quốc phòng}
    terms: [quốc phòng, "hợp tác ... quân sự", "<visit> tàu", "^ tàu chiến"]
    example: Hai bên hợp tác quốc phòng.
    include: [a]
"""
DICTIONARY = """defence:
  army: [quốc phòng, "quân *", tàu_chiến]
  navy: hải quân
trade: ["thương mại*", kinh tế]
"""
HEADS = {
    "documents": "file,date,date_precision,genre,partner,title,language,doc_id,note",
    "events": "date,headline,role,participants,source",
    "sectors": "doc_id,sentence,start,end,text,sectors,contested",
    "dates": "doc_id,sentence,text,surface,at,type,value,from,to,mod",
    "commitments": "doc_id,sentence,text,level,side,actor,cue,action,object,sectors,polarity,status",
}
DAY = "2025-05-07"
TABLES = {
    "documents.csv": f'{HEADS["documents"]}\na.txt,{DAY},day,news,JPN,"Thăm, gặp",vi,d0,x\n'
    "b.txt,2025-05,month,declaration,AZE,,vi,,\n",
    "terms.csv": "term,en,sector,kind,opaque\nquốc phòng,defence,DEF,,\nẤn Độ Dương,Indian Ocean,,place,yes\n",
    "events.csv": f"{HEADS['events']}\n{DAY}/2025-05-08,Thăm Nhật Bản,event,Nhật Bản; Lào,báo\n"
    "1973,Quan hệ,anniversary,,b\n",
    "hand_coded/sectors.csv": f'{HEADS["sectors"]}\na,0,0,47,"{PROSE[:47]}","DEF; DEF",-\na,1,,,x,,\n',
    "hand_coded/dates.csv": f'{HEADS["dates"]}\na,1,"{PROSE[48:-1]}",Ngày 7/5/2025,0,DATE,{DAY},{DAY},{DAY},\n',
    "hand_coded/commitments.csv": f'{HEADS["commitments"]}\na,0,"{PROSE[:47]}",agree,both,Hai bên,nhất trí,,,DEF,+,\n',
}
LINE = '{"id": "a1", "text": "Ngày 7/5, hai bên hội đàm.", "doc_date": "2025-05-08", "n": [1.5, null, true]}'
TOKENS = [
    *(
        "\x00",
        "\xff",
        "\x1a",
        "\n",
        "\r",
        "\t",
        '"',
        '""',
        "'",
        ",",
        ";",
        ":",
        "- ",
        "? ",
        "| ",
        "> ",
        "# ",
        "---\n",
        "...\n",
        "%",
    ),
    *(
        "&a ",
        "*a",
        "!!python/object:os.system ",
        "!!binary ",
        "<<: ",
        "{",
        "}",
        "[",
        "]",
        "[[[[[[[[[[",
        "~",
        "null",
        "0x1f",
        "1e999",
    ),
    *(
        "<",
        ">",
        "</p>",
        "<p>",
        "<!--",
        "<![CDATA[",
        "&#0;",
        "&#xD800;",
        "&lt;",
        "<script>",
        "<table>",
        '<w:ilvl w:val="99"/>',
        "w:val",
    ),
    *(
        "\\ud800",
        "\\",
        "9" * 400,
        "-1",
        "0000",
        "2025-02-30",
        "=1+1",
        "\u202e",
        "\u0301",
        "İ",
        "<visit>",
        " ... ",
        "^ ",
        "*",
        "_",
    ),
    *(
        "/Length 99999",
        "endstream",
        "endobj",
        "stream\n",
        "%PDF-1.7",
        "/Filter /FlateDecode",
        "xref",
        "R",
        "<<",
        ">>",
        "BT",
        "ET",
    ),
]
Reader = Callable[[bytes, Path], object]


@cache
def list_samples() -> Mapping[str, bytes]:
    """List a valid file of each kind by its name."""
    prose = {f"a.{name}.txt": PROSE.encode(name) for name in ("utf-8", "utf-16", "utf-8-sig", "utf-16-be")}
    legacy = {"a.legacy.txt": "Céng hßa x· héi chñ nghÜa ViÖt Nam, hîp t¸c quèc phßng".encode("latin-1")}
    texts = {"a.md": f"# {PROSE}".encode(), "a.html": PAGE.encode(), "a.docx": zip_parts(PARTS), "a.pdf": write_pdf()}
    sheets = {name: table.encode() for name, table in TABLES.items()}
    books = {"sectors.yml": CODEBOOK.encode(), "dictionary.yml": DICTIONARY.encode()}
    more = {
        "hand_coded/sectors.xlsx": write_workbook(),
        "a.jsonl": LINE.encode(),
        "words.csv": b"label,n\nthe,10\nof,5\n",
    }
    return {**prose, **legacy, **texts, **sheets, **books, **more}


def zip_parts(parts: Mapping[str, str | bytes]) -> bytes:
    """Zip the parts of a document."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def write_pdf() -> bytes:
    """Write a PDF of one page by hand."""
    shown = b"BT /F1 12 Tf 72 700 Td (Hai ben hop tac quoc phong va an ninh.) Tj 0 -14 Td (Ngay 7/5/2025.) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    file, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return file + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(file),
    )


def write_workbook() -> bytes:
    """Write a coder's sheet as a workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "coding"
    for row in (["doc_id", "sentence", "text", "sectors", "contested"], ["a", 0, PROSE[:47], "DEF", "-"]):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def damage(data: bytes, chance: random.Random) -> bytes:
    """Damage a file in one place or a few; of an archive mostly a part, which is then packed again."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(list(parts))
        changed = chance.choice(list(parts.values())) if chance.random() < 0.1 else damage(parts[name], chance)
        parts = {**parts, name: changed} if chance.random() < 0.9 else {k: v for k, v in parts.items() if k != name}
        return zip_parts(parts)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        data = chance.choice(DAMAGES)(data, chance)
    return data


def flip_bit(data: bytes, chance: random.Random) -> bytes:
    """Change one bit."""
    at = chance.randrange(max(len(data), 1))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :] if data else data


def cut_off(data: bytes, chance: random.Random) -> bytes:
    """Cut the file off."""
    return data[: chance.randrange(len(data) + 1)]


def cut_out(data: bytes, chance: random.Random) -> bytes:
    """Take a stretch out."""
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.randint(1, 30) :]


def repeat_part(data: bytes, chance: random.Random) -> bytes:
    """Repeat a stretch."""
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at : at + chance.randint(1, 40)] * chance.choice((2, 3, 50)) + data[at:]


def put_in(data: bytes, chance: random.Random) -> bytes:
    """Put a token in that means something to some format."""
    at = chance.randrange(len(data) + 1)
    return (
        data[:at]
        + chance.choice(TOKENS).encode(chance.choice(("utf-8", "utf-8", "utf-16")), "surrogatepass")
        + data[at:]
    )


def change_value(data: bytes, chance: random.Random) -> bytes:
    """Put a token in the place of what stands between two separators."""
    ends = [at for at, byte in enumerate(data) if byte in b'",:;<>= \n()']
    first, last = sorted(chance.sample(ends, 2)) if len(ends) > 1 else (0, len(data))
    last = min(last, first + 60)
    return data[: first + 1] + chance.choice(TOKENS).encode("utf-8", "surrogatepass") + data[last:]


def move_line(data: bytes, chance: random.Random) -> bytes:
    """Move a line, with another indentation."""
    lines = data.split(b"\n")
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randrange(len(lines) + 1), b" " * chance.randrange(5) + line)
    return b"\n".join(lines)


DAMAGES = (flip_bit, cut_off, cut_out, repeat_part, put_in, put_in, change_value, change_value, move_line)


def make_corpus(folder: Path) -> None:
    """Make the corpus around the file that is read."""
    (folder / "texts").mkdir()
    (folder / "hand_coded").mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / "texts" / name).write_text(PROSE, encoding="utf-8")
    (folder / "sectors.yml").write_text(CODEBOOK, encoding="utf-8")


@cache
def split_prose() -> pd.DataFrame:
    """Split the sentences that coders coded."""
    return vd.split_sentences(vd.load_strings({"a": PROSE}))


def read_file(name: str, data: bytes, folder: Path) -> object:
    """Read a file that stands in the place of a sample in a corpus made by `make_corpus`."""
    if name == "a.jsonl":
        return read_line("-: line 1", data)
    path = folder / name
    path.write_bytes(data)
    try:
        return choose_reader(name)(path)
    finally:
        path.unlink()


def choose_reader(name: str) -> Callable[[Path], object]:
    """Choose what reads a file of this name."""
    codes = {"DEF": {"en": "Defence, and so on", "vi": "Quốc phòng"}}
    chosen: dict[str, Callable[[Path], object]] = {
        "documents.csv": lambda path: load_corpus(path.parent),
        "terms.csv": lambda path: check_terms(path.parent),
        "events.csv": lambda path: check_events(path.parent),
        "words.csv": vd.load_frequencies,
        "sectors.yml": check_codebook,
        "dictionary.yml": check_codebook,
    }
    if name.startswith("hand_coded/"):
        layer = Path(name).stem
        return lambda path: vd.load_coding(path.parents[1], layer, split_prose(), codes=codes)
    if name.endswith(".txt"):
        return lambda path: (load_text(path), decode_text(path.read_bytes()))
    return chosen.get(name, load_text)
