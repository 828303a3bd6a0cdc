"""How strongly two words attract each other: the measures of collocation, from four numbers."""

import numpy as np

from vietdiplo.count.keyness import weigh_cell

SMOOTHING = 0.5  # added to each cell for lambda (Blaheta & Johnson 2001); quanteda's default


def score_association(
    n: np.ndarray, n_first: np.ndarray, n_second: np.ndarray, total: int, *, span: int = 1
) -> dict[str, np.ndarray]:
    """Compute every measure of association by its name.

    `n` is how often the two stand together, `n_first` and `n_second` how often each occurs among `total` words, and
    `span` how many words round the first one are looked at: expected = n_first x n_second x span / total. MI without
    the span is larger by log2(span). Sources: Church & Hanks (1990) mi; Daille (1994) mi3; Bouma (2009) npmi; Church &
    al. (1991) t; Rychly (2008) log_dice; Dunning (1993) g2, over the total x span pairs of a word and one near it.
    """
    expected = n_first * n_second * (span / total)
    mi = np.log2(n / expected)
    bits = -np.log2(n / total)
    return {
        "expected": expected,
        "log_dice": 14 + np.log2(2 * n / (n_first + n_second)),
        "mi": mi,
        "mi3": np.log2(n.astype(float) ** 3 / expected),
        "npmi": np.divide(mi, bits, out=np.full(len(mi), np.nan), where=bits > 0),
        "t": (n - expected) / np.sqrt(n),
        "g2": _log_likelihood(n, n_first * span, n_second * span, total * span),
    }


def score_lambda(n: np.ndarray, n_first: np.ndarray, n_second: np.ndarray, total: int) -> dict[str, np.ndarray]:
    """Compute lambda, the log odds ratio of the smoothed table, and z, which is lambda by its standard error.

    NaN where the margins leave less than nothing for the fourth cell. Source: Blaheta & Johnson (2001), eq. for two
    words.
    """
    cells = [n, n_first - n, n_second - n, total - n_first - n_second + n]
    a, b, c, d = (np.where(cell < 0, np.nan, cell + SMOOTHING) for cell in cells)
    value = np.log(a * d / (b * c))
    return {"lambda": value, "z": value / np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)}


def _log_likelihood(n: np.ndarray, first: np.ndarray, second: np.ndarray, total: int) -> np.ndarray:
    """Compute G2 of a table of two by two from its first cell and margins; NaN where a cell would be negative."""
    rows, columns = (first, total - first), (second, total - second)
    cells = (n, first - n), (second - n, total - first - second + n)
    g2 = 2 * sum(
        (weigh_cell(cells[i][j], rows[i] * (columns[j] / total)) for i in (0, 1) for j in (0, 1)), np.zeros(len(n))
    )
    return np.where(np.minimum.reduce([cell for row in cells for cell in row]) < 0, np.nan, g2)
