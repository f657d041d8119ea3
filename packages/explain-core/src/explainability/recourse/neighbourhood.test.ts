import { categoryColumn, numberColumn, subjectOf, tableOf, toyPredictor } from '../../../test/robustness/toyModels.js';
import { takeColumns } from '../../data/select.js';
import { neighbourhood } from './neighbourhood.js';

const table = tableOf([
  numberColumn('x', [0, 1, 2, 3, 10, 5]),
  categoryColumn('c', ['p', 'q'], ['p', 'p', 'p', 'p', 'q', 'p']),
  { kind: 'text', name: 't', values: ['a', 'b', 'c', 'd', 'e', 'f'] },
  categoryColumn('y', ['no', 'yes'], ['yes', 'yes', 'yes', 'yes', 'yes', 'no']),
]);
const model = toyPredictor({ features: ['x', 'c', 't'], classes: ['no', 'yes'], score: () => [0, 1] });
const subject = subjectOf(table, model, 'y');
const reference = takeColumns(table, model.features);
const rows = (x: number[], c: (string | null)[]) => tableOf([numberColumn('x', x), categoryColumn('c', ['p', 'q'], c), { kind: 'text', name: 't', values: x.map(() => null) }]);

it('compares a row with real ones by their mean distance to their nearest neighbours, by hand', () => {
  // Range 10. The five rows have among each other, to the two nearest: .15, .1, .1, .15 and (.7 + 1 + .8 + 1) ÷ 2 = 1.75.
  const near = neighbourhood(subject, reference, [0, 1, 2, 3, 4], 'range', 2, 0.75);
  expect(near).toMatchObject({ rows: 5, neighbours: 2 });
  expect(near.limit).toBeCloseTo(0.15, 14);
  const [inside, outside, strange, missing] = near.judge(rows([1.5, 6, 2, NaN], ['p', 'p', 'q', 'p']));
  expect(inside).toEqual({ neighbourDistance: expect.closeTo(0.05, 14), rank: 1, plausible: true });
  expect(outside).toEqual({ neighbourDistance: expect.closeTo(0.35, 14), rank: 0.2, plausible: false });
  // One unlike category and .8 of the range from the row of its own category; .0 + 1 from the one like it in x.
  expect(strange).toEqual({ neighbourDistance: expect.closeTo(0.9, 14), rank: 0.2, plausible: false });
  expect(missing).toEqual({ neighbourDistance: 1, rank: 0.2, plausible: false });
});

it('says nothing where there are not more rows than neighbours', () => {
  const near = neighbourhood(subject, reference, [0, 1], 'range', 2, 0.9);
  expect(near.limit).toBeNull();
  expect(near.undefinedBecause).toBe('2 of the 6 reference rows have the outcome, and 3 are needed to tell what is near');
  expect(near.judge(rows([1], ['p']))).toEqual([null]);
});
