"""Files of a corpus that try to run, to load, to lead out of it or to fill the memory: none does, and each is named."""

import gzip
import json
import pickle
import shutil
import socket
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from openpyxl import Workbook
from pyarrow import parquet
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from test_read_pdf import typeset

from vietdiplo import check_corpus, load_documents
from vietdiplo.__main__ import vietdiplo
from vietdiplo.publish.annotated import load_parts, load_sources
from vietdiplo.publish.check import check_folder
from vietdiplo.publish.plan import load_runs
from vietdiplo.publish.provenance import hash_inputs
from vietdiplo.publish.saving import load_csv, save_csv
from vietdiplo.tables import CodebookError, CorpusError, ParameterError

PROSE = "Hai bên nhất trí tăng cường hợp tác quốc phòng trong thời gian tới."
SECRET = "mật khẩu của ai đó"
HEAD = '{"version": "1", "sectors": {"DEF": {"label": {"vi": %s, "en": "b"}, "definition": {"vi": "c", "en": "d"}, '
BOOK = HEAD + '"terms": ["quốc phòng"]}}}'
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)
OUTSIDE = "a link out of the corpus; copy what it leads to here"


class Evil:
    """What leaves a file behind when it is loaded."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[[Path], None], tuple[Path]]:
        return Path.touch, (self.mark,)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "corpus/texts").mkdir(parents=True)
    (tmp_path / "corpus/hand_coded").mkdir()
    (tmp_path / "corpus/texts/a.txt").write_text(PROSE + "\n", encoding="utf-8")
    (tmp_path / "corpus/documents.csv").write_text("file,doc_id\na.txt,a\n", encoding="utf-8")
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    return tmp_path / "corpus"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every way to a network an error that no reader catches."""

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("something asked a network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def add_text(corpus: Path, name: str, data: bytes) -> None:
    (corpus / "texts" / name).write_bytes(data)
    (corpus / "documents.csv").write_text(f"file,doc_id\na.txt,a\n{name},b\n", encoding="utf-8")


def list_lines(corpus: Path) -> list[str]:
    return [f"{problem.severity}: {problem}" for problem in check_folder(corpus)]


# YAML.


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!python/name:os.system", "!secret", "!!binary"])
def test_a_tag_makes_no_object(corpus: Path, tag: str) -> None:
    mark = corpus / "mark"
    (corpus / "sectors.yml").write_text(BOOK % f'{tag} "touch {mark}"', encoding="utf-8")
    (line,) = [line for line in list_lines(corpus) if "tag" in line]
    assert line.startswith("error: sectors.yml: line 1: DEF: label: vi: the tag ")
    assert line.endswith("; take it out; the file has texts, lists and keys only")
    assert not mark.exists()


@pytest.mark.parametrize("name", ["sectors.yml", "CITATION.cff"])
def test_aliases_that_multiply_are_refused_unread(corpus: Path, name: str) -> None:
    (corpus / name).write_text(LAUGHS, encoding="utf-8")
    said = (
        "not YAML: an alias (*), which this file cannot have; look at the indentation, the colons and the quotes there"
    )
    assert list_lines(corpus) == [f"error: {name}: line 2: {said}"]


def test_a_file_of_runs_has_neither(tmp_path: Path) -> None:
    for text, said in ((LAUGHS, "an alias"), ("runs: !!python/name:os.system x", "the tag ")):
        (tmp_path / "runs.yml").write_text(text, encoding="utf-8")
        with pytest.raises(ParameterError, match=said):
            load_runs(tmp_path / "runs.yml")


@pytest.mark.parametrize(("escape", "sign"), [("\\u001b", "001B"), ("\\ud800", "D800"), ("\\u0000", "0000")])
def test_an_escape_brings_in_no_character_that_no_file_can_hold(corpus: Path, escape: str, sign: str) -> None:
    (corpus / "sectors.yml").write_text(BOOK % f'"a{escape}"', encoding="utf-8")
    said = f"the character U+{sign}; take it out; no text has it"
    assert list_lines(corpus) == [f"error: sectors.yml: line 1: DEF: label: vi: {said}"]


# Pickles.


def test_a_pickle_is_no_text(corpus: Path) -> None:
    for suffix in (".pkl", ".joblib", ".npy"):
        (corpus / f"texts/a{suffix}").write_bytes(pickle.dumps(Evil(corpus / "mark")))
    assert [line.split(";")[0] for line in list_lines(corpus)] == [
        f"left out: texts/a{suffix}: '{suffix}' files are not read" for suffix in (".joblib", ".npy", ".pkl")
    ]
    assert not (corpus / "mark").exists()


def test_a_pdf_loads_no_pickle_by_the_name_of_an_encoding(corpus: Path) -> None:
    """Versions of pdfminer.six before 20251107 did: CVE-2025-64512."""
    for folder in (corpus, corpus / "texts"):
        with gzip.open(folder / "evil.pickle.gz", "wb") as file:
            file.write(pickle.dumps(Evil(corpus / "mark")))
    name = str(corpus / "evil").replace("/", "#2F")
    font = f"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /{name} /DescendantFonts [5 0 R] >>"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 6 0 R /Resources << /Font << /F 4 0 R >> >> >>",
        font,
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo << /Registry (A) /Ordering (B) >> >>",
        "<< /Length 25 >>\nstream\nBT /F 9 Tf (abcdef) Tj ET\nendstream",
    ]
    body = "".join(f"{number} 0 obj\n{part}\nendobj\n" for number, part in enumerate(parts, 1))
    (corpus / "texts/b.pdf").write_text(f"%PDF-1.4\n{body}trailer\n<< /Root 1 0 R >>\n%%EOF\n", encoding="ascii")
    lines = list_lines(corpus)
    assert [line.split(":")[0] for line in lines if "b.pdf" in line] == ["left out"]
    assert not (corpus / "mark").exists()


