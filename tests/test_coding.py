"""Hand-coded sheets: what they say, in every spelling of a coder, and every mistake with place, value and remedy."""

import errno
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest
from openpyxl import Workbook

from vietdiplo.find import find_codebook, load_codebook
from vietdiplo.publish.check import check_folder
from vietdiplo.tables import CorpusError, ParameterError
from vietdiplo.texts import Coding, check_coding, load_coding, load_documents, split_sentences
from vietdiplo.texts.coding_cells import read_codes

CODES = {code: sector.label for code, sector in load_codebook(find_codebook("seeds")).sectors.items()}
TEXTS = {
    "t1": "Hai Bên tăng cường hợp tác quốc phòng. Hai nước mở rộng thương mại từ năm 2016 đến năm 2020.",
    "t2": "Thủ tướng đến thăm. Cảm ơn. Cảm ơn.",
}
DEFENCE, TRADE = (f"{text.strip('.')}." for text in TEXTS["t1"].split(". "))
HEAD = {
    "sectors": "doc_id,sentence,text,sectors",
    "dates": "doc_id,sentence,text,surface,at,type,value,from,to",
    "commitments": "doc_id,sentence,text,level,side,sectors,polarity,status",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "c/texts").mkdir(parents=True)
    (tmp_path / "c/hand_coded").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / f"c/texts/{name}.txt").write_text(text + "\n", encoding="utf-8")
    (tmp_path / "c/documents.csv").write_text("file\nt1.txt\nt2.txt\n", encoding="utf-8")
    return tmp_path / "c"


def write(corpus: Path, name: str, *lines: str, head: str = "") -> Path:
    """Write a sheet of a layer; its columns are those of the layer unless others are given."""
    path = corpus / "hand_coded" / name
    first = head or HEAD[path.stem.partition("_")[0]]
    path.write_text("\n".join([first, *lines]) + "\n", encoding="utf-8")
    return path


def load(corpus: Path, layer: str = "sectors") -> Coding:
    return load_coding(corpus, layer, split_sentences(load_documents(corpus)), codes=CODES)


def fail(corpus: Path, layer: str = "sectors") -> str:
    with pytest.raises(CorpusError) as caught:
        load(corpus, layer)
    return str(caught.value)


def list_codes(coding: Coding) -> list[tuple[str, str, int, str]]:
    columns = coding.occurrences[["coder", "doc_id", "sentence", "label"]]
    return list(columns.itertuples(index=False, name=None))


