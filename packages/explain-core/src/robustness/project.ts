import type { Table } from '../data/table.js';
import { nearestWhole, numberMayBecome, reachOf } from '../method/changeRules.js';
import { emptyPoints, pointsOf, withPoints, type Points } from './points.js';
import type { NumberRule, ThreatModel } from './threatModel.js';

/**
 * Distances are sums and quotients of doubles: a point put on the ball's surface may lie outside by some units in the last place.
 * A billionth is far above that and far below any change of data that means something.
 */
const ROUNDING = 1e-9;

/**
 * The nearest row the adversary may make (linf; for l2 see `shrinkIntoBall`): frozen columns as they were, numbers inside ball, bounds and
 * direction, whole numbers whole, missing values missing, categories among their observed levels. A row always may stay as it is,
 * even outside the bounds. Projecting twice is projecting once.
 */
export function project(original: Table, proposed: Table, threat: ThreatModel, epsilon: number): Table {
  const from = pointsOf(original, threat);
  return withPoints(original, threat, projectPoints(from, pointsOf(proposed, threat), threat, epsilon));
}

export function projectPoints(original: Points, proposed: Points, threat: ThreatModel, epsilon: number): Points {
  const projected = emptyPoints(original.rows, threat);
  const d = threat.numbers.length;
  // In l2 a column alone is held by its bounds only; the ball is about all of them together.
  const radius = threat.norm === 'linf' ? epsilon : Infinity;
  for (let i = 0; i < original.rows; i++) {
    for (let j = 0; j < d; j++) {
      const rule = threat.numbers[j];
      const x = original.numbers[i * d + j];
      const clamped = clamp(proposed.numbers[i * d + j], x, rule, radius);
      projected.numbers[i * d + j] = rule.whole ? nearestWholeInReach(clamped, x, rule, radius) : clamped;
    }
    if (threat.norm === 'l2') shrinkIntoBall(original, projected, threat, epsilon, i);
    projectCategories(original, proposed, projected, threat, i);
  }
  return projected;
}

/** As `projectPoints`, but whole numbers may be broken: where a gradient attack walks between its proposals. */
export function clampPoints(original: Points, proposed: Points, threat: ThreatModel, epsilon: number): Points {
  const broken: ThreatModel = { ...threat, numbers: threat.numbers.map((rule) => ({ ...rule, whole: false })) };
  return projectPoints(original, proposed, broken, epsilon);
}

/** Ends of the interval in which a number may move; the number itself is always inside. */
export function reach(x: number, rule: NumberRule, epsilon: number): { low: number; high: number } {
  const { low, high } = reachOf(x, rule);
  return { low: Math.max(low, x - epsilon * rule.scale), high: Math.min(high, x + epsilon * rule.scale) };
}

/** A proposal that is no number is no proposal. A missing value stays missing. */
function clamp(value: number, x: number, rule: NumberRule, epsilon: number): number {
  if (Number.isNaN(x) || Number.isNaN(value)) return x;
  const { low, high } = reach(x, rule, epsilon);
  return Math.min(Math.max(value, low), high);
}

/** The nearest whole number in reach; the value as it was where there is none. */
function nearestWholeInReach(value: number, x: number, rule: NumberRule, epsilon: number): number {
  if (Number.isNaN(x) || value === x) return x;
  const { low, high } = reach(x, rule, epsilon);
  return nearestWhole(value, low, high) ?? x;
}

/**
 * A row outside the l2 ball is drawn back along the straight line to the original, and whole numbers are then cut towards the original.
 * This is inside ball and bounds (both are convex and hold the original), though not always the Euclidean nearest such point.
 */
function shrinkIntoBall(original: Points, projected: Points, threat: ThreatModel, epsilon: number, row: number): void {
  const length = rowDistance(original, projected, threat, row);
  if (length <= epsilon * (1 + ROUNDING)) return;
  const d = threat.numbers.length;
  for (let j = 0; j < d; j++) {
    const at = row * d + j;
    const x = original.numbers[at];
    if (Number.isNaN(x)) continue;
    const rule = threat.numbers[j];
    const shrunk = clamp(x + (projected.numbers[at] - x) * (epsilon / length), x, rule, Infinity);
    projected.numbers[at] = rule.whole ? wholeTowards(shrunk, x) : shrunk;
  }
}

function wholeTowards(value: number, x: number): number {
  return (value >= x ? Math.max(x, Math.floor(value)) : Math.min(x, Math.ceil(value))) + 0;
}

/** Of more flips than allowed, the first in the model's order stay. */
function projectCategories(original: Points, proposed: Points, projected: Points, threat: ThreatModel, row: number): void {
  const c = threat.categories.length;
  let flips = 0;
  for (let j = 0; j < c; j++) {
    const at = row * c + j;
    const was = original.codes[at];
    const wanted = proposed.codes[at];
    const allowed = was >= 0 && wanted >= 0 && wanted < threat.categories[j].levels && wanted !== was && flips < threat.maxFlips;
    projected.codes[at] = allowed ? wanted : was;
    if (allowed) flips++;
  }
}

/** Distance of a row from its original in the threat model's unit and norm; exchanged categories do not count. */
export function rowDistance(original: Points, perturbed: Points, threat: ThreatModel, row: number): number {
  const d = threat.numbers.length;
  let largest = 0;
  let squares = 0;
  for (let j = 0; j < d; j++) {
    const x = original.numbers[row * d + j];
    if (Number.isNaN(x)) continue;
    const change = Math.abs(perturbed.numbers[row * d + j] - x) / threat.numbers[j].scale;
    largest = Math.max(largest, change);
    squares += change * change;
  }
  return threat.norm === 'linf' ? largest : Math.sqrt(squares);
}

/**
 * May the adversary make these rows of the originals? Judged on the tables that the model saw and by the rules themselves, not by
 * projecting, so that a fault in the projection cannot make an adversarial row count.
 */
export function rowsWithin(original: Table, perturbed: Table, threat: ThreatModel, epsilon: number): boolean[] {
  const from = pointsOf(original, threat);
  const to = pointsOf(perturbed, threat);
  return Array.from(
    { length: original.rows },
    (_, row) =>
      columnsWithin(original, perturbed, threat, row) &&
      flipsOf(from, to, threat, row) <= threat.maxFlips &&
      rowDistance(from, to, threat, row) <= epsilon * (1 + ROUNDING),
  );
}

function columnsWithin(original: Table, perturbed: Table, threat: ThreatModel, row: number): boolean {
  return original.columns.every((before, index) => {
    const after = perturbed.columns[index];
    if (after?.name !== before.name) return false;
    if (before.kind === 'number' && after.kind === 'number') {
      return numberMayBecome(before.values[row], after.values[row], threat.numbers.find(({ column }) => column === before.name));
    }
    if (before.kind === 'category' && after.kind === 'category') {
      const was = before.codes[row];
      const is = after.codes[row];
      const rule = threat.categories.find(({ column }) => column === before.name);
      return is === was || (rule !== undefined && was >= 0 && is >= 0 && is < rule.levels);
    }
    return before.kind === 'text' && after.kind === 'text' && before.values[row] === after.values[row];
  });
}

function flipsOf(original: Points, perturbed: Points, threat: ThreatModel, row: number): number {
  const c = threat.categories.length;
  let flips = 0;
  for (let j = 0; j < c; j++) if (original.codes[row * c + j] !== perturbed.codes[row * c + j]) flips++;
  return flips;
}
