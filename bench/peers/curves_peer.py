"""Partial dependence and ICE by scikit-learn, accumulated local effects by PyALE and alibi, the H-statistic from scikit-learn's partial dependence by brute force.

    python curves_peer.py > ../../packages/explain-core/golden/reference/curves-german.json

On the public German Credit data and a model written out below, with interactions and two categories. `src/explainability/dependence/peers.test.ts` holds ours against it.
"""

import contextlib
import json
import sys
from pathlib import Path

import alibi
import numpy as np
import pandas as pd
import PyALE
import sklearn
from alibi.explainers.ale import ale_num
from PyALE._src.ALE_1D import aleplot_1D_categorical, aleplot_1D_continuous
from PyALE._src.ALE_2D import aleplot_2D_continuous
from PyALE._src.lib import order_groups
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.inspection import partial_dependence

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
NUMBERS, CATEGORIES = ["month", "credit_amount", "age"], ["housing", "purpose"]
HOUSING = {"A151": 0.4, "A152": 0.0, "A153": -0.3}
PURPOSE = {"A40": 0.5, "A41": -0.6, "A410": 0.1, "A42": 0.2, "A43": -0.1, "A44": 0.3, "A45": 0.6, "A46": 0.9, "A48": -0.9, "A49": 0.25}
FORMULA = {"intercept": -1.2, "month": 0.03, "credit_amount": 0.0001, "age": -0.02, "month*age": 0.0012, "month*purpose": 0.04, "housing": HOUSING, "purpose": PURPOSE,
           "text": "p = 1 / (1 + exp(-z)); z = intercept + month x + ... + 'month*age' (month - 20) (age - 35) + 'month*purpose' (month - 20) purpose[level] + housing[level] + purpose[level]"}

german = pd.read_csv(DATA / "german-credit" / "german.csv")
frame = german[NUMBERS + CATEGORIES].copy()
frame[NUMBERS] = frame[NUMBERS].astype(float)


def probability(month, credit_amount, age, housing, purpose):
    z = (FORMULA["intercept"] + 0.03 * month + 0.0001 * credit_amount - 0.02 * age + 0.0012 * (month - 20) * (age - 35) + 0.04 * (month - 20) * purpose + housing + purpose)
    return 1 / (1 + np.exp(-z))


HOUSING_LEVELS, PURPOSE_LEVELS = sorted(HOUSING), sorted(PURPOSE)


class Written(RegressorMixin, BaseEstimator):
    """The formula, on numbers with levels as codes."""

    def fit(self, x=None, y=None):
        self.n_features_in_, self.fitted_ = 5, True
        return self

    def predict(self, x):
        x = np.asarray(x, float)
        housing = np.array([HOUSING[level] for level in HOUSING_LEVELS])[x[:, 3].astype(int)]
        purpose = np.array([PURPOSE[level] for level in PURPOSE_LEVELS])[x[:, 4].astype(int)]
        return probability(x[:, 0], x[:, 1], x[:, 2], housing, purpose)


class Named:
    """The same on a frame, its categories one-hot, as PyALE asks."""

    def predict(self, x):
        housing = sum(x[f"housing_{level}"].astype(float) * effect for level, effect in HOUSING.items())
        purpose = sum(x[f"purpose_{level}"].astype(float) * effect for level, effect in PURPOSE.items())
        return probability(*(x[name].astype(float) for name in NUMBERS), housing, purpose).to_numpy()


def coded(rows):
    return np.column_stack([rows[NUMBERS].to_numpy(float), [HOUSING_LEVELS.index(v) for v in rows["housing"]], [PURPOSE_LEVELS.index(v) for v in rows["purpose"]]])


def one_hot(name, levels):
    return lambda column: pd.DataFrame({f"{name}_{level}": (column[name].astype(str) == level).astype(float) for level in levels}, index=column.index)


