"""The notebook of sectors on corpora that lack something: a statement stands where a table or figure cannot."""

import html
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from vietdiplo.publish.engine import run_notebook
from vietdiplo.publish.plan import NOTEBOOKS

SECTORS = NOTEBOOKS / "03_sectors.ipynb"
TWO = "This needs two texts with sentences; the corpus has fewer."
DEFENCE = "Hai bên tăng cường hợp tác quốc phòng."
EDUCATION = "Hai bên mở rộng hợp tác giáo dục và đào tạo."
COURTESY = "Lễ đón diễn ra sáng nay."


def write_corpus(folder: Path, texts: list[str]) -> Path:
    (folder / "texts").mkdir(parents=True)
    for number, text in enumerate(texts, 1):
        (folder / f"texts/t{number}.txt").write_text(text + "\n", encoding="utf-8")
    rows = ["file,genre", *(f"t{number}.txt," for number in range(1, len(texts) + 1))]
    (folder / "documents.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def run_sectors(corpus: Path, to: Path, **values: object) -> dict[str, str]:
    """Run the notebook and give, by the cell, what a reader sees."""
    executed, failure = run_notebook(
        SECTORS, {"corpus": str(corpus), "out": str(to / "out"), **values}, {}, to / "p.ipynb"
    )
    assert failure is None, failure
    cells = [cell for cell in executed.cells if cell.cell_type == "code"]
    assert not [output for cell in cells for output in cell.outputs if output.output_type in ("stream", "error")]
    return {cell["id"]: " ".join(map(read_output, cell.outputs)) for cell in cells}


def read_output(output: Any) -> str:
    data = output.data
    shown = data.get("text/html") or data.get("text/markdown") or data.get("image/svg+xml", "")
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split()) if "image/svg+xml" not in data else "figure"


def load_table(to: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(to / f"out/tables/{name}.csv", keep_default_na=False)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "No sector was found in 1 sentences. The codebook reads Vietnamese"),
        ("vi", "Không tìm thấy lĩnh vực nào trong 1 câu. Bộ mã đọc tiếng Việt"),
    ],
)
def test_a_corpus_without_a_sector_says_so_everywhere(tmp_path: Path, lang: str, said: str) -> None:
    shown = run_sectors(write_corpus(tmp_path / "c", [COURTESY]), tmp_path, lang=lang)
    cells = [name for name in shown if name.endswith(("-table", "-figure", "-texts", "-06", "-09", "-11"))]
    said_in = [name for name in cells if shown[name].startswith(said)]
    assert set(cells) - set(said_in) == {"sectors-uncoded-texts"}
    assert shown["sectors-13"].endswith(f"t1 0 {COURTESY}")


def test_a_text_of_one_sentence_has_no_contrast_and_nothing_uncoded(tmp_path: Path) -> None:
    shown = run_sectors(write_corpus(tmp_path / "c", [DEFENCE]), tmp_path)
    assert [shown[f"sectors-differ-{cell}"] for cell in ("table", "figure", "texts")] == [TWO] * 3
    assert shown["sectors-differ-say"] == ""
    assert shown["sectors-together-table"] == "Nothing here occurs at least 2 times; choose a lower `least`."
    assert shown["sectors-13"] == "None: every sentence has a code."
    assert [shown[f"sectors-{cell}"] for cell in ("06", "profile-figure", "where-figure")] == ["figure"] * 3
    assert load_table(tmp_path, "sectors_places").to_numpy().tolist() == [["t1", "DEF Defence", 1, 0, 0, 0.0]]


def test_a_text_without_words_has_no_rate(tmp_path: Path) -> None:
    run_sectors(write_corpus(tmp_path / "c", [DEFENCE, "2025."]), tmp_path)
    rest = load_table(tmp_path, "sectors_uncoded_texts")
    assert rest[["doc_id", "uncoded", "of"]].to_numpy().tolist() == [["t1", 0, 1], ["t2", 1, 1]]


def test_two_texts_are_compared_and_a_sector_is_listed(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "c", [f"{DEFENCE} {COURTESY}", f"{EDUCATION} {DEFENCE}"])
    shown = run_sectors(corpus, tmp_path, contrast=["t2", "t1"], sector="EDU", lang="vi")
    table = load_table(tmp_path, "sectors_differences")
    assert table[["label", "sentences_target", "sentences_reference", "difference"]].to_numpy().tolist() == [
        ["EDU", 1, 0, 0.5],
        ["DEF", 1, 1, 0.0],
    ]
    assert shown["sectors-differ-say"].startswith("Trong 2 lĩnh vực, **0** lĩnh vực khác nhau")
    assert load_table(tmp_path, "sectors_sentences")[["doc_id", "text"]].to_numpy().tolist() == [["t2", EDUCATION]]


def test_groups_that_are_not_there_and_a_sector_that_was_not_found(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "c", [DEFENCE, EDUCATION])
    shown = run_sectors(corpus, tmp_path, contrast=["t1", "t9"], sector="HEA")
    said = "This contrast needs two groups of texts with sentences; “t1, t9” cannot be compared."
    assert shown["sectors-differ-table"].startswith(said)
    assert shown["sectors-11"] == "The sector HEA Health, pharma and epidemics was not found in these texts."
