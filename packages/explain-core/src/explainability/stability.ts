import { z } from 'zod';
import type { Table } from '../data/table.js';
import { log } from '../elementary/logarithm.js';
import { changeRules, refuseBadRules } from '../method/changeRules.js';
import { hypot } from '../elementary/roots.js';
import { decide } from '../models/decide.js';
import { isDifferentiable, type DifferentiablePredictor, type Predictor } from '../models/predictor.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import type { Attribution, RowJudge } from './explainer.js';
import { neighbourhood, together } from './neighbours.js';
import { judgeCommon, judgeSummary } from './options.js';
import { jaccard, largestFirst, rankBiasedOverlap } from './rankings.js';
import { agarwal2022, alvarezMelis2018, ghorbani2019, goodfellow2015, webber2010, yeh2019 } from './sources.js';

const options = z.strictObject({
  ...judgeCommon,
  ...changeRules,
  radius: z.number().gt(0).max(1).default(0.1).describe('How far numbers move, in standard deviations of their columns.'),
  neighbours: z.number().int().min(1).max(1000).default(10).describe('Rows drawn near each explained row, and explained as well.'),
  redraws: z.number().int().min(1).max(1000).default(3).describe('How often each row is explained again by other draws.'),
  top: z.number().int().min(1).max(100).default(3).describe('Features whose set is compared; all, if there are fewer.'),
  persistence: z.number().gt(0).lt(1).default(0.9).describe('Of the rank-biased overlap: the larger, the more places count.'),
});
export type StabilityOptions = z.output<typeof options>;

const NO_NEIGHBOUR = 'no explained row has a near neighbour: none of its numbers may change so little';
const NOTHING_ADDED = 'no explained row that has a near neighbour has a contribution other than 0';

const NONE_DECIDED_SO = 'no explained row has a near neighbour that is decided as it is';
const NOTHING_RELATIVE = 'no explained row has a near neighbour, decided as it is, from which it differs as a share of what it is';

