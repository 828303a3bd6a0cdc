"""Stratified samples of sentences: strata, and what is drawn of each."""

import numpy as np
import pandas as pd

from vietdiplo.count.agreement_resampling import KEYS
from vietdiplo.tables import ParameterError


def choose_strata(
    sentences: pd.DataFrame, documents: pd.DataFrame, *, by: str, found: pd.DataFrame | None = None
) -> pd.Series:
    """Choose the stratum of each sentence: its document, the document's genre or partner, or a sector found in it.

    Of several sectors the rarest counts, so that rare ones come into the sample; without one it is `uncoded`.
    """
    if by == "doc_id":
        return sentences["doc_id"]
    if found is None:
        return sentences["doc_id"].map(documents.set_index("doc_id")[by]).replace("", "unknown")
    pairs = found.drop_duplicates([*KEYS, "label"])
    frequency = pairs["label"].map(pairs["label"].value_counts())
    rarest = pairs.assign(frequency=frequency).sort_values(["frequency", "label"]).drop_duplicates(KEYS)
    label = rarest.set_index(KEYS)["label"].reindex(pd.MultiIndex.from_frame(sentences[KEYS]))
    return pd.Series(label.fillna("uncoded").to_numpy(), index=sentences.index)


def choose_sentences(strata: pd.Series, *, n: int, seed: int) -> np.ndarray:
    """Choose n of all, or all where there are fewer: of each stratum its share, and one at least; in order.

    What is left after whole shares goes to the largest remainders. Raises ParameterError for n below the number of
    strata.
    """
    names, sizes = np.unique(strata.to_numpy(str), return_counts=True)
    if n < len(names):
        raise ParameterError(f"--n: {n} is less than the {len(names)} strata; use more, or other strata with --by")
    n = min(n, len(strata))
    share = sizes / len(strata) * n
    taken = np.maximum(share.astype(int), 1)
    # The one that a small stratum has too much is taken where the share is exceeded most.
    while taken.sum() != n:
        step = 1 if taken.sum() < n else -1
        room = taken < sizes if step > 0 else taken > 1
        taken[np.where(room, (share - taken) * step, -np.inf).argmax()] += step
    generator = np.random.default_rng(seed)
    places = [np.flatnonzero(strata.to_numpy(str) == name) for name in names]
    return np.sort(
        np.concatenate([generator.choice(of, k, replace=False) for of, k in zip(places, taken, strict=True)])
    )
