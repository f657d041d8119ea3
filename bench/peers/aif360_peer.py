"""AIF360's answers on the comparison's data sets: every group against the largest, and the measures of a whole attribute. python aif360_peer.py"""

import inspect
import logging
import warnings

import numpy as np
import pandas as pd

logging.disable(logging.CRITICAL)
warnings.filterwarnings("ignore")
np.seterr(all="ignore")

from aif360.datasets import BinaryLabelDataset  # noqa: E402
from aif360.metrics import ClassificationMetric  # noqa: E402
from aif360.sklearn import metrics as functions  # noqa: E402

from data import main  # noqa: E402

RATES = ["true_positive_rate", "false_positive_rate", "true_negative_rate", "false_negative_rate", "positive_predictive_value", "negative_predictive_value", "false_discovery_rate", "false_omission_rate",
         "accuracy", "error_rate", "selection_rate", "base_rate", "num_instances"]
AGAINST = ["statistical_parity_difference", "disparate_impact", "true_positive_rate_difference", "equal_opportunity_difference", "false_positive_rate_difference", "false_negative_rate_difference",
           "false_discovery_rate_difference", "false_omission_rate_difference", "error_rate_difference", "false_positive_rate_ratio", "false_negative_rate_ratio", "false_discovery_rate_ratio",
           "false_omission_rate_ratio", "error_rate_ratio", "average_odds_difference", "average_abs_odds_difference", "average_predictive_value_difference", "equalized_odds_difference"]


def asked(function, *arguments, **named):
    try:
        return float(function(*arguments, **named))
    except (ValueError, ZeroDivisionError) as error:
        return f"raises: {error}"


def answers_by(case, groups, weight=None):
    levels = groups.value_counts(sort=False)
    names = sorted(levels.index)
    reference = max(names, key=lambda name: (levels[name], -names.index(name)))
    codes = groups.map({name: float(i) for i, name in enumerate(names)})
    frame = pd.DataFrame({"group": codes, "y": case.frame["deserved"].astype(float), "weight": 1.0 if weight is None else weight})
    common = dict(label_names=["y"], protected_attribute_names=["group"], favorable_label=1.0, unfavorable_label=0.0, instance_weights_name="weight")
    truth = BinaryLabelDataset(df=frame, **common)
    given = truth.copy()
    given.labels = case.frame["favoured"].to_numpy(float).reshape(-1, 1)

    def metric(group, against):
        return ClassificationMetric(truth, given, unprivileged_groups=[{"group": float(names.index(group))}], privileged_groups=[{"group": float(names.index(against))}])

    out = {"referenceGroup": reference, "byGroup": {}, "againstReference": {}}
    for name in names:
        other = next(n for n in names if n != name)
        m = metric(name, other)
        out["byGroup"][name] = {rate: asked(getattr(m, rate), privileged=False) if "privileged" in inspect.signature(getattr(m, rate)).parameters else None for rate in RATES}
        if name != reference:
            m = metric(name, reference)
            out["againstReference"][name] = {gap: asked(getattr(m, gap)) for gap in AGAINST}
    whole = metric(next(n for n in names if n != reference), reference)
    out["overall"] = {rate: asked(getattr(whole, rate)) for rate in RATES}
    out["generalized_entropy_index"] = {str(alpha): asked(whole.generalized_entropy_index, alpha=alpha) for alpha in (0, 0.5, 1, 2)}
    every = [[{"group": float(i)}] for i in range(len(names))]
    out["between_group_generalized_entropy_index"] = {str(alpha): asked(whole._between_group_generalized_entropy_index, every, alpha=alpha) for alpha in (0.5, 1, 2)}
    out["smoothed_empirical_differential_fairness"] = asked(whole.smoothed_empirical_differential_fairness, concentration=1.0)
    out["differential_fairness_bias_amplification"] = asked(whole.differential_fairness_bias_amplification, concentration=1.0)

    index = pd.MultiIndex.from_arrays([codes], names=["group"])
    y, h = pd.Series(frame["y"].to_numpy(int), index=index), pd.Series(case.frame["favoured"].to_numpy(int), index=index)
    w = None if weight is None else weight.to_numpy(float)
    out["smoothed_edf"] = {"labels": asked(functions.smoothed_edf, y, prot_attr="group", sample_weight=w), "predictions": asked(functions.smoothed_edf, y, h, prot_attr="group", sample_weight=w)}
    # Strata are the groups of the attribute, as in the function: what is compared within them is the share of the favoured and of the others.
    out["conditional_demographic_disparity"] = {"labels": asked(functions.conditional_demographic_disparity, y, prot_attr="group", sample_weight=w),
                                                "predictions": asked(functions.conditional_demographic_disparity, y, h, prot_attr="group", sample_weight=w)}
    for name in names:
        if name == reference:
            continue
        two = groups.isin([name, reference]).to_numpy()
        # Two groups at a time: these functions know no third.
        part = pd.MultiIndex.from_arrays([(groups[two] == reference).astype(int)], names=["group"])
        y2, h2 = pd.Series(frame["y"].to_numpy(int)[two], index=part), pd.Series(case.frame["favoured"].to_numpy(int)[two], index=part)
        own = {"prot_attr": "group", "priv_group": 1, "sample_weight": None if w is None else w[two]}
        out["againstReference"][name] |= {
            "kl_divergence": asked(functions.kl_divergence, y2, **own), "kl_divergence.predictions": asked(functions.kl_divergence, y2, h2, **own), "class_imbalance": asked(functions.class_imbalance, y2, **own)}
    return out


def answers(case):
    out = {"favourable": "what the predictions favour; both labels and predictions are recoded so that it is 1", "byAttribute": {name: answers_by(case, groups) for name, groups in case.sets()}}
    if case.weighted:
        out["weighted"] = {name: answers_by(case, groups, case.frame["weight"]) for name, groups in case.sets()}
    return out


if __name__ == "__main__":
    main("aif360", ["aif360", "scikit-learn"], answers)
