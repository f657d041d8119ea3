import type { RandomStream } from '../random/stream.js';
import { instantiate, type Kernel } from './kernels/instantiate.js';
import { multinomialWasm } from './kernels/multinomial.wasm.js';
import { drawPlain, type ConditionalCell, type MultinomialTask } from './multinomialPlain.js';
import { portableLogComplement } from './portable.js';

/** More rows than this do not fit the counts. */
const MOST_ROWS = 2 ** 32 - 1;

/**
 * Counts of cells when `total` rows are drawn anew, with replacement, from rows that fall into cells as `counts` say: exactly what resampling the rows and counting again
 * would give, Multinomial(total, counts / sum), at the cost of one draw a cell. Cell after cell gets a binomial share of what the cells before have left, Binomial(left, counts[i] / rest).
 *   counts: [cells], whole numbers ≥ 0; a cell of 0 stays 0
 *   total: rows of a replicate, a whole number below 2^32; for the bootstrap the sum of the counts
 *   random: the key. Its counters are (cell, replicate, attempt), so a replicate is the same whichever others are asked for with it
 *   -> [replicates, cells], those of numbers from … from + replicates − 1; every row sums to `total`
 * No normal approximation anywhere: inversion for small means, else Hörmann's transformed rejection. Rounding changes the probability of accepting a proposal by less than 1e-8 at
 * 10^8 rows. The bits do not depend on the machine. Throws RangeError for other counts and totals.
 * Davis 1993, "The computer generation of multinomial random variates", Computational Statistics & Data Analysis 16. Efron 1979, "Bootstrap methods", Annals of Statistics 7.
 */
export function multinomialReplicates(counts: ArrayLike<number>, total: number, random: RandomStream, from: number, replicates: number): Uint32Array {
  const task = taskOf(counts, total, random, from, replicates);
  const found = new Uint32Array(replicates * counts.length);
  if (task.cells.length > 0 && total > 0) drawInKernel(task, found, counts.length);
  return found;
}

/** The same draw by draw. */
export function multinomialReplicatesPlain(counts: ArrayLike<number>, total: number, random: RandomStream, from: number, replicates: number): Uint32Array {
  const task = taskOf(counts, total, random, from, replicates);
  const found = new Uint32Array(replicates * counts.length);
  if (task.cells.length > 0 && total > 0) drawPlain(task, found, counts.length);
  return found;
}

function taskOf(counts: ArrayLike<number>, total: number, random: RandomStream, from: number, replicates: number): MultinomialTask {
  let rest = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    if (!(Number.isSafeInteger(count) && count >= 0)) throw new RangeError(`cells hold whole numbers of rows, got ${count} in cell ${i}; rows with weights cannot be drawn anew cell by cell`);
    rest += count;
  }
  if (!Number.isSafeInteger(rest)) throw new RangeError(`the cells hold ${rest} rows together, more than can be added exactly`);
  if (!(Number.isSafeInteger(total) && total >= 0 && total <= MOST_ROWS)) throw new RangeError(`a replicate has a whole number of rows up to ${MOST_ROWS}, got ${total}`);
  if (rest === 0 && total > 0) throw new RangeError(`there are no rows to draw ${total} of`);
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(replicates) && from >= 0 && replicates >= 0 && from + replicates <= 2 ** 32)) {
    throw new RangeError(`replicates have numbers from 0 to 2^32 − 1, got ${replicates} from ${from} on`);
  }
  const cells: ConditionalCell[] = [];
  for (let position = 0; position < counts.length; position++) {
    const count = counts[position]!;
    if (count === 0) continue;
    const others = rest - count;
    const complement = others < count;
    const [drawn, kept] = complement ? [others, count] : [count, others];
    const p = drawn / rest;
    cells.push({ position, complement, p, q: kept / rest, odds: drawn / kept, logComplement: portableLogComplement(p) });
    rest = others;
  }
  return { cells, total, key: random.key, from, replicates };
}

interface MultinomialKernel extends Kernel {
  drawCells(cells: number, size: number, key0: number, key1: number, from: number, replicates: number, left: number, counts: number, stride: number): void;
}

/** Replicates that go through the cells together: enough to hide what one draw waits for, few enough to stay in the cache. */
const TOGETHER = 128;
/** Cells between two visits of the kernel. */
const CELLS = 512;
/** Bytes of a cell in the kernel's memory. */
const CELL = 40;
/** Bytes from one replicate's counts to the next's: not a power of 2, which would put all of them on the same lines of the cache. */
const STRIDE = 4 * CELLS + 64;

/** Made when first needed. Calls do not wait for anything in the middle, so one memory serves all of them. */
let loaded: ReturnType<typeof load> | undefined;

function load() {
  const kernel = instantiate<MultinomialKernel>(multinomialWasm);
  const left = Math.ceil(kernel.memoryStart() / 64) * 64;
  const cells = left + 8 * TOGETHER;
  const counts = cells + CELL * CELLS;
  const { buffer } = kernel.memory;
  return { kernel, at: { left, cells, counts }, left: new Float64Array(buffer, left, TOGETHER), cells: new Uint8Array(buffer, cells, CELL * CELLS), counts: new Uint32Array(buffer, counts, (STRIDE / 4) * TOGETHER) };
}

function drawInKernel({ cells, total, key, from, replicates }: MultinomialTask, found: Uint32Array, width: number): void {
  const { kernel, at, ...memory } = (loaded ??= load());
  const table = tableOf(cells);
  const last = cells.length - 1;
  const dense = cells.length === width;
  // The kernel starts at an even replicate and draws eight at a time; what is not asked for is left where it is.
  for (let first = from - (from % 2); first < from + replicates; first += TOGETHER) {
    const size = Math.min(TOGETHER, from + replicates - first);
    memory.left.fill(total);
    for (let begin = 0; begin < last; begin += CELLS) {
      const end = Math.min(begin + CELLS, last);
      memory.cells.set(table.subarray(CELL * begin, CELL * end));
      kernel.drawCells(at.cells, end - begin, key[0], key[1], first, Math.ceil(size / 8) * 8, at.left, at.counts, STRIDE);
      for (let r = Math.max(0, from - first); r < size; r++) {
        const source = (r * STRIDE) / 4;
        const target = (first + r - from) * width;
        if (dense) found.set(memory.counts.subarray(source, source + end - begin), target + begin);
        else for (let i = begin; i < end; i++) found[target + cells[i]!.position] = memory.counts[source + i - begin]!;
      }
    }
    for (let r = Math.max(0, from - first); r < size; r++) found[(first + r - from) * width + cells[last]!.position] = memory.left[r]!;
  }
}

/** The cells as the kernel reads them. */
function tableOf(cells: readonly ConditionalCell[]): Uint8Array {
  const table = new DataView(new ArrayBuffer(CELL * cells.length));
  cells.forEach(({ position, complement, p, q, odds, logComplement }, i) => {
    [p, q, odds, logComplement].forEach((value, at) => table.setFloat64(CELL * i + 8 * at, value, true));
    table.setUint32(CELL * i + 32, position, true);
    table.setUint32(CELL * i + 36, complement ? 1 : 0, true);
  });
  return new Uint8Array(table.buffer);
}
