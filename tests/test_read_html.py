"""Saved pages: the article alone is read, whatever stands around it, in the encoding that the page is in."""

import unicodedata
from collections.abc import Callable, Sequence
from html import escape

import pytest
from test_read_encodings import PROSE, SEEDS, encode, straighten

from vietdiplo.tables import CorpusError
from vietdiplo.texts.formats.guard import Extract, read_guarded
from vietdiplo.texts.formats.read_html import read_html

LINES = PROSE.split("\n")[:-1]
SEED_LINES = [[" ".join(line.split()) for line in text.split("\n") if line.strip()] for text in SEEDS]
TITLE = "Việt Nam và Na Uy ra tuyên bố chung"


def read(page: str | bytes) -> Extract:
    return read_guarded(read_html, page.encode() if isinstance(page, str) else page, "html")


def make_paper(lines: Sequence[str]) -> str:
    """Make a page as newspapers have it today: tags that say what they are, captions, boxes among the paragraphs."""
    paragraphs = [f"<p>{escape(line)}</p>" for line in lines]
    paragraphs.insert(
        2, "<figure><img src='a.jpg'><figcaption>Hai Thủ tướng tại lễ đón. Ảnh: Minh Đức</figcaption></figure>"
    )
    paragraphs.insert(5, "<div class='box-related-news'><a href='/1'>Đại sứ Na Uy trình quốc thư</a></div>")
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{TITLE} | Báo</title>
        <script>var a = "Giá vàng";</script></head><body>
        <header><nav class="menu"><ul><li><a href="/">Trang chủ</a></li><li><a>Đăng nhập</a></li></ul></nav></header>
        <main><article><h1>{TITLE}</h1>{"".join(paragraphs)}</article>
        <div class="tags">Từ khóa: <a>Na Uy</a></div><section class="comments"><p>Bài viết rất hay</p></section></main>
        <aside><h3>Cùng chuyên mục</h3><p><a href="/2">Giá vàng hôm nay tăng mạnh sau phiên giao dịch</a></p></aside>
        <footer><p>Giấy phép số 12/GP do Cục Báo chí cấp</p></footer></body></html>"""


def make_portal(lines: Sequence[str]) -> str:
    """Make a page as portals of ministries have it: one form around all, tables for pictures, classes in Vietnamese."""
    paragraphs = [f"<p class='MsoNormal' style='text-align:justify'><span>{escape(line)}</span></p>" for line in lines]
    picture = "<table class='tplCaption'><tr><td><img src='a.jpg'></td></tr>"
    paragraphs.insert(1, f"{picture}<tr><td class='PhotoCMS_Caption'><p>Hai Thủ tướng tại lễ đón</p></td></tr></table>")
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>
        <form id="aspnetForm"><div id="wrapper" class="container"><div id="topMenu"><a href="/">Trang chủ</a></div>
        <div class="row"><div class="col-main"><h1 class="news-title">{TITLE}</h1>
        <div id="newsContent" class="detail">{"".join(paragraphs)}</div>
        <div class="tin-lien-quan"><h2>Cùng chuyên mục</h2><ul><li><a href="/1">Đại sứ Na Uy trình quốc thư</a></li>
        <li><a href="/2">Giá vàng hôm nay tăng mạnh</a></li></ul></div></div>
        <div id="sidebarRight"><p>Đăng nhập</p></div></div>
        <div id="footer">Giấy phép số 12</div></div></form></body></html>"""


def make_old(lines: Sequence[str]) -> str:
    """Make a page as it was made by hand: a table for the layout, line breaks for paragraphs."""
    body = "<br><br>\n".join(escape(line) for line in lines)
    return f"""<HTML><HEAD><TITLE>{TITLE}</TITLE></HEAD><BODY BGCOLOR="#FFFFFF"><TABLE WIDTH="100%"><TR>
        <TD CLASS="menu" WIDTH="20%"><A HREF="1.htm">Trang chủ</A><BR><A HREF="2.htm">Đăng nhập</A></TD>
        <TD><FONT SIZE="4"><B>{TITLE}</B></FONT><BR><BR>{body}</TD></TR></TABLE></BODY></HTML>"""


@pytest.mark.parametrize("lines", [LINES, *SEED_LINES], ids=["prose", "news", "declaration"])
@pytest.mark.parametrize("make", [make_paper, make_portal, make_old])
def test_an_article_comes_back_line_by_line_without_what_is_around_it(
    make: Callable[[Sequence[str]], str], lines: list[str]
) -> None:
    assert read(make(lines)).text.split("\n") == [TITLE, *lines]


