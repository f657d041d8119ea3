import { rowsByGroup } from '../method/groups.js';
import type { Subject } from '../method/subject.js';
import { notEstimable } from '../numeric/estimate.js';
import { meanEstimate } from '../numeric/meanInterval.js';
import { ratioEstimate } from '../numeric/ratioInterval.js';
import { pairwiseSum } from '../numeric/sum.js';
import type { ExplainedRow, JudgedMeasure, JudgeOptions, Measurement, RowJudge } from './explainer.js';

const ROWS = 'explained rows';

export const commonMeasures = ['meanAbsolute', 'relativeStandardError'] as const;
/** What they say, in words. */
export const attributionWords = {
  meanAbsolute: 'How far the feature moves the answer on average, up or down.',
  relativeStandardError: 'How much of the contributions is chance of drawing, as a share of their size; 0: none.',
};

/**
 * Of every explainer: how much each feature counts on average, and how much of that is chance of the drawing. Where rows share what was drawn, their errors may all go the same
 * way, and what is said is the most that they can come to.
 */
export function attributionMeasures(features: readonly string[], rows: readonly ExplainedRow[], level: number, isShared: boolean): Measurement[] {
  const perFeature = features.map((feature, j): Measurement => {
    const estimate = meanEstimate(rows.map(({ values }) => Math.abs(values[j])), level, [0, Infinity], ROWS);
    const errors = rows.map(({ standardErrors }) => standardErrors[j]);
    const drawing = (isShared ? pairwiseSum(errors) : Math.sqrt(pairwiseSum(errors.map((error) => error ** 2)))) / rows.length;
    return { measure: 'meanAbsolute', feature, estimate: estimate.value === null ? estimate : { ...estimate, standardError: drawing } };
  });
  return [...perFeature, relativeStandardError(rows, level)];
}

function relativeStandardError(rows: readonly ExplainedRow[], level: number): Measurement {
  const errors = rows.map(({ standardErrors }) => pairwiseSum(standardErrors));
  const sizes = rows.map(({ values }) => pairwiseSum(values.map(Math.abs)));
  const measure = 'relativeStandardError';
  if (rows.length > 0 && errors.every((error) => error === 0)) {
    return { measure, estimate: { value: 0, n: rows.length, exact: 'nothing was drawn that could have been drawn otherwise, so nothing was left to chance' } };
  }
  return { measure, estimate: ratioEstimate(errors, sizes, level, 'all attributions are 0') };
}

/** What a judge found: means over all rows, and over the rows of each group of each protected column. */
export function judgeSummaries(subject: Subject, rows: readonly ExplainedRow[], judge: Pick<RowJudge, 'id' | 'judged'>, { level, minGroupRows }: JudgeOptions): Measurement[] {
  return judge.judged.flatMap((measured) => [
    { measure: measured.id, ...meanJudged(rows, judge.id, measured, level) },
    ...subject.protected.flatMap((attribute, a) =>
      rowsByGroup(subject, rows, attribute, a).map(([group, members]): Measurement => {
        const found = meanJudged(members, judge.id, measured, level);
        const few = found.estimate.n < minGroupRows;
        const because = `${found.estimate.n} of the explained rows of this group could be measured; ${minGroupRows} are asked for`;
        return { measure: measured.id, attribute, group, ...found, ...(few ? { estimate: notEstimable(found.estimate.n, because) } : {}) };
      }),
    ),
  ]);
}

function meanJudged(rows: readonly ExplainedRow[], judge: string, { id, range, undefinedBecause }: JudgedMeasure, level: number): Pick<Measurement, 'estimate' | 'counts'> {
  const values = rows.flatMap(({ judged }) => judged[judge]?.[id] ?? []);
  const counts = { rows: rows.length, undefinedRows: rows.length - values.length };
  if (values.length === 0 && rows.length > 0) return { estimate: notEstimable(0, undefinedBecause), counts };
  return { estimate: meanEstimate(values, level, range, ROWS), counts };
}
