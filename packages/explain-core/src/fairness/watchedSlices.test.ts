import type { JsonObject } from '../json.js';
import type { Outcome, Result } from '../method/result.js';
import { counted, prepareFairness, reasonOf, runFairness, type FairnessCase } from '../../test/fairnessFixture.js';

const columns = counted(['job', 'age', 'label', 'prediction'], [
  [3, 'cook', '20', '1', '1'], [5, 'cook', '20', '1', '0'], [2, 'cook', '40', '0', '0'], [1, 'cook', '40', null, '1'],
  [9, 'clerk', '20', '1', '1'], [3, 'clerk', '40', '0', '1'], [7, null, '40', '0', '0'],
]);
const youngCooks = { name: 'Young cooks', conditions: [{ column: 'job', levels: ['cook'] }, { column: 'age', from: null, to: 30 }] };
const jobless = { name: 'No job', conditions: [{ column: 'job', missing: true }] };

function watching(slices: JsonObject[], more: Partial<FairnessCase> = {}): FairnessCase {
  return { columns, kinds: { age: 'number' }, protected: [], methods: [{ method: 'watchedSlices', options: { slices } }], ...more };
}
const of = ({ results }: Outcome, group: string, measure: string): Result => results.find((result) => result.group === group && result.options['measure'] === measure)!;

describe('watched slices', () => {
  it('have the rates of their rows, and the gap to all others', async () => {
    const outcome = await runFairness(watching([youngCooks, jobless]));
    // Eight young cooks, three selected, five wrong; 22 others, of whom 1 + 9 + 3 are selected and 3 of 21 labelled are wrong.
    expect(of(outcome, 'Young cooks', 'selectionRate')).toMatchObject({ estimate: { value: 3 / 8, n: 8, interval: { method: 'wilson' } }, counts: { numerator: 3, denominator: 8 } });
    expect(of(outcome, 'Young cooks', 'errorRate').estimate.value).toBe(5 / 8);
    expect(of(outcome, 'Young cooks', 'selectionRateDifference').estimate).toMatchObject({ value: 3 / 8 - 13 / 22, n: 30, interval: { method: 'newcombe' } });
    const gap = of(outcome, 'Young cooks', 'errorRateDifference');
    expect(gap.estimate.value).toBeCloseTo(5 / 8 - 3 / 21, 14);
    expect(gap.counts).toEqual({ numerator: 5, denominator: 8, restNumerator: 3, restDenominator: 21 });
    // scipy 1.17.1: fisher_exact([[5, 3], [3, 18]]) less half of hypergeom(29, 8, 8).pmf(5).
    expect(gap.test).toMatchObject({ name: 'fisherMidP', pValue: expect.closeTo(0.010085633174088946, 12) });
    expect(gap.options['slice']).toEqual(youngCooks.conditions);
    expect(of(outcome, 'No job', 'errorRate').estimate.value).toBe(0);
  });

  it('count every row once, and say so where rows are weighted', async () => {
    const weighted = { columns: { ...columns, weight: columns['job']!.map((_, i) => String(1 + (i % 3))) }, kinds: { age: 'number', weight: 'number' } } as const;
    const outcome = await runFairness(watching([youngCooks], { ...weighted, grouping: { weight: 'weight' } }));
    expect(of(outcome, 'Young cooks', 'selectionRate')).toMatchObject({ estimate: { value: 3 / 8 }, options: { weights: 'notUsed' } });
    expect(of(await runFairness(watching([youngCooks])), 'Young cooks', 'selectionRate').options).not.toHaveProperty('weights');
  });

  it('do not change by a bit with the cut of the rows', async () => {
    const whole = JSON.stringify(await runFairness(watching([youngCooks, jobless])));
    for (const taskRows of [1, 4, 29]) expect(JSON.stringify(await runFairness(watching([youngCooks, jobless], { taskRows })))).toBe(whole);
  });

  it('may be empty, or everybody', async () => {
    const nobody = { name: 'Nobody', conditions: [{ column: 'job', levels: ['baker'] }] };
    const everybody = { name: 'Everybody', conditions: [{ column: 'age', missing: false }] };
    const outcome = await runFairness(watching([nobody, everybody]));
    expect(reasonOf(of(outcome, 'Nobody', 'selectionRate').estimate)).toBe('no row is in the slice');
    expect(reasonOf(of(outcome, 'Nobody', 'errorRateDifference').estimate)).toBe('no row with a label is in the slice');
    expect(reasonOf(of(outcome, 'Everybody', 'selectionRateDifference').estimate)).toBe('no row is outside the slice');
    expect(of(outcome, 'Everybody', 'selectionRate').estimate.value).toBe(16 / 30);
  });

  it('are withheld where groups so small are', async () => {
    const outcome = await runFairness(watching([youngCooks], { grouping: { withholdBelow: 10 } }));
    expect(outcome.results.map(({ estimate }) => estimate.value)).toEqual([null, null, null, null]);
    expect(outcome.results[0].counts).toBe(undefined);
  });

  it('give a reason where there are none, and an error where they do not fit the data', async () => {
    const { results } = await runFairness(watching([]));
    expect(results.map(({ estimate }) => reasonOf(estimate))).toEqual(['the plan names no slice to watch']);
    expect(() => prepareFairness(watching([{ name: 'Rich', conditions: [{ column: 'wage', from: 9, to: null }] }]))).toThrow('The slice "Rich" cannot be watched in these data. There is no column "wage"');
    expect(() => prepareFairness(watching([jobless, jobless]))).toThrow('names must be distinct');
  });
});
