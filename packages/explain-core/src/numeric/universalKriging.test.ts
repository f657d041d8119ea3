import { randomStream } from '../random/stream.js';
import { matrix, type Matrix } from './matrix.js';
import { universalKriging } from './universalKriging.js';

const draws = randomStream(5);
const n = 9;
const at = Array.from({ length: n }, (_, i) => 4 * draws.uniform(i));
const kernel = (a: number, b: number): number => Math.exp(-((a - b) ** 2));
const covarianceOf = (points: readonly number[], noise: (i: number) => number): Matrix => matrix(points.length, points.length, Float64Array.from({ length: points.length ** 2 }, (_, k) => kernel(points[Math.floor(k / points.length)], points[k % points.length]) + (Math.floor(k / points.length) === k % points.length ? noise(k % points.length) : 0)));
const linear = (points: readonly number[]): Matrix => matrix(points.length, 2, Float64Array.from(points.flatMap((point) => [1, point])));
const times = ({ rows, columns, values }: Matrix, y: ArrayLike<number>): number[] => Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => values[i * columns + j] * y[j]).reduce((a, b) => a + b, 0));

/** f at a point, from answers at the others. */
function predict(points: readonly number[], y: readonly number[], noise: (i: number) => number, point: number): number {
  const { dual, fixed } = universalKriging(covarianceOf(points, noise), linear(points))!;
  const [intercept, slope] = times(fixed, y);
  return times(dual, y).reduce((sum, alpha, i) => sum + alpha * kernel(points[i], point), intercept + slope * point);
}

it('meets answers without noise, and everything linear', () => {
  const y = at.map((point, i) => Math.sin(point) + draws.normal(i));
  const noise = (i: number): number => (i === 4 ? 0 : 0.1);
  expect(predict(at, y, noise, at[4])).toBeCloseTo(y[4], 12);
  expect(Math.abs(predict(at, y, noise, at[0]) - y[0])).toBeGreaterThan(1e-4);
  const line = at.map((point) => 2 - 3 * point);
  expect(predict(at, line, noise, 17)).toBeCloseTo(2 - 3 * 17, 11);
});

it('knows what the others foretell of each answer without being asked again', () => {
  const y = at.map((point, i) => Math.cos(point) + 0.3 * draws.normal(i));
  const noise = (): number => 0.05;
  const { dual } = universalKriging(covarianceOf(at, noise), linear(at))!;
  const alpha = times(dual, y);
  at.forEach((point, i) => {
    const others = at.filter((_, k) => k !== i);
    const foretold = predict(others, y.filter((_, k) => k !== i), noise, point);
    expect(alpha[i] / dual.values[i * n + i]).toBeCloseTo(y[i] - foretold, 11);
  });
});

it('gives null where the covariance is none, or the columns depend on each other', () => {
  expect(universalKriging(matrix(2, 2, Float64Array.of(1, 2, 2, 1)), matrix(2, 1, Float64Array.of(1, 1)))).toBeNull();
  expect(universalKriging(matrix(2, 2, Float64Array.of(1, 0, 0, 1)), matrix(2, 2, Float64Array.of(1, 1, 2, 2)))).toBeNull();
});
