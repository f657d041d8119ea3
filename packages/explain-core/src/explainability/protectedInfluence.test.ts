import { auditOf, categoryColumn, choose, linearToy, numberColumn, subjectOf, tableOf } from '../../test/robustness/toyModels.js';
import { randomStream } from '../random/stream.js';
import { explainability } from './driver.js';
import { influenceOf } from './protectedInfluence.js';

it('is the named part of an explanation, by size and as it adds up', () => {
  expect(influenceOf([0.3, -0.1, 0.1, 0], [true, true, false, false])).toEqual({ share: expect.closeTo(0.8, 12), effect: expect.closeTo(0.2, 12) });
  expect(influenceOf([0.3, -0.1], [false, false])).toEqual({ share: 0, effect: 0 });
  expect(influenceOf([0, 0], [true, false])).toEqual({ share: null, effect: 0 });
});

const n = 400;
const draws = randomStream(5).child('rows');
const older = Array.from({ length: n }, (_, i) => draws.child('age').uniform(i) < 0.5);
const age = older.map((is, i) => (is ? 60 : 30) + draws.child('years').integer(i, 10));
/** Goes with age; `skill` with nothing. */
const tenure = age.map((years, i) => years - 20 + draws.child('tenure').normal(i));
const skill = age.map((_, i) => draws.child('skill').normal(i));
const sex = categoryColumn('sex', ['f', 'm'], Array.from({ length: n }, (_, i) => (draws.child('sex').uniform(i) < 0.5 ? 'f' : 'm')));
const table = tableOf([numberColumn('age', age), numberColumn('tenure', tenure), numberColumn('skill', skill), sex, categoryColumn('y', ['no', 'yes'], Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'yes' : 'no')))]);
const audit = async (features: readonly string[], weights: readonly number[], isProtected: Readonly<Record<string, 'protected'>>) => {
  const model = linearToy(features, weights, 0);
  const made = subjectOf(table, model, 'y', isProtected);
  const subject = { ...made, grouping: { ...made.grouping, cuts: { age: [45] } } };
  const { results, artifacts } = await auditOf(explainability, { table, model, subject, methods: [choose(explainability, 'linearShap', { rows: 60 }), choose(explainability, 'protectedInfluence', {})] });
  const of = (measure: string, group?: string) => results.find(({ method, options, attribute, group: own }) => method === 'protectedInfluence' && options['measure'] === measure && own === group && (attribute === undefined) === (group === undefined));
  const gap = (measure: string, attribute: string) => results.find(({ method, options, attribute: own, group }) => method === 'protectedInfluence' && options['measure'] === `${measure}Difference` && own === attribute && group === undefined)!;
  return { of, gap, found: artifacts.find(({ name }) => name === 'explainability/protectedInfluence/found')?.body as unknown as { protected: string[]; proxies: { feature: string; attribute: string; cramersV: number }[] } | undefined };
};

it('finds the proxy, says whom the protected column and the proxy help, and that the gap is beyond chance', async () => {
  const { of, gap, found } = await audit(['age', 'tenure', 'skill'], [-0.02, -0.02, 0.5], { age: 'protected', sex: 'protected' });
  expect(found).toMatchObject({ protected: ['age'], proxies: [{ feature: 'tenure', attribute: 'age' }] });
  expect(found!.proxies[0]!.cramersV).toBeGreaterThan(0.5);
  for (const measure of ['protectedEffect', 'proxyEffect']) {
    expect(of(measure, 'under 45')!.estimate.value).toBeGreaterThan(0.02);
    expect(of(measure, '45 and over')!.estimate.value).toBeLessThan(-0.02);
    expect(gap(measure, 'age')).toMatchObject({ estimate: { n: 60 }, test: { name: 'welchPermutation' } });
    expect(gap(measure, 'age').test!.holm).toBeLessThan(0.05);
    expect(gap(measure, 'sex').test!.pValue).toBeGreaterThan(0.01);
  }
  expect(of('protectedShare')!.estimate.value! + of('proxyShare')!.estimate.value!).toBeLessThan(1);
});

it('has shares and effects of 0 where the model reads nothing of the kind', async () => {
  const { of, found } = await audit(['skill'], [0.5], { sex: 'protected' });
  expect(found).toMatchObject({ protected: [], proxies: [] });
  for (const measure of ['protectedShare', 'protectedEffect', 'proxyShare', 'proxyEffect']) expect(of(measure)!.estimate).toEqual({ value: 0, n: 60, exact: measure.startsWith('protected') ? 'the model reads no protected column' : 'no feature counts as a proxy' });
});

it('says that there is no protected attribute', async () => {
  const { of, found } = await audit(['skill'], [0.5], {});
  expect(found).toBeUndefined();
  expect(of('protectedShare')!.estimate).toEqual({ value: null, n: 0, undefinedBecause: 'the audit has no protected attribute' });
});
