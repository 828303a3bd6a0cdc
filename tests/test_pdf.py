"""A site in one PDF: its outline, its links, its letters, what is left out of it, and what is said where it fails."""

import csv
import errno
import os
import shutil
import stat
import time
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from lxml import html
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTChar, LTTextLine
from pypdf import PdfReader

from vietdiplo.__main__ import vietdiplo
from vietdiplo.publish import pdf, pdf_browser
from vietdiplo.publish.pages import Page, describe_site
from vietdiplo.publish.pdf import clear_clock, save_pdf, save_print
from vietdiplo.publish.pdf_browser import PdfError, find_browser, print_page
from vietdiplo.publish.pdf_pages import list_pages, write_pages
from vietdiplo.publish.plan import check_out

SITE = describe_site("Site", "en", [])
PAGE = '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><header>HEAD</header><main id="main">{}</main>{}'
MARGIN, WIDTH, HEIGHT = 15 / 25.4 * 72, 210 / 25.4 * 72, 297 / 25.4 * 72  # points
DECLARATION = (
    "TUYÊN BỐ CHUNG VỀ QUAN HỆ ĐỐI TÁC\n\n"
    "Tuyên bố chung được thông qua ngày 3/4/2021 tại thủ đô Hà Nội. "
    "Hai bên nhất trí đẩy mạnh hợp tác về năng lượng tái tạo, hậu cần và thủy sản ở Biển Đông.\n\n"
    "Nguyễn Thị Bưởi tiếp Đại sứ quán.\n"
)
HOSTILE = "</main><script>a()</script><a href='https://example.org/'>Hai bên</a> javascript:alert(1) hợp tác.\n"


def write_site(folder: Path, pages: Mapping[str, str], foot: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    for name, main in pages.items():
        (folder / f"{name}.html").write_text(PAGE.format(main, foot), encoding="utf-8")
    return folder


def print_pages(folder: Path, pages: Mapping[str, str], **site: Any) -> Any:
    return html.fromstring(write_pages(write_site(folder, pages), list(pages), {**SITE, **site}))


# The page that is printed.


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ('<a href="text-a.html#s12">', "#text-a.s12"),
        ('<a href="text-a.html">', "#text-a"),
        ('<a href="#here">', "#index.here"),
        ('<a href="text-a.html#n%C6%A1i">', "#text-a.n%C6%A1i"),
        ('<svg><a xlink:href="text-a.html#s12">', "#text-a.s12"),
        ('<svg><use xlink:href="#here">', "#index.here"),
        ('<a href="https://example.org/a#b">', "https://example.org/a#b"),
        ('<a href="text-a.html#s13">', None),
        ('<a href="text-b.html">', None),
        ('<a href="search.html#q=a">', None),
        ('<a href="tables/a.csv">', None),
        ('<a href="javascript:a()">', None),
        ('<a class="no" href="#here">', None),
    ],
)
def test_a_link_leads_to_its_place_in_print_or_nowhere(tmp_path: Path, link: str, place: str | None) -> None:
    text = '<p id="s12">b</p><p id="nơi">c</p>'
    page = print_pages(tmp_path / "site", {"index": f'<p id="here">{link}a', "text-a": text})
    element = page.xpath("//*[@id='index.here']//*[not(self::svg)]")[0]
    assert {name: value for name, value in element.items() if "href" in name} == ({"href": place} if place else {})


def test_no_two_pages_share_an_address(tmp_path: Path) -> None:
    main = (
        '<h2 id="a">A</h2><section aria-labelledby="a b"><label for="a">B</label></section>'
        '<svg><clipPath id="c"></clipPath><g clip-path="url(#c)" style="fill: url(#d)"></g></svg>'
    )
    page = print_pages(tmp_path / "site", {"index": main, "01_a": main})
    assert page.xpath("//@id") == ["index", "index.a", "index.c", "01_a", "01_a.a", "01_a.c"]
    assert page.xpath("//@aria-labelledby") == ["index.a index.b", "01_a.a 01_a.b"]
    assert page.xpath("//@for") == ["index.a", "01_a.a"]
    assert page.xpath("//@clip-path") == ["url(#index.c)", "url(#01_a.c)"]
    assert page.xpath("//@style") == ["fill: url(#index.d)", "fill: url(#01_a.d)"]


