"""Frequency lists from elsewhere, to compare with."""

import csv
from pathlib import Path

import pandas as pd

from vietdiplo.count.frequency import rate_per_10k
from vietdiplo.find.segmentation.forms import label_word
from vietdiplo.tables import CorpusError, check_table

NEEDED = ("label", "n")
DIGITS = 12  # sums of such frequencies are exact


def load_frequencies(path: str | Path, *, name: str = "", words: int = 0) -> pd.DataFrame:
    """Load a frequency list as the counts of one group, to be joined to other counts and compared.

    The file is CSV in UTF-8 with a head line: the columns label (the word) and n (how often), and perhaps documents
    (in how many texts; without it the list counts as one text). Words that `find_words` would count as one are added
    up. `doc_id` is `name`, or the name of the file. `words` is the size of the corpus behind the list, by default the
    sum of n: give it if rare words were left out. Raises CorpusError with the line of the first mistake.
    """
    path = Path(path)
    rows = [_read_row(path, line, row) for line, row in _read_lines(path)]
    table = pd.DataFrame(rows, columns=["label", "n", "documents"])
    total = int(table["n"].sum())
    _check_list(path, table, total, words)
    table["label"] = table["label"].map(label_word).astype("str")
    table = table.groupby("label", as_index=False).agg(n=("n", "sum"), documents=("documents", "max"))
    table["words"] = words or total
    table["per_10k"] = rate_per_10k(table["n"], table["words"])
    table = table[table["n"] > 0].sort_values(["n", "label"], ascending=[False, True], ignore_index=True)
    table.insert(0, "doc_id", name or path.stem)
    return check_table(table, "counts")


def _check_list(path: Path, table: pd.DataFrame, total: int, words: int) -> None:
    twice = table["label"].duplicated()
    if twice.any():
        raise CorpusError(f"{path.name}: '{table.loc[twice, 'label'].iloc[0]}' stands there twice; keep one row")
    if not total:
        raise CorpusError(f"{path.name}: no word with a frequency; write a line a word: label,n")
    if words and words < total:
        raise CorpusError(f"{path.name}: words {words} is less than the sum of n, {total}; give the corpus's size")


def _read_lines(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Read the rows with the numbers of their lines."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            rows = [(reader.line_num, row) for row in reader]
            names = reader.fieldnames or []
    except OSError:
        raise CorpusError(f"{path.name}: no such file; give the path of a CSV file") from None
    except (UnicodeDecodeError, csv.Error):
        raise CorpusError(f"{path.name}: no CSV in UTF-8; save it as CSV UTF-8") from None
    missing = [name for name in NEEDED if name not in names]
    if missing:
        found = ", ".join(names) or "nothing"
        raise CorpusError(f"{path.name}: no column {', '.join(missing)}, found {found}; name the columns label and n")
    return rows


def _read_row(path: Path, line: int, row: dict[str, str]) -> tuple[str, int, int]:
    label = (row["label"] or "").strip()
    if not label:
        raise CorpusError(f"{path.name}: line {line}: no label; write the word or take the line out")
    counts = []
    for name in ("n", "documents"):
        value = (row.get(name) or "").strip() or ("" if name == "n" else "1")
        if not (value.isascii() and value.isdigit()):
            raise CorpusError(f"{path.name}: line {line}: {name} '{value}' is no whole number; write digits only")
        if len(value) > DIGITS:
            raise CorpusError(f"{path.name}: line {line}: {name} '{value}' is too large; write up to {DIGITS} digits")
        counts.append(int(value))
    return label, counts[0], counts[1]
