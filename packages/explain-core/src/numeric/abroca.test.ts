import { expect, it } from '@jest/globals';
import { randomRows, sixTable, twelveTable } from '../../test/scoredRows.js';
import { randomStream } from '../random/stream.js';
import { abroca } from './abroca.js';
import { areaUnderRoc } from './auc.js';
import { rocCurve } from './rocCurve.js';
import type { ScoreTable } from './scoreTable.js';
import { tabulateScores } from './tabulateScores.js';

it('is the area of scikit-learn’s two curves, summed on two million points with numpy', () => {
  // 0.09722219444: the grid stops short of 7/72 by 3e-8 where the curves jump.
  expect(abroca(twelveTable, sixTable)).toBeCloseTo(7 / 72, 14);
});

it('counts both sides of a crossing', () => {
  // One curve goes (0,0) (0,½) (1,½) (1,1), the other is the diagonal: two triangles of ½ × ½ ÷ 2 that cancel in the areas under them.
  const split = tabulateScores([3, 2, 1], [1, 0, 1]);
  const diagonal = tabulateScores([1, 1], [1, 0]);
  expect(areaUnderRoc(split)!.area).toBe(areaUnderRoc(diagonal)!.area);
  expect(abroca(split, diagonal)).toBe(0.25);
});

it('is the difference of areas where one curve lies above', () => {
  expect(abroca(tabulateScores([2, 1], [1, 0]), tabulateScores([1, 2], [1, 0]))).toBe(1);
});

it('is 0 from itself, symmetric, and never below the difference of areas', () => {
  for (let seed = 0; seed < 20; seed++) {
    const [one, other] = [seed, seed + 100].map((own, i): ScoreTable => {
      const { scores, labels } = randomRows(randomStream(own), 60, 0.1 + 0.3 * i);
      return tabulateScores(scores, labels);
    });
    const area = abroca(one!, other!)!;
    expect(abroca(one!, one!)).toBe(0);
    expect(abroca(other!, one!)).toBeCloseTo(area, 15);
    expect(area).toBeGreaterThanOrEqual(Math.abs(areaUnderRoc(one!)!.area - areaUnderRoc(other!)!.area) - 1e-14); // rounding
    expect(area).toBeCloseTo(onGrid(one!, other!), 3); // the grid has 10,000 points and the curves at most some hundred jumps
  }
});

it('needs both classes in both', () => {
  expect(abroca(twelveTable, tabulateScores([1, 2], [1, 1]))).toBeNull();
});

function onGrid(one: ScoreTable, other: ScoreTable): number {
  const points = 10_000;
  const height = (table: ScoreTable): ((x: number) => number) => {
    const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(table)!;
    return (at) => {
      const i = x.findIndex((value) => value > at);
      return y[i - 1]! + ((y[i]! - y[i - 1]!) * (at - x[i - 1]!)) / (x[i]! - x[i - 1]!);
    };
  };
  const [first, second] = [height(one), height(other)];
  return Array.from({ length: points }, (_, i) => Math.abs(first((i + 0.5) / points) - second((i + 0.5) / points))).reduce((sum, d) => sum + d, 0) / points;
}