def test_the_boxes_that_show_the_layers_of_a_text_keep_the_names_the_style_knows(tmp_path: Path) -> None:
    assert print_pages(tmp_path / "site", {"index": '<input id="show-dates">'}).xpath("//input/@id") == ["show-dates"]


@pytest.mark.parametrize(
    "idle",
    [
        "<script>x</script>",
        '<details class="code">x</details>',
        '<div role="search">x</div>',
        '<p class="note files">x</p>',
        '<span class="told from">x</span>',
        '<ol class="cards"><li><a href="a"><img src="figures/a.svg">x</a></li></ol>',
    ],
)
def test_what_is_of_no_use_on_paper_is_left_out(tmp_path: Path, idle: str) -> None:
    page = print_pages(tmp_path / "site", {"index": f"<div>before{idle}after</div>"})
    assert page.find(".//main").text_content() == "beforeafter"


def test_a_page_keeps_what_its_foot_cites_and_not_its_head(tmp_path: Path) -> None:
    write_site(tmp_path / "site", {"index": "a"}, "<footer>Cite: b</footer>")
    page = html.fromstring(write_pages(tmp_path / "site", ["index"], SITE))
    assert page.find("body").text_content().split() == ["aCite:", "b"]


def test_the_titles_of_pages_on_the_index_are_no_headings(tmp_path: Path) -> None:
    page = print_pages(tmp_path / "site", {"index": '<h1>I</h1><ol class="cards"><li><h3>A</h3></li></ol>'})
    assert [heading.text for heading in page.xpath("//h1 | //h2 | //h3")] == ["I"]


def test_the_printed_page_allows_nothing_but_its_own_style_and_pictures(tmp_path: Path) -> None:
    page = print_pages(tmp_path / "site", {"index": "a"}, title="<b>A</b>")
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    assert page.xpath("//meta[@http-equiv]/@content") == [policy]
    assert page.findtext(".//title") == "<b>A</b>"


def test_pages_are_printed_in_the_order_of_reading() -> None:
    pages = [Page("01_a", "A", ""), Page("04_b", "B", "", ({"kind": "events", "name": "timeline"},))]
    assert list_pages(pages, ["text-b.html", "text-a.html"]) == [
        *("index", "01_a", "04_b", "timeline", "text-b", "text-a")
    ]


# What goes wrong.


def write_program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def write_page(folder: Path) -> Path:
    folder.mkdir()
    (folder / "page.html").write_text("a", encoding="utf-8")
    return folder / "page.html"


def test_where_no_chromium_is_found_it_is_said_what_was_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIETDIPLO_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(pdf_browser, "PLACES", ())
    with pytest.raises(PdfError) as error:
        find_browser()
    assert str(error.value) == (
        "--pdf: none of chromium, chromium-browser, google-chrome, google-chrome-stable, chrome, microsoft-edge, "
        "msedge is there; install Chromium or Chrome (Debian: apt install chromium) or name its program in "
        "VIETDIPLO_CHROMIUM, and run again"
    )


def test_a_chosen_program_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIETDIPLO_CHROMIUM", "/nowhere/chrome")
    with pytest.raises(PdfError, match="^--pdf: VIETDIPLO_CHROMIUM is '/nowhere/chrome', which is no program; install"):
        find_browser()


