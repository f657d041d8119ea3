import { cholesky, choleskyInverse, choleskySolve } from './cholesky.js';
import { matrix } from './matrix.js';

// By hand: [[4, 2], [2, 5]] = L Lᵀ with L = [[2, 0], [1, 2]].
const a = matrix(2, 2, Float64Array.of(4, 2, 2, 5));

it('factors, solves and inverts', () => {
  const factor = cholesky(a)!;
  expect([...factor.values]).toEqual([2, 0, 1, 2]);
  expect([...choleskySolve(factor, [8, 12])]).toEqual([1, 2]);
  expect([...choleskyInverse(factor).values]).toEqual([5 / 16, -1 / 8, -1 / 8, 1 / 4]);
});

it('says null of a matrix that is singular, indefinite or not a number', () => {
  expect(cholesky(matrix(2, 2, Float64Array.of(1, 1, 1, 1)))).toBeNull();
  expect(cholesky(matrix(2, 2, Float64Array.of(1, 2, 2, 1)))).toBeNull();
  expect(cholesky(matrix(1, 1, Float64Array.of(NaN)))).toBeNull();
  expect(cholesky(matrix(1, 1))).toBeNull();
});

it('of nothing is nothing', () => {
  expect(choleskySolve(cholesky(matrix(0, 0))!, [])).toHaveLength(0);
});
