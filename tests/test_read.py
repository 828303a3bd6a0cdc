"""Files of every kind, good and bad, through one door: a text, or the reason why there is none."""

import hashlib
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from test_read_encodings import PROSE, encode
from test_read_html import make_paper
from test_read_pdf import FULL, draw, lock, pack, scan

from vietdiplo.tables import CorpusError
from vietdiplo.texts.corpus import load_corpus
from vietdiplo.texts.formats import guard
from vietdiplo.texts.formats.guard import Extract, read_guarded
from vietdiplo.texts.read import LONGEST_LINE, load_text

LINES = PROSE.split("\n")[:-1]


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def make_docx(path: Path) -> bytes:
    document = Document()
    for line in LINES:
        document.add_paragraph(line)
    document.save(path)
    return path.read_bytes()


def test_a_plain_text_says_its_format_and_encoding(tmp_path: Path) -> None:
    data = "\ufeffMột.\r\nHai.\u00a0\rBa\n".encode()
    text = load_text(write(tmp_path / "a.MD", data))
    assert text == ("Một.\r\nHai.\u00a0\rBa\n", hashlib.sha256(data).hexdigest(), "md", "utf-8", "", "")


@pytest.mark.parametrize("suffix", ["docx", "html", "htm"])
def test_a_file_of_another_format_has_the_same_lines(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    write(path, make_docx(path) if suffix == "docx" else make_paper(LINES).encode())
    text = load_text(path)
    assert text.text.split("\n")[-len(LINES) :] == LINES
    assert (text.format, text.encoding) == {"docx": ("docx", "")}.get(suffix, ("html", "utf-8"))


def test_what_was_changed_is_counted_by_kind(tmp_path: Path) -> None:
    heads = [(70, 800, "BẢN TIN 1")], [(70, 800, "BẢN TIN 2")]
    bodies = [(70, 700, f"{FULL} Lào"), (70, 686, "viá»‡t.")], [(70, 700, f"{FULL} Bỉ"), (70, 686, "và Viá»‡t Nam.")]
    pages = [head + body for head, body in zip(heads, bodies, strict=True)]
    changes = load_text(write(tmp_path / "a.pdf", draw(*pages))).changes
    assert changes == "line_wrap 2; mojibake 2; running_head 2"


def test_reading_a_plain_text_imports_no_library_for_another(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", PROSE.encode())
    heavy = "{'docx', 'ftfy', 'lxml', 'pdfminer', 'trafilatura'}"
    code = "import sys, pathlib, vietdiplo.texts.read as read; read.load_text(pathlib.Path('a.txt'))"
    code += f"; print({heavy} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def fail(error: BaseException) -> Callable[[bytes], Extract]:
    def reader(data: bytes) -> Extract:
        raise error

    return reader


def test_whatever_a_library_raises_is_named_with_a_remedy() -> None:
    with pytest.raises(CorpusError) as caught:
        read_guarded(fail(RecursionError("too deep; stop")), b"", "pdf")
    reason = "RecursionError too deep, stop"
    assert str(caught.value) == f"cannot be read as pdf ({reason}); open it in its program and save it again"


def test_a_reader_says_nothing_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    def reader(data: bytes) -> Extract:
        logging.getLogger("pdfminer.pdfpage").warning("noise")
        logging.getLogger("trafilatura").error("noise")
        warnings.warn("noise", stacklevel=1)
        return Extract("a", "", Counter(), "")

    before = logging.getLogger("pdfminer").level
    assert read_guarded(reader, b"", "pdf").text == "a"
    assert (capfd.readouterr(), logging.getLogger("pdfminer").level) == (("", ""), before)


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no alarm on this system")
def test_a_reader_that_runs_away_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def reader(data: bytes) -> Extract:
        while True:
            try:
                time.sleep(1)
            except Exception:
                continue

    monkeypatch.setattr(guard, "LONGEST", 0.05)
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(CorpusError, match=r"^reading the pdf file takes too long; save its text as .txt in UTF-8$"):
        read_guarded(reader, b"", "pdf")
    assert (signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)) == (before, (0.0, 0.0))


def test_a_reader_works_in_a_thread_too() -> None:
    read: list[Extract] = []
    thread = threading.Thread(
        target=lambda: read.append(read_guarded(lambda _: Extract("a", "", Counter(), ""), b"", "pdf"))
    )
    thread.start()
    thread.join()
    assert [extract.text for extract in read] == ["a"]


def test_a_line_that_no_prose_has_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"a b " * (LONGEST_LINE // 4) + b"c")
    with pytest.raises(CorpusError) as caught:
        load_text(path)
    line = f"a line of {LONGEST_LINE + 1} characters, which no prose has; break it into paragraphs"
    assert str(caught.value) == line


@pytest.mark.parametrize("encoding", ["utf-8", "tcvn3"])
def test_a_large_text_takes_a_few_times_its_size(tmp_path: Path, encoding: str) -> None:
    data = PROSE.encode() if encoding == "utf-8" else encode(PROSE, encoding)
    path = write(tmp_path / "a.txt", data * 600)
    tracemalloc.start()
    text = load_text(path).text
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(text) == len(PROSE) * 600
    assert peak < 12 * len(text)


BAD = {
    "surrogate.txt": (b"a\xed\xa0\x80b", "half a character (a lone surrogate) at byte 1; save the file as UTF-8 text"),
    "binary.txt": (bytes(range(256)), "a zero byte at 0, so not a text; save it as UTF-8 text"),
    "empty.txt": (b"", "the file is empty; fill it or take it out"),
    "locked.pdf": (lock(draw([(70, 700, FULL)]), "x"), "locked by a password; save it without one"),
    "scan.pdf": (scan(), "a scan of 1 page without text; run text recognition (OCR) over it"),
    "bomb.pdf": (pack(bytes(100_000_001)), "its parts unpack to over 100000000 bytes, which no text does; take it out"),
    "fake.docx": (b"Hello", "no .docx file; open it in its program and save it as .docx"),
    "blank.docx": (b"", "no .docx file; open it in its program and save it as .docx"),
    "void.pdf": (b"", "no PDF, or a broken one; open it in its program and save it again"),
    "menu.html": (b"<ul><li>Menu</li></ul>", "no article in this page (words: 1); save its text as .txt in UTF-8"),
    "old.doc": (b"\xd0\xcf\x11\xe0", "'.doc' files are not read; save it as .docx"),
}


def test_every_bad_file_is_named_and_the_good_ones_go_through(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("x")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    for name, (data, _) in BAD.items():
        write(folder / name, data)
    write(folder / "good.txt", PROSE.encode())
    write(folder / "good.pdf", draw([(70, 700, FULL)]))
    rows = ["file,doc_id", "good.txt,A", "good.pdf,B"]
    (tmp_path / "documents.csv").write_text("\n".join(rows), encoding="utf-8")
    documents, problems = load_corpus(tmp_path)
    expected = {f"texts/{name}: {line}" for name, (_, line) in BAD.items()}
    assert documents["doc_id"].tolist() == ["A", "B"]
    assert {str(problem) for problem in problems} == {
        *expected,
        "texts/link.txt: a link out of the corpus; copy what it leads to here",
    }
    assert {problem.severity for problem in problems} == {"left out"}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser reads every file")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.touch(mode=0)
    with pytest.raises(CorpusError, match=re.escape("cannot be read (Permission denied); check the file")):
        load_text(path)
