import { expect, it } from '@jest/globals';
import type { Result } from '@plumbline/explain-core/method/result';
import { trustSections } from './trust.js';

const result = (method: string, options: Readonly<Record<string, unknown>>, rest: Readonly<Record<string, unknown>> = {}): Result =>
  ({ pillar: 'explainability', method, version: 1, options, estimate: { value: 0.5, n: 40, interval: { lower: 0.25, upper: 0.75, level: 0.95, method: 'student' } }, ...rest }) as unknown as Result;
const test = (holm: number) => ({ test: { name: 'permutation', pValue: holm, holm, benjaminiHochberg: holm, benjaminiYekutieli: holm } });
const textOf = (...results: readonly Result[]): string => textWith([], ...results);
const textWith = (artifacts: readonly object[], ...results: readonly Result[]): string => trustSections(results, artifacts as Parameters<typeof trustSections>[1]).map(({ markup }) => markup).join('\n');

it('sets explainers side by side for each measure, with what it says, and says where there is no number', () => {
  const text = textOf(
    result('faithfulness', { explainer: 'treeShap', measure: 'correlation' }),
    result('faithfulness', { explainer: 'lime', measure: 'correlation' }, { estimate: { value: null, n: 0, undefinedBecause: 'nothing <varies>' } }),
  );
  expect(text).toContain('<th class="number">Tree SHAP</th><th class="number">LIME</th>');
  expect(text).toContain('Do the contributions foretell');
  expect(text).toContain('0.5 <div class="quiet">0.25 to 0.75</div><div class="quiet">n = 40</div>');
  expect(text).toContain('not estimable: nothing &#60;varies&#62;');
});

it('draws how far explainers agree, where there are more than two', () => {
  const pair = (explainer: string, other: string): Result => result('disagreement', { explainer, other, measure: 'featureAgreement', class: 'yes' });
  const two = textOf(pair('treeShap', 'lime'));
  expect(two).toContain('<td>Tree SHAP and LIME</td>');
  expect(two).not.toContain('<svg');
  expect(textOf(pair('treeShap', 'lime'), pair('treeShap', 'kernelShap'), pair('kernelShap', 'lime'))).toContain('<svg');
});

it('puts first the gap that chance explains least, and counts those beyond chance', () => {
  const gap = (measure: string, attribute: string, rest: object): Result => result('stability', { explainer: 'lime', measure: `${measure}Difference` }, { attribute, ...rest });
  const text = textOf(gap('lipschitz', 'sex', test(0.9)), gap('maxSensitivity', 'origin', test(0.001)), gap('redrawJaccard', 'sex', { estimate: { value: null, n: 3, undefinedBecause: 'too few' } }), result('anchors', { measure: 'foundDifference' }, { attribute: 'sex' }));
  expect(text).toContain('1 of 2 tested gaps is beyond what chance explains');
  expect(text).toContain('Not estimable: 1 more.');
  expect(text.indexOf('max sensitivity')).toBeLessThan(text.indexOf('lipschitz'));
  expect(text).toContain('not tested');
});

it('lists ten gaps and says of how many', () => {
  const gaps = Array.from({ length: 12 }, (_, i) => result('stability', { explainer: 'lime', measure: 'lipschitzDifference' }, { attribute: `a${i}`, ...test(1) }));
  expect(textOf(...gaps).match(/<td>a\d+<\/td>/g)).toHaveLength(10);
  expect(textOf(...gaps)).toContain('the 10 that chance explains least, of 12');
});

it('leaves out what is of a group or a feature, and is silent where nothing was judged', () => {
  expect(textOf(result('faithfulness', { explainer: 'lime', measure: 'correlation' }, { attribute: 'sex', group: 'female' }), result('reasonCodes', { explainer: 'treeShap', measure: 'stable', class: 'yes' }), result('offManifold', { measure: 'shareDifference' }))).toBe('');
});

it('draws the curves of everybody beside the measures they belong to, and says what counts as a proxy', () => {
  const points = [{ mean: 0.75, lower: 0.5, upper: 1 }, { mean: 2.5, lower: null, upper: null }, { mean: null, lower: null, upper: null }];
  const curves = { name: 'explainability/removal/lime', body: { explainer: 'lime', shares: [0, 0.5, 1], curves: [{ name: 'deletion', rows: 40, points }, { name: 'deletion', attribute: 'sex', group: 'female', rows: 9, points }] } };
  const measured = result('removal', { explainer: 'lime', measure: 'deletionArea' });
  const text = textWith([curves], measured);
  expect(text).toContain('Mean answer while what LIME names first is taken away, and put in');
  expect(text.match(/taken away<\/text>/g)).toHaveLength(1);
  expect(textWith([curves])).toBe('');
  const found = (body: object) => textWith([{ name: 'explainability/protectedInfluence/found', body: { rows: 500, minAssociation: 0.3, ...body } }], result('protectedInfluence', { explainer: 'lime', measure: 'proxyShare' }));
  expect(found({ protected: ['age'], proxies: [{ feature: '<job>', attribute: 'age', cramersV: 0.5 }] })).toContain('The model reads age, protected. Proxies, by Cramér’s V of at least 0.3: &#60;job&#62; with age (0.5). Looked for in 500 rows.');
  expect(found({ protected: [], proxies: [] })).toContain('The model reads no protected column. No other feature goes together');
});
