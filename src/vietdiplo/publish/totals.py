"""The counts of parts added up."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

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

    total = _read([], "vocabulary")
    for at in range(0, len(parts), TOGETHER):
        total = _add([total, _read(parts[at : at + TOGETHER], "vocabulary")])
    words = sum(parquet.read_metadata(part / "words.parquet").num_rows for part in parts)
    total = total.sort_by([("n", "descending"), ("label", "ascending")])
    n = total["n"].to_numpy()
    total = total.append_column("words", pa.array([words] * len(n), pa.int64()))
    total = total.append_column("per_10k", pa.array(n / max(words, 1) * BASE, pa.float64()))
    aside = to / f".{COUNTS}"
    parquet.write_table(total, aside, compression="zstd")
    aside.replace(to / COUNTS)


def check_documents(parts: Sequence[Path]) -> Iterator[Problem]:
    """Say which texts of different parts have one name, or are the same."""
    ids: dict[str, str] = {}
    copies: dict[str, str] = {}
    for part in parts:
        for row in _read([part], "documents").select(["doc_id", "path", "sha256"]).to_pylist():
            place = row["path"] or row["doc_id"]
            first = ids.setdefault(row["doc_id"], place)
            copy = copies.setdefault(row["sha256"], place)
            if first != place:
                remedy = "give each text its own doc_id in documents.csv"
                yield Problem("warning", place, f"doc_id '{row['doc_id']}' belongs to {first} too", remedy)
            if copy != place:
                yield Problem("warning", place, f"the same text as {copy}", "counted twice; take one out")


def _read(parts: Sequence[Path], name: str) -> Any:
    import pyarrow as pa
    from pyarrow import parquet

    empty = pa.table(
        {"label": pa.array([], pa.string()), "n": pa.array([], pa.int64()), "documents": pa.array([], pa.int64())}
    )
    tables = [parquet.read_table(part / f"{name}.parquet") for part in parts]
    return pa.concat_tables(tables) if tables else empty


def _add(tables: Sequence[Any]) -> Any:
    import pyarrow as pa

    added = pa.concat_tables(tables).group_by("label").aggregate([("n", "sum"), ("documents", "sum")])
    return added.rename_columns(["label", "n", "documents"])
