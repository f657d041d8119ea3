/** Everything the rates of one group are made of. Label-based counts leave out rows whose label is missing. */
export interface GroupCounts {
  readonly rows: number;
  /** Predicted the favourable outcome, label or not. */
  readonly selected: number;
  readonly labelled: number;
  /** Predicted class equals the label; with more than two classes this is more than TP + TN. */
  readonly correct: number;
  /** The positive class against all others. */
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

export interface Group {
  readonly name: string;
  readonly counts: GroupCounts;
}

/** A protected attribute or a combination of several, and its groups. Combinations that no row has are not groups. */
export interface AttributeGroups {
  readonly attribute: string;
  readonly groups: readonly Group[];
}

/** What fairness metrics compute on: counts, never rows. */
export interface GroupedOutcomes {
  readonly overall: GroupCounts;
  readonly attributes: readonly AttributeGroups[];
}

export const noCounts: GroupCounts = {
  rows: 0, selected: 0, labelled: 0, correct: 0, truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0,
};

export function addCounts(a: GroupCounts, b: GroupCounts): GroupCounts {
  return {
    rows: a.rows + b.rows,
    selected: a.selected + b.selected,
    labelled: a.labelled + b.labelled,
    correct: a.correct + b.correct,
    truePositives: a.truePositives + b.truePositives,
    falsePositives: a.falsePositives + b.falsePositives,
    trueNegatives: a.trueNegatives + b.trueNegatives,
    falseNegatives: a.falseNegatives + b.falseNegatives,
  };
}
