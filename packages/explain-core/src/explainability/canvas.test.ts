import { categoryColumn, numberColumn, tableOf } from '../../test/robustness/toyModels.js';
import { takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import { randomStream } from '../random/stream.js';
import { plainCanvas } from './canvas.js';
import { kernelCanvas } from './canvasKernel.js';

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
      const isOwn = masks[(from + Math.floor(i / background.rows)) * background.columns.length + j] === 1;
      const [source, at] = isOwn ? [row.columns[j], 0] : [column, i % background.rows];
      return source.kind === 'category' ? source.codes[at] : source.values[at];
    }),
  );
}

const withoutText = ({ rows, columns }: Table): Table => ({ rows, columns: columns.filter(({ kind }) => kind !== 'text') });
const read = async ({ columns }: Table): Promise<unknown[][]> => columns.map((column) => [...(column.kind === 'category' ? column.codes : column.values)]);

describe.each([
  ['plain', plainCanvas, (table: Table) => table],
  ['of the kernel', (background: Table, blocks: number) => kernelCanvas(background, blocks)!, withoutText],
])('a canvas %s', (_, make, of) => {
  it.each([1, 2, 3, 5, 40])('makes what a fresh table would be, whatever stood there before, against %d rows', async (size) => {
    const background = of(mixed(size, 1));
    const features = background.columns.length;
    const canvas = make(background, 6);
    const masks = new Uint8Array(40 * features).map((__, at) => randomStream(size).integer(at, 2));
    const rows = of(mixed(3, 2));
    for (const [row, from, count] of [[0, 0, 6], [0, 6, 6], [0, 12, 2], [1, 14, 6], [1, 20, 5], [2, 0, 6], [0, 25, 6], [0, 34, 6]]) {
      const own = takeRows(rows, [row]);
      const { rows: length, columns } = await canvas.paint(own, masks, from, count, async (table) => ({ ...table, columns: table.columns.map((column) => ({ ...column })) }));
      expect(length).toBe(count * size);
      expect(columns.map(({ name, kind }) => [name, kind])).toEqual(background.columns.map(({ name, kind }) => [name, kind]));
      expect(await canvas.paint(own, masks, from, count, read)).toEqual(afresh(own, background, masks, from, count));
    }
  });

  it('tells a row from a background whose column is of another kind', async () => {
    const row: Table = { rows: 1, columns: [{ kind: 'text', name: 'a', values: ['1'] }] };
    await expect(make(tableOf([numberColumn('a', [1])]), 1).paint(row, Uint8Array.of(1), 0, 1, read)).rejects.toThrow('"a" is text in the row and number in the background');
  });

  it('leaves rows alone while they are read, whoever else wants some, and goes on afterwards', async () => {
    const [one, other] = [mixed(4, 3), mixed(7, 4)].map(of);
    const [first, second] = [make(one, 5), make(other, 3)];
    const [row, another] = [takeRows(one, [1]), takeRows(other, [2])];
    const features = one.columns.length;
    const masks = new Uint8Array(5 * features).map((__, at) => randomStream(9).integer(at, 2));
    const slowly = (table: Table) => new Promise<unknown[][]>((done) => setTimeout(async () => done(await read(table)), 20));
    const both = await Promise.all([first.paint(row, masks, 0, 5, slowly), second.paint(another, masks, 1, 3, read)]);
    expect(both).toEqual([afresh(row, one, masks, 0, 5), afresh(another, other, masks, 1, 3)]);
    await expect(first.paint(row, masks, 0, 5, async () => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
    expect(await second.paint(another, masks, 0, 3, read)).toEqual(afresh(another, other, masks, 0, 3));
    expect(await first.paint(row, masks, 1, 4, read)).toEqual(afresh(row, one, masks, 1, 4));
  });
});

it('leaves text, and what is more than the kernel has room for, to plain code', () => {
  const numbers = (rows: number, columns: number): Table => tableOf(Array.from({ length: columns }, (_, j) => numberColumn(`x${j}`, new Array<number>(rows).fill(j))));
  expect(kernelCanvas(mixed(2, 1), 1)).toBeNull();
  expect(kernelCanvas(numbers(2 ** 12, 32), 1)).not.toBeNull();
  expect(kernelCanvas(numbers(2 ** 12, 33), 1)).toBeNull();
  expect(kernelCanvas(numbers(1, 4097), 1)).toBeNull();
});
