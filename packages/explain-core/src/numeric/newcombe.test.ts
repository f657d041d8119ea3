import { describe, expect, it } from '@jest/globals';
import { newcombeDifference } from './newcombe.js';

describe('newcombeDifference', () => {
  // Newcombe 1998, table II, method 10, examples (a) to (h), printed to four places.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('of %d/%d − %d/%d', (x1, n1, x2, n2, lower, upper) => {
    const interval = newcombeDifference({ successes: x1, n: n1 }, { successes: x2, n: n2 }, 0.95);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
    expect(interval).toMatchObject({ level: 0.95, method: 'newcombe' });
  });

  it('changes sign when the groups change places', () => {
    const there = newcombeDifference({ successes: 9, n: 40 }, { successes: 3, n: 7 }, 0.99);
    const back = newcombeDifference({ successes: 3, n: 7 }, { successes: 9, n: 40 }, 0.99);
    expect(there.lower).toBeCloseTo(-back.upper, 15);
    expect(there.upper).toBeCloseTo(-back.lower, 15);
  });

  it('refuses a group without members', () => {
    expect(() => newcombeDifference({ successes: 0, n: 0 }, { successes: 1, n: 2 }, 0.95)).toThrow(RangeError);
  });
});
