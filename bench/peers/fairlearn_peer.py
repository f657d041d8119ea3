"""fairlearn's answers (and scikit-learn's, group by group) on the comparison's data sets. python fairlearn_peer.py"""

import warnings

import fairlearn.metrics as fm
import numpy as np
from sklearn import metrics as sk

from data import main

warnings.filterwarnings("ignore")
nan = float("nan")


def one_class(y, weight):
    return len(np.unique(np.asarray(y)[weight is None or np.asarray(weight) > 0])) < 2


# scikit-learn's own words on an empty denominator are asked for, not its 0; AUC of one class raises or warns, version by version, and is null here.
DECISIONS = {
    "count": fm.count,
    "true_positive_rate": fm.true_positive_rate, "false_positive_rate": fm.false_positive_rate, "true_negative_rate": fm.true_negative_rate, "false_negative_rate": fm.false_negative_rate,
    "precision_score": lambda y, h, sample_weight=None: sk.precision_score(y, h, zero_division=nan, sample_weight=sample_weight),
    "negative_predictive_value": lambda y, h, sample_weight=None: sk.precision_score(y, h, pos_label=0, zero_division=nan, sample_weight=sample_weight),
    "accuracy_score": sk.accuracy_score,
    "zero_one_loss": sk.zero_one_loss,
    "balanced_accuracy_score": sk.balanced_accuracy_score,
    "f1_score": lambda y, h, sample_weight=None: sk.f1_score(y, h, zero_division=nan, sample_weight=sample_weight),
}
SCORES = {
    "mean_prediction": lambda y, s, sample_weight=None: fm.mean_prediction(y, s, sample_weight=sample_weight),
    "roc_auc_score": lambda y, s, sample_weight=None: nan if one_class(y, sample_weight) else sk.roc_auc_score(y, s, sample_weight=sample_weight),
    "average_precision_score": lambda y, s, sample_weight=None: nan if np.sum(y) == 0 else sk.average_precision_score(y, s, sample_weight=sample_weight),
    "brier_score_loss": lambda y, s, sample_weight=None: sk.brier_score_loss(y, s, sample_weight=sample_weight, pos_label=1),
    "log_loss": lambda y, s, sample_weight=None: sk.log_loss(y, s, sample_weight=sample_weight, labels=[0, 1]),
}
GAPS = ["demographic_parity_difference", "demographic_parity_ratio", "equal_opportunity_difference", "equal_opportunity_ratio", "equalized_odds_difference", "equalized_odds_ratio"]


def guarded(metric):
    """A group whose weights are all 0 raises in some of the functions; then there is no answer."""
    def ask(y, h, sample_weight=None):
        try:
            return metric(y, h, sample_weight=sample_weight) if metric is not fm.count else metric(y, h)
        except (ZeroDivisionError, ValueError):
            return nan
    return ask


def frames(case, groups, weight):
    f = case.frame
    own = {"sample_weight": weight} if weight is not None else {}
    selection = {"selection_rate": (f["deserved"], f["favoured"], fm.selection_rate), "base_rate": (f["label"], f["label"], fm.selection_rate)}
    tables = [({k: guarded(m) for k, m in DECISIONS.items()}, f["label"], f["prediction"]), ({k: guarded(m) for k, m in SCORES.items()}, f["label"], f["score"])]
    tables += [({k: guarded(m)}, y, h) for k, (y, h, m) in selection.items()]
    for metrics, y, h in tables:
        parameters = {k: own for k in metrics if own and k != "count"}
        yield fm.MetricFrame(metrics=metrics, y_true=y, y_pred=h, sensitive_features=groups, sample_params=parameters or None)


def answers_by(case, groups, weight=None):
    out = {"overall": {}, "byGroup": {}, "groupMin": {}, "groupMax": {}, "difference": {}, "differenceToOverall": {}, "ratio": {}, "ratioToOverall": {}}
    for frame in frames(case, groups, weight):
        out["overall"] |= frame.overall.to_dict()
        for group, row in frame.by_group.to_dict("index").items():
            out["byGroup"].setdefault(group, {}).update({k: float(v) for k, v in row.items()})
        for key, found in {
            "groupMin": frame.group_min(), "groupMax": frame.group_max(), "difference": frame.difference(method="between_groups"), "differenceToOverall": frame.difference(method="to_overall"),
            "ratio": frame.ratio(method="between_groups"), "ratioToOverall": frame.ratio(method="to_overall")}.items():
            out[key] |= {k: float(v) for k, v in found.to_dict().items()}
    common = {"sensitive_features": groups, **({} if weight is None else {"sample_weight": weight})}
    for name in GAPS:
        y, h = ("deserved", "favoured") if name.startswith("demographic") else ("label", "prediction")
        ask = getattr(fm, name)
        for method in ("between_groups", "to_overall"):
            for agg in ("worst_case", "mean") if "odds" in name else (None,):
                key = name + ("" if method == "between_groups" else ".to_overall") + (".mean" if agg == "mean" else "")
                try:
                    found = float(ask(case.frame[y], case.frame[h], method=method, **common, **({"agg": agg} if agg else {})))
                except ValueError as error:  # scikit-learn refuses a group whose weights are all 0
                    found = f"raises: {error}"
                out.setdefault("disparities", {})[key] = found
    return out


def answers_of_classes(case, groups):
    """The label of three classes: one against the rest, and the macro means of scikit-learn."""
    f = case.frame
    levels = sorted(f["level"].unique())
    whole = {"accuracy_score": sk.accuracy_score}
    for name in ("recall", "precision", "f1"):
        whole[f"macro_{name}"] = lambda y, h, ask=getattr(sk, f"{name}_score"): ask(y, h, labels=levels, average="macro", zero_division=nan)
    frame = fm.MetricFrame(metrics=whole, y_true=f["level"], y_pred=f["predictedLevel"], sensitive_features=groups)
    out = {"overall": frame.overall.to_dict(), "byGroup": frame.by_group.to_dict("index")}
    for level in levels:
        y, h = (f["level"] == level).astype(int), (f["predictedLevel"] == level).astype(int)
        one = fm.MetricFrame(metrics={k: guarded(m) for k, m in DECISIONS.items()} | {"selection_rate": fm.selection_rate}, y_true=y, y_pred=h, sensitive_features=groups)
        out[level] = {"overall": one.overall.to_dict(), "byGroup": one.by_group.to_dict("index")}
    return out


def answers(case):
    out = {"byAttribute": {name: answers_by(case, groups) for name, groups in case.sets()}}
    if case.weighted:
        out["weighted"] = {name: answers_by(case, groups, case.frame["weight"]) for name, groups in case.sets()}
    if "level" in case.frame:
        out["classes"] = {name: answers_of_classes(case, groups) for name, groups in case.sets()[:2]}
    return out


if __name__ == "__main__":
    main("fairlearn", ["fairlearn", "scikit-learn", "scipy"], answers)
