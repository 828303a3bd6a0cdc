"""The counts of parts added up."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vietdiplo.count.frequency import BASE
from vietdiplo.tables import Problem

TOGETHER = 64  # vocabularies at a time: those of a hundred thousand parts would not fit in memory
COUNTS = "counts.parquet"


def save_totals(to: Path, parts: Sequence[Path]) -> None:
    """Save the counts of all parts as one table, counts.parquet.

    One row per label, the most frequent first, ties by label: the columns of counts.
    """
    import pyarrow as pa
    from pyarrow import parquet

    integer = pa.int64()
    total = pa.table(
        {"label": pa.array([], pa.string()), "n": pa.array([], integer), "documents": pa.array([], integer)}
    )
    for at in range(0, len(parts), TOGETHER):
        total = _add([total, *(parquet.read_table(part / "vocabulary.parquet") for part in parts[at : at + TOGETHER])])
    words = sum(parquet.read_metadata(part / "words.parquet").num_rows for part in parts)
    total = total.sort_by([("n", "descending"), ("label", "ascending")])
    n = total["n"].to_numpy()
    total = total.append_column("words", pa.array([words] * len(n), pa.int64()))
    total = total.append_column("per_10k", pa.array(n / words * BASE if words else n * 0.0, pa.float64()))
    aside = to / f".{COUNTS}"
    parquet.write_table(total, aside, compression="zstd")
    aside.replace(to / COUNTS)


def check_documents(parts: Sequence[Path]) -> Iterator[Problem]:
    """Say which texts of different parts have one name, which is an error, or are the same.

    Names and texts are compared by hashes of eight bytes first, so that ten million take some hundred megabytes.
    """
    for column in ("doc_id", "sha256"):
        hashes = [pd.util.hash_array(_read_column(part, column)) for part in parts]
        every = np.sort(np.concatenate([np.zeros(0, np.uint64), *hashes]))
        twice = np.unique(every[1:][every[1:] == every[:-1]])
        if not len(twice):
            continue
        first: dict[str, str] = {}
        for part, hashed in zip(parts, hashes, strict=True):
            rows = np.flatnonzero(np.isin(hashed, twice))
            if not len(rows):
                continue
            for value, place in zip(_read_column(part, column)[rows], _read_column(part, "path")[rows], strict=True):
                if value in first:
                    yield _name_copy(column, value, place, first[value])
                first.setdefault(value, place)


def _name_copy(column: str, value: str, place: str, first: str) -> Problem:
    if column == "doc_id":
        return Problem("error", place, f"doc_id '{value}' belongs to {first} too", "give each text its own")
    return Problem("warning", place, f"the same text as {first}", "counted twice; take one out")


def _read_column(part: Path, name: str) -> npt.NDArray[np.object_]:
    from pyarrow import parquet

    values = parquet.read_table(part / "documents.parquet", columns=[name])[name].to_pylist()
    return np.array(values, object)


def _add(tables: Sequence[Any]) -> Any:
    import pyarrow as pa

    added = pa.concat_tables(tables).group_by("label").aggregate([("n", "sum"), ("documents", "sum")])
    return added.rename_columns(["label", "n", "documents"])
