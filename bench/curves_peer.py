"""The other side of curves.mjs: scikit-learn's partial dependence with ICE and PyALE's accumulated local effects, on the LightGBM model and rows that it is given. A line "pd 300" is answered by seconds."""

import contextlib
import sys
import time
import warnings

import lightgbm
import numpy as np
import pandas as pd
import sklearn
from PyALE._src.ALE_1D import aleplot_1D_continuous
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.inspection import partial_dependence

warnings.filterwarnings("ignore")
model_file, rows_file, columns = sys.argv[1], sys.argv[2], int(sys.argv[3])
booster = lightgbm.Booster(model_file=model_file)
rows = np.fromfile(rows_file).reshape(-1, columns)


class Fitted(RegressorMixin, BaseEstimator):
    def fit(self, x=None, y=None):
        self.fitted_, self.n_features_in_ = True, columns
        return self

    def predict(self, x):
        return booster.predict(np.asarray(x, float), num_threads=1)


model = Fitted().fit()
names = [f"x{j}" for j in range(columns)]
print("ready", lightgbm.__version__, sklearn.__version__, flush=True)
for line in sys.stdin:
    what, count = line.split()
    x = rows[: int(count)]
    frame = pd.DataFrame(x, columns=names)
    start = time.perf_counter()
    for j in range(columns):
        if what == "pd":
            partial_dependence(model, x, [j], kind="both", method="brute", grid_resolution=20, percentiles=(0, 1))
        else:
            with contextlib.redirect_stdout(sys.stderr):
                aleplot_1D_continuous(frame, model, names[j], grid_size=20, include_CI=True)
    print(time.perf_counter() - start, flush=True)
