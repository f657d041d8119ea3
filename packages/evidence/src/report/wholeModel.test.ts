import { expect, it } from '@jest/globals';
import { wholeModelSections } from './wholeModel.js';

const textOf = (name: string, body: object): string => wholeModelSections([{ name: `explainability/${name}`, body }] as Parameters<typeof wholeModelSections>[0]).map(({ markup }) => markup).join('\n');

it('draws pairs of features, where there is more than one pair', () => {
  const pair = (a: string, b: string, value: number | null) => ({ features: [a, b], h: { value } });
  expect(textOf('hStatistic/interactions', { pairs: [pair('age', 'income', 0.2)] })).toBe('');
  const text = textOf('hStatistic/interactions', { pairs: [pair('age', 'income', 0.2), pair('age', '<b>', null)] });
  expect(text).toContain('age and income: 0.2');
  expect(text).not.toContain('<b>');
});

it('draws what two features do together, and hatches only what it knows to be empty', () => {
  const pair = { features: ['age', 'income'], edges: [[20, 30], [1, 2]], effects: [[0.1, -0.1], [0, 0.2]] };
  expect(textOf('accumulatedLocalEffects/surfaces', { pairs: [{ ...pair, counts: [[3]] }] })).toContain('hatched where no row lies near');
  expect(textOf('accumulatedLocalEffects/surfaces', { pairs: [{ ...pair, counts: null }] })).not.toContain('hatched');
});

it('sets people who stand for a class side by side, a feature a line, with those of whom there are more or fewer', () => {
  const person = (row: number, x: object) => ({ row, x, output: 0.75 });
  const classes = [{ class: 'yes', rows: 511, prototypes: [{ ...person(7, { age: 31, job: '<clerk>' }), weight: 0.25 }], criticisms: [{ ...person(9, { age: null, job: 'none' }), witness: 0.1 }, { ...person(11, { age: 5, job: 'none' }), witness: -0.1 }] }];
  const text = textOf('prototypes/rows', { unit: 'probability', features: ['age', 'job'], classes });
  expect(text).toContain('Who stands for the 511 drawn rows that are decided “yes”');
  expect(text).toContain('<td></td><td>stands for 25 %</td><td>more are so</td><td>fewer are so</td>');
  expect(text).toContain('<td>age</td><td>31</td><td>missing</td><td>5</td>');
  expect(text).toContain('<td>job</td><td>&#60;clerk&#62;</td>');
  expect(textOf('prototypes/rows', { unit: 'value', features: ['age'], classes })).toContain('Who stands for the 511 drawn rows</h3>');
});