/** Do like rows get like explanations, and the same row the same one again? */
export const stability: RowJudge<StabilityOptions> = {
  pillar: 'explainability',
  id: 'stability',
  version: 2,
  label: 'Stability of explanations',
  summary: 'Whether people who hardly differ, or the same person asked about twice, are told the same reasons.',
  definition: `Each explained row's contributions φ(x) are compared with those of drawn neighbours y, whose numbers lie within the radius (standard deviations), within what may change; whole numbers stay whole, words and protected columns as they are. Of a model with a derivative two more neighbours count, which move every number by the whole radius along its sign and against it (the fast gradient step of the robustness audit). maxSensitivity = max ‖φ(y) − φ(x)‖ ÷ ‖φ(x)‖ over the neighbours; lipschitz = max ‖φ(y) − φ(x)‖ ÷ ‖y − x‖, distances in standard deviations; neighbourJaccard and neighbourRankOverlap = mean Jaccard index of the top features by |φ| and mean rank-biased overlap of all. Of neighbours that are decided as the row is: survival = the smallest Jaccard index of the top features; relativeInputStability = max ‖(φ(y) − φ(x)) ÷ φ(x)‖ ÷ ‖(y − x) ÷ x‖ and relativeOutputStability = max ‖(φ(y) − φ(x)) ÷ φ(x)‖ ÷ ‖h(y) − h(x)‖, h the log-odds of each class (of a regression its number); coordinates that are 0 have no relative change and are left out, and so are neighbours by which the denominator is 0. redrawJaccard and redrawRankOverlap = the same for the row itself explained again by other draws, those included that are made once for all rows. ${judgeSummary}`,
  caution:
    'Where the model itself is steep a faithful explanation changes as well. The largest over drawn neighbours is a lower bound of the largest over all, and grows with their number. Neighbours are explained by draws of their own, but for what is drawn once for all rows, so what differs holds some of the chance of drawing, which redrawJaccard shows alone.',
  measureWords: {
    maxSensitivity: 'How far an explanation changes at most, as a share of its size, when a person’s numbers change a little; less is better.',
    lipschitz: 'How far it changes at most for each standard deviation by which the numbers change; less is better.',
    neighbourJaccard: 'Do people who hardly differ have the same leading features? 1: always.',
    neighbourRankOverlap: 'Do people who hardly differ have their features in the same order? 1: always.',
    survival: 'Do the leading features survive the worst small change that leaves the decision as it is? 1: always.',
    relativeInputStability: 'How much faster an explanation changes than the person does, each as a share of itself, at worst; less is better.',
    relativeOutputStability: 'How much faster an explanation changes, as a share of itself, than the model’s answer does, at worst; less is better.',
    redrawJaccard: 'Does the same person, explained again, have the same leading features? 1: always.',
    redrawRankOverlap: 'Does the same person, explained again, have the features in the same order? 1: always.',
  },
  sources: [yeh2019, alvarezMelis2018, agarwal2022, ghorbani2019, goodfellow2015, webber2010],
  needs: ['predict'],
  direction: 'lower',
  options,
  onRequest: true,
  judged: [
    { id: 'maxSensitivity', range: [0, Infinity], undefinedBecause: NOTHING_ADDED },
    { id: 'lipschitz', range: [0, Infinity], undefinedBecause: NO_NEIGHBOUR },
    { id: 'neighbourJaccard', range: [0, 1], undefinedBecause: NO_NEIGHBOUR },
    { id: 'neighbourRankOverlap', range: [0, 1], undefinedBecause: NO_NEIGHBOUR },
    { id: 'survival', range: [0, 1], undefinedBecause: NONE_DECIDED_SO },
    { id: 'relativeInputStability', range: [0, Infinity], undefinedBecause: NOTHING_RELATIVE },
    { id: 'relativeOutputStability', range: [0, Infinity], undefinedBecause: NOTHING_RELATIVE },
    { id: 'redrawJaccard', range: [0, 1], undefinedBecause: 'there is no explained row' },
    { id: 'redrawRankOverlap', range: [0, 1], undefinedBecause: 'there is no explained row' },
  ],
  check: (subject, options) => refuseBadRules(options, subject.dataset),
  // Two neighbours along the derivative, where there is one, and the derivative.
  questions: ({ neighbours, redraws }, _, explanation) => (neighbours + 2 + redraws) * explanation + neighbours + 2 + 1 + 3,
  async prepare({ subject, explain, explainWith, model, className, signal, random: shared }, options) {
    const { near, along } = neighbourhood(subject, options, options.radius);
    const anew = await Promise.all(Array.from({ length: options.redraws }, (_, k) => explainWith({ random: shared.child('redraw').child(k) })));
    return {
      async judge(attribution, row, random) {
        const drawn = near(row, options.neighbours, random.child('near'));
        const { rows, distances } = isDifferentiable(model) ? together(drawn, along(row, await signsOf(model, className, row, signal))) : drawn;
        const around = await explain(rows, (i) => random.child('neighbour').child(i));
        const again: Attribution[] = [];
        for (const [k, other] of anew.entries()) again.push((await other(row, () => random.child('redraw').child(k)))[0]!);
        const [byNeighbour, byDraw] = [around, again].map((others) => alike(attribution, others, options)) as [Alike, Alike];
        const own = await model.predict(row, signal);
        const theirs = rows.rows === 0 ? own : await model.predict(rows, signal);
        const decision = decide(model, own, 0);
        const same = Array.from({ length: rows.rows }, (_, i) => i).filter((i) => decide(model, theirs, i) === decision);
        return {
          measures: {
            ...sensitivity(attribution, around, distances),
            neighbourJaccard: byNeighbour.sets,
            neighbourRankOverlap: byNeighbour.ranks,
            survival: worstSets(attribution, same.map((i) => around[i]!), options.top),
            ...relativeStability(
              { contributions: attribution.contributions, x: numbersOf(row, 0), h: answersOf(model, own, 0) },
              same.map((i) => ({ contributions: around[i]!.contributions, x: numbersOf(rows, i), h: answersOf(model, theirs, i) })),
            ),
            redrawJaccard: byDraw.sets,
            redrawRankOverlap: byDraw.ranks,
          },
        };
      },
    };
  },
};

/** Which way the explained answer grows with each feature; 0 for words and numbers without a derivative. */
async function signsOf(model: DifferentiablePredictor, className: string, row: Table, signal: AbortSignal): Promise<number[]> {
  const cotangent = matrix(1, model.classes.length);
  cotangent.values[model.classes.indexOf(className)] = 1;
  const { values } = await model.gradient(row, cotangent, signal);
  return model.features.map((name) => Math.sign(values[model.numberFeatures.indexOf(name)] ?? 0));
}

