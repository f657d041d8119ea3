import { describe, expect, it } from '@jest/globals';
import { runFairness, valueOf } from '../../test/fairnessFixture.js';
import { bodyOf } from '../../test/fairnessWork.js';
import type { GroupWarning } from './groupWarnings.js';

const rows = (groups: readonly (string | null)[]) => ({
  columns: { g: groups, label: groups.map((_, i) => String(i % 2)), prediction: groups.map(() => '1') },
  protected: ['g'],
  methods: [{ method: 'selectionRate' }],
});

describe('groupWarnings', () => {
  it('tells of groups that look alike, and keeps them apart', async () => {
    const outcome = await runFairness(rows(['Female', 'female ', 'male', 'Zo\u00eb', 'Zoe\u0308', null]));
    expect(bodyOf<GroupWarning[]>(outcome, 'fairness/groupWarnings')).toEqual([
      { code: 'lookAlikeGroups', attribute: 'g', message: expect.stringMatching(/^Groups in 2 sets differ only in case/), examples: ['"Female" and "female "', '"Zoe\u0308" (4 characters) and "Zo\u00eb" (3 characters)'] },
    ]);
    expect([valueOf(outcome, 'selectionRate', 'g', 'Female'), valueOf(outcome, 'selectionRate', 'g', 'female ')]).toEqual([1, 1]);
  });
  it('is silent where there is nothing to tell', async () => {
    expect((await runFairness(rows(['a', 'b', null]))).artifacts.map(({ name }) => name)).not.toContain('fairness/groupWarnings');
  });
  it('says nothing of numbers cut into ranges', async () => {
    const cut = { ...rows(['1', '2', '3']), kinds: { g: 'number' as const }, grouping: { cuts: { g: [2] } } };
    expect((await runFairness(cut)).artifacts.map(({ name }) => name)).not.toContain('fairness/groupWarnings');
  });
});
