import { randomStream } from '../../random/stream.js';
import { Heap } from './heap.js';

it('gives the least first, and of equals the last', () => {
  const heap = new Heap<{ key: number; id: number }>((a, b) => a.key - b.key);
  const draws = randomStream(1);
  const items = Array.from({ length: 500 }, (_, id) => ({ key: draws.integer(id, 20), id }));
  for (const item of items) heap.push(item);
  const sorted = [...items].sort((a, b) => a.key - b.key || b.id - a.id);
  expect(items.map(() => heap.pop())).toEqual(sorted);
  expect(heap.pop()).toBeUndefined();
  heap.push(items[0]!);
  expect(heap.pop()).toBe(items[0]);
});
