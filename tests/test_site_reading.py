"""Reading pages and the search in a real browser, over texts, names and titles that would run if they could."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Page, expect

from vietdiplo.__main__ import vietdiplo

HOSTILE = "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'>"
TEXTS = {
    "a.txt": "TUYÊN BỐ\n\nNgày 7/5/2024, hai bên dùng thuật ngữ hợp tác quốc phòng về hòa bình. Hai bên bàn an ninh.\n",
    "b.txt": f"Hai bên hoà bình {HOSTILE}</script><!-- với đối tác.\n***\nMa má \u202emã\u202c đa da.\u2028Bản ban.",
    "c.txt": "Một câu. " * 150,
}
ROWS = [
    ("a.txt", "../../<b>up</b>", HOSTILE, "2024-05-08"),
    ("b.txt", "javascript:alert(1)", "“B” ' \" </title>", ""),
    ("c.txt", "=C()", "", ""),
]
A, B, C = "text-b-up-b.html", "text-javascript-alert-1.html", "text-c.html"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = tmp_path_factory.mktemp("corpus") / "corpus"
    (corpus / "texts").mkdir(parents=True)
    for name, text in TEXTS.items():
        (corpus / "texts" / name).write_text(text, encoding="utf-8", newline="")
    with (corpus / "documents.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("file", "doc_id", "title", "date"), *ROWS])
    result = CliRunner().invoke(vietdiplo, ["run", "--corpus", str(corpus), "--out", str(corpus.parent / "site")])
    assert result.exit_code == 0, result.output
    return corpus.parent / "site"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that fails the test for anything said on a console, asked of a network, or run by a text."""
    context = browser.new_context(has_touch=True)
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("dialog", lambda dialog: said.append(dialog.message))
    context.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else said.append(r.url))
    yield context
    said += [page.url for page in context.pages if page.evaluate("'ran' in window")]
    context.close()
    assert said == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def search(page: Page, site: Path, query: str) -> list[str]:
    """Search by the address, and give for each result its sentence with the matches in brackets."""
    page.goto("about:blank")
    page.goto(f"{(site / 'search.html').as_uri()}#{query}")
    mark = "for (const mark of item.querySelectorAll('mark')) mark.textContent = `[${mark.textContent}]`;"
    return list(
        page.eval_on_selector_all("#results p", f"items => items.map(item => {{ {mark} return item.textContent }})")
    )


def test_nothing_runs_and_every_link_leads_into_the_site(page: Page, site: Path) -> None:
    pages = sorted(site.glob("*.html"))
    assert {A, B, C} < {path.name for path in pages}
    for path in pages:
        page.goto(path.as_uri())
        assert page.locator("h1").count() == 1
        assert page.locator("main script:not([type]), main img[onerror], main b b").count() == 0
        links = page.eval_on_selector_all("a", "all => all.map(a => a.href.baseVal ?? a.href)")
        assert [link for link in links if not link.startswith((site.as_uri(), "#", "text-", "search.html"))] == []


def test_a_page_shows_the_text_as_it_was_written(page: Page, site: Path) -> None:
    page.goto((site / B).as_uri())
    page.eval_on_selector_all(".told", "notes => notes.forEach(note => note.remove())")
    lines = page.eval_on_selector_all(".original > *", "all => all.map(line => line.textContent)")
    assert lines == TEXTS["b.txt"].replace("\u2028", "\n").split("\n")
    assert page.locator("h1").inner_text() == ROWS[1][2]
    page.goto((site / A).as_uri())
    assert page.locator("h1").inner_text() == HOSTILE
    assert page.locator(".original h2").inner_text() == "TUYÊN BỐ"


def test_a_row_of_a_table_leads_to_its_sentence_which_is_marked(page: Page, site: Path) -> None:
    page.goto((site / "03_sectors.html").as_uri())
    page.locator("#table-sectors_sentences td[data-sentence] a").first.click()
    assert "/text-" in page.url
    name = page.url.partition("#")[2]
    assert page.evaluate("document.querySelector(':target').id") == name
    look = "id => getComputedStyle(document.getElementById(id)).backgroundColor"
    assert page.evaluate(look, name) == "rgb(255, 243, 196)"
    page.locator(".around a[href='index.html#texts']").first.click()
    assert page.locator("#texts ~ .scroll td a").all_inner_texts()[:3] == [row[1] for row in ROWS]


