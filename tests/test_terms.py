"""Terms in sentences by the shipped lexicon: what must be found and what must not, and terms inside terms."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from vietdiplo.find.lexicon import load_terms
from vietdiplo.find.terms import find_nested_terms, find_terms
from vietdiplo.tables import ParameterError, make_table
from vietdiplo.texts.corpus import ROOT
from vietdiplo.texts.sentences import split_sentences
from vietdiplo.texts.strings import load_strings

CASES = Path(__file__).parent / "cases"
SHIPPED = load_terms("seeds")
SEEDS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds" / "texts").glob("*.txt"))}
# What a word segmenter splits or does not find in the seeds.
SPLIT = [
    "Đối tác Chiến lược",
    "biến đổi khí hậu",
    "tội phạm xuyên quốc gia",
    "Phong trào Không liên kết",
    "an ninh lương thực",
    "luật pháp quốc tế",
    "toàn vẹn lãnh thổ",
    "quan hệ ngoại giao",
    "chuyến thăm",
    "cấp cao",
    "nguồn nhân lực",
    "giao lưu nhân dân",
    "chuyển giao công nghệ",
    "Bộ Ngoại giao",
    "Ủy ban liên Chính phủ",
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Liên bang Nga",
    "Việt Nam",
]

Find = Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]


def load_cases(name: str) -> list[tuple[str, str]]:
    """Load sentence and term of each line of a case table."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return [(row["sentence"], row["term"]) for row in csv.DictReader(file)]


def make_sentences(*texts: str) -> pd.DataFrame:
    return make_table([(text, 0, 0, 0, len(text), text) for text in dict.fromkeys(texts)], "sentences")


@cache
def list_labels(name: str, find: Find) -> dict[str, set[str]]:
    """List the terms of each sentence of a case table, all found at once."""
    found = find(make_sentences(*(sentence for sentence, _ in load_cases(name))), SHIPPED)
    return {str(sentence): set(group["label"]) for sentence, group in found.groupby("doc_id")}


