"""The ways back: from a sentence and a note of a reading page to the rows and marks that lead there."""

from pathlib import Path
from typing import Any

import pytest

from vietdiplo.language import load_labels
from vietdiplo.publish.back import MOST_OF_NOTE, MOST_OF_SENTENCE, add_ways_back, save_ways_back
from vietdiplo.publish.links import add_links
from vietdiplo.publish.pages import Page

PHRASE = "search.html#q=%22h%E1%BB%A3p%20t%C3%A1c%22"
SITE: dict[str, Any] = {"lang": "en", "labels": load_labels("en"), "texts": {"A": "text-a.html", "B": "text-b.html"}}
TABLES = """
<div class="table" id="table-t"><table><caption>Terms: 3.</caption><tr><th>term</th></tr>
<tr id="t-1"><td data-phrase="hợp tác">hợp tác</td></tr>
<tr id="t-2"><td data-doc="A" data-phrase="hợp tác">hợp tác</td><td data-doc="A" data-sentence="0">0</td></tr>
<tr id="t-3"><td data-doc="A" data-phrase="hợp tác">hợp tác</td><td data-doc="A" data-sentence="1">1</td></tr>
<tr id="t-4"><td data-doc="B" data-phrase="hợp tác">hợp tác</td></tr>
</table></div>
<figure id="figure-f"><svg><a data-doc="A" data-sentence="1"><a data-doc="A" data-sentence="0">
<a data-doc="A" data-sentence="1"><a xlink:href="#t-1"></svg></figure>
"""
EVENTS = '<table><tr id="e-1"><td data-doc="A" data-sentence="0">0</td></tr></table>'
TERM = f'<span class="terms"><b>Term</b> <a href="{PHRASE}">hợp tác</a></span>'
DATE = '<span class="dates"><b>Date</b> 2024</span>'
SECTOR = '<span class="sectors"><b>Sector</b> <a href="search.html#sector=DEF">DEF</a></span>'
SHOWN = (
    {"kind": "table", "name": "t", "caption": "Terms: 3."},
    {"kind": "figure", "name": "f", "caption": "Where terms stand (2 texts)"},
)


def write_sentence(number: int, *notes: str) -> str:
    number_link = f'<a class="no" href="#s{number}" data-no="{number}" aria-label="S" tabindex="-1"></a>'
    return f'<span class="s" id="s{number}">{number_link}x<span class="told" id="n">{"".join(notes)}</span></span>\n'


def write_site(folder: Path, reading: str, *, tables: str = TABLES, events: str = EVENTS) -> str:
    """Write two notebooks' pages and the page of text A; give what becomes of it."""
    pages = [
        Page("02_terms", "", "", SHOWN),
        Page("04_timeline", "", "", ({"kind": "table", "name": "e", "caption": "Events"},)),
    ]
    for page, written in zip(pages, (tables, events), strict=True):
        (folder / f"{page.name}.html").write_text(add_links(written, SITE["texts"]), encoding="utf-8")
    (folder / "text-a.html").write_text(reading, encoding="utf-8")
    save_ways_back(pages, folder, SITE)
    return (folder / "text-a.html").read_text(encoding="utf-8")


def list_links(written: str, start: str) -> list[str]:
    """List where the links between `start` and the end of its line lead."""
    line = written[written.index(start) :].partition("\n")[0]
    return [part.partition('"')[0] for part in line.split('href="')[1:]]


def test_a_sentence_lists_the_rows_and_marks_that_lead_to_it(tmp_path: Path) -> None:
    written = write_site(tmp_path, write_sentence(0) + write_sentence(1) + write_sentence(2))
    assert list_links(written, 'id="w0"') == [
        "#s0",
        "02_terms.html#t-2",
        "02_terms.html#figure-f-2",
        "04_timeline.html#e-1",
    ]
    # Of two marks of a figure that lead to one sentence the first is listed.
    assert list_links(written, 'id="w1"') == ["#s1", "02_terms.html#t-3", "02_terms.html#figure-f-1"]
    assert "Sentence 1: where it is in tables and figures (2)" in written
    assert 'id="w2"' not in written
    assert 'id="figure-f-1"' in (tmp_path / "02_terms.html").read_text(encoding="utf-8")
    assert 'aria-label="Sentence 0: where it is in tables and figures (3)"></button>' in written
    assert 'Terms: row <a href="02_terms.html#t-2">2</a></span>' in written
    assert ">figure: Where terms stand</a>" in written


