import { randomStream } from '../random/stream.js';
import { numberRows } from './limeNumbers.js';
import { certify, type Certificate } from './limeStability.js';

const normals = (seed: number, n: number, d: number): Float64Array[] => {
  const draws = randomStream(seed);
  return Array.from({ length: d }, (_, j) => Float64Array.from({ length: n }, (_, i) => draws.child(j).normal(i)));
};

function certificateOf(looks: readonly Float64Array[], answer: (x: readonly number[], i: number) => number, top: number, alpha = 0.05): Certificate {
  const n = looks[0].length;
  const local = numberRows(looks, Float64Array.from({ length: n }, (_, i) => answer(looks.map((look) => look[i]), i)), () => 1);
  return certify(local, looks.map((_, j) => [j]), top, alpha);
}

it('certifies an order that is plain, and names no feature that adds nothing', () => {
  expect(certificateOf(normals(0, 400, 4), ([a, b, c]) => 3 * c - 2 * a + b, 5)).toEqual({ entering: [2, 0, 1], stable: true, moreRows: 1 });
});

it('certifies no order of two columns that are the same', () => {
  const [a, b] = normals(0, 400, 2);
  const { entering, stable, moreRows } = certificateOf([a, b, a], ([x, y]) => 2 * x + y, 3);
  expect([entering[0], stable, moreRows]).toEqual([0, false, Infinity]);
});

it('certifies nothing where nothing varies', () => {
  expect(certificateOf(normals(0, 50, 2), () => 4, 2)).toEqual({ entering: [], stable: null, moreRows: 1 });
});

it('is sure of a feature that is alone', () => {
  expect(certificateOf(normals(0, 50, 1), ([a]) => a, 3)).toEqual({ entering: [0], stable: true, moreRows: 1 });
});

describe('with noise', () => {
  const trials = 400;
  const noisy = (n: number, difference: number, seed: number): Certificate => {
    const noise = randomStream(seed).child('noise');
    return certificateOf(normals(seed, n, 2), ([a, b], i) => (1 + difference) * a + b + noise.normal(i), 1, 0.1);
  };

  it('certifies the wrong order no more often than alpha', () => {
    // So near that either order may come first; three standard errors of a share of 400.
    const wrong = Array.from({ length: trials }, (_, seed) => noisy(100, 0.02, seed)).filter(({ entering, stable }) => stable === true && entering[0] === 1).length;
    expect(wrong / trials).toBeLessThan(0.1 + 3 * Math.sqrt((0.1 * 0.9) / trials));
    expect(wrong).toBeGreaterThan(0);
  });

  it('foretells how many more rows it takes', () => {
    // The median over seeds of rows needed, as 100 rows say, beside the rows from which on half of all seeds are certain.
    const foretold = Array.from({ length: 101 }, (_, seed) => 100 * noisy(100, 0.25, seed).moreRows).sort((a, b) => a - b)[50];
    const certain = Array.from({ length: 101 }, (_, seed) => noisy(Math.ceil(foretold), 0.25, seed + 1000)).filter(({ stable }) => stable === true).length / 101;
    expect(certain).toBeGreaterThan(0.3);
    expect(certain).toBeLessThan(0.8);
  });
});
