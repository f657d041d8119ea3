import { drawsWasm } from './kernels/draws.wasm.js';
import { instantiate, roomsOf, type Kernel } from './kernels/instantiate.js';
import { chooseItemsPlain, chooseValuesPlain, normalAt, partsOf, STEPS, ziggurat, type Choice } from './drawsPlain.js';
import type { RandomStream } from '../random/stream.js';

/** Draws made at once, a multiple of what eight counters give; the kernel's memory is laid out for them. */
const CHUNK = 4096;
/** Items there is room for, with tables and without; more are left to the plain twin. */
const MOST_TABLES = 16;
const MOST_ITEMS = 65_536;

/**
 * Draws of a choice from number `from` on, one word of 32 bits each: which item, which is returned, and a value of it. Addressed: a draw is the same whichever others are made. The stream's own draws use the
 * same counters, so it must be used for these alone.
 */
export function chooseValues({ key }: RandomStream, from: number, choice: Choice, values: Float64Array): Uint32Array {
  const size = choice.ends.length;
  if (size > MOST_TABLES) return chooseValuesPlain(key, from, choice, values);
  const { kernel, at, f64, u32 } = (loaded ??= load());
  const { starts, scales } = partsOf(choice);
  f64.set(choice.ends, at.ends / 8);
  f64.set(starts, at.starts / 8);
  f64.set(scales, at.scales / 8);
  choice.tables.forEach((table, k) => f64.set(table, at.tables / 8 + (STEPS + 2) * k));
  const items = new Uint32Array(values.length);
  inChunks(key, from, from + values.length, 4, (count, skip, place, length) => {
    kernel.choose(at.words, count, size, at.ends, at.starts, at.scales, at.tables, at.values, at.chosen);
    values.set(f64.subarray(at.values / 8 + skip, at.values / 8 + skip + length), place);
    items.set(u32.subarray(at.chosen / 4 + skip, at.chosen / 4 + skip + length), place);
  });
  return items;
}

/** The items alone, of any number of them. */
export function chooseItems({ key }: RandomStream, from: number, to: number, ends: ArrayLike<number>): Uint32Array {
  if (ends.length > MOST_ITEMS) return chooseItemsPlain(key, from, to, ends);
  const { kernel, at, f64, u32 } = (loaded ??= load());
  f64.set(ends, at.ends / 8);
  const items = new Uint32Array(to - from);
  inChunks(key, from, to, 4, (count, skip, place, length) => {
    kernel.pick(at.words, count, ends.length, at.ends, at.chosen);
    items.set(u32.subarray(at.chosen / 4 + skip, at.chosen / 4 + skip + length), place);
  });
  return items;
}

/** Standard normal draws from number `from` on, two words each; not those of `stream.normal`. */
export function drawNormals({ key }: RandomStream, from: number, values: Float64Array): void {
  const { kernel, at, f64, u32 } = (loaded ??= load());
  inChunks(key, from, from + values.length, 2, (count, skip, place, length) => {
    const open = kernel.normals(at.words, count, at.ratios, at.widths, at.values, at.chosen);
    values.set(f64.subarray(at.values / 8 + skip, at.values / 8 + skip + length), place);
    for (let k = 0; k < open; k++) {
      const index = place + u32[at.chosen / 4 + k]! - skip;
      if (index >= place && index < place + length) values[index] = normalAt(key, from + index);
    }
  });
}

interface DrawKernel extends Kernel {
  fill(key0: number, key1: number, first: number, count: number, words: number): void;
  choose(words: number, count: number, items: number, ends: number, starts: number, scales: number, tables: number, values: number, chosen: number): void;
  pick(words: number, count: number, items: number, ends: number, chosen: number): void;
  normals(words: number, count: number, ratios: number, widths: number, values: number, open: number): number;
}

/** Made when first needed. Calls do not wait for anything in the middle, so one memory serves all of them. */
let loaded: ReturnType<typeof load> | undefined;

function load() {
  const kernel = instantiate<DrawKernel>(drawsWasm);
  const room = roomsOf(kernel);
  const at = {
    words: room(8 * CHUNK), values: room(8 * CHUNK), chosen: room(4 * CHUNK + 64), ratios: room(8 * 256), widths: room(8 * 256),
    starts: room(8 * MOST_TABLES), scales: room(8 * MOST_TABLES), tables: room(8 * (STEPS + 2) * MOST_TABLES), ends: room(8 * MOST_ITEMS),
  };
  const f64 = new Float64Array(kernel.memory.buffer);
  f64.set(ziggurat.ratios, at.ratios / 8);
  f64.set(ziggurat.widths, at.widths / 8);
  return { kernel, at, f64, u32: new Uint32Array(kernel.memory.buffer) };
}

/** Words of whole eights of counters that hold draws from … to − 1, `perCounter` draws of a counter; `use` says which of them are asked for: after `skip`, `length` of them, to `place`. */
function inChunks(key: readonly [number, number], from: number, to: number, perCounter: number, use: (count: number, skip: number, place: number, length: number) => void): void {
  const { kernel, at } = (loaded ??= load());
  const eight = 8 * perCounter;
  for (let start = Math.floor(from / eight) * eight; start < to; start += CHUNK) {
    const count = Math.min(CHUNK, Math.ceil((to - start) / eight) * eight);
    kernel.fill(key[0], key[1], start / perCounter, count / perCounter, at.words);
    const first = Math.max(from, start);
    use(count, first - start, first - from, Math.min(to, start + count) - first);
  }
}
