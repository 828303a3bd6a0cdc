"""A site as one PDF: an outline of its pages and their sections, and links that lead to their places in it."""

import re
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from vietdiplo.publish.pages import Page
from vietdiplo.publish.pdf_browser import PdfError, find_browser, print_page
from vietdiplo.publish.pdf_pages import list_pages, write_pages

PDF = "vietdiplo.pdf"
MOST_PRINTED = 100  # texts; 200 of a page or three each made 568 pages and 26 MB
SECONDS, SECONDS_PER_MB = 60, 30  # a page of 8 MB took 38 seconds on two cores
TRIES = 20  # to remove a folder that something still writes in
CLOCK = re.compile(rb"/(?:CreationDate|ModDate) \(D:[^()]*\)")
OUTLINE = b"/Outlines "


def save_pdf(folder: Path, pages: Iterable[Page], site: Mapping[str, Any]) -> None:
    """Save the site in a folder as `vietdiplo.pdf` there, beyond 100 texts without the others' pages.

    Raises PdfError where there is no Chromium, where it fails, and where it writes no outline.
    """
    browser = find_browser()
    try:
        with _make_work(folder) as work:
            page, printed = work / "page.html", work / PDF
            page.write_text(_write_page(folder, pages, site), encoding="utf-8")
            print_page(browser, page, printed, SECONDS + SECONDS_PER_MB * page.stat().st_size / 1e6)
            written = clear_clock(printed.read_bytes())
            printed.write_bytes(written)
            printed.replace(folder / PDF)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PdfError(f"--pdf: {PDF} cannot be written ({reason}); make room and run again") from None
    if OUTLINE not in written:
        raise PdfError(f"--pdf: {PDF} has no outline: {browser.name} is older than 122; update it and run again")


def save_print(folder: Path, pages: Iterable[Page], site: Mapping[str, Any]) -> str:
    """Save the site in a folder as a PDF; give what is wrong with that, as the site can do without."""
    try:
        save_pdf(folder, pages, site)
    except PdfError as error:
        return str(error)
    return ""


def clear_clock(pdf: bytes) -> bytes:
    """Blank the times in a PDF, which would make equal runs differ; every other byte keeps its place."""
    return CLOCK.sub(lambda found: b" " * len(found[0]), pdf)


@contextmanager
def _make_work(folder: Path) -> Iterator[Path]:
    """Give a folder for a browser that is gone afterwards; raise OSError if it is not, as it would be in the output.

    A Chromium of Ubuntu's store sees its own /tmp only: what it reads and writes lies with the site.
    """
    work = Path(mkdtemp(prefix="print-", dir=folder))
    try:
        yield work
    finally:
        for _ in range(TRIES):
            shutil.rmtree(work, ignore_errors=True)
            if not work.exists():
                break
            time.sleep(0.1)  # what the browser started and was not its own ends a moment after it
        else:
            shutil.rmtree(work)


def _write_page(folder: Path, pages: Iterable[Page], site: Mapping[str, Any]) -> str:
    texts = [text for text in site["texts"].values() if (folder / text).is_file()]  # none where they failed
    printed, of = texts[:MOST_PRINTED], len(site["listing"])
    limit = site["labels"]["site_pdf_limit"].format(texts=len(printed), of=of) if len(printed) < of else ""
    return write_pages(folder, list_pages(pages, printed), site, limit)