type Contributed = Pick<Attribution, 'contributions'>;

/** Yeh et al. 2019, max-sensitivity, relative to the size of the explanation; Alvarez-Melis and Jaakkola 2018, local Lipschitz estimate. Null without neighbours; the first also where the explanation is 0. */
export function sensitivity({ contributions }: Contributed, others: readonly Contributed[], distances: readonly number[]): { readonly maxSensitivity: number | null; readonly lipschitz: number | null } {
  if (others.length === 0) return { maxSensitivity: null, lipschitz: null };
  const apart = others.map((other) => hypot(...other.contributions.map((value, j) => value - contributions[j]!)));
  const size = hypot(...contributions);
  return { maxSensitivity: size === 0 ? null : Math.max(...apart) / size, lipschitz: Math.max(...apart.map((value, k) => value / distances[k]!)) };
}

/** The least Jaccard index of the top features; null without others. Ghorbani, Abid, Zou 2019, top-k intersection, over drawn neighbours in place of an attack's. */
export function worstSets({ contributions }: Contributed, others: readonly Contributed[], top: number): number | null {
  const own = largestFirst(contributions, top);
  return others.length === 0 ? null : Math.min(...others.map((other) => jaccard(own, largestFirst(other.contributions, top))!));
}

/** An explanation with what it is of: numbers of the row (NaN for words and what is missing), and the model's answers as `answersOf` has them. */
interface Explained extends Contributed {
  readonly x: readonly number[];
  readonly h: readonly number[];
}

/**
 * Agarwal et al. 2022, relative input and output stability, p = 2, over neighbours that are decided as the row is. Where they put a small number in place of a 0 that is divided by, what is divided is left out here: a coordinate
 * that is 0 has no relative change, and a neighbour with the same numbers (the same answer) says nothing of the change of the explanation for each change of theirs. Null where no neighbour is left.
 */
export function relativeStability(own: Explained, others: readonly Explained[]): { readonly relativeInputStability: number | null; readonly relativeOutputStability: number | null } {
  const shares = (from: readonly number[], to: readonly number[]): number => hypot(...from.flatMap((value, j) => (value === 0 || !Number.isFinite(value) || !Number.isFinite(to[j]!) ? [] : [(to[j]! - value) / value])));
  const worst = (sizeOf: (other: Explained) => number): number | null => {
    const ratios = others.flatMap((other) => {
      const size = sizeOf(other);
      return size > 0 ? [shares(own.contributions, other.contributions) / size] : [];
    });
    return ratios.length === 0 || own.contributions.every((value) => value === 0) ? null : Math.max(...ratios);
  };
  return {
    relativeInputStability: worst(({ x }) => shares(own.x, x)),
    relativeOutputStability: worst(({ h }) => hypot(...own.h.flatMap((value, k) => (Number.isFinite(value) && Number.isFinite(h[k]!) ? [h[k]! - value] : [])))),
  };
}

function numbersOf({ columns }: Table, row: number): number[] {
  return columns.map((column) => (column.kind === 'number' ? column.values[row]! : NaN));
}

/** The number of a regression; else each class's log-odds, infinite where its probability is 0 or 1. */
function answersOf({ task }: Predictor, { values, columns }: Matrix, row: number): number[] {
  const own = [...values.subarray(row * columns, (row + 1) * columns)];
  return task === 'regression' ? own : own.map((p) => log(p) - log(1 - p));
}

interface Alike {
  readonly sets: number | null;
  readonly ranks: number | null;
}

/** Mean likeness of rankings by |φ|; null without others. */
function alike({ contributions }: Contributed, others: readonly Contributed[], { top, persistence }: Pick<StabilityOptions, 'top' | 'persistence'>): Alike {
  if (others.length === 0) return { sets: null, ranks: null };
  const whole = largestFirst(contributions, contributions.length);
  const orders = others.map((other) => largestFirst(other.contributions, contributions.length));
  const mean = (of: (order: readonly number[]) => number): number => orders.reduce((sum, order) => sum + of(order), 0) / orders.length;
  return { sets: mean((order) => jaccard(whole.slice(0, top), order.slice(0, top))!), ranks: mean((order) => rankBiasedOverlap(whole, order, persistence)) };
}
