import type { GroupAxis } from '../method/groups.js';
import { randomStream } from '../random/stream.js';
import { momentsOf } from './moments.js';
import { mergeCubes } from './outcomeCube.js';
import { binOf, RESAMPLED_BINS, type ScoreScale } from './scoreScale.js';
import { SAMPLE_PARTS } from './sampleParts.js';
import { Tally, type DecodedRows, type TallyOptions } from './tally.js';

const ROWS = 5000;
const axis = (column: string, size: number): GroupAxis => ({ column, groups: Array.from({ length: size }, (_, i) => `${column}${i}`), cuts: null });
const options = (scale: ScoreScale | null, sizes: readonly number[] = [2, 3]): TallyOptions => ({
  groupAxes: sizes.map((size, i) => axis('abcdef'[i], size)),
  axes: { labels: ['no', 'yes'], predicted: ['no', 'yes'] },
  positive: 1,
  scale,
});

/** Rows with missing groups and labels; scores in hundredths, so that many are equal. */
function made(sizes: readonly number[], { weighted = false, parts = false, scores = true } = {}): DecodedRows {
  const draws = randomStream(7);
  const codes = (name: string, from: number, to: number): Int32Array => Int32Array.from({ length: ROWS }, (_, i) => from + draws.child(name).integer(i, to - from));
  return {
    rows: ROWS,
    groups: sizes.map((size, a) => codes(`group ${a}`, -1, size)),
    labels: codes('label', -1, 2),
    predicted: codes('predicted', 0, 2),
    scores: scores ? Float64Array.from({ length: ROWS }, (_, i) => draws.child('score').integer(i, 101) / 100) : null,
    weights: weighted ? Float64Array.from({ length: ROWS }, (_, i) => draws.child('weight').integer(i, 4)) : null,
    parts: parts ? codes('part', 0, SAMPLE_PARTS) : null,
  };
}

function cubeOf(rows: DecodedRows, given: TallyOptions) {
  const tally = new Tally(given);
  tally.add(rows);
  return tally.cube();
}

/** Numbers that stand one behind the other, `width` to a row. */
function rowsOf(flat: readonly number[] = [], width: number): number[][] {
  return Array.from({ length: flat.length / width }, (_, i) => flat.slice(i * width, (i + 1) * width));
}

/** Σ of a row's worth over the rows that fulfil a condition: the oracle, a row at a time. */
function sumWhere({ rows }: DecodedRows, holds: (row: number) => boolean, worth: (row: number) => number = () => 1): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) if (holds(row)) sum += worth(row);
  return sum;
}

const exact: ScoreScale = { from: 0, to: 1, probability: true, exact: true, bins: 4096 };

it('counts every group × label × prediction, missing ones too', () => {
  const rows = made([2, 3]);
  const { groups } = cubeOf(rows, options(null));
  expect(groups).toHaveLength(3 * 4);
  for (const { values, cells } of groups) {
    const codes = values.map((value) => (value === null ? -1 : Number(value.slice(1))));
    for (let cell = 0; cell < 6; cell++) {
      const label = Math.floor(cell / 2) === 2 ? -1 : Math.floor(cell / 2);
      const wanted = sumWhere(rows, (row) => rows.groups.every((column, a) => column[row] === codes[a]) && rows.labels[row] === label && rows.predicted[row] === cell % 2);
      expect(rowsOf(cells, 2).find(([at]) => at === cell)?.[1] ?? 0).toBe(wanted);
    }
  }
});

it('counts the same where there could be too many groups for one table', () => {
  // 401³ possible groups, of which the rows have a few.
  const narrow = made([2, 3]);
  const rows = { ...narrow, groups: [...narrow.groups, new Int32Array(ROWS).fill(17)] };
  const wide = cubeOf(rows, options(null, [400, 400, 400]));
  const plain = cubeOf({ ...rows, groups: narrow.groups }, options(null));
  expect(wide.groups.map(({ values, cells }) => ({ values: values.slice(0, 2), cells }))).toEqual(plain.groups.map(({ values, cells }) => ({ values, cells })));
});

