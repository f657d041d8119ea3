import { expect, test } from '@jest/globals';
import { categoryColumn, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import { threatModel } from './threatModel.js';

const table = tableOf([
  numberColumn('income', [1.5, 2.5, 4.5]),
  numberColumn('children', [0, 1, 4]),
  numberColumn('sex', [0, 1, 1]),
  numberColumn('constant', [3, 3, 3]),
  numberColumn('empty', [NaN, NaN, NaN]),
  categoryColumn('job', ['a', 'b'], ['a', 'b', 'a']),
  { kind: 'text', name: 'note', values: ['x', 'y', null] },
  numberColumn('customer', [1, 2, 3]),
  categoryColumn('label', ['no', 'yes'], ['no', 'yes', 'no']),
]);
const features = ['income', 'children', 'sex', 'constant', 'empty', 'job', 'note', 'customer'];
const model = toyPredictor({ features, classes: ['no', 'yes'], score: () => [1, 0] });
const subject = subjectOf(table, model, 'label', { sex: 'protected', customer: 'id' });

test('the rule: what is frozen and why, what may change and how far', () => {
  const threat = threatModel(subject, {});
  expect(threat.frozen).toEqual([
    { column: 'sex', because: 'protected attribute' },
    { column: 'constant', because: 'it has one value only' },
    { column: 'empty', because: 'it has no value' },
    { column: 'job', because: 'a category, and the options do not let it flip' },
    { column: 'note', because: 'text is not perturbed' },
    { column: 'customer', because: 'its role is id' },
  ]);
  // Standard deviations by hand: income √(((1.5−17/6)² + (2.5−17/6)² + (4.5−17/6)²) ÷ 2) = √(7/3); children √(13/3).
  expect(threat.numbers).toEqual([
    { column: 'income', scale: expect.closeTo(Math.sqrt(7 / 3), 12), whole: false, min: 1.5, max: 4.5, direction: 'any' },
    { column: 'children', scale: expect.closeTo(Math.sqrt(13 / 3), 12), whole: true, min: 0, max: 4, direction: 'any' },
  ]);
  expect(threat.categories).toEqual([]);
});

test('options override the rule', () => {
  const threat = threatModel(subject, {
    unit: 'range', freeze: ['income'], unfreeze: ['sex'], flip: ['job'], increaseOnly: ['children'], fractions: ['sex'], bounds: { children: { max: 10 } },
  });
  expect(threat.numbers).toEqual([
    { column: 'children', scale: 4, whole: true, min: 0, max: 10, direction: 'increase' },
    { column: 'sex', scale: 1, whole: false, min: 0, max: 1, direction: 'any' },
  ]);
  expect(threat.categories).toEqual([{ column: 'job', levels: 2 }]);
  expect(threat.frozen[0]).toEqual({ column: 'income', because: 'frozen by the options' });
});

test.each([
  [{ freeze: ['nope'] }, 'The option freeze names the column "nope", which the data set does not have.'],
  [{ flip: ['income'] }, 'The option flip is about category columns; "income" is a number column.'],
  [{ bounds: { job: { min: 1 } } }, 'The option bounds is about number columns; "job" is a category column.'],
  [{ bounds: { income: { min: 2, max: 1 } } }, 'The bounds of "income" are the wrong way round: 2 is more than 1.'],
  [{ increaseOnly: ['income'], decreaseOnly: ['income'] }, 'The options increaseOnly and decreaseOnly both name "income"; it can be in one of them.'],
  [{ freeze: ['sex'], unfreeze: ['sex'] }, 'The options freeze and unfreeze both name "sex"; it can be in one of them.'],
])('refuses %j', (options, message) => {
  expect(() => threatModel(subject, options)).toThrow(expect.objectContaining({ code: 'BAD_OPTIONS', message }));
});
