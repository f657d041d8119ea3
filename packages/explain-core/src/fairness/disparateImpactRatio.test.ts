import { describe, expect, it } from '@jest/globals';
import { counted, prepareFairness, reasonOf, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';
import { holisticTen } from '../../test/holisticTen.js';

const against = (referenceGroups: Record<string, string>): { methods: { method: string; options: { referenceGroups: Record<string, string> } }[] } => ({
  methods: [{ method: 'disparateImpactRatio', options: { referenceGroups } }],
});
const selected = (rows: readonly [string, number, number][]): Record<string, (string | null)[]> =>
  counted(['group', 'label', 'prediction'], rows.flatMap(([group, yes, all]): [number, string, string, string][] => [[yes, group, '1', '1'], [all - yes, group, '1', '0']]));

describe('disparateImpactRatio', () => {
  it("gives AIF360's answer for the sexes in German Credit against the largest group, with Koopman's interval", async () => {
    const { results } = await runFairness({ columns: selected([['female', 201, 310], ['male', 499, 690]]), protected: ['group'], methods: [{ method: 'disparateImpactRatio' }] });
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      group: 'female',
      options: { level: 0.95, minimumGroupSize: 1, referenceGroups: {}, referenceGroup: 'male' },
      estimate: { value: expect.closeTo(0.8965673, 7), n: 1000, interval: { method: 'koopman' } },
      counts: { numerator: 201, denominator: 310, referenceNumerator: 499, referenceDenominator: 690 },
    });
  });

  it("gives holisticai's 9/4 and its inverse", async () => {
    expect(valueOf(await runFairness({ ...holisticTen, ...against({ group: 'b' }) }), 'disparateImpactRatio', 'group', 'a')).toBeCloseTo(9 / 4, 15);
    expect(valueOf(await runFairness({ ...holisticTen, ...against({ group: 'a' }) }), 'disparateImpactRatio', 'group', 'b')).toBeCloseTo(4 / 9, 15);
  });

  it("gives the impact ratios of the scoring example in New York City's rule, 6 RCNY 5-301", async () => {
    // Number above the median from the printed rates; printed to two places.
    const sex = await runFairness({ columns: selected([['Male', 50, 92], ['Female', 34, 76]]), protected: ['group'], ...against({ group: 'Male' }) });
    expect(valueOf(sex, 'disparateImpactRatio', 'group', 'Female')).toBeCloseTo(0.82, 2);
    const race = await runFairness({
      columns: selected([['Hispanic or Latino', 18, 28], ['White', 15, 40], ['Black', 16, 32], ['Pacific', 5, 8], ['Asian', 10, 24]]),
      protected: ['group'],
      ...against({ group: 'Hispanic or Latino' }),
    });
    expect(['White', 'Black', 'Pacific', 'Asian'].map((group) => valueOf(race, 'disparateImpactRatio', 'group', group)!.toFixed(2))).toEqual(['0.58', '0.78', '0.97', '0.65']);
  });

  it('is undefined when nobody in the reference group is selected, and 0 when nobody in the compared group is', async () => {
    const columns = selected([['x', 0, 9], ['y', 3, 5]]);
    const largest = await runFairness({ columns, protected: ['group'] });
    expect(reasonOf(resultOf(largest, 'disparateImpactRatio', 'group', 'y').estimate)).toBe('the selection rate of the reference group "x" is 0 (of 9 rows)');
    const named = await runFairness({ columns, protected: ['group'], ...against({ group: 'y' }) });
    expect(resultOf(named, 'disparateImpactRatio', 'group', 'x').estimate).toMatchObject({ value: 0, interval: { lower: 0 } });
  });

  it('refuses a reference that no row can be in, before anything runs', () => {
    const columns = selected([['x', 1, 2], ['y', 1, 2]]);
    expect(() => prepareFairness({ columns, protected: ['group'], ...against({ group: 'z' }) })).toThrow('"z" is no group of "group"; there are "x", "y".');
    expect(() => prepareFairness({ columns, protected: ['group'], ...against({ sex: 'x' }) })).toThrow('A reference group is given for "sex", which is not compared; there are "group".');
  });

  it('does not judge groups below the minimum size', async () => {
    const outcome = await runFairness({
      columns: selected([['x', 5, 9], ['y', 1, 2]]),
      protected: ['group'],
      methods: [{ method: 'disparateImpactRatio', options: { minimumGroupSize: 5 } }],
    });
    expect(reasonOf(resultOf(outcome, 'disparateImpactRatio', 'group', 'y').estimate)).toBe('group "y" has 2 rows, fewer than the minimum of 5');
  });
});
