import { describe, expect, it } from '@jest/globals';
import { counted, runFairness, type FairnessCase } from '../../test/fairnessFixture.js';
import type { Estimate } from '../numeric/estimate.js';

const run = async (rows: readonly (readonly [number, ...(string | null)[]])[], method: string, options = {}): Promise<Record<string, Estimate>> => {
  const given: FairnessCase = { columns: counted(['group', 'label', 'prediction'], rows), protected: ['group'], methods: [{ method, options }] };
  return Object.fromEntries((await runFairness(given)).results.map((result) => [String(result.options['part']), result.estimate]));
};

// AIF360, tests/test_classification_metric.py: ten rows of three groups.
const aif360 = [[1, '0', '1', '1'], [1, '0', '0', '0'], [1, '1', '0', '0'], [1, '1', '1', '0'], [2, '1', '0', '1'], [1, '2', '1', '1'], [1, '2', '0', '0'], [1, '2', '1', '1'], [1, '2', '1', '0']] as const;

describe('theilIndex', () => {
  it('gives the answer of AIF360', async () => {
    expect((await run(aif360, 'theilIndex'))['total']!.value).toBeCloseTo((4 * Math.LN2) / 10, 15);
  });

  it('is the generalized entropy index for α = 1', async () => {
    expect(await run(aif360, 'theilIndex')).toEqual(await run(aif360, 'generalizedEntropyIndex', { alpha: 1 }));
  });
});
