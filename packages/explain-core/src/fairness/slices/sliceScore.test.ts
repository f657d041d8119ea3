import { randomStream } from '../../random/stream.js';
import { scoreBound, sliceScore, type ScoreTerms } from './sliceScore.js';

describe('sliceScore', () => {
  it('is 0 for all rows, and for a slice that loses as the rest does only as large as its size allows', () => {
    const terms = { alpha: 0.95, rows: 200, meanLoss: 0.25, minimumRows: 1 };
    expect(sliceScore(200, 50, terms)).toBe(0);
    // 0.95 · (0.5 ÷ 0.25 − 1) − 0.05 · (200 / 40 − 1) = 0.95 − 0.2
    expect(sliceScore(40, 20, terms)).toBeCloseTo(0.75, 14);
    expect(sliceScore(40, 10, terms)).toBeCloseTo(-0.2, 14);
  });
});

describe('scoreBound', () => {
  const draws = randomStream(2);

  it('is never below what a slice within may score', () => {
    for (let i = 0; i < 3000; i++) {
      const at = draws.child(i);
      const rows = 20 + at.integer(0, 1000);
      const size = 1 + at.integer(1, rows);
      const largest = 0.1 + 3 * at.uniform(2);
      const loss = size * largest * at.uniform(3);
      const terms: ScoreTerms = { alpha: at.uniform(4), rows, meanLoss: 0.05 + at.uniform(5), minimumRows: 1 + at.integer(6, 40) };
      const inner = 1 + at.integer(7, size);
      const innerLoss = Math.min(loss, inner * largest) * (at.integer(8, 2) === 0 ? 1 : at.uniform(9));
      if (inner < terms.minimumRows || innerLoss === 0) continue;
      expect(sliceScore(inner, innerLoss, terms)).toBeLessThanOrEqual(scoreBound(size, loss, largest, terms) + 1e-9);
    }
  });

  it('is reached by the rows that lose most', () => {
    const terms: ScoreTerms = { alpha: 0.9, rows: 1000, meanLoss: 0.1, minimumRows: 10 };
    expect(scoreBound(200, 40, 1, terms)).toBe(sliceScore(40, 40, terms));
    expect(scoreBound(200, 4, 1, terms)).toBeGreaterThanOrEqual(sliceScore(10, 4, terms));
  });

  it('leaves nothing to what is too small or loses nothing', () => {
    const terms: ScoreTerms = { alpha: 0.9, rows: 1000, meanLoss: 0.1, minimumRows: 10 };
    expect(scoreBound(9, 9, 1, terms)).toBe(-Infinity);
    expect(scoreBound(100, 0, 1, terms)).toBe(-Infinity);
  });
});
