"""The LightGBM side of tree-predict.mjs: trains, writes model and rows into the folder given, then answers each line of stdin with the seconds of one prediction."""

import pathlib
import sys
import time

import lightgbm
import numpy as np

folder = pathlib.Path(sys.argv[1])
draw = np.random.default_rng(1)
train, rows = draw.normal(size=(20000, 30)), draw.normal(size=(100000, 30))
label = (train[:, 0] + train[:, 1] * train[:, 2] + np.sin(3 * train[:, 3]) + draw.normal(size=20000) > 0).astype(int)
booster = lightgbm.train({"objective": "binary", "max_depth": 6, "num_leaves": 63, "verbose": -1, "num_threads": 1, "seed": 1}, lightgbm.Dataset(train, label), 100)
booster.save_model(folder / "model.txt")
rows.tofile(folder / "rows.f64")
booster.predict(rows, raw_score=True).tofile(folder / "margins.f64")
print("ready", lightgbm.__version__, flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    booster.predict(rows, raw_score=True, num_threads=1)
    print(time.perf_counter() - start, flush=True)
