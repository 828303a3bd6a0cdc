"""Mentions a year: what counts as one, and bars that hide no empty year."""

import random
import re

import pandas as pd
import pytest
from matplotlib.patches import Rectangle
from test_draw import find_clashes, read_texts

from vietdiplo.count.years import count_years
from vietdiplo.draw.style import Picture
from vietdiplo.draw.years import draw_years
from vietdiplo.find import find_dates
from vietdiplo.tables import ParameterError, TableError, build_table, make_table
from vietdiplo.texts import split_sentences

COLUMNS = ["doc_id", "from", "to", "unit", "side", "n"]


def make_documents(**texts: tuple[str, str]) -> pd.DataFrame:
    """Make documents by doc_id from a date and a text."""
    rows = [(name, "", date, "", "", "", "vi", "", f"{name}.txt", "", text) for name, (date, text) in texts.items()]
    return make_table(rows, "documents")


def count(**texts: tuple[str, str]) -> list[tuple[object, ...]]:
    documents = make_documents(**texts)
    sentences = split_sentences(documents)
    counts = count_years(find_dates(sentences, documents), documents)
    return list(counts[COLUMNS].itertuples(index=False, name=None))


def make_years(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


def make_year(year: int, n: int = 1, side: str = "before", doc_id: str = "A") -> tuple[object, ...]:
    return (doc_id, str(year), str(year), "year", side, n)


def find_blocks(picture: Picture) -> list[Rectangle]:
    """Find the blocks of the bars, from the left and from below."""
    blocks = [patch for patch in picture.axes[0].patches if patch.get_zorder() == 3 and patch.get_height() > 0.071]
    return sorted(blocks, key=lambda block: (block.get_x(), -block.get_y()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hai nước thiết lập quan hệ năm 1992.", [("1992", "1992", "year", "before", 1)]),
        ("Hội đàm diễn ra ngày 7-8/5.", [("2025", "2025", "year", "before", 1)]),
        ("Hai bên gặp nhau tháng 3/2019 và ngày 2/9/2019.", [("2019", "2019", "year", "before", 2)]),
        ("Kim ngạch đạt 1 tỷ USD vào năm 2030.", [("2030", "2030", "year", "after", 1)]),
        ("Chương trình hợp tác giai đoạn 2024-2028.", [("2024", "2028", "years", "before", 1)]),
        ("Nhiều cán bộ học tập tại đây trong thập niên 1980.", [("1980", "1989", "decade", "before", 1)]),
        ("Thương cảng hưng thịnh từ thế kỷ XVII.", [("1600", "1699", "century", "before", 1)]),
        ("Quan hệ phát triển tốt đẹp trong hơn 30 năm.", []),
        ("Hội nghị họp thường niên.", []),
    ],
)
def test_an_expression_counts_once_in_what_it_names(text: str, expected: list[tuple[object, ...]]) -> None:
    assert [row[1:] for row in count(A=("2025-05-08", text))] == expected


@pytest.mark.parametrize(("date", "side"), [("2024-06-01", "after"), ("2025", "before"), ("", "")])
def test_side_is_told_as_far_as_the_date_of_the_text_is_known(date: str, side: str) -> None:
    assert [row[4] for row in count(A=(date, "Lễ ký diễn ra ngày 7/5/2025."))] == [side]


def test_texts_keep_their_order() -> None:
    text = "Hội đàm diễn ra năm 2024."
    assert [row[0] for row in count(B=("2025", text), A=("2025", text))] == ["B", "A"]


def test_first_sentence_of_a_year_is_told() -> None:
    documents = make_documents(A=("2025", "Năm 2019 khác. Hội đàm diễn ra năm 2024. Ký kết năm 2024."))
    counts = count_years(find_dates(split_sentences(documents), documents), documents)
    assert counts[["from", "n", "sentence"]].to_numpy().tolist() == [["2019", 1, 0], ["2024", 2, 1]]


def test_no_date_gives_an_empty_table_with_its_columns() -> None:
    documents = make_documents(A=("2025", "Xin chào."))
    counts = count_years(find_dates(split_sentences(documents), documents), documents)
    assert counts.columns.tolist() == [*COLUMNS[:5], "n", "sentence"]
    assert counts.empty


def test_dates_without_their_columns_are_refused() -> None:
    dates = build_table(make_table([], "occurrences"), "occurrences")
    with pytest.raises(TableError) as error:
        count_years(dates, make_documents(A=("2025", "")))
    expected = "count_years: no column type, value, from, to, precision; use occurrences of find_dates"
    assert str(error.value) == expected


def test_date_of_a_strange_text_is_refused() -> None:
    documents = make_documents(A=("2025", "Năm 2019 khác."))
    dates = find_dates(split_sentences(documents), documents)
    with pytest.raises(TableError) as error:
        count_years(dates, make_documents(B=("2025", "")))
    assert str(error.value) == "count_years: text 'A' is not among the documents; pass those it was read in"


def test_empty_years_keep_their_place() -> None:
    one, two, three = find_blocks(draw_years(make_years(make_year(2010), make_year(2011), make_year(2020))))
    assert three.get_x() - two.get_x() == pytest.approx(9 * (two.get_x() - one.get_x()))


def test_heights_are_numbers_of_mentions() -> None:
    one, three = find_blocks(draw_years(make_years(make_year(2010), make_year(2011, 3))))
    assert three.get_height() == pytest.approx(3 * one.get_height())


def test_texts_of_a_year_stand_on_each_other() -> None:
    rows = make_year(2010, 1, doc_id="A"), make_year(2010, 2, doc_id="B")
    low, high = find_blocks(draw_years(make_years(*rows)))
    assert high.get_y() + high.get_height() == pytest.approx(low.get_y())


def test_mentions_after_the_date_of_the_text_are_hollow() -> None:
    picture = draw_years(make_years(make_year(2010, side="before"), make_year(2030, side="after")))
    assert [block.get_facecolor()[:3] == (1, 1, 1) for block in find_blocks(picture)] == [False, True]
    assert {"up to the date of the text", "after the date of the text"} <= set(read_texts(picture))


def test_longer_spans_are_no_bars_and_are_said_apart() -> None:
    spans = [("A", "2021", "2030", "years", "before", 2), ("A", "1990", "1999", "decade", "before", 1)]
    picture = draw_years(make_years(make_year(2010), *spans), lang="vi")
    assert len(find_blocks(picture)) == 1
    said = "số lần nhắc đến một năm: 1; khoảng nhiều năm, ghi dưới các cột: 3"
    assert {"2021–2030: 2", "thập niên 1990: 1", said} <= set(read_texts(picture))


def test_the_same_span_of_two_texts_is_added_up() -> None:
    rows = [(name, "2021", "2030", "years", "before", 2) for name in "AB"]
    assert "2021–2030: 4" in read_texts(draw_years(make_years(*rows)))


def test_span_with_an_open_end_says_so() -> None:
    assert "2008 – …: 1" in read_texts(draw_years(make_years(("A", "2008", "", "years", "before", 1))))


def test_long_stretch_without_a_mention_is_shortened_and_said() -> None:
    years = make_years(*(make_year(year) for year in (1010, *range(1990, 2026))))
    assert "// shortened stretches of time, not to scale: 1" in read_texts(draw_years(years))


def test_a_century_far_from_two_years_has_no_stretch_to_count_on() -> None:
    years = make_years(make_year(2024), make_year(2025), ("A", "9800", "9899", "century", "after", 1))
    assert "// shortened stretches of time, not to scale: 2" in read_texts(draw_years(years))


def test_too_many_years_are_decades_and_said() -> None:
    picture = draw_years(make_years(*(make_year(year) for year in range(1000, 2000, 5))))
    assert len({round(block.get_x(), 6) for block in find_blocks(picture)}) == 100
    assert "A bar is ten years: 1990 stands for 1990–1999." in read_texts(picture)


@pytest.mark.parametrize("n", [1, 2, 7, 113, 25_000])
def test_numbers_beside_the_bars_are_whole_and_few(n: int) -> None:
    texts = read_texts(draw_years(make_years(make_year(2010, n), make_year(2011))))
    numbers = [int(text.replace(",", "")) for text in texts if re.fullmatch(r"[\d,]+", text) and len(text) != 4]
    numbers = [number for number in numbers if number <= n]
    assert 2 <= len(numbers) <= 5


def test_by_text_there_is_a_panel_a_text_on_one_scale() -> None:
    picture = draw_years(make_years(make_year(2010, 1, doc_id="B"), make_year(2010, 4, doc_id="A")), by="text")
    heads = [text.get_text() for text in picture.axes[0].texts if text.get_weight() == "bold"]
    heights = sorted(block.get_height() for block in find_blocks(picture))
    assert heads == ["B", "A"]
    assert heights[1] == pytest.approx(4 * heights[0])


def test_more_texts_than_fill_a_page_are_counted() -> None:
    picture = draw_years(make_years(*(make_year(2010, n, doc_id=f"T{n}") for n in range(1, 41))), by="text")
    heads = [text.get_text() for text in picture.axes[0].texts if text.get_weight() == "bold"]
    assert heads[-1] == "T40"
    assert f"texts not drawn: {40 - len(heads)}" in read_texts(picture)
    assert picture.get_figheight() < 10.5


def test_more_spans_than_have_room_are_counted() -> None:
    spans = [("A", str(1900 + n), str(2000 + n), "years", "before", n + 1) for n in range(20)]
    picture = draw_years(make_years(*spans))
    assert "spans of years not drawn: 12" in read_texts(picture)
    assert "1919–2019: 20" in read_texts(picture)


def test_each_block_leads_to_its_address() -> None:
    spans = ("A", "2021", "2030", "years", "before", 2)
    years = make_years(make_year(2010), make_year(2011), spans).assign(link=["#y-1", "", "#y-3"])
    assert re.findall(r'<a xlink:href="([^"]*)"', draw_years(years).to_svg()) == ["#y-1", "#y-3"]


@pytest.mark.parametrize("by", ["corpus", "text"])
def test_texts_of_random_years_never_meet_and_stay_on_the_canvas(by: str) -> None:
    clashes = {}
    for seed in range(20):
        rng, lang = random.Random(seed), ("en", "vi")[seed % 2]
        rows = []
        for _ in range(rng.choice([1, 3, 20, 60])):
            first = rng.choice([rng.randint(1000, 2100), rng.randint(1980, 2030), 2025])
            unit, length = rng.choice([("year", 0), ("year", 0), ("year", 0), ("decade", 9), ("century", 99)])
            first -= first % (length + 1)
            name = f"2024-{rng.randint(1, 9)}_" + "tuyên-bố-chung-" * rng.randint(0, 6)
            n, side = rng.choice([1, 1, 2, 30, 4000]), rng.choice(["before", "", "after"])
            rows.append((name, str(first), str(first + length), unit, side, n))
        clashes[seed] = find_clashes(draw_years(make_years(*rows), by=by, lang=lang, title="Các năm"))
    assert {seed: found for seed, found in clashes.items() if found} == {}


def test_two_pictures_of_the_same_years_are_the_same_bytes() -> None:
    years = make_years(make_year(1010), make_year(2010, 3), ("A", "2008", "", "years", "before", 1))
    assert draw_years(years).to_svg() == draw_years(years).to_svg()


@pytest.mark.parametrize(("lang", "said"), [("en", "No year is mentioned."), ("vi", "Không có năm nào được nhắc đến.")])
def test_no_years_are_said(lang: str, said: str) -> None:
    assert read_texts(draw_years(make_years(), lang=lang)) == [said]


def test_unknown_panels_are_answered_with_the_known_ones() -> None:
    with pytest.raises(ParameterError) as error:
        draw_years(make_years(make_year(2010)), by="role")
    assert str(error.value) == "by: 'role' is no choice of panels; use one of corpus, text"


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("from", "7/5/2025", "from '7/5/2025' is no year; write 2025"),
        ("from", "0", "from '0' is no year; write 2025"),
        ("to", "2009", "to 2009 is before from 2010; exchange them"),
        ("unit", "month", "unit 'month' is unknown; use one of year, decade, century, years"),
        ("side", "later", "side 'later' is unknown; use one of before, after"),
        ("n", 0, "n 0 is no number of mentions; give 1 or more, or leave the row out"),
    ],
)
def test_row_that_cannot_be_read_is_an_error(column: str, value: object, message: str) -> None:
    with pytest.raises(TableError) as error:
        draw_years(make_years(make_year(2010)).assign(**{column: value}))
    assert str(error.value) == f"years: row 0 (A): {message}"


def test_table_stays_as_it_was() -> None:
    years = make_years(make_year(2010))
    before = years.copy(deep=True)
    draw_years(years)
    pd.testing.assert_frame_equal(years, before)
