"""Events counted: which mentions are one, what the row of an event says, and whose dates agree."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from vietdiplo.count import compare_event_dates, count_events, events_merge
from vietdiplo.count.events import COLUMNS, find_status
from vietdiplo.count.events_same import Mention, is_same
from vietdiplo.find import find_dates, find_events
from vietdiplo.tables import TableError
from vietdiplo.texts import load_events, load_strings, split_sentences

CASES = Path(__file__).parent / "cases"
TALKS = "Sáng 7/5, Tổng Bí thư Tô Lâm hội đàm với Tổng thống Azerbaijan Ilham Aliyev."
RELATIONS = "Việt Nam và Azerbaijan thiết lập quan hệ ngoại giao "


def load_pairs() -> list[dict[str, str]]:
    with (CASES / "events_pairs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def find_in(texts: Mapping[str, str], dates: Mapping[str, str] | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the events of texts; all are dated 8 May 2025 if nothing else is said."""
    dated = dates if dates is not None else dict.fromkeys(texts, "2025-05-08")
    documents = load_strings(texts, dates=dated)
    sentences = split_sentences(documents)
    return find_events(find_dates(sentences, documents), sentences, documents), documents


def count_in(texts: Mapping[str, str], dates: Mapping[str, str] | None = None) -> pd.DataFrame:
    return count_events(*find_in(texts, dates))


@pytest.mark.parametrize("pair", load_pairs(), ids=lambda pair: f"{pair['kind']}: {pair['reason']}")
def test_two_mentions_are_one_event_or_two(pair: dict[str, str]) -> None:
    texts = {"a": pair["text_a"], "b": pair["text_b"]}
    documents = load_strings(texts, dates={"a": pair["date_a"], "b": pair["date_b"]})
    documents["partner"] = [pair["partner_a"], pair["partner_b"]]
    sentences = split_sentences(documents)
    events = count_events(find_events(find_dates(sentences, documents), sentences, documents), documents)
    assert bool((events["documents"] == 2).any()) is (pair["same"] == "yes")


def test_the_row_of_an_event_told_twice() -> None:
    visit = "Nhân chuyến thăm Azerbaijan của Tổng Bí thư Tô Lâm từ ngày 7 đến ngày 8 tháng 5 năm 2025, hai bên hội đàm."
    news = "Tổng Bí thư Tô Lâm thăm cấp Nhà nước Azerbaijan từ ngày 7-8/5."
    table = count_in({"declaration": visit, "news": news}, {"declaration": "2025-05-07", "news": "2025-05-08"})
    assert table.columns.tolist() == list(COLUMNS)
    assert len(table) == 1
    row = table.iloc[0]
    assert row[["headline", "participants"]].tolist() == [
        "Tổng Bí thư Tô Lâm thăm cấp Nhà nước Azerbaijan",
        "Tổng Bí thư Tô Lâm; Azerbaijan",
    ]
    assert row[["from", "to", "precision", "role", "status"]].tolist() == [
        *("2025-05-07", "2025-05-08"),
        *("day", "event", "past"),
    ]
    assert row["when"] == "ngày 7 đến ngày 8 tháng 5 năm 2025; ngày 7-8/5"
    assert row[["mentions", "documents", "texts"]].tolist() == [2, 2, "declaration; news"]
    assert row[["doc_id", "sentence", "dates", "source", "cited"]].tolist() == ["news", 0, "agree", "text", ""]


