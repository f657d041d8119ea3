"""lime's side of lime.mjs: writes the rows into the folder given, then answers each line with the processor time that explaining forty rows took, in seconds."""

import pathlib
import sys
import time
import warnings
from importlib.metadata import version

import numpy as np
from lime.lime_tabular import LimeTabularExplainer

warnings.filterwarnings("ignore")
folder = pathlib.Path(sys.argv[1])
draw = np.random.default_rng(1)
rows, background = draw.normal(size=(40, 30)), draw.normal(size=(1000, 30))
for name, values in {"rows": rows, "background": background}.items():
    values.tofile(folder / f"{name}.f64")


def model(x):
    return np.tanh(x[:, 0] + x[:, 1] - x[:, 2])


def case(count, discretize=True, selection="auto"):
    explainer = LimeTabularExplainer(background, mode="regression", discretize_continuous=discretize, feature_selection=selection, random_state=0)
    return lambda: [explainer.explain_instance(row, model, num_features=count, num_samples=5000) for row in rows]


# "auto" is forward selection for at most six features, else the largest effects.
cases = {"default": case(10), "all": case(30, selection="none"), "six": case(6), "lasso": case(6, selection="lasso_path"), "linear": case(10, discretize=False)}
print("ready", version("lime"), flush=True)
for line in sys.stdin:
    start = time.process_time()
    cases[line.strip()]()
    print(time.process_time() - start, flush=True)