@pytest.fixture
def annotated(corpus: Path) -> Path:
    to = corpus.parent / "annotated"
    done = CliRunner().invoke(vietdiplo, ["annotate", str(corpus), "--to", str(to), "--jobs", "1"])
    assert done.exit_code == 0, done.output
    return to


def test_a_table_of_an_annotated_folder_is_what_its_columns_hold(
    annotated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it says of pandas: here that a column of numbers is the index, and another a pickle of objects."""
    file = annotated / "parts/000000/documents.parquet"
    expected = load_sources(annotated)[0]
    columns = [{"name": "title", "field_name": "title", "pandas_type": "object", "numpy_type": "object"}]
    about = {"index_columns": ["doc_id"], "column_indexes": [], "columns": columns, "pandas_version": "3"}
    table = parquet.read_table(file).replace_schema_metadata({"pandas": json.dumps(about)})
    parquet.write_table(table, file)
    for name in ("load", "loads", "Unpickler"):
        monkeypatch.setattr(pickle, name, lambda *_: pytest.fail("a pickle was loaded"))
    pd.testing.assert_frame_equal(load_sources(annotated)[0], expected)


def test_a_table_of_an_annotated_folder_is_none_of_another_place(annotated: Path, tmp_path: Path) -> None:
    file = annotated / "parts/000000/words.parquet"
    shutil.move(file, tmp_path / "words.parquet")
    file.symlink_to(tmp_path / "words.parquet")
    with pytest.raises(CorpusError, match=rf"^000000/words\.parquet: {OUTSIDE}$"):
        list(load_parts(annotated))


# Paths.


@pytest.mark.parametrize(
    "name", ["documents.csv", "events.csv", "terms.csv", "CITATION.cff", "hand_coded/sectors_a.csv"]
)
def test_a_table_that_is_a_link_out_of_the_corpus_is_not_read(corpus: Path, name: str) -> None:
    (corpus / name).unlink(missing_ok=True)
    (corpus / name).symlink_to(corpus.parent / "secret.txt")
    assert f"error: {name}: {OUTSIDE}" in list_lines(corpus)


def test_a_workbook_and_a_folder_of_sheets_out_of_the_corpus_are_not_read(corpus: Path) -> None:
    (corpus / "hand_coded").rmdir()
    (corpus.parent / "elsewhere").mkdir()
    Workbook().save(corpus.parent / "elsewhere/sectors_a.xlsx")
    (corpus / "hand_coded").symlink_to(corpus.parent / "elsewhere")
    assert list_lines(corpus) == [f"error: hand_coded/sectors_a.xlsx: {OUTSIDE}"]


def test_a_folder_of_csv_sheets_out_of_the_corpus_is_not_read(corpus: Path) -> None:
    (corpus / "hand_coded").rmdir()
    (corpus.parent / "elsewhere").mkdir()
    (corpus.parent / "elsewhere/sectors_a.csv").write_text("doc_id,text,sectors\n", encoding="utf-8")
    (corpus / "hand_coded").symlink_to(corpus.parent / "elsewhere")
    assert list_lines(corpus) == [f"error: hand_coded/sectors_a.csv: {OUTSIDE}"]


def test_a_codebook_that_is_a_link_out_of_the_corpus_is_not_read(corpus: Path) -> None:
    (corpus / "sectors.yml").symlink_to(corpus.parent / "secret.txt")
    with pytest.raises(CodebookError, match=rf"^sectors\.yml: {OUTSIDE}$"):
        check_folder(corpus)


def test_a_folder_of_texts_that_is_a_link_out_of_the_corpus_is_not_read(corpus: Path) -> None:
    (corpus / "texts").rename(corpus.parent / "elsewhere")
    (corpus / "texts").symlink_to(corpus.parent / "elsewhere")
    assert f"error: corpus/texts: {OUTSIDE}" in list_lines(corpus)
    assert not any(SECRET in line or PROSE in line for line in list_lines(corpus))


def test_links_within_the_corpus_are_read(corpus: Path) -> None:
    (corpus / "documents.csv").rename(corpus / "table.csv")
    (corpus / "documents.csv").symlink_to("table.csv")
    assert load_documents(corpus)["doc_id"].tolist() == ["a"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_sheet_that_is_a_link_within_the_corpus_is_read(corpus: Path, suffix: str) -> None:
    rows = [["doc_id", "text", "sectors"], ["a", PROSE, "-"]]
    if suffix == ".csv":
        save_csv(pd.DataFrame(rows[1:], columns=rows[0]), corpus / "coded.csv")
    else:
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(corpus / "coded.xlsx")
    (corpus / f"hand_coded/sectors_a{suffix}").symlink_to(f"../coded{suffix}")
    assert list_lines(corpus) == []


@pytest.mark.parametrize("name", ["../../secret.txt", "..\\..\\secret.txt", "/etc/passwd", "C:\\secret.txt"])
def test_a_row_names_no_file_out_of_the_corpus(corpus: Path, name: str) -> None:
    (corpus / "documents.csv").write_text(f"file\na.txt\n{name}\n", encoding="utf-8")
    (problem,) = check_corpus(corpus)
    shown = name.replace("\\", "/")
    assert str(problem) == (
        f"documents.csv: line 3: file: '{shown}' is not in texts/; correct the name or take the line out"
    )


def test_no_hash_is_told_of_a_file_out_of_the_corpus(corpus: Path) -> None:
    (corpus / "notes.txt").symlink_to(corpus.parent / "secret.txt")
    assert sorted(hash_inputs(corpus)) == ["documents.csv", "texts/a.txt"]


# Archives.


def pack(data: bytes, changed: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """Pack an archive again, with parts that are changed or new."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {**dict.fromkeys(old.namelist()), **changed}:
            part = old.read(name) if name in old.namelist() else b""
            new.writestr(name, changed[name](part) if name in changed else part)
    return packed.getvalue()


def make_workbook(*rows: list[object]) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in [["doc_id", "text", "sectors", "notes"], *rows]:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def make_document() -> bytes:
    document, file = Document(), BytesIO()
    document.add_paragraph(PROSE)
    template = f"{RELATIONSHIP_TYPE.IMAGE.rpartition('/')[0]}/attachedTemplate"
    for kind in (template, RELATIONSHIP_TYPE.IMAGE, RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.STYLES):
        document.part.relate_to("http://vietdiplo.invalid/a", kind, is_external=True)
    document.save(file)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ENTITY = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname"><!ENTITY c "&b;&b;">]>'


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda part: part + b" " * 30_000_001, "it unpacks to 300"),
        (lambda part: ENTITY + part, f"{SHEET} has a DOCTYPE, which no document has; take it out"),
        (lambda part: b"<!--" + b"x" * 9000 + b"-->" + ENTITY + part, f"{SHEET} has a DOCTYPE, which no document has;"),
        (
            lambda part: part.replace(b"</sheetData>", b'<row r="9999999"><c r="A9999999"/></row></sheetData>'),
            "over 100000 rows, which nobody codes; delete the empty ones",
        ),
    ],
)
def test_a_workbook_out_of_bounds_is_named(corpus: Path, change: Callable[[bytes], bytes], said: str) -> None:
    data = pack(make_workbook(["a", PROSE, "DEF", ""]), {SHEET: change})
    (corpus / "hand_coded/sectors_a.xlsx").write_bytes(data)
    (line,) = list_lines(corpus)
    assert line.startswith(f"error: hand_coded/sectors_a.xlsx: {said}")


