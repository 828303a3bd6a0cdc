"""Figures and tables as files and as they are shown."""

import math
from pathlib import Path

import pandas as pd
import pytest

from vietdiplo import Sheet, draw_sizes
from vietdiplo.tables import ParameterError

SIZES = pd.DataFrame({"doc_id": ["Việt <b>"], "words": [1234], "sentences": [5], "paragraphs": [2]})


def test_a_table_is_shown_with_caption_and_headings_and_saved_whole(tmp_path: Path) -> None:
    table = pd.DataFrame({"doc_id": ["a", "b"], "n": [1200, 3], "coverage": [0.125, math.nan], "per_10k": [1.25, 0.5]})
    shown = Sheet(str(tmp_path), "vi").save_table(table, "x", en="", vi="Über <alles>", note="Woher", rows=1)
    left = ' style="text-align: left"'
    assert shown.content == (
        f"<table>\n<caption{left}>Über &lt;alles&gt;</caption>\n"
        f'<thead><tr><th scope="col"{left}>văn bản</th><th scope="col"{left}>n</th><th scope="col"{left}>độ phủ</th>'
        f'<th scope="col"{left}>trên 10.000 từ</th></tr></thead>\n<tbody>\n'
        f'<tr><td{left}>a</td><td class="n">1.200</td><td class="n">12%</td><td class="n">1,2</td></tr>\n'
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


def test_shares_in_per_cent() -> None:
    assert [Sheet("outputs/lab", "vi").share(value) for value in (0, 0.415, 1, math.nan)] == ["0%", "42%", "100%", "–"]


def test_a_sheet_speaks_its_language() -> None:
    assert repr(Sheet("outputs/lab", "vi").say(en="two", vi="hai")) == "hai"


def test_a_language_that_the_interface_does_not_have() -> None:
    with pytest.raises(ParameterError, match="^lang: 'de' is not a language of the interface; use one of en, vi$"):
        Sheet("outputs/lab", "de")
