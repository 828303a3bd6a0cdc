"""The register of commitments as JSON records, for other programs."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from vietdiplo.publish.saving import name_files, save_json
from vietdiplo.tables import check_table

# What each field of a record holds; the JSON file carries it as `fields`.
FIELDS = {
    "id": "doc_id, sentence and start of the clause, joined by -",
    "doc_id": "the text it stands in",
    "sentence": "the number of its sentence, from 0",
    "start": "where it begins in the file as decoded, in code points",
    "end": "where it ends, exclusive",
    "text": "the clause as written",
    "level": "6 commit, 5 agree, 4 will, 3 ready, 2 wish, 1 consider, 0 request",
    "side": "both, viet_nam, partner, agency or other",
    "actor": "who is bound, wishes or asks, as named; empty if the text before does not name one",
    "cue": "the words that give the level; empty for a verb of a declaration",
    "action": "the head verb",
    "object": "its complement, without adjuncts",
    "sectors": "list of the codebook's codes",
    "polarity": "+ to act, - to refrain",
    "status": "performed or prospective",
    "amount": "list of sums and numbers named",
    "target": "TIMEX3 value of a day to come, or empty",
    "instrument": "list of documents named",
}


def save_register(commitments: pd.DataFrame, *, to: str, name: str = "commitments_register") -> str:
    """Save commitments as `tables/<name>.json` and give that path: `{"fields": {...}, "records": [...]}`, UTF-8.

    One record a clause, with the fields of `fields`, which says of each what it holds; records are in the order of the
    texts. Raises TableError for a table that is not one of occurrences, ParameterError for a name that is none.
    """
    check_table(commitments, "occurrences")
    path = name_files(to, "tables", name).with_suffix(".json")
    records = [_make_record(row) for row in commitments.to_dict("records")]
    save_json({"fields": FIELDS, "records": records}, path)
    return f"tables/{path.name}"


def _make_record(row: Mapping[Any, Any]) -> dict[str, object]:
    lists = {
        name: [part for part in str(row[name]).split(mark) if part]
        for name, mark in (("sectors", " "), ("amount", "; "), ("instrument", "; "))
    }
    own = {"id": f"{row['doc_id']}-{row['sentence']}-{row['start']}", "text": row["surface"]}
    known = {**row, **own, **lists}
    return {name: known[name] for name in FIELDS}
