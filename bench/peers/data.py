"""The data sets of the comparison with other fairness libraries, as frames of the same columns.

`label` and `prediction` are 1 for the positive class; `favoured` is 1 where the prediction is the favourable outcome; `score` is of the positive class; `weight` may be None.
Missing groups are written "(missing)", as Plumbline writes them: a library that drops such rows is told to keep them.
Scores are closed formulas rounded to thousandths, so that a test finds the same numbers without this file (see `data` in the references). No score is near a tie of the rounding.
"""

import pathlib
import sys

import numpy as np
import pandas as pd

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "fixtures"))
from fixture_io import DATA, GOLDEN, write_json  # noqa: E402

OUT = GOLDEN / "reference" / "fairness-peers"
NUMBERS = ["age", "education-num", "hours-per-week", "capital-gain", "capital-loss"]
INTERCEPT, COEFFICIENTS = -8.312, [0.043, 0.3226, 0.04071, 0.0003171, 0.0006987]


class Case:
    def __init__(self, name, frame, attributes, rule, favourable=1, weighted=False, references=None):
        self.name, self.frame, self.attributes, self.rule = name, frame.reset_index(drop=True), attributes, rule
        self.favourable, self.weighted = favourable, weighted
        for a in attributes:
            self.frame[a] = self.frame[a].fillna("(missing)")
        self.frame["favoured"] = (self.frame["prediction"] == favourable).astype(int)
        self.frame["deserved"] = (self.frame["label"] == favourable).astype(int)

    def sets(self):
        """Attribute by attribute, then the first two crossed; values joined as Plumbline joins them."""
        found = [(a, self.frame[a]) for a in self.attributes]
        a, b = self.attributes[:2]
        return [*found, (f"{a} × {b}", self.frame[a] + " × " + self.frame[b])]


def thousandths(p):
    scaled = np.asarray(p, float) * 1000
    if np.abs(scaled - np.floor(scaled) - 0.5).min() < 1e-8:
        raise SystemExit("a score lies on a tie of the rounding; another library's exp could round it the other way")
    return np.floor(scaled + 0.5) / 1000


def compas():
    binary = pd.read_csv(DATA / "compas" / "compas-for-aequitas.csv")
    decile = pd.read_csv(DATA / "compas" / "compas-two-years.csv")["decile_score"]
    frame = pd.DataFrame({
        "race": binary["race"], "sex": binary["sex"], "age_cat": binary["age_cat"], "label": binary["label_value"].astype(int), "prediction": binary["score"].astype(int),
        "score": (10 * decile - 5) / 100})
    rule = {"files": ["compas/compas-for-aequitas.csv", "compas/compas-two-years.csv"], "label": "label_value", "prediction": "score (1: medium or high)", "score": "(10 decile_score − 5) ÷ 100"}
    return Case("compas", frame, ["race", "sex", "age_cat"], rule)


def adult_part(part):
    return pd.read_csv(DATA / "adult" / f"adult-{part}.csv.gz", na_values="?", keep_default_na=False)


def fit_adult():
    """The regression whose rounded coefficients stand above; its own function, since not every library's environment has scikit-learn."""
    from sklearn.linear_model import LogisticRegression

    train = adult_part("train")
    x = train[NUMBERS].to_numpy(float)
    spread = x.std(0)
    fitted = LogisticRegression(max_iter=1000).fit(x / spread, train["income"] == ">50K")
    return float(f"{fitted.intercept_[0]:.4g}"), [float(f"{c:.4g}") for c in fitted.coef_[0] / spread]


def adult():
    test = adult_part("test")
    # Summed in the order of the columns, as a loop does: numpy's product adds up in another.
    margin = np.full(len(test), INTERCEPT)
    for name, c in zip(NUMBERS, COEFFICIENTS):
        margin = margin + c * test[name].to_numpy(float)
    score = thousandths(1 / (1 + np.exp(-margin)))
    frame = pd.DataFrame({
        "sex": test["sex"], "race": test["race"], "workclass": test["workclass"], "label": (test["income"] == ">50K").astype(int), "prediction": (score >= 0.5).astype(int), "score": score,
        "weight": test["fnlwgt"].astype(float)})
    rule = {"files": ["adult/adult-test.csv.gz"], "label": "income > 50K", "prediction": "score ≥ 0.5", "score": "logistic regression of scikit-learn on adult-train, its coefficients rounded to four digits: 1 ÷ (1 + exp(−(intercept + Σ coefficient · column))), rounded to thousandths",
            "columns": NUMBERS, "coefficients": COEFFICIENTS, "intercept": INTERCEPT, "weight": "fnlwgt"}
    return Case("adult", frame, ["sex", "race", "workclass"], rule, weighted=True)


def german():
    raw = pd.read_csv(DATA / "german-credit" / "german.csv")
    points = (3 * (raw["status"] == "A11") + 2 * (raw["status"] == "A12") + (raw["month"] > 24) + (raw["savings"] == "A61") + raw["employment"].isin(["A71", "A72"]) + (raw["housing"] != "A152")).to_numpy(int)
    frame = pd.DataFrame({
        "sex": np.where(raw["personal_status"].isin(["A92", "A95"]), "female", "male"), "age": np.where(raw["age"] <= 25, "to 25", np.where(raw["age"] <= 60, "26 to 60", "over 60")),
        "foreign_worker": raw["foreign_worker"], "label": (raw["credit"] == 2).astype(int), "prediction": (points >= 4).astype(int), "score": (2 * points + 1) / 16})
    rule = {"files": ["german-credit/german.csv"], "label": "credit = 2 (bad) is positive; 1 (good) is favourable",
            "points": "3 for status A11, 2 for A12, 1 each for month > 24, savings A61, employment A71 or A72, housing not A152", "prediction": "bad from 4 points", "score": "(2 points + 1) ÷ 16",
            "sex": "female: personal_status A92, A95", "age": "to 25, 26 to 60, over 60"}
    return Case("german", frame, ["sex", "age", "foreign_worker"], rule, favourable=0)


def generated():
    frame = pd.read_csv(OUT / "generated.csv", na_values="", keep_default_na=False)
    rule = {"files": ["generated.csv beside this file, by bench/peers/generate.py"], "label": "label", "prediction": "prediction", "score": "score", "weight": "weight"}
    return Case("generated", frame, ["region", "sex"], rule, weighted=True)


def cases():
    return [compas(), adult(), german(), generated()]


def main(peer, libraries, answers):
    """Writes one reference a data set: what the library answers, under its own names, and the versions that answered."""
    import importlib.metadata as metadata

    for case in cases():
        versions = {name: metadata.version(name) for name in [*libraries, "numpy", "pandas"]}
        body = {"made": {"by": f"bench/peers/{peer}_peer.py", "python": sys.version.split()[0], **versions}, "data": {"rows": len(case.frame), **case.rule}, **answers(case)}
        write_json(OUT / f"{case.name}.{peer}.json", finite(body))


def finite(value):
    """JSON has no infinity: it is written as a word, so that a test sees what the library said."""
    if isinstance(value, dict):
        return {k: finite(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(v) for v in value]
    if isinstance(value, (float, np.floating)) and np.isinf(value):
        return "infinite" if value > 0 else "minus infinite"
    return value
