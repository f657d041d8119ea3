import { fisherExact } from '../numeric/fisherExact.js';
import { permutationTest } from '../numeric/permutationTest.js';
import { pooledZ } from '../numeric/pooledZ.js';
import type { Proportion } from '../numeric/wilson.js';
import type { RandomStream } from '../random/stream.js';

export const gapTests = ['auto', 'fisher', 'midP', 'z', 'permutation'] as const;
export type GapTestName = (typeof gapTests)[number];

/** One comparison of two groups that have no row in common. */
export interface GapTest {
  readonly name: string;
  readonly statistic: number | null;
  readonly pValue: number;
}

/**
 * From so many expected successes and failures in both groups on, mid-p and pooled z differ by less than 0.0013, and by less than 3 % of themselves up to
 * four standard deviations (compared for rates of 0.001 to 0.5 and groups from a half to a thousandth); below, adjusted p-values could hang on it.
 */
const ENOUGH_FOR_Z = 100_000;

export interface GapTestOptions {
  readonly test: GapTestName;
  readonly permutations: number;
  /** Weighted or clustered rows: the proportions are effective ones and not whole, so only the z test is defined. */
  readonly effective: boolean;
  readonly random: RandomStream;
}

/** Are the two rates the same? Two-sided. */
export function testGap(first: Proportion, second: Proportion, { test, permutations, effective, random }: GapTestOptions): GapTest {
  if (effective) return zTest(first, second, 'pooledZOfEffectiveRows');
  switch (test) {
    case 'auto':
      return leastExpected(first, second) >= ENOUGH_FOR_Z ? zTest(first, second, 'pooledZ') : exact(first, second, 'fisherMidP');
    case 'z':
      return zTest(first, second, 'pooledZ');
    case 'midP':
      return exact(first, second, 'fisherMidP');
    case 'fisher':
      return exact(first, second, 'fisherExact');
    case 'permutation': {
      const { statistic, pValue } = permutationTest(first, second, permutations, random);
      return { name: 'permutation', statistic, pValue };
    }
  }
}

function exact(first: Proportion, second: Proportion, name: 'fisherMidP' | 'fisherExact'): GapTest {
  const { pValue, midP } = fisherExact(first, second);
  return { name, statistic: null, pValue: name === 'fisherMidP' ? midP : pValue };
}

/** Where everybody or nobody succeeded, nothing differs. */
function zTest(first: Proportion, second: Proportion, name: string): GapTest {
  const found = pooledZ(first, second);
  return found === null ? { name, statistic: null, pValue: 1 } : { name, statistic: found.statistic, pValue: found.pValue };
}

function leastExpected(first: Proportion, second: Proportion): number {
  const rate = (first.successes + second.successes) / (first.n + second.n);
  return Math.min(first.n, second.n) * Math.min(rate, 1 - rate);
}
