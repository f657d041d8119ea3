import { takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import { throwIfCancelled } from '../errors.js';
import type { RandomStream } from '../random/stream.js';
import type { Ask } from './ask.js';
import { detectorFor, mixedRows } from './detector.js';
import type { OffManifoldOptions } from './offManifold.js';

/** Of one row by feature: other values tried, those after which the detector still says the same, and the sum of the absolute changes of the answer by these. */
export interface Changes {
  readonly tried: readonly number[];
  readonly counts: readonly number[];
  readonly sums: readonly number[];
}

export interface Sides {
  /** Rows held out, of both sides, and how many of them the detector tells rightly. */
  readonly heldOut: number;
  readonly told: number;
  readonly real: readonly Changes[];
  readonly madeUp: readonly Changes[];
}

/** Rows (an even number of real ones), and how the answer changes with each feature on both sides of the detector. */
export async function changesOnSides(rows: Table, ask: Ask, { drawing, changes }: Pick<OffManifoldOptions, 'drawing' | 'changes'>, random: RandomStream, signal: AbortSignal): Promise<Sides> {
  const n = rows.rows;
  const half = Math.floor(n / 2);
  const order = random.child('halves').permutation(n);
  const invented = mixedRows(rows, (i, j) => {
    const own = random.child('madeUp').child(i);
    if (drawing === 'independent') return own.integer(j, n);
    return own.child('which').uniform(j) < 0.5 ? own.integer(0, n) : -1;
  });
  const part = (table: Table, from: number, to: number): Table => takeRows(table, order.subarray(from, to));
  const detect = detectorFor(part(rows, 0, half), part(invented, 0, half));
  let told = 0;
  const side = async (table: Table, isReal: 0 | 1): Promise<Changes[]> => {
    const held = part(table, half, n);
    const right = Array.from(detect(held)).flatMap((is, i) => (is === isReal ? [i] : []));
    told += right.length;
    const kept = takeRows(held, right);
    const found = right.map(() => ({ tried: rows.columns.map(() => 0), counts: rows.columns.map(() => 0), sums: rows.columns.map(() => 0) }));
    if (right.length === 0) return found;
    const before = await ask(kept);
    for (let j = 0; j < rows.columns.length; j++) {
      for (let c = 0; c < changes; c++) {
        throwIfCancelled(signal);
        const donors = random.child(isReal ? 'real' : 'other').child(j).child(c);
        const changed = valuesOf(kept, j, rows, right.map((i) => donors.integer(i, n)));
        const still = detect(changed);
        const after = await ask(changed);
        for (let i = 0; i < right.length; i++) {
          if (isSame(kept, changed, j, i)) continue;
          found[i]!.tried[j]!++;
          if (still[i] !== isReal) continue;
          found[i]!.sums[j]! += Math.abs(after[i]! - before[i]!);
          found[i]!.counts[j]!++;
        }
      }
    }
    return found;
  };
  const real = await side(rows, 1);
  const madeUp = await side(invented, 0);
  return { heldOut: 2 * (n - half), told, real, madeUp };
}

/** `rows` with the values that column j has in rows of another table of the same columns and levels. */
function valuesOf(rows: Table, j: number, others: Table, from: readonly number[]): Table {
  const taken = takeRows(others, from).columns[j]!;
  return { rows: rows.rows, columns: rows.columns.map((column, k) => (k === j ? taken : column)) };
}

function isSame(one: Table, other: Table, j: number, i: number): boolean {
  const [a, b] = [one.columns[j]!, other.columns[j]!];
  return a.kind === 'category' && b.kind === 'category' ? a.codes[i] === b.codes[i] : Object.is(a.kind === 'category' ? null : a.values[i], b.kind === 'category' ? null : b.values[i]);
}

/** Where fewer changes count than this share of those tried, they are small ones, as of a column that follows from others, and not to be held beside the changes of the other side. */
const LEAST_COUNTED = 0.75;

/** Mean absolute change by feature over the given rows; null where too few changes count. */
export function meanChanges(rows: readonly Changes[], features: number): (number | null)[] {
  return Array.from({ length: features }, (_, j) => {
    let [sum, count, all] = [0, 0, 0];
    for (const { sums, counts, tried } of rows) {
      sum += sums[j]!;
      count += counts[j]!;
      all += tried[j]!;
    }
    return count === 0 || count < LEAST_COUNTED * all ? null : sum / count;
  });
}

/** The named features' share of the sum of both sides' mean changes, over features that have one on both; null where nothing changes. */
export function shares(real: readonly (number | null)[], madeUp: readonly (number | null)[], isNamed: readonly boolean[]): { readonly real: number; readonly madeUp: number } | null {
  const [one, other] = [real, madeUp].map((side) => {
    let [named, all] = [0, 0];
    side.forEach((value, j) => {
      if (real[j] === null || madeUp[j] === null) return;
      all += value!;
      if (isNamed[j]) named += value!;
    });
    return all > 0 ? named / all : null;
  }) as [number | null, number | null];
  return one === null || other === null ? null : { real: one, madeUp: other };
}
