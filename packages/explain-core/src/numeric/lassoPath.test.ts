import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lassoPath } from './lassoPath.js';
import { matrix } from './matrix.js';

const pathOf = (gram: readonly number[], moment: readonly number[]) => Array.from(lassoPath({ gram: matrix(moment.length, moment.length, Float64Array.from(gram)), moment }), (present) => present.flatMap((is, j) => (is ? [j] : [])));

it('takes columns that have nothing in common in the order of their moments', () => {
  expect(pathOf([1, 0, 0, 0, 1, 0, 0, 0, 1], [1, -3, 2])).toEqual([[1], [1, 2], [0, 1, 2]]);
});

it('is of columns as they are: a longer one enters first', () => {
  // The same correlation with the answer, but the second column is twice as long.
  expect(pathOf([1, 0, 0, 4], [1, 2])).toEqual([[1], [0, 1]]);
});

interface Reference {
  readonly cases: readonly { readonly gram: readonly number[][]; readonly moment: readonly number[]; readonly present: readonly number[][]; readonly leaves: boolean }[];
}
const { cases } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'golden', 'reference', 'lasso-paths.json'), 'utf8')) as Reference;

it.each(cases.map((one, number) => ({ ...one, number })))('bends as scikit-learn says (case $number, a column leaves: $leaves)', ({ gram, moment, present }) => {
  expect(pathOf(gram.flat(), moment)).toEqual(present);
});

it('leaves out a column that others make up, and ends where nothing is left', () => {
  expect(pathOf([1, 1, 1, 1], [2, 2])).toEqual([[0]]);
  expect(pathOf([1, 0, 0, 1], [2, 0])).toEqual([[0]]);
  expect(pathOf([1, 0, 0, 1], [0, 0])).toEqual([]);
  expect(pathOf([], [])).toEqual([]);
  expect(pathOf([0, 0, 0, 1], [0, 2])).toEqual([[1]]);
});
