import { diverse, spread } from './diverse.js';
import type { Found } from './hunt.js';
import type { Space } from './space.js';

const rule = { whole: false, min: -10, max: 10, direction: 'any' } as const;
const space: Space = { dimensions: ['a', 'b'].map((column) => ({ kind: 'number', column, unit: 1, rule: { ...rule, column } })), frozen: [], columnCost: 0 };
const found = (a: number, b: number): Found => ({ point: Float64Array.of(a, b), cost: Math.abs(a) + Math.abs(b), engine: 'search' });

it('measures how different changes are by the determinant of DiCE', () => {
  expect(spread(space, [Float64Array.of(1, 0)])).toBe(1);
  // Distance 3: 1 − (1/4)².
  expect(spread(space, [Float64Array.of(1, 0), Float64Array.of(0, 2)])).toBeCloseTo(15 / 16, 14);
  // Distances 3, 1 and 2: 1 + 2·(1/4)(1/2)(1/3) − 1/16 − 1/4 − 1/9.
  expect(spread(space, [Float64Array.of(1, 0), Float64Array.of(0, 2), Float64Array.of(1, 1)])).toBeCloseTo(1 + 1 / 12 - 1 / 16 - 1 / 4 - 1 / 9, 14);
  expect(spread(space, [Float64Array.of(1, 0), Float64Array.of(1, 0)])).toBe(0);
});

it('takes the cheapest, then another way before more of the same, unless diversity counts for nothing', () => {
  const all = [found(1, 0), found(1.1, 0), found(1.2, 0), found(0, 1.5), found(0, 9)];
  const points = (diversity: number, count = 2) => diverse(space, all, count, diversity).map(({ point }) => [...point]);
  expect(points(1)).toEqual([[1, 0], [0, 1.5]]);
  expect(points(0)).toEqual([[1, 0], [1.1, 0]]);
  expect(points(1, 10)).toHaveLength(5);
  expect(diverse(space, [], 3, 1)).toEqual([]);
});
