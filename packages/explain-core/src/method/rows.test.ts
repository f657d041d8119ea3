import { toyCase } from '../../test/contract/smallAudit.js';
import { randomStream } from '../random/stream.js';
import { drawRows, pieces } from './rows.js';

const { subject } = toyCase();

it('draws distinct rows, ascending, and all of them where there are no more', () => {
  const rows = drawRows(subject, 20, randomStream(0));
  expect(rows).toHaveLength(20);
  expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
  expect(drawRows(subject, 1000, randomStream(0))).toEqual(Array.from({ length: subject.dataset.rows }, (_, i) => i));
  expect(drawRows({ ...subject, dataset: { ...subject.dataset, rows: 0 } }, 5, randomStream(0))).toEqual([]);
});

it('cuts into pieces that hold everything once, in order', () => {
  expect(pieces([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(pieces([1, 2], 5)).toEqual([[1, 2]]);
  expect(pieces([], 5)).toEqual([]);
});
