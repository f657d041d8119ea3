import { effectivePlaces } from './effectivePlaces.js';
import type { GroupScores } from './groupedOutcomes.js';
import { studentTQuantile } from '../numeric/studentT.js';

/** Rows of weight 1 with scores 1 (bin 1) and 0 (bin 0), labels all positive: [part, bin] of each. */
function scoresOf(rows: readonly (readonly [part: number, bin: number])[]): GroupScores {
  const positives = Float64Array.of(rows.filter(([, bin]) => bin === 0).length, rows.filter(([, bin]) => bin === 1).length);
  const none = new Float64Array(2);
  return { table: { scores: Float64Array.of(0, 1), positives, negatives: none }, unlabelled: none, moments: new Float64Array(0), parts: { binOfScore: Int32Array.of(0, 1), sums: rows.map(([part, bin]) => [part, bin, 1, 0, 0]) } };
}

const own = [[0, 1], [0, 1], [1, 1], [2, 0]] as const;
const others = [[1, 1], [2, 1], [3, 1], [3, 0]] as const;

it('counts by hand what the parts show', () => {
  // Six places for score 1, three of them the group's: p = ½. z: part 0: 2 − 1, part 1: 1 − 1, part 2: 0 − ½, part 3: 0 − ½; Σ z² = 1.5, Σ z⁴ = 1 + 2 ÷ 16.
  const known = 1.9599639845400536 / studentTQuantile(0.975, Math.min(3, (2 * 4) / ((4 * 1.125) / 1.5 ** 2 - 1)));
  const n = (0.25 * 36 * 3) / (4 * 1.5);
  expect(effectivePlaces(scoresOf(own), scoresOf([...own, ...others]), new Map([[0, 0], [1, 1]]), 0.5)).toBeCloseTo(n * known ** 2, 12);
});

it('is a place as good as a place in a part of its own, but for the parts’ own doubt', () => {
  const alone = Array.from({ length: 4000 }, (_, i) => [i, 1] as const);
  const half = alone.filter(([part]) => part % 2 === 0);
  expect(effectivePlaces(scoresOf(half), scoresOf(alone), new Map([[0, 0], [1, 1]]), 0.5)! / 4000).toBeCloseTo(1, 2);
});

it('says nothing where nothing varies, or nothing is kept in parts', () => {
  const first = new Map([[0, 0], [1, 1]]);
  expect(effectivePlaces(scoresOf(own), scoresOf(own), first, 1)).toBeNull();
  expect(effectivePlaces({ ...scoresOf(own), parts: null }, scoresOf([...own, ...others]), first, 0.5)).toBeNull();
});
