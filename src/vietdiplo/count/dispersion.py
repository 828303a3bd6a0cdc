"""How evenly an occurrence is spread: over the texts of a corpus, over the parts of a text, and where it falls."""

import numpy as np
import pandas as pd

from vietdiplo.count.frequency import code_texts, count_cells
from vietdiplo.find.codes import order_words
from vietdiplo.tables import ParameterError, TableError, check_table

NOISE = 1e-12  # what rounding may leave of a 0


def count_dispersion(occurrences: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    """Count how evenly each label is spread over the texts, a text's share being its share of the words.

    One row per label, the most frequent first: n, documents, texts (in all), dp, dp_norm and juilland_d. dp is 0 where
    a label is spread as the words are and nears 1 where it stands in one short text (Gries 2008); dp_norm reaches 1
    (Lijffijt & Gries 2012); juilland_d runs the other way, 1 being even (Juilland & al. 1970, over rates). Texts
    without words are left out. With one text the three are NaN and `reason` says one_text.
    """
    row = code_texts(occurrences, sizes, caller="count_dispersion")
    words = sizes["words"].to_numpy()
    spoken = words[row] > 0
    label, labels = pd.factorize(occurrences["label"][spoken])
    cells, n, _ = count_cells(label * len(sizes) + row[spoken], np.zeros(len(label), np.int64), 1)
    what, where = np.divmod(cells, max(len(sizes), 1))
    texts, total = int((words > 0).sum()), int(words.sum())
    least = int(words[words > 0].min(initial=total))
    parts = pd.DataFrame({"total": total, "least": least, "parts": texts}, index=range(len(labels)))
    scores = score_dispersion(what, n, words[where], parts)
    table = pd.DataFrame({"label": labels, **scores, "reason": "one_text" if texts < 2 else ""})
    table = table.rename(columns={"parts": "documents", "all_parts": "texts"})
    return table.sort_values(["n", "label"], ascending=[False, True], ignore_index=True)


def count_dispersion_within(occurrences: pd.DataFrame, words: pd.DataFrame, *, parts: int = 10) -> pd.DataFrame:
    """Count how evenly each label is spread over `parts` parts of each text, as equal in words as can be.

    One row per text and label, the most frequent first: n, parts (with at least one), all_parts, and the measures of
    `count_dispersion`. An occurrence belongs to the part of the word it begins with. A text with fewer words than
    parts has NaN, and `reason` says short_text. Raises ParameterError for fewer than 2 parts.
    """
    if parts < 2:
        raise ParameterError(f"count_dispersion_within: parts {parts} is less than 2; choose 2 or more")
    places = count_positions(occurrences, words)
    size = places["words"].to_numpy()
    part = places["position"].to_numpy() * parts // size
    keys = places[["doc_id", "label"]].drop_duplicates(ignore_index=True)
    row = places.groupby(["doc_id", "label"], sort=False).ngroup().to_numpy()
    cells, n, _ = count_cells(row * parts + part, np.zeros(len(row), np.int64), 1)
    what, where = np.divmod(cells, parts)
    total = np.zeros(len(keys), np.int64)
    total[row] = size
    # Part p holds the words w with w * parts // total = p: from ceil(p total / parts) to before ceil((p + 1) ...).
    bounds = [-(-(where + more) * total[what] // parts) for more in (0, 1)]
    frame = pd.DataFrame({"total": total, "least": total // parts, "parts": parts})
    scores = score_dispersion(what, n, np.maximum(bounds[1] - bounds[0], 1), frame)
    table = keys.assign(**scores, reason=np.where(total < parts, "short_text", ""))
    table.loc[total < parts, ["dp", "dp_norm", "juilland_d"]] = np.nan
    return table.sort_values(["doc_id", "n", "label"], ascending=[True, False, True], ignore_index=True)


def count_positions(occurrences: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    """Count how many words of its text stand before each occurrence: the data of a dispersion plot.

    The same rows with position (0-based word), words (of the text) and at (position / words, from 0 to under 1).
    Raises TableError for an occurrence in a text without words.
    """
    check_table(occurrences, "occurrences")
    words = order_words(words)
    code, texts = pd.factorize(words["doc_id"])
    document = texts.get_indexer(pd.Index(occurrences["doc_id"]))
    if (document < 0).any():
        stranger = occurrences["doc_id"].to_numpy()[document < 0][0]
        raise TableError(f"count_positions: text '{stranger}' has no words; pass the words of the same texts")
    starts = [words["start"].to_numpy(), occurrences["start"].to_numpy()]
    wide = max(int(start.max(initial=0)) for start in starts) + 1
    before = np.searchsorted(code * wide + starts[0], document * wide + starts[1], side="right") - 1
    size = np.bincount(code, minlength=len(texts))
    first = np.cumsum(size) - size
    position = np.maximum(before - first[document], 0)  # a date may stand before the first word
    return occurrences.assign(position=position, words=size[document], at=position / size[document])


def score_dispersion(row: np.ndarray, n: np.ndarray, size: np.ndarray, parts: pd.DataFrame) -> dict[str, np.ndarray]:
    """Compute DP, DPnorm and Juilland's D from the cells that are not empty.

    A cell is n occurrences of row `row` in a part of `size` words; `parts` has a row for each row: the words of all
    parts (total), of the smallest (least), and their number (parts). With one part they are NaN.
    """
    total, least, of = (parts[name].to_numpy(float) for name in ("total", "least", "parts"))
    of = np.where(of > 1, of, np.nan)
    sums = np.bincount(row, n, minlength=len(parts))
    expected = size / total[row]
    # The expected shares sum to 1, so an empty part, which adds its share, need not be seen.
    differences = np.bincount(row, np.abs(n / sums[row] - expected) - expected, minlength=len(parts))
    dp = _drop_noise(np.where(np.isnan(of), np.nan, (1 + differences) / 2))
    rates = n / size
    mean = np.bincount(row, rates, minlength=len(parts)) / of
    square = np.bincount(row, rates**2, minlength=len(parts)) / of
    variation = np.sqrt(np.maximum(square - mean**2, 0)) / mean
    return {
        "n": sums.astype("int64"),
        "parts": np.bincount(row, minlength=len(parts)),
        "all_parts": parts["parts"].to_numpy(),
        "dp": dp,
        "dp_norm": dp / np.where(least < total, 1 - least / total, np.nan),
        "juilland_d": _drop_noise(1 - variation / np.sqrt(of - 1)),
    }


def _drop_noise(values: np.ndarray) -> np.ndarray:
    """Make 0 of what rounding left of it."""
    return np.where(values < NOISE, 0.0, values)
