import { categoryColumn, numberColumn, tableOf } from '../../test/robustness/toyModels.js';
import { takeRows } from '../data/select.js';
import { partsOf } from './enumeration.js';
import { mixturesOf } from './mixtures.js';
import { restrictTo, type Question } from './question.js';

const background = tableOf([
  numberColumn('a', [1, 2, NaN, 0, 1]),
  numberColumn('b', [-0, 5, 0, 5, 0]),
  categoryColumn('c', ['p', 'q'], ['p', null, 'p', 'q', 'p']),
  { kind: 'text', name: 'd', values: ['x', 'x', null, 'x', 'x'] },
]);
const ask = async () => new Float64Array();
const questionOf = (row: Question['row']): Question => ({ row, output: 0, background, answers: Float64Array.of(1, 2, 3, 4, 5), mixtures: mixturesOf(background, ask), mixturesOf: (some) => mixturesOf(some, ask), kept: {} });

it('puts background rows together that differ from the row in the same features; −0 is 0, and missing is missing', () => {
  expect(partsOf(questionOf(takeRows(background, [0])))).toEqual([
    { features: [], rows: [0, 4] },
    { features: [0, 1, 2], rows: [1, 3] },
    { features: [0, 3], rows: [2] },
  ]);
  expect(partsOf(questionOf(takeRows(background, [2])))[2]).toEqual({ features: [], rows: [2] });
  expect(partsOf(questionOf(takeRows(background, [1])))[1]).toEqual({ features: [], rows: [1] });
});

it('keeps the answers with the background rows they are of', () => {
  const question = questionOf(takeRows(background, [0]));
  const some = restrictTo(question, [1, 3]);
  expect([...some.answers]).toEqual([2, 4]);
  expect(some.background).toEqual(takeRows(background, [1, 3]));
  expect(restrictTo(question, [0, 1, 2, 3, 4])).toBe(question);
});
