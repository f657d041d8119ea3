"""The DiCE side of counterfactuals.mjs: trains the model on German Credit, writes it and the rows into the folder given, then answers each line of stdin ("method row count") with one search: its
seconds and the counterfactuals as rows."""

import importlib.metadata
import json
import pathlib
import random
import sys
import time
import warnings

import dice_ml
import lightgbm
import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
folder, csv = pathlib.Path(sys.argv[1]), sys.argv[2]
data = pd.read_csv(csv)
label = (data.pop("credit") == 1).astype(int)
words = [c for c in data.columns if data[c].dtype == object or str(data[c].dtype).startswith("str")]
numbers = [c for c in data.columns if c not in words]
levels = {c: sorted(data[c].unique()) for c in words}


def typed(frame):
    frame = frame.copy()
    for c in words:
        frame[c] = pd.Categorical(frame[c].astype(object), categories=levels[c])
    for c in numbers:
        frame[c] = frame[c].astype(float)
    return frame[list(data.columns)]


booster = lightgbm.LGBMClassifier(n_estimators=100, num_leaves=31, min_child_samples=10, random_state=0, n_jobs=1, verbose=-1).fit(typed(data), label)
booster.booster_.save_model(folder / "model.txt")
answers = booster.predict_proba(typed(data))[:, 1]
(folder / "rows.json").write_text(json.dumps({
    "columns": [{"name": c, "levels": levels.get(c)} for c in data.columns],
    "rows": [[v if isinstance(v, str) else float(v) for v in row] for row in data.values.tolist()],
    "answers": answers.tolist(),
}))


class Model:
    def predict_proba(self, frame):
        return booster.predict_proba(typed(frame))

    def predict(self, frame):
        return booster.predict(typed(frame))


everything = data.assign(good=label)
explainers = {name: dice_ml.Dice(dice_ml.Data(dataframe=everything, continuous_features=numbers, outcome_name="good"), dice_ml.Model(model=Model(), backend="sklearn"), method=name) for name in ("genetic", "random")}
free = [c for c in data.columns if c != "personal_status"]
print(json.dumps({"dice-ml": importlib.metadata.version("dice-ml"), "lightgbm": lightgbm.__version__}), flush=True)
for line in sys.stdin:
    method, row, count = line.split()
    np.random.seed(0)
    random.seed(0)
    start = time.perf_counter()
    try:
        seeds = {"random_seed": 0} if method == "random" else {}
        said = explainers[method].generate_counterfactuals(data.iloc[[int(row)]], total_CFs=int(count), desired_class=1, features_to_vary=free, verbose=False, **seeds)
        found = said.cf_examples_list[0].final_cfs_df
    except Exception as error:  # it raises where it finds none
        found = None
        print(f"row {row}: {error}", file=sys.stderr)
    seconds = time.perf_counter() - start
    rows = [] if found is None else [[v if isinstance(v, str) else float(v) for v in one] for one in found[list(data.columns)].values.tolist()]
    print(json.dumps({"seconds": seconds, "rows": rows}), flush=True)
