import { coverageInWords, intervalMethods, wordsOfInterval } from './intervalMethods.js';

it('says what an interval promises', () => {
  expect(coverageInWords({ level: 0.95, method: 'wilson' })).toBe('95 %');
  expect(coverageInWords({ level: 0.999, method: 'simultaneousNewcombe' })).toBe('at least 99.9 %');
});

it('promises nothing for a method that it does not know', () => {
  expect(wordsOfInterval('toString')).toBeUndefined();
  expect(coverageInWords({ level: 0.9, method: 'gone' })).toBe('90 %');
});

it('has a label of its own for each', () => {
  const labels = Object.values(intervalMethods).map(({ label }) => label);
  expect(new Set(labels).size).toBe(labels.length);
});

it.each(Object.keys(intervalMethods).filter((name) => name.startsWith('simultaneous')))('%s holds at least as often as it says', (name) => {
  expect(wordsOfInterval(name)).toMatchObject({ atLeast: true });
});
