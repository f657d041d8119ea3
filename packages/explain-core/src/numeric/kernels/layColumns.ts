import type { Kernel } from './instantiate.js';

/** Writes columns into a kernel's memory, one after another from a place on, each at a multiple of eight. Where they are. */
export function layColumns<C extends readonly (Float64Array | Uint32Array | Uint8Array)[]>({ memory }: Kernel, from: number, columns: readonly [...C]): { [K in keyof C]: number } {
  const bytes = new Uint8Array(memory.buffer);
  let end = from;
  return columns.map((column) => {
    const start = Math.ceil(end / 8) * 8;
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), start);
    end = start + column.byteLength;
    return start;
  }) as { [K in keyof C]: number };
}
