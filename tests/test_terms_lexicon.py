"""The lexicon: what is shipped is well made, and a corpus's own terms.csv comes on top or is refused with reasons."""

import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from vietdiplo.find.codebook import load_codebook
from vietdiplo.find.lexicon import check_terms, load_terms
from vietdiplo.find.phrases import split_syllables, unify_phrase
from vietdiplo.tables import CorpusError, CorpusWarning
from vietdiplo.texts.clean import unify_tones
from vietdiplo.texts.corpus import ROOT

SHIPPED = load_terms("seeds")
TERMS = SHIPPED["term"].tolist()
KINDS = {"concept", "event", "field", "formula", "institution", "instrument", "office", "place"}


def write_terms(folder: Path, text: str | bytes) -> Path:
    """Write a corpus's own terms.csv."""
    (folder / "terms.csv").write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return folder


def list_row(terms: pd.DataFrame, term: str) -> list[str]:
    return [str(cell) for cell in terms.loc[terms["term"] == term].iloc[0]]


def test_there_are_enough_terms() -> None:
    assert len(TERMS) >= 1500


def test_shipped_terms_are_sorted_by_letters_without_case() -> None:
    assert sorted(TERMS, key=lambda term: (term.casefold(), term)) == TERMS


def test_no_shipped_term_is_found_as_another() -> None:
    assert len({unify_phrase(term) for term in TERMS}) == len(TERMS)


def test_shipped_terms_are_composed_and_have_one_tone_convention() -> None:
    assert [term for term in TERMS if unify_tones(unicodedata.normalize("NFC", " ".join(term.split()))) != term] == []


def test_shipped_terms_have_two_syllables_or_more() -> None:
    assert [term for term in TERMS if len(split_syllables(term)) < 2] == []


def test_shipped_terms_have_an_english_equivalent() -> None:
    assert SHIPPED.loc[SHIPPED["en"].str.strip() == "", "term"].tolist() == []


def test_shipped_sectors_and_kinds_are_known() -> None:
    sectors = load_codebook(ROOT / "seeds" / "sectors.yml").sectors
    assert set(SHIPPED["sector"]) == {"", *sectors}
    assert set(SHIPPED["kind"]) == KINDS


def test_shipped_opaque_is_yes_or_empty() -> None:
    assert set(SHIPPED["opaque"]) == {"", "yes"}


def test_own_terms_come_after_the_shipped_ones(tmp_path: Path) -> None:
    terms = load_terms(write_terms(tmp_path, "term,en,sector\nngoại giao bóng đá,football diplomacy,CUL\n"))
    assert terms["term"].tolist() == [*TERMS, "ngoại giao bóng đá"]
    assert list_row(terms, "ngoại giao bóng đá") == ["ngoại giao bóng đá", "football diplomacy", "CUL", "", ""]


def test_own_term_takes_the_place_of_the_shipped_one_that_it_is_found_as(tmp_path: Path) -> None:
    terms = load_terms(write_terms(tmp_path, "term,en,sector\nTuyên bố Chung,Joint Declaration,POL\n"))
    assert len(terms) == len(TERMS)
    assert list_row(terms, "Tuyên bố Chung") == ["Tuyên bố Chung", "Joint Declaration", "POL", "instrument", ""]


def test_empty_cells_of_an_own_term_keep_what_is_shipped(tmp_path: Path) -> None:
    terms = load_terms(write_terms(tmp_path, "term;en;sector\nấn độ dương;;\n"))
    assert list_row(terms, "ấn độ dương") == ["ấn độ dương", "Indian Ocean", "", "place", "yes"]


def test_own_columns_are_kept(tmp_path: Path) -> None:
    terms = load_terms(write_terms(tmp_path, "term,note\nkinh tế bạc,new\n"))
    assert [*terms] == ["term", "en", "sector", "kind", "opaque", "note"]
    assert terms["note"].tolist()[-2:] == ["", "new"]


def test_sectors_are_those_of_the_corpus_codebook(tmp_path: Path) -> None:
    both = "{vi: a, en: a}"
    codebook = f"version: 1\nsectors:\n  FUN:\n    label: {both}\n    definition: {both}\n    terms: [trò chơi]\n"
    (tmp_path / "sectors.yml").write_text(codebook, encoding="utf-8")
    write_terms(tmp_path, "term,sector\ntrò chơi điện tử,FUN\nbóng đá nữ,CUL\n")
    assert [str(problem) for problem in check_terms(tmp_path)] == [
        "terms.csv: line 3: sector: 'CUL' is not a sector of the codebook; use one of FUN, or leave it empty"
    ]


