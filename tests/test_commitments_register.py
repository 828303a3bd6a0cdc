"""Commitments beyond finding: what makes them precise, why a sentence has none, counts, the figure and the register."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from vietdiplo.count import count_precision, count_strength
from vietdiplo.draw import draw_strength
from vietdiplo.find import find_commitments, find_uncommitted
from vietdiplo.find.commitments_precision import find_amounts, find_instruments
from vietdiplo.publish.register import FIELDS, save_register
from vietdiplo.tables import TableError, make_table
from vietdiplo.texts import split_sentences
from vietdiplo.texts.corpus import ROOT

CLAUSES = pd.DataFrame(
    [
        ("a", 0, 0, 6, "both", "ECO ENE", "2 tỷ USD", "2030", ""),
        ("a", 1, 9, 4, "both", "ECO", "", "", ""),
        ("b", 3, 5, 4, "both", "ECO", "", "", "Hiệp định Paris"),
        ("b", 4, 9, 0, "viet_nam", "", "", "", ""),
    ],
    columns=["doc_id", "sentence", "start", "level", "side", "sectors", "amount", "target", "instrument"],
)
SECTORS = {"ECO": "Economy", "ENE": "Energy"}
SIDES = {"both": "both sides", "viet_nam": "Việt Nam"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr("vietdiplo.publish.saving.ROOT", tmp_path)
    yield tmp_path


def find(text: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the commitments of a news text, and the sentences without one."""
    document = make_table([("d", "", "", "", "news", "LAO", "vi", "", "", "", text)], "documents")
    sentences = split_sentences(document)
    commitments = find_commitments(sentences, document)
    return commitments, find_uncommitted(sentences, commitments)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("nâng kim ngạch lên 3,5 tỷ USD", "3,5 tỷ USD"),
        ("tăng từ 10 - 15%/năm", "10 - 15%"),
        ("cấp 1.000 suất học bổng và 50 tấn gạo", "1.000 suất học bổng; 50 tấn"),
        ("đón hai triệu lượt khách", "hai triệu lượt khách"),
        ("vay 100 tỷ đồng", "100 tỷ đồng"),
        ("mời 50 đồng chí thăm 3 tỉnh trong 5 năm", ""),
        ("họp lần thứ 8 vào năm 2026", ""),
    ],
)
def test_an_amount_is_a_number_with_a_unit(text: str, amounts: str) -> None:
    assert find_amounts(text) == amounts


@pytest.mark.parametrize(
    ("text", "instruments"),
    [
        ("sớm ký Hiệp định về dẫn độ, tạo thuận lợi", "Hiệp định về dẫn độ"),
        ("xây dựng Kế hoạch hành động và Nghị định thư về gạo", "Kế hoạch hành động; Nghị định thư về gạo"),
        ("triển khai Thỏa thuận hợp tác đã ký", "Thỏa thuận hợp tác"),
        ("hoàn tất COC và thực hiện DOC", "COC; DOC"),
        ("nâng cấp lên Đối tác Chiến lược Toàn diện", ""),
        ("theo các hiệp định cấp cao", ""),
        ("sớm ký Hiệp định", ""),
    ],
)
def test_an_instrument_has_a_name(text: str, instruments: str) -> None:
    assert find_instruments(text) == instruments


@pytest.mark.parametrize(
    ("text", "why", "cue"),
    [
        ("Hai bên đánh giá cao kết quả.", "valued", "đánh giá cao"),
        ("Ông tin tưởng quan hệ sẽ phát triển.", "believed", "tin tưởng"),
        ("Hai bên cho rằng tiềm năng còn lớn.", "opinion", "cho rằng"),
        ("Hai nước cần mở đường bay.", "needed", "cần"),
        ("Kim ngạch sẽ tăng nhanh.", "predicted", "sẽ"),
        ("Bộ trưởng cho biết kim ngạch tăng.", "reported", "cho biết"),
        ("Việc thực hiện cam kết này rất tốt.", "named", "cam kết"),
        ("Quan hệ hai nước tốt đẹp.", "no_cue", ""),
    ],
)
def test_a_sentence_without_a_commitment_says_why(text: str, why: str, cue: str) -> None:
    assert find(text)[1][["label", "cue", "surface"]].values.tolist() == [[why, cue, text]]


def test_a_sentence_with_a_commitment_is_not_among_those_without() -> None:
    commitments, left = find("Hai bên cam kết mở đường bay. Quan hệ hai nước tốt đẹp.")
    assert (commitments["sentence"].tolist(), left["sentence"].tolist()) == ([0], [1])


def test_strength_counts_clauses_of_each_level_the_firmest_first() -> None:
    counts = count_strength(CLAUSES)
    assert counts[["level", "n", "of", "share", "documents", "doc_id", "sentence"]].values.tolist() == [
        [6, 1, 4, 0.25, 1, "a", 0],
        [4, 2, 4, 0.5, 2, "a", 1],
        [0, 1, 4, 0.25, 1, "b", 4],
    ]


def test_a_clause_counts_in_each_of_its_sectors() -> None:
    counts = count_strength(CLAUSES, by=["sector", "side"])
    assert counts[["sector", "side", "level", "n", "of"]].values.tolist() == [
        ["ECO", "both", 6, 1, 3],
        ["ECO", "both", 4, 2, 3],
        ["ENE", "both", 6, 1, 1],
    ]


