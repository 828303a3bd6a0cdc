"""The notebook that compares two texts: on pairs, on two declarations, and where there is no pair to compare."""

import json
from pathlib import Path

import pytest
from notebook_cells import load_table, show_cells

from vietdiplo.count.alignment import HIGH, LOW, SAME
from vietdiplo.publish.engine import run_notebook
from vietdiplo.publish.plan import NOTEBOOKS

COMPARE = NOTEBOOKS / "06_compare.ipynb"
TRADE = "Hai bên phấn đấu đưa kim ngạch thương mại hai chiều lên 3 tỷ USD vào năm 2030."
TRADE_TOLD = "Hai nước đặt mục tiêu nâng giá trị buôn bán song phương lên 4 tỷ USD vào năm 2030."
SCHOOLS = "Hai bên khuyến khích các trường đại học mở chương trình đào tạo chung về y khoa."
RIVER = "Trời thủ đô se lạnh, lá vàng phủ kín các con đường ven sông."
RAILWAY = "Hai bên sẽ nghiên cứu kết nối tuyến đường sắt liên vận giữa cảng biển và cửa khẩu."
ENGLISH = "The two sides agreed to expand cooperation in education and training."
TABLES = ("08", "11", "15", "18", "19", "21", "22")  # the cells that show a table or a figure


def write_corpus(folder: Path, *texts: tuple[str, str, str, str]) -> Path:
    """Write texts, each with its genre, partner and date, and the language in which it is told to be."""
    (folder / "texts").mkdir(parents=True)
    rows = ["file,doc_id,genre,partner,date,language"]
    for number, (genre, partner, date, text) in enumerate(texts, 1):
        (folder / f"texts/t{number}.txt").write_text(text + "\n", encoding="utf-8")
        rows.append(f"t{number}.txt,t{number},{genre},{partner},{date},{'en' if text.startswith(ENGLISH) else 'vi'}")
    (folder / "documents.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def show(tmp_path: Path, *texts: tuple[str, str, str, str], **values: object) -> dict[str, str]:
    cells = show_cells(COMPARE, write_corpus(tmp_path / "c", *texts), tmp_path, **values)
    return {name.removeprefix("compare-"): said for name, said in cells.items()}


def test_a_report_tells_leaves_out_adds_and_disagrees(tmp_path: Path) -> None:
    declaration = ("declaration", "HUN", "2024-10-11", f"{TRADE}\n{SCHOOLS}")
    shown = show(tmp_path, declaration, ("news", "HUN", "2024-10-12", f"{TRADE_TOLD}\n{RIVER}"))
    assert shown["09"] == "Of 2 clauses of t1: reported **0**; paraphrased **1**; omitted **1**; undecided **0**."
    told = load_table(tmp_path, "compare_clauses", str)
    assert told[["sentence", "status", "other_sentence", "differs"]].to_numpy().tolist() == [
        ["0", "paraphrased", "0", "number"],
        ["1", "omitted", "", ""],
    ]
    there = load_table(tmp_path, "compare_other", str)
    assert there[["sentence", "status"]].to_numpy().tolist() == [["0", "partly"], ["1", "unsupported"]]
    details = load_table(tmp_path, "compare_details", str)
    assert details[["detail", "surface", "other_surface"]].to_numpy().tolist() == [["amount", "3 tỷ USD", "4 tỷ USD"]]
    assert [shown[cell] for cell in ("15", "19")] == ["figure"] * 2


def test_both_sentences_of_a_row_are_led_to(tmp_path: Path) -> None:
    declaration = ("declaration", "HUN", "2024-10-11", TRADE)
    corpus = write_corpus(tmp_path / "c", declaration, ("news", "HUN", "2024-10-12", f"{RIVER}\n{TRADE}"))
    executed, _ = run_notebook(COMPARE, {"corpus": str(corpus), "out": str(tmp_path / "out")}, {}, tmp_path / "p.ipynb")
    table = next(cell for cell in executed.cells if cell["id"] == "compare-08").outputs[0].data["text/html"]
    assert 'data-doc="t1" data-sentence="0"' in table
    assert 'data-doc="t2" data-sentence="1"' in table


def test_two_declarations_carry_over_renew_and_drop(tmp_path: Path) -> None:
    old = ("declaration", "HUN", "2022-10-11", f"{SCHOOLS}\n{TRADE}")
    new = ("communique", "HUN", "2024-10-11", f"{RAILWAY}\n{SCHOOLS}")
    shown = show(tmp_path, new, old)
    assert shown["21"].startswith("None: where the two texts tell the same")
    assert "t1 \\(communiqué\\)" in shown["04"]
    assert shown["09"] == "Of 2 clauses of t2: carried over **1**; reworded **0**; dropped **1**; undecided **0**."
    assert shown["12"] == "Of 2 clauses of t1: carried over **1**; reworded **0**; new **1**; undecided **0**."


def test_named_texts_are_compared_whatever_their_genre(tmp_path: Path) -> None:
    texts = [("", "", "", TRADE), ("", "", "", SCHOOLS), ("news", "", "", f"{RIVER}\n{TRADE}")]
    shown = show(tmp_path, *texts, text="t3", against="t1", lang="vi")
    assert shown["04"].endswith("theo tên đã nêu; bộ ngữ liệu có 3 văn bản.")
    assert shown["09"].startswith("Trong 1 mệnh đề của t1: nêu (gần như) nguyên văn **1**")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "picked by genre, partner and date; 2 texts"),
        ({"text": "t2"}, "one as named, the other picked; 2 texts"),
        ({"against": "t1"}, "one as named, the other picked; 2 texts"),
        ({"text": "t2", "against": "t1"}, "as named; 2 texts"),
    ],
)
def test_how_the_two_texts_were_chosen_is_told(tmp_path: Path, given: dict[str, str], said: str) -> None:
    shown = show(tmp_path, ("declaration", "", "", TRADE), ("news", "", "", TRADE_TOLD), **given)
    assert shown["04"].split("**, ")[1] == f"{said} in the corpus."