def test_a_workbook_with_a_far_column_and_a_false_size_is_read(corpus: Path) -> None:
    def widen(part: bytes) -> bytes:
        wide = part.replace(b"</row></sheetData>", b'<c r="XFD2"><v>1</v></c></row></sheetData>')
        return wide.replace(b'ref="A1:D2"', b'ref="A1:XFD1048576"')

    data = pack(make_workbook(["a", PROSE, "DEF", ""]), {SHEET: widen})
    (corpus / "hand_coded/sectors_a.xlsx").write_bytes(data)
    assert list_lines(corpus) == []


def test_a_formula_in_a_cell_that_is_read_is_an_error_with_its_place(corpus: Path) -> None:
    (corpus / "hand_coded/sectors_a.xlsx").write_bytes(make_workbook(["a", PROSE, "=A1", '=HYPERLINK("x")']))
    said = "column 'sectors' has a formula; write what it shows in its place"
    assert list_lines(corpus) == [f"error: hand_coded/sectors_a.xlsx: cell C2: {said}"]


def test_a_document_asks_no_network_and_writes_no_file(corpus: Path, offline: None) -> None:
    evil = {"../../../evil.txt": lambda _: b"evil", "/tmp/evil.txt": lambda _: b"evil"}
    add_text(corpus, "b.docx", pack(make_document(), evil))
    before = sorted(corpus.parent.rglob("*"))
    assert load_documents(corpus)["text"].tolist() == [f"{PROSE}\n", PROSE]
    assert sorted(corpus.parent.rglob("*")) == before
    assert not Path("/tmp/evil.txt").exists()


