"""Which years the texts mention, and how often."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from vietdiplo.find.events_left import LENGTHS
from vietdiplo.tables import TableError, check_table

KEY = ["doc_id", "from", "to", "unit", "side"]


def count_years(dates: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Count how often each text mentions each year.

    Takes the occurrences of `find_dates`. One row per text, span of years and side, in the order of the texts and of
    time: `from` and `to` are years (2025; an empty `to` is an open end), `n` expressions, `sentence` the first of
    them. An expression counts once and is never spread: as `unit` year in the year that holds all its days, else as
    the decade, the century or the stretch of years that it names. `side` is before where it begins up to the text's
    date, as far as that is known, after where it begins later, empty where the text has no date. Lengths (33 năm qua),
    sets and references (hiện nay) name no year and do not count, nor does what is not resolved. Raises TableError for a
    missing column, and for a text that is not among the documents.
    """
    check_table(documents, "documents")
    _check_dates(dates, documents)
    vague = dates["value"].astype(str).str.endswith("_REF")
    named = dates[(dates["from"] != "") & ~dates["type"].isin(LENGTHS) & ~vague]
    days = dict(zip(documents["doc_id"], documents["date"], strict=True))
    rows = [_read_row(row, days[row["doc_id"]]) for row in named.to_dict("records")]
    table = pd.DataFrame(rows, columns=[*KEY, "sentence"]).groupby(KEY, as_index=False)["sentence"].agg(["size", "min"])
    order = {doc_id: number for number, doc_id in enumerate(documents["doc_id"])}
    table = table.sort_values("doc_id", key=lambda names: names.map(order), kind="stable", ignore_index=True)
    counts = table.rename(columns={"size": "n", "min": "sentence"})
    return counts.astype({"n": "int64", "sentence": "int64"})


def _read_row(row: Mapping[Any, Any], date: str) -> tuple[str, str, str, str, str, int]:
    first, last = row["from"], row["to"]
    unit, side = _find_unit(first, last, row["precision"]), _find_side(first, date)
    return row["doc_id"], first[:4], last[:4], unit, side, row["sentence"]


def _check_dates(dates: pd.DataFrame, documents: pd.DataFrame) -> None:
    check_table(dates, "occurrences")
    missing = [name for name in ("type", "value", "from", "to", "precision") if name not in dates]
    if missing:
        raise TableError(f"count_years: no column {', '.join(missing)}; use occurrences of find_dates")
    strange = dates.loc[~dates["doc_id"].isin(documents["doc_id"]), "doc_id"]
    if len(strange):
        raise TableError(f"count_years: text '{strange.iloc[0]}' is not among the documents; pass those it was read in")


def _find_unit(first: str, last: str, precision: str) -> str:
    """Find what an expression names: year, decade, century, or a stretch of years."""
    if first[:4] == last[:4]:
        return "year"
    is_whole = int(last[:4] or 0) - int(first[:4]) == {"decade": 9, "century": 99}.get(precision)
    return precision if is_whole else "years"


def _find_side(first: str, date: str) -> str:
    """Find on which side of the text's date an expression begins, as far as the date is known."""
    return "" if not date else "after" if first[: len(date)] > date else "before"
