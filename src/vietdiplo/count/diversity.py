"""How varied the words of a text are: type-token ratio, MATTR, MTLD and HD-D."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from vietdiplo.count.special import log_gamma
from vietdiplo.find.codes import code_words, order_words
from vietdiplo.tables import ParameterError

REASONS = ("short_window", "no_stretch", "short_sample")  # why there is no mattr, mtld, hdd
BLOCK = 256  # words looked at together; most factors of MTLD are shorter


def count_diversity(
    words: pd.DataFrame, *, window: int = 100, threshold: float = 0.72, sample: int = 42
) -> pd.DataFrame:
    """Count how varied the words of each text are.

    One row per text: words, types and

    - ttr: types / words, which falls with length: for texts of one length only
    - mattr: mean of the type-token ratios of all windows of `window` words (Covington & McFall 2010); quanteda cuts
      the text into tokens anew, begins its windows anew and may differ
    - mtld: mean length of the stretches, from the first word and from the last, at whose end the ratio falls under
      `threshold`, the last one in part (McCarthy & Jarvis 2010); lexicalrichness ends them at the threshold too
    - hdd: mean type-token ratio of all samples of `sample` words (McCarthy & Jarvis 2007)

    There is no MSTTR, of which lexicalrichness loses a last segment; mattr leaves out nothing. A measure that a text
    does not allow is NaN, and `reason` says why: short_window and short_sample where it has fewer words than mattr or
    hdd looks at, no_stretch where the ratio never falls under the threshold of mtld in one of the directions. Raises
    ParameterError for parameters out of range.
    """
    if window < 1 or sample < 1 or not 0 < threshold < 1:
        raise ParameterError(
            f"count_diversity: window {window}, sample {sample}, threshold {threshold}; "
            "choose whole numbers from 1 and a threshold between 0 and 1"
        )
    codes = code_words(order_words(words))
    borders = np.flatnonzero(np.diff(codes.document, prepend=-1, append=len(codes.documents)))
    rows = []
    for name, first, last in zip(codes.documents, borders[:-1], borders[1:], strict=True):
        label = codes.label[first:last]
        n = np.unique(label, return_counts=True)[1]
        scores = (mattr(label, window), mtld(label, threshold), hdd(n, sample))
        reason = ", ".join(why for why, score in zip(REASONS, scores, strict=True) if np.isnan(score))
        rows.append((name, len(label), len(n), len(n) / len(label), *scores, reason))
    columns = ["doc_id", "words", "types", "ttr", "mattr", "mtld", "hdd", "reason"]
    return pd.DataFrame(rows, columns=columns)


def mattr(label: np.ndarray, window: int) -> float:
    """Compute the moving-average type-token ratio, NaN for a text shorter than the window.

    A word is the first of its type in the windows that begin after the one before it of its type: their number is
    counted for each word, so the time does not depend on the window. Source: Covington & McFall (2010).
    """
    windows = len(label) - window + 1
    if windows < 1:
        return float("nan")
    place = np.arange(len(label))
    earliest = np.maximum(_find_previous(label) + 1, place - window + 1)
    firsts = np.maximum(np.minimum(place, windows - 1) - np.maximum(earliest, 0) + 1, 0)
    return int(firsts.sum()) / (windows * window)


def mtld(label: np.ndarray, threshold: float) -> float:
    """Compute the measure of textual lexical diversity, NaN where a direction has no complete factor.

    Source: McCarthy & Jarvis (2010): a factor ends where the ratio is below the threshold, not at it.
    """
    factors = [_count_factors(direction, threshold) for direction in (label, label[::-1])]
    if min(factors) < 1:
        return float("nan")
    return sum(len(label) / factor for factor in factors) / 2


def hdd(n: np.ndarray, sample: int) -> float:
    """Compute HD-D from the frequencies of the types, NaN for a text shorter than the sample.

    The mean over the sample of the probability of each type to be in it. Source: McCarthy & Jarvis (2007).
    """
    words = int(n.sum())
    if words < sample:
        return float("nan")
    rest = words - n
    possible = rest >= sample
    left = rest[possible]
    at_all = log_gamma(np.array([words + 1, words - sample + 1]))
    absent = np.exp(log_gamma(left + 1) - log_gamma(left - sample + 1) - (at_all[0] - at_all[1]))
    return float((len(n) - absent.sum()) / sample)


def _find_previous(label: np.ndarray) -> np.ndarray:
    """Give the place of the word of the same type before each word, -1 for the first of its type."""
    order = np.argsort(label, kind="stable")
    same = label[order[1:]] == label[order[:-1]]
    previous = np.full(len(label), -1)
    previous[order[1:][same]] = order[:-1][same]
    return previous


def _count_factors(label: np.ndarray, threshold: float) -> float:
    """Count the factors from the first word on; the rest is the part of one that its ratio has come down."""
    previous = _find_previous(label)
    factors, first = 0.0, 0
    while first < len(label):
        for last, ratios in _follow_ratio(previous, first):
            below = np.flatnonzero(ratios < threshold)
            if len(below):
                factors += 1
                first = last + int(below[0]) + 1
                break
        else:
            return factors + float(1 - ratios[-1]) / (1 - threshold)
    return factors


def _follow_ratio(previous: np.ndarray, first: int) -> Iterator[tuple[int, np.ndarray]]:
    """Give the type-token ratio from the word `first` on after each further word, block by block."""
    types = 0
    for at in range(first, len(previous), BLOCK):
        seen = types + np.cumsum(previous[at : at + BLOCK] < first)
        types = int(seen[-1])
        yield at, seen / np.arange(at - first + 1, at - first + 1 + len(seen))
