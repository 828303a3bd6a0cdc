"""`vietdiplo find`: text and JSON lines in, JSON lines out."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from underthesea import word_tokenize

from vietdiplo.__main__ import vietdiplo
from vietdiplo.publish.layers import choose_finder
from vietdiplo.tables import VietdiploError


def run_find(*arguments: str, text: str | bytes = "") -> Result:
    return CliRunner().invoke(vietdiplo, ["find", *arguments], input=text)


def read_rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_words_of_standard_input() -> None:
    result = run_find("words", text="Hai bên hợp tác.")
    assert read_rows(result) == [
        {"id": "-", "start": 0, "end": 3, "surface": "Hai", "layer": "words", "label": "hai"},
        {"id": "-", "start": 4, "end": 7, "surface": "bên", "layer": "words", "label": "bên"},
        {"id": "-", "start": 8, "end": 15, "surface": "hợp tác", "layer": "words", "label": "hợp tác"},
    ]
    assert result.exit_code == 0


def test_dates_of_a_file_with_the_date_of_the_option(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Hai bên họp ngày 7/5.", encoding="utf-8")
    (row,) = read_rows(run_find("dates", "--date", "2025-05-08", str(path)))
    assert (row["id"], row["surface"], row["from"], row["to"]) == (str(path), "ngày 7/5", "2025-05-07", "2025-05-07")


def test_what_is_unknown_is_null() -> None:
    (row,) = read_rows(run_find("dates", text="Hai bên họp ngày 7/5."))
    assert (row["from"], row["to"], row["anchor"]) == (None, None, None)


def test_json_lines_have_their_own_ids_and_dates() -> None:
    lines = [{"id": 7, "text": "Ngày 7/5.", "doc_date": "2024-05-08"}, {"id": 7, "text": "Ngày 7/5."}]
    rows = read_rows(run_find("dates", "--date", "2025", text="\n".join(map(json.dumps, lines))))
    assert [(row["id"], row["from"]) for row in rows] == [(7, "2024-05-07"), (7, "2025-05-07")]


def test_a_file_of_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "x", "text": "Hai bên"}\n\n', encoding="utf-8")
    assert [row["id"] for row in read_rows(run_find("words", str(path)))] == ["x", "x"]


def test_sectors_carry_the_term_that_fired() -> None:
    (row,) = read_rows(run_find("sectors", text="Hai bên hợp tác giáo dục."))
    assert (row["label"], row["term"], row["surface"]) == ("EDU", "giáo dục", "giáo dục")


def test_offsets_are_code_points_of_the_text_as_given() -> None:
    text = "😀 Hai\u200b bên\r\nhọp."
    rows = read_rows(run_find("words", text=json.dumps({"id": 1, "text": text})))
    assert [text[int(str(row["start"])) : int(str(row["end"]))] for row in rows] == ["Hai", "bên", "họp"]


def test_a_lone_surrogate_in_an_id_survives() -> None:
    rows = read_rows(run_find("words", text='{"id": "\\ud800", "text": "Hai bên"}'))
    assert [row["id"] for row in rows] == ["\ud800", "\ud800"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": 1', "error: -: line 2: no JSON ("),
        ('{"id": NaN, "text": "a"}', "error: -: line 2: no JSON (NaN is not JSON)"),
        ('{"id": 1e999, "text": "a"}', "error: -: line 2: no JSON (1e999 is too large a number)"),
        ("[" * 100_000, "error: -: line 2: no JSON ("),
        ('{"id": 1}', "error: -: line 2: no 'text'; write "),
        (
            '{"id": 1, "text": "a\\udc80"}',
            "error: -: line 2: lone surrogate U+DC80 at 1, so not a text; mend what wrote it",
        ),
        ('{"id": 1, "text": "a", "doc_date": "8/5"}', "error: -: line 2: doc_date '8/5' is no date; write 2025-05-07"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_the_others_go_through(line: str, message: str) -> None:
    result = run_find("words", text=f'{{"id": 1, "text": "Hai"}}\n{line}\n{{"id": 3, "text": "bên"}}')
    assert [row["id"] for row in read_rows(result)] == [1, 3]
    assert result.stderr.startswith(message)
    assert result.exit_code == 1


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_through(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"a\x00b")
    (tmp_path / "c.txt").write_text("Hai", encoding="utf-8")
    result = run_find("words", *(str(tmp_path / name) for name in ("a.txt", "b.txt", "c.txt")))
    assert [row["surface"] for row in read_rows(result)] == ["Hai"]
    assert "a.txt: cannot be read (No such file or directory); check the name" in result.stderr
    assert "b.txt: a zero byte at 1, so not a text; save it as UTF-8 text" in result.stderr
    assert result.exit_code == 1


def test_an_unknown_layer_is_answered_with_the_valid_ones() -> None:
    with pytest.raises(
        VietdiploError, match="^find: unknown layer 'verbs'; use one of words, terms, dates, commitments, sectors$"
    ):
        choose_finder("verbs")


def test_exact_words_are_every_token_of_a_whole_text() -> None:
    text = "Hai bên\nký 15 văn kiện. Uỷ ban họp."
    rows = read_rows(run_find("words", "--mode", "exact", text=json.dumps({"id": 1, "text": text})))
    assert [row["label"] for row in rows] == word_tokenize(text)
    assert [text[int(str(row["start"])) : int(str(row["end"]))] for row in rows] == [row["surface"] for row in rows]


def test_hyphens_are_kept_where_that_is_chosen() -> None:
    rows = read_rows(run_find("words", "--hyphens", "keep", text="Quan hệ chính trị-ngoại giao."))
    assert any("trị-ngoại" in str(row["label"]) for row in rows)


def test_terms_tell_what_they_stand_in() -> None:
    rows = read_rows(run_find("terms", text="Chủ tịch Quốc hội thăm Ấn Độ Dương."))
    assert [(row["label"], row["within"]) for row in rows] == [
        ("Chủ tịch Quốc hội", None),
        ("Quốc hội", "Chủ tịch Quốc hội"),
        ("Ấn Độ Dương", None),
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("words", "--mode", "best"), "mode: 'best' is unknown; use one of repaired, exact, syllables"),
        (
            ("words", "--mode", "exact", "--hyphens", "split"),
            "--hyphens: exact keeps them as underthesea does; leave it out or choose repaired",
        ),
        (("dates", "--mode", "exact"), "find dates: --mode and --hyphens are for words; leave them out"),
    ],
)
def test_a_switch_that_does_not_fit_is_refused(arguments: tuple[str, ...], message: str) -> None:
    assert str(run_find(*arguments, text="Hai bên").exception) == message


def test_a_date_that_is_no_date() -> None:
    result = run_find("dates", "--date", "8/5")
    assert str(result.exception) == "--date: '8/5' is no date; write 2025-05-07, 2025-05 or 2025"
