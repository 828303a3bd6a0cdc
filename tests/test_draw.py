"""Pictures: what they say, that labels stay apart, and that equal input gives equal bytes."""

import csv
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from vietdiplo.draw.bars import draw_contrast, draw_sizes
from vietdiplo.draw.frequencies import draw_frequencies
from vietdiplo.draw.heatmap import draw_heatmap
from vietdiplo.draw.labels import Extent, find_apart, find_lanes, find_place, shorten_text, split_lines
from vietdiplo.draw.network import draw_network
from vietdiplo.draw.positions import draw_positions
from vietdiplo.draw.ranks import draw_ranks
from vietdiplo.draw.style import GlyphError, Picture, load_measure
from vietdiplo.draw.timeline import draw_timeline
from vietdiplo.language import FOLDER
from vietdiplo.tables import ParameterError, TableError

COUNTS = pd.DataFrame(
    [
        ("hợp tác quốc phòng", "LAO-2023", 3, 1500, 20.0),
        ("kim ngạch thương mại", "LAO-2023", 9, 1500, 60.0),
        ("hợp tác quốc phòng", "KHM-2024", 4, 1000, 40.0),
        ("kim ngạch thương mại", "KHM-2024", 0, 1000, 0.0),
    ],
    columns=["label", "doc_id", "n", "words", "per_10k"],
)
KEYNESS = pd.DataFrame(
    [("biên giới", 1, 8, 6.25, -2.5), ("dầu khí", 12, 3, 8.04, 1.75)],
    columns=["label", "n_target", "n_reference", "g2", "log_ratio"],
)
SIZES = pd.DataFrame(
    [("LAO-2023", 12345, 410, 98), ("KHM-2024", 987, 31, 20)], columns=["doc_id", "words", "sentences", "paragraphs"]
)
COVERAGE = pd.DataFrame(
    [("DEF", "LAO-2023", 10, 0.25), ("ECO", "LAO-2023", 0, 0.0), ("DEF", "KHM-2024", 0, np.nan)],
    columns=["label", "doc_id", "sentences", "coverage"],
)
ROWS = {"ECO": "Kinh tế, thương mại, đầu tư, tài chính", "DEF": "Quốc phòng"}
EVENTS = pd.DataFrame(
    [("LAO-2023", "ký Hiệp định", "2022-07-18", "2022-07-18", "day", "instrument")],
    columns=["doc_id", "headline", "from", "to", "precision", "role"],
)
POSITIONS = pd.DataFrame(
    [
        ("LAO-2023", "biên giới", 1500, 0.25, "LAO-2023.html#s4"),
        ("LAO-2023", "biên giới", 1500, 0.5, "LAO-2023.html#s9"),
        ("KHM-2024", "dầu khí", 1000, 0.0, "KHM-2024.html#s0"),
    ],
    columns=["doc_id", "label", "words", "at", "link"],
)
PAIRS = pd.DataFrame(
    [("biên giới", "dầu khí", 4, 0.4, 2.5, 8, 6), ("dầu khí", "hải đảo", 3, 0.1, 1.5, 6, 9)],
    columns=["label", "other", "n", "jaccard", "lift", "n_label", "n_other"],
)
RANKS = pd.DataFrame(
    [("và", 60, 1, 60.0), ("biên giới", 20, 2, 30.0), ("dầu khí", 1, 3, 20.0)], columns=["label", "n", "rank", "zipf"]
)
DRAWN = {
    "frequencies": (draw_frequencies, COUNTS, {}),
    "contrast": (draw_contrast, KEYNESS, {}),
    "sizes": (draw_sizes, SIZES, {}),
    "heatmap": (draw_heatmap, COVERAGE, {"rows": ROWS}),
    "timeline": (draw_timeline, EVENTS, {"document_dates": {"LAO-2023": "2023-01-10"}}),
    "positions": (draw_positions, POSITIONS[["doc_id", "label", "words", "at"]], {}),
    "network": (draw_network, PAIRS, {}),
    "ranks": (draw_ranks, RANKS, {}),
}
EACH = pytest.mark.parametrize(("draw", "table", "options"), DRAWN.values(), ids=DRAWN)


def list_texts(picture: Picture) -> list[Text]:
    """List the texts that are really drawn."""
    picture.draw_without_rendering()
    texts = [*picture.texts, *(text for legend in picture.legends for text in legend.get_texts())]
    for axes in picture.axes:
        texts += axes.texts
        for axis in (axes.xaxis, axes.yaxis) if axes.axison else ():
            low, high = sorted(axis.get_view_interval())
            ticks = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
            texts += [axis.label, *(label for tick in ticks for label in (tick.label1, tick.label2))]
    return [text for text in texts if text.get_visible() and text.get_text()]


