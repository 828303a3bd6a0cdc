"""Dates: the grammar on tables of what must and must not match, and what holds for any text."""

import csv
import re
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from vietdiplo.find import dates_readers, grammar
from vietdiplo.find.dates import COLUMNS, find_dates
from vietdiplo.find.dates_values import find_bounds, find_precision, read_number, shift_date, shift_unit
from vietdiplo.find.grammar import Match, Rule, find_matches, load_grammar
from vietdiplo.tables import OCCURRENCES, TableError, check_surfaces, make_table
from vietdiplo.texts import split_sentences

CASES = Path(__file__).parent / "cases"
CHECKED = ["surface", "type", "value", "from", "to", "mod"]
PRECISIONS = {4: "year", 7: "month", 10: "day", 0: ""}


def load_cases(name: str) -> list[dict[str, str]]:
    """Load the lines of a case table."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


MATCHES = load_cases("dates_match.csv")
TEXTS = list(dict.fromkeys((row["text"], row["doc_date"]) for row in MATCHES))


def make_document(text: str, date: str) -> pd.DataFrame:
    """Make the table of one document."""
    return make_table([("d", "", date, PRECISIONS[len(date)], "news", "", "vi", "", "", "", text)], "documents")


def find(text: str, date: str = "2025-05-08") -> pd.DataFrame:
    """Find the dates of a text and check that they stand where the table says."""
    document = make_document(text, date)
    return check_surfaces(find_dates(split_sentences(document), document), document)


def expect(text: str, date: str) -> list[list[str]]:
    """Look up what the case table says of a text."""
    return [[row[c] for c in CHECKED] for row in MATCHES if (row["text"], row["doc_date"]) == (text, date)]


@pytest.mark.parametrize(("text", "date"), TEXTS)
def test_every_expression_of_the_match_table_is_found_and_nothing_else(text: str, date: str) -> None:
    assert find(text, date)[CHECKED].values.tolist() == expect(text, date)


@pytest.mark.parametrize("row", load_cases("dates_no_match.csv"), ids=lambda row: row["reason"])
def test_nothing_of_the_no_match_table_is_found(row: dict[str, str]) -> None:
    assert find(row["text"], row["doc_date"])["surface"].tolist() == []


@pytest.mark.parametrize(("text", "date"), TEXTS)
def test_decomposed_letters_and_odd_spaces_change_no_value(text: str, date: str) -> None:
    odd = unicodedata.normalize("NFD", text).replace(" ", "\u200b\u00a0")
    found = find(odd, date)
    assert found[CHECKED[1:]].values.tolist() == [row[1:] for row in expect(text, date)]


@pytest.mark.parametrize(("text", "date"), TEXTS)
def test_a_date_and_its_label_are_one(text: str, date: str) -> None:
    found = find(text, date)
    assert found["label"].tolist() == found["value"].tolist()
    assert ((found["from"] == "") == (found["to"] == "")).all()
    assert (found["from"] <= found["to"]).all()


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
    rows = [(name, "", "2025-05-08", "day", "news", "", "vi", "", "", "", text) for name, text in texts.items()]
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
    sentences = split_sentences(make_document("Ngày 8/5.", ""))
    with pytest.raises(TableError, match=r"^d: not among the documents; pass the documents the sentences were split"):
        find_dates(sentences, make_table([], "documents"))


def test_every_rule_has_a_reader_and_every_reader_a_rule() -> None:
    assert {rule.reader for rule in load_grammar("dates.yml").rules} == set(dates_readers.READERS)


def test_every_rule_fires_in_the_match_table() -> None:
    fired = {rule for text, date in TEXTS for rule in find(text, date)["rule"]}
    assert {rule.name for rule in load_grammar("dates.yml").rules} - fired == set()


def test_no_pattern_repeats_without_a_bound() -> None:
    dates = load_grammar("dates.yml")
    patterns = [rule.pattern.pattern for rule in dates.rules] + [cue.pattern for cue in dates.cues.values()]
    assert [p for p in patterns if re.search(r"(?<!\\)[*+]|,\}", re.sub(r"\[[^\]]*\]", "", p))] == []


@pytest.mark.parametrize(
    "piece", ["Chiều 8/5, từ ngày 7-8/5, ", "ngày ", "12 ", "1/1/", "năm 2024 - ", "từ 5 đến ", "hai mươi ", "   "]
)
def test_finding_reads_a_long_text_as_often_as_its_parts(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    try_rule, tried = grammar._try_rule, []

    def count_tries(rule: Rule, text: str, start: int) -> Match | None:
        tried.append(start)
        return try_rule(rule, text, start)

    monkeypatch.setattr(grammar, "_try_rule", count_tries)
    list(find_matches(load_grammar("dates.yml"), piece * 500))
    once = len(tried)
    list(find_matches(load_grammar("dates.yml"), piece * 1000))
    assert len(tried) - once <= 2.1 * once


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


def test_a_unit_needs_as_much_of_a_date_as_it_is_precise() -> None:
    assert [shift_unit("2025", unit, -1) for unit in ("Y", "M", "D")] == ["2024", "XXXX-XX", "XXXX-XX-XX"]