it('keeps each distinct score, or its bin with what the bin would blur', () => {
  const rows = made([2, 3]);
  const [whole] = cubeOf(rows, options(exact)).groups;
  const binned: ScoreScale = { ...exact, exact: false, bins: 64 };
  const [coarse] = cubeOf(rows, options(binned)).groups;
  const within = (row: number): boolean => rows.groups.every((column) => column[row] === -1);
  for (const [score, positives, negatives, unlabelled] of rowsOf(whole.scores, 4)) {
    for (const [label, found] of [[1, positives], [0, negatives], [-1, unlabelled]] as const) {
      expect(found).toBe(sumWhere(rows, (row) => within(row) && rows.scores![row] === score && rows.labels[row] === label));
    }
  }
  for (const [bin, positives] of rowsOf(coarse.scores, 4)) expect(positives).toBe(sumWhere(rows, (row) => within(row) && binOf(rows.scores![row], binned, 64) === bin && rows.labels[row] === 1));
  const { weight, sum, squares } = momentsOf(Float64Array.from(coarse.moments!), 'brier');
  const loss = (row: number): number => (rows.scores![row] - rows.labels[row]) ** 2;
  const labelled = (row: number): boolean => within(row) && rows.labels[row] >= 0;
  expect(weight).toBe(sumWhere(rows, labelled));
  // Some hundred terms of at most 1, added in another order than here would be by a few 1e-14.
  expect(sum).toBeCloseTo(sumWhere(rows, labelled, loss), 12);
  expect(squares).toBeCloseTo(sumWhere(rows, labelled, (row) => loss(row) ** 2), 12);
});

it('keeps weights by the part of the sample, whose sum is the whole', () => {
  const rows = made([2, 3], { weighted: true, parts: true });
  const { groups } = cubeOf(rows, options(exact));
  const [{ cells, parts, scores, scoreParts }] = groups;
  const within = (row: number): boolean => rows.groups.every((column) => column[row] === -1);
  expect(rowsOf(parts, 3).reduce((sum, [, , weight]) => sum + weight, 0)).toBe(sumWhere(rows, within, (row) => rows.weights![row]));
  expect(rowsOf(cells, 2).reduce((sum, [, count]) => sum + count, 0)).toBe(sumWhere(rows, within));
  expect(rowsOf(scores, 4).reduce((sum, [, p, n, u]) => sum + p + n + u, 0)).toBe(sumWhere(rows, within, (row) => rows.weights![row]));
  const [part, bin, positives] = rowsOf(scoreParts, 5).find(([, , weight]) => weight > 0)!;
  expect(positives).toBe(sumWhere(rows, (row) => within(row) && rows.parts![row] === part && rows.labels[row] === 1 && binOf(rows.scores![row], exact, RESAMPLED_BINS) === bin, (row) => rows.weights![row]));
});

it('gives the same sums whole or in pieces', () => {
  const rows = made([2, 3], { weighted: true, parts: true });
  const pieces = [0, 1234, 3000, ROWS].slice(1).map((to, i) => {
    const from = [0, 1234, 3000][i];
    const cut = <T extends Int32Array | Float64Array>(column: T): T => column.slice(from, to) as T;
    return { rows: to - from, groups: rows.groups.map(cut), labels: cut(rows.labels), predicted: cut(rows.predicted), scores: cut(rows.scores!), weights: cut(rows.weights!), parts: cut(rows.parts!) };
  });
  // Weights are whole numbers here, so their sums do not depend on the order.
  expect(mergeCubes(pieces.map((piece) => cubeOf(piece, options(exact))))).toEqual(mergeCubes([cubeOf(rows, options(exact))]));
});

it('counts no rows as no groups', () => {
  const none = made([2, 3]);
  const empty = { rows: 0, groups: none.groups.map(() => new Int32Array(0)), labels: new Int32Array(0), predicted: new Int32Array(0), scores: null, weights: null, parts: null };
  expect(cubeOf(empty, options(null))).toEqual({ groups: [] });
});
