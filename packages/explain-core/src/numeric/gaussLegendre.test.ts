import { gaussLegendre } from './gaussLegendre.js';

describe('gaussLegendre', () => {
  it('knows the points and weights that Abramowitz and Stegun tabulate (table 25.4, on [−1, 1])', () => {
    const three = gaussLegendre(3);
    [-0.774596669241483, 0, 0.774596669241483].forEach((x, i) => expect(2 * three.points[i] - 1).toBeCloseTo(x, 14));
    [0.555555555555556, 0.888888888888889, 0.555555555555556].forEach((w, i) => expect(2 * three.weights[i]).toBeCloseTo(w, 14));
    const ten = gaussLegendre(10);
    expect(2 * ten.points[9] - 1).toBeCloseTo(0.973906528517172, 14);
    expect(2 * ten.weights[9]).toBeCloseTo(0.066671344308688, 14);
    expect([...gaussLegendre(1).points, ...gaussLegendre(1).weights]).toEqual([0.5, 1]);
  });

  it.each([1, 2, 5, 8, 30, 100])('integrates every power up to 2n − 1 with %i points', (n) => {
    const { points, weights } = gaussLegendre(n);
    for (let power = 0; power <= 2 * n - 1; power++) {
      const sum = points.reduce((all, t, i) => all + weights[i] * t ** power, 0);
      expect(Math.abs(sum - 1 / (power + 1))).toBeLessThan(1e-14);
    }
  });

  it('refuses no points', () => {
    expect(() => gaussLegendre(0)).toThrow(RangeError);
  });
});
