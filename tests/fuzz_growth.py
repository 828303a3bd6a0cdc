"""What is done to texts and files that grow, for bench/fuzz.py, and counted steps of it for test_fuzz.py."""

import io
import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import fuzz_files as files
import fuzz_finders as finders
import fuzz_inputs as inputs
from openpyxl import Workbook

import vietdiplo as vd
from vietdiplo.find.sectors import Coder

Work = Callable[[str], Callable[[], object]]
REPEATED = (
    *(
        "a",
        "à",
        "a.",
        "a-",
        "1/",
        "1/1/",
        "7/5, ",
        "1.",
        "1,",
        "1 ",
        "(",
        ")",
        "()",
        "( ",
        "((a) ",
        '"',
        '"a ',
        "“",
        "“a”, ",
        "'",
    ),
    *(
        " ",
        ", ",
        ". ",
        "...",
        "…",
        ". a",
        ".A",
        "\n",
        "a\n",
        "A\n\n",
        "- a\n",
        "\u00ad",
        "\u200b ",
        "\u0301",
        "a\u0301",
        "ệ",
        "\n \n",
    ),
    *(
        "ngày ",
        "ngày 7 ",
        "năm ",
        "năm năm ",
        "từ ngày 1 đến ",
        "1 đến 2 đến ",
        "7-8/",
        "tháng 5 và ",
        "thứ hai ",
        "quý I, ",
        "mùng 3 ",
    ),
    *(
        "nhất trí ",
        "Hai bên nhất trí ",
        "cam kết và ",
        "mong muốn, ",
        "Bộ trưởng ",
        "Bộ trưởng, ",
        "Bộ trưởng Nguyễn ",
        "Thủ tướng và ",
    ),
    *(
        "Việt Nam ",
        "Việt Nam - ",
        "Việt Nam, ",
        "thăm Nhật Bản ",
        "hội đàm ngày 7/5/2025, ",
        "ngày 7/5 ",
        "2025 ",
        "kỷ niệm 50 năm ",
        "hai bên sẽ mở đường bay thẳng; ",
        "sau khi mở, ",
        "1,2,",
        "10 tỷ USD, ",
    ),
    *(
        "hợp tác quốc phòng ",
        "hợp tác ",
        "an ninh, ",
        "thương mại-",
        "Đối tác Chiến lược ",
        "kinh tế và ",
        "(Ảnh: TTXVN) ",
        "Ảnh: ",
        "Điều 1. ",
    ),
    *(
        "để thúc đẩy ",
        "giao các bộ ",
        "sẽ ",
        "khẳng định ",
        "đề nghị ",
        ": ",
        "; ",
        "cũng, ",
        "hai nước; ",
        "Khoản 1. ",
        "http://a.",
        "a@a.",
        "<b>",
    ),
)
AROUND = (
    ("", ""),
    ("Hai bên nhất trí thúc đẩy ", ""),
    ('"', '", Thủ tướng nói'),
    ("ngày 7/5 ", " ngày 8/5"),
    ("(", ")"),
)


def draw_cycles(count: int) -> list[tuple[str, str, str]]:
    """Draw what is repeated with what stands before and after it: each listed piece alone, then pieces at random."""
    chance = random.Random(7)
    pieces = inputs.list_pieces()
    gaps = ("", " ", " ", ", ", ". ", "/", "-", " - ", "\n", "(", '"', "; ")
    drawn = [("", piece, "") for piece in REPEATED]
    while len(drawn) < count:
        cycle = "".join(
            chance.choice(pieces).strip(" ") + chance.choice(gaps) for _ in range(chance.choice((1, 1, 2, 3)))
        )
        before, after = chance.choice(AROUND)
        drawn.append((before, cycle or " ", after))
    return drawn


