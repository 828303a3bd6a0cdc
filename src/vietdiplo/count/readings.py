"""How the texts were read: format, encoding, and what reading repaired or left out."""

import pandas as pd

from vietdiplo.tables import TableError, check_table


def count_readings(documents: pd.DataFrame) -> pd.DataFrame:
    """Count what reading changed in each text.

    One row per text and kind of change, with its format, its encoding (empty where the format has none) and n, how
    often; a text that was read as it is has one row with no change and n 0. Raises TableError for documents that
    `load_documents` did not load.
    """
    check_table(documents, "documents")
    missing = [name for name in ("format", "encoding", "changes") if name not in documents]
    if missing:
        raise TableError(f"count_readings: no column {', '.join(missing)}; use documents of load_documents")
    rows = []
    for doc_id, kind, encoding, changes in documents[["doc_id", "format", "encoding", "changes"]].itertuples(
        index=False
    ):
        for change in changes.split("; "):
            name, _, n = change.rpartition(" ")
            rows.append((doc_id, kind, encoding, name, int(n or 0)))
    return pd.DataFrame(rows, columns=["doc_id", "format", "encoding", "change", "n"])
