import type { Json } from '../json.js';
import type { Outcome, Result } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import type { MethodChoice } from '../method/task.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { wilson } from '../numeric/wilson.js';
import { lipschitzViolations, type LipschitzOptions } from './lipschitzViolations.js';
import { rowsWorth, weighOf, type RowsWorth } from './rowsWorth.js';
import { similarityColumns, type SimilarRows } from './similarity.js';
import { similarRowsWork } from './similarRowsWork.js';
import { toResult } from './toResult.js';

/** Pairs shown, those with the largest ratio. */
const SHOWN = 20;
/** Rows between two looks at whether to go on. */
const BLOCK = 64;
/** A violation must be beyond rounding: distances and scores are sums and products of some thousand terms. */
const ROUNDING = 1e-12;

/** Of rows of a group; pairs and violations are sums of the products of two rows' weights. */
interface PairCount extends RowsWorth {
  readonly pairs: number;
  readonly violations: number;
}

interface ShownPair {
  readonly rows: readonly [number, number];
  readonly values: readonly [number, number];
  readonly distance: number;
  /** Null where the distance is 0. */
  readonly ratio: number | null;
}

interface LipschitzPartial {
  readonly leftOut: number;
  readonly overall: PairCount;
  readonly attributes: readonly { readonly attribute: string; readonly groups: readonly (PairCount & { readonly name: string })[] }[];
  /** Largest ratio of pairs at a distance, and how many pairs differ at none. */
  readonly largest: number;
  readonly unequalTwins: number;
  readonly shown: readonly (ShownPair & { readonly groups: readonly Readonly<Record<string, string>>[] })[];
}

export const lipschitzViolationsWork = similarRowsWork<LipschitzOptions, LipschitzPartial>({ info: lipschitzViolations, partialOf: countPairs, outcomeOf });

function outcomeOf(choice: MethodChoice, options: LipschitzOptions, subject: Subject, partial: LipschitzPartial): Outcome {
  const columns = similarityColumns(subject, options);
  const rate = (count: PairCount, about: Pick<Result, 'attribute' | 'group'>): Result =>
    toResult(choice, {
      ...about,
      resolved: { measure: 'violationRate', columns },
      estimate: shareOf(count, options.level),
      counts: { numerator: count.violations, denominator: count.pairs, rows: count.rows, ...weighOf(subject, count) },
    });
  const results = [
    rate(partial.overall, {}),
    toResult(choice, { resolved: { measure: 'largestRatio', columns }, estimate: largestOf(partial), counts: { rows: partial.overall.rows, rowsLeftOut: partial.leftOut, unequalPairsAtDistance0: partial.unequalTwins } }),
    ...partial.attributes.flatMap(({ attribute, groups }) => groups.map((group) => rate(group, { attribute, group: group.name }))),
  ];
  const body = { shown: `up to ${SHOWN} pairs whose values differ most for their distance`, pairs: partial.shown as unknown as Json };
  return { results, artifacts: [{ name: `fairness/${lipschitzViolations.id}/pairs`, body, showsRows: true }] };
}

function countPairs({ rows, values, weights, distancesFrom, groups, leftOut }: SimilarRows, { constant }: LipschitzOptions, block: (done: number) => void): LipschitzPartial {
  const n = rows.length;
  const distances = new Float64Array(n);
  const violated = new Float64Array(n);
  let [violations, largest, unequalTwins] = [0, 0, 0];
  const worst = new WorstPairs();
  for (let i = 0; i < n; i++) {
    if (i % BLOCK === 0) block(i);
    distancesFrom(i, distances);
    for (let j = i + 1; j < n; j++) {
      const gap = Math.abs(values[i]! - values[j]!);
      const distance = distances[j]!;
      if (gap <= ROUNDING) continue;
      if (distance > ROUNDING) largest = Math.max(largest, gap / distance);
      else unequalTwins++;
      worst.add(i, j, gap, distance > ROUNDING ? distance : 0);
      if (gap <= constant * distance + ROUNDING) continue;
      violations += weights[i]! * weights[j]!;
      violated[i]! += weights[j]!;
      violated[j]! += weights[i]!;
    }
  }
  const groupsAt = (i: number): Record<string, string> => Object.fromEntries(groups.map(({ attribute, names, codes }) => [attribute, names[codes[i]!]!]));
  const all = rowsWorth(weights, () => true);
  return {
    leftOut,
    overall: { ...all, pairs: (all.weight ** 2 - sumOver(weights, (weight) => weight ** 2)) / 2, violations },
    attributes: groups.map(({ attribute, names, codes }) => ({ attribute, groups: names.map((name, group) => ({ name, ...ofGroup(codes, group, { weights, violated, all: all.weight }) })).filter((count) => count.rows > 0) })),
    largest,
    unequalTwins,
    shown: worst.pairs.map(({ i, j, gap, distance }) => ({ rows: [rows[i]!, rows[j]!], values: [values[i]!, values[j]!], distance, ratio: distance === 0 ? null : gap / distance, groups: [groupsAt(i), groupsAt(j)] })),
  };
}

/** Pairs of a member with anybody: each member with all others, so that pairs within the group are looked at from both sides. `violated`: by row, the weight of those it violates with. */
function ofGroup(codes: Int32Array, group: number, { weights, violated, all }: { readonly weights: Float64Array; readonly violated: Float64Array; readonly all: number }): PairCount {
  const isMember = (i: number): boolean => codes[i] === group;
  return {
    ...rowsWorth(weights, isMember),
    pairs: sumOver(weights, (weight, i) => (isMember(i) ? weight * (all - weight) : 0)),
    violations: sumOver(weights, (weight, i) => (isMember(i) ? weight * violated[i]! : 0)),
  };
}

function sumOver(weights: Float64Array, of: (weight: number, i: number) => number): number {
  return weights.reduce((sum, weight, i) => sum + of(weight, i), 0);
}

function shareOf({ rows, effective, pairs, violations }: PairCount, level: number): Estimate {
  if (!(pairs > 0)) return notEstimable(rows, rows === 0 ? 'none of the drawn rows has a value to compare' : 'one row alone has nobody to be compared with');
  const value = Math.min(1, violations / pairs); // sums of weights round
  const apart = Math.max(1, Math.floor(effective / 2));
  return { value, n: rows, interval: wilson(value * apart, apart, level) };
}

function largestOf({ overall, largest, unequalTwins }: LipschitzPartial): Estimate {
  const { rows } = overall;
  if (rows < 2) return notEstimable(rows, 'there is no pair of rows to compare');
  if (unequalTwins > 0) return notEstimable(rows, `${unequalTwins} ${unequalTwins === 1 ? 'pair of rows has' : 'pairs of rows have'} different values at distance 0, which no bound allows`);
  return { value: largest, n: rows, exact: 'the largest ratio among the drawn rows; it describes these rows only' };
}

/** Those that differ at distance 0 by the gap, then the others by their ratio; the first of equals. */
class WorstPairs {
  readonly pairs: { i: number; j: number; gap: number; distance: number }[] = [];

  add(i: number, j: number, gap: number, distance: number): void {
    const isWorse = (other: { gap: number; distance: number }): boolean =>
      distance === 0 ? other.distance > 0 || gap > other.gap : other.distance > 0 && gap / distance > other.gap / other.distance;
    if (this.pairs.length === SHOWN && !isWorse(this.pairs[SHOWN - 1]!)) return;
    const at = this.pairs.findIndex(isWorse);
    this.pairs.splice(at < 0 ? this.pairs.length : at, 0, { i, j, gap, distance });
    if (this.pairs.length > SHOWN) this.pairs.pop();
  }
}