def find_clashes(picture: Picture) -> list[str]:
    """Find the texts that overlap another one or leave the canvas, by half a pixel or more."""
    boxes = [(text.get_text(), text.get_window_extent().padded(-0.25)) for text in list_texts(picture)]
    canvas = picture.bbox
    outside = [text for text, box in boxes if not (canvas.contains(*box.min) and canvas.contains(*box.max))]
    return outside + [f"{a} / {b}" for (a, one), (b, other) in combinations(boxes, 2) if one.overlaps(other)]


def read_texts(picture: Picture) -> list[str]:
    return [text.get_text() for text in list_texts(picture)]


@EACH
def test_svg_is_the_same_in_two_renders_of_two_pictures(
    draw: Callable[..., Picture], table: pd.DataFrame, options: dict[str, object]
) -> None:
    first = draw(table, title="Hợp tác", **options)
    assert first.to_svg() == first.to_svg() == draw(table, title="Hợp tác", **options).to_svg()


@EACH
def test_png_is_the_same_in_two_renders(
    draw: Callable[..., Picture], table: pd.DataFrame, options: dict[str, object]
) -> None:
    assert draw(table, **options).to_png() == draw(table, **options).to_png()


@EACH
def test_table_stays_as_it_was(draw: Callable[..., Picture], table: pd.DataFrame, options: dict[str, object]) -> None:
    before = table.copy(deep=True)
    draw(table, **options)
    pd.testing.assert_frame_equal(table, before)


@EACH
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_no_label_overlaps_or_leaves_the_canvas(
    draw: Callable[..., Picture], table: pd.DataFrame, options: dict[str, object], lang: str
) -> None:
    title = "Tuyên bố chung về việc nâng cấp quan hệ và các văn kiện đã ký trong chuyến thăm cấp Nhà nước " * 2
    assert find_clashes(draw(table, lang=lang, title=title, **options)) == []


@EACH
def test_missing_column_is_named(draw: Callable[..., Picture], table: pd.DataFrame, options: dict[str, object]) -> None:
    with pytest.raises(TableError, match=r"^\w+: no column \w+; expected "):
        draw(table.drop(columns=table.columns[-1]), **options)


@EACH
def test_unknown_language_is_answered_with_the_known_ones(
    draw: Callable[..., Picture], table: pd.DataFrame, options: dict[str, object]
) -> None:
    with pytest.raises(ParameterError, match="use one of en, vi"):
        draw(table, lang="fr", **options)


@pytest.mark.parametrize(
    ("name", "en", "vi"),
    [
        ("frequencies", "Nothing was counted.", "Không có số liệu."),
        ("contrast", "Nothing was counted.", "Không có số liệu."),
        ("sizes", "No text.", "Không có văn bản."),
        ("heatmap", "Nothing was counted.", "Không có số liệu."),
        ("timeline", "No dated event.", "Không có sự kiện có ngày tháng."),
        ("positions", "No occurrence.", "Không có lần xuất hiện nào."),
        ("network", "No two labels occur together often enough.", "Không có hai nhãn nào cùng xuất hiện đủ số lần."),
        ("ranks", "Nothing was counted.", "Không có số liệu."),
    ],
)
def test_empty_table_gives_a_picture_that_says_so(name: str, en: str, vi: str) -> None:
    draw, table, options = DRAWN[name]
    said = [read_texts(draw(table.head(0), lang=lang, **options)) for lang in ("en", "vi")]
    assert said == [[en], [vi]]


@pytest.mark.parametrize(
    ("name", "en", "vi"),
    [
        ("frequencies", "occurrences per 10,000 words", "số lần trên 10.000 từ"),
        (
            "contrast",
            "Log Ratio (binary log of the ratio of relative frequencies)",
            "Log Ratio (logarit cơ số 2 của tỷ số tần suất tương đối)",
        ),
        ("sizes", "sentences", "câu"),
        (
            "heatmap",
            "share of the text's sentences that have the code; in each cell the number of sentences and the share",
            "tỷ lệ câu mang mã trong văn bản; mỗi ô ghi số câu và tỷ lệ",
        ),
        ("timeline", "Jul 18, 2022 · ký Hiệp định", "18/7/2022 · ký Hiệp định"),
        (
            "positions",
            "place in the text: words before it / all its words",
            "vị trí trong văn bản: số từ đứng trước / tổng số từ",
        ),
        (
            "network",
            "Jaccard: sentences with both / with either",
            "Jaccard: số câu có cả hai / có ít nhất một",
        ),
        ("ranks", "Zipf's law: highest frequency / rank", "định luật Zipf: số lần cao nhất / hạng"),
    ],
)
def test_unit_is_said_in_both_languages(name: str, en: str, vi: str) -> None:
    draw, table, options = DRAWN[name]
    assert en in read_texts(draw(table, lang="en", **options))
    assert vi in read_texts(draw(table, lang="vi", **options))


