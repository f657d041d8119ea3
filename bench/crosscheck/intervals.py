"""Intervals from statsmodels and scipy, never from Plumbline: what the audit says is held against these."""

from itertools import combinations

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm
from scipy.stats import t as student
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint


def wilson(x, n, level=0.95):
    low, high = proportion_confint(x, n, alpha=1 - level, method="wilson")
    return float(low), float(high)


def newcombe(a, b, alpha):
    """p_a - p_b. statsmodels' "newcomb"."""
    low, high = confint_proportions_2indep(*a, *b, compare="diff", method="newcomb", alpha=alpha)
    return float(low), float(high)


def koopman(a, b, alpha):
    """p_a / p_b: the ratios that the score test of p_a = ratio * p_b keeps, the likelihood maximised by a root search and not by the quadratic formula.
    statsmodels has the same interval but answers complex numbers where all of a group are successes; it is compared where it can answer."""
    (x1, n1), (x2, n2) = a, b
    z = norm.ppf(1 - alpha / 2)

    def score(log_ratio):
        r = np.exp(log_ratio)
        top = min(1.0, 1 / r)
        slope = lambda p: (x1 + x2) / p - r * (n1 - x1) / (1 - r * p) - (n2 - x2) / (1 - p)
        ends = top * 1e-15, top * (1 - 1e-15)
        p = ends[1] if slope(ends[1]) > 0 else brentq(slope, *ends, xtol=1e-300, rtol=1e-15)
        variance = r * p * (1 - r * p) / n1 + r * r * p * (1 - p) / n2
        return (x1 / n1 - r * x2 / n2) / np.sqrt(max(variance, 1e-300))

    low = 0.0 if x1 == 0 else float(np.exp(brentq(lambda t: score(t) - z, -25, 25, xtol=1e-14)))
    high = np.inf if x2 == 0 else float(np.exp(brentq(lambda t: score(t) + z, -25, 25, xtol=1e-14)))
    return low, high


def statsmodels_koopman(a, b, alpha):
    """None where it has no real answer."""
    if min(a[0], b[0]) == 0 or a[0] == a[1] or b[0] == b[1]:
        return None
    low, high = confint_proportions_2indep(*a, *b, compare="ratio", method="score", correction=False, alpha=alpha)
    return float(low), float(high)


def mean(values, level=0.95, low=-np.inf, high=np.inf):
    values = np.asarray(values, float)
    n = len(values)
    half = student.ppf((1 + level) / 2, n - 1) * values.std(ddof=1) / np.sqrt(n)
    m = values.mean()
    return m, max(low, m - half), min(high, m + half)


def widest(families, level, pair):
    """The interval of the widest gap as the method's definition words it. `pair(a, b, alpha)` gives (lower, upper) of a pair's gap."""
    pairs = [p for family in families for p in combinations(family, 2)]
    alpha = 1 - level
    first = 0 if len(pairs) == 1 else 0.1 * alpha
    upper = max(pair(*p, alpha)[1] for p in pairs)
    left = pairs
    if len(pairs) > 1:
        wide = [pair(*p, first / len(pairs)) for p in pairs]
        floor = max(low for low, _ in wide)
        left = [p for p, (_, high) in zip(pairs, wide) if high >= floor]
    lower = max(pair(*p, (alpha - first) / len(left))[0] for p in left)
    return lower, upper


def difference_gap(a, b, alpha):
    low, high = newcombe(a, b, alpha)
    return max(low, -high, 0), max(high, -low)


def ratio_gap(a, b, alpha):
    low, high = koopman(*((a, b) if a[0] / a[1] <= b[0] / b[1] else (b, a)), alpha)
    return -min(1, high, 1 / low if low > 0 else np.inf), -min(low, 1 / high)
