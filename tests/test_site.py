"""The site in a real browser: every page and link, on a phone, in print, in both languages, without a network."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from vietdiplo.__main__ import vietdiplo
from vietdiplo.publish.plan import list_notebooks
from vietdiplo.texts.corpus import ROOT

PAGES = ["index", *list_notebooks()]
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module", params=["en", "vi"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "en":
        return ROOT / "outputs/seeds"  # equal to a fresh run, as tests/test_render.py asks
    out = tmp_path_factory.mktemp("runs") / "site"
    result = CliRunner().invoke(vietdiplo, ["run", "--out", str(out), "-p", "lang", request.param])
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test for anything said on the console and anything asked of a network."""
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else said.append(f"asked: {r.url}"))
    yield page
    page.close()
    assert said == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_with_its_title_language_and_one_main_heading(page: Page, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())
    assert page.locator("h1").count() == 1
    assert page.title().startswith(page.locator("h1").inner_text())
    assert page.locator("html").get_attribute("lang") in ("en", "vi")
    assert page.locator("nav a[aria-current=page]").count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_file_or_a_place_that_is_there(page: Page, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    assert len(links) > len(PAGES)
    for link in links:
        parts = urlsplit(link)
        target = Path(unquote(parts.path))
        assert parts.scheme == "file"
        assert target.is_file(), link
        assert site in target.parents, link
        if parts.fragment and target.name != "search.html":
            assert f'id="{parts.fragment}"' in target.read_text(encoding="utf-8"), link


def test_the_navigation_leads_through_all_pages(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    for number, name in enumerate(list_notebooks()):
        page.locator("nav li a").nth(number).click()
        assert page.url.endswith(f"/{name}.html")
    page.locator("nav a.home").click()
    assert page.url.endswith("/index.html")


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_has_alt_text_a_caption_and_its_files(page: Page, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())
    images = page.eval_on_selector_all("img", "images => images.map(i => [i.alt, i.naturalWidth])")
    assert [image for image in images if not image[0] or not image[1]] == []
    figures = page.locator("figure")
    for number in range(figures.count()):
        figure = figures.nth(number)
        assert figure.locator("svg[role]").get_attribute("aria-label")
        assert figure.locator("figcaption").inner_text().strip()
        assert figure.locator(".files a").all_inner_texts() == ["SVG", "PNG", "CSV"]
    for number in range(page.locator("table").count()):
        assert page.locator("table").nth(number).locator("caption").inner_text().strip()


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique_but_for_the_drawings_own(page: Page, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())
    ids = page.eval_on_selector_all("[id]", "all => all.filter(e => !e.closest('svg')).map(e => e.id)")
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_a_phone(page: Page, site: Path, name: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto((site / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.eval_on_selector_all("details", "all => all.forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_code_is_folded_and_opens(page: Page, site: Path) -> None:
    page.goto((site / "02_terms.html").as_uri())
    first = page.locator("details.code").first
    assert not first.locator(".highlight").is_visible()
    first.locator("summary").click()
    assert first.locator(".highlight").is_visible()


def test_print_leaves_out_navigation_and_code_and_shows_whole_tables(page: Page, site: Path) -> None:
    page.emulate_media(media="print")
    page.goto((site / "03_sectors.html").as_uri())
    assert not page.locator("nav").is_visible()
    assert page.locator("details.code:visible").count() == 0
    cut = "all => all.filter(e => e.scrollHeight > e.clientHeight + 1).length"
    assert page.eval_on_selector_all(".table .scroll", cut) == 0
    assert page.pdf().startswith(b"%PDF")


def test_prose_is_in_the_language_of_the_page(page: Page, site: Path) -> None:
    page.goto((site / "01_corpus.html").as_uri())
    text = page.locator("main").inner_text()
    languages = {"en": "What is in this folder of texts", "vi": "Trong thư mục này có những văn bản nào"}
    lang = str(page.locator("html").get_attribute("lang"))
    assert [name for name, words in languages.items() if words in text] == [lang]


@pytest.mark.parametrize("name", list_notebooks())
def test_every_figure_has_marks_that_lead_to_sentences_and_say_what_they_are(page: Page, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())
    marks = """figures => figures.map(figure => [figure.id, [...figure.querySelectorAll('svg a')].map(
      mark => [mark.href.baseVal, mark.querySelector('title').textContent])])"""
    figures = page.eval_on_selector_all("figure[id]", marks)
    assert figures or name == "00_start_here"
    for figure, links in figures:
        assert links, f"{figure}: no mark leads anywhere"
        assert page.locator(f"#{figure} svg[role]").get_attribute("role") == "group", f"{figure}: links in an image"
        for address, title in links:
            assert address.startswith(("#", "text-", "search.html#")), f"{figure}: {title}: {address}"
            assert title, f"{figure}: {address}"
            assert "=" not in title, f"{figure}: {title}"
            assert not title.startswith("#"), f"{figure}: {title}"
