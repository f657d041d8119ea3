import type { Column, Table } from '../data/table.js';
import { instantiate, roomsOf, type Kernel } from '../numeric/kernels/instantiate.js';
import { paintWasm } from '../numeric/kernels/paint.wasm.js';
import { OF_ROW, ofKind, plainCanvas, STALE, type Canvas } from './canvas.js';

interface PaintKernel extends Kernel {
  paint(columns: number, features: number, held: number, masks: number, count: number): void;
}

/** Bytes of blocks and of a background, each. */
const VALUES_BYTES = 2 ** 20;
const MASKS_BYTES = 2 ** 17;
const MOST_FEATURES = 4096;
/** The kernel reads marks so many at a time. */
const LANES = 16;

/** Made when first needed. */
let loaded: ReturnType<typeof load> | undefined;
/** The canvas whose blocks are in the kernel's memory, and whether someone reads them: then another canvas has to do without. */
let resident: Canvas | undefined;
let isRead = false;

function load() {
  const kernel = instantiate<PaintKernel>(paintWasm);
  const room = roomsOf(kernel);
  const at = { blocks: room(VALUES_BYTES), background: room(VALUES_BYTES), held: room(MASKS_BYTES + LANES), masks: room(MASKS_BYTES + LANES), own: room(8 * MOST_FEATURES), columns: room(16 * MOST_FEATURES) };
  const { buffer } = kernel.memory;
  return { kernel, at, bytes: new Uint8Array(buffer), words: new Uint32Array(buffer), numbers: new Float64Array(buffer), codes: new Int32Array(buffer) };
}

type Numeric = Exclude<Column, { readonly kind: 'text' }>;

/** Room for so many blocks; null where there is text, or more than the kernel's memory has room for. */
export function kernelCanvas(background: Table, blocks: number): Canvas | null {
  const { rows: size, columns } = background;
  const features = columns.length;
  const numeric = columns.filter((column): column is Numeric => column.kind !== 'text');
  if (numeric.length < features || features > MOST_FEATURES || 8 * blocks * size * features > VALUES_BYTES || blocks * features > MASKS_BYTES) return null;
  let spare: Canvas | undefined;
  let painted: Table | null = null;
  let rows: Table = { rows: 0, columns: [] };
  const canvas: Canvas = {
    async paint(row, masks, from, count, read) {
      if (isRead) return (spare ??= plainCanvas(background, blocks)).paint(row, masks, from, count, read);
      if (resident !== canvas) {
        layBackground(numeric, size, blocks);
        resident = canvas;
        painted = null;
      }
      if (painted !== row) {
        layRow(row.columns.map((column, j) => ofKind(column, numeric[j])), blocks);
        painted = row;
      }
      layMasks(masks.subarray(from * features, (from + count) * features));
      const { kernel, at } = loaded!;
      kernel.paint(at.columns, features, at.held, at.masks, count);
      isRead = true;
      try {
        if (rows.rows !== count * size) rows = { rows: count * size, columns: numeric.map((column, j) => blocksOf(column, at.blocks + 8 * j * blocks * size, count * size)) };
        return await read(rows);
      } finally {
        isRead = false;
      }
    },
  };
  return canvas;
}

/** Each column with the room of one of numbers; one of codes needs half. */
function layBackground(columns: readonly Numeric[], size: number, blocks: number): void {
  const { at, bytes, words, numbers, codes } = (loaded ??= load());
  columns.forEach((column, j) => {
    const background = at.background + 8 * j * size;
    if (column.kind === 'number') numbers.set(column.values, background >> 3);
    else codes.set(column.codes, background >> 2);
    words.set([at.blocks + 8 * j * blocks * size, background, at.own + 8 * j, (column.kind === 'number' ? 8 : 4) * size], (at.columns >> 2) + 4 * j);
  });
  bytes.fill(STALE, at.held, at.held + blocks * columns.length);
}

function layRow(columns: readonly Numeric[], blocks: number): void {
  const { at, bytes, numbers, codes } = loaded!;
  columns.forEach((column, j) => {
    if (column.kind === 'number') numbers[(at.own >> 3) + j] = column.values[0];
    else codes.fill(column.codes[0], (at.own >> 2) + 2 * j, (at.own >> 2) + 2 * j + 2);
  });
  for (let mark = at.held, end = mark + blocks * columns.length; mark < end; mark++) if (bytes[mark] === OF_ROW) bytes[mark] = STALE;
}

function layMasks(masks: Uint8Array): void {
  const { at, bytes } = loaded!;
  bytes.set(masks, at.masks);
  // What is read behind their end is alike.
  bytes.copyWithin(at.masks + masks.length, at.held + masks.length, at.held + masks.length + LANES);
}

function blocksOf(column: Numeric, start: number, rows: number): Column {
  const { numbers, codes } = loaded!;
  if (column.kind === 'number') return { ...column, values: numbers.subarray(start >> 3, (start >> 3) + rows) };
  return { ...column, codes: codes.subarray(start >> 2, (start >> 2) + rows) };
}
