"""What reading changed in each text."""

from pathlib import Path

import pytest

from vietdiplo import count_readings, load_documents, load_strings
from vietdiplo.tables import TableError


def test_a_text_has_a_row_a_kind_of_change_and_one_if_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_bytes("Hai bên hợp tác toàn diện.".encode("utf-16"))
    (tmp_path / "texts/b.md").write_bytes("Hai bên".encode())
    with pytest.warns(UserWarning, match="no line in documents.csv"):
        found = count_readings(load_documents(tmp_path).assign(changes=["line_wrap 3; mojibake 1", ""]))
    assert found.to_dict("split")["data"] == [
        ["a", "txt", "utf-16-le", "line_wrap", 3],
        ["a", "txt", "utf-16-le", "mojibake", 1],
        ["b", "md", "utf-8", "", 0],
    ]


def test_texts_that_were_not_read_from_files() -> None:
    with pytest.raises(TableError, match="^count_readings: no column format, encoding, changes; use documents of load"):
        count_readings(load_strings({"a": "Hai bên"}))
