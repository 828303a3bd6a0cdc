"""Reading pages without a browser: names, addresses, marks, lines, and the links of tables and figures."""

import re
import unicodedata
from collections.abc import Callable

import pandas as pd
import pytest

from vietdiplo.draw import Picture, draw_ranks, draw_scores, draw_sizes
from vietdiplo.publish import Sheet
from vietdiplo.publish.links import add_links, describe_mark, find_address, make_mark, name_marks, name_texts
from vietdiplo.publish.marks import Mark, write_marks, write_text
from vietdiplo.publish.reading import Reading, Sentence, write_body
from vietdiplo.publish.search import write_data
from vietdiplo.tables import ParameterError

TEXTS = {"AZE": "text-aze.html", "a\"b'c": "text-a-b-c.html"}


@pytest.mark.parametrize(
    ("doc_ids", "names"),
    [
        (["AZE-2025-news"], ["text-aze-2025-news"]),
        (["a", "A", "a-2", "a."], ["text-a", "text-a-2", "text-a-2-2", "text-a-3"]),
        (["Đàm phán", unicodedata.normalize("NFD", "Đàm phán")], ["text-dam-phan", "text-dam-phan-2"]),
        (
            ["../../etc/passwd", "<script>", "CON", "a/b\\c"],
            ["text-etc-passwd", "text-script", "text-con", "text-a-b-c"],
        ),
        (["中文", "", "2"], ["text", "text-2", "text-2-2"]),
        (["x" * 300, "x" * 301], ["text-" + "x" * 60, "text-" + "x" * 60 + "-2"]),
    ],
)
def test_no_two_texts_share_the_name_of_a_page_on_any_system(doc_ids: list[str], names: list[str]) -> None:
    assert list(name_texts(doc_ids).values()) == [f"{name}.html" for name in names]


def test_text_is_data() -> None:
    assert write_text("a<b>&\"'\x01\r\nb\u2028c") == "a&lt;b&gt;&amp;&quot;&#x27;\ufffd\nb\nc"
    assert write_data({"</script>": "\u2028<!--"}) == '{"\\u003c/script\\u003e":"\\u2028\\u003c!--"}'


def test_a_mark_has_a_note_and_is_cut_where_another_begins_or_ends() -> None:
    marks = [Mark(2, 6, "sectors", "S"), Mark(0, 4, "terms", "T"), Mark(0, 4, "terms", "T"), Mark(8, 9, "dates", "D")]
    assert write_marks("abcdefg<hi", marks, "n1", "en") == (
        '<mark class="sectors terms" tabindex="0" aria-describedby="n1-0"><span class="terms">ab</span>'
        '<span class="sectors terms">cd</span><span class="sectors">ef</span>'
        '<span class="told" id="n1-0" role="note" lang="en">'
        '<span class="terms">T</span><span class="sectors">S</span></span>'
        "</mark>"
        'g&lt;<mark class="dates" tabindex="0" aria-describedby="n1-1"><span class="dates">h</span>'
        '<span class="told" id="n1-1" role="note" lang="en"><span class="dates">D</span></span></mark>i'
    )


def test_marks_that_touch_are_two() -> None:
    assert write_marks("ab", [Mark(0, 1, "terms", ""), Mark(1, 2, "terms", "")], "n").count("<mark") == 2


def write_lines(text: str, *sentences: tuple[str, int, str]) -> str:
    """Write a text; a sentence is its words, its paragraph and its kind. Numbers and their links are left out."""
    at, gaps, rows = 0, [], []
    for number, (words, paragraph, kind) in enumerate(sentences):
        start = text.index(words, at)
        gaps.append(text[at:start])
        rows.append(Sentence(number, paragraph, kind, words, []))
        at = start + len(words)
    body = write_body(Reading("x.html", {}, rows, [*gaps, text[at:]], False), "Sentence")
    for number in range(len(rows)):
        link = f'<a class="no" href="#s{number}" data-no="{number}" aria-label="Sentence {number}" tabindex="-1"></a>'
        body = body.replace(f'<span class="s" id="s{number}">{link}', "[").replace("</span>", "]")
    return body


def test_lines_are_those_of_the_author() -> None:
    text = "\ufeffTUYÊN BỐ\r\n***\r\n\r\nMột. Hai\nba. (4)\n\n\nKý   tên\n"
    written = write_lines(
        text, ("TUYÊN BỐ", 0, "heading"), ("Một.", 1, "text"), ("Hai\nba.", 1, "text"), ("Ký   tên", 2, "byline")
    )
    assert written.split("\n<") == [
        '<h2 class="heading">\ufeff[TUYÊN BỐ]</h2>',
        'p class="text">***</p>',
        'p class="text apart">[Một.] [Hai\nba.] (4)</p>',
        'p class="byline apart spaced">[Ký   tên]</p>',
    ]