def test_the_thresholds_that_are_told_are_those_of_the_rules() -> None:
    cells = json.loads(COMPARE.read_text(encoding="utf-8"))["cells"]
    told = "".join(next(cell["source"] for cell in cells if cell["id"] == "compare-06")).split("<details")
    assert [[f"{share:.0%}" in prose for share in (HIGH, LOW, SAME, 0.95)] for prose in told] == [[True] * 4] * 2


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([("news", "HUN", "2024", TRADE)], "This needs two texts, best a news report and a declaration of one visit"),
        (
            [("news", "HUN", "2024", TRADE), ("", "HUN", "2024", RIVER), ("news", "HUN", "2024", SCHOOLS)],
            "No declaration to compare with; the genres of this corpus: news 2, genre unknown 1.",
        ),
        (
            [("declaration", "", "", TRADE), ("news", "", "", ENGLISH)],
            "The two texts are in different languages (vi, en)",
        ),
        (
            [("declaration", "", "", ENGLISH), ("news", "", "", f"{ENGLISH} It rains.")],
            "The two texts are in another language than Vietnamese (en).",
        ),
    ],
)
def test_where_there_is_no_pair_a_sentence_says_so(
    tmp_path: Path, texts: list[tuple[str, str, str, str]], said: str
) -> None:
    shown = show(tmp_path, *texts)
    assert [cell for cell in TABLES if not shown[cell].replace("\\", "").startswith(said)] == []
    assert shown["23"] == ""


def test_a_text_without_sentences_that_is_named_is_refused_in_words(tmp_path: Path) -> None:
    shown = show(tmp_path, ("declaration", "", "", TRADE), ("news", "", "", "***"), text="t2")
    assert shown["08"] == "Nothing to compare: t2 has no sentences."
