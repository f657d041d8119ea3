import { z } from 'zod';
import { columnOf } from '../data/select.js';
import type { Column, Table } from '../data/table.js';
import { notEstimable } from '../numeric/estimate.js';
import { meanEstimate } from '../numeric/meanInterval.js';
import { wilson } from '../numeric/wilson.js';
import type { RandomStream } from '../random/stream.js';
import { rowByRow, type LocalExplainer } from './explainer.js';
import { differencesOf } from './limeDifferences.js';
import { kernelWidthOf, localFit, type Looks } from './limeLocal.js';
import { askInParts, limePool, type LimePool } from './limePool.js';
import { coordinateOf, type Perturbed } from './limeSpace.js';
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
  shareSamples: z.boolean().default(true).describe('Draw rows, and ask the model about them, once for all rows to be explained, where what is drawn does not hang on them: rows differ less by chance from each other, but their errors go the same way and do not average out over rows.'),
  stopWhenStable: z.boolean().default(false).describe('Draw rows in rounds, from 500 on, and stop where the test is passed; `samples` is the most.'),
});
type Options = z.output<typeof options>;

/**
 * A ridge regression around the row: draw rows, ask the model, weigh by nearness, fit.
 *   drawn rows z from the background's bins and shares, z' what they look like to the local model (limeSpace.ts),
 *   weight √exp(−|z' − x'|² ÷ width²), coefficients from min Σ w (f(z) − b − β z')² + ridge |β|².
 * Ribeiro, Singh, Guestrin 2016, with the choices of their package lime 0.2 (the square root of the kernel among them). Departures: a missing value
 * is a bin of its own; a bin of one value is drawn as that value (lime 0.2 draws 0, which no row may hold); a level or bin that the background never shows counts as one row of it. The standard errors are of the drawing (HC3).
 * What is drawn around the background’s middle is the same whichever row is explained, so one pool of drawn rows and answers serves them all (limePool.ts); only how near each is, and what it looks like, is a row’s own.
 * Drawn from the kernel (Tan, Tian, Li 2023), rows come from the same distribution times the kernel, feature by feature, and weigh 1: the same fit in the limit, from fewer rows.
 */
export const lime: LocalExplainer<Options> = {
  pillar: 'explainability',
  id: 'lime',
  version: 4,
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
  sharesDraws: (options) => isShared(options),
  chosenBecause: () => 'a second opinion that is made in another way: where the two disagree, neither should be relied on',
  // A row that the pool does not serve has draws of its own, and the pool is less for all of them.
  questions: ({ samples }) => samples + 1,
  effort: { option: 'samples', least: 500 },
  measures: ['localR2', 'stableShare'],
  async prepare({ background, ask, random: shared }, options) {
    const names = background.columns.map(({ name }) => name);
    const kernelWidth = options.sampler === 'kernel' ? kernelWidthOf(options, names.length) : null;
    const space = background.columns.map((column) => coordinateOf(column, { bins: options.basis === 'quantile', sampleAround: options.sampleAround, kernelWidth }));
    const pool = isShared(options) ? limePool(background, space, options.samples, ask, shared.child('pool')) : null;
    // Rooms serve one row after the other; rows asked for at the same time have rooms of their own.
    const idle: Perturbed[][] = [];
    const allSameOrNot = space.every(({ isSameOrNot }) => isSameOrNot);
    const ownDraws = (own: readonly Column[], random: RandomStream): Draws => {
      const rooms = idle.pop() ?? names.map(() => ({ values: new Float64Array(options.samples), looks: new Float64Array(options.samples) }));
      const answers = new Float64Array(options.samples);
      return {
        async more(from, to) {
          const columns = space.map((coordinate, j) => coordinate.perturb(own[j]!, from, random.child(names[j]!), part(rooms[j]!, from, to)));
          answers.set(await askInParts({ rows: to - from, columns }, ask), from);
        },
        neighbourhood(rows) {
          const looks = rooms.map((room) => room.looks.subarray(0, rows));
          return { looks: allSameOrNot ? differencesOf(looks) : looks, answers: answers.subarray(0, rows) };
        },
        done: () => void idle.push(rooms),
      };
    };
    const ofPool = (held: LimePool, row: Table, own: readonly Column[]): Draws => {
      let output: number | null = null;
      return {
        async more(_, to) {
          await held.grow(to);
          output ??= (await ask(row))[0]!;
        },
        neighbourhood: (rows) => held.neighbourhood(own, output!, rows),
        done: () => undefined,
      };
    };
    return rowByRow(async (row, random) => {
      const own = names.map((name) => columnOf(row, name));
      const curved = space.map(({ isContinuous }, j) => options.basis === 'polynomial' && isContinuous(own[j]!));
      const draws = pool?.servesRow(own) ? ofPool(pool, row, own) : ownDraws(own, random);
      let rows = 0;
      let next = options.stopWhenStable ? Math.min(FIRST_ROUND, options.samples) : options.samples;
      for (let round = 1; ; round++) {
        await draws.more(rows, next);
        rows = next;
        // Looks at the same rows share alpha: Σ 1 ÷ (r (r + 1)) = 1.
        const alpha = options.stopWhenStable ? options.alpha / (round * (round + 1)) : options.alpha;
        const { looks, answers } = draws.neighbourhood(rows);
        const { attribution, certificate } = localFit(looks, answers, { ...options, alpha, curved });
        if (certificate.stable !== false || rows === options.samples) {
          draws.done();
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

/** Rows around one that is explained: its own, or the pool's. */
interface Draws {
  more(from: number, to: number): Promise<void>;
  /** What the first rows look like and what the model answers; number 0 is the explained row. */
  neighbourhood(rows: number): { readonly looks: Looks; readonly answers: Float64Array };
  done(): void;
}

/** Drawn around the row, or by its kernel, rows are its own. */
function isShared({ shareSamples, sampler, basis, sampleAround }: Pick<Options, 'shareSamples' | 'sampler' | 'basis' | 'sampleAround'>): boolean {
  return shareSamples && sampler === 'background' && (basis === 'quantile' || sampleAround === 'mean');
}

/** Rows of the first round, enough for the central limit theorem; and by how much a round at least and at most multiplies what is drawn. */
const FIRST_ROUND = 500;
const LEAST_GROWTH = 1.5;
const MOST_GROWTH = 4;

function part({ values, looks }: Perturbed, from: number, to: number): Perturbed {
  return { values: values.subarray(from, to), looks: looks.subarray(from, to) };
}
