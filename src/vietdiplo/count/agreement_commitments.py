"""How right the finder of commitments is beside what people coded: clauses by level, side and sectors."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from vietdiplo.count.agreement_resampling import KEYS, make_resampling
from vietdiplo.count.agreement_scores import ROW, Outcome, check_one, count_row
from vietdiplo.texts import Coding

Key = tuple[str, int]
Clause = tuple[Any, ...]
# What must be equal for a found clause to be right; presence asks only whether a sentence has one.
MEASURES: Mapping[str, Callable[[Any], Clause]] = {
    "presence": lambda clause: (),
    "level": lambda clause: (clause.level,),
    "level_side": lambda clause: (clause.level, clause.side),
    "level_side_sectors": lambda clause: (clause.level, clause.side, clause.sectors),
}


def count_commitment_scores(found: pd.DataFrame, coding: Coding, *, seed: int = 1) -> pd.DataFrame:
    """Count how right found commitments are in the sentences that one coder has coded: one row a measure.

    presence counts sentences with a clause; the others count clauses that agree in level, in level and side, and in
    level, side and sectors, as many as both have in the sentence. f1 has its 95 % bootstrap interval over `unit`.
    Raises TableError unless it is one coder's.
    """
    sentences = check_one(coding).sentences
    resampling = make_resampling(sentences, seed)
    keys = list(sentences[KEYS].itertuples(index=False, name=None))
    rows = []
    for name, read in MEASURES.items():
        sides = [_count_clauses(table, read) for table in (coding.occurrences, found)]
        pairs = [[side.get(key, Counter()) for side in sides] for key in keys]
        if name == "presence":
            pairs = [[Counter(dict.fromkeys(side, 1)) for side in pair] for pair in pairs]
        counts = [((c & f).total(), (f - c).total(), (c - f).total()) for c, f in pairs]
        marks = np.array(counts, dtype=float).reshape(len(keys), 3)
        rows.append(count_row(name, Outcome(*marks.T), resampling))
    return pd.DataFrame(rows, columns=[*ROW]).assign(unit=resampling.unit)


def count_levels(found: pd.DataFrame, coding: Coding) -> pd.DataFrame:
    """Count how right the clauses of each level are: one row a level that is coded or found, the firmest first.

    `correct` are as many as both have in the sentence; f1 = 2 correct / (found + coded). Raises TableError unless it is
    one coder's.
    """
    keys = set(check_one(coding).sentences[KEYS].itertuples(index=False, name=None))
    sides = [_count_clauses(table, MEASURES["level"]) for table in (coding.occurrences, found)]
    totals: list[Counter[Clause]] = [Counter(), Counter(), Counter()]
    for key in keys:
        coded, seen = (side.get(key, Counter()) for side in sides)
        for total, part in zip(totals, (coded, seen, coded & seen), strict=True):
            total.update(part)
    levels = sorted({level for total in totals[:2] for level in total}, reverse=True)
    rows = [(level[0], *(total[level] for total in totals)) for level in levels]
    table = pd.DataFrame(rows, columns=["level", "coded", "found", "correct"], dtype="int64")
    coded_n, found_n, right = (table[name].to_numpy(float) for name in ("coded", "found", "correct"))
    precision, recall, f1 = Outcome(right, found_n - right, coded_n - right).score()
    return table.assign(precision=precision, recall=recall, f1=f1)


def compare_commitments(found: pd.DataFrame, coding: Coding) -> pd.DataFrame:
    """Compare found clauses with those that one coder gave: one row a sentence in which levels or sides differ.

    `coded` and `found` list the level and side of each clause, `missed` and `surplus` those that one has and the other
    has not, a dash for none. Raises TableError unless it is one coder's.
    """
    sentences = check_one(coding).sentences
    sides = [_count_clauses(table, MEASURES["level_side"]) for table in (coding.occurrences, found)]
    rows = []
    for doc_id, number, text in sentences[[*KEYS, "text"]].itertuples(index=False, name=None):
        coded, seen = (side.get((doc_id, number), Counter()) for side in sides)
        if coded != seen:
            rows.append((doc_id, number, *map(_write, (coded, seen, coded - seen, seen - coded)), text))
    table = pd.DataFrame(rows, columns=[*KEYS, "coded", "found", "missed", "surplus", "text"])
    return table.astype({"doc_id": "str", "sentence": "int64"})


def _count_clauses(table: pd.DataFrame, read: Callable[[Any], Clause]) -> dict[Key, Counter[Clause]]:
    counted: dict[Key, Counter[Clause]] = {}
    for clause in table.itertuples(index=False):
        counted.setdefault((str(clause.doc_id), int(clause.sentence)), Counter())[read(clause)] += 1  # type: ignore[arg-type]
    return counted


def _write(clauses: Counter[Clause]) -> str:
    listed = sorted(clauses.elements(), key=lambda clause: (-clause[0], clause[1]))
    return "; ".join(f"{level} {side}" for level, side in listed) or "-"
