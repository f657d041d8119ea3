import { randomStream } from '../random/stream.js';
import { differencesOf } from './limeDifferences.js';
import { localFit, type LocalModel, type LocalOptions } from './limeLocal.js';

const plain: LocalOptions = { sampler: 'background', ridge: 1, featureSelection: 'none', numFeatures: 4, stableTop: 3, alpha: 0.05, curved: [] };

/** Looks of 1 and 0 beside a row of ones, and answers that hang on the first of them. */
function drawn(n: number, features: number) {
  const draws = randomStream(features);
  const looks = Array.from({ length: features }, (_, j) => {
    const own = draws.child(j);
    return Float64Array.from({ length: n }, (__, i) => Number(i === 0 || own.uniform(i) < 0.3 + (0.4 * j) / features));
  });
  const noise = draws.child('noise');
  return { looks, answers: Float64Array.from({ length: n }, (_, i) => 5 + 2 * looks[0][i] - looks[1][i] + looks[1][i] * looks[2][i] + 0.1 * noise.normal(i)) };
}

function expectAlike(found: LocalModel, expected: LocalModel): void {
  for (const name of ['values', 'contributions', 'standardErrors'] as const) expected.attribution[name]!.forEach((value, j) => expect(found.attribution[name]![j]).toBeCloseTo(value, 9));
  expect(found.attribution.base).toBeCloseTo(expected.attribution.base, 9);
  expect(found.attribution.output).toBe(expected.attribution.output);
  expect(found.attribution.detail['localR2']).toBeCloseTo(expected.attribution.detail['localR2'] as number, 9);
  expect(found.certificate.entering).toEqual(expected.certificate.entering);
  expect(found.certificate.stable).toBe(expected.certificate.stable);
  // A ratio of a sum and its error, squared.
  expect(found.certificate.moreRows / expected.certificate.moreRows).toBeCloseTo(1, 6);
}

it.each<[string, number, number, Partial<LocalOptions>]>([
  ['plain', 300, 6, {}],
  ['the features of largest effect', 300, 12, { featureSelection: 'highestWeights' }],
  ['forward selection and hardly a penalty', 300, 33, { featureSelection: 'forwardSelection', ridge: 1e-6 }],
  ['the lasso path', 200, 9, { featureSelection: 'lassoPath' }],
  ['rows drawn by the kernel', 300, 6, { sampler: 'kernel' }],
  ['a narrow kernel', 500, 6, { kernelWidth: 0.8 }],
  ['more features than tables hold', 300, 40, {}],
  ['more rows than are counted at once', 9000, 4, {}],
])('are the fit on the same looks as numbers: %s', (_, n, features, options) => {
  const { looks, answers } = drawn(n, features);
  expectAlike(localFit(differencesOf(looks), answers, { ...plain, ...options }), localFit(looks, answers, { ...plain, ...options }));
});

it('shares an effect between features that always differ together, and gives none to one that never does', () => {
  const { looks, answers } = drawn(300, 4);
  const { attribution, certificate } = localFit(differencesOf([looks[0], looks[0], looks[0].map(() => 1)]), answers, { ...plain, ridge: 0 });
  expect(attribution.values[0]).toBeCloseTo(attribution.values[1], 6);
  expect(attribution.values[2]).toBe(0);
  expect([certificate.entering[0], certificate.stable]).toEqual([0, false]);
});

it('finds nothing where the model answers the same everywhere', () => {
  const { looks } = drawn(100, 3);
  const { attribution, certificate } = localFit(differencesOf(looks), new Float64Array(100).fill(1e6), plain);
  expect(attribution).toMatchObject({ values: [0, 0, 0], standardErrors: [0, 0, 0], base: 1e6, detail: { localR2: null } });
  expect(certificate).toEqual({ entering: [], stable: null, moreRows: 1 });
});
