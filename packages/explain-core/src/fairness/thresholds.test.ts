import { runFairness } from '../../test/fairnessFixture.js';

interface Body {
  threshold: number | null;
  selectedAbove: boolean;
  thresholds: number[];
  overall: { rows: number; positives: number[]; negatives: number[]; unlabelled: number[] };
  attributes: { attribute: string; groups: { group: string; rows: number; positives: number[]; negatives: number[] }[] }[];
}

const columns = {
  g: ['a', 'a', 'a', 'b', 'b', 'b'],
  label: ['1', '0', '1', '0', null, '1'],
  prediction: ['1', '0', '1', '0', '1', '0'],
  score: ['0.9', '0.29', '1', '0', '0.6', '0.4'],
};
const given = { columns, kinds: { score: 'number' as const }, score: 'score', protected: ['g'], methods: [{ method: 'selectionRate' }] };

async function body(favourable = '1', changed = columns): Promise<Body> {
  const { artifacts } = await runFairness({ ...given, columns: changed, favourable });
  return artifacts.find(({ name }) => name === 'fairness/groupedOutcomes/thresholds')!.body as unknown as Body;
}

it('counts the rows whose score reaches each threshold, the threshold itself included', async () => {
  const { thresholds, overall, attributes, selectedAbove } = await body();
  expect(thresholds).toHaveLength(101);
  expect(selectedAbove).toBe(true);
  expect([overall.positives[0], overall.negatives[0], overall.unlabelled[0]]).toEqual([3, 2, 1]);
  // 0.29 is reached by 0.29: 29 ÷ 100 and the text 0.29 are the same number, though 0.29 · 100 is not 29.
  expect([overall.negatives[29], overall.negatives[30]]).toEqual([1, 0]);
  expect([overall.positives[40], overall.positives[41], overall.positives[90], overall.positives[91], overall.positives[100]]).toEqual([3, 2, 2, 1, 1]);
  expect(attributes[0].groups.map(({ group, rows, positives }) => [group, rows, positives[0]])).toEqual([['a', 3, 2], ['b', 3, 1]]);
});

it('says which side of the threshold people want to be on', async () => {
  expect((await body('0')).selectedAbove).toBe(false);
});

it('covers scores that are no probabilities', async () => {
  const { thresholds, overall } = await body('1', { ...columns, score: ['9', '1', '10', '1', '6', '4'] });
  expect([thresholds[0], thresholds[100]]).toEqual([1, 10]);
  expect(overall.positives[100]).toBe(1);
});

it('stands at the edge of a bin where scores are kept in bins, so that a score at the threshold reaches it', async () => {
  // More rows than are kept one by one: 1,000 of each hundredth.
  const rows = [...Array(101_000).keys()];
  const { thresholds, overall } = await body('1', {
    g: rows.map((i) => (i % 2 ? 'a' : 'b')),
    label: rows.map(() => '1'),
    prediction: rows.map((i) => (i % 101 < 50 ? '0' : '1')),
    score: rows.map((i) => String((i % 101) / 100)),
  });
  expect(overall.positives).toEqual(thresholds.map((_, k) => 1000 * (101 - k)));
  thresholds.forEach((threshold, k) => {
    expect(threshold).toBeLessThanOrEqual(k / 100);
    expect(threshold).toBeGreaterThan(k / 100 - 1 / 4000);
  });
  expect(thresholds[50]).toBe(0.5);
});
