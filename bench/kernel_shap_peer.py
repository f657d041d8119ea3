"""shap's side of kernel-shap.mjs: trains, writes models and rows into the folder given, then answers each line with the processor time that the case took, in seconds, or with values."""

import json
import pathlib
import sys
import time
import warnings

import lightgbm
import numpy as np
import shap

warnings.filterwarnings("ignore")
folder = pathlib.Path(sys.argv[1])
draw = np.random.default_rng(1)


def boosted(features, name):
    x = draw.normal(size=(20000, features))
    label = (x[:, 0] + x[:, 1] * x[:, 2] + np.sin(3 * x[:, 3]) + 0.5 * x[:, 4] * x[:, 5] * x[:, 6] + draw.normal(size=20000) > 0).astype(int)
    booster = lightgbm.train({"objective": "binary", "max_depth": 6, "num_leaves": 63, "verbose": -1, "num_threads": 1, "seed": 1}, lightgbm.Dataset(x, label), 100)
    booster.save_model(folder / name)
    return booster


trees30, trees14 = boosted(30, "trees30.txt"), boosted(14, "trees14.txt")
weights = draw.normal(size=30)
rows, background = draw.normal(size=(20, 30)), draw.normal(size=(100, 30))
for name, values in {"weights": weights, "rows": rows, "background": background}.items():
    values.tofile(folder / f"{name}.f64")


def kernel(model, m, size, count, samples):
    explainer = shap.KernelExplainer(model, background[:size, :m])
    return lambda: explainer.shap_values(rows[:count, :m], nsamples=samples, l1_reg=0, silent=True)


def independent(m):
    return shap.maskers.Independent(background[:, :m], max_samples=100)


cases = {"trees": kernel(lambda x: trees30.predict(x, num_threads=1), 30, 100, 2, 2048)}
for name, models in {"free": lambda m: lambda x: x[:, 0].copy(), "linear": lambda m: lambda x: x @ weights[:m]}.items():
    permutation = shap.PermutationExplainer(models(30), independent(30))
    exact = shap.ExactExplainer(models(12), independent(12))
    cases[f"kernel-{name}"] = kernel(models(30), 30, 100, 20, 2048)
    cases[f"permutation-{name}"] = lambda explainer=permutation: explainer(rows, max_evals=610, silent=True)
    cases[f"exact-{name}"] = lambda explainer=exact: explainer(rows[:, :12], silent=True)

print("ready", shap.__version__, lightgbm.__version__, flush=True)
for line in sys.stdin:
    name, *arguments = line.split()
    if name == "values":
        # Kernel SHAP of the 14-feature model on ten rows against twenty, as often as asked, with the samples asked for.
        times, samples = map(int, arguments)
        np.random.seed(times)
        run = kernel(lambda x: trees14.predict(x, num_threads=1), 14, 20, 10, samples)
        print(json.dumps([np.asarray(run()).tolist() for _ in range(times)]), flush=True)
        continue
    start = time.process_time()
    cases[name]()
    print(json.dumps(time.process_time() - start), flush=True)