# What a cell may say.


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("DEF; SEC", "DEF SEC"),
        ("sec,def", "DEF SEC"),
        ("  DEF   SEC ", "DEF SEC"),
        ("DEF/SEC+ECO|AGR\nMUL", "AGR DEF ECO MUL SEC"),
        ("DEF;", "DEF"),
        ("DEF; DEF", "DEF"),
        ("Quốc phòng", "DEF"),
        ("quốc phòng, An ninh, thực thi pháp luật, phòng chống tội phạm", "DEF SEC"),
        ("Kinh tế, thương mại, đầu tư, tài chính; Quốc phòng", "DEF ECO"),
        ("Defence, ECO", "DEF ECO"),
        ("DEF Quốc phòng", "DEF"),
        ("Quô\u0301c pho\u0300ng", "DEF"),
        ("-", ""),
        ("–", ""),
        ("NONE", ""),
        ("không có", ""),
    ],
)
def test_codes_in_every_spelling(cell: str, codes: str) -> None:
    assert " ".join(read_codes(cell, CODES)) == codes


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("DFE", "'DFE' is no code of the codebook; write DEF if that is meant, or use some of POL, PAR,"),
        ("DEF; Quốc phòg", "'Quốc phòg' is no code of the codebook; write DEF if that is meant"),
        ("xyzzy", "'xyzzy' is no code of the codebook; use some of POL,"),
        ("DEF sec ECOO", "'DEF sec ECOO' is no code of the codebook"),
    ],
)
def test_a_typo_is_answered_with_the_nearest_code(cell: str, said: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_codes(cell, CODES)
    assert str(caught.value).startswith(said)
    assert str(caught.value).endswith("PPL, HEA, LAB, CON, or - for none")


# What a sheet says.


def test_a_corpus_without_sheets_has_an_empty_coding(corpus: Path) -> None:
    coding = load(corpus)
    assert [len(table) for table in coding] == [0, 0, 0]
    assert coding.coders == []


def test_an_empty_cell_is_not_coded_and_a_dash_is_coded_as_nothing(corpus: Path) -> None:
    write(corpus, "sectors.csv", f"t1,0,{DEFENCE},DEF", f"t1,1,{TRADE},", "t2,0,Thủ tướng đến thăm.,-")
    coding = load(corpus)
    assert coding.sentences[["doc_id", "sentence"]].to_numpy().tolist() == [["t1", 0], ["t2", 0]]
    assert list_codes(coding) == [("agreed", "t1", 0, "DEF")]


def test_offsets_are_those_of_the_original(corpus: Path) -> None:
    write(corpus, "sectors.csv", f"t1,1,{TRADE},ECO")
    row = load(corpus).occurrences.iloc[0]
    assert TEXTS["t1"][row["start"] : row["end"]] == row["surface"] == TRADE


def test_the_agreed_sheet_comes_first_then_the_coders(corpus: Path) -> None:
    for name in ("sectors_binh", "sectors_anna", "sectors"):
        write(corpus, f"{name}.csv", f"t1,0,{DEFENCE},DEF")
    assert load(corpus).coders == ["agreed", "anna", "binh"]


def test_a_coding_gives_what_one_coder_coded(corpus: Path) -> None:
    write(corpus, "sectors_anna.csv", f"t1,0,{DEFENCE},DEF")
    write(corpus, "sectors_binh.csv", f"t1,0,{DEFENCE},SEC")
    coding = load(corpus)
    assert list_codes(coding.take("binh")) == [("binh", "t1", 0, "SEC")]
    with pytest.raises(ParameterError, match="^coder: 'ana' coded nothing; write anna if that is meant, or use one of"):
        coding.take("ana")


def test_a_sentence_that_moved_is_found_by_its_wording(corpus: Path) -> None:
    write(corpus, "sectors.csv", f"t1,7,{DEFENCE},DEF")
    assert load(corpus).sentences["sentence"].tolist() == [0]


def test_equal_sentences_are_told_apart_by_their_number(corpus: Path) -> None:
    write(corpus, "sectors.csv", "t2,2,Cảm ơn.,-")
    assert load(corpus).sentences["sentence"].tolist() == [2]


def test_a_spreadsheets_changes_to_the_wording_make_no_difference(corpus: Path) -> None:
    write(corpus, "sectors.csv", f"t1;0.0;'{DEFENCE.replace(' ', '  ')};def", head="DOC_ID;Sentence;text;Sectors")
    assert list_codes(load(corpus)) == [("agreed", "t1", 0, "DEF")]


def write_workbook(path: Path, rows: list[list[object]], *, title: str = "coding") -> None:
    book = Workbook()
    book.active.title = "notes"
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    book.save(path)


def test_a_workbook_is_read_like_a_csv_file(corpus: Path) -> None:
    rows = [["doc_id", "sentence", "before", "text", "sectors"], ["t1", 0.0, None, DEFENCE, "DEF; SEC"]]
    write_workbook(corpus / "hand_coded/sectors_anna.xlsx", [*rows, ["t1", 1, DEFENCE, TRADE, None]])
    assert list_codes(load(corpus)) == [("anna", "t1", 0, "DEF"), ("anna", "t1", 0, "SEC")]


def test_contested_codes_are_kept_apart(corpus: Path) -> None:
    write(corpus, "sectors.csv", f"t1,0,{DEFENCE},DEF,SEC; LAW", head="doc_id,sentence,text,sectors,contested")
    assert load(corpus).contested["label"].tolist() == ["LAW", "SEC"]


def test_dates_are_found_in_their_sentence(corpus: Path) -> None:
    write(
        corpus,
        "dates.csv",
        f"t1,1,{TRADE},năm 2016,,date,2016,2016-01-01,2016-12-31",
        f"t1,1,{TRADE},năm 2020,,ignore,,,",
        f"t1,0,{DEFENCE},-,,,,,",
    )
    coding = load(corpus, "dates")
    row = coding.occurrences.iloc[0]
    assert row[["surface", "type", "value", "from", "to"]].tolist() == [
        "năm 2016",
        "DATE",
        "2016",
        "2016-01-01",
        "2016-12-31",
    ]
    assert TEXTS["t1"][row["start"] : row["end"]] == "năm 2016"
    assert coding.contested["surface"].tolist() == ["năm 2020"]
    assert coding.sentences["sentence"].tolist() == [1, 0]


def test_commitments_are_read_by_level_number_or_name(corpus: Path) -> None:
    write(
        corpus,
        "commitments.csv",
        f"t1,0,{DEFENCE},agree,both,SEC;DEF,-,performed",
        f"t1,0,{DEFENCE},4,Viet_Nam,,,",
        f"t1,1,{TRADE},-,,,,",
    )
    coding = load(corpus, "commitments")
    names = ["level", "label", "side", "sectors", "polarity", "status"]
    assert coding.occurrences[names].to_numpy().tolist() == [
        [5, "5", "both", "DEF SEC", "-", "performed"],
        [4, "4", "viet_nam", "", "+", "prospective"],
    ]
    assert len(coding.sentences) == 2


# What is wrong with a sheet.


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            f"t1,0,{DEFENCE},DFE",
            "sectors: 'DFE' is no code of the codebook; write DEF if that is meant, or use some of POL",
        ),
        (
            f"t11,0,{DEFENCE},DEF",
            "doc_id 't11' is no text of this corpus; write t1 if that is meant, or use one of t1, t2",
        ),
        (
            "t1,0,Hai Bên hợp tác.,DEF",
            f"t1 has no sentence 'Hai Bên hợp tác.'; its sentence 0 is '{DEFENCE}': copy the wording,",
        ),
        ("t1,,Hai Bên hợp tác.,DEF", "t1 has no sentence 'Hai Bên hợp tác.'; copy the wording from the text"),
        (f"t1,null,{DEFENCE},DEF", "'null' is no whole number; correct it or leave it empty"),
        ("t2,,Cảm ơn.,-", "sentences 1 and 2 of t2 have this wording; say which in the column 'sentence'"),
    ],
)
def test_a_wrong_line_is_named(corpus: Path, line: str, said: str) -> None:
    write(corpus, "sectors_anna.csv", line)
    assert fail(corpus).startswith(f"hand_coded/sectors_anna.csv: line 2: {said}")


