"""A corpus of strings that would run, load or calculate comes out as text, in every kind of file that a run writes."""

import csv
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import icalendar
import pytest
from click.testing import CliRunner
from lxml import etree, html
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect
from safe_corpus import FORMULAE, STRINGS, save_coding, save_corpus, save_lines

from vietdiplo.__main__ import main, vietdiplo
from vietdiplo.publish.pages import describe_site
from vietdiplo.publish.saving import load_csv
from vietdiplo.tables import DIRECTING

# The kinds of files that are looked through here. A new one needs a test of its own.
KINDS = {".html", ".csv", ".svg", ".png", ".json", ".ics", ".xml", ".ipynb"}
NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?(?:e[+-]\d+)?|inf)")
CALCULATED = re.compile("[=+@\t\r\n\uff0b\uff0d\uff1d\uff20-].")
SCRIPTED = re.compile(r"(?i)\s*(?:javascript|data|vbscript|https?|ftp):|\s*//")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = save_corpus(tmp_path_factory.mktemp("safe") / "=corpus' onclick='window.__x=1")
    invoke("sample", str(corpus), "--to", str(corpus.parent / "sheet.csv"))
    invoke("sample", str(corpus), "--to", str(corpus.parent / "book.xlsx"))
    save_coding(corpus.parent / "sheet.csv", corpus / "hand_coded/sectors_anna.csv")
    shutil.copy(corpus / "hand_coded/sectors_anna.csv", corpus / "hand_coded/sectors_=1+1.csv")
    return corpus


@pytest.fixture(scope="module")
def site(corpus: Path) -> Path:
    invoke("run", "--corpus", str(corpus), "--out", str(corpus.parent / "site"))
    return corpus.parent / "site"


