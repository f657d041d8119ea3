import { mixedDistances, type MixedDistance } from './mixedDistance.js';
import { jackknifeStandardError, neighbourAgreement, type NearestOptions } from './nearestMeans.js';

const n = 30;
const part = (x: number): number => x % 1;
const numbers = [
  Float64Array.from({ length: n }, (_, i) => part(i * i * 0.6180339887498949) * 10),
  Float64Array.from({ length: n }, (_, i) => part(i * i * 0.4142135623730951)),
  Float64Array.from({ length: n }, (_, i) => part(i * i * 0.7320508075688772) * 100),
];
const y = Float64Array.from({ length: n }, (_, i) => ((i * 7) % 5 < 2 ? 1 : 0));
const all = { codes: new Int32Array(n), groups: 1 };
const thirds = { codes: Int32Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0)), groups: 2 };

const ones = new Float64Array(n).fill(1);
const ofAll = { grouping: 0, ...all };
const ofThirds = { grouping: 1, ...thirds };

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const agreementOf = (values: Float64Array, columns: readonly Float64Array[], distance: MixedDistance, options: NearestOptions, weights = ones) =>
  neighbourAgreement(values, mixedDistances({ numbers: columns, codes: [] }, distance, 'range'), options, {
    weights: weights.slice(0, values.length),
    groupings: [{ ...all, codes: all.codes.slice(0, values.length) }, { ...thirds, codes: thirds.codes.slice(0, values.length) }],
  })!;