def test_every_wrong_line_is_named_at_once(corpus: Path) -> None:
    write(corpus, "sectors.csv", f"t1,0,{DEFENCE},DFE", f"t9,1,{TRADE},ECO")
    assert [line.split(": ")[1] for line in fail(corpus).splitlines()] == ["line 2", "line 3"]


def test_offsets_that_do_not_fit_are_an_error(corpus: Path) -> None:
    write(corpus, "sectors.csv", f"t1,0,3,40,{DEFENCE},DEF", head="doc_id,sentence,start,end,text,sectors")
    said = "the sentence is not at 3 to 40 of t1; it stands at 0 to 38: correct them, or leave both empty"
    assert fail(corpus) == f"hand_coded/sectors.csv: line 2: {said}"


def test_a_sentence_coded_twice_is_an_error(corpus: Path) -> None:
    write(corpus, "sectors.csv", f"t1,0,{DEFENCE},DEF", f"t1,0,{DEFENCE},SEC")
    assert fail(corpus) == "hand_coded/sectors.csv: line 3: sentence 0 has line 2 too; keep one of the two"


def test_a_clause_beside_nothing_is_an_error(corpus: Path) -> None:
    write(corpus, "commitments.csv", f"t1,0,{DEFENCE},-,,,,", f"t1,0,{DEFENCE},5,both,,,")
    assert fail(corpus, "commitments").endswith("line 3: sentence 0 has line 2 too; keep one of the two")


def test_a_sheet_in_which_nothing_is_filled_in_is_an_error(corpus: Path) -> None:
    write(corpus, "sectors_anna.csv", f"t1,0,{DEFENCE},", f"t1,1,{TRADE},")
    said = "no sentence is coded; fill in the column 'sectors', with - where there is nothing"
    assert fail(corpus) == f"hand_coded/sectors_anna.csv: {said}"


