import { categoryColumn, numberColumn, tableOf } from '../../test/robustness/toyModels.js';
import { takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import { randomStream } from '../random/stream.js';
import { canvasOf } from './canvas.js';

const mixed = (n: number, seed: number): Table => ({
  ...tableOf([
    numberColumn('a', Array.from({ length: n }, (_, i) => (i % 4 === 2 ? NaN : randomStream(seed).normal(i)))),
    categoryColumn('b', ['p', 'q', 'r'], Array.from({ length: n }, (_, i) => (i % 3 === 1 ? null : ['p', 'q', 'r'][randomStream(seed).child('b').integer(i, 3)]))),
    { kind: 'text', name: 'c', values: Array.from({ length: n }, (_, i) => (i % 5 === 0 ? null : `text ${seed} ${i}`)) },
    numberColumn('d', Array.from({ length: n }, (_, i) => i)),
  ]),
});

/** The same table made from nothing. */
function afresh(row: Table, background: Table, masks: Uint8Array, from: number, count: number): unknown[][] {
  return background.columns.map((column, j) =>
    Array.from({ length: count * background.rows }, (_, i) => {
      const isOwn = masks[(from + Math.floor(i / background.rows)) * 4 + j] === 1;
      const [source, at] = isOwn ? [row.columns[j], 0] : [column, i % background.rows];
      return source.kind === 'category' ? source.codes[at] : source.values[at];
    }),
  );
}

it.each([1, 5, 40])('makes what a fresh table would be, whatever stood there before, against %d rows', (size) => {
  const background = mixed(size, 1);
  const canvas = canvasOf(background, 6);
  const masks = new Uint8Array(40 * 4).map((_, at) => randomStream(size).integer(at, 2));
  const rows = mixed(3, 2);
  for (const [row, from, count] of [[0, 0, 6], [0, 6, 6], [0, 12, 2], [1, 14, 6], [1, 20, 5], [2, 0, 6], [0, 25, 6], [0, 34, 6]]) {
    const own = takeRows(rows, [row]);
    const { rows: length, columns } = canvas.paint(own, masks, from, count);
    expect(length).toBe(count * size);
    expect(columns.map((column) => [...(column.kind === 'category' ? column.codes : column.values)])).toEqual(afresh(own, background, masks, from, count));
    expect(columns.map(({ name, kind }) => [name, kind])).toEqual(background.columns.map(({ name, kind }) => [name, kind]));
  }
});

it('tells a row from a background whose column is of another kind', () => {
  const row: Table = { rows: 1, columns: [{ kind: 'text', name: 'a', values: ['1'] }] };
  expect(() => canvasOf(tableOf([numberColumn('a', [1])]), 1).paint(row, Uint8Array.of(1), 0, 1)).toThrow('"a" is text in the row and number in the background');
});