def invoke(*command: str) -> str:
    result = CliRunner().invoke(vietdiplo, command, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def list_files(site: Path, suffix: str) -> list[Path]:
    paths = sorted(site.rglob(f"*{suffix}"))
    assert paths
    return paths


def name_locally(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def check_markup(root: etree._Element, place: str) -> None:
    """Check that nothing of a tree runs, loads, or leads out of the site."""
    for element in root.iter(etree.Element):
        tag = name_locally(element.tag)
        assert tag not in ("base", "embed", "foreignObject", "form", "iframe", "link", "object", "set"), (place, tag)
        for name, value in element.attrib.items():
            key = name_locally(name)
            assert not key.startswith("on"), (place, tag, name)
            if key in ("href", "src", "action", "formaction", "poster", "srcset", "style"):
                assert not SCRIPTED.match(value) and "url(" not in value.replace("url(#", ""), (place, tag, value)


# What a run writes.


def test_every_kind_of_file_is_known(site: Path) -> None:
    assert {path.suffix for path in site.rglob("*") if path.is_file()} == KINDS


def test_every_page_has_the_policy_before_anything_else(site: Path) -> None:
    policy = {"http-equiv": "Content-Security-Policy", "content": describe_site("", "en", [])["policy"]}
    for path in list_files(site, ".html"):
        head = html.fromstring(path.read_bytes()).find("head")
        assert [dict(element.attrib) for element in head[:2]] == [{"charset": "utf-8"}, policy], path.name


def test_the_policy_allows_one_script_and_no_address() -> None:
    rules = dict(rule.split(" ", 1) for rule in describe_site("", "en", [])["policy"].split("; "))
    assert re.fullmatch("'sha256-[A-Za-z0-9+/]{43}='", rules.pop("script-src"))
    assert rules == {
        "default-src": "'none'",  # also of objects, frames, fonts, connections and workers
        "style-src": "'unsafe-inline'",
        "img-src": "'self' file: data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_no_page_has_markup_of_a_text(site: Path) -> None:
    for path in list_files(site, ".html"):
        page = html.fromstring(path.read_bytes())
        for link in page.xpath("//head/link"):
            assert dict(link.attrib) == {"rel": "icon", "href": "data:,"}
            link.drop_tree()
        for script in page.xpath("//script"):
            assert dict(script.attrib) in ({}, {"type": "application/json", "id": "data"})
            assert "window.__x" not in (script.text if not script.attrib else "")
        check_markup(page, path.name)
        assert "mathjax" not in path.read_text(encoding="utf-8").lower()


def test_the_strings_are_there_to_be_read(site: Path) -> None:
    shown = " ".join(" ".join(html.fromstring(p.read_bytes()).text_content().split()) for p in site.glob("text-*.html"))
    assert [name for name, said in STRINGS.items() if " ".join(said.split()) not in shown] == []


def test_no_figure_has_markup_of_a_text(site: Path) -> None:
    for path in list_files(site, ".svg"):
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False))
        assert root.getroottree().docinfo.doctype == ""
        assert not [element for element in root.iter("{*}script", "{*}image", "{*}animate")]
        check_markup(root, path.name)


def test_no_cell_and_no_heading_of_a_table_is_a_formula(site: Path, corpus: Path) -> None:
    seen = set()
    for path in [*list_files(site, ".csv"), *list_files(corpus.parent, "sheet*.csv")]:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                assert [cell for cell in row if CALCULATED.match(cell) and not NUMBER.fullmatch(cell)] == [], path.name
                seen |= {name for name in FORMULAE for cell in row if cell == f"'{STRINGS[name]}"}
    assert seen == set(FORMULAE)


def test_tables_are_read_back_as_they_were(site: Path, corpus: Path) -> None:
    with (corpus / "documents.csv").open(encoding="utf-8", newline="") as file:
        written = {row["doc_id"]: row["title"] for row in csv.DictReader(file)}
    read = load_csv(site / "tables/corpus_documents.csv").set_index("doc_id")["title"].to_dict()
    assert {doc_id: read[doc_id] for doc_id in written} == written


def test_no_cell_of_a_workbook_is_a_formula(corpus: Path) -> None:
    book = load_workbook(corpus.parent / "book.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell for cell in cells if cell.hyperlink] == []
    assert {STRINGS[name] for name in FORMULAE} & {cell.value for cell in cells}


def test_no_record_directs_a_terminal_or_an_editor(site: Path) -> None:
    for path in list_files(site, ".json"):
        text = path.read_text(encoding="utf-8")
        json.loads(text)
        assert DIRECTING.search(text) is None, path.name


def test_slides_of_a_timeline_hold_no_markup_of_a_text(site: Path) -> None:
    slides = json.loads((site / "events/timeline.json").read_text(encoding="utf-8"))["events"]
    assert slides
    for slide in slides:
        for said in slide["text"].values():
            assert set(re.findall(r"<[^>]*>", said)) <= {"<p>", "</p>"}
        assert not re.search("[<>&]", slide["display_date"] + slide["group"])


def test_a_calendar_has_events_and_nothing_that_acts(site: Path) -> None:
    calendar = icalendar.Calendar.from_ical((site / "events/timeline.ics").read_bytes())
    assert {component.name for component in calendar.walk()} == {"VCALENDAR", "VEVENT"}
    known = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "STATUS", "TRANSP"}
    assert {name for event in calendar.events for name in event} <= known
    assert any(STRINGS["calendar"] in str(event["DESCRIPTION"]) for event in calendar.events)


def test_a_text_as_timeml_has_no_element_of_its_own(site: Path) -> None:
    for path in list_files(site, ".xml"):
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False))
        assert {element.tag for element in root.iter()} <= {"TimeML", "DOCID", "DCT", "TEXT", "TIMEX3"}
        assert root.getroottree().docinfo.doctype == ""


