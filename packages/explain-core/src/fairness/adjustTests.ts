import type { TestOutcome } from '../method/result.js';
import { benjaminiHochberg, benjaminiYekutieli, holm } from '../numeric/adjustPValues.js';
import type { GapTest } from './gapTest.js';

export interface MadeTest {
  /** Null where no test was made. */
  readonly test: GapTest | null;
  /** The test before it, looked at from the other side: counted once. */
  readonly isMirror: boolean;
}

/** All tests of one family with their adjusted p-values, in place. */
export function adjustTests(made: readonly MadeTest[]): (TestOutcome | null)[] {
  const pValues = made.map(({ test, isMirror }) => (isMirror ? null : (test?.pValue ?? null)));
  const adjusted = { holm: holm(pValues), benjaminiHochberg: benjaminiHochberg(pValues), benjaminiYekutieli: benjaminiYekutieli(pValues) };
  return made.map(({ test, isMirror }, i) => {
    if (test === null) return null;
    const at = isMirror ? i - 1 : i;
    return { ...test, holm: adjusted.holm[at]!, benjaminiHochberg: adjusted.benjaminiHochberg[at]!, benjaminiYekutieli: adjusted.benjaminiYekutieli[at]! };
  });
}
