import { quantile } from '../../numeric/quantile.js';
import { reachOf } from '../../method/changeRules.js';
import type { Hunt } from './hunt.js';
import type { Answer } from './outcome.js';
import { polish } from './polish.js';
import { feasible, isMissing, withValue, type Dimension, type Point } from './space.js';

/** The row with one column changed, and what the model said to it. */
export interface Step {
  readonly j: number;
  readonly value: number;
  readonly answer: Answer;
}

/** Values of a number column that are tried: deciles of the reference rows that have the wanted outcome, and the ends of its reach. */
const PARTS = 10;
/** Of what may be asked at most so much goes into these; of more values, evenly many are left out. */
const SHARE = 0.5;
/** Columns that by themselves reach the outcome are common in lists of many; so many of the cheapest are brought near. */
const MOST_SINGLES = 8;

/** Every column changed by itself to some values. Single columns that reach the outcome are kept, numbers moved as little as does it. */
export async function singleColumns(hunt: Hunt, references: readonly Point[]): Promise<Step[]> {
  const all = hunt.space.dimensions.flatMap((dimension, j) => valuesOf(dimension, hunt.own[j]!, references.map((point) => point[j]!)).map((value) => ({ j, value, point: withValue(hunt.own, j, value) })));
  const tried = thinned(all, Math.floor(SHARE * hunt.budget));
  const answers = await hunt.ask(tried.map(({ point }) => point));
  const steps = tried.map(({ j, value }, i): Step => ({ j, value, answer: answers[i]! }));
  const nearest = hunt.space.dimensions.flatMap((_, j) => nearestOfEachSide(hunt, steps.filter((step) => step.j === j)));
  const cheapest = nearest.map((point) => ({ point, cost: hunt.costOf(point) })).sort((a, b) => a.cost - b.cost);
  for (const { point } of cheapest.slice(0, MOST_SINGLES)) await polish(hunt, point, 'search');
  return steps;
}

function nearestOfEachSide({ own, space }: Hunt, steps: readonly Step[]): Point[] {
  const reached = steps.filter(({ answer }) => answer.reached);
  if (reached.length === 0) return [];
  const { j } = reached[0]!;
  if (space.dimensions[j]!.kind === 'category') return reached.map(({ value }) => withValue(own, j, value));
  const sides = [reached.filter(({ value }) => value < own[j]!), reached.filter(({ value }) => value > own[j]!)];
  return sides.flatMap((side) => {
    const points = side.map(({ value }) => withValue(own, j, value));
    return points.length === 0 ? [] : [points.reduce((best, point) => (Math.abs(point[j]! - own[j]!) < Math.abs(best[j]! - own[j]!) ? point : best))];
  });
}

function thinned<T>(items: readonly T[], most: number): readonly T[] {
  return items.length <= most ? items : Array.from({ length: most }, (_, i) => items[Math.floor(((i + 0.5) * items.length) / most)]!);
}

/** Other values than the row's own, each allowed. */
export function valuesOf(dimension: Dimension, own: number, references: readonly number[]): number[] {
  if (isMissing(dimension, own)) return [];
  if (dimension.kind === 'category') return dimension.codes.filter((code) => code !== own);
  const { low, high } = reachOf(own, dimension.rule);
  const known = Float64Array.from(references.filter((value) => !Number.isNaN(value))).sort();
  const parts = Array.from({ length: PARTS - 1 }, (_, i) => (i + 1) / PARTS);
  const inner = parts.map((p) => (known.length === 0 ? low + p * (high - low) : quantile(known, p)));
  const values = [low, ...inner, high].map((value) => feasible(dimension, own, value));
  return [...new Set(values)].filter((value) => value !== own).sort((a, b) => a - b);
}
