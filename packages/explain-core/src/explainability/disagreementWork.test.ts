import { auditOf, categoryColumn, choose, linearToy, numberColumn, subjectOf, tableOf } from '../../test/robustness/toyModels.js';
import type { Json } from '../json.js';
import type { Result } from '../method/result.js';
import { randomStream } from '../random/stream.js';
import { agreementOf } from './agreement.js';
import { explainability } from './driver.js';

const n = 60;
const draws = randomStream(5).child('data');
const column = (name: string) => numberColumn(name, Array.from({ length: n }, (_, i) => draws.child(name).normal(i)));
const table = tableOf([column('a'), column('b'), column('c'), column('d'), categoryColumn('sex', ['f', 'm'], Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 'f' : 'm'))), categoryColumn('y', ['no', 'yes'], Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'yes' : 'no')))]);
const model = linearToy(['a', 'b', 'c', 'd'], [2, -1, 0.5, 0.25], 0);
const subject = subjectOf(table, model, 'y', { sex: 'protected' });
const kernel = choose(explainability, 'kernelShap', { rows: 30, background: 15 });
const permutation = choose(explainability, 'permutationShap', { rows: 24, background: 15 });
const lime = choose(explainability, 'lime', { rows: 30, samples: 300 });
const own = choose(explainability, 'disagreement', { top: 2 });
const of = (results: readonly Result[]): Result[] => results.filter(({ method }) => method === 'disagreement');
const find = (results: readonly Result[], measure: string, other: string, group?: string): Result => of(results).find(({ options, group: its }) => options['measure'] === measure && options['explainer'] === 'kernelShap' && options['other'] === other && its === group)!;

it('compares every two explainers over the rows that both explain', async () => {
  const { results, artifacts } = await auditOf(explainability, { table, model, subject, methods: [kernel, permutation, lime, own] });
  expect(new Set(of(results).map(({ options }) => `${String(options['explainer'])} ${String(options['other'])}`))).toEqual(new Set(['kernelShap lime', 'kernelShap permutationShap', 'permutationShap lime']));
  const rowsOf = (method: string) => (artifacts.find(({ name }) => name === `explainability/${method}/attributions`)!.body as unknown as { rows: { row: number; contributions: number[]; groups: Json[] }[] }).rows;
  const both = rowsOf('permutationShap').filter(({ row }) => rowsOf('kernelShap').some((other) => other.row === row)).length;
  expect(both).toBeGreaterThan(1);
  // Two ways to the same values.
  for (const measure of ['featureAgreement', 'signedRankAgreement', 'pairwiseRankAgreement']) {
    const { estimate } = find(results, measure, 'permutationShap');
    expect(estimate.value).toBe(1);
    expect(estimate.n).toBe(both);
  }
  expect(find(results, 'rankCorrelation', 'permutationShap').estimate.value).toBeCloseTo(1, 12);
  const [first, second] = [rowsOf('kernelShap'), rowsOf('lime')];
  const women = first.flatMap(({ contributions, groups }, i) => (groups[0] === 'f' ? [agreementOf(contributions, second[i]!.contributions, 2).signAgreement] : []));
  expect(find(results, 'signAgreement', 'lime', 'f').estimate.value).toBeCloseTo(women.reduce((a, b) => a + b, 0) / women.length, 12);
  expect(of(results).filter(({ options }) => options['scope'] === 'gap')).toHaveLength(3 * 6);
});

it('says what it lacks: another explainer, another of the same class', () => {
  const because = (methods: Parameters<typeof explainability.combine>[2]['methods']) => of(explainability.combine(null, [], { subject, methods, random: randomStream(0) }).results).map(({ estimate }) => estimate.value === null && estimate.undefinedBecause);
  expect(new Set(because([kernel, own]))).toEqual(new Set(['only one explainer of the plan (kernelShap) explains single rows of this model, and agreement needs two']));
  expect(new Set(because([kernel, choose(explainability, 'lime', { class: 'no' }), own]))).toEqual(new Set(['the explainers of the plan explain a class each (yes, no)']));
  expect(because([kernel, own])).toHaveLength(6);
  expect(because([kernel, lime, own])).toEqual([]);
});
