import { shortestDecimal } from '../../numeric/shortestDecimal.js';
import type { Engine, Hunt } from './hunt.js';
import { changed, feasible, withValue, type NumberDimension, type Point } from './space.js';

/** Numbers are brought as near to the row's own as this share of the column's unit. */
export const RESOLUTION = 1e-3;
/** So few changed columns are put back one by one. */
const MANY = 8;
/** An interval is cut into so many parts at once: a model answers three rows in hardly more time than one. */
const PARTS = 4;

/** Makes a row that has the wanted outcome cheaper while it keeps it: puts back columns that need not change, then moves numbers towards the row's own. Keeps what comes of it. */
export async function polish(hunt: Hunt, reached: Point, engine: Engine): Promise<void> {
  const needed = await withoutNeedless(hunt, reached);
  hunt.keep(await drawnNear(hunt, needed), engine);
}

/** Of the columns whose change is not needed, the dearest is put back first; of many, as many at once as can be missed together. */
async function withoutNeedless(hunt: Hunt, reached: Point): Promise<Point> {
  let point = reached;
  for (;;) {
    const columns = changedColumns(hunt, point);
    if (columns.length < 2 || !hunt.affords(columns.length)) return point;
    const trials = columns.map((j) => ({ j, point: withValue(point, j, hunt.own[j]!) }));
    const answers = await hunt.ask(trials.map((trial) => trial.point));
    const kept = trials.map((trial, i) => ({ ...trial, answer: answers[i]! })).filter(({ answer }) => answer.reached);
    if (kept.length === 0) return point;
    const byNeed = [...kept].sort((a, b) => b.answer.margin - a.answer.margin).map(({ j }) => j);
    const several = kept.length > MANY ? await withoutSeveral(hunt, point, byNeed) : null;
    point = several ?? kept.reduce((best, trial) => (hunt.costOf(trial.point) < hunt.costOf(best.point) ? trial : best)).point;
  }
}

/** Puts back 2, 4, 8 … of the columns that are needed least; null where not even two can be missed together, or no more may be asked. */
async function withoutSeveral(hunt: Hunt, point: Point, byNeed: readonly number[]): Promise<Point | null> {
  const trials: Point[] = [];
  for (let count = 2; count <= byNeed.length; count *= 2) {
    const trial = point.slice();
    for (const j of byNeed.slice(0, count)) trial[j] = hunt.own[j]!;
    trials.push(trial);
  }
  if (!hunt.affords(trials.length)) return null;
  const answers = await hunt.ask(trials);
  return trials.findLast((_, i) => answers[i]!.reached) ?? null;
}

/** Number after number: first the one that saves most by itself, which is the one whose change does least for its cost. */
async function drawnNear(hunt: Hunt, reached: Point): Promise<Point> {
  const { dimensions } = hunt.space;
  let point = reached;
  let left = changedColumns(hunt, reached).filter((j) => dimensions[j]!.kind === 'number');
  while (left.length > 0) {
    const trials: { readonly j: number; readonly point: Point }[] = [];
    for (const j of left) trials.push({ j, point: await drawnNearIn(hunt, point, j, dimensions[j] as NumberDimension) });
    const best = trials.reduce((least, trial) => (hunt.costOf(trial.point) < hunt.costOf(least.point) ? trial : least));
    if (best.point === point) return point;
    point = best.point;
    left = left.filter((j) => j !== best.j);
  }
  return point;
}

async function drawnNearIn(hunt: Hunt, reached: Point, j: number, dimension: NumberDimension): Promise<Point> {
  const own = hunt.own[j]!;
  let near = own;
  let point = reached;
  while (Math.abs(point[j]! - near) > (dimension.rule.whole ? 1 : RESOLUTION * dimension.unit)) {
    const between = Array.from({ length: PARTS - 1 }, (_, k) => feasible(dimension, own, near + ((k + 1) / PARTS) * (point[j]! - near)));
    const values = [...new Set(between)].filter((value) => value !== near && value !== point[j]!);
    if (values.length === 0 || !hunt.affords(values.length)) break;
    const trials = values.map((value) => withValue(point, j, value));
    const answers = await hunt.ask(trials);
    const first = answers.findIndex(({ reached: does }) => does);
    near = first < 0 ? values.at(-1)! : first > 0 ? values[first - 1]! : near;
    if (first >= 0) point = trials[first]!;
  }
  return dimension.rule.whole ? point : readable(hunt, point, j, dimension);
}

/** The same change in fewer digits, a thousandth of the unit further away at most, if the model agrees. */
async function readable(hunt: Hunt, point: Point, j: number, dimension: NumberDimension): Promise<Point> {
  const value = point[j]!;
  const further = feasible(dimension, hunt.own[j]!, value + Math.sign(value - hunt.own[j]!) * RESOLUTION * dimension.unit);
  const short = shortestDecimal(Math.min(value, further), Math.max(value, further), value);
  if (short === value || !hunt.affords(1)) return point;
  const trial = withValue(point, j, short);
  const [answer] = await hunt.ask([trial]);
  return answer!.reached ? trial : point;
}

function changedColumns({ own, space }: Hunt, point: Point): number[] {
  return space.dimensions.flatMap((_, j) => (changed(own, point, j) ? [j] : []));
}
