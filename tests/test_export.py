"""Figures and tables as files and as they are shown."""

import html
import math
import re
from pathlib import Path

import pandas as pd
import pytest

from vietdiplo import Sheet, draw_positions, draw_sizes
from vietdiplo.tables import ParameterError

SIZES = pd.DataFrame({"doc_id": ["Việt <b>"], "words": [1234], "sentences": [5], "paragraphs": [2]})


def test_a_table_is_shown_with_caption_and_headings_and_saved_whole(tmp_path: Path) -> None:
    table = pd.DataFrame({"doc_id": ["a", "b"], "n": [1200, 3], "coverage": [0.125, math.nan], "per_10k": [1.25, 0.5]})
    shown = Sheet(str(tmp_path), "vi").save_table(table, "x", en="", vi="Über <alles>", note="Woher", rows=1)
    left, right = (f' style="text-align: {side}"' for side in ("left", "right"))
    assert shown.content == (
        f"<table>\n<caption{left}>Über &lt;alles&gt;</caption>\n"
        f'<thead><tr><th scope="col"{left}>văn bản</th><th scope="col"{right}>n</th><th scope="col"{right}>độ phủ</th>'
        f'<th scope="col"{right}>trên 10.000 từ</th></tr></thead>\n<tbody>\n'
        f'<tr id="x-1"><td data-doc="a"{left}>a</td><td class="n">1.200</td>'
        '<td class="n">12%</td><td class="n">1,2</td></tr>\n'
        "</tbody>\n</table>\n"
        '<p class="note">1 hàng đầu trong 2 hàng; đầy đủ trong tệp CSV. Woher</p>'
    )
    saved = (tmp_path / "tables/x.csv").read_bytes()
    assert saved == "\ufeffdoc_id,n,coverage,per_10k\na,1200,0.125,1.25\nb,3,,0.5\n".encode()


def test_a_figure_is_saved_as_svg_png_and_csv_with_its_alt_text(tmp_path: Path) -> None:
    shown = Sheet(str(tmp_path), "en").save_figure(draw_sizes(SIZES, title="Größe"), "f", data=SIZES, alt='Ein "Text"')
    svg = (tmp_path / "figures/f.svg").read_text(encoding="utf-8")
    assert '<svg role="img" aria-label="Ein &quot;Text&quot;" ' in svg
    assert shown.content == svg
    assert (tmp_path / "figures/f.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "figures/f.csv").read_text(encoding="utf-8-sig").startswith("doc_id,words")


def test_a_figure_without_alt_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="^save_figure: f: no alt text or title; say what the figure shows$"):
        Sheet(str(tmp_path), "en").save_figure(draw_sizes(SIZES, title="Größe"), "f", data=SIZES, alt=" ")


@pytest.mark.parametrize("name", ["", "../x", "Bild 1", "a/b", "1x"])
def test_a_name_that_is_no_name_for_files_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ParameterError, match="is no name for files; use small letters, digits and _"):
        Sheet(str(tmp_path), "en").save_table(SIZES, name, en="x", vi="x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("value", "lang", "digits", "text"),
    [(1234.56, "en", 1, "1,234.6"), (1234.56, "vi", 1, "1.234,6"), (7, "en", 0, "7"), (math.nan, "en", 2, "–")],
)
def test_numbers_as_the_language_writes_them(value: float, lang: str, digits: int, text: str) -> None:
    assert Sheet("outputs/lab", lang).number(value, digits) == text


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("p", 0.0004, "<0.001"),
        ("p_adjusted", 0.001, "0.001"),
        ("least_p", 0.1, "0.100"),
        ("p", math.nan, "–"),
        ("tf_idf", 0.00427, "0.0043"),
        ("tf_idf", 0.0, "0.00"),
        ("log_ratio", -0.004, "-0.0040"),
        ("expected", 0.0099, "0.0099"),
        ("repeated", 0.25, "25%"),
    ],
)
def test_a_number_as_its_column_has_it(tmp_path: Path, column: str, value: float, text: str) -> None:
    shown = Sheet(str(tmp_path), "en").save_table(pd.DataFrame({column: [value]}), "x", en="", vi="")
    assert f'<td class="n">{html.escape(text)}</td>' in shown.content


def test_reasons_are_said_in_words_and_a_column_without_any_is_not_shown(tmp_path: Path) -> None:
    sheet = Sheet(str(tmp_path), "en")
    table = pd.DataFrame({"n": [1, 2], "reason": ["", "mattr, hdd"]})
    assert "MATTR, HD-D</td>" in sheet.save_table(table, "x", en="", vi="").content
    assert "reason" not in sheet.save_table(table.head(1), "y", en="", vi="").content
    assert (tmp_path / "tables/y.csv").read_text(encoding="utf-8-sig") == "n,reason\n1,\n"


def test_a_figure_with_links_names_each_and_is_no_image(tmp_path: Path) -> None:
    columns = {"doc_id": ["a", "a"], "label": ["x", "x"], "words": [9, 9], "at": [0.1, 0.8], "link": ["#x-1", ""]}
    figure = draw_positions(pd.DataFrame(columns), title="Wo")
    svg = (
        Sheet(str(tmp_path), "en").save_figure(figure, "f", data=SIZES, alt="Text", links={"#x-1": "hợp <tác>"}).content
    )
    assert svg.startswith('<svg role="group" aria-label="Text" ')
    links = re.findall("<a [^>]*>(?:<title>[^<]*</title>)?", svg)
    assert links == [
        '<a xlink:href="#x-1"><title>hợp &lt;tác&gt;</title>',
        '<a xlink:href="#x-1" tabindex="-1" aria-hidden="true"><title>hợp &lt;tác&gt;</title>',
    ]


def test_the_first_reason_that_holds_is_said() -> None:
    sheet = Sheet("outputs/lab", "vi")
    assert sheet.say_missing(query="", large=0) is None
    said = sheet.say_missing(query="", least=1000, one_text=True)
    assert repr(said) == "Ở đây không có gì xuất hiện từ 1.000 lần trở lên; hãy giảm `least`."
    assert "“a\\*b”" in repr(sheet.say_missing(query="a*b"))


def test_a_value_has_a_name_in_the_language_of_the_sheet() -> None:
    assert [Sheet("outputs/lab", "vi").name(value) for value in ("declaration", "AZE-1")] == ["tuyên bố", "AZE-1"]


def test_a_column_may_have_a_number_for_a_name(tmp_path: object) -> None:
    shown = Sheet(str(tmp_path), "en").save_table(pd.DataFrame({0: ["a"]}), "x", en="X", vi="X").content
    assert '<th scope="col" style="text-align: left">0</th>' in shown


def test_shares_in_per_cent() -> None:
    assert [Sheet("outputs/lab", "vi").share(value) for value in (0, 0.415, 1, math.nan)] == ["0%", "42%", "100%", "–"]


def test_a_sheet_speaks_its_language() -> None:
    assert repr(Sheet("outputs/lab", "vi").say(en="two", vi="hai")) == "hai"


def test_a_language_that_the_interface_does_not_have() -> None:
    with pytest.raises(ParameterError, match="^lang: 'de' is not a language of the interface; use one of en, vi$"):
        Sheet("outputs/lab", "de")
