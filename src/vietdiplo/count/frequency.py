"""How often: sizes of texts, and occurrences per 10,000 words with document frequency."""

from collections.abc import Sequence

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
    check_table(occurrences, "occurrences")
    by = [by] if isinstance(by, str) else list(by)
    unknown = [name for name in by if name not in sizes]
    if unknown:
        known = ", ".join(map(str, sizes))
        raise TableError(f"count_labels: by: no column {', '.join(unknown)} in sizes; use one of {known}")
    strangers = occurrences.loc[~occurrences["doc_id"].isin(sizes["doc_id"]), "doc_id"]
    if len(strangers):
        raise TableError(f"count_labels: text '{strangers.iloc[0]}' is not in sizes; count the sizes of the same texts")
    groups = sizes[list(dict.fromkeys(["doc_id", "words", *by]))]
    found = occurrences[["doc_id", "label"]].merge(groups[list(dict.fromkeys(["doc_id", *by]))], on="doc_id")
    counts = found.groupby([*by, "label"], as_index=False).agg(n=("doc_id", "size"), documents=("doc_id", "nunique"))
    if by:
        counts = counts.merge(groups.groupby(by, as_index=False)["words"].sum(), on=by)
    else:
        counts["words"] = int(groups["words"].sum())
    counts["per_10k"] = rate_per_10k(counts["n"], counts["words"])
    counts = counts.sort_values([*by, "n", "label"], ascending=[*[True] * len(by), False, True], ignore_index=True)
    return check_table(counts, "counts")


def rate_per_10k(n: "pd.Series[int]", words: "pd.Series[int]") -> "pd.Series[float]":
    """Give occurrences per 10,000 words; NaN where there are no words."""
    return n / words.where(words > 0) * BASE