def test_a_broken_codebook_is_not_a_problem_of_the_terms(tmp_path: Path) -> None:
    (tmp_path / "sectors.yml").write_text("sectors: [", encoding="utf-8")
    assert check_terms(write_terms(tmp_path, "term,sector\ntrò chơi,FUN\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        "term;en\nan ninh số;digital security\n",
        "\ufeffterm,en\r\nan ninh số,digital security\r\n",
        "TERM\tEN\nan ninh số\tdigital security\n",
        '\ufeff"Term";"En"\r\n"an ninh số";"digital security"\r\n;\r\n',
        unicodedata.normalize("NFD", "term,en\nan ninh số,digital security\n"),
    ],
)
def test_every_dialect_is_read(tmp_path: Path, text: str) -> None:
    terms = load_terms(write_terms(tmp_path, text))
    assert terms.iloc[-1, 1] == "digital security"
    assert unify_phrase(terms.iloc[-1, 0]) == "an ninh số"


def test_a_cell_like_a_formula_is_text(tmp_path: Path) -> None:
    terms = load_terms(write_terms(tmp_path, 'term,en\n=SUM(A1),+1\n@an ninh số,"=HYPERLINK(""x"")"\n'))
    assert terms.iloc[-2:, :2].to_numpy().tolist() == [["=SUM(A1)", "+1"], ["@an ninh số", '=HYPERLINK("x")']]


PROBLEMS = {
    "no column": (
        "phrase,en\nan ninh số,a\n",
        "terms.csv: no column 'term' among phrase, en; write the terms in it",
    ),
    "column twice": (
        "term,en,en\nan ninh số,a,b\n",
        "terms.csv: the column 'en' stands twice; keep one of the two",
    ),
    "empty term": (
        "term,en\n,digital security\n",
        "terms.csv: line 2: term: empty; write a term or take the line out",
    ),
    "no letter": (
        "term\n---\n",
        "terms.csv: line 2: term: '---' has no letter; write a word or take the line out",
    ),
    "line break": (
        'term,en\n"an ninh\nsố",a\n',
        "terms.csv: line 3: term: 'an ninh\\nsố' has a line break; write it in one line",
    ),
    "term twice": (
        "term\nhòa bình số\nan ninh số\nHoà  Bình số\n",
        "terms.csv: line 4: term: 'Hoà  Bình số' is found as the term of line 2 too; keep one of the two",
    ),
    "unknown sector": (
        "term,sector\nan ninh số,CYB\n",
        "terms.csv: line 2: sector: 'CYB' is not a sector of the codebook; use one of POL, PAR, MUL, TER, ECO, ENE, "
        "AGR, TRA, AID, DEF, SEC, LAW, SCI, EDU, ENV, CUL, PPL, HEA, LAB, CON, or leave it empty",
    ),
    "unknown opaque": (
        "term,opaque\nan ninh số,no\n",
        "terms.csv: line 2: opaque: 'no' is unknown; write yes or leave it empty",
    ),
    "cells without a column": (
        "term,en\nan ninh số,a,b\n",
        "terms.csv: line 2: 3 cells for 2 columns; put quotes around a cell with a separator in it",
    ),
    "open quote": (
        'term\n"an ninh số\n',
        "terms.csv: line 2: unexpected end of data; "
        "look for a quote that is not closed, or a cell that is far too long",
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_has_place_value_and_remedy(tmp_path: Path, name: str) -> None:
    text, message = PROBLEMS[name]
    assert [str(problem) for problem in check_terms(write_terms(tmp_path, text))] == [message]


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    write_terms(tmp_path, "term,sector,opaque\n,XXX,maybe\n!,,\n")
    with pytest.raises(CorpusError) as error:
        load_terms(tmp_path)
    assert [line.partition(";")[0] for line in str(error.value).splitlines()] == [
        "terms.csv: line 2: term: empty",
        "terms.csv: line 2: sector: 'XXX' is not a sector of the codebook",
        "terms.csv: line 2: opaque: 'maybe' is unknown",
        "terms.csv: line 3: term: '!' has no letter",
    ]


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    problems = check_terms(write_terms(tmp_path, b"term\n\x00\x01\x02\n"))
    assert [(problem.severity, problem.place) for problem in problems] == [("error", "terms.csv")]


def test_a_column_that_is_nearly_known_is_a_warning(tmp_path: Path) -> None:
    write_terms(tmp_path, "term,sectors\nan ninh số,SEC\n")
    message = (
        "the column 'sectors': is not one that is read; rename it to 'sector' if that is meant; it is kept as it is"
    )
    with pytest.warns(CorpusWarning, match=message):
        assert len(load_terms(tmp_path)) == len(TERMS) + 1


def test_a_corpus_without_terms_has_the_shipped_ones(tmp_path: Path) -> None:
    pd.testing.assert_frame_equal(load_terms(tmp_path), SHIPPED)
    assert check_terms(tmp_path) == []