def test_precision_is_told_apart_from_force() -> None:
    counts = count_precision(CLAUSES, by=["level"])
    assert counts.drop(columns=["low", "high"]).values.tolist() == [
        [4, 2, 0, 0, 1, 1, 0.5, 0.5],
        [6, 1, 1, 1, 0, 1, 1.0, 2.0],
        [0, 1, 0, 0, 0, 0, 0.0, 0.0],
    ]


def test_the_share_of_precise_clauses_has_its_wilson_interval() -> None:
    row = count_precision(CLAUSES, by=["level"]).iloc[0]
    assert (round(row["low"], 4), round(row["high"], 4)) == (0.0945, 0.9055)


@pytest.mark.parametrize("count", [count_strength, count_precision])
def test_no_commitments_give_an_empty_count(count: Callable[..., pd.DataFrame]) -> None:
    assert count(CLAUSES.head(0), by=["sector", "side"]).empty


@pytest.mark.parametrize("count", [count_strength, count_precision])
def test_a_column_that_cannot_group_is_an_error(count: Callable[..., pd.DataFrame]) -> None:
    with pytest.raises(TableError, match=r"^commitments: cannot group by text; use some of side, sector, level, actor"):
        count(CLAUSES, by=["text"])


def test_a_segment_leads_to_its_address_and_says_its_number() -> None:
    counts = count_strength(CLAUSES, by=["sector", "side"])
    svg = draw_strength(counts.assign(link=["#1", "", "#3"]), rows=SECTORS, sides=SIDES).to_svg()
    assert re.findall(r'xlink:href="(#\d)"', svg) == ["#1", "#3"]


def test_a_side_without_a_clause_has_no_panel() -> None:
    picture = draw_strength(count_strength(CLAUSES, by=["sector", "side"]), rows=SECTORS, sides=SIDES)
    assert len(picture.axes) == 1


def test_panels_have_one_scale() -> None:
    rows = [("ECO", "both", 5, 30), ("ECO", "viet_nam", 0, 3), ("ENE", "both", 4, 2)]
    counts = pd.DataFrame(rows, columns=["sector", "side", "level", "n"])
    picture = draw_strength(counts, rows=SECTORS, sides=SIDES)
    scales = [(axes.get_xlim()[1] - axes.get_xlim()[0]) / axes.get_position().width for axes in picture.axes]
    assert scales[0] == pytest.approx(scales[1])


def test_no_commitments_are_said_in_the_figure() -> None:
    counts = count_strength(CLAUSES.head(0), by=["sector", "side"])
    texts = [text.get_text() for text in draw_strength(counts, rows=SECTORS, sides=SIDES).texts]
    assert texts == ["No commitment with a sector."]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sector": "XXX"}, "counts: sector 'XXX' is unknown; use one of ECO, ENE"),
        ({"side": "Lào"}, "counts: side 'Lào' is unknown; use one of both, viet_nam"),
        ({"level": 7}, "counts: level 7 is unknown; use one of 4, 5, 6, 3, 2, 1, 0"),
        ({"level": 4}, "counts: two rows with sector, side, level = ECO, both, 4; keep one"),
    ],
)
def test_what_cannot_be_drawn_is_an_error(changes: dict[str, object], message: str) -> None:
    counts = count_strength(CLAUSES, by=["sector", "side"]).head(2)
    with pytest.raises(TableError, match=f"^{re.escape(message)}$"):
        draw_strength(counts.assign(**changes), rows=SECTORS, sides=SIDES)


def test_the_register_is_saved_as_records(folder: Path) -> None:
    commitments, _ = find("Phía Lào cam kết cấp 20 suất học bổng theo Kế hoạch hợp tác giáo dục.")
    assert save_register(commitments, to="out") == "tables/commitments_register.json"
    saved = json.loads((folder / "out/tables/commitments_register.json").read_text(encoding="utf-8"))
    assert list(saved) == ["fields", "records"]
    assert list(saved["records"][0]) == list(FIELDS) == list(saved["fields"])
    shown = ("id", "level", "side", "actor", "sectors", "amount", "instrument", "text")
    assert [saved["records"][0][name] for name in shown] == [
        *("d-0-0", 6, "partner", "Phía Lào", [], ["20 suất học bổng"], ["Kế hoạch hợp tác giáo dục"]),
        "Phía Lào cam kết cấp 20 suất học bổng theo Kế hoạch hợp tác giáo dục",
    ]


def test_an_empty_register_has_its_fields(folder: Path) -> None:
    commitments, _ = find("Quan hệ hai nước tốt đẹp.")
    save_register(commitments, to="out")
    assert json.loads((folder / "out/tables/commitments_register.json").read_text(encoding="utf-8"))["records"] == []


def test_the_notebook_has_few_parameters() -> None:
    cells = json.loads((ROOT / "notebooks/05_commitments.ipynb").read_text(encoding="utf-8"))["cells"]
    lines = "".join(cells[1]["source"]).splitlines()
    assert [line.split(":")[0] for line in lines] == ["corpus", "out", "lang", "least", "side", "top"]
