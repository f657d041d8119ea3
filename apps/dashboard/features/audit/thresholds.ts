/** What each group's outcomes would be at other thresholds, as the audit left it: Σ of weights of rows whose score reaches each threshold. */
export interface ThresholdsArtifact {
  readonly threshold: number | null;
  /** A score of at least the threshold is the outcome people want; otherwise a lower one is. */
  readonly selectedAbove: boolean;
  /** Of the scores where they were kept in bins; null where every score was. */
  readonly bins: number | null;
  readonly thresholds: readonly number[];
  readonly overall: ThresholdCounts;
  readonly attributes: readonly { readonly attribute: string; readonly groups: readonly (ThresholdCounts & { readonly group: string })[] }[];
}

export interface ThresholdCounts {
  readonly rows: number;
  readonly positives: readonly number[];
  readonly negatives: readonly number[];
  readonly unlabelled: readonly number[];
}

/** A share with what it was counted from; null where nothing is below the line. */
export interface Share {
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator: number;
}

export interface OutcomesAt {
  readonly selectionRate: Share;
  readonly truePositiveRate: Share;
  readonly falsePositiveRate: Share;
  readonly accuracy: Share;
}

/** Outcomes of one group at the threshold with this number. The first threshold is the scale's lower end, which every score reaches. */
export function outcomesAt({ positives, negatives, unlabelled }: ThresholdCounts, at: number, selectedAbove: boolean): OutcomesAt {
  const all = { positives: positives[0], negatives: negatives[0], unlabelled: unlabelled[0] };
  const above = { positives: positives[at], negatives: negatives[at], unlabelled: unlabelled[at] };
  const rows = all.positives + all.negatives + all.unlabelled;
  const reaching = above.positives + above.negatives + above.unlabelled;
  return {
    selectionRate: share(selectedAbove ? reaching : rows - reaching, rows),
    truePositiveRate: share(above.positives, all.positives),
    falsePositiveRate: share(above.negatives, all.negatives),
    accuracy: share(above.positives + all.negatives - above.negatives, all.positives + all.negatives),
  };
}

function share(numerator: number, denominator: number): Share {
  return { value: denominator === 0 ? null : numerator / denominator, numerator, denominator };
}

/** Largest less smallest share of the groups; null where one has none, or there are fewer than two. */
export function gapOf(shares: readonly Share[]): number | null {
  const values = shares.map(({ value }) => value);
  return values.length < 2 || values.includes(null) ? null : Math.max(...(values as number[])) - Math.min(...(values as number[]));
}

/** The number of the threshold that is nearest to a value. */
export function nearestThreshold(thresholds: readonly number[], value: number): number {
  return thresholds.reduce((best, threshold, i) => (Math.abs(threshold - value) < Math.abs(thresholds[best] - value) ? i : best), 0);
}
