"""The page of events in a real browser, made by a run from what a notebook saved."""

import json
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import Browser, Page, expect

from vietdiplo.__main__ import vietdiplo
from vietdiplo.publish.interchange.page import save_event_page
from vietdiplo.publish.jobs import START
from vietdiplo.publish.pages import describe_site
from vietdiplo.publish.plan import check_out

HOSTILE = "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'> \u202egnol\u202c javascript:ran"
TEXTS = {
    "a.txt": "Ngày 7/5/2024, hai bên hội đàm về hòa bình. Năm 1992, hai nước thiết lập quan hệ ngoại giao.\n",
    "b.txt": "Đến năm 2030, kim ngạch đạt 1 tỷ USD.\n",
}
COLUMNS = (
    "event headline participants from to value precision mod role status when texts doc_id sentence dates source cited"
)
ROWS = [
    *[
        (
            "e1",
            "Hội đàm về hòa bình",
            "Việt Nam; Lào",
            "2024-05-07",
            "2024-05-07",
            "2024-05-07",
            "day",
            "",
            "event",
            "past",
        )
    ],
    *[("e2", "Thiết lập quan hệ", "", "1992-01-01", "1992-12-31", "1992", "year", "", "event", "past")],
    *[("e3", "Kim ngạch đạt 1 tỷ USD", "", "2030-01-01", "2030-12-31", "2030", "year", "", "target", "pledged")],
    *[("e4", "Những năm Đổi mới", "", "1990-01-01", "1999-12-31", "199", "decade", "START", "event", "past")],
    *[("e5", HOSTILE, HOSTILE, "2024-05-08", "2024-05-08", "2024-05-08", "day", "", "event", "past")],
    *[("e6", "Gia nhập ASEAN", "", "1995-07-28", "1995-07-28", "1995-07-28", "day", "", "event", "past")],
    *[("e7", "Không rõ năm", "", "", "", "XXXX-05-07", "", "", "event", "")],
]
PLACES = {
    "e1": ("ngày 7/5/2024", "a; b", "a", 0, "", "text", ""),
    "e2": ("năm 1992", "a", "a", 1, "", "text", ""),
    "e3": ("năm 2030", "b", "b", 0, "", "text", ""),
    "e4": ("đầu những năm 1990", "a", "a", 1, "", "text", ""),
    "e5": (HOSTILE, "a; <b>", "a", 1, "", "text", ""),
    "e6": ("", "", "", -1, "", "context", "Thông tấn xã"),
    "e7": ("ngày 7/5", "a", "a", 0, "", "text", ""),
}
TABLE = [dict(zip(COLUMNS.split(), [*row, *PLACES[row[0]]], strict=True)) for row in ROWS]
CELLS = [
    ('corpus: str = "seeds"  # texts\nout: str = "outputs/lab"  # files\nlang: str = "en"  # language', ["parameters"]),
    ("import json\nimport pandas as pd\nimport vietdiplo as vd\nsheet = vd.Sheet(out, lang)", []),
    ("documents = vd.load_documents(corpus)\ndates = vd.find_dates(vd.split_sentences(documents), documents)", []),
    (f"sheet.save_events(pd.DataFrame(json.loads({json.dumps(TABLE)!r})), dates, documents)", []),
]
PHONE = {"width": 360, "height": 740}

pytestmark = pytest.mark.skipif(START != "fork", reason="the process of a notebook does not see the test's notebook")