def test_an_empty_file_and_an_empty_workbook_are_errors(corpus: Path) -> None:
    (corpus / "hand_coded/sectors_a.csv").write_text("", encoding="utf-8")
    Workbook().save(corpus / "hand_coded/sectors_b.xlsx")
    lines = fail(corpus).splitlines()
    assert [line.partition(";")[0] for line in lines] == [
        "hand_coded/sectors_a.csv: the file is empty",
        "hand_coded/sectors_b.xlsx: the sheet has no first line",
    ]


def test_a_sheet_without_a_code_is_told_beside_what_is_wrong_with_another(corpus: Path) -> None:
    write(corpus, "sectors_a.csv", f"t1,0,{DEFENCE},")
    (corpus / "hand_coded/sectors_b.csv").write_text("", encoding="utf-8")
    lines = fail(corpus).splitlines()
    assert sorted(line.partition(";")[0] for line in lines) == [
        "hand_coded/sectors_a.csv: no sentence is coded",
        "hand_coded/sectors_b.csv: the file is empty",
    ]


def test_a_long_cell_is_cut_in_the_message(corpus: Path) -> None:
    write(corpus, "sectors.csv", f"t1,0,{DEFENCE},{'x' * 10_000}")
    assert f"sectors: '{'x' * 60}' is no code of the codebook" in fail(corpus)


def test_a_sheet_without_its_column_is_an_error(corpus: Path) -> None:
    write(corpus, "sectors.csv", f"t1,0,{DEFENCE}", head="doc_id,sentence,text")
    said = "no column 'sectors' among doc_id, sentence, text; keep the columns of the sheet: doc_id, sentence, text,"
    assert fail(corpus).startswith(f"hand_coded/sectors.csv: {said}")


def test_a_workbook_with_a_column_twice_is_an_error(corpus: Path) -> None:
    rows = [["doc_id", "Text", "sectors", "sectors"], ["t1", DEFENCE, "DEF", "ECO"]]
    write_workbook(corpus / "hand_coded/sectors_anna.xlsx", rows)
    said = "the column 'sectors' stands twice; keep one of the two"
    assert fail(corpus) == f"hand_coded/sectors_anna.xlsx: {said}"


def test_a_file_that_is_no_workbook_is_an_error(corpus: Path) -> None:
    (corpus / "hand_coded/sectors_anna.xlsx").write_bytes(b"PK not a zip")
    assert fail(corpus).startswith("hand_coded/sectors_anna.xlsx: is no workbook (File is not a zip file); save it as")


def test_a_workbook_that_cannot_be_read_is_named_without_its_place(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = corpus / "hand_coded/sectors_anna.xlsx"
    write_workbook(path, [["doc_id", "text", "sectors"], ["t1", DEFENCE, "DEF"]])
    kept = Path.open

    def refuse(self: Path, *arguments: Any, **options: Any) -> Any:
        if self.name == path.name:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return kept(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    said = "cannot be read (Permission denied); check the file and its permissions"
    assert fail(corpus) == f"hand_coded/sectors_anna.xlsx: {said}"


def test_two_sheets_of_one_coder_are_an_error(corpus: Path) -> None:
    write(corpus, "sectors_anna.csv", f"t1,0,{DEFENCE},DEF")
    write_workbook(corpus / "hand_coded/sectors_anna.xlsx", [["doc_id", "text", "sectors"], ["t1", DEFENCE, "DEF"]])
    said = "the same coder as hand_coded/sectors_anna.csv; keep one, or name another coder"
    assert fail(corpus) == f"hand_coded/sectors_anna.xlsx: {said}"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("năm 2017,,DATE,2017,,", "at: 'năm 2017' is not in the sentence; copy it from the text as it stands"),
        ("năm,,DATE,2016,,", "at: 'năm' stands in the sentence twice; write which by its first character, from 0"),
        ("năm 2016,3,DATE,2016,,", "at: 3 is not where 'năm 2016' stands; correct it, or leave it empty"),
        ("năm 2016,,DAT,2016,,", "type: 'DAT' is unknown; write DATE if that is meant, or use one of DATE, TIME,"),
        ("năm 2016,,DATE,,,", "value: empty; write the TIMEX3 value, such as 2025-05-07, P30Y or FUTURE_REF"),
        ("năm 2016,,DATE,2016,1/1/2016,", "from: '1/1/2016' is no day; write 2025-05-07 (in a spreadsheet, format"),
    ],
)
def test_a_wrong_date_is_named(corpus: Path, line: str, said: str) -> None:
    write(corpus, "dates.csv", f"t1,1,{TRADE},{line}")
    assert fail(corpus, "dates").startswith(f"hand_coded/dates.csv: line 2: {said}")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("7,both,,,", "level: '7' is unknown; use one of request, consider, wish, ready, will, agree, commit"),
        ("agre,both,,,", "level: 'agre' is unknown; write agree if that is meant"),
        ("5,vietnam,,,", "side: 'vietnam' is unknown; write viet_nam if that is meant"),
        ("5,both,ECOO,,", "sectors: 'ECOO' is no code of the codebook; write ECO if that is meant"),
        ("5,both,,x,", "polarity: 'x' is unknown; use one of +, -"),
        ("5,both,,,done", "status: 'done' is unknown; use one of prospective, performed"),
    ],
)
def test_a_wrong_clause_is_named(corpus: Path, cells: str, said: str) -> None:
    write(corpus, "commitments.csv", f"t1,0,{DEFENCE},{cells}")
    assert fail(corpus, "commitments").startswith(f"hand_coded/commitments.csv: line 2: {said}")


