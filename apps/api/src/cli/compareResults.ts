import { canonicalJson } from '@plumbline/explain-core/audit/digest';
import type { Artifact, Result } from '@plumbline/explain-core/method/result';
import type { Check } from '@plumbline/evidence/verify';

/**
 * Relative. The same program on the same processor gives the same bits. Elsewhere Math.exp and the runtimes' kernels may differ in a last place, and sums of
 * a million of these in about this much; a number that was changed by hand differs by more.
 */
const tolerance = 1e-9;
const differencesTold = 10;

export interface Comparison {
  readonly same: number;
  readonly different: number;
  readonly check: Check;
}

/** Results are the same when they are about the same thing and every number in them is, within the tolerance. */
export function compareResults(stated: readonly Result[], found: readonly Result[]): Comparison {
  let bitForBit = 0;
  let close = 0;
  const differences: string[] = [];
  for (let index = 0; index < Math.max(stated.length, found.length); index++) {
    const [before, now] = [stated[index], found[index]];
    if (before !== undefined && now !== undefined && canonicalJson(before) === canonicalJson(now)) bitForBit++;
    else if (before !== undefined && now !== undefined && isClose(before, now)) close++;
    else differences.push(describe(before, now));
  }
  const told = differences.slice(0, differencesTold).join('; ') + (differences.length > differencesTold ? `; and ${differences.length - differencesTold} more` : '');
  const same = bitForBit + close;
  return {
    same,
    different: differences.length,
    check: {
      id: 'recomputed',
      ok: differences.length === 0,
      detail:
        differences.length === 0
          ? `all ${same} results come out again, ${close === 0 ? 'bit for bit' : `${bitForBit} bit for bit and ${close} within ${tolerance}`}`
          : `${differences.length} of ${same + differences.length} results differ: ${told}`,
    },
  };
}

/** Attributions, curves, trees: as results, but named as a whole. */
export function compareArtifacts(stated: readonly Artifact[], found: readonly Artifact[]): Check {
  const names = [...new Set([...stated, ...found].map(({ name }) => name))];
  const different = names.filter((name) => !isClose(bodyOf(stated, name), bodyOf(found, name)));
  return {
    id: 'recomputed-artifacts',
    ok: different.length === 0,
    detail: different.length === 0 ? `all ${names.length} artifacts come out again` : `${different.join(', ')} came out otherwise`,
  };
}

function bodyOf(artifacts: readonly Artifact[], name: string): unknown {
  return artifacts.find((artifact) => artifact.name === name)?.body;
}

function isClose(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b), Number.MIN_VALUE);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return left.length === right.size && left.every(([name, value]) => right.has(name) && isClose(value, right.get(name)));
}

function describe(before: Result | undefined, now: Result | undefined): string {
  const { method, attribute, group, feature, options } = (before ?? now)!;
  const what = [method, options['statistic'], attribute, group, feature].filter((part) => part !== undefined).join(' ');
  const tested = ({ test }: Result): string => (test === undefined ? '' : ` (p ${test.pValue}, adjusted ${test.holm})`);
  const value = (result: Result | undefined): string =>
    result === undefined ? 'nothing' : result.estimate.value === null ? 'not estimable' : `${result.estimate.value}${tested(result)}`;
  return `${what} is ${value(before)} in the bundle, ${value(now)} computed again`;
}
