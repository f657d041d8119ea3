import { describe, expect, it } from '@jest/globals';
import type { GroupScores } from './groupedOutcomes.js';
import { effectivePerWeight, type RowInfluence } from './influence.js';

/** [part, influence, weight] of each row, each with a score of its own. */
function rowsOf(rows: readonly (readonly [number, number, number])[], kind: 'positive' | 'negative' | 'unlabelled' = 'positive'): [GroupScores, RowInfluence] {
  const weights = Float64Array.from(rows, ([, , weight]) => weight);
  const none = new Float64Array(rows.length);
  const moves = Float64Array.from(rows, ([, influence]) => influence);
  const of = (one: string): Float64Array => (one === kind ? weights : none);
  const scores: GroupScores = {
    table: { scores: Float64Array.from(rows, (_, i) => i), positives: of('positive'), negatives: of('negative') },
    unlabelled: of('unlabelled'),
    moments: new Float64Array(0),
    parts: {
      binOfScore: Int32Array.from(rows, (_, i) => i),
      sums: [rows.flatMap(([part, , weight], i) => [part, i, ...['positive', 'negative', 'unlabelled'].map((one) => (one === kind ? weight : 0))])],
    },
  };
  return [scores, { ofPositive: moves, ofNegative: moves, ofUnlabelled: moves }];
}

describe('effectivePerWeight', () => {
  it('is the rows for their weight where all weigh the same and stand alone, whatever their kind and however influence is counted', () => {
    for (const kind of ['positive', 'negative', 'unlabelled'] as const) {
      for (const [factor, shift] of [[1, 0], [-3, 7]] as const) {
        const rows = [0.3, -1, 0.9, 2, 2.2, -0.4].map((influence, part) => [part, factor * influence + shift, 2] as const);
        expect(effectivePerWeight(...rowsOf(rows, kind), 6)).toBeCloseTo(0.5, 12);
      }
    }
  });

  it('counts rows that are the same, in one part, as one', () => {
    // W = 6, Σ w u² = 4, sums of parts 2, 0 and −2: n = 1 + 6 · 4 · 2 ÷ (3 · 8) = 3.
    expect(effectivePerWeight(...rowsOf([[0, 1, 1], [0, 1, 1], [1, 0, 1], [1, 0, 1], [2, -1, 1], [2, -1, 1]]), 6)).toBeCloseTo(3 / 6, 12);
  });

  it('hangs on where the heavy rows stand', () => {
    // u = ±2 of weight 3, ±1 of weight 1: W = 8, Σ w u² = 26, squares 2 · 6² + 2: n = 1 + 8 · 26 · 3 ÷ (4 · 74).
    expect(effectivePerWeight(...rowsOf([[0, -2, 3], [1, -1, 1], [2, 1, 1], [3, 2, 3]]), 4)).toBeCloseTo((1 + 624 / 296) / 8, 12);
    // The other way round n would be 4.2, more than there are rows.
    expect(effectivePerWeight(...rowsOf([[0, -2, 1], [1, -1, 3], [2, 1, 3], [3, 2, 1]]), 4)).toBeCloseTo(4 / 8, 12);
  });

  it('is less where few parts tell little of the variance', () => {
    // Four parts of ten rows, six of one sign and four of the other: as spread as 76 rows, at most the 40; t of 39 and of 3 degrees, scipy 1.17.1.
    const rows = Array.from({ length: 40 }, (_, i) => [Math.floor(i / 10), (i % 10 < 6 ? 1 : -1) * (i % 20 < 10 ? 1 : -1), 1] as const);
    expect(effectivePerWeight(...rowsOf(rows), 40)).toBeCloseTo((2.0226909117347285 / 3.182446305284264) ** 2, 7);
  });

  it('is unknown where nothing varies, in one part alone, and where there are no parts', () => {
    expect(effectivePerWeight(...rowsOf([[0, 1, 1], [1, 1, 1], [2, 1, 2]]), 3)).toBeNull();
    expect(effectivePerWeight(...rowsOf([[0, 1, 1], [0, 2, 1]]), 2)).toBeNull();
    const [scores, influence] = rowsOf([[0, 1, 1], [1, 2, 1]]);
    expect(effectivePerWeight({ ...scores, parts: null }, influence, 2)).toBeNull();
  });
});
