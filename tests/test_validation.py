"""The notebook of validation on corpora without sheets, with two coders, and with broken sheets."""

from functools import partial
from pathlib import Path

import pytest
from notebook_cells import load_table, run_cells

from vietdiplo.publish.plan import NOTEBOOKS, plan_run
from vietdiplo.publish.render import check_runs
from vietdiplo.tables import CorpusError

run = partial(run_cells, NOTEBOOKS / "07_validation.ipynb")
SENTENCES = [
    "Hai Bên nhất trí tăng cường hợp tác quốc phòng từ năm 2016.",
    "Hai Bên sẽ mở rộng hợp tác thương mại.",
    "Thủ tướng cảm ơn nước chủ nhà.",
]


def write_corpus(folder: Path, **sheets: list[str]) -> Path:
    """Write a corpus of one text, and sheets with the cells that follow the wording of its sentences."""
    (folder / "texts").mkdir(parents=True)
    (folder / "texts/t.txt").write_text(" ".join(SENTENCES) + "\n", encoding="utf-8")
    (folder / "documents.csv").write_text("file,date,genre\nt.txt,2025-05-07,declaration\n", encoding="utf-8")
    heads = {
        "sectors": "sectors",
        "dates": "surface,type,value,from,to",
        "commitments": "level,side,sectors",
    }
    for name, cells in sheets.items():
        (folder / "hand_coded").mkdir(exist_ok=True)
        lines = [f"t,{n},{SENTENCES[n]},{cell}" for n, cell in enumerate(cells)]
        text = "\n".join([f"doc_id,sentence,text,{heads[name.partition('_')[0]]}", *lines])
        (folder / f"hand_coded/{name}.csv").write_text(text + "\n", encoding="utf-8")
    return folder


TABLES = {
    "dates": ("08", "09"),
    "sectors": ("12", "13", "14", "15", "25", "27", "28"),
    "commitments": ("17", "18", "19"),
}


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_corpus_without_sheets_says_in_every_section_how_to_make_them(tmp_path: Path, lang: str) -> None:
    shown, failure = run(write_corpus(tmp_path / "c"), tmp_path, lang=lang)
    assert failure == ""
    files = {
        "dates": "hand_coded/dates.csv",
        "sectors": "vietdiplo sample",
        "commitments": "hand_coded/commitments.csv",
    }
    for layer, cells in TABLES.items():
        assert [files[layer] in shown[f"validation-{cell}"] for cell in cells] == [True] * len(cells)
    assert ["vietdiplo sample" in shown[f"validation-{cell}"] for cell in ("21", "22", "24")] == [True] * 3
    assert [path.name for path in (tmp_path / "out/tables").iterdir()] == ["validation_coded.csv"]


@pytest.fixture(scope="module")
def two_coders(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Path]:
    to = tmp_path_factory.mktemp("coders")
    corpus = write_corpus(
        to / "c",
        sectors_anna=["DEF", "ECO", "-"],
        sectors_binh=["DEF; SEC", "ECO", ""],
        dates=["năm 2016,DATE,2016,2016-01-01,2016-12-31", "-,,,,", "-,,,,"],
        commitments=["5,both,DEF", "3,both,ECO", "-,,"],
    )
    shown, failure = run(corpus, to, coder="binh")
    assert failure == ""
    return shown, to


def test_the_chosen_coder_is_the_reference(two_coders: tuple[dict[str, str], Path]) -> None:
    scores = load_table(two_coders[1], "validation_sectors").set_index("sector")
    assert scores["coded"].tolist() == [1, 1, 1]
    assert scores["correct"].tolist() == [1, 1, 0]
    mistakes = load_table(two_coders[1], "validation_sectors_mistakes")
    assert mistakes[["sentence", "coded", "found", "missed"]].to_numpy().tolist() == [[0, "DEF; SEC", "DEF", "SEC"]]


def test_two_coders_are_compared_where_both_read(two_coders: tuple[dict[str, str], Path]) -> None:
    row = load_table(two_coders[1], "validation_agreement").iloc[0]
    assert row[["coders", "sentences", "same"]].tolist() == [2, 2, 0.5]
    disputed = load_table(two_coders[1], "validation_disputed")
    assert disputed[["sentence", "by_anna", "by_binh"]].to_numpy().tolist() == [[0, "DEF", "DEF; SEC"]]


def test_dates_and_commitments_are_scored(two_coders: tuple[dict[str, str], Path]) -> None:
    shown, to = two_coders
    assert load_table(to, "validation_dates").loc[0, ["coded", "found", "value_correct"]].tolist() == [1, 1, 1]
    assert shown["validation-09"] == "None: all that was coded by hand was found, and nothing else."
    mistakes = load_table(to, "validation_commitments_mistakes")
    assert mistakes[["sentence", "missed", "surplus"]].to_numpy().tolist() == [[1, "3 both", "4 both"]]


def test_a_reader_sees_the_figure_and_the_mistake_with_its_sentence(two_coders: tuple[dict[str, str], Path]) -> None:
    assert two_coders[0]["validation-12"] == "figure"
    assert f"t 0 DEF; SEC DEF SEC - - {SENTENCES[0]}" in two_coders[0]["validation-15"]


def test_a_coder_who_is_not_there_is_named(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "c", sectors_anna=["DEF", "-", "-"])
    said = "ParameterError: coder: 'ana' coded nothing; write anna if that is meant, or use one of anna"
    assert run(corpus, tmp_path, coder="ana")[1] == said


BROKEN = {
    "typo": (["DFE", "-", "-"], "line 2: sectors: 'DFE' is no code of the codebook; write DEF if that is meant"),
    "empty": (["", "", ""], "no sentence is coded; fill in the column 'sectors', with - where there is nothing"),
}


@pytest.mark.parametrize(("cells", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_sheet_stops_a_run_before_it_starts(tmp_path: Path, cells: list[str], said: str) -> None:
    corpus = write_corpus(tmp_path / "c", sectors_anna=cells)
    with pytest.raises(CorpusError) as caught:
        check_runs([plan_run(corpus=corpus, out=tmp_path / "o", notebooks=["validation"])])
    assert said in str(caught.value)


@pytest.mark.parametrize(("cells", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_sheet_stops_the_notebook_with_place_and_remedy(tmp_path: Path, cells: list[str], said: str) -> None:
    failure = run(write_corpus(tmp_path / "c", sectors_anna=cells), tmp_path)[1]
    assert failure.startswith("CorpusError: hand_coded/sectors_anna.csv: ")
    assert said in failure
