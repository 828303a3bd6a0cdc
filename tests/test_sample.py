"""Samples to code: fair shares, the same draw again, nothing of the finder in a sheet, and read back as filled in."""

import csv
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from vietdiplo.__main__ import main, vietdiplo
from vietdiplo.count.samples import choose_sentences, choose_strata
from vietdiplo.find import find_codebook, find_sectors, load_codebook
from vietdiplo.publish import sample
from vietdiplo.publish.sample import save_sample
from vietdiplo.publish.sample_sheets import save_strata
from vietdiplo.tables import CorpusError, ParameterError, Problem
from vietdiplo.texts import load_coding, load_documents, split_sentences
from vietdiplo.texts.corpus import load_corpus

SECTORS = {
    "DEF": ("Quốc phòng", "Defence", "quốc phòng"),
    "ECO": ("Kinh tế, thương mại", "Economy and trade", "thương mại"),
    "HEA": ("Y tế", "Health", "y tế"),
    "EDU": ("Giáo dục, đào tạo, nguồn nhân lực", "Education", "giáo dục"),
}
SECTOR = """  {code}:
    label: {{vi: "{vi}", en: {en}}}
    definition: {{vi: "{vi}", en: {en}}}
    terms: ["{term}"]
"""
CODES = {code: {"vi": vi, "en": en} for code, (vi, en, _) in SECTORS.items()}
TEXTS = {
    "t1": "Hai Bên tăng cường hợp tác quốc phòng. Hai nước mở rộng thương mại. Hai Bên hợp tác quốc phòng.",
    "t2": "Hai nước hợp tác y tế và thương mại. Cảm ơn quý vị.",
    "t3": "- Hai Bên hợp tác giáo dục.\n=1+1 là phép tính của tôi.\nLời kết của\u00a0bài.",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "c/texts").mkdir(parents=True)
    rows = ["file,genre,partner", "t1.txt,news,LAO", "t2.txt,news,", "t3.txt,speech,AZE"]
    for name, text in TEXTS.items():
        (tmp_path / f"c/texts/{name}.txt").write_text(text + "\n", encoding="utf-8")
    (tmp_path / "c/documents.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    sectors = [SECTOR.format(code=code, vi=vi, en=en, term=term) for code, (vi, en, term) in SECTORS.items()]
    (tmp_path / "c/sectors.yml").write_text(f"version: 1\nsectors:\n{''.join(sectors)}", encoding="utf-8")
    return tmp_path / "c"


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# What is drawn.


@pytest.mark.parametrize(
    ("sizes", "n", "drawn"),
    [
        ({"a": 60, "b": 30, "c": 10}, 10, {"a": 6, "b": 3, "c": 1}),
        ({"a": 97, "b": 2, "c": 1}, 10, {"a": 8, "b": 1, "c": 1}),
        ({"a": 5, "b": 5}, 3, {"a": 2, "b": 1}),
        ({"a": 1, "b": 2}, 2, {"a": 1, "b": 1}),
        ({"a": 2, "b": 1}, 99, {"a": 2, "b": 1}),
    ],
)
def test_each_stratum_has_its_share_and_one_at_least(sizes: dict[str, int], n: int, drawn: dict[str, int]) -> None:
    strata = pd.Series([name for name, size in sizes.items() for _ in range(size)])
    places = choose_sentences(strata, n=n, seed=1)
    assert strata.iloc[places].value_counts().to_dict() == drawn
    assert len(set(places)) == len(places)


def test_the_draw_depends_on_the_seed_only() -> None:
    strata = pd.Series(["a"] * 100)
    first, again, other = (choose_sentences(strata, n=10, seed=seed).tolist() for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_fewer_sentences_than_strata_are_refused() -> None:
    with pytest.raises(ParameterError, match="^--n: 1 is less than the 2 strata; use more, or other strata with --by$"):
        choose_sentences(pd.Series(["a", "b"]), n=1, seed=1)


def test_strata_of_documents_and_of_the_rarest_sector(corpus: Path) -> None:
    documents = load_documents(corpus)
    sentences = split_sentences(documents)
    found = find_sectors(sentences, load_codebook(find_codebook(corpus)))
    strata = {by: choose_strata(sentences, documents, by=by).tolist() for by in ("doc_id", "genre", "partner")}
    assert strata["doc_id"] == ["t1"] * 3 + ["t2"] * 2 + ["t3"] * 3
    assert strata["genre"] == ["news"] * 5 + ["speech"] * 3
    assert strata["partner"] == ["LAO"] * 3 + ["unknown"] * 2 + ["AZE"] * 3
    by_sector = choose_strata(sentences, documents, by="sector", found=found).tolist()
    assert by_sector == ["DEF", "ECO", "DEF", "HEA", "uncoded", "EDU", "uncoded", "uncoded"]


# What is written.


def test_a_sheet_has_the_sentence_its_context_and_empty_columns(corpus: Path, tmp_path: Path) -> None:
    save_sample(corpus, tmp_path / "sectors.csv")
    rows = read_csv(tmp_path / "sectors.csv")
    assert list(rows[0]) == [
        *("doc_id", "sentence", "start", "end", "stratum", "before", "text", "after", "sectors", "notes"),
    ]
    assert list(rows[1].values()) == [
        *("t1", "1", "39", "67", "t1", "Hai Bên tăng cường hợp tác quốc phòng.", "Hai nước mở rộng thương mại."),
        *("Hai Bên hợp tác quốc phòng.", "", ""),
    ]
    assert rows[3]["before"] == ""


def test_no_text_of_a_csv_sheet_is_a_formula(corpus: Path, tmp_path: Path) -> None:
    save_sample(corpus, tmp_path / "sectors.csv")
    texts = [row["text"] for row in read_csv(tmp_path / "sectors.csv")[-3:]]
    assert [text[:3] for text in texts] == ["'- ", "'=1", "Lời"]


def test_no_text_of_a_workbook_is_a_formula(corpus: Path, tmp_path: Path) -> None:
    save_sample(corpus, tmp_path / "sectors.xlsx")
    book = load_workbook(tmp_path / "sectors.xlsx")
    assert book.sheetnames == ["coding", "codebook"]
    cells = [cell for row in book["coding"].iter_rows() for cell in row if isinstance(cell.value, str)]
    assert "=1+1 là phép tính của tôi." in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_codebook_stands_beside_the_sheet(corpus: Path, tmp_path: Path) -> None:
    save_sample(corpus, tmp_path / "a.csv")
    save_sample(corpus, tmp_path / "b.xlsx")
    rows = read_csv(tmp_path / "a.codebook.csv")
    sheet = load_workbook(tmp_path / "b.xlsx")["codebook"]
    assert list(rows[0]) == [
        *("code", "label_vi", "label_en", "definition_vi", "definition_en", "include", "exclude", "example"),
    ]
    assert [row["code"] for row in rows] == list(CODES) == [cell.value for cell in sheet["A"][1:]]


def test_strata_by_sector_are_told_beside_the_sheet_and_not_in_it(corpus: Path, tmp_path: Path) -> None:
    save_sample(corpus, tmp_path / "sectors.csv", by="sector", n=5)
    assert "stratum" not in read_csv(tmp_path / "sectors.csv")[0]
    rows = [tuple(row.values()) for row in read_csv(tmp_path / "sectors.strata.csv")]
    assert rows == [("DEF", "2", "1"), ("ECO", "1", "1"), ("EDU", "1", "1"), ("HEA", "1", "1"), ("uncoded", "3", "1")]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_coders_get_equal_sheets_and_another_run_the_same_bytes(corpus: Path, tmp_path: Path, suffix: str) -> None:
    written = [save_sample(corpus, tmp_path / f"{run}/s{suffix}", n=4, coders=2).files for run in "ab"]
    assert [path.name for path in written[0][:2]] == [f"s_1{suffix}", f"s_2{suffix}"]
    assert len({path.read_bytes() for files in written for path in files[:2]}) == 1


def test_nothing_is_overwritten(corpus: Path, tmp_path: Path) -> None:
    save_sample(corpus, tmp_path / "s.csv")
    with pytest.raises(CorpusError, match=r"^--to: 's.csv' is there already and may hold somebody's work; choose"):
        save_sample(corpus, tmp_path / "s.csv")


def test_nothing_is_overwritten_that_came_while_the_sample_was_drawn(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_another(path: Path) -> tuple[pd.DataFrame, list[Problem]]:
        (tmp_path / "s.strata.csv").write_text("mine", encoding="utf-8")
        return load_corpus(path)

    monkeypatch.setattr(sample, "load_corpus", write_another)
    with pytest.raises(CorpusError, match=r"^--to: 's.strata.csv' is there already and may hold somebody's work;"):
        save_sample(corpus, tmp_path / "s.csv")
    assert [path.name for path in tmp_path.iterdir() if path != corpus] == ["s.strata.csv"]
    assert (tmp_path / "s.strata.csv").read_text(encoding="utf-8") == "mine"


def test_two_samples_with_one_file_of_strata_are_not_written_at_a_time(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []

    def save_another(*arguments: Any) -> None:
        with pytest.raises(CorpusError) as error:
            save_sample(corpus, tmp_path / "s.xlsx")
        said.append(str(error.value))
        save_strata(*arguments)

    monkeypatch.setattr(sample, "save_strata", save_another)
    save_sample(corpus, tmp_path / "s.csv")
    assert said == ["--to: another run is writing 's.xlsx'; wait for it, or choose another folder"]
    assert not (tmp_path / "s.xlsx").exists()


@pytest.mark.parametrize(
    ("to", "by", "said"),
    [
        ("s.ods", "genre", "--to: 's.ods' is no sheet; end its name in .csv or .xlsx"),
        ("s.csv", "topic", "--by: 'topic' is unknown; use one of doc_id, genre, partner, sector"),
    ],
)
def test_a_wrong_option_is_refused(corpus: Path, tmp_path: Path, to: str, by: str, said: str) -> None:
    with pytest.raises(ParameterError) as caught:
        save_sample(corpus, tmp_path / to, by=by)
    assert str(caught.value) == said


# There and back.


def fill(path: Path, to: Path, codes: list[str]) -> None:
    """Fill in the column of a sheet and put it where it is read."""
    to.parent.mkdir(exist_ok=True)
    if path.suffix == ".xlsx":
        book = load_workbook(path)
        sheet = book["coding"]
        column = [cell.value for cell in sheet[1]].index("sectors") + 1
        for row, code in enumerate(codes, start=2):
            sheet.cell(row, column, code)
        book.save(to)
        return
    table = pd.read_csv(path, keep_default_na=False).assign(sectors=codes)
    table.to_csv(to, index=False, sep=";", encoding="utf-16")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_filled_sheet_is_read_back(corpus: Path, tmp_path: Path, suffix: str) -> None:
    save_sample(corpus, tmp_path / f"s{suffix}")
    filled = ["DEF", "eco", "", "HEA; ECO", "-", "Giáo dục, đào tạo, nguồn nhân lực", "none", "-"]
    fill(tmp_path / f"s{suffix}", corpus / f"hand_coded/sectors_anna{suffix}", filled)
    sentences = split_sentences(load_documents(corpus))
    coding = load_coding(corpus, "sectors", sentences, codes=CODES)
    assert len(coding.sentences) == 7
    read = coding.occurrences[["doc_id", "sentence", "label"]].to_numpy().tolist()
    assert read == [["t1", 0, "DEF"], ["t1", 1, "ECO"], ["t2", 0, "ECO"], ["t2", 0, "HEA"], ["t3", 0, "EDU"]]


def test_the_command_says_what_it_wrote(corpus: Path, tmp_path: Path) -> None:
    command = ["sample", str(corpus), "--to", str(tmp_path / "s.xlsx"), "--n", "3", "--coders", "2"]
    done = CliRunner().invoke(vietdiplo, command, catch_exceptions=False)
    assert (done.exit_code, done.output) == (0, "3 of 8 sentences in s_1.xlsx, s_2.xlsx, s.strata.csv\n")


def test_the_command_names_a_text_that_was_left_out(corpus: Path, tmp_path: Path) -> None:
    (corpus / "texts/t4.txt").write_bytes(b"a\x07")
    command = ["sample", str(corpus), "--to", str(tmp_path / "s.csv")]
    done = CliRunner().invoke(vietdiplo, command, catch_exceptions=False)
    assert done.exit_code == 3
    assert done.stderr.startswith("left out: texts/t4.txt: control character U+0007")


def test_the_command_refuses_in_a_line(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["vietdiplo", "sample", str(corpus), "--to", str(tmp_path / "s.csv"), "--n", "2"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err == "error: --n: 2 is less than the 3 strata; use more, or other strata with --by\n"