def save_notebook(folder: Path) -> None:
    cells = [new_code_cell(source, metadata={"tags": tags}) for source, tags in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = new_notebook(cells=[new_markdown_cell("# Title\n\nQuestion?"), *cells], metadata=kernel)
    nbformat.write(notebook, folder / "04_timeline.ipynb")


@pytest.fixture(scope="module", params=["vi", "en"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("events")
    (folder / "corpus/texts").mkdir(parents=True)
    (folder / "notebooks").mkdir()
    for name, text in TEXTS.items():
        (folder / "corpus/texts" / name).write_text(text, encoding="utf-8")
    save_notebook(folder / "notebooks")
    with pytest.MonkeyPatch.context() as patch:
        for module in ("plan", "render"):
            patch.setattr(f"vietdiplo.publish.{module}.NOTEBOOKS", folder / "notebooks")
        run = ["run", "--corpus", str(folder / "corpus"), "--out", str(folder / "site"), "-p", "lang", request.param]
        result = CliRunner().invoke(vietdiplo, run)
        assert result.exit_code == 0, result.output
    return folder / "site"


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    """The page of events, which fails the test for anything said on a console, asked of a network, or run by a text."""
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else said.append(r.url))
    page.goto((site / "timeline.html").as_uri())
    yield page
    assert not page.evaluate("'ran' in window")
    page.close()
    assert said == []


def list_shown(page: Page) -> list[str]:
    return page.locator(".events > li:visible").evaluate_all("all => all.map(item => item.id.replace('event-', ''))")


def is_vietnamese(page: Page) -> bool:
    return page.locator("html").get_attribute("lang") == "vi"


def test_events_stand_by_year_as_far_as_their_time_is_known(page: Page) -> None:
    headings = {True: "thập niên 1990", False: "1990s"}[is_vietnamese(page)]
    assert page.locator("h2").all_text_contents() == [headings, "1992", "1995", "2024", "2030"]
    assert list_shown(page) == ["e4", "e2", "e6", "e1", "e5", "e3"]
    shown = page.locator(".when").all_inner_texts()
    vi = ["đầu thập niên 1990", "năm 1992", "28/7/1995", "7/5/2024", "8/5/2024", "năm 2030"]
    en = ["early 1990s", "1992", "Jul 28, 1995", "May 7, 2024", "May 8, 2024", "2030"]
    assert shown == (vi if is_vietnamese(page) else en)
    assert "1992-01-01" not in page.content()


def test_what_is_left_out_is_said(page: Page) -> None:
    vi, en = "Không đưa vào vì không rõ ngày bắt đầu: 1", "Left out, because their first day is not known: 1"
    assert page.locator(".limit").inner_text().startswith(vi if is_vietnamese(page) else en)


def test_each_event_leads_to_its_sentence_and_context_to_none(page: Page, site: Path) -> None:
    links = page.locator(".what a").evaluate_all("all => all.map(link => link.getAttribute('href'))")
    assert links == ["text-a.html#s1", "text-a.html#s1", "text-a.html#s0", "text-a.html#s1", "text-b.html#s0"]
    page.locator("#event-e2 .what a").click()
    assert page.locator(":target").inner_text().endswith("Năm 1992, hai nước thiết lập quan hệ ngoại giao.")


def test_past_pledged_and_context_differ_in_words_and_marks(page: Page) -> None:
    kinds = [page.locator(f"#event-{name} .kind").inner_text() for name in ("e2", "e3", "e6")]
    if is_vietnamese(page):
        context = "sự kiện · đã qua · bối cảnh, không lấy từ văn bản"
        assert kinds == ["sự kiện · đã qua", "mục tiêu · sắp tới", context]
    else:
        assert kinds == ["event · past", "target · pledged", "event · past · context, from no text"]
    styles = "item => (({ borderStyle: a, borderRadius: b }) => [a, b])(getComputedStyle(item, '::before'))"
    marks = [page.locator(f"#event-{name}").evaluate(styles) for name in ("e2", "e3", "e6")]
    assert marks == [["solid", "50%"], ["dashed", "50%"], ["solid", "0px"]]
    assert "Thông tấn xã" in page.locator("#event-e6").inner_text()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hoa binh", ["e1"]),
        ("hoà bình", ["e1"]),
        ("hoa bính", []),
        ("7/5/2024", ["e1"]),
        ("1992", ["e2"]),
        ("lao", ["e1"]),
        ("thong tan xa", ["e6"]),
        ("script", ["e5"]),
    ],
)
def test_a_search_is_blind_to_diacritics_that_are_not_typed(page: Page, query: str, found: list[str]) -> None:
    page.locator("#query").fill(query)
    said = {True: f"Số sự kiện: {len(found)} trên 6.", False: f"Events: {len(found)} of 6."}
    expect(page.locator("#status")).to_have_text(said[is_vietnamese(page)])
    assert list_shown(page) == found


def test_filters_by_text_role_and_status_hold_together_and_hide_empty_years(page: Page) -> None:
    page.locator("#in").select_option(label="b")
    expect(page.locator(".events > li:visible")).to_have_count(2)
    assert list_shown(page) == ["e1", "e3"]
    assert page.locator("h2:visible").all_text_contents() == ["2024", "2030"]
    page.locator("#role").select_option("target")
    expect(page.locator(".events > li:visible")).to_have_count(1)
    page.locator("#state").select_option("past")
    expect(page.locator(".events > li:visible")).to_have_count(0)
    assert page.locator("#role option").evaluate_all("all => all.map(o => o.value)") == ["", "event", "target"]


def test_what_a_text_says_is_text(page: Page) -> None:
    plain = "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'> gnol javascript:ran"
    assert page.locator("#event-e5 .what").inner_text() == plain
    assert page.locator("main img, main script:not([type])").count() == 0
    assert "\u202e" not in page.content()


def test_the_page_fits_a_phone_and_is_reached_by_keys(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("#query").focus()
    reached = []
    for _ in range(5):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert reached == ["in", "role", "state", "Những năm Đổi mới", "a"]
    assert page.locator("select, input").evaluate_all("all => all.every(box => box.labels.length === 1)")


def test_print_leaves_out_the_search(page: Page) -> None:
    page.emulate_media(media="print")
    assert not page.locator("#events-search").is_visible()
    assert page.locator(".events > li:visible").count() == 6


def test_the_events_are_there_without_a_script(browser: Browser, site: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((site / "timeline.html").as_uri())
        assert page.locator(".events > li:visible").count() == 6
        assert not page.locator("#query").is_visible()


def test_the_index_and_the_notebooks_page_lead_to_every_file(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    card = page.locator(".cards a[href='timeline.html']")
    assert card.inner_text() == (
        "Tìm và lọc các sự kiện này" if is_vietnamese(page) else "Search and filter these events"
    )
    assert page.locator(".data .files a").evaluate_all("all => all.map(a => a.getAttribute('href'))") == [
        "timeline.html",
        "events/timeline.csv",
    ]
    page.goto((site / "04_timeline.html").as_uri())
    files = page.locator("#events-timeline td a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert files == ["timeline.html", "events/timeline.csv", "events/timeline.json", "events/timeline.ics"]
    assert all((site / name).is_file() for name in files)
    assert sorted(path.name for path in (site / "events/timeml").iterdir()) == ["text-a.xml", "text-b.xml"]


def test_a_run_may_replace_what_an_earlier_one_wrote(site: Path) -> None:
    assert check_out(site, site.parent / "corpus") == site


def test_what_is_beyond_the_limit_is_said(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vietdiplo.publish.interchange.page.MOST_EVENTS", 2)
    (site.parent / "cut/events").mkdir(parents=True)
    (site.parent / "cut/events/timeline.csv").write_bytes((site / "events/timeline.csv").read_bytes())
    save_event_page(site.parent / "cut", "timeline", describe_site("T", "en", []))
    written = (site.parent / "cut/timeline.html").read_text(encoding="utf-8")
    assert "The first 2 of 6 events are shown; all are in the CSV." in written
    assert written.count("<li id=") == 2
