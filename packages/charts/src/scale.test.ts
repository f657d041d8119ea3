import { linear, niceDomain, ticks } from './scale.js';

it('places ends, middles and a domain of no width', () => {
  expect(linear([0, 10], 100, 200)(5)).toBe(150);
  expect(linear([3, 3], 0, 10)(3)).toBe(5);
});
it('chooses round ticks without rounding dust', () => {
  expect(ticks([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks([-0.3, 0.3], 6)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
});
it('makes a domain of any numbers, none too', () => {
  expect(niceDomain([0.12, 0.58])).toEqual([0.1, 0.6]);
  expect(niceDomain([])).toEqual([0, 1]);
  expect(niceDomain([0])).toEqual([0, 1]);
  expect(niceDomain([NaN, Infinity, 2])).toEqual([0, 2]);
});
