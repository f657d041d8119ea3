import { takeRows } from '../../data/select.js';
import { isDifferentiable } from '../../models/predictor.js';
import { reachOf } from '../../method/changeRules.js';
import type { Matrix } from '../../numeric/matrix.js';
import type { Hunt } from './hunt.js';
import type { Step } from './lines.js';
import { answerOf, marginCotangent } from './outcome.js';
import { polish } from './polish.js';
import { changed, feasible, isMissing, rowsAt, withValue, type NumberDimension, type Point } from './space.js';

const MOST_STEPS = 30;
/** Rows the walk begins at: the row itself, and with the category exchanged that helps most. */
const STARTS = 4;
/** A step goes a little beyond where the tangent crosses the decision, and at least so much of the unit. */
const BEYOND = 1.05;
const LEAST_STEP = 0.05;

/**
 * Walks along the derivative in the weighted L1 distance: each step moves the one number that raises the margin most for its cost, to where the tangent
 * crosses the decision or as far as the rule lets it. For a linear model the first step is the nearest counterfactual. Wachter, Mittelstadt and Russell 2017
 * descend on distance and answer together; a step along one coordinate is what the L1 distance makes of that, and it keeps the other columns as they are.
 */
export async function walkAlongGradient(hunt: Hunt, singles: readonly Step[]): Promise<void> {
  const { model, space, own } = hunt;
  if (!isDifferentiable(model)) return;
  const slopeOf = space.dimensions.map(({ column }) => model.numberFeatures.indexOf(column));
  if (slopeOf.every((at) => at < 0)) return;
  let points = startsOf(hunt, singles);
  for (let step = 0; step < MOST_STEPS && points.length > 0; step++) {
    if (!hunt.affords(2 * points.length)) return;
    const scores = await hunt.scores(points);
    const answers = points.map((_, i) => answerOf(hunt.wanted, model, scores, i));
    for (const [i, point] of points.entries()) if (answers[i]!.reached) await polish(hunt, point, 'gradient');
    const going = points.flatMap((_, i) => (answers[i]!.reached ? [] : [i]));
    if (going.length === 0) return;
    const table = takeRows(rowsAt(space, hunt.row, points), going);
    const cotangent = marginCotangent(hunt.wanted, rowsOf(scores, going));
    hunt.queries += going.length;
    const slopes = await model.gradient(table, cotangent, hunt.signal);
    points = going.flatMap((i, at) => stepped(hunt, points[i]!, answers[i]!.margin, (j) => (slopeOf[j]! < 0 ? 0 : slopes.values[at * slopes.columns + slopeOf[j]!]!)) ?? []);
    points = [...new Map(points.map((point) => [point.join(), point])).values()].filter((point) => point.some((_, j) => changed(own, point, j)));
  }
}

function startsOf({ own, space }: Hunt, singles: readonly Step[]): Point[] {
  const exchanged = singles.filter(({ j, answer }) => space.dimensions[j]!.kind === 'category' && !answer.reached).sort((a, b) => b.answer.margin - a.answer.margin);
  return [own, ...exchanged.slice(0, STARTS - 1).map(({ j, value }) => withValue(own, j, value))];
}

/** null where no number can be moved the right way. */
function stepped({ space, own }: Hunt, point: Point, margin: number, slopeAt: (j: number) => number): Point | null {
  let best: { readonly j: number; readonly value: number; readonly worth: number } | null = null;
  for (const [j, dimension] of space.dimensions.entries()) {
    const slope = slopeAt(j);
    if (dimension.kind !== 'number' || isMissing(dimension, own[j]!) || slope === 0) continue;
    const value = target(dimension, own[j]!, point[j]!, slope, margin);
    const worth = Math.abs(slope) * dimension.unit;
    if (value !== point[j] && worth > (best?.worth ?? 0)) best = { j, value, worth };
  }
  return best === null ? null : withValue(point, best.j, best.value);
}

function target(dimension: NumberDimension, own: number, from: number, slope: number, margin: number): number {
  const length = Math.max(LEAST_STEP * dimension.unit, (BEYOND * -margin) / Math.abs(slope), dimension.rule.whole ? 1 : 0);
  const wanted = from + Math.sign(slope) * length;
  const { low, high } = reachOf(own, dimension.rule);
  return feasible(dimension, own, Math.min(Math.max(wanted, low), high));
}

function rowsOf({ columns, values }: Matrix, rows: readonly number[]): Matrix {
  return { rows: rows.length, columns, values: Float64Array.from(rows.flatMap((row) => [...values.subarray(row * columns, (row + 1) * columns)])) };
}
