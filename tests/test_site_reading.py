"""Reading pages and the search in a real browser, over texts, names and titles that would run if they could."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Page, expect

from vietdiplo.__main__ import vietdiplo
from vietdiplo.find import load_codebook, load_terms
from vietdiplo.publish.evidence import Evidence, save_evidence
from vietdiplo.publish.findings import Corpus, find_layers
from vietdiplo.publish.links import name_texts
from vietdiplo.publish.pages import describe_site
from vietdiplo.publish.render import ABOUT
from vietdiplo.publish.search import MOST_SENTENCES, save_search
from vietdiplo.texts import load_strings, split_sentences
from vietdiplo.texts.corpus import ROOT, load_corpus

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
        what, _, where = note.inner_text().partition("\n")
        assert what == "Date “Ngày 7/5/2024”: 2024-05-07 · event · rule: day-full"
        assert where.startswith("In: ")
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


# The ways between tables, figures and sentences.

HREF = re.compile(r'\bhref="([^"]+)"')
PLACES = re.compile(
    r'<tr id="(?P<row>[^"]+)">(?P<cells>.*?)</tr>|<a id="(?P<mark>figure-[^"]+)" (?P<about>[^>]*)>', re.DOTALL
)
MORE = re.compile(r'<span role="listitem">[^<]*\d+ more$')  # the end of a list that is cut
TO_SENTENCE = re.compile(r'href="(text[^"#]*\.html)#s(\d+)"')


def test_every_link_of_every_page_leads_to_a_place_that_is_there(site: Path) -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in site.glob("*.html")}
    ids = {name: set(re.findall(r'\bid="([^"]+)"', written)) for name, written in pages.items()}
    seen = 0
    for name, written in pages.items():
        for address in set(map(unescape, HREF.findall(written))) - {"data:,"}:
            file, _, place = address.partition("#")
            assert (site / (file or name)).is_file(), f"{name}: {address}"
            if file == "search.html" and place:
                assert set(parse_qs(place)) <= {"q", "in", "sector", "level", "side"}, address
                assert all(page in pages for page in parse_qs(place).get("in", [])), address
            elif place:
                assert place in ids[file or name], f"{name}: {address}"
            seen += 1
    assert seen > 200


def test_a_sentence_leads_back_to_every_row_and_mark_that_leads_to_it(site: Path) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in site.glob("text-*.html")}
    rows = marks = unlisted = 0
    for path in site.glob("0*.html"):
        seen = set()
        for found in PLACES.finditer(path.read_text(encoding="utf-8")):
            for page, number in TO_SENTENCE.findall(found["cells"] or found["about"]):
                figure = (found["mark"] or "").rpartition("-")[0]
                if figure and (figure, page, number) in seen:
                    continue  # of marks of a figure that lead to one sentence the first is led back to
                seen.add((figure, page, number))
                listed, end, _ = texts[page].partition(f'id="w{number}"')[2].partition("</span></span></span>")
                assert end, f"{page}#s{number}: no list"
                back = f'href="{path.name}#{found["row"] or found["mark"]}"'
                assert back in listed or MORE.search(listed), f"{page}#s{number}: {back}"
                unlisted += back not in listed
                rows, marks = rows + bool(found["row"]), marks + bool(found["mark"])
    assert rows > 20
    assert marks > 10
    assert unlisted < (rows + marks) / 2


def test_a_reader_goes_from_a_mark_of_a_figure_to_its_sentence_and_back_by_keys(page: Page, site: Path) -> None:
    page.goto((site / "02_terms.html").as_uri())
    mark = page.locator("#figure-terms_places a[id]").first
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/text-*")
    sentence = page.locator(".s:target")
    button = sentence.locator("button.no")
    button.focus()
    page.keyboard.press("Enter")
    note = sentence.locator(".from:popover-open")
    assert note.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("Sentence ")
    page.keyboard.press("Escape")
    assert not note.is_visible()
    assert page.evaluate("document.activeElement.className") == "no"
    button.press("Enter")
    sentence.locator(".from a[href*='02_terms.html#figure-terms_places']").press("Enter")
    page.wait_for_url("**/02_terms.html#figure-terms_places-*")
    assert page.evaluate("document.querySelector(':target').closest('figure').id") == "figure-terms_places"
    assert page.evaluate("getComputedStyle(document.querySelector(':target')).outlineStyle") == "solid"


def test_the_list_of_a_sentence_opens_by_tap_inside_the_screen_and_without_a_script(
    browser: Browser, site: Path
) -> None:
    for size, has_script in ((PHONE, True), ({"width": 1280, "height": 800}, True), (PHONE, False)):
        with browser.new_context(has_touch=True, viewport=size, java_script_enabled=has_script) as context:  # type: ignore[arg-type]
            page = context.new_page()
            page.goto((site / A).as_uri())
            page.locator("button.no").last.tap()
            box = page.locator(".from:popover-open").bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size["width"]
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= size["height"]


# What a screen reader says and what an eye can tell apart.

CONTRAST = r"""
const share = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
const light = colour => {
  const [r, g, b] = colour.match(/[\d.]+/g).map(Number);
  return .2126 * share(r) + .7152 * share(g) + .0722 * share(b);
};
const contrast = (a, b) => (Math.max(light(a), light(b)) + .05) / (Math.min(light(a), light(b)) + .05);
const findGround = e => {
  for (; e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor;
    if (!colour.endsWith(', 0)')) return colour;
  }
  return 'rgb(255, 255, 255)';
};
"""
OF_KEY = f"([name, part]) => {{ {CONTRAST} const style = getComputedStyle(document.querySelector('.key.' + name));"
FAINT = f"""() => {{ {CONTRAST}
const hasText = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
const own = [...document.querySelectorAll('body *')].filter(hasText);
const isFaint = e => contrast(getComputedStyle(e).color, findGround(e)) < 4.5;
return [own.length, ...own.filter(isFaint).map(e => e.outerHTML)] }}"""
FOCUS = """() => {
const e = document.activeElement, style = getComputedStyle(e);
const isOver = e.getBoundingClientRect().bottom > document.querySelector('.layers').getBoundingClientRect().bottom;
return [style.outlineStyle !== 'none' && style.outlineWidth !== '0px', !e.closest('.original') || isOver];
}"""
LAYERS = {
    "terms": "textDecorationColor",
    "dates": "outlineColor",
    "sectors": "borderBottomColor",
    "commitments": "borderTopColor",
}


def test_the_colours_of_layers_and_notes_have_the_contrast_of_wcag(page: Page, site: Path) -> None:
    """WCAG 2.2: 3 to 1 for what tells a layer (1.4.11), 4.5 to 1 for text on its ground (1.4.3)."""
    page.goto((site / A).as_uri())
    for layer, part in LAYERS.items():
        assert page.evaluate(f"{OF_KEY} return contrast(style[part], 'rgb(255, 255, 255)') }}", [layer, part]) >= 3, (
            layer
        )
    ground = ["dates", "backgroundColor"]
    assert page.evaluate(f"{OF_KEY} return contrast(style[part], style.color) }}", ground) >= 4.5
    page.locator("button.no").first.click()
    checked, *faint = page.evaluate(FAINT)
    assert checked > 20
    assert faint == []


def test_a_screen_reader_is_told_layers_notes_and_lists(page: Page, site: Path) -> None:
    page.goto((site / A).as_uri())
    box = page.get_by_role("group", name="Show").get_by_role("checkbox", name="Dates")
    box.focus()
    page.keyboard.press("Space")
    assert not box.is_checked()
    assert page.locator(".original").get_attribute("lang") == "vi"
    assert page.locator(".told").first.get_attribute("lang") == "en"
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = [
        (node["role"]["value"], node.get("name", {}).get("value"), node.get("description", {}).get("value"))
        for node in tree
        if "role" in node
    ]
    marks = [description for role, _, description in told if role == "mark"]
    assert marks
    assert all(marks)
    buttons = [name for role, name, _ in told if role == "button"]
    assert buttons
    assert all(re.fullmatch(r"Sentence \d+: where it is in tables and figures \(\d+\)", name) for name in buttons)


def test_what_has_the_focus_is_seen_and_not_under_the_layers(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 1280, "height": 300})
    page.goto((site / C).as_uri())
    seen = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS) == [True, True]
        seen += page.evaluate("Boolean(document.activeElement.closest('.original'))")
    assert seen > 20


# Texts as they were written.

WRAPPED = (
    "TUYÊN BỐ CHUNG\n\n\tĐiều 1.\tTừ năm 1992 quan hệ hai nước\nđã phát triển tốt đẹp   trên mọi\nlĩnh vực.\n\n"
    "    a)  Thương mại;\n    b)  Đầu tư.\n\nHai Bên nhất trí tăng cường hợp tác quốc phòng; Hai Bên mong muốn "
    "tăng cường hợp tác về giáo dục.\n\nẢnh: TTXVN\n\nHà Nội, ngày 7/5/2025\n"
)
CODED = {
    "utf-8": (WRAPPED, WRAPPED.encode()),
    "nfd": (unicodedata.normalize("NFD", WRAPPED), unicodedata.normalize("NFD", WRAPPED).encode()),
    "utf-16": (WRAPPED, WRAPPED.encode("utf-16")),
    "crlf": (WRAPPED, WRAPPED.replace("\n", "\r\n").encode()),
    "bom": (WRAPPED, WRAPPED.encode("utf-8-sig")),
}


def save_texts(corpus: Path, out: Path) -> Path:
    """Save the reading pages and the search of a corpus, without its notebooks."""
    documents, _ = load_corpus(corpus)
    out.mkdir()
    listing = dict(zip(documents["doc_id"], documents[list(ABOUT)].to_dict("records"), strict=True))
    site = {**describe_site("Site", "en", []), "listing": listing, "texts": name_texts(documents["doc_id"])}
    save_evidence(Evidence(corpus, documents, out, site))
    return out


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = tmp_path_factory.mktemp("coded") / "corpus"
    (corpus / "texts").mkdir(parents=True)
    for name, (_, data) in CODED.items():
        (corpus / f"texts/{name}.txt").write_bytes(data)
    return save_texts(corpus, corpus.parent / "site")


def test_a_sentence_that_is_found_has_the_language_of_its_text(page: Page, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "texts").mkdir(parents=True)
    for name in ("a", "b"):
        (corpus / f"texts/{name}.txt").write_text(f"Internet {name}.", encoding="utf-8")
    (corpus / "documents.csv").write_text("file,language\na.txt,fr\nb.txt,\n", encoding="utf-8")
    search(page, save_texts(corpus, tmp_path / "site"), "q=internet")
    assert page.eval_on_selector_all("#results p", "items => items.map(item => item.lang)") == ["fr", "vi"]


@pytest.mark.parametrize("name", CODED)
def test_a_page_holds_all_that_its_author_wrote(page: Page, coded: Path, name: str) -> None:
    page.goto((coded / f"text-{name}.html").as_uri())
    page.eval_on_selector_all(".told", "notes => notes.forEach(note => note.remove())")
    blocks = page.eval_on_selector_all(".original > *", "all => all.map(block => block.textContent)")
    assert "\n".join(blocks).split("\n") == [line for line in CODED[name][0].split("\n") if line]
    assert page.locator(".original h2").all_inner_texts() == [CODED[name][0].partition("\n")[0]]


def test_spaces_and_tabs_of_the_author_are_seen(page: Page, coded: Path) -> None:
    page.goto((coded / "text-utf-8.html").as_uri())
    spaces = "all => all.filter(p => /  |\\t/.test(p.textContent)).map(p => getComputedStyle(p).whiteSpace)"
    assert set(page.eval_on_selector_all(".original > p", spaces)) == {"pre-wrap"}


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("level=5", 5),
        ("level=5&side=both&sector=DEF", 5),
        ("level=5&sector=EDU", 0),  # the sentence's other commitment is none of this level
        ("level=2&sector=EDU", 5),
        ("side=partner", 0),
        (f"q={unicodedata.normalize('NFD', 'quốc phòng')}", 5),
        (f"q={unicodedata.normalize('NFC', 'QUỐC PHÒNG')}", 5),
    ],
)
def test_a_search_by_commitments_and_in_any_normal_form(page: Page, coded: Path, query: str, n: int) -> None:
    assert len(search(page, coded, query)) == n


# The limit of the search.


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("large")
    documents = load_strings({f"t{n}": "Hai bên hợp tác. " * 1000 for n in range(6)})
    sentences = split_sentences(documents)
    assert len(sentences) == 6000
    listing = {row["doc_id"]: {**row, "title": ""} for row in documents.to_dict("records")}
    site = {**describe_site("Site", "en", []), "listing": listing, "texts": name_texts(documents["doc_id"])}
    corpus = Corpus(sentences, documents, load_terms(ROOT / "seeds"), load_codebook(ROOT / "seeds/sectors.yml"), "en")
    nothing = find_layers(corpus._replace(sentences=sentences.head(0)))
    save_search(out, corpus, nothing, site)
    return out


def test_six_thousand_sentences_are_too_many_and_the_page_says_what_to_do(page: Page, large: Path) -> None:
    assert len(search(page, large, "q=hop%20tac")) == 100
    said = "Sentences: 5000, places: 5000, texts: 5."
    assert page.locator("#status").inner_text() == said
    limit = page.locator(".limit").inner_text()
    assert limit.startswith(f"This page searches the first {MOST_SENTENCES} sentences, of 5 of the 6 texts.")
    assert "run notebook 02_terms with it as the query" in limit


def test_nothing_found_among_some_sentences_is_not_nothing_found(page: Page, large: Path) -> None:
    assert search(page, large, "q=zzz") == []
    assert page.locator("#status").inner_text() == (
        "None of the sentences that this page searches has this; there are more sentences than it can hold."
    )


def test_a_search_in_a_text_beyond_the_limit_leads_to_the_text_and_shows_no_other(page: Page, large: Path) -> None:
    assert search(page, large, "q=hop%20tac&in=text-t5.html") == []
    assert page.locator("#status a").get_attribute("href") == "text-t5.html"
    assert "no sentence of that text" in page.locator("#status").inner_text()
    for forged in ("javascript:window.ran=1", "https://example.org/text.html", "../text.html"):
        search(page, large, f"q=hop%20tac&in={forged}")
        assert page.locator("#status a").count() == 0
