"""The few distribution functions that the statistics need, on arrays."""

import math

import numpy as np

ENOUGH = 1e-12  # relative change at which an iteration stops
TINY = 1e-300


def chi2_tail(value: np.ndarray) -> np.ndarray:
    """Compute the probability of a chi-squared value, one degree of freedom, or a larger one.

    Source: Abramowitz & Stegun (1964), 26.4.21 with 7.1.2.
    """
    return np.array([math.erfc(math.sqrt(max(x, 0.0) / 2)) for x in value.tolist()])


def log_gamma(value: np.ndarray) -> np.ndarray:
    """Compute the logarithm of the gamma function."""
    unique, place = np.unique(value, return_inverse=True)
    return np.array([math.lgamma(x) for x in unique.tolist()])[place]


def adjust_p(p: np.ndarray) -> np.ndarray:
    """Adjust the p of a family of tests to false discovery rates; NaN stays and is no test of the family.

    Source: Benjamini & Hochberg (1995), as step-up values.
    """
    adjusted = np.full(len(p), np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")[::-1]]
    factor = len(tested) / np.arange(len(tested), 0, -1)
    adjusted[order] = np.minimum.accumulate(np.minimum(p[order] * factor, 1))
    return adjusted


def beta_quantile(p: float, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Compute the lower quantiles, p up to 0.25, of beta distributions with a and b of at least 1.

    Newton's method on the logarithms of both sides: there the distribution function is concave, so that it converges
    from any start, and a quantile near 0 is as exact as another.
    """
    pairs, place = np.unique(np.column_stack([a, b]), axis=0, return_inverse=True)
    a, b = pairs[:, 0].astype(float), pairs[:, 1].astype(float)
    scale = log_gamma(a + b) - log_gamma(a) - log_gamma(b)
    most = np.log(a / (a + b))  # the quantile lies below the mean
    y = most + np.log(0.5)
    for _ in range(100):
        log_density = scale + a * y + (b - 1) * np.log1p(-np.exp(y))
        log_below = _log_incomplete_beta(y, a, b, scale)
        step = (math.log(p) - log_below) * np.exp(log_below - log_density)
        y = np.minimum(y + step, most)
        if (np.abs(step) < ENOUGH * 100).all():
            break
    return np.asarray(np.exp(y)[place])


def _log_incomplete_beta(y: np.ndarray, a: np.ndarray, b: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Compute ln I_x(a, b) at x = exp(y) below the mean: continued fraction, modified Lentz method.

    Source: Abramowitz & Stegun (1964), 26.5.8; Thompson & Barnett (1986).
    """
    x = np.exp(y)
    c = np.ones_like(x)
    d = 1 / _avoid_zero(1 - (a + b) * x / (a + 1))
    value = d.copy()
    for m in range(1, 100_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / _avoid_zero(1 + even * d), _avoid_zero(1 + even / c)
        value *= d * c
        d, c = 1 / _avoid_zero(1 + odd * d), _avoid_zero(1 + odd / c)
        value *= d * c
        if (np.abs(d * c - 1) < ENOUGH).all():
            break
    return np.asarray(scale + a * y + b * np.log1p(-x) - np.log(a) + np.log(value))


def _avoid_zero(value: np.ndarray) -> np.ndarray:
    return np.where(np.abs(value) < TINY, TINY, value)
