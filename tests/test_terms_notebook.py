"""The notebook of terms on corpora that lack something: a statement stands where a table or figure cannot."""

import json
import re
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from notebook_cells import load_table, show_cells

from vietdiplo.__main__ import vietdiplo
from vietdiplo.publish.engine import check_notebook
from vietdiplo.publish.plan import NOTEBOOKS
from vietdiplo.tables import ParameterError

TERMS = NOTEBOOKS / "02_terms.ipynb"
run_terms = partial(show_cells, TERMS)
ONE_TEXT = "This needs two texts with words; the corpus has fewer."
NO_WORDS = "The texts have no words, so that there is nothing to count."
LINES = [
    "Hai Bên nhất trí tăng cường hợp tác kinh tế và thương mại. Hai nước mở rộng hợp tác du lịch.",
    "Hai Bên nhất trí tăng cường hợp tác quốc phòng. Bộ trưởng hai nước trao đổi về an ninh biển.",
    "Hai Bên nhất trí tăng cường hợp tác giáo dục và đào tạo. Sinh viên hai nước học tiếng Việt.",
    "Thủ tướng đến sân bay sáng nay. Lễ đón diễn ra trọng thể tại Phủ Chủ tịch.",
    "Chủ tịch nước tiếp Đại sứ chiều nay. Buổi tiếp diễn ra thân mật tại Hà Nội.",
    "Đoàn thăm nhà máy sáng nay. Công nhân đón đoàn tại cổng chính của nhà máy.",
]


