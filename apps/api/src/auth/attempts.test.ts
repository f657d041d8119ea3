import { countAttempts } from './attempts.js';

test('30: after 60 refusals within a minute an address has to wait; others do not', () => {
  let now = 0;
  const attempts = countAttempts(() => now);
  for (let i = 0; i < 60; i++) {
    expect(attempts.allowed('a')).toBe(true);
    attempts.refused('a');
  }
  expect([attempts.allowed('a'), attempts.allowed('b')]).toEqual([false, true]);
  now = 59_999;
  expect(attempts.allowed('a')).toBe(false);
  now = 60_000;
  expect(attempts.allowed('a')).toBe(true);
});