def test_a_notebook_holds_no_markup_of_a_text(site: Path) -> None:
    for path in list_files(site, ".ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                for kind, data in output.get("data", {}).items():
                    assert kind in ("text/plain", "text/html", "text/markdown", "image/svg+xml")
                    if kind in ("text/html", "image/svg+xml"):
                        check_markup(html.fromstring("".join(data)), path.name)


# What is said.


@pytest.mark.skipif(os.name == "nt", reason="no file can have such a name")
def test_a_message_directs_no_terminal(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    for name in ("a\nerror: b.txt", "\x1b[31ma.txt", "\u202e.txt"):
        (tmp_path / "texts" / name).write_text("Hai bên họp.", encoding="utf-8")
    result = CliRunner().invoke(vietdiplo, ["check", str(tmp_path)])
    assert result.output.splitlines() == [
        "left out: texts/\\x1b[31ma.txt: its name has a control character; rename it",
        "left out: texts/a\\nerror: b.txt: its name has a control character; rename it",
        "warning: texts/\\u202e.txt: no line in documents.csv; used without date, genre and partner; add a line for it",
    ]


def test_an_option_directs_no_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["vietdiplo", "run", "-n", "\x1b[31m\u202e", "\x9b2J"])
    with pytest.raises(SystemExit):
        main()
    assert "(\\x9b2J)" in capsys.readouterr().err


def test_what_is_found_directs_no_terminal(tmp_path: Path) -> None:
    said = invoke("find", "dates", str(save_lines(tmp_path / "lines.jsonl")))
    assert DIRECTING.search(said) is None
    assert {json.loads(line)["id"] for line in said.splitlines()} == set(STRINGS.values())


# In a browser.


@pytest.fixture
def context(browser: Browser, site: Path) -> Iterator[BrowserContext]:
    """A browser that fails the test for anything that runs, is said on a console, or is asked from outside the site."""
    context = browser.new_context()
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("dialog", lambda dialog: said.append(dialog.message))
    context.on("request", lambda r: None if is_own(r.url, site) else said.append(r.url))
    context.add_init_script("addEventListener('securitypolicyviolation', e => console.error(e.blockedURI))")
    yield context
    context.close()
    assert said == []


def is_own(address: str, site: Path) -> bool:
    return unquote(address).startswith((unquote(site.as_uri()) + "/", "data:,", "about:blank"))


def check_quiet(page: Page) -> None:
    assert page.evaluate("'__x' in window") is False
    assert len(page.context.pages) == 1


def test_nothing_runs_on_any_page_whatever_is_opened(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    for path in list_files(site, ".html"):
        page.goto(path.as_uri())
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
        page.eval_on_selector_all(".layers input", "all => all.forEach(one => { one.click(); one.click() })")
        page.eval_on_selector_all("main [tabindex], main a", "all => all.slice(0, 300).forEach(one => one.focus())")
        hover = (
            "all => all.slice(0, 300).forEach(one => one.dispatchEvent(new MouseEvent('mouseover', {bubbles: true})))"
        )
        page.eval_on_selector_all("main *", hover)
        links = page.eval_on_selector_all("a", "all => all.map(one => one.href.baseVal ?? one.href)")
        assert [
            link for link in links if not link.startswith(("#", "text-", "search.html")) and not is_own(link, site)
        ] == []
        check_quiet(page)


def test_nothing_runs_in_a_figure_that_stands_alone(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    for path in list_files(site, ".svg"):
        page.goto(path.as_uri())
        links = page.eval_on_selector_all("a", "all => all.map(one => one.href.baseVal)")
        assert [link for link in links if link and not link.startswith("#")] == []
        check_quiet(page)


def test_nothing_runs_in_a_search(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    address = (site / "search.html").as_uri()
    for said in STRINGS.values():
        for part in (f"q={quote(said)}", f"sector={quote(said)}", f"in={quote(said)}&q=hai", quote(said), said):
            page.goto("about:blank")
            page.goto(f"{address}#{part}")
            check_quiet(page)
    page.locator("#query").fill(STRINGS["closing"])
    expect(page).to_have_url(re.compile("#q=.*script"))
    check_quiet(page)


def test_nothing_runs_in_the_list_of_events(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    page.goto((site / "timeline.html").as_uri())
    for said in STRINGS.values():
        page.locator("#query").fill(said)
    for box in ("in", "role", "state"):
        page.locator(f"#{box}").select_option(index=1)
    check_quiet(page)
