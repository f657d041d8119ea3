import { z } from 'zod';
import { columnOf } from '../data/select.js';
import type { Table } from '../data/table.js';
import type { Chosen } from '../numeric/drawsPlain.js';
import { notEstimable } from '../numeric/estimate.js';
import { meanEstimate } from '../numeric/meanInterval.js';
import { wilson } from '../numeric/wilson.js';
import { callRows, type Ask } from './ask.js';
import { rowByRow, type LocalExplainer } from './explainer.js';
import { kernelWidthOf, localFit } from './limeLocal.js';
import { coordinateOf } from './limeSpace.js';
import { localOptions } from './options.js';
import { efron2004, mackinnon1985, ribeiro2016, tan2023, vuong1989, zhou2021 } from './sources.js';
import { attributionWords } from './summaries.js';

const options = z.strictObject({
  ...localOptions,
  background: z.number().int().min(2).max(20_000).default(1000).describe('Rows drawn from the data for quartiles, means and the shares of levels; all of them if there are fewer. The model is not asked about them.'),
  samples: z.number().int().min(10).max(1_000_000).default(5000).describe('Rows drawn around each explained row.'),
  basis: z.enum(['quantile', 'linear', 'polynomial']).default('quantile').describe('What a number looks like to the local model: in the row’s quartile bin or not; in standard deviations from the mean; or these and their squares.'),
  sampleAround: z.enum(['mean', 'row']).default('mean').describe('Where numbers that are not put into bins are drawn around.'),
  kernelWidth: z.number().positive().optional().describe('Distance at which a drawn row counts much less; 0.75 √(number of features) if left out.'),
  sampler: z.enum(['background', 'kernel']).default('background').describe('Draw rows as the background has them and weigh them by nearness, or draw near ones more often and weigh all alike, which takes fewer rows where features are many or the kernel is narrow.'),
  ridge: z.number().min(0).max(1e6).default(1).describe('Penalty on the squared coefficients.'),
  featureSelection: z.enum(['none', 'highestWeights', 'forwardSelection', 'lassoPath']).default('none').describe('All features; or those with the largest effect in a first fit; or one after the other what adds most to R²; or those of the weakest lasso that has no more.'),
  numFeatures: z.number().int().min(1).max(10_000).default(10).describe('How many features the selection keeps.'),
  stableTop: z.number().int().min(1).max(100).default(3).describe('How many of the features that explain most, one after the other, are tested to be the same in another draw.'),
  alpha: z.number().gt(0).lt(0.5).default(0.05).describe('How often that test may call a row stable by chance.'),
  stopWhenStable: z.boolean().default(false).describe('Draw rows in rounds, from 500 on, and stop where the test is passed; `samples` is the most.'),
});
type Options = z.output<typeof options>;

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
    'Ridge coefficients of f on the perturbed features (1 in the row’s own quartile bin or level, else 0; or standard deviations from the mean), rows weighted by √exp(−distance² ÷ width²), or drawn the more often by it. With squares, z and z² of a number have coefficients b and c, and its one value is what they add for the row, b z + c z², beside a number at its mean. Measures: meanAbsolute (mean |value| of a feature over the explained rows, Student’s interval), relativeStandardError (Σ standard errors ÷ Σ |values|), localR2 (mean share of the weighted variance that the local fit explains), stableShare (share of explained rows whose first features by forward selection are certain, at level 1 − alpha, to be those of endlessly many drawn rows; Wilson’s interval).',
  measureWords: {
    ...attributionWords,
    localR2: 'How well the straight line fits the model near a row; 1: exactly.',
    stableShare: 'Share of rows whose leading features would stay the same if drawn again.',
  },
  sources: [ribeiro2016, mackinnon1985, efron2004, zhou2021, vuong1989, tan2023],
  needs: ['predict'],
  direction: 'none',
  options,
  explainsNumbers: false,
  chosenBecause: () => 'a second opinion that is made in another way: where the two disagree, neither should be relied on',
  questions: ({ samples }) => samples,
  effort: { option: 'samples', least: 500 },
  measures: ['localR2', 'stableShare'],
  async prepare({ background, ask }, options) {
    const names = background.columns.map(({ name }) => name);
    const kernelWidth = options.sampler === 'kernel' ? kernelWidthOf(options, names.length) : null;
    const space = background.columns.map((column) => coordinateOf(column, { bins: options.basis === 'quantile', sampleAround: options.sampleAround, kernelWidth }));
    // Rooms serve one row after the other; rows asked for at the same time have rooms of their own.
    const idle: Chosen[][] = [];
    return rowByRow(async (row, random) => {
      const curved = space.map(({ isContinuous }, j) => options.basis === 'polynomial' && isContinuous(columnOf(row, names[j])));
      const rooms = idle.pop() ?? names.map(() => ({ values: new Float64Array(options.samples), looks: new Float64Array(options.samples) }));
      const answers = new Float64Array(options.samples);
      let rows = 0;
      let next = options.stopWhenStable ? Math.min(FIRST_ROUND, options.samples) : options.samples;
      for (let round = 1; ; round++) {
        const columns = space.map((coordinate, j) => coordinate.perturb(columnOf(row, names[j]), rows, random.child(names[j]), part(rooms[j], rows, next)));
        answers.set(await askInParts({ rows: next - rows, columns }, ask), rows);
        rows = next;
        // Looks at the same rows share alpha: Σ 1 ÷ (r (r + 1)) = 1.
        const alpha = options.stopWhenStable ? options.alpha / (round * (round + 1)) : options.alpha;
        const looks = rooms.map((room) => room.looks.subarray(0, rows));
        const { attribution, certificate } = localFit(looks, answers.subarray(0, rows), { ...options, alpha, curved });
        if (certificate.stable !== false || rows === options.samples) {
          idle.push(rooms);
          return { ...attribution, detail: { ...attribution.detail, rounds: round } };
        }
        next = Math.min(options.samples, Math.ceil(rows * Math.min(MOST_GROWTH, Math.max(LEAST_GROWTH, certificate.moreRows))));
      }
    });
  },
  diagnostics(rows, { level }) {
    const flat = 'the model answers the same wherever it was asked, so there is nothing to explain';
    const of = <T>(name: string): T[] => rows.map(({ detail }) => detail[name] as T | null).filter((value) => value !== null);
    const fits = of<number>('localR2');
    const certificates = of<boolean>('stable');
    const sure = certificates.filter(Boolean).length;
    return [
      { measure: 'localR2', estimate: fits.length === 0 && rows.length > 0 ? notEstimable(rows.length, flat) : meanEstimate(fits, level, [-Infinity, 1], 'explained rows'), counts: { rows: rows.length, undefinedRows: rows.length - fits.length } },
      {
        measure: 'stableShare',
        estimate: certificates.length === 0 ? notEstimable(rows.length, rows.length === 0 ? 'there are no explained rows' : flat) : { value: sure / certificates.length, n: certificates.length, interval: wilson(sure, certificates.length, level) },
        counts: { rows: rows.length, undefinedRows: rows.length - certificates.length },
      },
    ];
  },
};

/** Rows of the first round, enough for the central limit theorem; and by how much a round at least and at most multiplies what is drawn. */
const FIRST_ROUND = 500;
const LEAST_GROWTH = 1.5;
const MOST_GROWTH = 4;

function part({ values, looks }: Chosen, from: number, to: number): Chosen {
  return { values: values.subarray(from, to), looks: looks.subarray(from, to) };
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