def test_a_document_declares_no_entity_however_far_from_its_beginning(corpus: Path) -> None:
    name = "word/document.xml"
    late = pack(make_document(), {name: lambda part: b"<!--" + b"x" * 9000 + b"-->" + ENTITY + part[55:]})
    add_text(corpus, "b.docx", late)
    assert list_lines(corpus) == [f"left out: texts/b.docx: {name} has a DOCTYPE, which no document has; take it out"]


# Pages and PDF files.


def test_a_page_brings_in_no_file_and_asks_no_network(corpus: Path, offline: None) -> None:
    secret = (corpus.parent / "secret.txt").as_uri()
    text = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "{secret}"><!ENTITY y "yyyy"><!ENTITY z "&y;&y;">]>'
        '<html><head><base href="http://vietdiplo.invalid/"><meta http-equiv="refresh" content="0;url=http://b.invalid">'
        f'<link rel="stylesheet" href="c.css"></head><body><article><p>{PROSE} &x; &z;</p><img src="{secret}">'
        f'<iframe src="{secret}"></iframe><object data="{secret}"></object><script>document.write("x")</script>'
    )
    add_text(corpus, "b.html", text.encode())
    read = load_documents(corpus).set_index("doc_id").at["b", "text"]
    assert PROSE in read
    assert SECRET not in read and "yyyy" not in read and "document" not in read


def test_a_pdf_runs_no_script_and_follows_no_address(corpus: Path, offline: None) -> None:
    writer, file = PdfWriter(clone_from=PdfReader(BytesIO(typeset([PROSE])))), BytesIO()
    script = "app.alert('x'); this.submitForm('http://vietdiplo.invalid/');"
    action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(script)}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject(n): v for n, v in action.items()})
    writer.add_attachment("evil.txt", SECRET.encode())
    writer.write(file)
    add_text(corpus, "b.pdf", file.getvalue())
    assert load_documents(corpus).set_index("doc_id").at["b", "text"].strip() == PROSE
    assert sorted(path.name for path in corpus.parent.rglob("evil*")) == []


# CSV, there and back.


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("-1", "'-1"),
        ("\uff1dA1", "'\uff1dA1"),
        ("\ta", "'\ta"),
        ("\n=1", '"\'\n=1"'),
        ("'=1", "''=1"),
        ("-", "-"),
        ("+", "+"),
        ("'a'", "'a'"),
        ("a\r=1+1", '"a\r=1+1"'),
        ("a,=1", '"a,=1"'),
    ],
)
def test_a_text_is_guarded_as_a_cell_and_as_a_heading_and_read_back(tmp_path: Path, cell: str, written: str) -> None:
    save_csv(pd.DataFrame({cell: [cell], "n": [-1], "x": [-0.5]}), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().decode("utf-8-sig") == f"{written},n,x\n{written},-1,-0.5\n"
    read = load_csv(tmp_path / "a.csv")
    assert [[*read], read.iloc[0].tolist()] == [[cell, "n", "x"], [cell, "-1", "-0.5"]]