@pytest.mark.parametrize("found", ["path", "place", "chosen"])
def test_a_browser_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: str) -> None:
    monkeypatch.delenv("VIETDIPLO_CHROMIUM", raising=False)
    for name in ("path", "place", "chosen"):
        (tmp_path / name).mkdir()
    path, place, chosen = (write_program(tmp_path / n / "google-chrome", "") for n in ("path", "place", "chosen"))
    monkeypatch.setattr(pdf_browser, "PLACES", ("$A_PLACE/google-chrome",))
    monkeypatch.setenv("A_PLACE", str(place.parent))
    monkeypatch.setenv("PATH", "" if found == "place" else str(path.parent))
    if found == "chosen":
        monkeypatch.setenv("VIETDIPLO_CHROMIUM", str(chosen))
    assert find_browser() == {"path": path, "place": place, "chosen": chosen}[found]


@pytest.mark.parametrize(("user", "flags"), [(0, ["--no-sandbox"]), (1000, [])])
def test_only_root_goes_without_the_sandbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: int, flags: list[str]
) -> None:
    page = write_page(tmp_path / "work")
    to = page.with_name("a.pdf")
    program = write_program(tmp_path / "chrome", f"printf '%s\\n' \"$@\" > {tmp_path}/given; echo %%EOF > {to}")
    monkeypatch.setattr(os, "geteuid", lambda: user)
    print_page(program, page, to, 20)
    given = (tmp_path / "given").read_text().splitlines()
    profile = f"--user-data-dir={page.parent}/profile"
    assert given == [*pdf_browser.FLAGS, profile, *flags, f"--print-to-pdf={to}", page.as_uri()]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exit 1", "it said nothing"),
        ("echo 'one: FATAL: no memory'; echo two", "'one: FATAL: no memory'"),
        ("echo one >&2; echo; kill -SEGV $$", "'one'"),
        ("printf '%%PDF-1.4' > {to}; echo 'Failed to write'", "'Failed to write'"),
    ],
)
def test_a_browser_that_writes_no_whole_pdf_is_quoted(tmp_path: Path, script: str, reason: str) -> None:
    page = write_page(tmp_path / "work")
    to = page.with_name("a.pdf")
    program = write_program(tmp_path / "chrome", script.format(to=to))
    with pytest.raises(PdfError) as error:
        print_page(program, page, to, 20)
    remedy = "look whether it starts, make room on the disk, or name another program in VIETDIPLO_CHROMIUM"
    assert str(error.value) == f"--pdf: chrome printed nothing: {reason}; {remedy}, and run again"


def test_a_browser_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    page = write_page(tmp_path / "work")
    program = write_program(tmp_path / "chrome", f"sleep 60 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(PdfError) as error:
        print_page(program, page, page.with_name("a.pdf"), 1)
    assert str(error.value).startswith("--pdf: chrome had not finished after 1 seconds; print fewer notebooks")
    child = int((tmp_path / "child").read_text())
    wait_for_end(child)
    assert not is_running(child)


def test_what_outlives_a_browser_that_printed_is_ended(tmp_path: Path) -> None:
    page = write_page(tmp_path / "work")
    to = page.with_name("a.pdf")
    print_page(
        write_program(tmp_path / "chrome", f"sleep 60 & echo $! > {tmp_path}/child; echo %%EOF > {to}"), page, to, 20
    )
    child = int((tmp_path / "child").read_text())
    wait_for_end(child)
    assert not is_running(child)


def test_a_folder_that_is_still_written_in_is_removed_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def be_late(folder: Path, **options: Any) -> None:
        monkeypatch.setattr("shutil.rmtree", rmtree)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "rmdir", fail)
            rmtree(folder, **options)

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY))

    rmtree = shutil.rmtree
    monkeypatch.setattr("shutil.rmtree", be_late)
    choose_program(monkeypatch, tmp_path / "chrome", f'{LAST}; echo "/Outlines %%EOF" > "$to"')
    folder = write_site(tmp_path / "site", {"index": "a"})
    assert save_print(folder, [], {**SITE, "listing": {}}) == ""
    assert sorted(path.name for path in folder.iterdir()) == ["index.html", "vietdiplo.pdf"]


