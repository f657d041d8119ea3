import { groupAxis } from '../method/groups.js';
import type { Subject } from '../method/subject.js';
import { log2 } from '../elementary/logarithm.js';

/** How scores are kept: each distinct one, or in bins of equal width. Fixed by the plan, so that no cut of the rows can change it. */
export interface ScoreScale {
  readonly from: number;
  readonly to: number;
  /** Scores are probabilities: calibration and losses mean something. */
  readonly probability: boolean;
  /** Every distinct score is kept; otherwise only its bin is, and its sums. */
  readonly exact: boolean;
  readonly bins: number;
}

/** Up to so many rows every distinct score is kept; beyond, memory must not grow with the rows. */
export const EXACT_ROWS = 100_000;
/** Bins of a data set with more rows, 2⁻¹² of the scale wide at best; where there are many groups to keep them for, as many as these places hold. */
const MOST_BINS = 4096;
const FEWEST_BINS = 64;
const PLACES = 2 ** 17;
/** Bins in which scores are resampled, and kept for each part of a sample: intervals need fewer than values do. */
export const RESAMPLED_BINS = 512;

/** Null where there are no scores. */
export function scoreScale(subject: Subject): ScoreScale | null {
  const { model, dataset } = subject;
  const exact = dataset.rows <= EXACT_ROWS;
  const possible = subject.protected.reduce((product, name) => product * groupsOf(subject, name), 1);
  const bins = Math.min(MOST_BINS, Math.max(FEWEST_BINS, 2 ** Math.floor(log2(PLACES / possible))));
  if (model.source === 'file') return model.task === 'regression' ? null : { from: 0, to: 1, probability: true, exact, bins };
  if (model.score === null) return null;
  const numbers = dataset.columns.find(({ name }) => name === model.score)?.numbers;
  if (!numbers) return null;
  const probability = numbers.min >= 0 && numbers.max <= 1;
  return probability ? { from: 0, to: 1, probability, exact, bins } : { from: numbers.min, to: numbers.max, probability, exact, bins };
}

function groupsOf(subject: Subject, name: string): number {
  const missing = subject.dataset.columns.find((column) => column.name === name)?.missing ?? 0;
  return groupAxis(subject, name).groups.length + (missing > 0 ? 1 : 0);
}

/** The bin of a score, of `bins` of equal width; the last one holds its upper end. */
export function binOf(score: number, { from, to }: ScoreScale, bins: number): number {
  if (to === from) return 0;
  return Math.min(bins - 1, Math.max(0, Math.floor(((score - from) / (to - from)) * bins)));
}

/** The middle of a bin. */
export function binMiddle(bin: number, { from, to }: ScoreScale, bins: number): number {
  return from + ((bin + 0.5) / bins) * (to - from);
}