def test_the_table_does_not_depend_on_the_order_of_the_mentions() -> None:
    with (CASES / "events_pairs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:60]
    texts = {f"{number}{side}": row[f"text_{side}"] for number, row in enumerate(rows) for side in "ab"}
    dates = {f"{number}{side}": row[f"date_{side}"] for number, row in enumerate(rows) for side in "ab"}
    events, documents = find_in(texts, dates)
    first = count_events(events, documents)
    for seed in range(3):
        shuffled = events.sample(frac=1, random_state=seed, ignore_index=True)
        pd.testing.assert_frame_equal(count_events(shuffled, documents.sample(frac=1, random_state=seed)), first)
    assert first["event"].is_unique


def test_the_name_of_an_event_is_the_same_in_another_corpus_and_on_another_day_of_reading() -> None:
    alone = count_in({"a": TALKS})
    among = count_in(
        {"x": "Ngày 7/5, giá gạo tăng nhẹ.", "b": TALKS + " Năm 2024, hai bên họp."},
        {"b": "2025-06-01", "x": "2025-06-01"},
    )
    assert alone["event"].tolist() == ["eb52a70e8d"]
    assert "eb52a70e8d" in among["event"].tolist()


def test_an_exact_date_wins_and_the_coarser_one_is_said() -> None:
    table = count_in({"a": RELATIONS + "năm 1992.", "b": RELATIONS + "ngày 23/9/1992."})
    assert table[["value", "when", "dates", "doc_id"]].to_numpy().tolist() == [
        ["1992-09-23", "năm 1992; ngày 23/9/1992", "coarser", "b"]
    ]


def test_a_coarse_date_that_fits_two_events_joins_neither() -> None:
    visit = "Thủ tướng Phạm Minh Chính thăm Lào "
    table = count_in({"a": visit + "ngày 5/1/2024.", "b": visit + "ngày 9/10/2024.", "c": visit + "năm 2024."})
    assert table[["value", "mentions"]].to_numpy().tolist() == [["2024", 1], ["2024-01-05", 1], ["2024-10-09", 1]]


def test_a_year_that_may_be_another_is_unsure() -> None:
    table = count_in({"a": "Thủ tướng thăm Lào từ ngày 7-8/5."}, {"a": "2025-01-10"})
    assert table["dates"].tolist() == ["unsure"]


@pytest.mark.parametrize(
    ("first", "last", "day", "status"),
    [
        ("2025-05-07", "2025-05-08", "2025-05-08", "past"),
        ("2025-05-07", "2025-05-08", "2025-05-07", "ongoing"),
        ("2025-05-09", "2025-05-09", "2025-05-08", "pledged"),
        ("2025-01-01", "2025-12-31", "2025-05-08", "ongoing"),
        ("2025-05-07", "2025-05-07", "2025-05", ""),
        ("2025-05-07", "2025-05-07", "2025-06", "past"),
        ("2030-01-01", "2030-12-31", "2025", "pledged"),
        ("2025-05-07", "2025-05-07", "", ""),
    ],
)
def test_status_is_that_of_the_date_of_the_text(first: str, last: str, day: str, status: str) -> None:
    assert find_status(first, last, day) == status


def test_a_text_without_a_date_gives_no_status() -> None:
    assert count_in({"a": RELATIONS + "năm 1992."}, {})["status"].tolist() == [""]


def test_a_day_said_twice_in_one_sentence_agrees_with_nobody() -> None:
    table = count_in({"a": "Sáng nay (8/5), Thủ tướng Phạm Minh Chính hội kiến Quốc vương Thụy Điển."})
    assert table[["mentions", "dates"]].to_numpy().tolist() == [[2, ""]]


def test_no_mention_is_an_empty_table() -> None:
    table = count_in({"a": "Hai bên hợp tác."})
    assert table.columns.tolist() == list(COLUMNS)
    assert table.empty


def write_context(folder: Path, *lines: str) -> pd.DataFrame:
    (folder / "texts").mkdir(exist_ok=True)
    text = "\n".join(["date,headline,role,participants,source", *lines]) + "\n"
    (folder / "events.csv").write_text(text, encoding="utf-8")
    return load_events(folder)


def test_context_is_added_as_it_is_and_never_merged(tmp_path: Path) -> None:
    context = write_context(
        tmp_path, "1992-09-23,Việt Nam và Azerbaijan thiết lập quan hệ ngoại giao,,Việt Nam; Azerbaijan,MFA"
    )
    table = count_events(*find_in({"a": RELATIONS + "năm 1992."}), context)
    columns = ["value", "source", "cited", "mentions", "doc_id", "sentence", "status"]
    assert table[columns].to_numpy().tolist() == [
        ["1992", "text", "", 1, "a", 0, "past"],
        ["1992-09-23", "context", "MFA", 0, "", -1, "past"],
    ]


def test_a_column_that_is_missing_is_named() -> None:
    events, documents = find_in({"a": TALKS})
    with pytest.raises(TableError, match="^events: no column people, about; pass what find_events gives$"):
        count_events(events.drop(columns=["people", "about"]), documents)


def test_dates_that_differ_in_precision_stand_side_by_side(tmp_path: Path) -> None:
    context = write_context(tmp_path, "1992-09-23,Việt Nam và Azerbaijan thiết lập quan hệ ngoại giao,,,MFA")
    compared = compare_event_dates(
        *find_in({"a": RELATIONS + "năm 1992.", "b": RELATIONS + "vào tháng 9/1992."}), context
    )
    columns = ["group", "dates", "when", "doc_id", "sentence", "source", "cited"]
    assert compared[columns].to_numpy().tolist() == [
        [1, "coarser", "năm 1992", "a", 0, "text", ""],
        [1, "coarser", "tháng 9/1992", "b", 0, "text", ""],
        [1, "coarser", "1992-09-23", "", -1, "context", "MFA"],
    ]


def test_days_that_exclude_each_other_differ() -> None:
    texts = {"a": RELATIONS + "ngày 23/9/1992.", "b": RELATIONS + "ngày 24/9/1992.", "c": RELATIONS + "năm 1992."}
    compared = compare_event_dates(*find_in(texts))
    assert compared[["dates", "when"]].to_numpy().tolist() == [
        ["differ", "ngày 23/9/1992"],
        ["differ", "ngày 24/9/1992"],
        ["differ", "năm 1992"],
    ]


def test_visits_whose_days_overlap_are_compared_and_later_ones_are_not() -> None:
    visit = "Tổng Bí thư Tô Lâm thăm Azerbaijan "
    texts = {"a": visit + "từ ngày 7-8/5/2025.", "b": visit + "từ ngày 6-8/5/2025.", "c": visit + "từ ngày 1-3/4/2026."}
    compared = compare_event_dates(*find_in(texts))
    assert compared[["group", "dates", "when"]].to_numpy().tolist() == [
        [1, "differ", "ngày 7-8/5/2025"],
        [1, "differ", "ngày 6-8/5/2025"],
    ]


@pytest.mark.parametrize(
    "texts",
    [
        {"a": RELATIONS + "năm 1992.", "b": RELATIONS + "năm 1992."},
        {"a": RELATIONS + "năm 1992.", "b": "Việt Nam và Hungary thiết lập quan hệ ngoại giao năm 1950."},
        {"a": "Năm 2016, hai bên ký Hiệp định.", "b": "Năm 2018, hai bên ký Thỏa thuận."},
        {"a": "Hai bên hợp tác."},
    ],
)
def test_what_agrees_or_is_another_event_is_not_listed(texts: dict[str, str]) -> None:
    assert compare_event_dates(*find_in(texts)).empty


def test_merging_takes_the_time_of_its_mentions(monkeypatch: pytest.MonkeyPatch) -> None:
    events, documents = find_in({"a": "Năm 2025, bộ trưởng phát biểu tại hội thảo."})
    asked = 0
    real = is_same

    def count_calls(one: Mention, other: Mention) -> bool:
        nonlocal asked
        asked += 1
        return real(one, other)

    monkeypatch.setattr(events_merge, "is_same", count_calls)
    many = pd.concat([events] * 3000, ignore_index=True)
    many["about"] = [f"chung w{number} w{number + 1}" for number in range(3000)]
    count_events(many, documents)
    assert asked <= 3000 * events_merge.MOST


def test_the_span_to_an_anniversary_dates_neither() -> None:
    feast = "Hai nước kỷ niệm 60 năm thiết lập quan hệ ngoại giao Việt Nam - Lào (5/9/1962 - 5/9/2022)."
    texts = {"a": feast, "b": "Việt Nam và Lào thiết lập quan hệ ngoại giao ngày 5/9/1962."}
    assert compare_event_dates(*find_in(texts)).empty
