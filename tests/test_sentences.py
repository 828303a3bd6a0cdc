"""Sentences: borders in cases of one line, paragraphs, and places in the original."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietdiplo import check_surfaces, load_documents, load_strings, split_sentences
from vietdiplo.texts.stops import is_syllable

LINES = (Path(__file__).parent / "cases/sentences.csv").read_text(encoding="utf-8").splitlines()
CASES = list(csv.DictReader(LINES))


def split_text(text: str) -> list[str]:
    return split_sentences(load_strings({"a": text}))["text"].tolist()


@pytest.mark.parametrize("case", CASES, ids=[case["reason"] for case in CASES])
def test_borders_of_one_line(case: dict[str, str]) -> None:
    assert split_text(case["text"].replace("¦", "")) == [part.strip() for part in case["text"].split("¦")]


@pytest.mark.parametrize("case", CASES, ids=[case["reason"] for case in CASES])
def test_borders_do_not_depend_on_the_unicode_form(case: dict[str, str]) -> None:
    text = unicodedata.normalize("NFD", case["text"])
    assert split_text(text.replace("¦", "")) == [part.strip() for part in text.split("¦")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_a_line_end_is_a_border_even_without_a_stop(end: str) -> None:
    table = split_sentences(load_strings({"a": f"TUYÊN BỐ CHUNG{end}{end}Hai bên họp. Hai bên ký.{end}"}))
    assert table["text"].tolist() == ["TUYÊN BỐ CHUNG", "Hai bên họp.", "Hai bên ký."]
    assert table["paragraph"].tolist() == [0, 1, 1]
    assert table["sentence"].tolist() == [0, 1, 2]


def test_a_line_of_spaces_and_invisible_characters_is_no_sentence() -> None:
    assert split_text("Một.\n \u200b\u00a0\ufeff\nHai.") == ["Một.", "Hai."]


@pytest.mark.parametrize("spaces", [1, 50])
def test_borders_do_not_depend_on_the_number_of_spaces(spaces: int) -> None:
    gap = " " * spaces
    assert split_text(f"Điều 1.{gap}Phạm vi.{gap}Hai bên.") == [f"Điều 1.{gap}Phạm vi.", "Hai bên."]
    assert split_text(f"Hai bên ban hành Nghị định số 41.{gap}Hai bên họp.") == [
        "Hai bên ban hành Nghị định số 41.",
        "Hai bên họp.",
    ]


@pytest.mark.parametrize("text", [".", ".”", "a.B", "a. ", "1.", "Đ.", "(Ảnh: ", "Ảnh: AFP Chiều ", "a-"])
def test_a_long_line_of_stops_costs_no_more_than_its_length(text: str) -> None:
    # With a cost of the square each of these takes many times the suite's patience.
    line = "a" + text * 100_000
    assert "".join("".join(split_text(line)).split()) == line.replace(" ", "")


@pytest.mark.parametrize("text", ["* * *", "…", "[…]", "—\n\n!?", ".”" * 100_000])
def test_what_has_no_letter_or_digit_is_no_sentence(text: str) -> None:
    assert split_text(text) == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Kim ngạch hai chiều đạt 500 triệu USD trong năm 2024 (Nguồn: Tổng cục Hải quan).", "text"),
        ("Theo đó, GDP tăng 7% (nguồn: Bộ Tài chính).", "text"),
        ("Kim ngạch đạt 2 tỷ USD. (Nguồn: Tổng cục Hải quan)", "text"),
        ("Toàn cảnh phiên họp (Nguồn: TTXVN)", "caption"),
        ("Toàn cảnh phiên họp (Ảnh: TTXVN).", "caption"),
        ("Bộ Công Thương thực hiện", "text"),
        ("Hà Nội tổng hợp", "text"),
        ("Theo Hà Nội", "text"),
        ("Nhóm G7", "text"),
        ("Nhóm Visegrad", "text"),
        ("Thực hiện: Nghị quyết Đại hội XIII.", "text"),
        ("Dịch: Covid-19", "text"),
        ("Hồng Nhung tổng hợp", "byline"),
        ("Thực hiện: Hồng Nhung, PV", "byline"),
        ("Nhóm PV", "byline"),
        ("Nhóm PV/TTXVN", "byline"),
        ("Theo Reuters, Guardian", "byline"),
    ],
)
def test_the_kind_of_a_line_that_looks_like_a_credit(line: str, kind: str) -> None:
    sentences = split_sentences(
        load_strings({"a": f"Hai bên đánh giá cao kết quả hợp tác trong thời gian qua.\n{line}"})
    )
    assert sentences["kind"].tolist()[1] == kind


def test_an_empty_text_has_no_sentence() -> None:
    table = split_sentences(load_strings({"a": ""}))
    assert list(table) == ["doc_id", "paragraph", "sentence", "start", "end", "text", "kind"]
    assert len(table) == 0


def test_the_seeds_keep_every_character_but_spaces() -> None:
    documents = load_documents("seeds")
    sentences = check_surfaces(split_sentences(documents), documents)
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        kept = "".join(sentences.loc[sentences["doc_id"] == doc_id, "text"])
        assert "".join(kept.split()) == "".join(text.split())


@given(st.text(st.sampled_from("aA1 .!?…\"”)('-\n\r\u200b\u0301ắĐđIV"), max_size=60))
def test_any_text_is_split_without_loss_and_overlap(text: str) -> None:
    documents = load_strings({"a": text})
    sentences = check_surfaces(split_sentences(documents), documents)
    inside = set().union(*(range(s, e) for s, e in zip(sentences["start"], sentences["end"], strict=True)), set())
    assert sum(sentences["end"] - sentences["start"]) == len(inside)
    assert not any(text[at].isalnum() for at in set(range(len(text))) - inside)


@pytest.mark.parametrize("word", ["Nam", "nghiêng", "Việt", "quốc", "giếng", "khuỷu", "Ăn", "ý"])
def test_a_vietnamese_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Putin", "Trump", "Biden", "Aliyev", "Kennedy", "Scholz", "Xhu", "W"])
def test_no_vietnamese_syllable(word: str) -> None:
    assert not is_syllable(word)