def test_svg_names_no_program_no_day_and_no_address_but_its_namespaces() -> None:
    svg = Picture(0.2, "Hà Nội").to_svg()
    assert svg.startswith("<svg ")
    assert "<dc:" not in svg.replace("<dc:format>", "").replace("<dc:type ", "")
    assert "matplotlib" not in svg.lower()


def test_png_names_no_program() -> None:
    assert b"tEXt" not in Picture(0.2).to_png()


def test_jupyter_gets_the_svg() -> None:
    picture = Picture(0.2, "Hà Nội")
    assert picture._repr_svg_() == picture.to_svg()


def test_pyplot_is_not_imported() -> None:
    code = "import sys, vietdiplo.draw; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_vietnamese_letter_has_a_glyph() -> None:
    vowels = [unicodedata.normalize("NFC", letter + tone) for letter in "aăâeêioôơuưy" for tone in ("", *"̣̀̉̃́")]
    letters = {case for letter in [*vowels, "đ"] for case in (letter, letter.upper())}
    assert len(letters) == 146
    picture = Picture(0.5, "".join(sorted(letters)))
    picture.write(0.1, 0.1, "".join(sorted(letters)), {"style": "italic"})
    assert picture.to_svg().startswith("<svg")


def test_a_character_of_a_corpus_that_the_font_lacks_is_replaced() -> None:
    assert (
        draw_frequencies(COUNTS.assign(label="中")).to_svg() == draw_frequencies(COUNTS.assign(label="\ufffd")).to_svg()
    )


def test_missing_glyph_is_an_error_with_its_character() -> None:
    picture = Picture(1)
    picture.text(0.5, 0.5, "中")
    with pytest.raises(GlyphError) as error:
        picture.to_svg()
    assert str(error.value) == (
        "figure: '中' (U+4E2D) is not in the font DejaVu Sans; take it out of the label or title"
    )


def test_decomposed_and_invisible_characters_are_drawn_as_plain_ones() -> None:
    odd = COUNTS.assign(label=COUNTS["label"].map(lambda text: unicodedata.normalize("NFD", "\u200b" + text)))
    assert draw_frequencies(odd).to_svg() == draw_frequencies(COUNTS).to_svg()


def test_dollar_signs_are_no_formula() -> None:
    picture = draw_frequencies(COUNTS.assign(label="từ 1$ đến 5$"))
    assert "từ 1$ đến 5$" in read_texts(picture)
    assert picture.to_svg().startswith("<svg")


def test_sizes_have_a_panel_for_each_unit() -> None:
    picture = draw_sizes(SIZES, lang="vi")
    assert [axes.get_xlabel() for axes in picture.axes] == ["từ", "câu", "đoạn"]
    assert {"12.345", "410", "98"} <= set(read_texts(picture))


def test_unknown_size_is_a_dash() -> None:
    assert "–" in read_texts(draw_sizes(SIZES.assign(words=[np.nan, 987])))


def test_heatmap_keeps_the_order_of_the_rows() -> None:
    labels = [
        label.get_text().replace("\n", " ") for label in draw_heatmap(COVERAGE, rows=ROWS).axes[0].get_yticklabels()
    ]
    assert labels == list(ROWS.values())


def test_heatmap_says_number_and_share_and_zero_alone() -> None:
    texts = [text.get_text() for text in draw_heatmap(COVERAGE, rows=ROWS, lang="vi").axes[0].texts]
    assert texts == ["0", "10\n25%"]


def test_heatmap_hatches_what_is_unknown() -> None:
    cells = [patch for patch in draw_heatmap(COVERAGE, rows=ROWS).axes[0].patches if isinstance(patch, Rectangle)]
    assert [(cell.get_x(), cell.get_y()) for cell in cells if cell.get_hatch()] == [(1, 0), (1, 1)]


