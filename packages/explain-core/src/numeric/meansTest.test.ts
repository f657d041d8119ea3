import { randomStream } from '../random/stream.js';
import { dealings, meansTest } from './meansTest.js';

const draws = randomStream(0).child('test');
const first = [1, 2, 3.5, 2.2];
const second = [4, 5, 7.5];
const third = [2, 2.5, 9, 1];

it('has Welch’s t² of two groups, by SciPy 1.17', () => {
  expect(meansTest([first, second], 'own', dealings(1, draws))!.statistic).toBeCloseTo(8.2058141332921, 10);
  expect(meansTest([first, second, third], 'own', dealings(1, draws))!.statistic).toBeCloseTo(8.387008387258728, 10);
});

it('has Pearson’s chi-square of shares, by SciPy 1.17', () => {
  const of = (yes: number, no: number): number[] => [...new Array<number>(yes).fill(1), ...new Array<number>(no).fill(0)];
  expect(meansTest([of(7, 3), of(12, 18), of(5, 5)], 'common', dealings(1, draws))!.statistic).toBeCloseTo(2.7243589743589745, 10);
});

it('comes to the share of all dealings that are as extreme', () => {
  // 2 of the 35 ways to deal seven values to four and three; four standard errors of 4,000 dealings.
  const exact = 2 / 35;
  const { pValue, asExtreme } = meansTest([first, second], 'own', dealings(4000, draws))!;
  expect(Math.abs(pValue - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 4000));
  expect(pValue).toBe((asExtreme + 1) / 4001);
});

it('is the same by the same draws, and never 0', () => {
  expect(meansTest([first, second], 'own', dealings(99, draws))).toEqual(meansTest([first, second], 'own', dealings(99, draws)));
  const apart = meansTest([Array.from({ length: 20 }, (_, i) => i), Array.from({ length: 20 }, (_, i) => 100 + i)], 'own', dealings(99, draws))!;
  expect(apart.pValue).toBe(1 / 100);
});

it('keeps its level where a small group spreads more', () => {
  // Dealing with the plain gap rejects 31 % here (1,000 tests simulated with NumPy). Four standard errors of 300 tests at 5 %.
  let rejected = 0;
  for (let test = 0; test < 300; test++) {
    const own = draws.child('level').child(test);
    const groups = [Array.from({ length: 8 }, (_, i) => 4 * own.normal(i)), Array.from({ length: 32 }, (_, i) => own.normal(100 + i))];
    if (meansTest(groups, 'own', dealings(99, own))!.pValue <= 0.05) rejected++;
  }
  expect(rejected / 300).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / 300));
});

it('does not exist without two groups, two values each, or spread', () => {
  expect(meansTest([first], 'own', dealings(9, draws))).toBeNull();
  expect(meansTest([first, [1]], 'own', dealings(9, draws))).toBeNull();
  expect(meansTest([first, [1, 1, 1]], 'own', dealings(9, draws))).toBeNull();
  expect(meansTest([[1, 1], [1, 1]], 'common', dealings(9, draws))).toBeNull();
  expect(meansTest([[0, 0], [1, 1]], 'common', dealings(9, draws))).toMatchObject({ statistic: 4 });
});

it('counts the same whether orders are kept or drawn again', () => {
  const drawn = dealings(50, draws);
  const [kept, again] = [drawn.of(10), drawn.of(10)];
  expect(kept(7)).toEqual(again(7));
  expect(kept(7)).toEqual(draws.child(10).child(7).permutation(10));
  expect(dealings(50, draws).of(100_000)(3)).toEqual(draws.child(100_000).child(3).permutation(100_000));
});
