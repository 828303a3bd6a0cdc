"""Events found: the clause of a date, its headline, who takes part, and what is on no timeline."""

import csv
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from vietdiplo.find import find_dates, find_events, find_undated
from vietdiplo.find.events import COLUMNS
from vietdiplo.find.events_words import load_words
from vietdiplo.tables import OCCURRENCES, TableError, check_surfaces
from vietdiplo.texts import load_strings, split_sentences

CASES = Path(__file__).parent / "cases"


def load_cases(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def find_in(text: str, *, date: str = "2025-05-08", partner: str = "") -> pd.DataFrame:
    """Find the events of one text."""
    documents = load_strings({"a": text}, dates={"a": date}).assign(partner=partner)
    sentences = split_sentences(documents)
    events = find_events(find_dates(sentences, documents), sentences, documents)
    return check_surfaces(events, documents)


@pytest.mark.parametrize("case", load_cases("events_headlines.csv"), ids=lambda case: case["reason"])
def test_a_headline_is_the_clause_of_the_date(case: dict[str, str]) -> None:
    found = find_in(case["text"], date=case["date"])
    found = found[found["surface"] == case["surface"]]
    shown = found[["headline", "participants"]].to_numpy().tolist()
    assert shown == [[case["headline"], case["participants"]]]


def test_the_columns_are_those_of_an_occurrence_and_the_date_and_the_clause() -> None:
    found = find_in("Sáng 7/5, Tổng Bí thư Tô Lâm hội đàm với Tổng thống Azerbaijan Ilham Aliyev.")
    assert found.columns.tolist() == [*OCCURRENCES, *COLUMNS]
    row = found.iloc[0]
    assert row[["surface", "layer", "label"]].tolist() == ["Sáng 7/5", "events", "2025-05-07TMO"]
    assert row[["role", "type", "value", "from", "to"]].tolist() == [
        *("event", "TIME", "2025-05-07TMO"),
        *("2025-05-07", "2025-05-07"),
    ]
    assert row[["head", "sides", "about"]].tolist() == ["talks", "AZ", ""]
    assert row["people"] == "tổng bí thư|tô lâm|VN; tổng thống|ilham aliyev|AZ"


def test_what_has_no_first_day_or_is_vague_is_no_event() -> None:
    text = "Hiện nay, sau hơn 30 năm, hai nước hợp tác. Sáng 31/4, họp. Trong 33 năm qua, hai nước hợp tác tốt đẹp."
    assert find_in(text)["surface"].tolist() == ["33 năm qua"]


@pytest.mark.parametrize(("partner", "sides"), [("LAO", "LA VN"), ("", "HU VN")])
def test_both_sides_are_viet_nam_and_the_partner_or_else_the_country_named_most(partner: str, sides: str) -> None:
    hungary = "Năm 2018, Thủ tướng thăm Hungary. Năm 2013, Hungary cấp học bổng."
    found = find_in(f"Năm 1950, hai nước thiết lập quan hệ ngoại giao. {hungary}", partner=partner)
    assert found["sides"].tolist()[0] == sides


def test_decomposed_letters_and_odd_spaces_change_nothing_but_places() -> None:
    text = "Ngày 7/5, tại Baku, Tổng Bí thư Tô Lâm hội đàm với\u00a0Tổng thống Ilham Aliyev."
    columns = ["headline", "participants", "people", "about"]
    composed, decomposed = (find_in(unicodedata.normalize(form, text))[columns] for form in ("NFC", "NFD"))
    assert composed.to_numpy().tolist() == decomposed.to_numpy().tolist()
    assert composed["headline"].tolist() == ["Tổng Bí thư Tô Lâm hội đàm với Tổng thống Ilham Aliyev"]


def test_companions_are_left_out_of_a_long_headline() -> None:
    text = (
        "Chiều 8/5, Tổng Bí thư Tô Lâm và Phu nhân Ngô Phương Ly cùng Đoàn đại biểu cấp cao Việt Nam đã rời "
        "Thủ đô Baku, kết thúc chuyến thăm."
    )
    found = find_in(text)
    assert found["headline"].tolist() == ["Tổng Bí thư Tô Lâm … rời Thủ đô Baku"]
    assert found["participants"].tolist() == ["Tổng Bí thư Tô Lâm; Phu nhân Ngô Phương Ly; Việt Nam"]


def test_a_long_headline_ends_between_words() -> None:
    found = find_in("Ngày 7/5, " + "hai bên hợp tác chặt chẽ và " * 10 + "thân thiện.")
    headline = found["headline"].iloc[0]
    assert headline == "Hai bên hợp tác chặt chẽ và hai bên hợp tác chặt chẽ và hai bên hợp tác chặt chẽ và hai…"


def test_a_range_dates_the_visit_and_not_its_start() -> None:
    found = find_in(
        "Thủ tướng Lào bắt đầu chuyến thăm Việt Nam từ ngày 8 đến 10/1. Thủ tướng Lào bắt đầu chuyến thăm ngày 8/1."
    )
    assert found["head"].tolist() == ["visit", "visit_start"]


def test_the_guest_is_whose_visit_is_dated() -> None:
    text = "Sáng 8/1, Thủ tướng Phạm Minh Chính đón Thủ tướng Lào Siphandone thăm Việt Nam từ ngày 8-10/1."
    assert find_in(text, date="2024-01-08")["headline"].tolist() == [
        "Thủ tướng Phạm Minh Chính đón Thủ tướng Lào Siphandone thăm Việt Nam từ ngày 8-10/1",
        "Thủ tướng Lào Siphandone thăm Việt Nam",
    ]


def test_a_list_without_end_is_read_around_each_date() -> None:
    text = "; ".join(f"ngày {n % 28 + 1}/{n % 12 + 1}/2020 gặp Thủ tướng Lào" for n in range(120)) + "."
    found = find_in(text)
    assert len(found) == 120
    assert set(found["headline"][10:110]) == {"Gặp Thủ tướng Lào"}


@pytest.mark.parametrize(
    ("text", "date", "days"),
    [
        ("kỷ niệm 65 năm thiết lập quan hệ ngoại giao (5/9/1962 - 5/9/2027).", "2024-09-11", ["2027-09-05"] * 3),
        ("kỷ niệm 60 năm thiết lập quan hệ ngoại giao (5/9/1962 - 5/9/2022).", "2024-09-11", ["2022-09-05"] * 3),
        ("kỷ niệm 50 năm quan hệ (1975-2025).", "2025-01-08", ["2025", "2025-01-01", "2025-12-31"]),
    ],
)
def test_an_anniversary_is_on_its_own_day_and_not_since_what_it_remembers(
    text: str, date: str, days: list[str]
) -> None:
    found = find_in(f"Hai bên {text}", date=date)
    assert found[["value", "from", "to", "head"]].to_numpy().tolist() == [[*days, "commemorate"]]


def test_celebrations_over_two_years_are_a_span() -> None:
    assert find_in("Hai bên tổ chức kỷ niệm trong giai đoạn 2025-2026.")["value"].tolist() == ["2025/2026"]


def test_no_date_is_no_event() -> None:
    found = find_in("Hai bên hợp tác.")
    assert found.columns.tolist() == [*OCCURRENCES, *COLUMNS]
    assert found.empty


def test_a_date_of_another_sentence_is_refused() -> None:
    documents = load_strings({"a": "Năm 1992, họp."})
    sentences = split_sentences(documents)
    dates = find_dates(sentences, documents).assign(sentence=7)
    with pytest.raises(TableError, match="^a: sentence 7 is not among the sentences; pass those of the dates$"):
        find_events(dates, sentences)


def test_each_word_of_the_data_stands_in_one_list_of_kinds() -> None:
    heads = load_words().heads
    assert {entry.by for entry in heads.values()} == {"sides", "people", "words"}
    assert {kind for entry in heads.values() for kind in (*entry.like, entry.span)} <= {*heads, ""}


@pytest.mark.parametrize(
    ("text", "date", "why"),
    [
        ("Sáng 31/4, hai bên họp.", "2025-05-08", {"Sáng 31/4": "no_such_day"}),
        ("Tháng 13/2024, hai bên họp.", "2025-05-08", {"Tháng 13/2024": "no_such_day"}),
        ("Ngày 29/2/2023, hai bên họp.", "", {"Ngày 29/2/2023": "no_such_day"}),
        ("Ngày 29/2, hai bên họp.", "2025-05-08", {"Ngày 29/2": "no_such_day"}),
        ("Ngày 29/2, hai bên họp.", "", {"Ngày 29/2": "no_text_date"}),
        ("Ngày 7/5, hai bên họp.", "", {"Ngày 7/5": "no_text_date"}),
        ("Thủ tướng thăm Lào từ ngày 7-8/5.", "2025-01-10", {"ngày 7-8/5": "unsure"}),
        ("Hội nghị thường niên diễn ra.", "2025-05-08", {"thường niên": "set"}),
        ("Sau hơn 30 năm, hai bên hợp tác.", "2025-05-08", {"hơn 30 năm": "length"}),
        ("Thời gian tới, hai bên hợp tác.", "2025-05-08", {"Thời gian tới": "vague"}),
        ("Kim ngạch tăng so với cùng kỳ năm 2023.", "2025-05-08", {"năm 2023": "compared"}),
        ("Hội nghị họp từ ngày 8 đến ngày 7 tháng 5.", "2025-05-08", {"ngày 8 đến ngày 7 tháng 5": "unsettled"}),
        ("Năm 1992, hai bên hợp tác.", "", {}),
    ],
)
def test_why_an_expression_is_on_no_timeline(text: str, date: str, why: dict[str, str]) -> None:
    documents = load_strings({"a": text}, dates={"a": date})
    found = find_undated(find_dates(split_sentences(documents), documents), documents)
    assert dict(zip(found["surface"], found["why"], strict=True)) == why


def test_what_is_undated_must_be_of_the_documents() -> None:
    documents = load_strings({"a": "Năm 1992, họp."})
    dates = find_dates(split_sentences(documents), documents).assign(doc_id="b")
    with pytest.raises(TableError, match="^b: not among the documents; pass the documents the dates were found in$"):
        find_undated(dates, documents)
