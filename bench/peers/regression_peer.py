"""What fairlearn, scikit-learn, numpy and scipy say of a predicted number by group.

    python bench/peers/regression_peer.py > packages/explain-core/golden/reference/regression-peers.json
"""
import json
import sys

import fairlearn
import numpy
import scipy
import sklearn
from fairlearn.metrics import MetricFrame, mean_prediction
from scipy.stats import quantile_test, wasserstein_distance
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score

rows = []
for i in range(120):
    group = ["a", "b", "c", "a", "b"][(i * 7) % 5]
    label = round(((i * 37) % 101) / 3 + (5 if group == "b" else 0), 2)
    prediction = round(label * 0.8 + ((i * 53) % 17) - 6 + (2 if group == "c" else 0), 2)
    rows.append([group, label, prediction, 0 if i == 11 else 1 + (i % 4) * 0.5])

group = numpy.array([row[0] for row in rows])
y = numpy.array([row[1] for row in rows])
p = numpy.array([row[2] for row in rows])
w = numpy.array([row[3] for row in rows])
rmse = lambda t, q, sample_weight=None: float(numpy.sqrt(mean_squared_error(t, q, sample_weight=sample_weight)))
bias = lambda t, q, sample_weight=None: float(numpy.average(q - t, weights=sample_weight))
metrics = {
    "meanPrediction": lambda t, q, sample_weight=None: float(mean_prediction(t, q, sample_weight=sample_weight)),
    "meanAbsoluteError": mean_absolute_error,
    "rootMeanSquaredError": rmse,
    "rSquared": r2_score,
    "meanResidual": bias,
}


def frame(weights):
    sample = None if weights is None else {name: {"sample_weight": weights} for name in metrics}
    found = MetricFrame(metrics=metrics, y_true=y, y_pred=p, sensitive_features=group, sample_params=sample)
    return {
        "overall": {name: float(value) for name, value in found.overall.items()},
        "byGroup": {name: {g: float(v) for g, v in found.by_group[name].items()} for name in metrics},
        "difference": {name: float(v) for name, v in found.difference(method="between_groups").items()},
        "ratio": {name: float(v) for name, v in found.ratio(method="between_groups").items()},
    }


residual = p - y
quantiles = {}
for g in ["", "a", "b", "c"]:
    own = numpy.round(residual if g == "" else residual[group == g], 10)
    quantiles[g] = {}
    for q in (0.1, 0.5, 0.9):
        interval = quantile_test(own, p=q).confidence_interval(0.95)
        # scipy says NaN where the ranks leave an end open.
        quantiles[g][str(q)] = [None if numpy.isnan(v) else float(v) for v in (numpy.quantile(own, q), interval.low, interval.high)]

distance = {}
for name, weights in (("plain", numpy.ones(len(rows))), ("weighted", w)):
    distance[name] = {g: float(wasserstein_distance(residual[group == g], residual[group != g], weights[group == g], weights[group != g])) for g in ["a", "b", "c"]}

json.dump(
    {
        "versions": {"python": sys.version.split()[0], "fairlearn": fairlearn.__version__, "sklearn": sklearn.__version__, "numpy": numpy.__version__, "scipy": scipy.__version__},
        "script": "bench/peers/regression_peer.py",
        "columns": ["group", "label", "prediction", "weight"],
        "rows": rows,
        "plain": frame(None),
        "weighted": frame(w),
        "quantiles": quantiles,
        "distance": distance,
    },
    sys.stdout,
)
print()
