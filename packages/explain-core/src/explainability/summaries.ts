import type { Subject } from '../method/subject.js';
import { meanEstimate } from '../numeric/meanInterval.js';
import { ratioEstimate } from '../numeric/ratioInterval.js';
import { pairwiseSum } from '../numeric/sum.js';
import type { ExplainedRow, JudgedMeasure, JudgeOptions, Measurement, RowJudge } from './explainer.js';
import { groupedMeasure, type RowMeasure } from './groupMeasures.js';

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

/** What a judge found: means over all rows, and over the rows of each group of each protected column; `known`: why a measure is the same for every row. */
export function judgeSummaries(subject: Subject, rows: readonly ExplainedRow[], judge: Pick<RowJudge, 'id' | 'judged'>, options: JudgeOptions, known: Readonly<Record<string, string>>): Measurement[] {
  return judge.judged.flatMap((measured) => {
    const found = groupedMeasure(subject, rows, judgedMeasure(subject, judge.id, measured), options);
    const exact = known[measured.id];
    return exact === undefined ? found : found.map((one) => (one.estimate.value === null ? one : { ...one, estimate: { value: one.estimate.value, n: one.estimate.n, exact } }));
  });
}

/** What a judge found of a row as something to be summed up by group. */
export function judgedMeasure({ model }: Subject, judge: string, { id, range, isOfAnswer, undefinedBecause }: JudgedMeasure): RowMeasure<ExplainedRow> {
  const isNumber = model.source === 'file' && model.task === 'regression';
  return { id, kind: 'mean', range: isOfAnswer === true && isNumber ? [-Infinity, Infinity] : range, undefinedBecause, of: ({ judged }) => judged[judge]?.[id] ?? null };
}
