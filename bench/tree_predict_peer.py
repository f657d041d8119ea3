"""The LightGBM side of tree-predict.mjs: trains, writes model (its own form and ONNX) and rows into the folder given, then answers each line "rows batches" with the seconds that those take."""

import pathlib
import sys
import time

import lightgbm
import numpy as np
import onnxmltools
from onnxmltools.convert.common.data_types import FloatTensorType

folder = pathlib.Path(sys.argv[1])
draw = np.random.default_rng(1)
# Numbers of float32, so that ONNX, which knows no others, is asked about the same rows.
train, rows = (draw.normal(size=(n, 30)).astype(np.float32).astype(float) for n in (20000, 100000))
label = (train[:, 0] + train[:, 1] * train[:, 2] + np.sin(3 * train[:, 3]) + draw.normal(size=20000) > 0).astype(int)
booster = lightgbm.train({"objective": "binary", "max_depth": 6, "num_leaves": 63, "verbose": -1, "num_threads": 1, "seed": 1}, lightgbm.Dataset(train, label), 100)
booster.save_model(folder / "model.txt")
onnxmltools.utils.save_model(onnxmltools.convert_lightgbm(booster, initial_types=[("x", FloatTensorType([None, 30]))], zipmap=False, target_opset=15), str(folder / "model.onnx"))
rows.tofile(folder / "rows.f64")
booster.predict(rows, raw_score=True).tofile(folder / "margins.f64")
print("ready", lightgbm.__version__, flush=True)
for line in sys.stdin:
    count, batches = map(int, line.split())
    start = time.perf_counter()
    for batch in range(batches):
        booster.predict(rows[count * batch:count * (batch + 1)], raw_score=True, num_threads=1)
    print(time.perf_counter() - start, flush=True)
