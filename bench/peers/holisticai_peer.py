"""holisticai's answers on the comparison's data sets: every group against the largest. python holisticai_peer.py"""

import warnings

import numpy as np

warnings.filterwarnings("ignore")
np.seterr(all="ignore")

from holisticai.bias import metrics as hm  # noqa: E402

from data import main  # noqa: E402

ON_SELECTION = ["statistical_parity", "disparate_impact", "four_fifths", "cohen_d", "z_test_diff", "z_test_ratio"]
ON_LABELS = ["equal_opportunity_diff", "false_positive_rate_diff", "false_negative_rate_diff", "true_negative_rate_diff", "average_odds_diff", "accuracy_diff"]


def asked(function, *arguments):
    try:
        return float(function(*arguments))
    except (ValueError, ZeroDivisionError, IndexError) as error:
        return f"raises: {str(error).splitlines()[0]}"


def answers_by(case, groups):
    f = case.frame
    sizes = groups.value_counts()
    reference = min(sizes[sizes == sizes.max()].index)
    b = (groups == reference).to_numpy(int)
    favoured, predicted, label, score = (f[c].to_numpy() for c in ("favoured", "prediction", "label", "score"))
    found = {}
    for name in sorted(set(groups) - {reference}):
        a = (groups == name).to_numpy(int)
        found[name] = {m: asked(getattr(hm, m), a, b, favoured) for m in ON_SELECTION} | {m: asked(getattr(hm, m), a, b, predicted, label) for m in ON_LABELS}
        found[name]["abroca"] = asked(hm.abroca, a, b, score, label)
    return {"referenceGroup": reference, "againstReference": found}


def answers(case):
    y, h = case.frame["label"].to_numpy(), case.frame["prediction"].to_numpy()
    return {"theil_index": asked(hm.theil_index, h, y), "generalized_entropy_index": {str(alpha): asked(hm.generalized_entropy_index, h, y, alpha) for alpha in (0.5, 1, 2)},
            "byAttribute": {name: answers_by(case, groups) for name, groups in case.sets()}}


if __name__ == "__main__":
    main("holisticai", ["holisticai", "scikit-learn"], answers)
