"""The context events of a corpus: read as they are written, and every problem named by its line."""

from pathlib import Path

import pytest

from vietdiplo.publish.check import check_folder
from vietdiplo.tables import CorpusError
from vietdiplo.texts import check_events, load_events

HEAD = "date,headline,role,participants,source"
CODEBOOK = """version: 1
sectors:
  DEF: {label: {vi: A, en: A}, definition: {vi: A, en: A}, terms: [a]}
"""


def write_corpus(folder: Path, *lines: str, head: str = HEAD) -> Path:
    (folder / "texts").mkdir()
    (folder / "texts/a.txt").write_text("Hai bên hợp tác.\n", encoding="utf-8")
    (folder / "documents.csv").write_text("file\na.txt\n", encoding="utf-8")
    (folder / "sectors.yml").write_text(CODEBOOK, encoding="utf-8")
    (folder / "events.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("date", "value", "first", "last", "precision"),
    [
        ("1992", "1992", "1992-01-01", "1992-12-31", "year"),
        ("2024-02", "2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2025-05-07", "2025-05-07", "2025-05-07", "2025-05-07", "day"),
        ("2025-05-07/2025-05-08", "2025-05-07/2025-05-08", "2025-05-07", "2025-05-08", "day"),
        ("1992/2025-05", "1992/2025-05", "1992-01-01", "2025-05-31", "year"),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(
    tmp_path: Path, date: str, value: str, first: str, last: str, precision: str
) -> None:
    events = load_events(write_corpus(tmp_path, f"{date},Hai nước ký Hiệp định,,,s"))
    assert events[["date", "value", "from", "to", "precision"]].to_numpy().tolist() == [
        [date, value, first, last, precision]
    ]


def test_an_empty_role_is_an_event(tmp_path: Path) -> None:
    events = load_events(write_corpus(tmp_path, "1992,A,,,s", "1993,B,target,,s"))
    assert events["role"].tolist() == ["event", "target"]


def test_a_corpus_without_the_file_has_no_context(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path)
    (folder / "events.csv").unlink()
    assert load_events(folder).empty
    assert check_folder(folder) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "31/4/2025,A,,,s",
            "date: '31/4/2025' is no date; write 2025-05-07, 2025-05, 2025 or an interval as 2025-05-07/2025-05-08",
        ),
        (
            "2025-04-31,A,,,s",
            "date: '2025-04-31' is no date; write 2025-05-07, 2025-05, 2025 or an interval as 2025-05-07/2025-05-08",
        ),
        (
            "2025-05-08/,A,,,s",
            "date: '2025-05-08/' is no date; write 2025-05-07, 2025-05, 2025 or an interval as 2025-05-07/2025-05-08",
        ),
        (",A,,,s", "date: '' is no date; write 2025-05-07, 2025-05, 2025 or an interval as 2025-05-07/2025-05-08"),
        (
            "2025-05-08/2025-05-07,A,,,s",
            "date: '2025-05-08/2025-05-07' ends before it starts; write '2025-05-07/2025-05-08'",
        ),
        ("2025,,,,s", "headline: empty; write what happened, or take the line out"),
        (
            "2025,A,visit,,s",
            "role: 'visit' is unknown; use one of event, target, anniversary, instrument, validity, or leave it empty",
        ),
    ],
)
def test_what_is_wrong_is_named_by_its_line(tmp_path: Path, line: str, said: str) -> None:
    folder = write_corpus(tmp_path, line)
    assert list(map(str, check_folder(folder))) == [f"events.csv: line 2: {said}"]
    with pytest.raises(CorpusError, match=r"^events\.csv: line 2: "):
        load_events(folder)


def test_an_event_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    problems = check_events(write_corpus(tmp_path, "2025,Hai bên họp,,,s", "2025,hai bên họp,,,s"))
    assert list(map(str, problems)) == ["events.csv: line 3: 'hai bên họp' on 2025 is line 2 too; keep one of the two"]


def test_a_missing_source_is_a_warning_only(tmp_path: Path) -> None:
    problems = check_events(write_corpus(tmp_path, "2025,Hai bên họp,,,"))
    assert [(p.severity, str(p)) for p in problems] == [
        ("warning", "events.csv: line 2: source: empty; say where this is known from")
    ]


def test_a_missing_column_is_an_error(tmp_path: Path) -> None:
    problems = check_events(write_corpus(tmp_path, "2025", head="date"))
    assert list(map(str, problems)) == ["events.csv: no column 'headline' among date; write what happened"]