def test_texts_follow_each_other(page: Page, site: Path) -> None:
    page.goto((site / A).as_uri())
    assert page.locator("a[rel=prev]").count() == 0
    for name in (B, C):
        page.locator("a[rel=next]").first.click()
        assert page.url.endswith(f"/{name}")
    assert page.locator("a[rel=next]").count() == 0


def test_layers_are_switched_off_with_their_marks_and_notes(page: Page, site: Path) -> None:
    page.goto((site / A).as_uri())
    term = page.locator("mark.terms", has_text="quốc phòng")
    term.focus()
    assert "Term hợp tác quốc phòng" in term.locator(".told").inner_text()
    assert "DEF" in term.locator(".told").inner_text()
    page.get_by_label("Terms").uncheck()
    page.evaluate("document.activeElement.blur()")
    term.focus()
    assert term.locator(".told .terms:visible").count() == 0
    assert "DEF" in term.locator(".told").inner_text()
    for name in ("Sectors", "Dates"):
        page.get_by_label(name).uncheck()
    assert (
        page.eval_on_selector_all("mark", "all => all.filter(m => { m.focus(); return m === document.activeElement })")
        == []
    )


def test_a_note_opens_by_key_and_by_tap_and_covers_no_mark(page: Page, site: Path) -> None:
    for size in (PHONE, {"width": 1280, "height": 800}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto((site / A).as_uri())
        mark = page.locator("mark.dates").first
        note = mark.locator(".told")
        assert mark.get_attribute("aria-describedby") == note.get_attribute("id")
        assert not note.is_visible()
        mark.locator("span.dates").first.tap()
        assert note.inner_text() == "Date “Ngày 7/5/2024”: 2024-05-07 · event · rule: day-full"
        over, under = note.bounding_box(), mark.locator("span.dates").first.bounding_box()
        assert over and under
        is_beside = over["x"] >= under["x"] + under["width"]
        assert is_beside or over["y"] >= under["y"] + under["height"] or over["y"] + over["height"] <= under["y"]
        page.keyboard.press("Escape")
        assert not note.is_visible()
        page.keyboard.press("Tab")
        assert page.locator(".told:visible").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_page_is_read_and_its_layers_switch_without_a_script(browser: Browser, site: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((site / A).as_uri())
        mark = page.locator("mark.dates").first
        mark.focus()
        assert mark.locator(".told").is_visible()
        page.get_by_label("Dates").uncheck()
        assert not mark.locator(".told").is_visible()
        page.goto((site / "search.html").as_uri())
        assert "The search needs JavaScript" in page.locator("#needs-script").inner_text()
        assert not page.locator("#query").is_visible()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=thuat%20ngu", ["[thuật ngữ]"]),
        ("q=thuật%20ngữ", ["[thuật ngữ]"]),
        ("q=thu%E1%BA%ADt%20ngu", ["[thuật ngữ]"]),
        ("q=thuạt%20ngữ", []),
        ("q=hoà%20bình", ["[hòa bình]", "[hoà bình]"]),
        ("q=HOA+BINH", ["[hòa bình]", "[hoà bình]"]),
        ("q=ma", ["[Ma] [má] \u202e[mã]"]),
        ("q=má", ["[má]"]),
        ("q=%22ma%22", ["[Ma] má"]),
        ("q=da", ["[đa] [da]"]),
        ("q=đa", ["[đa] da"]),
        ("q=an", ["[an] ninh"]),
        ("q=ban", ["[bàn]", "[Bản] [ban]"]),
        ("q=7-5", ["[7/5]/2024"]),
        ("q=%3Cscript%3Ewindow", ["<[script>window].ran"]),
        ("q=%F0", []),
        ("q=%", []),
        ("q=hai%20ben&in=" + B, ["[Hai bên] hoà"]),
        ("q=ninh%20%2B%20%22hop%20tac", []),
        ("q=PHONG%20%2B%20hop%20tac", ["[hợp tác] quốc [phòng]"]),
        ("q=hop%20tac%20%2B%20tac%20quoc%2B", ["[hợp tác] quốc phòng"]),
        ("sector=DEF", ["hợp tác quốc phòng"]),
    ],
)
def test_a_search_by_the_address(page: Page, site: Path, query: str, found: list[str]) -> None:
    results = search(page, site, query)
    assert len(results) == len(found), results
    for result, part in zip(results, found, strict=True):
        assert part in result


