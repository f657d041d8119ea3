import { categoryColumn, numberColumn, tableOf } from '../../../test/robustness/toyModels.js';
import { levelOrder } from './levelOrder.js';

const levels = ['p', 'q', 'r', 's'];
const word = categoryColumn('word', levels, ['s', 'p', 'q', 'r', 's', 'p', 'q', 'r']);
const named = (order: readonly number[]): string => order.map((code) => levels[code]).join('');

it('puts levels where the other features put them', () => {
  // r has 4 and 5, p 3 and 4, s 2 and 3, q 1 and 2: neighbours share a value. Which end is first is the column's order of its first and last level.
  const overlapping = numberColumn('x', [2, 3, 1, 4, 3, 4, 2, 5]);
  expect(named(levelOrder(tableOf([word, overlapping]), word))).toBe('rpsq');
  // Where all are equally far apart, one order is as good as another.
  const apart = numberColumn('x', [2, 3, 1, 4, 2, 3, 1, 4]);
  expect([...named(levelOrder(tableOf([word, apart]), word))].sort().join('')).toBe('pqrs');
});

it('by shares of a category or a text too, a missing value being one', () => {
  // Shares of "yes": p 1, q ½, r 0, s missing and yes.
  const answer = categoryColumn('answer', ['no', 'yes'], ['yes', 'yes', 'yes', 'no', null, 'yes', 'no', 'no']);
  const text = { kind: 'text', name: 'answer', values: ['yes', 'yes', 'yes', 'no', null, 'yes', 'no', 'no'] } as const;
  expect(named(levelOrder(tableOf([word, answer]), word))).toBe(named(levelOrder(tableOf([word, text]), word)));
  expect(named(levelOrder(tableOf([word, answer]), word))).toMatch(/^(sp|ps)qr$/);
});

it('keeps the column’s order where nothing tells levels apart, and leaves out levels that no row has', () => {
  const x = numberColumn('x', [1, 1, 1, 1, 1, 1, 1, 1]);
  expect(named(levelOrder(tableOf([word, x]), word))).toBe('pqrs');
  expect(named(levelOrder(tableOf([word]), word))).toBe('pqrs');
  const two = categoryColumn('word', levels, ['s', 'q', null, 's']);
  expect(named(levelOrder(tableOf([two]), two))).toBe('qs');
});
