import { randomStream } from '../random/stream.js';
import { association, associationIntervals, type Contingency } from './association.js';

const tableOf = (rows: readonly (readonly number[])[]): Contingency => ({ rows: rows.length, columns: rows[0]!.length, counts: rows.flat() });

describe('association', () => {
  // scipy 1.17.1, chi2_contingency without continuity correction; scikit-learn 1.9.1, mutual_info_score ÷ entropy; Bergsma's formula in numpy.
  it.each<[number[][], number, number, number, number, number]>([
    [[[10, 20, 30], [6, 9, 17]], 0.0023050558292552923, 0, 0.27157465150403504, 0.873028283380073, 0],
    [[[25, 5, 2], [3, 30, 8], [1, 4, 12]], 0.34552806138193837, 0.6012789388377198, 67.65909475796059, 7.078839714065896e-14, 1],
    [[[0, 12], [9, 0]], 1, 1, 21, 4.592833711753971e-6, 1],
    [[[200, 150], [120, 310]], 0.06413869785305985, 0.29362704088977565, 68.16409071211902, 1.5044059096633077e-16, 0],
  ])('agrees with scipy and scikit-learn: %j', (rows, theilsU, cramersV, chiSquare, pValue, smallExpected) => {
    const found = association(tableOf(rows))!;
    expect(found.theilsU).toBeCloseTo(theilsU, 13);
    expect(found.cramersV).toBeCloseTo(cramersV, 13);
    expect(found.chiSquare).toBeCloseTo(chiSquare, 10);
    expect(found.pValue / pValue).toBeCloseTo(1, 8);
    expect(found.smallExpected).toBe(smallExpected);
  });

  it('does not count rows and columns that hold nothing', () => {
    expect(association(tableOf([[25, 0, 5], [0, 0, 0], [3, 0, 30]]))).toEqual(association(tableOf([[25, 5], [3, 30]])));
  });

  it('does not change with the order of values; V not with the sides either', () => {
    const one = association(tableOf([[25, 5, 2], [3, 30, 8]]))!;
    const turned = association(tableOf([[8, 3, 30], [2, 25, 5]]))!;
    expect([turned.theilsU, turned.cramersV]).toEqual([expect.closeTo(one.theilsU, 14), expect.closeTo(one.cramersV, 14)]);
    expect(association(tableOf([[25, 3], [5, 30], [2, 8]]))!.cramersV).toBeCloseTo(one.cramersV, 14);
  });

  it('is nothing where nothing varies, and 0 where every row has its own value', () => {
    expect(association(tableOf([[3, 4]]))).toBeNull();
    expect(association(tableOf([[3], [4]]))).toBeNull();
    expect(association(tableOf([[0, 0], [0, 0]]))).toBeNull();
    expect(association(tableOf([[1, 0, 0], [0, 1, 0], [0, 0, 1]]))).toMatchObject({ theilsU: 1, cramersV: 0 });
    expect(associationIntervals(tableOf([[3], [4]]), randomStream(1), 100, 0.95)).toBeNull();
  });
});

describe('associationIntervals', () => {
  const random = randomStream(3);

  it('reaches 0 where nothing goes together, and holds the value always', () => {
    const { theilsU, cramersV } = associationIntervals(tableOf([[100, 200, 300], [60, 90, 170]]), random, 400, 0.95)!;
    expect([theilsU.lower, cramersV.lower]).toEqual([0, 0]);
    expect(theilsU.upper).toBeGreaterThanOrEqual(association(tableOf([[100, 200, 300], [60, 90, 170]]))!.theilsU);
    expect(theilsU.upper).toBeLessThan(0.02);
  });

  it('lies around a strong association, and ends at 1 for a perfect one', () => {
    const { cramersV } = associationIntervals(tableOf([[200, 150], [120, 310]]), random, 400, 0.95)!;
    expect(cramersV.lower).toBeGreaterThan(0.2);
    expect(cramersV.upper).toBeLessThan(0.39);
    const perfect = associationIntervals(tableOf([[40, 0], [0, 50]]), random, 400, 0.95)!;
    expect(perfect.theilsU.upper).toBe(1);
    expect(perfect.theilsU.lower).toBeGreaterThan(0.95);
  });

  it('covers the truth for 95 %', () => {
    // Cells .25 + d and .25 − d: φ = 4 d. At 0 a lower end above 0 is a false finding.
    const draws = randomStream(11);
    const cover = (d: number, n: number): number => {
      let covered = 0;
      for (let round = 0; round < 150; round++) {
        const counts = [0, 0, 0, 0];
        const own = draws.child(d).child(round);
        for (let i = 0; i < n; i++) {
          const u = own.uniform(i);
          const cell = u < 0.25 + d ? 0 : u < 0.5 ? 1 : u < 0.75 - d ? 2 : 3;
          counts[cell]! += 1;
        }
        const interval = associationIntervals({ rows: 2, columns: 2, counts }, own.child('again'), 200, 0.95)!.cramersV;
        if (interval.lower <= 4 * d && 4 * d <= interval.upper) covered++;
      }
      return covered / 150;
    };
    // 150 rounds: three standard errors are 0.053.
    const covered = [0, 0.02, 0.06, 0.15].map((d) => cover(d, 200));
    expect(Math.min(...covered)).toBeGreaterThanOrEqual(0.89);
  });
});
