import { describe, expect, it } from '@jest/globals';
import { counted, prepareFairness } from '../../test/fairnessFixture.js';
import type { Json } from '../json.js';
import type { Estimate, Interval } from '../numeric/estimate.js';
import { bootstrapEstimate, bootstrapEstimates } from './bootstrapInterval.js';
import { fairness } from './driver.js';
import type { Group, GroupedOutcomes } from './groupedOutcomes.js';
import { groupOutcomes } from './groupOutcomes.js';
import { mergeCubes, outcomeCube } from './outcomeCube.js';

async function grouped(rows: readonly (readonly [number, ...string[]])[]): Promise<GroupedOutcomes> {
  const { subject, context, tasks } = prepareFairness({ columns: counted(['g', 'label', 'prediction'], rows), protected: ['g'], methods: [{ method: 'selectionRate' }] });
  const cubes: Json[] = [];
  for (const task of tasks) cubes.push(await fairness.run(task, context));
  return groupOutcomes(mergeCubes(cubes.map((cube) => outcomeCube.parse(cube))), subject, context.random);
}

const rate = (group: Group): number | null => (group.counts.rows === 0 ? null : group.counts.selected / group.counts.rows);
const difference = ([x, y]: readonly Group[]): number | null => {
  const [a, b] = [rate(x!), rate(y!)];
  return a === null || b === null ? null : a - b;
};
const options = { level: 0.95, replicates: 4000, interval: 'percentile' } as const;
const intervalOf = (estimate: Estimate): Interval => (estimate as { interval: Interval }).interval;
const many = grouped([[120, 'x', '1', '1'], [80, 'x', '1', '0'], [90, 'y', '1', '1'], [110, 'y', '1', '0']]);

describe('bootstrapEstimate', () => {
  it('comes near the normal interval of a difference of rates in hundreds of rows', async () => {
    const found = bootstrapEstimate(await many, 'g', 'counts', difference, 400, options);
    expect(found.value).toBeCloseTo(0.15, 14);
    // 0.15 ± 1.96 √(0.6 · 0.4/200 + 0.45 · 0.55/200) = 0.15 ± 0.0968; an end of 4,000 draws is within some 0.004 of it.
    expect(Math.abs(intervalOf(found).lower - (0.15 - 0.0968))).toBeLessThan(0.008);
    expect(Math.abs(intervalOf(found).upper - (0.15 + 0.0968))).toBeLessThan(0.008);
    expect(intervalOf(found).level).toBe(0.95);
  });

  it('gives the same bits again, and several numbers what each has alone', async () => {
    const outcomes = await many;
    const one = bootstrapEstimate(outcomes, 'g', 'counts', difference, 400, options);
    expect(bootstrapEstimate(outcomes, 'g', 'counts', difference, 400, options)).toEqual(one);
    const both = bootstrapEstimates(outcomes, 'g', 'counts', (groups, all) => [difference(groups), rate(all)], [400, 400], options);
    expect(both[0]).toEqual(one);
    expect(both[1]!.value).toBeCloseTo(210 / 400, 14);
  });

  it('is cut at the range, and holds the number itself', async () => {
    const outcomes = await grouped([[19, 'x', '1', '1'], [1, 'x', '1', '0'], [5, 'y', '1', '1'], [5, 'y', '1', '0']]);
    const gap = (groups: readonly Group[]): number | null => {
      const found = difference(groups);
      return found === null ? null : Math.abs(found);
    };
    const { lower, upper } = intervalOf(bootstrapEstimate(outcomes, 'g', 'counts', gap, 30, options, { range: [0, 0.5] }));
    expect(lower).toBeGreaterThanOrEqual(0);
    expect(upper).toBe(0.5);
    // Draws of a largest number lie above it; the interval still holds it.
    const largest = (groups: readonly Group[], all: Group): number | null => Math.max(...groups.map((group) => Math.abs((rate(group) ?? 0) - rate(all)!)));
    const equal = await grouped([[50, 'x', '1', '1'], [50, 'x', '1', '0'], [50, 'y', '1', '1'], [50, 'y', '1', '0']]);
    const found = bootstrapEstimate(equal, 'g', 'counts', largest, 200, options);
    expect(found.value).toBe(0);
    expect(intervalOf(found).lower).toBe(0);
    expect(intervalOf(found).upper).toBeGreaterThan(0.01);
  });

  it('is not estimable where draws are often undefined, or all alike, and says the number', async () => {
    const few = await grouped([[100, 'x', '1', '1'], [100, 'x', '1', '0'], [2, 'y', '1', '1']]);
    const found = bootstrapEstimate(few, 'g', 'counts', difference, 202, options);
    expect(found).toMatchObject({ value: null, n: 202, undefinedBecause: expect.stringMatching(/^it is -0\.5 here, but in \d+ of 4000 samples drawn anew it is not defined/) });
    const all = await grouped([[30, 'x', '1', '1'], [30, 'y', '1', '1']]);
    expect(bootstrapEstimate(all, 'g', 'counts', difference, 60, options)).toEqual({
      value: null, n: 60, undefinedBecause: 'it is 0 here and the same in every sample drawn anew, so how uncertain it is cannot be told',
    });
  });

  it('passes the reason on where there is no number', async () => {
    expect(bootstrapEstimate(await many, 'g', 'counts', () => null, 7, options, { because: 'nobody knows' })).toEqual({ value: null, n: 7, undefinedBecause: 'nobody knows' });
  });
});