def write_corpus(folder: Path, texts: list[str], *, news: int = 3) -> Path:
    """Write texts t1, t2 and so on; the first `news` of them are news, the others a declaration."""
    (folder / "texts").mkdir(parents=True)
    rows = ["file,genre"]
    for number, text in enumerate(texts, 1):
        (folder / f"texts/t{number}.txt").write_text(text + "\n", encoding="utf-8")
        rows.append(f"t{number}.txt,{'news' if number <= news else 'declaration'}")
    (folder / "documents.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def two_genres(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("genres") / "c", LINES)


def test_a_corpus_of_one_text(tmp_path: Path) -> None:
    shown = run_terms(write_corpus(tmp_path / "c", ["\n".join(LINES)]), tmp_path, query="hợp tác")
    for cell in ("terms-spread-texts", "terms-typical-table", "terms-15", "terms-17", "terms-dealt-table"):
        assert shown[cell] == ONE_TEXT
    assert shown["terms-alike-table"] == ONE_TEXT
    assert shown["terms-modes-table"] == ONE_TEXT
    assert shown["terms-18"] == ""
    assert shown["terms-spread-within"].startswith("Dispersion of the five leading content words within")
    assert "found in many texts" not in shown["terms-formulae-table"]


def test_a_text_of_three_words(tmp_path: Path) -> None:
    shown = run_terms(write_corpus(tmp_path / "c", ["Hợp tác song phương tốt."]), tmp_path, query="hợp tác", least=1)
    row = load_table(tmp_path, "terms_diversity").iloc[0]
    assert [row[name] for name in ("words", "types", "mattr", "mtld", "hdd")] == [3, 3, "", "", ""]
    why = (
        "MATTR: fewer words than a window, MTLD: no stretch falls below the threshold, HD-D: fewer words than a sample"
    )
    assert f"3 3 1.00 – – – {why}" in shown["terms-varied-table"]
    assert shown["terms-varied-say"] == "Texts too short for MATTR: 1."
    assert shown["terms-near-table"].startswith("The window reaches further than any sentence: the longest one has 3")
    assert "text too short" in shown["terms-spread-within"]


def test_a_text_that_is_hardly_vietnamese_is_named(tmp_path: Path) -> None:
    english = (
        "The two sides agreed to strengthen cooperation in trade during the visit of the President of the Republic. "
    )
    shown = run_terms(write_corpus(tmp_path / "c", [LINES[0], english * 2]), tmp_path, query="hợp tác")
    assert shown["terms-language"].startswith("**Perhaps not Vietnamese (1 of 2 texts)**: t2.")


def test_texts_without_words(tmp_path: Path) -> None:
    shown = run_terms(write_corpus(tmp_path / "c", ["2025.", "7/5 - 8/5."]), tmp_path)
    tables = [name for name in shown if name.endswith("-table")] + ["terms-05", "terms-07", "terms-10", "terms-12"]
    said = {name: shown[name] for name in tables}
    assert said.pop("terms-listed-table") == "No listed term occurs in these texts."
    lacking = ("terms-15", "terms-dealt-table", "terms-modes-table")
    assert {shown[name] for name in lacking} == {ONE_TEXT}
    assert {text for name, text in said.items() if name not in lacking} == {NO_WORDS}


def test_a_least_frequency_that_leaves_nothing(two_genres: Path, tmp_path: Path) -> None:
    shown = run_terms(two_genres, tmp_path, query="hợp tác", least=1000)
    said = "Nothing here occurs at least 1,000 times; choose a lower `least`."
    cells = ("terms-10", "terms-near-table", "terms-pairs-table", "terms-together-table", "terms-together-figure")
    assert [shown[cell] for cell in cells] == [said] * len(cells)


@pytest.fixture(scope="module")
def groups(two_genres: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Path]:
    to = tmp_path_factory.mktemp("groups")
    return run_terms(two_genres, to, query="hợp tác", order="right"), to


def test_groups_of_several_texts_are_tested_over_texts(groups: tuple[dict[str, str], Path]) -> None:
    shown, to = groups
    said = "a two-sided p cannot be smaller than **0.1000**, a one-sided one than 0.0500 (20 dealings compared)"
    assert said in shown["terms-dealt-say"]
    dealt = load_table(to, "terms_permutations").set_index("word")
    assert dealt.loc["nhất trí", ["n_target", "n_reference", "p", "least_p"]].tolist() == [3, 0, 0.1, 0.1]


def test_a_formula_is_counted_once(groups: tuple[dict[str, str], Path]) -> None:
    found = (
        load_table(groups[1], "terms_formulae").set_index("phrase").loc["hai · bên · nhất trí · tăng cường · hợp tác"]
    )
    assert found[["kind", "n", "documents", "spread"]].tolist() == ["found", 3, 3, 0.5]
    counted = load_table(groups[1], "terms_once").set_index("word")
    assert counted.loc["nhất trí", ["n", "n_once"]].tolist() == [3, 1]


def test_the_concordance_is_sorted_by_the_right_context(groups: tuple[dict[str, str], Path]) -> None:
    after = load_table(groups[1], "terms_concordance")["right"].str.split().str[0]
    assert after.tolist() == ["du", "giáo", "kinh", "quốc"]


def test_a_mark_of_the_dispersion_plot_leads_to_its_line(groups: tuple[dict[str, str], Path]) -> None:
    svg = (groups[1] / "out/figures/terms_places.svg").read_text(encoding="utf-8")
    assert svg.startswith('<svg role="group"')
    titles = dict(re.findall(r'xlink:href="#(terms_concordance-\d)"[^>]*><title>([^<]*)</title>', svg))
    lines = load_table(groups[1], "terms_concordance")
    assert titles == {
        f"terms_concordance-{n}": " ".join(f"{row.left} [{row.surface}] {row.right}".split())
        for n, row in enumerate(lines.itertuples(), 1)
    }


def test_a_list_of_frequencies_as_the_reference(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "c", LINES[:2])
    (corpus / "list.csv").write_text("label,n\nhợp tác,1\nvà,99\n", encoding="utf-8")
    shown = run_terms(corpus, tmp_path, query="hợp tác", contrast=["t1", "list.csv"])
    keyness = load_table(tmp_path, "terms_contrast").set_index("word")
    assert keyness.loc["hợp tác", ["n_target", "n_reference"]].tolist() == [2, 1]
    assert keyness.loc["và", ["n_target", "n_reference"]].tolist() == [1, 99]
    assert shown["terms-dealt-table"] == "Left out: “list.csv” is a list of frequencies without texts."


def test_a_broken_list_of_frequencies_is_named_in_the_place_of_the_contrast(two_genres: Path, tmp_path: Path) -> None:
    (two_genres / "list.csv").write_text("label,n\nhợp tác,x\n", encoding="utf-8")
    shown = run_terms(two_genres, tmp_path, query="hợp tác", contrast=["t1", "list.csv"])
    said = "list.csv: line 2: n 'x' is no whole number; write digits only"
    for cell in ("terms-15", "terms-17", "terms-dealt-table", "terms-modes-table"):
        assert shown[cell].replace("\\", "") == f"The frequency list cannot be used: {said}."


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"query": ""}, "query: '' cannot be; use a word or phrase with a letter"),
        ({"query": "?!"}, "query: '?!' cannot be; use a word or phrase with a letter"),
        ({"contrast": ["t1"]}, "contrast: ['t1'] cannot be; use two names, or none"),
        ({"mode": "best"}, "mode: 'best' cannot be; use repaired or exact or syllables"),
    ],
)
def test_a_parameter_that_cannot_be_is_refused_before_anything_runs(values: dict[str, object], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        check_notebook(TERMS, values)
    assert str(error.value) == message


def test_a_query_that_never_occurs_and_a_side_of_one_text(two_genres: Path, tmp_path: Path) -> None:
    shown = run_terms(two_genres, tmp_path, query="hạt nhân", contrast=["t1", "t4"])
    missing = "The query “hạt nhân” does not occur in these texts."
    assert [shown[cell] for cell in ("terms-near-table", "terms-near-say", "terms-12")] == [missing, "", missing]
    assert shown["terms-where-figure"] == "figure"
    assert shown["terms-dealt-table"].startswith("No test over texts is possible: a side has one text only")
    assert "a one-sided p could not be smaller than 0.50" in shown["terms-dealt-table"]
    assert shown["terms-dealt-say"] == ""


def test_a_window_larger_than_any_sentence_and_a_group_that_is_not_there(two_genres: Path, tmp_path: Path) -> None:
    shown = run_terms(two_genres, tmp_path, query="hợp tác", window=500, contrast=["t1", "nowhere"])
    window = (
        r"The window reaches further than any sentence: the longest one has \d+ words\. Choose a smaller `window`\."
    )
    assert re.fullmatch(window, shown["terms-near-table"])
    assert shown["terms-15"].startswith("This contrast needs two groups of texts with words; “t1, nowhere” cannot")


def test_two_lists_in_vietnamese(two_genres: Path, tmp_path: Path) -> None:
    shown = run_terms(two_genres, tmp_path, lang="vi", query="hạt nhân", contrast=["a.csv", "b.csv"])
    assert shown["terms-12"] == "Cụm tìm kiếm “hạt nhân” không xuất hiện trong các văn bản này."
    assert shown["terms-15"].startswith("So sánh này cần hai nhóm văn bản có từ; không so sánh được “a.csv, b.csv”.")


def test_a_corpus_too_large_for_what_needs_all_words(two_genres: Path, tmp_path: Path) -> None:
    source = json.loads(TERMS.read_text(encoding="utf-8"))
    text = json.dumps(source, ensure_ascii=False).replace("total > 2_000_000", "total > 20")
    (tmp_path / "small.ipynb").write_text(text, encoding="utf-8")
    shown = show_cells(tmp_path / "small.ipynb", two_genres, tmp_path, query="hợp tác", least=1)
    cells = ("spread-texts", "spread-within", "typical-table", "formulae-table", "near-table", "pairs-table")
    for cell in (*cells, "together-table", "dealt-table", "modes-table"):
        assert shown[f"terms-{cell}"].startswith("Left out: this needs all words in memory at once.")
    for cell, start in {"05": "The most", "10": "Phrases", "12": "Concordance", "15": "Keywords"}.items():
        assert shown[f"terms-{cell}"].startswith(start)


def test_an_annotated_folder_gives_the_tables_of_its_texts(two_genres: Path, tmp_path: Path) -> None:
    command = ["annotate", str(two_genres), "--to", str(tmp_path / "parts")]
    assert CliRunner().invoke(vietdiplo, command, catch_exceptions=False).exit_code == 0
    for name, corpus in {"texts": two_genres, "annotated": tmp_path / "parts"}.items():
        (tmp_path / name).mkdir()
        run_terms(corpus, tmp_path / name, query="hợp tác", least=1)
    tables = sorted(path.name for path in (tmp_path / "texts/out/tables").glob("*.csv"))
    assert len(tables) == 19
    for table in tables:
        kept, loaded = ((tmp_path / name / "out/tables" / table).read_text() for name in ("annotated", "texts"))
        assert kept == loaded