def test_a_typed_search_is_kept_in_the_address_and_its_results_lead_to_sentences(page: Page, site: Path) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto((site / "search.html").as_uri())
    page.keyboard.type("thuat ngu")
    expect(page.locator("#status")).to_have_text("Sentences: 1, places: 1, texts: 1.")
    assert page.url.endswith("/search.html#q=thuat%20ngu")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate("document.activeElement.id") == "query"
    page.locator("#results a").click()
    assert page.url.endswith(f"/{A}#s1")
    page.go_back()
    assert page.locator("#results li").count() == 1
    page.locator("#query").fill("zzz")
    expect(page.locator("#status")).to_have_text("No sentence has this.")


def test_many_results_come_in_steps(page: Page, site: Path) -> None:
    assert len(search(page, site, "q=mot cau")) == 100
    page.locator("#more").press("Enter")
    assert page.locator("#results li").count() == 150
    assert not page.locator("#more").is_visible()
    assert page.evaluate("document.activeElement.getAttribute('href')") == f"{C}#s100"


def test_print_shows_the_marks_and_what_they_are(page: Page, site: Path) -> None:
    page.emulate_media(media="print")
    page.goto((site / A).as_uri())
    assert page.locator(".key:visible").all_inner_texts() == ["Terms", "Dates", "Sectors", "Commitments"]
    assert page.locator(".layers input:visible, .around:visible, .told:visible").count() == 0


def test_what_is_beyond_the_limits_is_said(tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vietdiplo.publish.render.MOST_TEXTS", 2)
    monkeypatch.setattr("vietdiplo.publish.search.MOST_SENTENCES", 4)
    run = ["run", "--corpus", str(site.parent / "corpus"), "--out", str(tmp_path / "site"), "-n", "corpus"]
    assert CliRunner().invoke(vietdiplo, run).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "site").glob("text-*")) == sorted([A, B])
    index = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "The first 2 of these 3 texts have a reading page" in index
    assert "<td>=C()</td>" in index
    found = (tmp_path / "site/search.html").read_text(encoding="utf-8")
    assert "This page searches the first 4 sentences, of 2 of the 3 texts." in found
    assert f'href="{C}' not in (tmp_path / "site/01_corpus.html").read_text(encoding="utf-8")


def test_an_annotated_folder_has_reading_pages_too(tmp_path: Path, site: Path) -> None:
    annotate = ["annotate", str(site.parent / "corpus"), "--to", str(tmp_path / "annotated")]
    assert CliRunner().invoke(vietdiplo, annotate).exit_code == 0
    run = ["run", "--corpus", str(tmp_path / "annotated"), "--out", str(tmp_path / "site")]
    result = CliRunner().invoke(vietdiplo, run)
    assert result.exit_code == 0, result.output
    page = (tmp_path / "site" / A).read_text(encoding="utf-8")
    assert "Put together from its sentences" in page
    assert 'id="s2"' in page
    assert page.count("<mark") == (site / A).read_text(encoding="utf-8").count("<mark")


def test_reading_pages_that_fail_are_named_and_the_notebooks_finish(
    tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise OSError("no <room>")

    monkeypatch.setattr("vietdiplo.publish.render.save_evidence", fail)
    run = ["run", "--corpus", str(site.parent / "corpus"), "--out", str(tmp_path / "site"), "-n", "corpus"]
    result = CliRunner().invoke(vietdiplo, run)
    assert result.exit_code == 1
    assert "search: cell 0 failed: OSError: no <room>" in result.stderr
    assert "<code>OSError: no &lt;room&gt;</code>" in (tmp_path / "site/search.html").read_text(encoding="utf-8")
    assert (tmp_path / "site/01_corpus.html").is_file()