def test_a_text_without_a_sentence_is_shown_too() -> None:
    assert write_lines("***\n[…]") == '<p class="text">***</p>\n<p class="text">[…]</p>'


@pytest.mark.parametrize(
    ("about", "address"),
    [
        ({"doc": "AZE"}, "text-aze.html"),
        ({"doc": "AZE", "sentence": "12"}, "text-aze.html#s12"),
        ({"doc": "AZE", "sentence": "-1"}, "text-aze.html"),
        ({"doc": "unknown", "sentence": "12"}, ""),
        ({"phrase": "hợp tác"}, "search.html#q=%22h%E1%BB%A3p%20t%C3%A1c%22"),
        ({"phrase": 'a"&b', "doc": "AZE"}, "search.html#q=%22a%20%26b%22&in=text-aze.html"),
        ({"phrase": "%", "doc": "AZE"}, ""),
        ({"sector": "DEF", "doc": "AZE"}, "search.html#sector=DEF&in=text-aze.html"),
        ({"sector": "DEF", "level": "0", "side": "both"}, "search.html#sector=DEF&level=0&side=both"),
    ],
)
def test_an_address_is_of_a_text_a_sentence_or_a_search(about: dict[str, str], address: str) -> None:
    assert find_address(about, TEXTS) == address


def show_table(tmp_path: object, table: dict[str, list[object]], **leads: str) -> str:
    return Sheet(str(tmp_path), "en").save_table(pd.DataFrame(table), "x", en="X", vi="X", leads=leads).content


def test_a_cell_says_what_it_is_about_and_a_page_makes_it_a_link(tmp_path: object) -> None:
    table = {"doc_id": ["AZE", "a\"b'c"], "sentence": [1200, -1], "term": ["hợp tác", "a<b"], "n": [1, 2]}
    shown = show_table(tmp_path, table, term="phrase")
    assert "href" not in shown
    assert '<td data-doc="AZE" data-sentence="1200" class="n">1,200</td>' in shown
    assert '<td data-doc="AZE" data-phrase="hợp tác" style="text-align: left">hợp tác</td>' in shown
    linked = add_links(shown, TEXTS)
    assert '<a href="text-aze.html#s1200">1,200</a></td>' in linked
    assert '<a href="search.html#q=%22h%E1%BB%A3p%20t%C3%A1c%22&amp;in=text-aze.html">hợp tác</a>' in linked
    assert '<a href="text-a-b-c.html">a&quot;b&#x27;c</a>' in linked
    assert '<a href="search.html#q=%22a%3Cb%22&amp;in=text-a-b-c.html">a&lt;b</a>' in linked
    assert '<td class="n">1</td>' in linked


def test_a_sector_leads_by_its_code_and_another_text_to_its_page(tmp_path: object) -> None:
    shown = show_table(tmp_path, {"sector": ["DEF Defence"], "with": ["AZE"]}, sector="sector", **{"with": "doc"})
    linked = add_links(shown, TEXTS)
    assert '<a href="search.html#sector=DEF">DEF Defence</a>' in linked
    assert '<a href="text-aze.html">AZE</a>' in linked


def test_a_pair_leads_to_the_search_for_both_in_all_texts(tmp_path: object) -> None:
    pairs = pd.DataFrame({"word": ["lâu dài"], "node": ["hợp tác"], "doc_id": ["AZE"]})
    leads = {"word": "phrase+node"}
    shown = Sheet(str(tmp_path), "en").save_table(pairs, "x", en="X", vi="X", hide=("node",), leads=leads).content
    assert '<td data-phrase="hợp tác + lâu dài" style="text-align: left">lâu dài</td>' in shown
    assert "search.html#q=%22h%E1%BB%A3p%20t%C3%A1c%20%2B%20l%C3%A2u%20d%C3%A0i%22" in add_links(shown, TEXTS)


def test_a_wrong_lead_is_an_error(tmp_path: object) -> None:
    with pytest.raises(ParameterError, match="leads: x: no column 'word' is shown; name one that is"):
        show_table(tmp_path, {"term": ["a"]}, word="phrase")
    with pytest.raises(
        ParameterError,
        match="leads: x: term: 'query' is unknown; use one of doc, file, level, phrase, sector, sentence",
    ):
        show_table(tmp_path, {"term": ["a"]}, term="query")
    with pytest.raises(ParameterError, match="leads: x: term: there is no column 'node'; name one that is"):
        show_table(tmp_path, {"term": ["a"]}, term="phrase+node")
    with pytest.raises(ParameterError, match=r"leads: x: term: 'doc\+term' is unknown"):
        show_table(tmp_path, {"term": ["a"]}, term="doc+term")


def test_attributes_are_read_however_nbconvert_wrote_them() -> None:
    cell = '<td class="n" data-doc=\'a"b&#x27;c\' data-sentence="3">3</td>'
    assert add_links(cell, TEXTS).endswith('<a href="text-a-b-c.html#s3">3</a></td>')