def test_an_unknown_layer_is_refused(corpus: Path) -> None:
    with pytest.raises(ParameterError, match="^load_coding: unknown layer 'words'; use one of sectors, dates, commit"):
        load(corpus, "words")


def test_check_says_what_is_wrong_with_the_sheets_of_a_corpus(corpus: Path) -> None:
    write(corpus, "sectors_anna.csv", f"t1,0,{DEFENCE},DFE")
    write(corpus, "sectors_anna.csv", f"t1,0,{DEFENCE},DFE").with_name("sample_1.csv").write_text("x\n")
    problems = [str(problem).partition(";")[0] for problem in check_folder(corpus)]
    assert problems == [
        "hand_coded/sample_1.csv: its layer is not known",
        "hand_coded/sectors_anna.csv: line 2: sectors: 'DFE' is no code of the codebook",
    ]


# The coding that the project ships.


def test_the_seeds_are_coded_whole() -> None:
    sentences = split_sentences(load_documents("seeds"))
    counted = {}
    for layer in ("sectors", "dates", "commitments"):
        coding = load_coding("seeds", layer, sentences, codes=CODES)
        counted[layer] = (len(coding.sentences), len(coding.occurrences), len(coding.contested))
    assert counted == {"sectors": (37, 62, 13), "dates": (37, 14, 1), "commitments": (37, 48, 0)}
    assert check_coding("seeds", sentences, codes=CODES) == []


def test_the_sectors_of_a_clause_are_sectors_of_its_sentence() -> None:
    sentences = split_sentences(load_documents("seeds"))
    sectors, clauses = (load_coding("seeds", layer, sentences, codes=CODES) for layer in ("sectors", "commitments"))
    keys = ["doc_id", "sentence"]
    pairs = clauses.occurrences[[*keys, "sectors"]].assign(label=lambda t: t["sectors"].str.split()).explode("label")
    of_sentence = pd.MultiIndex.from_frame(sectors.occurrences[[*keys, "label"]])
    rest = pairs.dropna(subset="label")
    assert rest[~pd.MultiIndex.from_frame(rest[[*keys, "label"]]).isin(of_sentence)]["label"].tolist() == []


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_a_workbook_with_a_damaged_part_is_an_error(corpus: Path, part: str) -> None:
    path = corpus / "hand_coded/sectors_anna.xlsx"
    write_workbook(path, [["doc_id", "text", "sectors"], ["t1", DEFENCE, "DEF"]])
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data[: len(data) // 2] if name == part else data)
    assert fail(corpus).startswith("hand_coded/sectors_anna.xlsx: is no workbook (")


def test_a_number_of_very_many_digits_is_an_error(corpus: Path) -> None:
    write(corpus, "sectors.csv", f't1,{"9" * 400},"{DEFENCE}",DEF')
    assert "is no whole number; correct it or leave it empty" in fail(corpus)


def test_a_cell_of_very_many_commas_costs_no_more_than_its_length() -> None:
    # With a cost of the cube this takes hours.
    assert read_codes(",".join(["DEF"] * 20_000), CODES) == ("DEF",)