def test_headings_lists_and_quotes_are_lines() -> None:
    parts = "<h2>Kinh tế</h2><ul><li>Dầu khí;</li><li><p>Thủy sản.</p></li></ul><blockquote>Lời trích.</blockquote>"
    page = make_paper(LINES).replace("<p>Hai bên hoan nghênh", f"{parts}<p>Hai bên hoan nghênh")
    lines = read(page).text.split("\n")
    at = lines.index("Kinh tế")
    assert lines[at : at + 5] == ["Kinh tế", "Dầu khí;", "Thủy sản.", "Lời trích.", LINES[6]]


def test_links_and_bold_words_stay_in_their_paragraph() -> None:
    page = make_paper(LINES).replace("kim ngạch thương mại", "<a href='/x'><b>kim ngạch</b> thương mại</a>")
    assert LINES[4] in read(page).text.split("\n")


def test_parts_that_were_taken_out_are_counted() -> None:
    assert read(make_paper(LINES)).changes == {"page_part": 7}


def test_a_class_of_the_whole_page_takes_nothing_out() -> None:
    page = make_paper(LINES).replace("<body>", "<body class='has-sidebar menu-open'><div class='share-page menu'>")
    assert read(page.replace("</body>", "</div></body>")).text.split("\n") == [TITLE, *LINES]


@pytest.mark.parametrize("encoding", ["windows-1258", "tcvn3", "vni", "viscii"])
@pytest.mark.parametrize("declared", ["windows-1258", "iso-8859-1", "x-user-defined", "utf-8"])
def test_a_page_from_before_unicode_is_decoded(encoding: str, declared: str) -> None:
    charset = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    page = make_old(LINES).replace("<HEAD>", f"<HEAD>{charset}")
    extract = read(encode(page, encoding))
    expected = [straighten(line) if encoding == "viscii" else line for line in [TITLE, *LINES]]
    assert unicodedata.normalize("NFC", extract.text).lower().split("\n") == [line.lower() for line in expected]
    assert extract.encoding == encoding


def test_a_page_says_its_encoding_where_its_spelling_does_not() -> None:
    page = make_paper(
        ["今日，两国总理在河内举行会谈，就双边关系和共同关心的问题深入交换意见，并达成广泛共识。 " * 2] * 5
    )
    data = page.replace("utf-8", "gb18030").encode("gb18030")
    assert read(data).encoding == "gb18030"


def test_an_utf_8_page_that_says_something_else_is_utf_8() -> None:
    extract = read(make_paper(LINES).replace('charset="utf-8"', 'charset="windows-1258"'))
    assert (extract.encoding, extract.text.split("\n")) == ("utf-8", [TITLE, *LINES])


def test_entities_and_an_xml_declaration_are_read() -> None:
    page = make_paper([line.replace("ệ", "&#7879;").replace("à", "&agrave;") for line in LINES]).replace("&amp;", "&")
    assert read('<?xml version="1.0" encoding="utf-8"?>\n' + page).text.split("\n") == [TITLE, *LINES]


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><nav><a href='1'>Chính trị</a></nav><ul><li><a>Đăng nhập</a></li></ul></body></html>",
        "<html><head><title>Trống</title></head><body></body></html>",
        "<p>Hội đàm</p>",
        "<html><body><script>document.write('Hội đàm giữa hai Thủ tướng diễn ra tốt đẹp');</script></body></html>",
    ],
)
def test_a_page_without_an_article_is_refused(page: str) -> None:
    with pytest.raises(CorpusError, match="^no article in this page; save its text as .txt in UTF-8$"):
        read(page)


@pytest.mark.parametrize("make", [make_paper, make_portal, make_old])
def test_short_and_repeated_paragraphs_stay(make: Callable[[Sequence[str]], str]) -> None:
    lines = [
        "Hai bên nhất trí:",
        "Một. Duy trì trao đổi.",
        "Hai bên nhất trí:",
        "Hai. Mở rộng thương mại.",
        "Xin cảm ơn.",
    ]
    lines = [*lines * 3, "Hà Nội, ngày 5 tháng 6 năm 2004, đại diện hai bên đã ký", "NGUYỄN VĂN AN"]
    assert read(make(lines)).text.split("\n") == [TITLE, *lines]


@pytest.mark.parametrize(
    "tags", [("<div>", "</div>"), ("<p><strong>", "</strong></p>"), ("<p><span>", "</span><br></p>")]
)
def test_a_paragraph_in_other_tags_is_a_line(tags: tuple[str, str]) -> None:
    page = make_paper(LINES).replace("<p>", tags[0]).replace("</p>", tags[1])
    assert read(page).text.split("\n") == [TITLE, *LINES]
