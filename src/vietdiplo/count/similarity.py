"""How alike texts are in the words they use."""

import numpy as np
import pandas as pd

from vietdiplo.tables import TableError, check_table

BLOCK = 4096  # labels in memory at once for all groups


def compare_similarity(counts: pd.DataFrame, *, by: str = "doc_id") -> pd.DataFrame:
    """Compare the labels of every two groups of a table of counts.

    One row per pair of groups, the most alike first: group and other, shared (labels in both), jaccard = shared /
    labels in either, and cosine of the rates of all labels, from 0 to 1. The cosine follows the most frequent labels,
    function words if they are in; leave them out of `counts` to compare topics. One group gives no rows. Raises
    TableError for a column that is not in `counts`.
    """
    check_table(counts, "counts")
    if by not in counts:
        raise TableError(f"compare_similarity: by: no column {by} in counts; use one of {', '.join(map(str, counts))}")
    row, groups = pd.factorize(counts[by], sort=True)
    products, shared = _multiply_rates(counts, row, len(groups))
    one, other = np.triu_indices(len(groups), 1)
    length, types = np.sqrt(np.diag(products)), np.diag(shared)
    both = shared[one, other]
    names = pd.DataFrame({"group": groups.to_numpy()[one], "other": groups.to_numpy()[other]})
    table = names.assign(
        shared=both.astype("int64"),
        jaccard=both / (types[one] + types[other] - both),
        cosine=np.minimum(products[one, other] / (length[one] * length[other]), 1),
    )
    return table.sort_values(["cosine", "group", "other"], ascending=[False, True, True], ignore_index=True)


def _multiply_rates(counts: pd.DataFrame, row: np.ndarray, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Give the product of the rates, and the number of shared labels, of every two groups; `row` is the group's."""
    label = pd.factorize(counts["label"])[0]
    rates = (counts["n"] / counts["words"]).to_numpy(float)
    products, shared = np.zeros((groups, groups)), np.zeros((groups, groups))
    for first in range(0, int(label.max(initial=-1)) + 1, BLOCK):
        here = (label >= first) & (label < first + BLOCK)
        matrix = np.zeros((groups, BLOCK))
        matrix[row[here], label[here] - first] = rates[here]
        products += matrix @ matrix.T
        shared += (matrix > 0).astype(float) @ (matrix > 0).T
    return products, shared
