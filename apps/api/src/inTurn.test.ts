import { setImmediate as turn } from 'node:timers/promises';
import { inTurn } from './inTurn.js';

test('43: no more at a time than there are places, in the order they came, also when some fail', async () => {
  const take = inTurn(2);
  const order: number[] = [];
  let now = 0;
  let most = 0;
  const work = (index: number) =>
    take(async () => {
      order.push(index);
      most = Math.max(most, ++now);
      await turn();
      now--;
      if (index % 3 === 0) throw new Error(`number ${index}`);
      return index;
    });
  const ended = await Promise.allSettled(Array.from({ length: 7 }, (_, index) => work(index)));
  expect(ended.map(({ status }) => status)).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => (index % 3 === 0 ? 'rejected' : 'fulfilled')));
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect([most, now]).toEqual([2, 0]);
  expect(await take(async () => 'free again')).toBe('free again');
});