def wait_for_end(process: int) -> None:
    for _ in range(100):
        if not is_running(process):
            break
        time.sleep(0.05)


def is_running(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    try:
        return state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def choose_program(monkeypatch: pytest.MonkeyPatch, path: Path, script: str) -> None:
    monkeypatch.setenv("VIETDIPLO_CHROMIUM", str(write_program(path, script)))


LAST = 'for last; do case "$last" in --print-to-pdf=*) to=${last#*=};; esac; done'


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    choose_program(monkeypatch, tmp_path / "chrome", "")
    monkeypatch.setattr(pdf, "print_page", fill)
    folder = write_site(tmp_path / "site", {"index": "a"})
    said = save_print(folder, [], {**SITE, "listing": {}})
    assert said == "--pdf: vietdiplo.pdf cannot be written (No space left on device); make room and run again"
    assert [path.name for path in folder.iterdir()] == ["index.html"]


def test_a_pdf_of_an_old_browser_has_no_outline_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_program(monkeypatch, tmp_path / "chrome", f"{LAST}; printf '%%PDF-1.4 %%%%EOF' > \"$to\"")
    folder = write_site(tmp_path / "site", {"index": "a"})
    said = save_print(folder, [], {**SITE, "listing": {}})
    assert said == "--pdf: vietdiplo.pdf has no outline: chrome is older than 122; update it and run again"
    assert sorted(path.name for path in folder.iterdir()) == ["index.html", "vietdiplo.pdf"]


def test_texts_beyond_the_limit_are_not_printed_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_program(monkeypatch, tmp_path / "chrome", f'{LAST}; cp "${{to%/*}}/page.html" {tmp_path}; echo %%EOF > $to')
    monkeypatch.setattr(pdf, "MOST_PRINTED", 1)
    texts = {"A": "text-a.html", "B": "text-b.html", "C": "text-c.html"}
    folder = write_site(tmp_path / "site", {"index": '<a href="text-b.html">B</a>', "text-a": "one", "text-b": "two"})
    save_print(folder, [], {**SITE, "texts": texts, "listing": {**texts, "D": ""}})
    page = html.fromstring((tmp_path / "page.html").read_text())
    said = "This PDF holds the reading pages of 1 of 4 texts; links to the others lead nowhere. The site has more."
    assert [main.text_content() for main in page.iter("main")] == [f"B{said}", "one"]


def test_a_site_whose_reading_pages_failed_is_printed_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_program(monkeypatch, tmp_path / "chrome", f'{LAST}; echo "/Outlines %%EOF" > "$to"')
    folder = write_site(tmp_path / "site", {"index": "a"})
    assert save_print(folder, [], {**SITE, "texts": {"A": "text-a.html"}, "listing": {"A": {}}}) == ""


def test_the_times_in_a_pdf_are_blanked_and_nothing_moves() -> None:
    clock = b"<</Title (a \\(D:1\\))\n/CreationDate (D:20250508101112+00'00')\n/ModDate (D:20250508101112+00'00')>>"
    blank = b"<</Title (a \\(D:1\\))\n" + b" " * 39 + b"\n" + b" " * 34 + b">>"
    assert clear_clock(clock) == blank


def run_on(corpus: Path, *options: str) -> Result:
    given = ["run", "--corpus", str(corpus), "--out", str(corpus.parent / "out"), "--pdf", *options]
    return CliRunner().invoke(vietdiplo, given)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = tmp_path_factory.mktemp("pdf") / "corpus"
    (corpus / "texts").mkdir(parents=True)
    (corpus / "texts" / "tuyen_bo.txt").write_text(unicodedata.normalize("NFC", DECLARATION), encoding="utf-8")
    (corpus / "texts" / "b.txt").write_text(HOSTILE, encoding="utf-8")
    with (corpus / "documents.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [("tuyen_bo.txt", "TB", "Tuyên bố chung", "2021-04-03"), ("b.txt", "B", HOSTILE.strip(), "2021-04-04")]
        csv.writer(file).writerows([("file", "doc_id", "title", "date"), *rows])
    return corpus


def test_without_chromium_there_is_the_site_and_the_status_says_that_there_is_no_pdf(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIETDIPLO_CHROMIUM", "/nowhere/chrome")
    result = run_on(corpus, "--notebook", "00_start_here")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("--pdf: VIETDIPLO_CHROMIUM is '/nowhere/chrome'")
    assert (corpus.parent / "out" / "index.html").is_file()
    assert not (corpus.parent / "out" / "vietdiplo.pdf").exists()


# With Chromium.


@pytest.fixture(scope="module")
def chromium() -> Path:
    try:
        return find_browser()
    except PdfError as error:
        pytest.skip(f"no Chromium: {error}")


@pytest.fixture(scope="module")
def printed(corpus: Path, chromium: Path) -> Path:
    result = run_on(corpus, "--notebook", "04_timeline", "-p", "lang", "vi")
    assert result.exit_code == 0, result.output
    return corpus.parent / "out" / "vietdiplo.pdf"


@pytest.fixture(scope="module")
def text(printed: Path) -> str:
    return " ".join(extract_text(printed).split())


def list_outline(reader: PdfReader, entries: Any, depth: int = 0) -> Iterator[tuple[int, str]]:
    for entry in entries:
        if isinstance(entry, list):
            yield from list_outline(reader, entry, depth + 1)
        else:
            yield depth, entry.title


@pytest.mark.browser
def test_the_outline_has_each_page_with_its_sections_below(printed: Path) -> None:
    reader = PdfReader(printed)
    outline = list(list_outline(reader, reader.outline))
    pages = [title for depth, title in outline if depth == 0]
    assert pages[1:3] == ["Dòng thời gian", "Các sự kiện theo thời gian"]
    assert pages[3:] == ["Tuyên bố chung", HOSTILE.strip()]
    assert (1, "Việc gì xảy ra khi nào?") in outline[outline.index((0, pages[1])) : outline.index((0, pages[2]))]
    assert outline[-3:-1] == [(0, "Tuyên bố chung"), (1, "TUYÊN BỐ CHUNG VỀ QUAN HỆ ĐỐI TÁC")]


@pytest.mark.browser
def test_the_words_of_the_texts_can_be_found_with_their_diacritics(text: str) -> None:
    assert "Tuyên bố chung được thông qua ngày 3/4/2021 tại thủ đô Hà Nội." in text
    assert "Hai bên nhất trí đẩy mạnh hợp tác về năng lượng tái tạo, hậu cần và thủy sản ở Biển Đông." in text
    assert "Nguyễn Thị Bưởi tiếp Đại sứ quán." in text
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.browser
def test_markup_in_a_text_is_printed_as_it_is_written(text: str) -> None:
    assert " ".join(HOSTILE.split()) in text


@pytest.mark.browser
def test_every_font_is_in_the_pdf(printed: Path) -> None:
    pages = (page["/Resources"].get("/Font", {}) for page in PdfReader(printed).pages)
    fonts = [font.get_object()["/DescendantFonts"][0].get_object() for page in pages for font in page.values()]
    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


@pytest.mark.browser
def test_every_link_leads_to_a_place_in_the_pdf_and_none_out_of_it(printed: Path) -> None:
    reader = PdfReader(printed)
    links = [link.get_object() for page in reader.pages for link in page.get("/Annots", [])]
    assert len(links) > 10
    assert {str(link.get("/Dest")) for link in links} <= set(reader.named_destinations)
    assert not [link for link in links if "/A" in link]


@pytest.mark.browser
def test_a_link_from_a_table_leads_to_the_sentence_on_its_page(printed: Path) -> None:
    reader = PdfReader(printed)
    place = reader.named_destinations["/text-tb.s1"]
    number = reader.get_destination_page_number(place)
    assert number is not None
    lines = [line for page in extract_pages(printed, page_numbers=[number]) for line in list_lines(page)]
    line = next(line for line in lines if "Tuyên bố chung được thông qua" in line.get_text())
    assert 0 <= float(place.top) - line.y1 < MARGIN + 10  # Chromium reckons without the page's margin


@pytest.mark.browser
def test_a_run_may_replace_a_folder_with_a_pdf(corpus: Path, printed: Path) -> None:
    assert check_out(printed.parent, corpus) == printed.parent


def list_lines(element: Any) -> Iterator[LTTextLine]:
    if isinstance(element, LTTextLine):
        yield element
    elif hasattr(element, "__iter__"):
        for part in element:
            yield from list_lines(part)


@pytest.mark.browser
def test_a_pdf_names_no_time_system_or_place(printed: Path) -> None:
    assert PdfReader(printed).metadata == {
        "/Title": PdfReader(printed).outline[0].title,
        "/Creator": "vietdiplo",
        "/Producer": PdfReader(printed).metadata["/Producer"],
    }
    assert b"file:" not in printed.read_bytes()
    assert str(printed.parent).encode() not in printed.read_bytes()


@pytest.mark.browser
def test_the_same_site_printed_again_has_the_same_bytes(tmp_path: Path, chromium: Path) -> None:
    pages = {"index": "<h1>A</h1>", "text-a": '<h1>Đ</h1><p id="s1">Một <b>hai</b> ba.'}
    for name in ("one", "two"):
        write_site(tmp_path / name, pages)
        save_pdf(tmp_path / name, [], {**SITE, "texts": {"A": "text-a.html"}, "listing": {"A": {}}})
    assert (tmp_path / "one" / "vietdiplo.pdf").read_bytes() == (tmp_path / "two" / "vietdiplo.pdf").read_bytes()


@pytest.mark.browser
@pytest.mark.parametrize("columns", [8, 12, 20])
def test_a_wide_table_stays_on_the_paper_and_shrinks_no_page(tmp_path: Path, chromium: Path, columns: int) -> None:
    head = "".join(f"<th>per 10,000 words, target {n}" for n in range(columns))
    row = "".join(f'<td class="w">{"một_hai_ba_" * 4}' for n in range(columns))
    table = f'<div class="table"><table><thead><tr>{head}</thead><tbody>{f"<tr>{row}" * 2}</table></div>'
    folder = write_site(tmp_path / "site", {"index": f"<h1>A</h1><p>PROSE</p>{table}"})
    save_pdf(folder, [], {**SITE, "listing": {}})
    pages = list(extract_pages(folder / "vietdiplo.pdf"))
    assert {(round(page.width), round(page.height)) for page in pages} == {(round(WIDTH), round(HEIGHT))}
    letters = [letter for page in pages for line in list_lines(page) for letter in line if isinstance(letter, LTChar)]
    assert max(letter.x1 for letter in letters) < WIDTH - MARGIN + 1
    assert {round(letter.size) for letter in letters if letter.get_text() == "P"} == {10}


@pytest.mark.browser
def test_the_head_of_a_table_is_on_each_of_its_pages_and_pages_are_numbered(tmp_path: Path, chromium: Path) -> None:
    rows = "<tr><td>a<td>b" * 150
    folder = write_site(
        tmp_path / "site", {"index": f"<h1>A</h1><table><thead><tr><th>HEAD<th>X</thead>{rows}</table>"}
    )
    save_pdf(folder, [], {**SITE, "listing": {}})
    pages = [extract_text(folder / "vietdiplo.pdf", page_numbers=[n]) for n in range(3)]
    assert ["HEAD" in page for page in pages] == [True] * 3
    of = len(PdfReader(folder / "vietdiplo.pdf").pages)
    assert [f"{number} / {of}" in page for number, page in enumerate(pages, 1)] == [True] * 3
