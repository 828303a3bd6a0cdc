"""Saved pages: the article alone is read, whatever stands around it, in the encoding that the page is in."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape

import pytest
from lxml.html import document_fromstring
from test_read_encodings import PROSE, SEEDS, encode, straighten

from vietdiplo.tables import CorpusError
from vietdiplo.texts.formats.guard import Extract, read_guarded
from vietdiplo.texts.formats.page_head import add_head
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


def test_a_page_whose_spelling_does_not_show_its_encoding_is_doubtful() -> None:
    lines = ["El presidente del Gobierno español recibió al embajador; mañana habrá una reunión en La Coruña."] * 5
    extract = read(make_paper(lines).replace("utf-8", "iso-8859-1").encode("latin-1", "xmlcharrefreplace"))
    doubt = "read as iso-8859-1, as the page says and nothing shows; see whether its letters are right"
    assert (extract.encoding, extract.doubt, extract.text.split("\n")[-1]) == ("iso-8859-1", doubt, lines[0])


def test_an_utf_8_page_that_says_something_else_is_utf_8() -> None:
    extract = read(make_paper(LINES).replace('charset="utf-8"', 'charset="windows-1258"'))
    assert (extract.encoding, extract.text.split("\n")) == ("utf-8", [TITLE, *LINES])


def test_entities_and_an_xml_declaration_are_read() -> None:
    page = make_paper([line.replace("ệ", "&#7879;").replace("à", "&agrave;") for line in LINES]).replace("&amp;", "&")
    assert read('<?xml version="1.0" encoding="utf-8"?>\n' + page).text.split("\n") == [TITLE, *LINES]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<html><body><nav><a href='1'>Chính trị</a></nav><ul><li><a>Đăng nhập</a></li></ul></body></html>", 2),
        ("<html><head><title>Trống</title></head><body></body></html>", 0),
        ("<p>Hội đàm</p>", 2),
        ("<html><body><script>document.write('Hội đàm giữa hai Thủ tướng diễn ra tốt đẹp');</script></body></html>", 0),
    ],
)
def test_a_page_without_an_article_is_refused(page: str, words: int) -> None:
    with pytest.raises(CorpusError) as caught:
        read(page)
    assert str(caught.value) == f"no article in this page (words: {words}); save its text as .txt in UTF-8"


def test_a_page_of_one_short_sentence_is_read() -> None:
    assert read("<html><body><p>Thủ tướng Na Uy đến Hà Nội.</p></body></html>").text == "Thủ tướng Na Uy đến Hà Nội."


LEAD = "Hai Thủ tướng nhất trí mở rộng hợp tác về kinh tế biển và năng lượng sạch."
BODY = "".join(f"<p>{escape(line)}</p>" for line in LINES)
RELATED = "<p class='summary'>Đại sứ Na Uy đã trình quốc thư lên Chủ tịch nước vào sáng hôm qua tại Hà Nội.</p>"


def make_news(head: str, *, meta: str = "", after: str = "", title: str = f"<title>{TITLE} - Báo Mới</title>") -> str:
    """Make a page as newspapers on one system have it: the head of the article stands apart from its body."""
    return f"""<html><head><meta charset="utf-8">{title}{meta}</head><body><div class="menu"><a>Trang chủ</a></div>
        <div class="main-col">{head}<div class="content-body">{BODY}</div>{after}</div></body></html>"""


@pytest.mark.parametrize(
    ("lead", "text"),
    [
        (
            f"<p class='description'><span class='location-stamp'>Oslo</span>Tối 3/6, {LEAD}</p>",
            f"Oslo Tối 3/6, {LEAD}",
        ),
        (f"<div class='detail-time'>3/6/2024</div><h2 class='detail-sapo'>{LEAD}</h2>", LEAD),
        (f"<div class='article__sapo cms-desc'><div>{LEAD}</div></div>", LEAD),
        (f"<div class='box-des-detail this-one'><p>NDO - {LEAD}</p></div>", f"NDO - {LEAD}"),
        (f"<div class='row article-summary'><p><strong>VOV.VN - </strong>{LEAD}</p></div>", f"VOV.VN - {LEAD}"),
    ],
)
def test_a_lead_between_title_and_body_is_put_back(lead: str, text: str) -> None:
    extract = read(make_news(f"<h1 class='detail-title'>{TITLE}</h1>{lead}"))
    assert extract.text.split("\n") == [TITLE, text, *LINES]
    assert extract.changes["lead"] == 1


def test_a_lead_without_a_class_is_known_from_the_metadata() -> None:
    meta = f"<meta property='og:description' content='{LEAD}'>"
    assert read(make_news(f"<h1>{TITLE}</h1><h3>{LEAD}</h3>", meta=meta)).text.split("\n") == [TITLE, LEAD, *LINES]


def test_a_description_that_the_page_does_not_show_is_left() -> None:
    meta = f"<meta property='og:description' content='{LEAD}'>"
    assert read(make_news(f"<h1>{TITLE}</h1>", meta=meta)).text.split("\n") == [TITLE, *LINES]


@pytest.mark.parametrize("title", [f"<title>{TITLE} | Báo</title>", f"<meta property='og:title' content='{TITLE}'>"])
@pytest.mark.parametrize("logo", ["", "<h1>Báo điện tử của nhân dân</h1>"])
def test_a_title_that_is_no_heading_is_known_from_the_metadata(title: str, logo: str) -> None:
    page = make_news(f"{logo}<div class='entry-title'>{TITLE}</div><div class='sapo'>{LEAD}</div>", title=title)
    assert read(page).text.split("\n") == [TITLE, LEAD, *LINES]


@pytest.mark.parametrize(
    ("above", "after"),
    [
        ("", f"<div class='story'>{RELATED}</div>"),
        ("", RELATED),
        (f"<div class='story'><h3><a href='/1'>Đại sứ trình quốc thư</a></h3>{RELATED}</div>", ""),
        (f"<article class='story'>{RELATED}</article>", ""),
        ("<p class='author-desc'>Phóng viên thường trú</p>", ""),
    ],
)
def test_a_summary_of_another_article_is_no_lead(above: str, after: str) -> None:
    page = document_fromstring(make_news(f"<h1>{TITLE}</h1>{above}", after=after))
    changes: Counter[str] = Counter()
    assert (add_head(LINES, page, TITLE, changes), changes) == ([TITLE, *LINES], {})


def test_a_lead_that_the_article_has_is_not_repeated() -> None:
    page = make_paper([LEAD, *LINES]).replace(f"<p>{LEAD}", f"<p class='sapo'>{LEAD}")
    assert read(page).text.split("\n") == [TITLE, LEAD, *LINES]


def test_a_decomposed_page_has_its_lead() -> None:
    page = make_news(f"<h1>{TITLE}</h1><h2 class='sapo'>{LEAD}</h2>")
    lines = read(unicodedata.normalize("NFD", page)).text.split("\n")
    assert [unicodedata.normalize("NFC", line) for line in lines] == [TITLE, LEAD, *LINES]


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


def test_a_page_of_very_many_items_costs_no_more_than_its_length() -> None:
    # With a cost of the square this takes minutes, and then the time is up.
    items = "".join(f"<li>mục {number}" for number in range(20_000))
    assert LINES[0] in read(make_paper(LINES).replace("</body>", f"<ul>{items}</ul></body>")).text
