import type { ScoreTable } from '../numeric/scoreTable.js';
import type { RandomStream } from '../random/stream.js';
import type { GroupNumbers } from './numberSums.js';
import type { ScoreScale } from './scoreScale.js';

/** Everything the rates of one group are made of. Label-based counts leave out rows whose label is missing. */
export interface GroupCounts {
  readonly rows: number;
  /** Predicted the favourable outcome, label or not. */
  readonly selected: number;
  readonly labelled: number;
  /** Label is the favourable outcome, of labelled rows. */
  readonly deserving: number;
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
  /** One group's name for each column of the attribute, null for missing; empty for all rows together. */
  readonly values: readonly (string | null)[];
  /** Σ of weights; without weights, rows. */
  readonly counts: GroupCounts;
  /** Rows, whatever they weigh. */
  readonly rows: GroupCounts;
  /** Σ of weights by label (one position more for a missing one) and predicted class: [label · classes + predicted]. */
  readonly cells: Float64Array;
  /** The counts again for each part of the sample, where rows are weighted or belong together; null where they are independent and weigh the same. */
  readonly parts: readonly GroupCounts[] | null;
  /** With parts: cells counted in rows, and Σ of weights by part and cell. Absent where groups were put together from sums. */
  readonly cellParts?: { readonly rows: Float64Array; byPart(): readonly Float64Array[] };
  /** Null where the model gives no scores. */
  readonly scores: GroupScores | null;
  /** Only of a regression. */
  readonly numbers?: GroupNumbers;
}

export interface GroupScores {
  /** Labelled rows, the positive class against all others. */
  readonly table: ScoreTable;
  /** Σ of weights of rows without a label, score by score of the table. */
  readonly unlabelled: Float64Array;
  /** See momentsOf. */
  readonly moments: Float64Array;
  /** Where rows are weighted or belong together: the same sums by part of the sample and bin of the score; null where they are not, and where groups were put together from sums. */
  readonly parts: ScoreParts | null;
}

export interface ScoreParts {
  /** The bin of each score of the table. */
  readonly binOfScore: Int32Array;
  /** part, bin, Σ weight of positive, of negative, of unlabelled rows; …: several lists, and a part and bin may come in each. */
  readonly sums: readonly (readonly number[])[];
}

/** A protected attribute or a combination of several, and its groups. Combinations that no row has are not groups. */
export interface AttributeGroups {
  /** Column names joined by " × ". */
  readonly attribute: string;
  readonly columns: readonly string[];
  readonly groups: readonly Group[];
  /** Names of groups that are too small to be told of, and of those withheld with them. */
  readonly withheld: readonly string[];
}

/** What comparisons between groups are made of. */
export interface Grouped {
  readonly overall: Group;
  readonly attributes: readonly AttributeGroups[];
}

/** What is drawn again: the counts of decisions and labels, or the scores of labelled rows. */
export type Basis = 'counts' | 'scores';

/** A number of some groups; null where it is undefined. */
export type GroupsFunction = (groups: readonly Group[], overall: Group) => number | null;

/**
 * The same rows drawn again, N of N with replacement. Rows of one cell are alike, so drawing rows is drawing a multinomial over cells, exactly and
 * at a cost that does not grow with the rows (Efron 1979, Annals of Statistics 7). Scores are drawn in bins of equal width. Where rows are
 * weighted or belong together, whole parts of the sample are drawn instead.
 */
export interface Resampler {
  /** Values over replicates 0 … count − 1; the groups are those of the attribute, none for null. */
  replicates(attribute: string | null, basis: Basis, count: number, value: GroupsFunction): (number | null)[];
  /** The value of the sums that are drawn from: what the replicates lie around. With scores in bins it is not quite the number itself. */
  drawnFrom(attribute: string | null, basis: Basis, value: GroupsFunction): number | null;
  /** The value without one row of each cell (or without one part), and how many such rows there are; null where there would be too many. */
  jackknife(attribute: string | null, basis: Basis, value: GroupsFunction): { readonly values: readonly (number | null)[]; readonly weights: readonly number[] } | null;
}

/** What fairness metrics compute on: sums over groups, never rows. */
export interface GroupedOutcomes extends Grouped {
  /** Label values and what may be predicted, as the cells count them. */
  readonly labels: readonly string[];
  readonly predicted: readonly string[];
  readonly positive: string;
  readonly favourable: string;
  readonly scale: ScoreScale | null;
  /** The same rows drawn again, for intervals that have no closed form. */
  readonly resampler: Resampler;
  /** The audit's root stream, for tests that draw; take child(method)…. */
  readonly random: RandomStream;
}

export const noCounts: GroupCounts = {
  rows: 0, selected: 0, labelled: 0, deserving: 0, correct: 0, truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0,
};

/** All rows but those of the group: a − b. */
export function subtractCounts(a: GroupCounts, b: GroupCounts): GroupCounts {
  return {
    rows: a.rows - b.rows,
    selected: a.selected - b.selected,
    labelled: a.labelled - b.labelled,
    deserving: a.deserving - b.deserving,
    correct: a.correct - b.correct,
    truePositives: a.truePositives - b.truePositives,
    falsePositives: a.falsePositives - b.falsePositives,
    trueNegatives: a.trueNegatives - b.trueNegatives,
    falseNegatives: a.falseNegatives - b.falseNegatives,
  };
}
