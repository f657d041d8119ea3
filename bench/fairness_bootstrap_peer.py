"""The numpy and fairlearn side of fairness-bootstrap.mjs: answers each line of stdin ("multinomial CELLS" or "frame REPLICATES") with the seconds that it took; leaves the values of the frame in the folder."""

import pathlib
import sys
import time
import warnings

import fairlearn
import numpy as np
import pandas as pd
from fairlearn.metrics import MetricFrame, false_positive_rate, selection_rate, true_positive_rate
from sklearn.metrics import accuracy_score

warnings.simplefilter("ignore")
folder = pathlib.Path(sys.argv[1])
a, b, c, label, prediction = (np.fromfile(folder / f"{i}.u8", dtype=np.uint8) for i in range(5))
sensitive = pd.DataFrame({"a": a, "b": b, "c": c})
metrics = {"selectionRate": selection_rate, "truePositiveRate": true_positive_rate, "falsePositiveRate": false_positive_rate, "accuracy": accuracy_score}
draw = np.random.default_rng(1)
print(np.__version__, fairlearn.__version__, flush=True)
for line in sys.stdin:
    what, number = line.split()
    if what == "multinomial":
        cells = np.fromfile(folder / f"cells{number}.f64")
        total = int(cells.sum())
        start = time.perf_counter()
        draw.multinomial(total, cells / cells.sum(), size=1000)
        seconds = time.perf_counter() - start
    else:
        replicates = {} if number == "0" else {"n_boot": int(number), "ci_quantiles": [0.025, 0.975], "random_state": 1}
        start = time.perf_counter()
        frame = MetricFrame(metrics=metrics, y_true=label, y_pred=prediction, sensitive_features=sensitive, **replicates)
        by_group, difference = frame.by_group, frame.difference(method="between_groups")
        if replicates:
            frame.by_group_ci, frame.difference_ci(method="between_groups")
        seconds = time.perf_counter() - start
        np.concatenate([by_group.sort_index()[list(metrics)].to_numpy(dtype=float).T.ravel(), difference[list(metrics)].to_numpy(dtype=float)]).tofile(folder / "frame.f64")
    print(seconds, flush=True)
