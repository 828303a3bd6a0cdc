"""How often: sizes of texts, and occurrences per 10,000 words with document frequency."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vietdiplo.tables import TableError, check_table

BASE = 10_000  # texts of a few thousand words: a rate per million would claim more than was seen


def count_sizes(documents: pd.DataFrame, sentences: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    """Count what each text is made of.

    One row per document with its metadata, without its text: characters (code points), paragraphs (lines with text),
    sentences and words.
    """
    check_table(documents, "documents")
    ids = documents["doc_id"]
    counts = {
        "characters": documents["text"].str.len(),
        "paragraphs": ids.map(sentences.groupby("doc_id")["paragraph"].nunique()),
        "sentences": ids.map(sentences.groupby("doc_id").size()),
        "words": ids.map(words.groupby("doc_id").size()),
    }
    return documents.drop(columns="text").assign(**{n: c.fillna(0).astype("int64") for n, c in counts.items()})


def count_labels(occurrences: pd.DataFrame, sizes: pd.DataFrame, *, by: str | Sequence[str] = ()) -> pd.DataFrame:
    """Count occurrences per group and label.

    One row per group and label that occurs in it, the most frequent first, ties by label; the groups are columns of
    `sizes` (doc_id, genre, partner), none means the whole corpus. `per_10k` is occurrences per 10,000 words of the
    group, NaN where a group has no words. Raises TableError if `by` names a column that is not in
    `sizes`, or for a text that is not.
    """
    by = [by] if isinstance(by, str) else list(by)
    unknown = [name for name in by if name not in sizes]
    if unknown:
        known = ", ".join(map(str, sizes))
        raise TableError(f"count_labels: by: no column {', '.join(unknown)} in sizes; use one of {known}")
    document = code_texts(occurrences, sizes)
    label, labels = pd.factorize(occurrences["label"])
    group = sizes.groupby(by, sort=False, dropna=False).ngroup().to_numpy() if by else np.zeros(len(sizes), np.int64)
    cells, n, documents = count_cells(group[document] * max(len(labels), 1) + label, document, len(sizes))
    where, what = np.divmod(cells, max(len(labels), 1))
    example = np.unique(group, return_index=True)[1]
    counts = sizes[by].iloc[example[where]].reset_index(drop=True)
    counts["label"] = pd.Series(labels.to_numpy(object)[what], dtype="str")
    words = np.bincount(group, sizes["words"]).astype("int64")
    counts = counts.assign(n=n, documents=documents, words=words[where])
    counts["per_10k"] = rate_per_10k(counts["n"], counts["words"])
    counts = counts.sort_values([*by, "n", "label"], ascending=[*[True] * len(by), False, True], ignore_index=True)
    return check_table(counts, "counts")


def count_ranks(counts: pd.DataFrame) -> pd.DataFrame:
    """Count which place each label has among the most frequent: the same rows with rank and zipf, sorted by rank.

    Equal frequencies have successive ranks in the order of their labels; `zipf` is what Zipf's law expects at the rank,
    the highest frequency / rank (Zipf 1949). For counts of one group.
    """
    check_table(counts, "counts")
    if counts["label"].duplicated().any():
        label = counts.loc[counts["label"].duplicated(), "label"].iloc[0]
        raise TableError(f"count_ranks: '{label}' has two rows; pass the counts of one group")
    ranked = counts.sort_values(["n", "label"], ascending=[False, True], ignore_index=True)
    rank = np.arange(1, len(ranked) + 1)
    return ranked.assign(rank=rank, zipf=ranked["n"].max() / rank)


def code_texts(occurrences: pd.DataFrame, sizes: pd.DataFrame, *, caller: str = "count_labels") -> np.ndarray:
    """Give the row in `sizes` of each occurrence's text; raises TableError where there is none."""
    check_table(occurrences, "occurrences")
    code, texts = pd.factorize(occurrences["doc_id"])
    row = pd.Index(sizes["doc_id"]).get_indexer(texts)
    if (row < 0).any():
        stranger = texts[row < 0][0]
        raise TableError(f"{caller}: text '{stranger}' is not in sizes; count the sizes of the same texts")
    return np.asarray(row[code])


def count_cells(key: np.ndarray, document: np.ndarray, documents: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count how often each key of 0 and more comes and in how many texts: keys in their order, n, texts."""
    cells, n = np.unique(key.astype(np.int64) * max(documents, 1) + document, return_counts=True)
    keys, first, texts = np.unique(cells // max(documents, 1), return_index=True, return_counts=True)
    return keys, np.add.reduceat(n, first) if len(first) else n, texts


def rate_per_10k(n: "pd.Series[int]", words: "pd.Series[int]") -> "pd.Series[float]":
    """Give occurrences per 10,000 words; NaN where there are no words."""
    return n / words.where(words > 0) * BASE
