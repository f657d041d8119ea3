import { expect, it } from '@jest/globals';
import { recourseSections } from './recourse.js';

type Artifacts = Parameters<typeof recourseSections>[0];
const counterfactual = { changes: [{ column: 'income', from: 12, to: 15.5 }, { column: '<job>', from: 'none', to: 'clerk' }], output: 0.6, distance: 1.25, cost: 1.25, plausibility: { plausible: false }, engine: 'boxes', proven: true };
const rowOf = (row: number, found: readonly unknown[], because: string | null) => ({ row, counterfactuals: found, because, queries: 9, proof: null });
const recourses = (rows: readonly unknown[]) => ({ name: 'explainability/counterfactuals/rows', body: { rows } });
const reasons = (unfavourable: number, features: readonly unknown[]) => ({ name: 'explainability/reasonCodes/frequencies', body: { class: 'granted', explainer: 'treeShap', unfavourable, withoutReasons: 1, reasons: 4, features } });
const textOf = (...artifacts: unknown[]): string => recourseSections(artifacts as Artifacts).map(({ markup }) => markup).join('\n');

it('tells what would have changed an outcome, and why nothing would', () => {
  const text = textOf(recourses([rowOf(7, [counterfactual], null), rowOf(9, [], 'none of the 9 rows asked about has the outcome')]));
  expect(text).toContain('<td>Row 7</td><td>income: 12 → 15.5; &#60;job&#62;: none → clerk</td><td class="number">1.25</td><td>no</td>');
  expect(text).toContain('<td>Row 9</td><td>none of the 9 rows asked about has the outcome</td>');
  expect(text).toContain('for 2 drawn rows');
});

it('shows five people and says of how many', () => {
  const text = textOf(recourses(Array.from({ length: 8 }, (_, i) => rowOf(i, [{ ...counterfactual, plausibility: null }], null))));
  expect(text.match(/<td>Row /g)).toHaveLength(5);
  expect(text).toContain('the first 5 of 8 drawn rows');
  expect(text).toContain('<td>cannot tell</td>');
});

it('counts the reasons of unfavourable outcomes, the most frequent first', () => {
  const text = textOf(reasons(20, [{ feature: 'age', rows: 3, first: 1 }, { feature: 'income', rows: 18, first: 12 }]));
  expect(text).toContain('Reasons for not being “granted”');
  expect(text.indexOf('income')).toBeLessThan(text.indexOf('age'));
  expect(text).toContain('<td>income</td><td class="number">18 of 20</td><td class="number">12</td>');
  expect(text).toContain('by Tree SHAP; 1 have none');
  expect(textOf(reasons(0, []))).toContain('decides all drawn rows favourably');
});

it('puts the finding about made-up rows first, whichever it is', () => {
  const of = (found: boolean | null) => textOf({ name: 'explainability/offManifold/finding', body: { found, sentence: 'On rows …' } });
  expect([true, false, null].map((found) => /<strong>(.*?)\.<\/strong>/.exec(of(found))![1])).toEqual(['Finding', 'Nothing found', 'Cannot tell']);
});

it('is silent about what the audit did not do, or nobody needed', () => {
  expect(textOf()).toBe('');
  expect(textOf(recourses([]))).toBe('');
});
