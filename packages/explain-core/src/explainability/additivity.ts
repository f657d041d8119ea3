import { pairwiseSum } from '../numeric/sum.js';
import type { Attribution, ExplainedRow, Measurement } from './explainer.js';

/** |Σ values + base − output| of a row. */
export function additivityGapOf({ values, base, output }: Pick<Attribution, 'values' | 'base' | 'output'>): number {
  return Math.abs(pairwiseSum(values) + base - output);
}

/** Of explainers whose values add up to what they explain, from the `additivityGap` and `evaluations` that each row's detail has: how far they miss it, and how much was asked. */
export function additivityMeasures(rows: readonly ExplainedRow[]): Measurement[] {
  const details = rows.map(({ detail }) => detail as { additivityGap: number; evaluations: number; stopped: string });
  const stopped = (why: string): number => details.filter((detail) => detail.stopped === why).length;
  return [
    {
      measure: 'additivityGap',
      estimate: { value: Math.max(...details.map(({ additivityGap }) => additivityGap)), n: rows.length, exact: 'the largest of the explained rows; no drawing error, since every solution meets the sum by construction up to rounding' },
      counts: { rows: rows.length, exactRows: stopped('exact'), preciseRows: stopped('targetError'), evaluations: pairwiseSum(details.map(({ evaluations }) => evaluations)) },
    },
  ];
}