def test_a_note_of_a_term_lists_its_own_rows_and_none_of_another_sentence_or_text(tmp_path: Path) -> None:
    written = write_site(tmp_path, write_sentence(0, TERM) + write_sentence(5, TERM))
    own, other = list_links(written, 'id="n"'), list_links(written, 'id="s5"')
    assert own == [PHRASE, "02_terms.html#t-2", "02_terms.html#t-1"]
    assert other == ["#s5", PHRASE, "02_terms.html#t-1"]


def test_a_note_of_a_date_lists_the_rows_of_the_timeline_that_lead_to_its_sentence(tmp_path: Path) -> None:
    written = write_site(tmp_path, write_sentence(0, DATE) + write_sentence(1, DATE))
    assert list_links(written, 'id="n"') == ["04_timeline.html#e-1"]
    assert list_links(written, '<span class="told" id="n"><span class="dates"><b>Date</b> 2024</span>') == []


def test_what_a_mark_has_twice_is_listed_once(tmp_path: Path) -> None:
    table = '<tr id="t-1"><td data-sector="DEF">DEF</td></tr></table>'
    written = write_site(tmp_path, write_sentence(0, SECTOR, SECTOR) + write_sentence(1, SECTOR), tables=table)
    row = "02_terms.html#t-1"
    assert list_links(written, 'id="s0"').count(row) == 1
    assert list_links(written, 'id="s1"').count(row) == 1


def test_a_list_is_bounded_and_says_how_many_more_there_are(tmp_path: Path) -> None:
    cell = '<td data-doc="A" data-phrase="hợp tác">x</td><td data-doc="A" data-sentence="0">0</td>'
    rows = "".join(f'<tr id="t-{n}">{cell}</tr>' for n in range(1, 41))
    written = write_site(tmp_path, write_sentence(0, TERM), tables=f"{rows}</table>", events="")
    assert len(list_links(written, 'id="w0"')) == 1 + MOST_OF_SENTENCE + 1 + MOST_OF_NOTE
    assert f"and {40 - MOST_OF_SENTENCE} more" in written
    assert f"and {40 - MOST_OF_NOTE} more" in written


def test_a_text_that_looks_like_a_row_or_note_is_none(tmp_path: Path) -> None:
    forged = "&lt;tr id=&quot;t-9&quot;&gt;&lt;a href=&quot;text-a.html#s0&quot;&gt;"
    tables = f'<tr id="t-1"><td data-phrase=\'a" href="text-a.html#s0\'>{forged}</td></tr></table>'
    assert "popover" not in write_site(tmp_path, write_sentence(0), tables=tables, events="")
    assert add_ways_back("&lt;span class=&quot;terms&quot;&gt;", "text-a.html", {}, SITE).startswith("&lt;span")


def test_reading_pages_that_failed_are_no_error(tmp_path: Path) -> None:
    (tmp_path / "02_terms.html").write_text(add_links(TABLES, SITE["texts"]), encoding="utf-8")
    save_ways_back([Page("02_terms", "", "", SHOWN)], tmp_path, SITE)
    assert [path.name for path in tmp_path.iterdir()] == ["02_terms.html"]


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_list_is_in_the_language_of_the_site(tmp_path: Path, lang: str) -> None:
    ways_in = add_ways_back(write_sentence(0), "text-a.html", {}, {**SITE, "lang": lang, "labels": load_labels(lang)})
    assert ways_in == write_sentence(0)  # nothing leads there
    (tmp_path / "02_terms.html").write_text(add_links(TABLES, SITE["texts"]), encoding="utf-8")
    (tmp_path / "text-a.html").write_text(write_sentence(0), encoding="utf-8")
    save_ways_back([Page("02_terms", "", "", SHOWN)], tmp_path, {**SITE, "lang": lang, "labels": load_labels(lang)})
    written = (tmp_path / "text-a.html").read_text(encoding="utf-8")
    assert f'<button type="button" lang="{lang}" class="no"' in written
    assert {"en": "Terms: row ", "vi": "Terms: hàng "}[lang] in written