model = Written().fit()
out = {"library": {"python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "PyALE": "1.2.0", "alibi": alibi.__version__, "numpy": np.__version__, "pandas": pd.__version__}, "formula": FORMULA}

# Partial dependence on every third row.
third = frame.iloc[::3]
x = coded(third)
out["partialDependence"] = {"rows": "every third, from the first", "n": len(x), "features": {}}
for j, name in enumerate(NUMBERS + CATEGORIES):
    grid = np.unique(np.quantile(x[:, j], np.linspace(0, 1, 20), method="inverted_cdf")) if j < 3 else np.unique(x[:, j])
    found = partial_dependence(model, x, [j], custom_values={j: grid}, kind="both", method="brute")
    lines = found["individual"][0]
    centred = lines - lines[:, :1]
    out["partialDependence"]["features"][name] = {"grid": grid.tolist(), "mean": found["average"][0].tolist(), "lines": lines[:5].tolist(), "spread": centred.std(axis=0, ddof=1).tolist()}

# Accumulated local effects on all rows.
everything = coded(frame)
named = pd.concat([frame, one_hot("housing", HOUSING_LEVELS)(frame), one_hot("purpose", PURPOSE_LEVELS)(frame)], axis=1)
out["ale"] = {"n": len(frame), "PyALE": {}, "alibi": {}, "PyALE categories": {}}
for j, name in enumerate(NUMBERS):
    with contextlib.redirect_stdout(sys.stderr):
        found = aleplot_1D_continuous(named, Named(), name, grid_size=20, include_CI=True, C=0.95)
    out["ale"]["PyALE"][name] = {"edges": found.index.tolist(), "effects": found["eff"].tolist(), "sizes": found["size"].tolist()}
    # The smallest value at or below which k twentieths of the rows lie; in whole numbers, since numpy's inverted_cdf rounds 0.15 x 1000 up.
    ascending = np.sort(everything[:, j])
    edges = np.unique(np.concatenate([ascending[:1], [ascending[-(-len(ascending) * k // 20) - 1] for k in range(1, 21)]]))
    values, effects, _ = ale_num(lambda rows: model.predict(rows)[:, None], everything, j, feature_grid_points=edges)
    out["ale"]["alibi"][name] = {"edges": values.tolist(), "effects": effects[:, 0].tolist()}
for name, levels in (("housing", HOUSING_LEVELS), ("purpose", PURPOSE_LEVELS)):
    # The other category stays in the frame for the order of levels, and one-hot beside it for the model.
    other = "purpose" if name == "housing" else "housing"
    order_frame = frame.copy()
    order_frame[other] = order_frame[other].astype("category")
    order = order_groups(order_frame, name).index.tolist()
    ready = pd.concat([frame[NUMBERS + [name]], one_hot(other, HOUSING_LEVELS if other == "housing" else PURPOSE_LEVELS)(frame)], axis=1)
    ready[name] = ready[name].astype(pd.api.types.CategoricalDtype(categories=order, ordered=True))
    predictors = NUMBERS + [f"housing_{v}" for v in HOUSING_LEVELS] + [f"purpose_{v}" for v in PURPOSE_LEVELS]
    with contextlib.redirect_stdout(sys.stderr):
        found = aleplot_1D_categorical(ready, Named(), name, one_hot(name, levels), predictors, include_CI=False)
    out["ale"]["PyALE categories"][name] = {"order": [str(v) for v in found.index], "effects": found["eff"].tolist(), "sizes": [int(v) for v in found["size"]]}

with contextlib.redirect_stdout(sys.stderr):
    surface = aleplot_2D_continuous(named, Named(), ["credit_amount", "age"], grid_size=20)
out["ale"]["PyALE surface"] = {"features": ["credit_amount", "age"], "edges": [surface.index.tolist(), surface.columns.tolist()], "effects": surface.to_numpy().tolist()}

# Friedman's H from scikit-learn's partial dependence at the rows' own values.
few = x[:40]


def centred_dependence(features):
    values = {j: np.unique(few[:, j]) for j in features}
    found = partial_dependence(model, few, [tuple(features)], custom_values=values, kind="average", method="brute")["average"][0]
    at = tuple(np.searchsorted(values[j], few[:, j]) for j in features)
    return found[at] - found[at].mean()


answers = model.predict(few)
answers = answers - answers.mean()
single = [centred_dependence([j]) for j in range(5)]
pairs = {}
for j in range(5):
    for k in range(j + 1, 5):
        joint = centred_dependence([j, k])
        pairs[f"{(NUMBERS + CATEGORIES)[j]} × {(NUMBERS + CATEGORIES)[k]}"] = float(np.sqrt(((joint - single[j] - single[k]) ** 2).sum() / (joint**2).sum()))
totals = {}
for j in range(5):
    # The dependence on all features but one, at each row: the mean over rows of that one feature's values.
    rest = np.array([model.predict(np.column_stack([np.where(c == j, few[:, c], row[c]) for c in range(5)])).mean() for row in few])
    rest = rest - rest.mean()
    totals[(NUMBERS + CATEGORIES)[j]] = float(np.sqrt(((answers - single[j] - rest) ** 2).sum() / (answers**2).sum()))
out["hStatistic"] = {"rows": "the first 40 of every third", "pairs": pairs, "totals": totals}

print(json.dumps(out, separators=(",", ":")))
