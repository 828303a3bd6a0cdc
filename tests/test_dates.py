"""Dates: the grammar on tables of what must and must not match, and what holds for any text."""

import csv
import re
import unicodedata
from datetime import date as calendar
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vietdiplo.find import dates_readers, grammar
from vietdiplo.find.dates import COLUMNS, find_dates
from vietdiplo.find.dates_lunar import find_lunar_day, find_lunar_month
from vietdiplo.find.dates_values import find_bounds, find_precision, read_number, shift_date, shift_unit
from vietdiplo.find.grammar import Grammar, Match, find_matches, load_grammar
from vietdiplo.tables import OCCURRENCES, TableError, check_surfaces, make_table
from vietdiplo.texts import split_sentences

CASES = Path(__file__).parent / "cases"
CHECKED = ["surface", "type", "value", "from", "to", "mod"]
NEWS = ("news", "", "vi", "", "", "")
PRECISIONS = {4: "year", 7: "month", 10: "day", 0: ""}


def load_cases(name: str) -> list[dict[str, str]]:
    """Load the lines of a case table."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


MATCHES = load_cases("dates_match.csv")
TEXTS = list(dict.fromkeys((row["text"], row["doc_date"]) for row in MATCHES))
NO_MATCHES = [(row["text"], row["doc_date"]) for row in load_cases("dates_no_match.csv")]
SHOWN = len(CHECKED)


def make_documents(rows: list[tuple[str, str]]) -> pd.DataFrame:
    """Make a table of documents from texts and their dates; the names count them."""
    fields = [(str(i), "", date, PRECISIONS[len(date)], *NEWS, text) for i, (text, date) in enumerate(rows)]
    return make_table(fields, "documents")


def find(text: str, date: str = "2025-05-08") -> pd.DataFrame:
    """Find the dates of a text and check that they stand where the table says."""
    document = make_documents([(text, date)])
    return check_surfaces(find_dates(split_sentences(document), document), document)


@cache
def find_tables() -> dict[tuple[str, str], list[list[str]]]:
    """Find the dates of every text of both case tables, as it is and written in an odd way."""
    rows = [(text, date) for text, date in (*TEXTS, *NO_MATCHES)]
    rows += [(write_oddly(text), date) for text, date in TEXTS]
    documents = make_documents(rows)
    found = check_surfaces(find_dates(split_sentences(documents), documents), documents)
    tables: dict[tuple[str, str], list[list[str]]] = {row: [] for row in rows}
    for doc_id, *cells in found[["doc_id", *CHECKED, "label", "rule"]].values.tolist():
        tables[rows[int(doc_id)]].append(cells)
    return tables


def write_oddly(text: str) -> str:
    """Write a text with decomposed letters, no-break spaces and zero-width ones."""
    return unicodedata.normalize("NFD", text).replace(" ", "\u200b\u00a0")


def expect(text: str, date: str) -> list[list[str]]:
    """Look up what the case table says of a text."""
    return [[row[c] for c in CHECKED] for row in MATCHES if (row["text"], row["doc_date"]) == (text, date)]


@pytest.mark.parametrize(("text", "date"), TEXTS)
def test_every_expression_of_the_match_table_is_found_and_nothing_else(text: str, date: str) -> None:
    assert [row[:SHOWN] for row in find_tables()[text, date]] == expect(text, date)


@pytest.mark.parametrize(("text", "date"), NO_MATCHES)
def test_nothing_of_the_no_match_table_is_found(text: str, date: str) -> None:
    assert find_tables()[text, date] == []


@pytest.mark.parametrize(("text", "date"), TEXTS)
def test_decomposed_letters_and_odd_spaces_change_no_value(text: str, date: str) -> None:
    found = find_tables()[write_oddly(text), date]
    assert [row[1:SHOWN] for row in found] == [row[1:] for row in expect(text, date)]


def test_a_date_and_its_label_are_one() -> None:
    assert [row for rows in find_tables().values() for row in rows if row[2] != row[SHOWN]] == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Chiều 8/5, hai bên hội đàm.", "event"),
        ("Lễ kỷ niệm 80 năm Ngày Chiến thắng.", "anniversary"),
        ("Quan hệ ngoại giao (27/4/1973 - 27/4/2023) bền chặt.", "anniversary"),
        ("Hai bên kỷ niệm lễ lớn vào năm 2026.", "event"),
        ("Việt Nam sẽ là nước phát triển đến năm 2045.", "target"),
        ("Hai bên công bố Tầm nhìn 2045.", "target"),
        ("Bản ghi nhớ được ký ngày 3/6/2019.", "instrument"),
        ("Công ước của Liên hợp quốc về Luật Biển năm 1982 là nền tảng.", "instrument"),
        ("Kế hoạch hành động giai đoạn 2024-2028.", "validity"),
        ("Ông là Thủ tướng nhiệm kỳ 2021-2026.", "validity"),
        ("Hai bên sẽ hợp tác trong thời gian tới.", "reference"),
        ("Kim ngạch tăng 19,4% so với cùng kỳ năm 2023.", "reference"),
        ("Xuất khẩu giảm so với năm ngoái.", "reference"),
        ("Năm 2023, kim ngạch tăng so với mục tiêu.", "event"),
        ("Chuyến thăm kéo dài ba ngày.", ""),
    ],
)
def test_the_words_around_tell_the_role(text: str, role: str) -> None:
    assert find(text)["role"].tolist() == [role]


@pytest.mark.parametrize(
    ("text", "anchor"),
    [("Chiều 8/5, hai bên hội đàm.", "2025-05-08"), ("Ngày 7/5/2025, hai bên hội đàm.", "")],
)
def test_the_anchor_is_the_document_s_date_only_where_it_was_needed(text: str, anchor: str) -> None:
    assert find(text)["anchor"].tolist() == [anchor]


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("ngày 7/5/2025", "day"),
        ("tuần này", "day"),
        ("tháng 5/2025", "month"),
        ("quý II/2024", "quarter"),
        ("nửa đầu năm 2024", "quarter"),
        ("năm 2024", "year"),
        ("thập niên 1990", "decade"),
        ("thế kỷ XX", "century"),
        ("33 năm qua", "year"),
        ("ba thập kỷ qua", "decade"),
        ("hai tuần tới", "day"),
        ("đến nay", "day"),
        ("hằng năm", ""),
    ],
)
def test_the_precision_is_the_unit_that_was_said(text: str, precision: str) -> None:
    assert find(text)["precision"].tolist() == [precision]


def test_a_day_is_remembered_from_sentence_to_sentence_but_not_to_the_next_text() -> None:
    texts = {"a": "Ngày 6/5, họ gặp nhau. Cùng ngày, họ dự tiệc.", "b": "Cùng ngày, họ về nước."}
    rows = [(name, "", "2025-05-08", "day", *NEWS, text) for name, text in texts.items()]
    documents = make_table(rows, "documents")
    found = find_dates(split_sentences(documents), documents)
    assert found[["doc_id", "sentence", "value"]].values.tolist() == [
        ["a", 0, "2025-05-06"],
        ["a", 1, "2025-05-06"],
        ["b", 0, "2025-05-08"],
    ]


def test_a_text_without_dates_gives_an_empty_table_with_all_columns() -> None:
    assert list(find("Hai bên hội đàm.").columns) == [*OCCURRENCES, *COLUMNS]


def test_no_sentences_give_an_empty_table_with_all_columns() -> None:
    empty = find_dates(make_table([], "sentences"), make_table([], "documents"))
    assert (len(empty), list(empty.columns)) == (0, [*OCCURRENCES, *COLUMNS])


def test_a_sentence_of_no_document_is_an_error() -> None:
    sentences = split_sentences(make_documents([("Ngày 8/5.", "")]))
    with pytest.raises(TableError, match=r"^0: not among the documents; pass the documents the sentences were split"):
        find_dates(sentences, make_table([], "documents"))


@pytest.mark.parametrize("date", ["2025-13-01", "2025-02-30", "08/05/2025", "2025-Q2", "20255"])
def test_a_document_s_date_that_is_none_is_an_error(date: str) -> None:
    documents = make_table([("d", "", date, "day", *NEWS, "Ngày 8/5.")], "documents")
    with pytest.raises(TableError, match=f"^d: date '{date}'; write 2025-05-08, 2025-05 or 2025, or leave it empty$"):
        find_dates(split_sentences(documents), documents)


@pytest.mark.parametrize(
    ("text", "date", "anchor"),
    [
        ("Từ ngày 7-8/5, Tổng thống thăm Hà Nội.", "2025-01-06", "2025-01-06?"),
        ("Từ ngày 7-8/5, Tổng thống sẽ thăm Hà Nội.", "2025-01-06", "2025-01-06"),
        ("Từ ngày 7-8/2, Tổng thống thăm Hà Nội.", "2025-01-06", "2025-01-06"),
        ("Ngày 28/12, hai bên hội đàm.", "2025-01-06", "2025-01-06"),
        ("Ngày 28/2, hai bên hội đàm.", "2024-12-06", "2024-12-06?"),
    ],
)
def test_a_date_far_from_the_document_is_marked_unless_a_word_tells_its_side(text: str, date: str, anchor: str) -> None:
    assert find(text, date)["anchor"].tolist() == [anchor]


@pytest.mark.parametrize("text", ["35/2024/QH15", "2025-05-080"])
def test_no_date_is_cut_out_of_a_longer_number(text: str) -> None:
    assert find(text)["surface"].tolist() == []


def test_every_rule_has_a_reader_and_every_reader_a_rule() -> None:
    assert {rule.reader for rule in load_grammar("dates.yml").rules} == set(dates_readers.READERS)


def test_every_rule_fires_in_the_match_table() -> None:
    fired = {row[-1] for rows in find_tables().values() for row in rows}
    assert {rule.name for rule in load_grammar("dates.yml").rules} - fired == set()


def test_a_rule_is_tried_wherever_it_fits() -> None:
    dates = load_grammar("dates.yml")
    places = re.compile(rf"\b(?:{dates.starts.pattern})")
    everywhere = dates._replace(places=places, tried=dict.fromkeys(dates.tried, dates.rules))
    texts = [text for text, _ in (*TEXTS, *NO_MATCHES)]
    found = [[(match.rule.name, match.end) for match in find_matches(dates, text)] for text in texts]
    assert found == [[(match.rule.name, match.end) for match in find_matches(everywhere, text)] for text in texts]


def test_no_pattern_repeats_without_a_bound() -> None:
    dates = load_grammar("dates.yml")
    rules = [pattern for rule in dates.rules for pattern in (rule.pattern, rule.before, rule.not_before) if pattern]
    patterns = [pattern.pattern for pattern in (dates.places, *rules, *dates.cues.values())]
    assert [p for p in patterns if re.search(r"(?<!\\)[*+]|,\}", re.sub(r"\[[^\]]*\]", "", p))] == []


@pytest.mark.parametrize(
    "piece",
    [
        "Chiều 8/5, từ ngày 7-8/5, ",
        "ngày ",
        "ngày 1, 2, 3, ",
        "12 ",
        "9999",
        "1/1/",
        "5-6",
        "năm 2024 - ",
        "2001, 2002, ",
        "từ 5 đến ",
        "hai mươi ",
        "mùng 1 tháng giêng ",
        "   ",
    ],
)
def test_finding_reads_a_long_text_as_often_as_its_parts(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    match_longest, tried = grammar._match_longest, []

    def count_tries(grammar: Grammar, text: str, lowered: str, start: int) -> Match | None:
        tried.append(start)
        return match_longest(grammar, text, lowered, start)

    monkeypatch.setattr(grammar, "_match_longest", count_tries)
    list(find_matches(load_grammar("dates.yml"), piece * 500))
    once = len(tried)
    list(find_matches(load_grammar("dates.yml"), piece * 1000))
    assert len(tried) - once <= 2.1 * once


PIECES = sorted(
    {word for text, _ in TEXTS for word in re.findall(r"[^\W\d]+|\d+|[/.–-]", text)}
    | {"0", "31", "99999", "XX", "İ", "\u200b", "ngày", "tháng", "năm", "/", "-"}
)


@given(
    texts=st.lists(
        st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", " ", " ", ", ", "\n"])), max_size=25),
        min_size=20,
        max_size=20,
    ),
    date=st.sampled_from(["", "2025", "2024-02", "2024-02-29", "2025-01-06", "0001-01-01", "9999-12-31"]),
)
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
def test_any_text_gives_days_of_the_calendar_or_none(texts: list[list[tuple[str, str]]], date: str) -> None:
    found = find(".\n\n".join("".join(map("".join, pieces)) for pieces in texts) + ".", date)
    for first, last, anchor in found[["from", "to", "anchor"]].values.tolist():
        assert (first == "") == (last == "")
        assert not first or calendar.fromisoformat(first) <= calendar.fromisoformat(last)
        assert anchor.rstrip("?") in ("", date)


def test_a_text_of_200_kb_is_read_whole() -> None:
    sentence = "Chiều 8/5, sau chuyến thăm từ ngày 7-8/5/2025, hai bên ra thông cáo trong thời gian tới và năm ngoái; "
    text = sentence * (200_000 // len(sentence))
    assert len(list(find_matches(load_grammar("dates.yml"), text))) == 4 * (200_000 // len(sentence))


@pytest.mark.parametrize(
    ("value", "bounds"),
    [
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2024-Q4", ("2024-10-01", "2024-12-31")),
        ("2024-H2", ("2024-07-01", "2024-12-31")),
        ("2020-W53", ("2020-12-28", "2021-01-03")),
        ("2025-W19-WE", ("2025-05-10", "2025-05-11")),
        ("199", ("1990-01-01", "1999-12-31")),
        ("16", ("1600-01-01", "1699-12-31")),
        ("2025-05-08TAF", ("2025-05-08", "2025-05-08")),
        ("1954-08-25/2024", ("1954-08-25", "2024-12-31")),
        ("2025/2024", ("", "")),
        ("2025-04-31", ("", "")),
        ("XXXX-05-08", ("", "")),
        ("P30Y", ("", "")),
    ],
)
def test_a_value_has_the_days_it_covers(value: str, bounds: tuple[str, str]) -> None:
    assert find_bounds(value) == bounds


def test_the_precision_of_a_range_is_the_coarser_one() -> None:
    assert find_precision("1954-08-25/2024") == "year"


@pytest.mark.parametrize(
    ("text", "number"),
    [("mười lăm", 15), ("hai mươi tư", 24), ("một trăm linh năm", 105), ("hai nghìn không trăm hai mươi", 2020)],
)
def test_numbers_are_read_in_words(text: str, number: int) -> None:
    assert read_number(text) == number


def test_a_month_before_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    assert shift_date("2025-03-31", "M", -1) == "2025-02-28"


def test_a_date_no_calendar_reaches_is_empty() -> None:
    assert shift_date("2025-03-31", "Y", -4000) == ""


@pytest.mark.parametrize(
    ("day", "month", "year", "iso"),
    [
        (1, 1, 1985, "1985-01-21"),  # China: 20 February
        (1, 1, 2007, "2007-02-17"),  # China: 18 February
        (1, 1, 2025, "2025-01-29"),
        (1, 1, 2030, "2030-02-02"),  # China: 3 February
        (10, 3, 2023, "2023-04-29"),  # behind a leap second month
        (30, 12, 2023, "2024-02-09"),
        (30, 12, 2024, ""),  # a month of 29 days
        (31, 1, 2025, ""),
        (1, 13, 2025, ""),
        (1, 1, 1975, ""),  # two calendars in one country
        (1, 1, 2072, ""),  # beyond what an ephemeris confirms
    ],
)
def test_a_lunar_day_is_of_the_calendar_of_viet_nam(day: int, month: int, year: int, iso: str) -> None:
    assert find_lunar_day(day, month, year) == iso


@pytest.mark.parametrize(
    ("month", "year", "days"),
    [(12, 2024, "2024-12-31/2025-01-28"), (1, 2025, "2025-01-29/2025-02-27"), (1, 1900, "")],
)
def test_a_lunar_month_has_29_or_30_days(month: int, year: int, days: str) -> None:
    assert find_lunar_month(month, year) == days


def test_a_unit_needs_as_much_of_a_date_as_it_is_precise() -> None:
    assert [shift_unit("2025", unit, -1) for unit in ("Y", "M", "D")] == ["2024", "XXXX-XX", "XXXX-XX-XX"]
