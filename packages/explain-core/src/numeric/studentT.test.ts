import { studentTQuantile } from './studentT.js';

// scipy.stats.t.ppf; the first is tan(0.475 π).
it.each([
  [0.975, 1, 12.706204736174694],
  [0.975, 2, 4.302652729749462],
  [0.975, 9, 2.262157162798205],
  [0.975, 39, 2.022690920036761],
  [0.95, 1e4, 1.645006018069243],
  [0.001, 3.5, -8.315567604516117],
  [0.6, 4, 0.2707222947075976],
  [0.995, 150, 2.609002565865538],
  [0.975, 1e5, 1.9599877075346095],
  [0.6, 1e6, 0.25334717053784184],
  [0.9, 0.3, 64.78654563709692],
  [0.9999999999, 1, 3183098598.467148],
])('%d with %d degrees of freedom', (p, degrees, t) => {
  expect(Math.abs(studentTQuantile(p, degrees) / t - 1)).toBeLessThan(1e-11);
});

it('is 0 in the middle and refuses what is no probability', () => {
  expect(studentTQuantile(0.5, 3)).toBe(0);
  expect(() => studentTQuantile(1, 3)).toThrow(RangeError);
  expect(() => studentTQuantile(NaN, 3)).toThrow(RangeError);
  expect(() => studentTQuantile(0.9, 0)).toThrow(RangeError);
});
