"""The notebook of events on corpora that lack something: a statement stands where a table or figure cannot."""

import json
from functools import partial
from pathlib import Path

import notebook_cells
import pytest
from notebook_cells import show_cells

from vietdiplo.publish.plan import NOTEBOOKS

TIMELINE = NOTEBOOKS / "04_timeline.ipynb"
run_timeline = partial(show_cells, TIMELINE)
load_table = partial(notebook_cells.load_table, dtype=str)
LAOS = "Sáng 11/7, Thủ tướng Phạm Minh Chính hội đàm với Thủ tướng Lào Sonexay Siphandone."
PLAN = "Hai bên phấn đấu đưa kim ngạch thương mại lên 5 tỷ USD vào năm 2030."
RELATIONS = "Việt Nam và Lào thiết lập quan hệ ngoại giao "
NO_DATES = "No expression of time was found in these texts."


def write_corpus(folder: Path, texts: dict[str, str], *, dated: bool = True, context: str = "") -> Path:
    (folder / "texts").mkdir(parents=True)
    rows = ["file,date,partner"]
    for name, text in texts.items():
        (folder / f"texts/{name}.txt").write_text(text + "\n", encoding="utf-8")
        rows.append(f"{name}.txt,{'2024-07-12' if dated else ''},LAO")
    (folder / "documents.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    if context:
        (folder / "events.csv").write_text(f"date,headline,role,participants,source\n{context}\n", encoding="utf-8")
    return folder


def test_two_texts_with_a_context(tmp_path: Path) -> None:
    texts = {"news": f"{LAOS} {RELATIONS}năm 1962.", "declaration": f"{PLAN} {RELATIONS}ngày 5/9/1962."}
    context = "1977-07-18,Việt Nam và Lào ký Hiệp ước Hữu nghị và Hợp tác,,Việt Nam; Lào,public"
    shown = run_timeline(write_corpus(tmp_path / "c", texts, context=context), tmp_path)
    assert [shown[f"timeline-{cell}"] for cell in ("06", "13")] == ["figure", "figure"]
    events = load_table(tmp_path, "timeline_events")
    assert events[["date", "role", "status", "documents", "cited"]].to_numpy().tolist() == [
        ["1962-09-05", "event", "past", "2", ""],
        ["1977-07-18", "event", "past", "0", "public"],
        ["2024-07-11TMO", "event", "past", "1", ""],
        ["2030", "target", "pledged", "1", ""],
    ]
    assert load_table(tmp_path, "timeline_promised")["when"].tolist() == ["năm 2030"]
    agreement = load_table(tmp_path, "timeline_agreement")
    assert agreement[["when", "doc_id"]].to_numpy().tolist() == [["ngày 5/9/1962", "declaration"], ["năm 1962", "news"]]
    assert (tmp_path / "out/events/timeline.ics").is_file()


def test_what_is_known_to_the_year_is_shown_to_the_year(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "c", {"a": "Trong 62 năm qua, hai nước hợp tác tốt đẹp."})
    run_timeline(corpus, tmp_path)
    assert load_table(tmp_path, "timeline_events")["date"].tolist() == ["1962/2024"]


def test_context_can_be_left_out(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "c", {"a": LAOS}, context="1977,Hai nước ký Hiệp ước,,,public")
    run_timeline(corpus, tmp_path, context=False)
    assert load_table(tmp_path, "timeline_events")["date"].tolist() == ["2024-07-11TMO"]


def test_one_text_promises_and_contradicts_nothing(tmp_path: Path) -> None:
    shown = run_timeline(write_corpus(tmp_path / "c", {"a": LAOS}), tmp_path)
    assert shown["timeline-10"] == (
        "No event lies after the date of its text, and none is a target or a term of validity."
    )
    assert shown["timeline-17"].startswith("Nothing here is dated in two ways")
    assert shown["timeline-20"] == "None: every expression of time is on the line."


def test_texts_without_a_date(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "c", {"a": f"{LAOS} {RELATIONS}năm 1962."}, dated=False)
    shown = run_timeline(corpus, tmp_path)
    assert load_table(tmp_path, "timeline_events")[["date", "status"]].to_numpy().tolist() == [["1962", ""]]
    assert shown["timeline-08"].endswith("Texts without a date, for which past and pledged are not told apart: 1 (a).")
    assert load_table(tmp_path, "timeline_left_off")[["surface", "why"]].to_numpy().tolist() == [
        ["Sáng 11/7", "no_text_date"]
    ]


def test_only_what_cannot_be_placed(tmp_path: Path) -> None:
    shown = run_timeline(
        write_corpus(tmp_path / "c", {"a": "Sáng 31/4, hai bên họp. Thời gian tới, hai bên hợp tác."}), tmp_path
    )
    assert shown["timeline-06"] == shown["timeline-07"]
    assert shown["timeline-06"].endswith("so there is no event to show; what was found is listed below.")
    assert shown["timeline-08"] == ""
    assert shown["timeline-13"].startswith("No expression of time in these texts names a year")
    assert load_table(tmp_path, "timeline_left_off")["why"].tolist() == ["no_such_day", "vague"]


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_no_date_at_all(tmp_path: Path, lang: str) -> None:
    shown = run_timeline(
        write_corpus(tmp_path / "c", {"a": "Hai bên hợp tác.", "b": "Hai nước hợp tác."}), tmp_path, lang=lang
    )
    said = NO_DATES if lang == "en" else "Không tìm thấy biểu thức thời gian nào trong các văn bản này."
    cells = ("06", "07", "10", "13", "14", "17", "20", "23")
    assert [shown[f"timeline-{cell}"] for cell in cells] == [said] * len(cells)


def test_years_that_hold_no_event(tmp_path: Path) -> None:
    shown = run_timeline(write_corpus(tmp_path / "c", {"a": LAOS}), tmp_path, first=1900, last=1910)
    assert shown["timeline-07"] == "No event lies within 1900–1910; change `first` and `last`."


def test_every_table_leads_to_sentences() -> None:
    cells = json.loads(TIMELINE.read_text(encoding="utf-8"))["cells"]
    tables = ["".join(cell["source"]) for cell in cells if "save_table" in "".join(cell["source"])]
    assert len(tables) == 5
    assert all('"doc_id", "sentence"' in source for source in tables)
