"""Commitments: sentences that must and must not have some, the columns of a clause, and what holds for any text."""

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import yaml

from vietdiplo.find.codebook import Codebook, load_codebook
from vietdiplo.find.commitments import COLUMNS, find_commitments
from vietdiplo.find.commitments_marks import load_lexicon
from vietdiplo.language import FOLDER
from vietdiplo.tables import OCCURRENCES, TableError, check_surfaces, make_table
from vietdiplo.texts import split_sentences
from vietdiplo.texts.corpus import ROOT

CASES = Path(__file__).parent / "cases"


def load_cases(name: str) -> list[dict[str, str]]:
    """Load the lines of a case table."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def find(text: str, genre: str = "declaration", partner: str = "", date: str = "") -> pd.DataFrame:
    """Find the commitments of a text and check that they stand where the table says."""
    precision = {10: "day", 4: "year", 0: ""}[len(date)]
    document = make_table([("d", "", date, precision, genre, partner, "vi", "", "", "", text)], "documents")
    return check_surfaces(find_commitments(split_sentences(document), document), document)


def count_clauses(row: dict[str, str], text: str) -> list[str]:
    """List the side and the level of each clause that is found in a text."""
    found = find(text, row["genre"], row["partner"])
    return sorted(f"{side} {level}" for side, level in zip(found["side"], found["level"], strict=True))


MATCHES = load_cases("commitments_match.csv")
RIGHT = [row for row in MATCHES if row["found"] == "yes"]
NO_MATCHES = load_cases("commitments_no_match.csv")


@pytest.mark.parametrize("row", RIGHT, ids=lambda row: row["text"][:40])
def test_the_clauses_of_the_match_table_are_found_and_no_others(row: dict[str, str]) -> None:
    assert count_clauses(row, row["text"]) == sorted(row["clauses"].split("; "))


@pytest.mark.parametrize("row", [row for row in MATCHES if row["found"] == "no"], ids=lambda row: row["text"][:40])
@pytest.mark.xfail(strict=True, reason="known to be read wrongly")
def test_what_is_known_to_be_wrong_is_still_wrong(row: dict[str, str]) -> None:
    assert count_clauses(row, row["text"]) == sorted(row["clauses"].split("; "))


@pytest.mark.parametrize("row", NO_MATCHES, ids=lambda row: row["reason"])
def test_nothing_of_the_no_match_table_is_found(row: dict[str, str]) -> None:
    assert count_clauses(row, row["text"]) == []


@pytest.mark.parametrize("row", RIGHT, ids=lambda row: row["text"][:40])
def test_decomposed_letters_and_odd_spaces_change_nothing(row: dict[str, str]) -> None:
    odd = unicodedata.normalize("NFD", row["text"]).replace(" ", "\u200b\u00a0")
    assert count_clauses(row, odd) == sorted(row["clauses"].split("; "))


@cache
def load_shipped() -> Codebook:
    return load_codebook(ROOT / "seeds" / "sectors.yml")


def test_a_clause_has_all_that_its_text_says() -> None:
    text = (
        "Hai Bên nhất trí tăng cường hợp tác năng lượng theo Kế hoạch hành động nhằm bảo đảm an ninh lương thực; "
        "phấn đấu đạt kim ngạch thương mại 20 tỷ USD vào năm 2030."
    )
    document = make_table([("d", "", "2025-05-07", "day", "declaration", "", "vi", "", "", "", text)], "documents")
    found = find_commitments(split_sentences(document), document, load_shipped())
    columns = ["label", "level", "side", "actor", "cue", "polarity", "status"]
    assert found[columns].values.tolist() == [["5", 5, "both", "Hai Bên", "nhất trí", "+", "prospective"]] * 2
    assert found[["action", "object", "sectors", "amount", "target", "instrument"]].values.tolist() == [
        ["tăng cường", "hợp tác năng lượng theo Kế hoạch hành động", "ENE", "", "", "Kế hoạch hành động"],
        ["phấn đấu", "đạt kim ngạch thương mại 20 tỷ USD vào năm 2030", "ECO", "20 tỷ USD", "2030", ""],
    ]


@pytest.mark.parametrize(
    ("text", "sectors"),
    [
        ("Hai bên sẽ mở rộng hợp tác y tế nhằm thúc đẩy du lịch.", ["HEA"]),
        ("Hai bên sẽ mở rộng hợp tác y tế, bao gồm du lịch chữa bệnh.", ["CUL HEA"]),
        ("Hai bên sẽ tăng cường tiếp xúc nhằm thúc đẩy du lịch.", ["CUL"]),
        ("Hai bên sẽ thúc đẩy du lịch; trao đổi kinh nghiệm.", ["CUL", "CUL"]),
    ],
)
def test_sectors_are_those_of_the_clause_then_of_its_aim_then_of_the_sentence(text: str, sectors: list[str]) -> None:
    document = make_table([("d", "", "", "", "declaration", "", "vi", "", "", "", text)], "documents")
    assert find_commitments(split_sentences(document), document, load_shipped())["sectors"].tolist() == sectors


def test_a_clause_at_the_end_holds_all_members_of_its_list() -> None:
    found = find("Hai bên cam kết mở rộng hợp tác về năng lượng, y tế và nông nghiệp.")
    assert found["object"].tolist() == ["hợp tác về năng lượng, y tế và nông nghiệp"]


def test_a_clause_goes_from_its_subject_or_its_head_to_the_next_one() -> None:
    found = find("Hai bên cam kết mở rộng hợp tác, đẩy mạnh đầu tư và tổ chức Ngày Văn hóa.")
    assert found["surface"].tolist() == [
        "Hai bên cam kết mở rộng hợp tác",
        "đẩy mạnh đầu tư",
        "tổ chức Ngày Văn hóa",
    ]


def test_a_list_goes_on_in_the_sentences_after_a_colon() -> None:
    found = find(
        "Hai nước sẽ hợp tác theo các hướng sau:\n- Mở rộng thương mại;\n- Triển khai dự án.\nHai nước hội đàm."
    )
    assert found[["sentence", "cue", "level"]].values.tolist() == [[0, "sẽ", 4], [1, "sẽ", 4], [2, "sẽ", 4]]


def test_a_pronoun_is_who_spoke_before() -> None:
    found = find("Tổng thống Pháp đề nghị hai bên mở đường bay. Ông cam kết hỗ trợ Việt Nam.", "news", "FRA")
    assert found[["actor", "side"]].values.tolist() == [["Tổng thống Pháp", "partner"], ["Ông", "partner"]]


def test_an_unnamed_subject_is_who_spoke_before() -> None:
    found = find("Phía Lào cảm ơn Việt Nam và cam kết bảo vệ rừng. Đồng thời đề nghị mở cửa khẩu mới.", "news", "LAO")
    assert found["actor"].tolist() == ["Phía Lào", "Phía Lào"]


@pytest.mark.parametrize(
    ("actor", "side"),
    [
        ("Hai nhà Lãnh đạo", "both"),
        ("Việt Nam và Nhật Bản", "both"),
        ("Thủ tướng Phạm Minh Chính và Tổng thống Joko Widodo", "both"),
        ("Tổng Bí thư, Chủ tịch nước Tô Lâm", "viet_nam"),
        ("Phó Thủ tướng Hồ Đức Phớc", "viet_nam"),
        ("Đảng, Nhà nước và nhân dân Việt Nam", "viet_nam"),
        ("Chủ tịch nước Lào Thongloun Sisoulith", "partner"),
        ("Thủ tướng Lý Cường", "partner"),
        ("Quốc vương Campuchia", "partner"),
        ("Các bộ, ngành, địa phương hai nước", "agency"),
        ("Bộ Quốc phòng hai nước", "agency"),
        ("ASEAN", "other"),
    ],
)
def test_a_subject_speaks_for_its_side(actor: str, side: str) -> None:
    assert find(f"{actor} cam kết mở rộng hợp tác.")[["actor", "side"]].values.tolist() == [[actor, side]]


def test_a_third_country_is_other_where_the_partner_is_known() -> None:
    assert find("Thái Lan sẽ hỗ trợ dự án.", partner="LAO")["side"].tolist() == ["other"]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [("Hai bên cam kết không sử dụng vũ lực.", "-"), ("Hai bên cam kết không ngừng mở rộng hợp tác.", "+")],
)
def test_what_is_forsworn_has_negative_polarity(text: str, polarity: str) -> None:
    assert find(text)["polarity"].tolist() == [polarity]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Hai bên nhất trí nâng cấp quan hệ lên Đối tác Chiến lược.", "performed"),
        ("Hai bên đã nhất trí thông qua Tuyên bố chung.", "performed"),
        ("Hai bên đã nhất trí mở rộng hợp tác.", "prospective"),
    ],
)
def test_an_act_is_performed_where_the_text_completes_it(text: str, status: str) -> None:
    assert find(text)["status"].tolist() == [status]


@pytest.mark.parametrize(("genre", "levels"), [("declaration", [4]), ("news", []), ("", [])])
def test_a_verb_without_a_cue_counts_in_declarations(genre: str, levels: list[int]) -> None:
    assert find("Hai bên mở rộng hợp tác kinh tế.", genre)["level"].tolist() == levels


def test_a_defined_term_tells_a_declaration() -> None:
    assert find("Hai Bên mở rộng hợp tác kinh tế.", "")["level"].tolist() == [4]


def test_without_documents_sentences_are_read_as_of_no_genre() -> None:
    sentences = make_table([("d", 0, 0, 0, 31, "Hai bên nhất trí mở đường bay.!")], "sentences")
    assert find_commitments(sentences)["label"].tolist() == ["5"]


def test_no_sentences_give_an_empty_table_with_all_columns() -> None:
    assert list(find_commitments(make_table([], "sentences")).columns) == [*OCCURRENCES, *COLUMNS]


def test_a_sentence_of_no_document_is_an_error() -> None:
    sentences = make_table([("d", 0, 0, 0, 8, "Hai bên.")], "sentences")
    with pytest.raises(TableError, match=r"^d: not among the documents; pass the documents the sentences were split"):
        find_commitments(sentences, make_table([], "documents"))


def test_every_phrase_stands_in_one_list() -> None:
    data = yaml.safe_load((FOLDER / "modality.yml").read_text(encoding="utf-8"))
    lists = [words for part in ("predicates", "words", "actors") for words in data[part].values()]
    phrases = [phrase.lower() for words in lists for phrase in words]
    assert sorted({phrase for phrase in phrases if phrases.count(phrase) > 1}) == []


def test_no_pattern_repeats_without_a_bound() -> None:
    lexicon = load_lexicon()
    compiled = (lexicon.pattern, lexicon.cues, lexicon.instrument, lexicon.amount)
    patterns = [pattern.pattern for pattern in compiled]
    assert [p for p in patterns if re.search(r"(?<!\\)[*+]|,\}", re.sub(r"\[[^\]]*\]", "", p))] == []


def test_a_long_sentence_is_read_whole() -> None:
    assert len(find("Hai bên nhất trí " + "mở rộng hợp tác kinh tế; " * 5000)) == 5000


@pytest.mark.parametrize("text", ["Hai bên nhất trí", "Thủ tướng giao", "Việt Nam sẽ"])
def test_a_cue_may_be_the_last_word_of_a_line(text: str) -> None:
    document = make_table([("d", "", "", "", "news", "", "vi", "", "", "", text)], "documents")
    found = find_commitments(split_sentences(document), document, load_codebook(ROOT / "seeds" / "sectors.yml"))
    assert found["surface"].tolist() == [text]
