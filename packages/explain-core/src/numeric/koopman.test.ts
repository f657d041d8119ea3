import { describe, expect, it } from '@jest/globals';
import { koopmanRatio } from './koopman.js';

describe('koopmanRatio', () => {
  it("gives the paper's example", () => {
    // Koopman 1984: 36/40 against 16/80, ratio 4.5, 95 % interval 2.94 to 7.15.
    const interval = koopmanRatio({ successes: 36, n: 40 }, { successes: 16, n: 80 }, 0.95);
    expect(interval.lower).toBeCloseTo(2.94, 2);
    expect(interval.upper).toBeCloseTo(7.15, 2);
    expect(interval).toMatchObject({ level: 0.95, method: 'koopman' });
  });

  it('holds exactly the ratios that the score test does not reject', () => {
    // Independent of the quadratic: the constrained likelihood is maximised by search, and the score test computed from it.
    const [x1, n1, x2, n2, z] = [7, 34, 1, 34, 1.959963984540054];
    const { lower, upper } = koopmanRatio({ successes: x1, n: n1 }, { successes: x2, n: n2 }, 0.95);
    for (const ratio of [lower, upper]) {
      const logLikelihood = (p2: number): number =>
        x1 * Math.log(ratio * p2) + (n1 - x1) * Math.log(1 - ratio * p2) + x2 * Math.log(p2) + (n2 - x2) * Math.log(1 - p2);
      let low = 1e-9;
      let high = Math.min(1, 1 / ratio) - 1e-9;
      for (let i = 0; i < 200; i++) {
        const left = low + (high - low) / 3;
        const right = high - (high - low) / 3;
        if (logLikelihood(left) < logLikelihood(right)) low = left;
        else high = right;
      }
      const p2 = (low + high) / 2;
      const p1 = ratio * p2;
      const standardError = Math.sqrt((p1 * (1 - p1)) / n1 + (ratio ** 2 * p2 * (1 - p2)) / n2);
      expect(Math.abs(x1 / n1 - (ratio * x2) / n2) / standardError).toBeCloseTo(z, 5);
    }
  });

  it('inverts when the groups change places', () => {
    const there = koopmanRatio({ successes: 5, n: 30 }, { successes: 12, n: 50 }, 0.9);
    const back = koopmanRatio({ successes: 12, n: 50 }, { successes: 5, n: 30 }, 0.9);
    expect(there.lower * back.upper).toBeCloseTo(1, 12);
    expect(there.upper * back.lower).toBeCloseTo(1, 12);
  });

  it('is defined at zero cells and full cells', () => {
    const none = koopmanRatio({ successes: 0, n: 12 }, { successes: 5, n: 12 }, 0.95);
    expect(none.lower).toBe(0);
    expect(none.upper).toBeGreaterThan(0);
    expect(none.upper).toBeLessThan(1);
    expect(koopmanRatio({ successes: 5, n: 12 }, { successes: 0, n: 12 }, 0.95).upper).toBe(Infinity);
    expect(koopmanRatio({ successes: 0, n: 3 }, { successes: 0, n: 9 }, 0.95)).toMatchObject({ lower: 0, upper: Infinity });
    const all = koopmanRatio({ successes: 10, n: 10 }, { successes: 10, n: 10 }, 0.95);
    expect(all.lower).toBeGreaterThan(0.6);
    expect(all.lower).toBeLessThan(1);
    expect(all.upper).toBeCloseTo(1 / all.lower, 10);
  });
});
