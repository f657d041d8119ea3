"""Aequitas' answers on the comparison's data sets: rates of every group, disparities to the largest. python aequitas_peer.py"""

import warnings

import pandas as pd

warnings.filterwarnings("ignore")

from aequitas.bias import Bias  # noqa: E402
from aequitas.group import Group  # noqa: E402

from data import main  # noqa: E402


def answers_by(case, attribute, groups):
    frame = pd.DataFrame({"score": case.frame["prediction"], "label_value": case.frame["label"], attribute: groups})
    counted = Group().get_crosstabs(frame)
    table = counted[0] if isinstance(counted, tuple) else counted
    sizes = groups.value_counts()
    reference = min(sizes[sizes == sizes.max()].index)
    compared = Bias().get_disparity_predefined_groups(table, original_df=frame, ref_groups_dict={attribute: reference}, check_significance=False, mask_significance=False)
    rates = [*Group.all_group_metrics, "tp", "fp", "tn", "fn", "group_size"]
    by = {row["attribute_value"]: row for row in compared.to_dict("records")}
    return {
        "referenceGroup": reference,
        "byGroup": {name: {rate: row[rate] for rate in rates} for name, row in sorted(by.items())},
        "disparity": {name: {k.removesuffix("_disparity"): v for k, v in row.items() if k.endswith("_disparity")} for name, row in sorted(by.items()) if name != reference}}


def answers(case):
    return {"byAttribute": {name: answers_by(case, name, groups) for name, groups in case.sets()}}


if __name__ == "__main__":
    main("aequitas", ["aequitas"], answers)