def test_share_below_one_percent_is_not_zero() -> None:
    table = COVERAGE.head(1).assign(sentences=1, coverage=0.004)
    assert "1\n0,4%" in read_texts(draw_heatmap(table, rows=ROWS, lang="vi"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"label": "DFE"}, "counts: label 'DFE' is not among the rows; add it there or leave it out of counts"),
        ({"coverage": 25.0}, "counts: LAO-2023: DEF: coverage 25.0 is no share; give 0 to 1, or NaN"),
        ({"label": "DEF", "doc_id": "A"}, "counts: two rows with label, doc_id = DEF, A; keep one"),
    ],
)
def test_heatmap_refuses(change: dict[str, object], message: str) -> None:
    with pytest.raises(TableError) as error:
        draw_heatmap(COVERAGE.assign(**change), rows=ROWS)
    assert str(error.value) == message


@pytest.mark.parametrize("number", [1, 2, 7, 12, 40])
def test_heatmap_holds_many_texts_with_long_names(number: int) -> None:
    names = [
        f"2024-{n:02}_tuyen-bo-chung-ve-tang-cuong-quan-he-doi-tac-chien-luoc-toan-dien-{n}" for n in range(number)
    ]
    table = pd.DataFrame([(code, name, 12, 1.0) for name in names for code in ROWS], columns=COVERAGE.columns)
    picture = draw_heatmap(table, rows=ROWS)
    assert find_clashes(picture) == []
    assert picture.get_figwidth() == 7.5


def test_wording_is_complete_and_sorted() -> None:
    with (FOLDER / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["key"].startswith("draw_")]
    assert [row["key"] for row in rows] == sorted(row["key"] for row in rows)
    assert all(row["en"] and row["vi"] for row in rows)


def count_tenths(text: str) -> float:
    """Measure each letter as a tenth of an inch."""
    return len(text) / 10


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("quốc phòng", 2, ["quốc phòng"]),
        ("giao lưu nhân dân", 2, ["giao lưu", "nhân dân"]),
        ("Việt Nam-Azerbaijan", 3, ["Việt Nam-", "Azerbaijan"]),
        ("abcdefghijklmnop", 2, ["abcdefgh", "ijklmnop"]),
        ("một hai ba bốn năm sáu bảy tám", 2, ["một hai ba", "bốn năm…"]),
        ("", 2, []),
    ],
)
def test_lines_are_no_wider_than_asked(text: str, limit: int, lines: list[str]) -> None:
    assert split_lines(text, 1.0, count_tenths, limit) == lines


@pytest.mark.parametrize(
    ("text", "tail", "short"),
    [
        ("mười chữ ấy", 0, "mười chữ…"),
        ("AZE-2025-news", 4, "AZE-2…news"),
        ("vừa đủ", 0, "vừa đủ"),
        ("x" * 11, 0, "x" * 9 + "…"),
    ],
)
def test_text_is_shortened_at_its_end_or_before_its_tail(text: str, tail: int, short: str) -> None:
    assert shorten_text(text, 1.0, count_tenths, tail=tail) == short


def test_lanes_are_filled_from_the_first() -> None:
    extents = [Extent(0, 2), Extent(1, 3), Extent(2.5, 4), Extent(0, 9)]
    assert find_lanes(extents, 0.1) == [0, 1, 0, 2]


def test_lanes_keep_the_gap() -> None:
    assert find_lanes([Extent(0, 2), Extent(2.05, 3)], 0.1) == [0, 1]


def test_the_first_of_two_that_touch_is_kept() -> None:
    extents = [Extent(0, 2), Extent(1, 3), Extent(4, 5), Extent(9, 11)]
    assert find_apart(extents, Extent(0, 10), 0.1) == [0, 2]


@pytest.mark.parametrize(
    ("mark", "left", "text"),
    [
        (Extent(1.0, 1.1), 1.2, "ten letter"),
        (Extent(2.5, 2.6), 1.4, "ten letter"),
        (Extent(0.2, 2.8), 0.4, "ten letter"),
        (Extent(0.95, 2.6), 1.15, "ten letter"),
        (Extent(0.9, 2.0), 2.1, "ten lett…"),
    ],
    ids=["right", "left", "inside", "inside where no side has room", "shortened"],
)
def test_label_goes_where_it_fits(mark: Extent, left: float, text: str) -> None:
    place = find_place(mark, "ten letter", Extent(0, 3), 0.1, count_tenths)
    assert (round(place.left, 6), place.text) == (left, text)


def test_measure_is_that_of_the_renderer() -> None:
    picture = Picture(1.0)
    picture.write(0.1, 0.1, "Ủy ban liên Chính phủ")
    width = picture.texts[0].get_window_extent().width / picture.dpi
    assert width == pytest.approx(load_measure(8.5)("Ủy ban liên Chính phủ"), rel=0.02)