def test_a_mark_of_a_figure_leads_to_the_sentence_of_its_row() -> None:
    page = (
        '<a tabindex="-1" xlink:href="#x-1"><a xlink:href="#y-1">'
        '<tr id="x-1"><td data-doc="AZE">AZE</td><td data-doc="AZE" data-sentence="3">3</td></tr>'
        '<tr id="y-1"><td data-phrase="a">a</td></tr>'
    )
    linked = add_links(page, TEXTS)
    assert linked.startswith('<a tabindex="-1" xlink:href="text-aze.html#s3"><a xlink:href="#y-1">')


def test_a_mark_of_a_figure_may_be_of_a_sentence_without_a_row() -> None:
    mark = f"<a {describe_mark(make_mark('AZE', 3))}>"
    assert mark == '<a data-doc="AZE" data-sentence="3">'
    assert add_links(mark, TEXTS) == '<a xlink:href="text-aze.html#s3" data-doc="AZE" data-sentence="3">'
    assert add_links(mark, {}) == mark
    assert describe_mark(make_mark("a\"b'c <d>#1", 3)) == 'data-doc="a&quot;b&#x27;c &lt;d&gt;#1" data-sentence="3"'
    assert describe_mark("#x-1") == 'xlink:href="#x-1"'


def test_a_mark_of_a_figure_may_be_of_a_text_or_a_search() -> None:
    marks = [
        make_mark("AZE"),
        make_mark(phrase="hòa & bình"),
        make_mark("AZE", sector="DEF"),
        make_mark(level=0, side=""),
    ]
    assert [find_address(dict(read_mark(mark)), TEXTS) for mark in marks] == [
        "text-aze.html",
        "search.html#q=%22h%C3%B2a%20%26%20b%C3%ACnh%22",
        "search.html#sector=DEF&in=text-aze.html",
        "search.html#level=0",
    ]


def read_mark(mark: str) -> list[tuple[str, str]]:
    """Read what a page knows of a mark: its attributes."""
    parts = (part.partition("=") for part in describe_mark(mark).replace("&amp;", "&").split("data-") if part)
    return [(name, value.strip().strip('"')) for name, _, value in parts]


def test_marks_of_one_sentence_keep_their_own_titles_and_lead_to_one_place() -> None:
    marks = [make_mark("AZE", 3, at=at) for at in (10, 20)]
    svg = "".join(f'<a xlink:href="{mark.replace("&", "&amp;")}" target="_blank">' for mark in marks)
    written = name_marks(svg, dict(zip(marks, ("one <b>", "two"), strict=True)))
    about = '<a data-doc="AZE" data-sentence="3">'
    assert written == f"{about}<title>one &lt;b&gt;</title>{about}<title>two</title>"


def test_a_level_leads_to_the_search_for_it_on_the_side_of_its_row_and_in_all_texts(tmp_path: object) -> None:
    table: dict[str, list[object]] = {"side": ["both"], "level": ["level_5"], "doc_id": ["AZE"]}
    assert '<a href="search.html#level=5&amp;side=both">' in add_links(
        show_table(tmp_path, table, level="level"), TEXTS
    )
    assert '<a href="search.html#level=5">' in add_links(show_table(tmp_path, {"level": [5]}, level="level"), TEXTS)


SCORES = {f"{name}{end}": 0.5 for name in ("precision", "recall") for end in ("", "_low", "_high")}


@pytest.mark.parametrize(
    ("draw", "columns", "links"),
    [
        (draw_sizes, {"doc_id": ["a", "b"], "words": 9, "sentences": 2, "paragraphs": 1}, ["#a", "#b"] * 3),
        (draw_scores, {"label": ["a", "b"], "coded": 3, **SCORES}, ["#a", "#b"]),
        (draw_ranks, {"label": ["a", "b"], "n": [9, 2], "rank": [1, 2], "zipf": [9.0, 4.5]}, ["#a", "#b"]),
    ],
)
def test_what_stands_for_a_row_of_a_figure_leads_to_its_link(
    draw: Callable[[pd.DataFrame], Picture], columns: dict[str, object], links: list[str]
) -> None:
    table = pd.DataFrame(columns)
    assert re.findall(r'xlink:href="(#[ab])"', draw(table.assign(link=["#a", "#b"])).to_svg()) == links
    assert re.findall(r'xlink:href="(#[ab])"', draw(table.assign(link=["#a", None])).to_svg()) == links[::2]
    assert "<a " not in draw(table).to_svg()


@pytest.mark.parametrize(("mark", "role"), [('<a data-doc="AZE">', "group"), ('<a data-doc="unknown">', "img")])
def test_a_figure_whose_marks_became_links_is_no_image(mark: str, role: str) -> None:
    assert f'<svg a="b" role="{role}" c="d">' in add_links(
        f'<figure id="figure-x"><svg a="b" role="img" c="d">{mark}<use xlink:href="#z"/></figure>', TEXTS
    )
