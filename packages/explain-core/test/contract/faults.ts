import { canonicalJson } from '../../src/audit/digest.js';
import { drivers } from '../../src/audit/drivers.js';
import type { Result } from '../../src/method/result.js';
import { audit, everyMethod, type AuditCase } from './smallAudit.js';

const infos = drivers.flatMap(({ methods }) => methods);

/** What is wrong with a result; empty when nothing is. */
function faultsOf({ method, version, dimension, options, estimate, counts }: Result, mainMeasure: unknown): string[] {
  const info = infos.find(({ id }) => id === method);
  if (!info) return [`no method is called ${method}`];
  const faults = [
    version === info.version ? '' : `version ${version}, the method has ${info.version}`,
    dimension === info.pillar ? '' : `dimension ${dimension}`,
    Number.isSafeInteger(estimate.n) && estimate.n >= 0 ? '' : `n is ${estimate.n}`,
    ...Object.entries(counts ?? {}).map(([name, count]) => (Number.isFinite(count) ? '' : `count ${name} is ${count}`)),
  ];
  if (estimate.value === null) {
    const others = Object.keys(estimate).filter((key) => !['value', 'n', 'undefinedBecause'].includes(key));
    return [...faults, estimate.undefinedBecause.trim() === '' ? 'no reason' : '', ...others.map((key) => `undefined, but with ${key}`)].filter((fault) => fault !== '');
  }
  const { value, interval, standardError, exact } = estimate;
  faults.push(
    Number.isFinite(value) ? '' : `value ${value}`,
    'undefinedBecause' in estimate ? 'a value and a reason why there is none' : '',
    interval !== undefined || standardError !== undefined || (exact !== undefined && exact.trim() !== '') ? '' : 'neither interval, standard error nor a reason why it is exact',
    interval !== undefined && exact !== undefined ? 'an interval and a reason why there is none' : '',
    standardError === undefined || (Number.isFinite(standardError) && standardError >= 0) ? '' : `standard error ${standardError}`,
  );
  if (interval) {
    const { lower, upper, level } = interval;
    faults.push(
      Number.isFinite(lower) && Number.isFinite(upper) && lower <= upper ? '' : `interval ${lower} to ${upper}`,
      // Up to rounding: an end may be the value itself, computed another way.
      lower - 1e-12 <= value && value <= upper + 1e-12 ? '' : `${value} outside ${lower} to ${upper}`,
      level > 0 && level < 1 ? '' : `level ${level}`,
    );
  }
  if (info.range && options['measure'] === mainMeasure) faults.push(value >= info.range[0] && value <= info.range[1] ? '' : `${value} outside the range ${info.range.join(' to ')}`);
  return faults.filter((fault) => fault !== '');
}

/** Every result that is neither a number with its doubt nor a reason why there is none, in words. */
export function faultyResults(results: readonly Result[]): string[] {
  // A method's range is that of the measure it gives first; sizes and diagnostics have their own.
  const mainMeasure = new Map<string, unknown>();
  for (const { method, options } of results) if (!mainMeasure.has(method)) mainMeasure.set(method, options['measure']);
  return results.flatMap((result) => faultsOf(result, mainMeasure.get(result.method)).map((fault) => `${result.method} ${JSON.stringify(result.options['measure'] ?? '')}: ${fault}`));
}

/** That an audit by every method leaves numbers with their doubt or reasons, one at least of every method, and nothing that JSON would lose. */
export async function expectAnswersOfAll(given: AuditCase): Promise<void> {
  const { results, artifacts } = await audit(given, everyMethod());
  expect(faultyResults(results)).toEqual([]);
  expect(JSON.parse(canonicalJson({ results, artifacts }))).toEqual({ results, artifacts });
  expect([...new Set(results.map(({ method }) => method))].sort()).toEqual(infos.map(({ id }) => id).sort());
}
