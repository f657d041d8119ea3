import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drivers } from '../../src/audit/drivers.js';
import type { Result } from '../../src/method/result.js';
import { numberMetrics } from '../../src/fairness/numberRegistry.js';
import { audit, everyMethod, numberCase, toyCase } from './smallAudit.js';
import { treeCase } from './treeCase.js';

const folder = join(import.meta.dirname, '..', '..', 'golden', 'numbers');

/** Numbers kept of each audit: enough for a changed formula to show in one of them. */
const KEPT = 6;

/**
 * A sum in another order differs in the last place, 10⁻¹⁶; the least squares of LIME and Kernel SHAP may make that some ten thousand times larger. This leaves a thousandfold more, and any change
 * that is not rounding is larger still, and a new version.
 */
const TOLERANCE = 1e-9;

interface Kept {
  readonly of: string;
  readonly n: number;
  /** Null where it is not estimable. */
  readonly value: number | null;
  readonly lower?: number;
  readonly upper?: number;
  readonly standardError?: number;
}
interface Golden {
  readonly method: string;
  readonly version: number;
  readonly audits: Readonly<Record<string, readonly Kept[]>>;
}

const infos = drivers.flatMap(({ methods }) => methods);
const fileOf = (method: string): string => join(folder, `${method}.json`);
const found = new Map<string, Golden>();

beforeAll(async () => {
  const ofNumbers = { methods: numberMetrics.map(({ id }) => ({ pillar: 'fairness' as const, method: id })) };
  const audits = { derivative: await audit(toyCase(), everyMethod()), trees: await audit(await treeCase(), everyMethod()), number: await audit(numberCase(), ofNumbers) };
  for (const { id, version } of infos) {
    const kept = Object.entries(audits).flatMap(([name, { results }]) => {
      const own = results.filter(({ method, options }) => method === id && isKept(options['explainer']));
      return own.length === 0 ? [] : [[name, spread(own).map(keep)] as const];
    });
    found.set(id, { method: id, version, audits: Object.fromEntries(kept) });
  }
  if (process.env['GOLDEN'] === 'write') for (const golden of found.values()) write(golden);
});

it.each(infos.map(({ id }) => id))('%s has the numbers of its version', (id) => {
  if (!existsSync(fileOf(id))) throw new Error(`golden/numbers has nothing of ${id}; run "npm run golden" and look at what it wrote.`);
  const wanted = read(id);
  const { version, audits } = found.get(id)!;
  if (version !== wanted.version) throw new Error(`${id} has version ${version} and its kept numbers have ${wanted.version}; run "npm run golden" and look at the difference.`);
  const gap = gapOf(audits, wanted.audits);
  if (gap !== null) throw new Error(`The numbers of ${id} version ${version} have changed (${gap}). If they should, raise its version and run "npm run golden".`);
});

it('keeps nothing of methods that are gone', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  expect(files.sort()).toEqual(infos.map(({ id }) => `${id}.json`).sort());
});

/** Judges are kept by what they say of these two: what they say of an explainer added later is no change of theirs. */
function isKept(explainer: unknown): boolean {
  return explainer === undefined || explainer === 'kernelShap' || explainer === 'lime';
}

/** Evenly over a method's results, the first and the last among them. */
function spread(results: readonly Result[]): Result[] {
  const count = Math.min(KEPT, results.length);
  return Array.from({ length: count }, (_, i) => results[Math.round((i * (results.length - 1)) / Math.max(1, count - 1))]);
}

function keep({ attribute, group, feature, options, estimate }: Result): Kept {
  const named = ['explainer', 'measure', 'scope', 'epsilon', 'strength'].map((name) => options[name]);
  const of = [attribute, group, feature, ...named].filter((part) => part !== undefined).join(', ');
  if (estimate.value === null) return { of, n: estimate.n, value: null };
  const { n, value, interval, standardError } = estimate;
  return { of, n, value, ...(interval ? { lower: interval.lower, upper: interval.upper } : {}), ...(standardError === undefined ? {} : { standardError }) };
}

/** Where the two differ first, in words; null where they do not. */
function gapOf(now: Golden['audits'], then: Golden['audits']): string | null {
  if (Object.keys(now).join() !== Object.keys(then).join()) return 'other audits';
  for (const [name, kept] of Object.entries(now)) {
    if (kept.length !== then[name].length) return `${name}: ${kept.length} numbers, were ${then[name].length}`;
    for (const [i, one] of kept.entries()) {
      const other = then[name][i];
      for (const key of ['of', 'n', 'value', 'lower', 'upper', 'standardError'] as const) {
        if (!alike(one[key], other[key])) return `${name}, ${one.of}, ${key}: ${one[key]}, was ${other[key]}`;
      }
    }
  }
  return null;
}

function alike(a: string | number | null | undefined, b: string | number | null | undefined): boolean {
  return typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(b)) : a === b;
}

function read(id: string): Golden {
  return JSON.parse(readFileSync(fileOf(id), 'utf8')) as Golden;
}

function write(golden: Golden): void {
  const { method, version, audits } = golden;
  if (existsSync(fileOf(method)) && read(method).version === version) {
    const gap = gapOf(audits, read(method).audits);
    if (gap !== null) throw new Error(`The numbers of ${method} have changed (${gap}) and its version is still ${version}; raise it first.`);
    return;
  }
  const lists = Object.entries(audits).map(([name, kept]) => `    ${JSON.stringify(name)}: [\n${kept.map((one) => `      ${JSON.stringify(one)}`).join(',\n')}\n    ]`);
  writeFileSync(fileOf(method), `{\n  "method": ${JSON.stringify(method)},\n  "version": ${version},\n  "audits": {\n${lists.join(',\n')}\n  }\n}\n`);
}
