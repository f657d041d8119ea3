import { z } from 'zod';
import { columnOf } from '../data/select.js';
import type { Table } from '../data/table.js';
import { meanEstimate } from '../numeric/meanInterval.js';
import { notEstimable } from '../numeric/estimate.js';
import { pairwiseSum } from '../numeric/sum.js';
import { callRows, type Ask } from './ask.js';
import { rowByRow, type Attribution, type LocalExplainer } from './explainer.js';
import type { Chosen } from '../numeric/drawsPlain.js';
import { squaredDistances } from '../numeric/weightedGram.js';
import { fitRidge, momentsOf } from './limeFit.js';
import { selectFeatures } from './limeSelection.js';
import { coordinateOf } from './limeSpace.js';
import { localOptions } from './options.js';
import { efron2004, mackinnon1985, ribeiro2016, tan2023 } from './sources.js';

const options = z.strictObject({
  ...localOptions,
  background: z.number().int().min(2).max(20_000).default(1000).describe('Rows drawn from the data for quartiles, means and the shares of levels; all of them if there are fewer. The model is not asked about them.'),
  samples: z.number().int().min(10).max(1_000_000).default(5000).describe('Rows drawn around each explained row.'),
  discretize: z.boolean().default(true).describe('Put numbers into quartile bins, so that a coefficient is about being in the row’s bin; otherwise it is about one standard deviation.'),
  sampleAround: z.enum(['mean', 'row']).default('mean').describe('Where numbers that are not put into bins are drawn around.'),
  kernelWidth: z.number().positive().optional().describe('Distance at which a drawn row counts much less; 0.75 √(number of features) if left out.'),
  sampler: z.enum(['background', 'kernel']).default('background').describe('Draw rows as the background has them and weigh them by nearness, or draw near ones more often and weigh all alike, which takes fewer rows where features are many or the kernel is narrow.'),
  ridge: z.number().min(0).max(1e6).default(1).describe('Penalty on the squared coefficients.'),
  featureSelection: z.enum(['none', 'highestWeights', 'forwardSelection', 'lassoPath']).default('none').describe('All features; or those with the largest effect in a first fit; or one after the other what adds most to R²; or those of the weakest lasso that has no more.'),
  numFeatures: z.number().int().min(1).max(10_000).default(10).describe('How many features the selection keeps.'),
});
type Options = z.output<typeof options>;
type FitOptions = Pick<Options, 'kernelWidth' | 'ridge' | 'sampler' | 'featureSelection' | 'numFeatures'>;

/**
 * A ridge regression around the row: draw rows, ask the model, weigh by nearness, fit.
 *   drawn rows z from the background's bins and shares, z' what they look like to the local model (limeSpace.ts),
 *   weight √exp(−|z' − x'|² ÷ width²), coefficients from min Σ w (f(z) − b − β z')² + ridge |β|².
 * Ribeiro, Singh, Guestrin 2016, with the choices of their package lime 0.2 (the square root of the kernel among them). Departures: a missing value
 * is a bin of its own; a bin of one value is drawn as that value (lime 0.2 draws 0, which no row may hold); a level or bin that the background never shows counts as one row of it. The standard errors are of the drawing (HC3).
 * Drawn from the kernel (Tan, Tian, Li 2023), rows come from the same distribution times the kernel, feature by feature, and weigh 1: the same fit in the limit, from fewer rows.
 */
