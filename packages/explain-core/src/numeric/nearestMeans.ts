import type { DistancesFrom } from './mixedDistance.js';

/**
 * Distances this much apart, relative to the larger, are the same: sums of some thousand terms round by less, and who is whose neighbour must not hang on the
 * order in which a machine adds.
 */
const SAME = 1e-12;

export interface NearestOptions {
  readonly neighbours: number;
  /** Is a unit, at distance 0, one of its own neighbours? */
  readonly includeSelf: boolean;
}

/** The mean around one unit, and what it would be without one of those that it rests on. */
export interface NearestMean {
  readonly mean: number;
  /** Calls back with every unit whose absence would change the neighbours and the mean without it; null where too few would be left. Never with the unit itself. */
  without(visit: (other: number, mean: number | null) => void): void;
}

/**
 * Mean of y over the k units nearest to unit i. Units that are equally far at the k-th place share the places that are left: each counts the same part, so the
 * mean does not hang on the order of units.
 *   y: [n]; distances: from i to each of n units.
 * Returns null where there are fewer than k units.
 */
export function nearestMean(i: number, y: Float64Array, distances: Float64Array, { neighbours: k, includeSelf }: NearestOptions): NearestMean | null {
  const n = y.length;
  const isCandidate = (j: number): boolean => includeSelf || j !== i;
  if (n - (includeSelf ? 0 : 1) < k) return null;
  const radius = kthSmallest(distances, k, isCandidate);
  const near = radius * (1 - SAME);
  const far = radius * (1 + SAME);
  const closer: number[] = [];
  const tied: number[] = [];
  let [sumCloser, sumTied, next] = [0, 0, Infinity];
  for (let j = 0; j < n; j++) {
    if (!isCandidate(j)) continue;
    const distance = distances[j]!;
    if (distance < near) {
      closer.push(j);
      sumCloser += y[j]!;
    } else if (distance <= far) {
      tied.push(j);
      sumTied += y[j]!;
    } else if (distance < next) next = distance;
  }
  const places = k - closer.length;
  const mean = (sumCloser + (places * sumTied) / tied.length) / k;
  return {
    mean,
    without(visit) {
      const sumNext = places < tied.length ? null : meanAt(next, y, distances, isCandidate);
      for (const other of closer) {
        if (other === i) continue;
        const rest = sumCloser - y[other]!;
        if (places < tied.length) visit(other, (rest + ((places + 1) * sumTied) / tied.length) / k);
        else visit(other, sumNext === null ? null : (rest + sumTied + sumNext) / k);
      }
      for (const other of tied) {
        if (other === i) continue;
        const rest = sumTied - y[other]!;
        if (places < tied.length) visit(other, (sumCloser + (places * rest) / (tied.length - 1)) / k);
        else visit(other, sumNext === null ? null : (sumCloser + rest + sumNext) / k);
      }
    },
  };
}

/** Mean of y over the units at one distance; null where there is none at a finite one. */
function meanAt(distance: number, y: Float64Array, distances: Float64Array, isCandidate: (j: number) => boolean): number | null {
  if (distance === Infinity) return null;
  const far = distance * (1 + SAME);
  let [sum, count] = [0, 0];
  for (let j = 0; j < y.length; j++) {
    if (!isCandidate(j) || distances[j]! < distance || distances[j]! > far) continue;
    sum += y[j]!;
    count++;
  }
  return sum / count;
}

/** The k-th smallest of the candidates' distances, by keeping the k smallest in order: k is small. */
function kthSmallest(distances: Float64Array, k: number, isCandidate: (j: number) => boolean): number {
  const smallest = new Float64Array(k).fill(Infinity);
  for (let j = 0; j < distances.length; j++) {
    const distance = distances[j]!;
    if (distance >= smallest[k - 1]! || !isCandidate(j)) continue;
    let at = k - 1;
    for (; at > 0 && smallest[at - 1]! > distance; at--) smallest[at] = smallest[at - 1]!;
    smallest[at] = distance;
  }
  return smallest[k - 1]!;
}

export interface NeighbourDisagreement {
  /** [n]: 1 − |y − mean of its k nearest|. */
  readonly agreement: Float64Array;
  /** [n]: mean of the k nearest. */
  readonly means: Float64Array;
  /** By grouping, [n, groups] row-major: by how much the weighted sum of a group's agreements would change through other neighbours if a unit were not there. Null where too few units would be left. */
  readonly changes: readonly Float64Array[] | null;
}

/**
 * How far every unit agrees with its k nearest, and what that would be without each unit: what a jackknife needs.
 *   weights: [n], how much each unit's agreement counts; not how much it counts among others' neighbours.
 *   groupings: for each, the group of every unit, 0 … groups − 1.
 *   block: called after every so many units, to stop between them.
 * Returns null where there are fewer than k others.
 */
export function neighbourAgreement(
  y: Float64Array,
  distancesFrom: DistancesFrom,
  options: NearestOptions,
  { weights, groupings }: { readonly weights: Float64Array; readonly groupings: readonly { readonly codes: Int32Array; readonly groups: number }[] },
  block: (done: number) => void = () => undefined,
): NeighbourDisagreement | null {
  const n = y.length;
  const distances = new Float64Array(n);
  const agreement = new Float64Array(n);
  const means = new Float64Array(n);
  let changes: Float64Array[] | null = groupings.map(({ groups }) => new Float64Array(n * groups));
  for (let i = 0; i < n; i++) {
    if (i % BLOCK === 0) block(i);
    distancesFrom(i, distances);
    const nearest = nearestMean(i, y, distances, options);
    if (nearest === null) return null;
    means[i] = nearest.mean;
    const own = 1 - Math.abs(y[i]! - nearest.mean);
    agreement[i] = own;
    nearest.without((other, mean) => {
      if (mean === null) changes = null;
      if (changes === null || mean === null) return;
      const change = weights[i]! * (1 - Math.abs(y[i]! - mean) - own);
      groupings.forEach(({ codes, groups }, g) => (changes![g]![other * groups + codes[i]!]! += change));
    });
  }
  return { agreement, means, changes };
}

/** Units between two looks at whether to go on. */
const BLOCK = 64;

/**
 * Standard error of the weighted mean agreement of one group, by leaving out each of the n units in turn, members or not:
 *   SE² = (n − 1)/n · Σ_j (m_(−j) − mean of them)²
 * Null where leaving one out leaves nobody. Efron, Stein 1981, "The jackknife estimate of variance", Annals of Statistics 9: biased upwards, if at all.
 */
export function jackknifeStandardError(
  { agreement, changes }: NeighbourDisagreement,
  weights: Float64Array,
  { grouping, codes, groups }: { readonly grouping: number; readonly codes: Int32Array; readonly groups: number },
  group: number,
): number | null {
  const n = agreement.length;
  let [sum, weight, members] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    if (codes[i] !== group) continue;
    sum += weights[i]! * agreement[i]!;
    weight += weights[i]!;
    members++;
  }
  if (changes === null || members < 2) return null;
  const left = Float64Array.from({ length: n }, (_, j) => {
    const isMember = codes[j] === group;
    return (sum - (isMember ? weights[j]! * agreement[j]! : 0) + changes[grouping]![j * groups + group]!) / (weight - (isMember ? weights[j]! : 0));
  });
  const mean = left.reduce((total, value) => total + value, 0) / n;
  return Math.sqrt(((n - 1) / n) * left.reduce((total, value) => total + (value - mean) ** 2, 0));
}
