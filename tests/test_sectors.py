"""Sectors: the shipped codebook on a table of sentences, and the rules of matching on a small one."""

import csv
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from vietdiplo.find.codebook import load_codebook
from vietdiplo.find.lexicon import load_terms
from vietdiplo.find.sectors import Codebook, Coder, Sector, Titles, expand_phrase, find_sectors
from vietdiplo.tables import TableError, make_table
from vietdiplo.texts.corpus import ROOT

CASES = Path(__file__).parent / "cases"
SHIPPED = load_codebook(ROOT / "seeds" / "sectors.yml")
SHIPPED_CODER = Coder(SHIPPED)
BOTH = {"vi": "x", "en": "x"}


def load_cases(name: str) -> list[tuple[str, str]]:
    """Load code and text of each line of a case table."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return [(row["code"], row["text"]) for row in csv.DictReader(file)]


def make_codebook(
    terms: dict[str, list[str]],
    within: dict[str, list[str]] | None = None,
    groups: dict[str, list[str]] | None = None,
    titles: Titles | None = None,
) -> Codebook:
    """Make a codebook of a few terms; `within` are not_within phrases by code, "" for all."""
    bounds = within or {}
    sectors = {c: Sector(c, BOTH, BOTH, ts, not_within=bounds.get(c, ())) for c, ts in terms.items()}
    return Codebook("1", sectors, {}, groups or {}, titles or Titles(), bounds.get("", ()))


def find(text: str, codebook: Codebook) -> list[tuple[str, str]]:
    """Find code and surface of each term in a sentence."""
    return [(fired.code, text[fired.start : fired.end]) for fired in Coder(codebook).find(text)]


@pytest.mark.parametrize(("code", "text"), load_cases("sectors_match.csv"))
def test_sector_fires(code: str, text: str) -> None:
    assert code in {fired.code for fired in SHIPPED_CODER.find(text)}


@pytest.mark.parametrize(("code", "text"), load_cases("sectors_no_match.csv"))
def test_sector_does_not_fire(code: str, text: str) -> None:
    assert code not in {fired.code for fired in SHIPPED_CODER.find(text)}


@pytest.mark.parametrize(("name", "least"), [("sectors_match.csv", 15), ("sectors_no_match.csv", 10)])
def test_every_sector_has_its_cases(name: str, least: int) -> None:
    codes = [code for code, _ in load_cases(name)]
    assert {code: codes.count(code) >= least for code in SHIPPED.sectors} == dict.fromkeys(SHIPPED.sectors, True)


def test_every_shipped_term_can_fire() -> None:
    plain = [
        (code, parts[0])
        for code, sector in SHIPPED.sectors.items()
        for term in sector.terms
        for parts in expand_phrase(term, SHIPPED.groups)
        if len(parts) == 1
    ]
    assert [(code, term) for code, term in plain if code not in {f.code for f in SHIPPED_CODER.find(term)}] == []


def test_longest_term_wins_over_another_code() -> None:
    codebook = make_codebook({"SEC": ["an ninh"], "AGR": ["an ninh lương thực"]})
    assert find("an ninh lương thực và an ninh", codebook) == [("AGR", "an ninh lương thực"), ("SEC", "an ninh")]


def test_enumeration_codes_every_member() -> None:
    codebook = make_codebook({"DEF": ["quốc phòng"], "SEC": ["an ninh"], "ECO": ["thương mại"]})
    assert [code for code, _ in find("quốc phòng-an ninh, thương mại", codebook)] == ["DEF", "SEC", "ECO"]


def test_term_in_a_not_within_phrase_does_not_count() -> None:
    codebook = make_codebook({"SEC": ["an ninh"]}, {"SEC": ["hòa bình, an ninh"]})
    assert find("vì hòa bình, an ninh; hợp tác an ninh", codebook) == [("SEC", "an ninh")]


def test_not_within_of_a_code_leaves_other_codes() -> None:
    codebook = make_codebook({"ECO": ["kinh tế"], "TER": ["biển"]}, {"ECO": ["kinh tế biển"]})
    assert find("kinh tế biển", codebook) == [("TER", "biển")]


def test_not_within_of_the_codebook_holds_for_all() -> None:
    codebook = make_codebook({"ECO": ["kinh tế"], "TER": ["biển"]}, {"": ["kinh tế biển"]})
    assert find("kinh tế biển", codebook) == []


def test_term_that_reaches_out_of_a_not_within_phrase_counts() -> None:
    codebook = make_codebook({"SEC": ["an ninh mạng"]}, {"SEC": ["hòa bình, an ninh"]})
    assert find("hòa bình, an ninh mạng", codebook) == [("SEC", "an ninh mạng")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("mời thăm", ["POL"]),
        ("mời một hai ba bốn năm sáu bảy tám thăm", ["POL"]),
        ("mời một hai ba bốn năm sáu bảy tám chín thăm", []),
        ("mời ông A, bà B thăm", ["POL"]),
        ("mời ông A; bà B thăm", []),
        ("thăm rồi mời", []),
    ],
)
def test_gap_is_up_to_eight_syllables_of_a_clause(text: str, codes: list[str]) -> None:
    assert [code for code, _ in find(text, make_codebook({"POL": ["mời ... thăm"]}))] == codes


def test_term_in_a_gap_counts_too() -> None:
    codebook = make_codebook({"POL": ["trao đổi ... đoàn"], "DEF": ["quốc phòng"]})
    found = find("trao đổi về quốc phòng và đoàn", codebook)
    assert found == [("POL", "trao đổi về quốc phòng và đoàn"), ("DEF", "quốc phòng")]


def test_smallest_gap_counts() -> None:
    found = find("mời rồi lại mời sớm thăm", make_codebook({"POL": ["mời ... thăm"]}))
    assert found == [("POL", "mời sớm thăm")]


def test_group_stands_for_each_of_its_phrases() -> None:
    codebook = make_codebook({"POL": ["<deepen> quan hệ"]}, groups={"deepen": ["củng cố", "nâng"]})
    assert find("củng cố quan hệ, nâng quan hệ, giữ quan hệ", codebook) == [
        ("POL", "củng cố quan hệ"),
        ("POL", "nâng quan hệ"),
    ]


def test_expand_phrase_writes_out_groups_and_cuts_at_gaps() -> None:
    assert expand_phrase("<a> x ... y", {"a": ["1", "2"]}) == [("1 x", "y"), ("2 x", "y")]


TITLES = Titles(("Bộ trưởng", "Chủ tịch"), ("Bộ",), ("và",), ("cấp",))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bộ trưởng Quốc phòng Nga", []),
        ("bộ trưởng quốc phòng Nga", []),
        ("Bộ trưởng Bộ Thương mại và Quốc phòng", []),
        ("Bộ trưởng Xây dựng, Thương mại - Quốc phòng", []),
        ("Bộ trưởng đề nghị hợp tác quốc phòng", ["quốc phòng"]),
        ("Bộ trưởng Quốc phòng bàn về hợp tác quốc phòng", ["quốc phòng"]),
        ("họp cấp Bộ trưởng Quốc phòng", ["Quốc phòng"]),
        ("Bộ Quốc phòng hai nước", ["Quốc phòng"]),
        ("Chủ tịch nước thương mại", ["thương mại"]),
        ("Bộ trưởng Bộ quốc phòng", []),
        ("Bộ trưởng", []),
    ],
)
def test_titles_do_not_count(text: str, found: list[str]) -> None:
    codebook = make_codebook({"DEF": ["quốc phòng"], "ECO": ["thương mại"]}, titles=TITLES)
    assert [surface for _, surface in find(text, codebook)] == found


def test_term_with_a_gap_hides_no_other_code() -> None:
    codebook = make_codebook({"CON": ["thả ... ngư dân"], "AGR": ["ngư dân"]})
    assert find("sớm thả ngư dân", codebook) == [("CON", "thả ngư dân"), ("AGR", "ngư dân")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Về quân sự, một hai ba bốn năm sáu bảy tám chín đào tạo", []),
        ("Thuế; về quân sự: đào tạo", []),
        ("Về quân sự, đào tạo và đào tạo lại", []),
        ("Về quân sự; đào tạo", ["đào tạo"]),
        ("Hai bên bàn về quân sự, đào tạo", ["đào tạo"]),
    ],
)
def test_head_reaches_to_the_end_of_the_clause_that_it_opens(text: str, found: list[str]) -> None:
    codebook = make_codebook({"EDU": ["đào tạo"]}, {"EDU": ["^ <about> quân sự ... đào tạo"]}, {"about": ["về"]})
    assert [surface for _, surface in find(text, codebook)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thăm Viện thương mại", []),
        ("thăm Viện thương mại, bàn về thương mại", ["thương mại"]),
        ("thăm Viện A, Viện thương mại", []),
        ("thăm Viện Á - Âu thương mại", []),
        ("bàn về thương mại; thăm Viện", ["thương mại"]),
        ("Cùng dự có A, lãnh đạo thương mại; bàn về thương mại", []),
        ("Hội đàm; cùng dự có A, lãnh đạo thương mại", []),
        ("Khách cùng dự, thương mại", ["thương mại"]),
    ],
)
def test_open_phrase_goes_on_to_the_next_mark_and_past_a_comma_before_a_capital(text: str, found: list[str]) -> None:
    codebook = make_codebook({"ECO": ["thương mại"]}, {"": ["thăm Viện ...", "^ Cùng dự ..."]})
    assert [surface for _, surface in find(text, codebook)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Phu nhân Ngô Phương Ly", []),
        ("bà Đỗ Ngô", []),
        ("nhập khẩu ngô", ["ngô"]),
        ("Ngô Mỹ rẻ hơn", ["Ngô"]),
        ("NHẬP NGÔ MỸ", ["NGÔ"]),
        ("Bộ trưởng, Ngô, Lúa", ["Ngô", "Lúa"]),
    ],
)
def test_one_syllable_beside_a_capital_is_part_of_a_name(text: str, found: list[str]) -> None:
    assert [surface for _, surface in find(text, make_codebook({"AGR": ["ngô", "lúa"]}))] == found


@pytest.mark.parametrize("text", ["nghị sĩ", "nghị sỹ", "Nghị Sỹ"])
def test_i_and_y_are_one_letter_where_they_are_one_sound(text: str) -> None:
    assert find(text, make_codebook({"PAR": ["nghị sĩ"]})) == [("PAR", text)]


def test_sentences_of_a_table_are_found_as_one_by_one() -> None:
    texts = [text for _, text in load_cases("sectors_match.csv")] * 12
    sentences = make_table([("d", 0, n, 9, 9 + len(text), text) for n, text in enumerate(texts)], "sentences")
    found = find_sectors(sentences, SHIPPED)
    rows = zip(found["sentence"], found["start"] - 9, found["end"] - 9, found["label"], found["term"], strict=True)
    alone = {text: SHIPPED_CODER.find(text) for text in set(texts)}
    assert list(rows) == [(number, *fired) for number, text in enumerate(texts) for fired in alone[text]]


def test_two_codes_may_share_a_term() -> None:
    codebook = make_codebook({"ENV": ["tẩy độc"], "AID": ["tẩy độc"]})
    assert find("tẩy độc", codebook) == [("AID", "tẩy độc"), ("ENV", "tẩy độc")]


def test_occurrences_name_the_term_and_the_place() -> None:
    text = "Hai bên mời sớm thăm."
    sentences = make_table([("d", 0, 3, 50, 50 + len(text), text)], "sentences")
    found = find_sectors(sentences, make_codebook({"POL": ["mời ... thăm"]}))
    assert found.iloc[0].to_dict() == {
        "doc_id": "d",
        "sentence": 3,
        "start": 58,
        "end": 70,
        "surface": "mời sớm thăm",
        "layer": "sectors",
        "label": "POL",
        "term": "mời ... thăm",
    }


def test_decomposed_text_and_zero_width_characters_keep_their_offsets() -> None:
    text = unicodedata.normalize("NFD", "Về hợp tác quốc\u200b phòng và an\u00a0ninh")
    sentences = make_table([("d", 0, 0, 0, len(text), text)], "sentences")
    found = find_sectors(sentences, make_codebook({"DEF": ["quốc phòng"], "SEC": ["an ninh"]}))
    assert found["surface"].tolist() == [unicodedata.normalize("NFD", "quốc\u200b phòng"), "an\u00a0ninh"]
    assert [text[s:e] for s, e in zip(found["start"], found["end"], strict=True)] == found["surface"].tolist()


def test_no_sentence_keeps_the_columns() -> None:
    found = find_sectors(make_table([], "sentences"), SHIPPED)
    assert list(found) == ["doc_id", "sentence", "start", "end", "surface", "layer", "label", "term"]


def test_another_table_is_refused() -> None:
    with pytest.raises(TableError, match=r"^sentences: no column doc_id"):
        find_sectors(pd.DataFrame({"text": ["x"]}), SHIPPED)


def find_lexicon() -> list[tuple[str, str, set[str]]]:
    """Find what the codebook says of each term of the lexicon: its sector there, the term and the codes here."""
    terms = load_terms(ROOT / "seeds")
    listed = zip(terms["sector"], terms["term"], strict=True)
    return [(code, term, {fired.code for fired in SHIPPED_CODER.find(term)}) for code, term in listed if code]


def test_lexicon_and_codebook_name_no_two_sectors_for_a_term() -> None:
    assert [(code, term, found) for code, term, found in find_lexicon() if found and code not in found] == []


def test_terms_of_the_lexicon_that_the_codebook_passes_over_are_listed_with_the_reason() -> None:
    silent = {(code, term) for code, term, found in find_lexicon() if not found}
    with (CASES / "lexicon_silent.csv").open(encoding="utf-8", newline="") as file:
        listed = {(row["sector"], row["term"]): row["reason"] for row in csv.DictReader(file)}
    assert silent == {key for key, reason in listed.items() if reason}
