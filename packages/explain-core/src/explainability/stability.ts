import { z } from 'zod';
import { takeRows } from '../data/select.js';
import { changeRules, refuseBadRules } from '../method/changeRules.js';
import { hypot } from '../elementary/roots.js';
import type { Attribution, RowJudge } from './explainer.js';
import { neighbourhood } from './neighbours.js';
import { judgeCommon, judgeSummary } from './options.js';
import { jaccard, largestFirst, rankBiasedOverlap } from './rankings.js';
import { alvarezMelis2018, webber2010, yeh2019 } from './sources.js';

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

/** Do like rows get like explanations, and the same row the same one again? */
export const stability: RowJudge<StabilityOptions> = {
  pillar: 'explainability',
  id: 'stability',
  version: 1,
  label: 'Stability of explanations',
  summary: 'Whether people who hardly differ, or the same person asked about twice, are told the same reasons.',
  definition: `Each explained row's contributions φ(x) are compared with those of drawn neighbours y, whose numbers lie within the radius (standard deviations), within what may change; whole numbers stay whole, words and protected columns as they are. maxSensitivity = max ‖φ(y) − φ(x)‖ ÷ ‖φ(x)‖ over the neighbours; lipschitz = max ‖φ(y) − φ(x)‖ ÷ ‖y − x‖, distances in standard deviations; neighbourJaccard and neighbourRankOverlap = mean Jaccard index of the top features by |φ| and mean rank-biased overlap of all. redrawJaccard and redrawRankOverlap = the same for the row itself explained again by other draws of its own. ${judgeSummary}`,
  caution:
    'Where the model itself is steep a faithful explanation changes as well. The largest over drawn neighbours is a lower bound of the largest over all, and grows with their number. Neighbours are explained by draws of their own, so what differs holds the chance of drawing, which redrawJaccard shows alone; what an explainer draws once for all rows is not drawn again.',
  measureWords: {
    maxSensitivity: 'How far an explanation changes at most, as a share of its size, when a person’s numbers change a little; less is better.',
    lipschitz: 'How far it changes at most for each standard deviation by which the numbers change; less is better.',
    neighbourJaccard: 'Do people who hardly differ have the same leading features? 1: always.',
    neighbourRankOverlap: 'Do people who hardly differ have their features in the same order? 1: always.',
    redrawJaccard: 'Does the same person, explained again, have the same leading features? 1: always.',
    redrawRankOverlap: 'Does the same person, explained again, have the features in the same order? 1: always.',
  },
  sources: [yeh2019, alvarezMelis2018, webber2010],
  needs: ['predict'],
  direction: 'lower',
  options,
  onRequest: true,
  judgesNumbers: true,
  judged: [
    { id: 'maxSensitivity', range: [0, Infinity], undefinedBecause: NOTHING_ADDED },
    { id: 'lipschitz', range: [0, Infinity], undefinedBecause: NO_NEIGHBOUR },
    { id: 'neighbourJaccard', range: [0, 1], undefinedBecause: NO_NEIGHBOUR },
    { id: 'neighbourRankOverlap', range: [0, 1], undefinedBecause: NO_NEIGHBOUR },
    { id: 'redrawJaccard', range: [0, 1], undefinedBecause: 'there is no explained row' },
    { id: 'redrawRankOverlap', range: [0, 1], undefinedBecause: 'there is no explained row' },
  ],
  check: (subject, options) => refuseBadRules(options, subject.dataset),
  questions: ({ neighbours, redraws }, _, explanation) => (neighbours + redraws) * explanation,
  async prepare({ subject, explain }, options) {
    const near = neighbourhood(subject, options, options.radius);
    return async (attribution, row, random) => {
      const { rows, distances } = near(row, options.neighbours, random.child('near'));
      const around = await explain(rows, (i) => random.child('neighbour').child(i));
      const again = await explain(takeRows(row, new Int32Array(options.redraws)), (i) => random.child('redraw').child(i));
      const [byNeighbour, byDraw] = [around, again].map((others) => alike(attribution, others, options)) as [Alike, Alike];
      return {
        ...sensitivity(attribution, around, distances),
        neighbourJaccard: byNeighbour.sets,
        neighbourRankOverlap: byNeighbour.ranks,
        redrawJaccard: byDraw.sets,
        redrawRankOverlap: byDraw.ranks,
      };
    };
  },
};

type Contributed = Pick<Attribution, 'contributions'>;

/** Yeh et al. 2019, max-sensitivity, relative to the size of the explanation; Alvarez-Melis and Jaakkola 2018, local Lipschitz estimate. Null without neighbours; the first also where the explanation is 0. */
export function sensitivity({ contributions }: Contributed, others: readonly Contributed[], distances: readonly number[]): { readonly maxSensitivity: number | null; readonly lipschitz: number | null } {
  if (others.length === 0) return { maxSensitivity: null, lipschitz: null };
  const apart = others.map((other) => hypot(...other.contributions.map((value, j) => value - contributions[j]!)));
  const size = hypot(...contributions);
  return { maxSensitivity: size === 0 ? null : Math.max(...apart) / size, lipschitz: Math.max(...apart.map((value, k) => value / distances[k]!)) };
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
