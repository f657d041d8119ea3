import { describe, expect, it } from '@jest/globals';
import { counted, reasonOf, resultOf, runFairness } from '../../test/fairnessFixture.js';
import type { JsonObject } from '../json.js';
import type { Result } from '../method/result.js';

// Ten times the shares of AIF360's test, tests/sklearn/test_metrics.py: 0.5, 0.2, 0.3 and 0.4, 0.3, 0.3.
const rows = [[50, 'p', '0', '0'], [20, 'p', '1', '0'], [30, 'p', '2', '0'], [40, 'u', '0', '1'], [30, 'u', '1', '1'], [30, 'u', '2', '1']] as const;

const run = async (options: JsonObject, given: readonly (readonly [number, ...(string | null)[]])[] = rows, group = 'p'): Promise<Result> =>
  resultOf(await runFairness({ columns: counted(['g', 'label', 'prediction'], given), protected: ['g'], methods: [{ method: 'labelDivergence', options: { referenceGroups: { g: group === 'p' ? 'u' : 'p' }, ...options } }] }), 'labelDivergence', 'g', group);

describe('labelDivergence', () => {
  it('gives the answers of AIF360 and scipy', async () => {
    expect((await run({ measure: 'kullbackLeibler' })).estimate.value).toBeCloseTo((5 * Math.log(5 / 4) + 2 * Math.log(2 / 3)) / 10, 15);
    expect((await run({ measure: 'kullbackLeibler' }, rows, 'u')).estimate.value).toBeCloseTo((4 * Math.log(4 / 5) + 3 * Math.log(3 / 2)) / 10, 15);
    expect((await run({})).estimate.value).toBeCloseTo(0.007817400170852098, 15);
    expect((await run({ measure: 'totalVariation' })).estimate.value).toBeCloseTo(0.1, 15);
  });

  it.each(['kullbackLeibler', 'jensenShannon', 'totalVariation'])('%s holds 0 where labels are alike, and not where decisions are opposite', async (measure) => {
    expect((await run({ measure })).estimate).toMatchObject({ n: 200, interval: { lower: 0, method: 'bootstrapError' } });
    const apart = [[90, 'p', '0', '0'], [10, 'p', '1', '1'], [10, 'u', '0', '0'], [90, 'u', '1', '1']] as const;
    const { estimate } = await run({ measure, of: 'decisions' }, apart);
    if (estimate.value === null) throw new Error('expected a value');
    expect(estimate.interval!.lower).toBeGreaterThan(0.2);
    expect(estimate.interval!.lower).toBeLessThan(estimate.value);
  });

  it('is infinite, and so none, where the reference lacks a class; the others are not', async () => {
    const lacking = [[20, 'p', '0', '0'], [5, 'p', '1', '1'], [30, 'u', '0', '0']] as const;
    expect(reasonOf((await run({ measure: 'kullbackLeibler' }, lacking)).estimate)).toBe('the group has a class that the reference group never has, so the divergence is infinite');
    expect((await run({ measure: 'totalVariation' }, lacking)).estimate.value).toBeCloseTo(0.2, 15);
  });

  it('of one class in both groups is 0, and says how much may not have been seen', async () => {
    const same = [[20, 'p', '0', '0'], [30, 'u', '0', '0'], [1, 'x', '1', '1']] as const;
    expect((await run({ measure: 'totalVariation' }, same)).estimate).toMatchObject({ value: 0, interval: { lower: 0, upper: expect.closeTo(2 - 0.025 ** (1 / 20) - 0.025 ** (1 / 30), 10) } });
  });

  it('leaves out rows without a label', async () => {
    expect((await run({}, [...rows, [7, 'p', null, '1']])).counts).toEqual({ rows: 100, referenceRows: 100 });
  });
});
