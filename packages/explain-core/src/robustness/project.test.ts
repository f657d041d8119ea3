import { expect, test } from '@jest/globals';
import { categoryColumn, infoOf, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import type { Table } from '../data/table.js';
import { randomStream } from '../random/stream.js';
import { pointsOf } from './points.js';
import { project, rowDistance, rowsWithin } from './project.js';
import { threatModel, type ThreatModel, type ThreatOptions } from './threatModel.js';

const levels = ['a', 'b', 'c'];
const table = tableOf([
  numberColumn('amount', [0.5, 10.25, NaN, 3.75, 7.5, -2]),
  numberColumn('years', [0, 40, 12, NaN, 7, 3]),
  numberColumn('age', [20, 30, 40, 50, 60, 70]),
  numberColumn('constant', [5, 5, 5, 5, 5, 5]),
  categoryColumn('kind', levels, ['a', 'b', null, 'c', 'a', 'a']),
  categoryColumn('region', ['n', 's'], ['n', 's', 'n', 's', null, 'n']),
  categoryColumn('label', ['no', 'yes'], ['no', 'yes', 'no', 'yes', 'no', 'yes']),
]);
const features = ['amount', 'years', 'age', 'constant', 'kind', 'region'];
const model = toyPredictor({ features, classes: ['no', 'yes'], score: () => [1, 0] });
const subject = subjectOf(table, model, 'label', { age: 'protected' });
const originals: Table = { rows: table.rows, columns: table.columns.slice(0, features.length) };

/** Anything an attack may come up with, absurd values included. */
function anything(seed: number): Table {
  const draws = randomStream(seed);
  const odd = [NaN, Infinity, -Infinity, 1e300, -0];
  const columns = originals.columns.map((column, j) => {
    const own = draws.child(j);
    if (column.kind === 'number') {
      return { ...column, values: column.values.map((value, i) => (own.uniform(2 * i) < 0.1 ? odd[own.integer(2 * i + 1, odd.length)] : (Number.isNaN(value) ? 0 : value) + 20 * (own.uniform(2 * i + 1) - 0.5))) };
    }
    if (column.kind === 'category') return { ...column, codes: column.codes.map((_, i) => own.integer(i, 7) - 2) };
    return column;
  });
  return { rows: originals.rows, columns };
}

const threats: [string, ThreatOptions][] = [
  ['the defaults', {}],
  ['l2', { norm: 'l2' }],
  ['l2, everything may change', { norm: 'l2', unfreeze: ['age'], flip: ['kind', 'region'], maxFlips: 2, unit: 'range' }],
  ['directions and bounds', { increaseOnly: ['years'], decreaseOnly: ['amount'], bounds: { amount: { min: 0, max: 8 } }, unit: 'raw', flip: ['kind', 'region'] }],
  ['whole amounts, broken years', { wholeNumbers: ['amount'], fractions: ['years'] }],
  ['whole amounts in l2', { wholeNumbers: ['amount'], norm: 'l2' }],
];

test.each(threats)('projecting is idempotent and ends inside the threat model: %s', (_, options) => {
  const threat = threatModel(subject, options);
  for (let seed = 0; seed < 60; seed++) {
    for (const epsilon of [0, 0.05, 0.5, 3]) {
      const once = project(originals, anything(seed), threat, epsilon);
      expect(project(originals, once, threat, epsilon)).toEqual(once);
      expect(rowsWithin(originals, once, threat, epsilon)).toEqual(new Array(6).fill(true));
      for (const [j, column] of once.columns.entries()) {
        const before = originals.columns[j];
        if (threat.frozen.some((frozen) => frozen.column === column.name)) expect(column).toEqual(before);
        if (column.kind === 'number' && before.kind === 'number') expect([...column.values].map(Number.isNaN)).toEqual([...before.values].map(Number.isNaN));
        if (column.kind === 'category' && before.kind === 'category') {
          for (const [i, code] of column.codes.entries()) {
            expect(code).toBeLessThan(column.levels.length);
            expect(code < 0).toBe(before.codes[i] < 0);
          }
        }
      }
    }
  }
});

test('an original is its own projection, outside the bounds too', () => {
  const threat = threatModel(subject, { bounds: { amount: { min: 0, max: 1 } }, wholeNumbers: ['amount'] });
  expect(project(originals, originals, threat, 0.5)).toEqual(originals);
});

test('values by hand: ball, bounds, whole numbers, directions', () => {
  const data = tableOf([numberColumn('x', [0, 10]), numberColumn('n', [0, 10]), numberColumn('up', [0, 10])]);
  const own = { ...subject, dataset: { ...subject.dataset, columns: data.columns.map((column) => infoOf(column, 'feature')) }, protected: [] };
  const toy = toyPredictor({ features: ['x', 'n', 'up'], classes: ['no', 'yes'], score: () => [1, 0] });
  const threat = threatModel({ ...own, model: { ...own.model, features: toy.features } as typeof own.model }, { unit: 'range', fractions: ['x', 'up'], increaseOnly: ['up'] });
  // The ball of 0.26 is 2.6 wide in each column of range 10; whole numbers reach 2 of it; nothing leaves [0, 10]; "up" never falls.
  const low = project(data, tableOf([numberColumn('x', [-9, -9]), numberColumn('n', [-9, -9]), numberColumn('up', [-9, -9])]), threat, 0.26);
  expect(low.columns.map((column) => [...(column.kind === 'number' ? column.values : [])])).toEqual([[0, 7.4], [0, 8], [0, 10]]);
  const high = project(data, tableOf([numberColumn('x', [99, 99]), numberColumn('n', [99, 99]), numberColumn('up', [99, 99])]), threat, 0.26);
  expect(high.columns.map((column) => [...(column.kind === 'number' ? column.values : [])])).toEqual([[2.6, 10], [2, 10], [2.6, 10]]);
});

test('l2 draws back along the line: (3, 4) in a ball of 1 is (0.6, 0.8)', () => {
  const data = tableOf([numberColumn('x', [0]), numberColumn('y', [0])]);
  const numbers = ['x', 'y'].map((column) => ({ column, scale: 1, whole: false, min: -9, max: 9, direction: 'any' as const }));
  const threat: ThreatModel = { norm: 'l2', unit: 'raw', maxFlips: 1, categories: [], frozen: [], numbers };
  const drawn = project(data, tableOf([numberColumn('x', [3]), numberColumn('y', [4])]), threat, 1);
  expect(drawn.columns.map((column) => (column.kind === 'number' ? column.values[0] : null))).toEqual([expect.closeTo(0.6, 12), expect.closeTo(0.8, 12)]);
  expect(rowDistance(pointsOf(data, threat), pointsOf(drawn, threat), threat, 0)).toBeCloseTo(1, 12);
});

test('rowsWithin refuses what breaks a rule, each alone', () => {
  const threat = threatModel(subject, { flip: ['kind'], increaseOnly: ['years'] });
  const changed = (name: string, row: number, value: number): Table => ({
    rows: originals.rows,
    columns: originals.columns.map((column) => {
      if (column.name !== name) return column;
      if (column.kind === 'number') return { ...column, values: column.values.with(row, value) };
      return column.kind === 'category' ? { ...column, codes: column.codes.with(row, value) } : column;
    }),
  });
  const verdict = (name: string, row: number, value: number): boolean => rowsWithin(originals, changed(name, row, value), threat, 0.5)[row];
  expect(verdict('age', 0, 21)).toBe(false); // frozen
  expect(verdict('constant', 0, 5.1)).toBe(false); // never varies
  expect(verdict('region', 0, 1)).toBe(false); // may not flip
  expect(verdict('kind', 0, 3)).toBe(false); // no such level
  expect(verdict('kind', 2, 0)).toBe(false); // was missing
  expect(verdict('years', 4, 8.5)).toBe(false); // not whole
  expect(verdict('years', 4, 6)).toBe(false); // only grows
  expect(verdict('years', 3, 7)).toBe(false); // was missing
  expect(verdict('amount', 1, 10.5)).toBe(false); // above the observed maximum
  expect(verdict('amount', 0, 9)).toBe(false); // too far
  expect(verdict('kind', 0, 1)).toBe(true);
  expect(verdict('years', 4, 8)).toBe(true);
  expect(verdict('amount', 0, 0.6)).toBe(true);
});
