import { randomStream } from '../random/stream.js';
import { matrix } from './matrix.js';
import { symmetricEigen } from './symmetricEigen.js';

it('knows the eigenvalues of the second difference: 2 − 2 cos(kπ ÷ (n + 1))', () => {
  const n = 12;
  const given = matrix(n, n);
  for (let i = 0; i < n; i++) {
    given.values[i * n + i] = 2;
    if (i > 0) given.values[i * n + i - 1] = given.values[(i - 1) * n + i] = -1;
  }
  const wanted = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((n - k) * Math.PI) / (n + 1)));
  [...symmetricEigen(given).values].forEach((value, k) => expect(value).toBeCloseTo(wanted[k]!, 13));
});

it.each([1, 2, 5, 20])('takes a matrix of %d apart: A v = λ v, and the vectors are orthonormal', (n) => {
  const draws = randomStream(3).child(n);
  const given = matrix(n, n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) given.values[i * n + j] = given.values[j * n + i] = draws.normal(i * n + j);
  const { values, vectors } = symmetricEigen(given);
  for (let k = 0; k < n; k++) {
    if (k > 0) expect(values[k]!).toBeLessThanOrEqual(values[k - 1]!);
    for (let i = 0; i < n; i++) {
      let [image, product] = [0, 0];
      for (let j = 0; j < n; j++) {
        image += given.values[i * n + j]! * vectors.values[j * n + k]!;
        product += vectors.values[j * n + i]! * vectors.values[j * n + k]!;
      }
      expect(image).toBeCloseTo(values[k]! * vectors.values[i * n + k]!, 12);
      expect(product).toBeCloseTo(i === k ? 1 : 0, 12);
    }
  }
});

it('of zeros, of a singular matrix and of equal eigenvalues has an answer', () => {
  expect([...symmetricEigen(matrix(3, 3)).values]).toEqual([0, 0, 0]);
  expect(symmetricEigen(matrix(2, 2, Float64Array.of(1, 1, 1, 1))).values[0]).toBeCloseTo(2, 15);
  expect([...symmetricEigen(matrix(2, 2, Float64Array.of(3, 0, 0, 3))).values]).toEqual([3, 3]);
});

it('is of square matrices', () => {
  expect(() => symmetricEigen(matrix(1, 2))).toThrow('square');
});