def make_lexicon(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Make a lexicon of terms with their kind and whether they are opaque."""
    return pd.DataFrame(rows, columns=["term", "kind", "opaque"], dtype="str")


def find_in(text: str, terms: pd.DataFrame | list[str]) -> list[tuple[str, str]]:
    """Find terms and what they lie in in one sentence."""
    found = find_nested_terms(make_sentences(text), terms)
    return list(zip(found["label"], found["within"], strict=True))


@pytest.mark.parametrize(("sentence", "term"), load_cases("terms_match.csv"))
def test_term_is_found(sentence: str, term: str) -> None:
    assert term in list_labels("terms_match.csv", find_terms)[sentence]


@pytest.mark.parametrize(("sentence", "term"), load_cases("terms_no_match.csv"))
def test_term_is_not_found(sentence: str, term: str) -> None:
    assert term not in list_labels("terms_no_match.csv", find_nested_terms).get(sentence, set())


def test_terms_of_the_cases_are_in_the_lexicon() -> None:
    used = {term for name in ("terms_match.csv", "terms_no_match.csv") for _, term in load_cases(name)}
    assert used - set(SHIPPED["term"]) == set()


@pytest.mark.parametrize("term", SPLIT)
def test_terms_that_a_segmenter_splits_are_found_each_time(term: str) -> None:
    found = find_nested_terms(split_sentences(load_strings(SEEDS)), SHIPPED)
    assert (found["label"] == term).sum() == sum(text.lower().count(term.lower()) for text in SEEDS.values()) > 0


def test_every_shipped_term_is_found_as_itself() -> None:
    found = find_terms(make_sentences(*SHIPPED["term"]), SHIPPED)
    assert found["label"].tolist() == found["doc_id"].tolist() == SHIPPED["term"].tolist()


def test_nested_terms_name_the_longest_around_them() -> None:
    assert find_in(
        "hợp tác quốc phòng-an ninh", ["hợp tác quốc phòng - an ninh", "quốc phòng", "hợp tác quốc phòng"]
    ) == [
        ("hợp tác quốc phòng - an ninh", ""),
        ("hợp tác quốc phòng", "hợp tác quốc phòng - an ninh"),
        ("quốc phòng", "hợp tác quốc phòng - an ninh"),
    ]


def test_nested_terms_may_overlap_each_other() -> None:
    assert find_in("hợp tác kinh tế quốc tế", ["hợp tác kinh tế quốc tế", "hợp tác kinh tế", "kinh tế quốc tế"]) == [
        ("hợp tác kinh tế quốc tế", ""),
        ("hợp tác kinh tế", "hợp tác kinh tế quốc tế"),
        ("kinh tế quốc tế", "hợp tác kinh tế quốc tế"),
    ]


def test_what_only_overlaps_a_longer_term_is_not_nested() -> None:
    assert find_in("tăng an ninh lương thực", ["tăng an ninh", "an ninh lương thực"]) == [("an ninh lương thực", "")]


def test_nothing_is_nested_in_an_opaque_term() -> None:
    lexicon = make_lexicon(("Ấn Độ", "place", ""), ("Ấn Độ Dương", "place", "yes"))
    assert find_in("Ấn Độ và Ấn Độ Dương", lexicon) == [("Ấn Độ", ""), ("Ấn Độ Dương", "")]


def test_an_opaque_term_stays_opaque_inside_another() -> None:
    lexicon = make_lexicon(("Ấn Độ", "", ""), ("Ấn Độ Dương", "", "yes"), ("khu vực Ấn Độ Dương", "", ""))
    assert find_in("khu vực Ấn Độ Dương", lexicon) == [
        ("khu vực Ấn Độ Dương", ""),
        ("Ấn Độ Dương", "khu vực Ấn Độ Dương"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("góp phần lan tỏa", []),
        ("tới Phần Lan", ["Phần Lan"]),
        ("TỚI PHẦN LAN", ["PHẦN LAN"]),
        ("phần Lan", ["phần Lan"]),
    ],
)
def test_a_place_needs_its_last_capital(text: str, found: list[str]) -> None:
    lexicon = make_lexicon(("Phần Lan", "place", ""))
    assert find_terms(make_sentences(text), lexicon)["surface"].tolist() == found


def test_a_place_without_a_last_capital_needs_none() -> None:
    lexicon = make_lexicon(("Phủ Chủ tịch", "place", ""))
    assert find_terms(make_sentences("tại phủ chủ tịch"), lexicon)["label"].tolist() == ["Phủ Chủ tịch"]


def test_a_place_that_does_not_count_hides_nothing() -> None:
    lexicon = make_lexicon(("Phần Lan", "place", ""), ("lan tỏa", "", ""))
    assert find_terms(make_sentences("góp phần lan tỏa"), lexicon)["label"].tolist() == ["lan tỏa"]


def test_labels_of_a_mapping_name_what_is_around_too() -> None:
    found = find_nested_terms(make_sentences("tội phạm mạng"), {"tội phạm mạng": "cyber", "tội phạm": "crime"})
    assert found[["label", "within"]].to_numpy().tolist() == [["cyber", ""], ["crime", "cyber"]]


def test_a_term_over_a_line_end_is_found() -> None:
    found = find_terms(make_sentences("về an ninh\nlương thực"), ["an ninh lương thực"])
    assert found[["start", "end", "surface"]].to_numpy().tolist() == [[3, 21, "an ninh\nlương thực"]]


def test_batches_of_sentences_give_what_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = make_sentences(*(sentence for sentence, _ in load_cases("terms_match.csv")))
    whole = find_nested_terms(sentences, SHIPPED)
    monkeypatch.setattr("vietdiplo.find.terms.BATCH", 7)
    pd.testing.assert_frame_equal(find_nested_terms(sentences, SHIPPED), whole)


def test_no_term_finds_nothing() -> None:
    assert len(find_terms(make_sentences("an ninh"), [])) == 0


def test_a_table_without_terms_is_named() -> None:
    with pytest.raises(ParameterError) as error:
        find_terms(make_sentences("an ninh"), pd.DataFrame({"word": ["an ninh"]}))
    assert str(error.value) == "terms: no column term; pass a lexicon of load_terms"