describe('neighbourAgreement', () => {
  // scikit-learn 1.9.1, NearestNeighbors on the same numbers; 0.7222 and 0.6267 are consistency_score of AIF360 0.6.1, which counts a row among its own neighbours.
  it.each<[MixedDistance, number, boolean, number]>([
    ['euclidean', 3, true, 0.7222222222222223],
    ['euclidean', 5, true, 0.6266666666666667],
    ['euclidean', 3, false, 0.5333333333333332],
    ['euclidean', 5, false, 0.5399999999999999],
    ['gower', 3, false, 0.5111111111111111],
    ['gower', 5, false, 0.5066666666666667],
  ])('agrees with scikit-learn: %s, %d neighbours, self %s', (distance, neighbours, includeSelf, expected) => {
    expect(mean(agreementOf(y, numbers, distance, { neighbours, includeSelf }).agreement)).toBeCloseTo(expected, 14);
  });

  // Every row left out in turn and the neighbours searched again, by scikit-learn with numpy.
  it.each<[MixedDistance, number, number, number]>([
    ['euclidean', 3, 0.11141720290623126, 0.15517315332910672],
    ['euclidean', 5, 0.08118848983215599, 0.1375491731501633],
    ['gower', 3, 0.09003097712015026, 0.14471584716705105],
    ['gower', 5, 0.09904525069797013, 0.16968823183104914],
  ])('has the jackknife of leaving rows out: %s, %d neighbours', (distance, neighbours, overall, ofThird) => {
    const found = agreementOf(y, numbers, distance, { neighbours, includeSelf: false });
    expect(jackknifeStandardError(found, ones, ofAll, 0)).toBeCloseTo(overall, 13);
    expect(jackknifeStandardError(found, ones, ofThirds, 1)).toBeCloseTo(ofThird, 13);
  });

  it('shares places among those equally far', () => {
    // One number: 0, then two at 1, then three at 2. Two neighbours of the first: both at 1. Three: both, and a third of each at 2.
    const line = [Float64Array.of(0, 1, -1, 2, 2, -2)];
    const values = Float64Array.of(0, 1, 0, 1, 0, 1);
    expect(agreementOf(values, line, 'euclidean', { neighbours: 2, includeSelf: false }).means[0]).toBe(0.5);
    expect(agreementOf(values, line, 'euclidean', { neighbours: 3, includeSelf: false }).means[0]).toBeCloseTo((1 + 2 / 3) / 3, 15);
    expect(agreementOf(values, line, 'euclidean', { neighbours: 4, includeSelf: true }).means[0]).toBeCloseTo((0 + 1 + 2 / 3) / 4, 15);
  });

  it.each([1, 2, 3])('has the same jackknife with ties as with rows left out one by one, %d neighbours', (neighbours) => {
    const tied = [Float64Array.from({ length: n }, (_, i) => i % 4), Float64Array.from({ length: n }, (_, i) => (i * i) % 3)];
    const options = { neighbours, includeSelf: false };
    const found = agreementOf(y, tied, 'euclidean', options);
    const left = Array.from({ length: n }, (_, j) => {
      const keep = (values: Float64Array): Float64Array => values.filter((_, i) => i !== j);
      return mean(agreementOf(keep(y), tied.map(keep), 'euclidean', options).agreement);
    });
    const middle = mean(left);
    expect(jackknifeStandardError(found, ones, ofAll, 0)).toBeCloseTo(Math.sqrt(((n - 1) / n) * left.reduce((sum, value) => sum + (value - middle) ** 2, 0)), 13);
  });

  it('has the jackknife of a weighted mean: rows left out one by one, each with its weight', () => {
    const weights = Float64Array.from({ length: n }, (_, i) => 0.5 + ((i * 5) % 7));
    const options = { neighbours: 3, includeSelf: false };
    const weightedMean = (values: Float64Array, of: Float64Array): number => values.reduce((sum, value, i) => sum + of[i]! * value, 0) / of.reduce((sum, weight) => sum + weight, 0);
    const left = Array.from({ length: n }, (_, j) => {
      const keep = (values: Float64Array): Float64Array => values.filter((_, i) => i !== j);
      const found = neighbourAgreement(keep(y), mixedDistances({ numbers: numbers.map(keep), codes: [] }, 'euclidean', 'range'), options, { weights: keep(weights), groupings: [{ ...all, codes: new Int32Array(n - 1) }] })!;
      return weightedMean(found.agreement, keep(weights));
    });
    const middle = mean(left);
    const found = agreementOf(y, numbers, 'euclidean', options, weights);
    expect(jackknifeStandardError(found, weights, ofAll, 0)).toBeCloseTo(Math.sqrt(((n - 1) / n) * left.reduce((sum, value) => sum + (value - middle) ** 2, 0)), 13);
    expect(found.agreement).toEqual(agreementOf(y, numbers, 'euclidean', options).agreement);
  });

  it('does not hang on the order of rows', () => {
    const order = Array.from({ length: n }, (_, i) => (i * 7) % n);
    const tied = Float64Array.from({ length: n }, (_, i) => i % 4);
    const shuffle = (values: Float64Array): Float64Array => Float64Array.from(order, (i) => values[i]!);
    const options = { neighbours: 4, includeSelf: false };
    expect(mean(agreementOf(shuffle(y), [shuffle(tied)], 'gower', options).agreement)).toBeCloseTo(mean(agreementOf(y, [tied], 'gower', options).agreement), 14);
  });

  it('needs enough rows, and one more for a jackknife', () => {
    const few = (count: number, neighbours: number): ReturnType<typeof neighbourAgreement> => agreementOf(y.slice(0, count), [numbers[0].slice(0, count)], 'gower', { neighbours, includeSelf: false });
    expect(few(3, 3)).toBeNull();
    expect(few(4, 3)!.changes).toBeNull();
    expect(jackknifeStandardError(few(4, 3)!, ones, { ...ofAll, codes: all.codes.slice(0, 4) }, 0)).toBeNull();
    expect(few(5, 3)!.changes).not.toBeNull();
    expect(few(0, 1)).toMatchObject({ agreement: new Float64Array(0) });
  });

  it('stops between blocks', () => {
    const stop = (): never => {
      throw new Error('stopped');
    };
    expect(() => neighbourAgreement(y, mixedDistances({ numbers, codes: [] }, 'gower', 'range'), { neighbours: 1, includeSelf: false }, { weights: ones, groupings: [all] }, stop)).toThrow('stopped');
  });
});