export const lime: LocalExplainer<Options> = {
  pillar: 'explainability',
  id: 'lime',
  version: 2,
  label: 'LIME',
  summary: 'A straight-line stand-in for the model in the neighbourhood of one person, and how much each feature counts in it.',
  definition:
    'Ridge coefficients of f on the perturbed features (1 in the row’s own quartile bin or level, else 0; or standard deviations), rows weighted by √exp(−distance² ÷ width²), or drawn the more often by it. Measures: meanAbsolute (mean |coefficient| of a feature over the explained rows, Student’s interval), relativeStandardError (Σ standard errors ÷ Σ |coefficients|), localR2 (mean share of the weighted variance that the local fit explains).',
  sources: [ribeiro2016, mackinnon1985, efron2004, tan2023],
  needs: ['predict'],
  direction: 'none',
  options,
  explainsNumbers: false,
  chosenBecause: () => 'a second opinion that is made in another way: where the two disagree, neither should be relied on',
  measures: ['localR2'],
  async prepare({ background, ask }, options) {
    const names = background.columns.map(({ name }) => name);
    const kernelWidth = options.sampler === 'kernel' ? widthOf(options.kernelWidth, names.length) : null;
    const space = background.columns.map((column) => coordinateOf(column, { bins: options.discretize, sampleAround: options.sampleAround, kernelWidth }));
    // Rooms serve one row after the other; rows asked for at the same time have rooms of their own.
    const idle: Chosen[][] = [];
    return rowByRow(async (row, random) => {
      const n = options.samples;
      const rooms = idle.pop() ?? names.map(() => ({ values: new Float64Array(n), looks: new Float64Array(n) }));
      const columns = space.map((coordinate, j) => coordinate.perturb(columnOf(row, names[j]), 0, random.child(names[j]), rooms[j]));
      const answers = await askInParts({ rows: n, columns }, ask);
      const found = localFit(rooms.map(({ looks }) => looks), answers, options);
      idle.push(rooms);
      return found;
    });
  },
  diagnostics(rows, { level }) {
    const fits = rows.map(({ detail }) => detail['localR2'] as number | null).filter((value) => value !== null);
    const estimate = fits.length === 0 && rows.length > 0 ? notEstimable(rows.length, 'the model answers the same wherever it was asked, so there is nothing to explain') : meanEstimate(fits, level, [-Infinity, 1], 'explained rows');
    return [{ measure: 'localR2', estimate, counts: { rows: rows.length, undefinedRows: rows.length - fits.length } }];
  },
};

/** Ribeiro's width, in the units of looks. */
function widthOf(kernelWidth: number | undefined, features: number): number {
  return kernelWidth ?? 0.75 * Math.sqrt(features);
}

async function askInParts(rows: Table, ask: Ask): Promise<Float64Array> {
  const most = callRows(rows.columns.length);
  if (rows.rows <= most) return ask(rows);
  const answers = new Float64Array(rows.rows);
  for (let from = 0; from < rows.rows; from += most) {
    const to = Math.min(rows.rows, from + most);
    answers.set(await ask(sliceRows(rows, from, to)), from);
  }
  return answers;
}

function sliceRows({ columns }: Table, from: number, to: number): Table {
  return {
    rows: to - from,
    columns: columns.map((column) => {
      if (column.kind === 'number') return { ...column, values: column.values.subarray(from, to) };
      if (column.kind === 'category') return { ...column, codes: column.codes.subarray(from, to) };
      return { ...column, values: column.values.slice(from, to) };
    }),
  };
}

/** The weighted ridge of the answers on what the rows look like; the first row is the explained one. looks: by feature, [n] each */
export function localFit(looks: readonly Float64Array[], answers: Float64Array, { kernelWidth, ridge, sampler, featureSelection, numFeatures }: FitOptions): Attribution {
  const d = looks.length;
  const own = looks.map((look) => look[0]);
  const weights = sampler === 'kernel' ? new Float64Array(answers.length).fill(1) : nearness(looks, answers.length, widthOf(kernelWidth, d));
  const neighbourhood = { looks, answers, weights };
  const moments = momentsOf(neighbourhood);
  const selected = selectFeatures({ moments, columnsOf: own.map((_, j) => [j]), own }, featureSelection, numFeatures);
  const { coefficients, covariance, intercept, localR2 } = fitRidge(neighbourhood, moments, selected, ridge);
  const values = new Array<number>(d).fill(0);
  const standardErrors = new Array<number>(d).fill(0);
  selected.forEach((j, at) => {
    values[j] = coefficients[at];
    standardErrors[j] = Math.sqrt(Math.max(0, covariance.values[at * selected.length + at]));
  });
  const contributions = values.map((value, j) => value * own[j]);
  return {
    values,
    contributions,
    standardErrors,
    base: intercept,
    output: answers[0],
    detail: { localR2, localPrediction: intercept + pairwiseSum(contributions), ...(selected.length === d ? {} : { selected }) },
  };
}

/** √exp(−|z' − x'|² ÷ width²) of each row. */
function nearness(looks: readonly Float64Array[], n: number, width: number): Float64Array {
  const weights = squaredDistances(looks, looks.map((look) => look[0]), n);
  for (let i = 0; i < n; i++) weights[i] = Math.exp((-0.5 * weights[i]) / (width * width));
  return weights;
}
