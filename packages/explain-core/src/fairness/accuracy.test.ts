import { describe, expect, it } from '@jest/globals';
import { runFairness, valueOf } from '../../test/fairnessFixture.js';
import { holisticTen } from '../../test/holisticTen.js';

describe('accuracy', () => {
  it("differs by 3/4 − 5/6 between the groups of holisticai's ten rows", async () => {
    const outcome = await runFairness(holisticTen);
    expect(valueOf(outcome, 'accuracy', 'group', 'a')).toBe(3 / 4);
    expect(valueOf(outcome, 'accuracy', 'group', 'b')).toBe(5 / 6);
  });
});