def repeat(cycle: tuple[str, str, str], size: int) -> str:
    """Repeat a cycle to a size."""
    before, piece, after = cycle
    return before + (piece * (size // len(piece) + 1))[:size] + after


def work_on_texts(name: str) -> Work:
    """Make the work of a finder on one text as one sentence; when called it does nothing but find."""
    alone = work_alone().get(name)
    if alone:
        return lambda text: lambda: alone(text)

    def prepare(text: str) -> Callable[[], object]:
        documents = finders.make_documents([text])
        if name == "sentences":
            return lambda: vd.split_sentences(documents)
        sentences = finders.keep_whole(documents)
        return lambda: finders.FINDERS[name](documents, sentences)

    return prepare


@cache
def work_alone() -> Mapping[str, Callable[[str], object]]:
    """Make the finders that would spend most of their time on making the codebook ready."""
    coder = Coder(finders.load_book())

    def find_commitments(text: str) -> object:
        documents = finders.make_documents([text])
        return vd.find_commitments(finders.keep_whole(documents), documents)

    return {"sectors": coder.find, "commitments": find_commitments}


TEXTS = ("sentences", *(name for name in finders.FINDERS if name not in ("together", "uncoded", "uncommitted")))


def wrap_page(body: str) -> bytes:
    """Put HTML into a page."""
    return files.PAGE.replace("</h1>", f"</h1>{body}").encode()


def wrap_document(body: str) -> bytes:
    """Put paragraphs into a Word file."""
    return files.zip_parts({**files.PARTS, "word/document.xml": files.DOCUMENT.replace("<w:tbl>", f"{body}<w:tbl>", 1)})


def wrap_pdf(body: bytes) -> bytes:
    """Put a page's content into a PDF, whose table of places is then wrong, as in many."""
    return files.write_pdf().replace(b"Tj ET", b"Tj " + body + b" ET")


def write_workbook(count: int) -> bytes:
    """Write a coder's sheet with so many lines."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("coding")
    sheet.append(["doc_id", "sentence", "text", "sectors", "contested"])
    for _ in range(count):
        sheet.append(["a", 0, files.PROSE[:47], "DEF", "-"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def fill(name: str, text: str, times: str) -> Callable[[int], bytes]:
    """Make a sample whose `text` comes again and again."""
    sample = files.list_samples()[name].decode()
    assert text in sample, (name, text)
    return lambda count: sample.replace(text, text + times * count, 1).encode()


def list_growing() -> Iterator[tuple[str, str, Callable[[int], bytes]]]:
    """List files that grow: the sample that each stands for, what comes again and again, and how to make one."""
    for piece in ("a ", "à", "\n", "a\r\n", "\u0301", "Ã¡ ", "Å ", "â€œ", "Vieät ", " \n", '"'):
        yield "a.utf-8.txt", piece, lambda count, piece=piece: (files.PROSE + piece * count).encode()  # type: ignore[misc]
    for byte in (b"\xb5 ", b"\xe9", b"AB\xb5 ", b"a\x8a "):
        yield "a.legacy.txt", repr(byte), lambda count, byte=byte: files.list_samples()["a.legacy.txt"] + byte * count  # type: ignore[misc]
    for tag in (
        "<p>x",
        "<p>Hai bên họp.</p>",
        "<div>",
        "<b>",
        "<table><tr><td>x",
        "&amp;",
        "<!-- ",
        "<",
        "</p>",
        "<li>a",
        "<br>",
        "<h1>x</h1>",
        "<a href='",
    ):
        yield "a.html", tag, lambda count, tag=tag: wrap_page(tag * count)  # type: ignore[misc]
    paragraph = "<w:p><w:r><w:t>Hai bên họp.</w:t></w:r></w:p>"
    listed = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
    )
    runs = '<w:r><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t>a</w:t></w:r>'
    cells = "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
    for kind, body in (("paragraph", paragraph), ("list item", listed)):
        yield "a.docx", kind, lambda count, body=body: wrap_document(body * count)  # type: ignore[misc]
    yield "a.docx", "run", lambda count: wrap_document(f"<w:p>{runs * count}</w:p>")
    yield "a.docx", "cell", lambda count: wrap_document(f"<w:tbl><w:tr>{cells * count}</w:tr></w:tbl>")
    for shown in (b"0 -14 Td (Ngay 7/5.) Tj", b"(a) Tj", b"50 0 Td (ab) Tj", b"q", b"0 0 1 1 re f", b"["):
        yield "a.pdf", repr(shown), lambda count, shown=shown: wrap_pdf((shown + b" ") * count)  # type: ignore[misc]
    yield "documents.csv", "line", lambda count: b"file,date\n" + b"a.txt,2025\n" * count
    yield "documents.csv", "column", lambda count: ",".join(["file", *(f"c{n}" for n in range(count))]).encode()
    yield "documents.csv", "quote", fill("documents.csv", "b.txt", '"')
    yield "documents.csv", "separator", fill("documents.csv", "b.txt", ",")
    yield "terms.csv", "line", lambda count: ("term\n" + "".join(f"từ {n}\n" for n in range(count))).encode()
    yield "terms.csv", "same line", lambda count: b"term,sector\n" + b"a b,DEF\n" * count
    yield "terms.csv", "word", fill("terms.csv", "Ấn Độ", " Độ")
    yield (
        "events.csv",
        "line",
        lambda count: ("date,headline,source\n" + "".join(f"2025,Thăm {n},b\n" for n in range(count))).encode(),
    )
    sheet = files.TABLES["hand_coded/sectors.csv"]
    yield "hand_coded/sectors.csv", "line", lambda count: (sheet + sheet.splitlines(True)[1] * count).encode()
    yield "hand_coded/sectors.csv", "code", fill("hand_coded/sectors.csv", "DEF; DEF", ",DEF")
    yield "hand_coded/sectors.csv", "no code", fill("hand_coded/sectors.csv", "DEF; DEF", ",xyz")
    yield "hand_coded/sectors.xlsx", "line", write_workbook
    yield (
        "sectors.yml",
        "term",
        lambda count: files.CODEBOOK.replace(
            "[quốc phòng,", "[quốc phòng," + "".join(f" a b{n}," for n in range(count))
        ).encode(),
    )
    yield "sectors.yml", "same term", fill("sectors.yml", "[quốc phòng,", " quốc phòng,")
    yield "sectors.yml", "word", fill("sectors.yml", "tàu chiến", " tàu")
    yield "sectors.yml", "gap", fill("sectors.yml", "hợp tác ...", " a ...")
    yield "sectors.yml", "group", fill("sectors.yml", "<visit>", " <visit>")
    yield (
        "sectors.yml",
        "sector",
        lambda count: (files.CODEBOOK + "".join(make_sector(n) for n in range(count))).encode(),
    )
    yield "sectors.yml", "bracket", fill("sectors.yml", "include: ", "[")
    yield (
        "sectors.yml",
        "unknown key",
        lambda count: (files.CODEBOOK + "".join(f"    k{n}: a\n" for n in range(count))).encode(),
    )
    yield "dictionary.yml", "pattern", fill("dictionary.yml", "kinh tế", ", kinh tế")
    yield "dictionary.yml", "key", lambda count: "".join(f"k{n}: quốc phòng\n" for n in range(count)).encode()
    yield "a.jsonl", "word", lambda count: json.dumps({"id": 1, "text": "ngày " * count}).encode()
    yield "a.jsonl", "bracket", lambda count: b'{"id": 1, "text": "a", "n": ' + b"[" * count
    yield "words.csv", "line", lambda count: ("label,n\n" + "".join(f"từ{n},1\n" for n in range(count))).encode()


def make_sector(number: int) -> str:
    """Make one more sector of the codebook, whose term another one has too."""
    names = "{en: A, vi: A}"
    lists = f"    terms: [quốc phòng, a{number}]\n    not_within: [b c {number}]\n"
    return f"  S{number}:\n    label: {names}\n    definition: {names}\n{lists}"


def work_on_files(name: str, make: Callable[[int], bytes], folder: Path) -> Callable[[int], Callable[[], object]]:
    """Make the work of a reader on a file that grows; that it refuses one is an answer too."""

    def prepare(count: int) -> Callable[[], object]:
        data = make(count)

        def read() -> object:
            try:
                return files.read_file(name, data, folder)
            except vd.VietdiploError as error:
                return error

        return read

    return prepare


def count_steps(work: Callable[[], object]) -> int:
    """Count the calls of functions, in Python and in C, and the turns of generators that some work takes.

    So that one call that does much counts for more, so do the members of each list that is returned.
    """
    steps = 0

    def step(frame: Any, event: str, arg: Any) -> None:
        nonlocal steps
        steps += 1 + len(arg) if event == "return" and type(arg) is list else 1

    sys.setprofile(step)
    try:
        work()
    finally:
        sys.setprofile(None)
    return steps
