"""The Python side of tree-shap.mjs: trains, writes model and rows into the folder given, then answers each line "peer rows" with the seconds of one explanation. "missing" for a peer that is not installed."""

import os
import pathlib
import sys
import time
import warnings

# The peers print what they are at and draw bars; our line to the other side is kept apart from theirs.
answers = os.fdopen(os.dup(1), "w")
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
os.environ["TQDM_DISABLE"] = "1"

import lightgbm
import numpy as np

import shap

warnings.filterwarnings("ignore")
folder = pathlib.Path(sys.argv[1])
draw = np.random.default_rng(1)
train, rows, background = draw.normal(size=(20000, 30)), draw.normal(size=(100000, 30)), draw.normal(size=(1000, 30))
label = (train[:, 0] + train[:, 1] * train[:, 2] + np.sin(3 * train[:, 3]) + draw.normal(size=20000) > 0).astype(int)
booster = lightgbm.train({"objective": "binary", "max_depth": 6, "num_leaves": 63, "verbose": -1, "num_threads": 1, "seed": 1}, lightgbm.Dataset(train, label), 100)
booster.save_model(folder / "model.txt")
rows.tofile(folder / "rows.f64")
background.tofile(folder / "background.f64")


def of_background():
    # Without max_samples the masker keeps 100 rows of any background.
    return shap.TreeExplainer(booster, data=shap.maskers.Independent(background, max_samples=len(background)), feature_perturbation="interventional")


def of_paths():
    explainer = shap.TreeExplainer(booster)
    # For a LightGBM model shap asks LightGBM itself; this asks its own C++.
    explainer.model.model_type = "internal"
    return explainer


interventional, path = of_background(), of_paths()
assert interventional.data.shape == background.shape
peers = {
    "interventional/shap": lambda x: interventional.shap_values(x, check_additivity=False),
    "interventional/shap-made": lambda x: of_background().shap_values(x, check_additivity=False),
    "path/shap": lambda x: path.shap_values(x, check_additivity=False),
    "path/shap-made": lambda x: of_paths().shap_values(x, check_additivity=False),
    "path/lightgbm": lambda x: booster.predict(x, pred_contrib=True, num_threads=1),
    "interactions/shap": lambda x: path.shap_interaction_values(x),
    "interactions/shap-made": lambda x: of_paths().shap_interaction_values(x),
}
try:
    import pandas as pd
    import woodelf

    frame = lambda x: pd.DataFrame(x, columns=[f"Column_{i}" for i in range(30)])
    peers["interventional/woodelf"] = lambda x: woodelf.WoodelfExplainer(booster, frame(background)).shap_values(frame(x))
    peers["path/woodelf"] = lambda x: woodelf.WoodelfExplainer(booster).shap_values(frame(x))
except ImportError:
    pass
try:
    import fasttreeshap

    fast = fasttreeshap.TreeExplainer(booster, algorithm="v2", n_jobs=1)
    peers["path/fasttreeshap"] = lambda x: fast.shap_values(x, check_additivity=False)
except ImportError:
    pass

print("ready", f"shap {shap.__version__}, LightGBM {lightgbm.__version__}", flush=True, file=answers)
for line in sys.stdin:
    peer, count = line.split()
    if peer not in peers:
        print("missing", flush=True, file=answers)
        continue
    start = time.perf_counter()
    values = np.asarray(peers[peer](rows[:int(count)]))
    seconds = time.perf_counter() - start
    values.astype(float).reshape(int(count), -1).tofile(folder / "values.f64")
    print(seconds, flush=True, file=answers)
