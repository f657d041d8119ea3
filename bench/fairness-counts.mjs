/**
 * Counting rows by the combination of their codes: 10 million rows of five attributes (2, 5, 6, 4 and 3 levels), a label and a prediction, so 2,880 cells. Beside numpy.bincount on a mixed-radix
 * key (building the key is part of the job on both sides; bincount alone is shown too) and DuckDB's GROUP BY on a table in memory. One thread each, in turns on the same core.
 * All have the same columns of bytes. "As read" is the counting of an audit: the columns as an audit holds them once they are read, 32 bits a code and −1 for missing, 65,536 rows at a
 * time, in a table with room for missing values.
 *   npm run build && taskset -c 1 node bench/fairness-counts.mjs [rounds] [python with numpy and duckdb] [rows]
 * Prints nanoseconds a row: median and spread (10th to 90th percentile) of each side, and the ratios of the medians. Ends with an error unless all counts are equal.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { countCells } from '@plumbline/explain-core/numeric/countCells';
import { ratio, show } from './fairnessTimes.mjs';

const rounds = Number(process.argv[2] ?? 15);
const rows = Number(process.argv[4] ?? 10_000_000);
const radices = [2, 5, 6, 4, 3, 2, 2];
const cells = radices.reduce((product, radix) => product * radix, 1);
const READ_ROWS = 65_536;
// Predictions are never missing.
const least = radices.map((_, i) => (i < radices.length - 1 ? -1 : 0));
const withMissing = radices.map((radix, i) => radix - least[i]);
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
try {
  const columns = randomColumns();
  const read = columns.map((column) => Int32Array.from(column));
  columns.forEach((column, i) => writeFileSync(join(folder, `${i}.u8`), column));
  const one = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const peer = spawn(process.argv[3] ?? 'python3', [join(import.meta.dirname, 'fairness_counts_peer.py'), folder, radices.join(',')], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...one } });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  const ask = async (what) => {
    peer.stdin.write(`${what}\n`);
    const line = await lines.next();
    if (line.done) throw new Error('the peer has ended');
    return (Number(line.value) * 1e9) / rows;
  };
  try {
    const [numpy, duckdb] = (await lines.next()).value.split(' ');
    const times = { plumbline: [], read: [], numpy: [], bincount: [], duckdb: [] };
    const counts = new Float64Array(cells);
    const table = new Float64Array(withMissing.reduce((product, radix) => product * radix, 1));
    // The first rounds are for the engine, which compiles again what is called often, and for the peers' memory.
    for (let round = -2; round < rounds; round++) {
      counts.fill(0);
      const start = performance.now();
      countCells(columns, radices, counts);
      times.plumbline.push(((performance.now() - start) * 1e6) / rows);
      table.fill(0);
      const begin = performance.now();
      for (let from = 0; from < rows; from += READ_ROWS) countCells(read.map((column) => column.subarray(from, from + READ_ROWS)), withMissing, table, least);
      times.read.push(((performance.now() - begin) * 1e6) / rows);
      if (counts.some((count, cell) => table[withRoom(cell)] !== count)) throw new Error('the columns as read are counted otherwise');
      for (const what of ['numpy', 'bincount', 'duckdb']) {
        times[what].push(await ask(what));
        const theirs = new Float64Array(new Uint8Array(readFileSync(join(folder, 'counts.f64'))).buffer);
        if (theirs.length !== cells || theirs.some((count, cell) => count !== counts[cell])) throw new Error(`${what} counts otherwise`);
      }
    }
    for (const measured of Object.values(times)) measured.splice(0, 2);
    console.log(`${rounds} rounds in turns, ${rows} rows, ${cells} cells, all counts equal, Node ${process.version}`);
    console.log(`plumbline                  ${show(times.plumbline, 'ns/row')}`);
    console.log(`plumbline, as read         ${show(times.read, 'ns/row')}`);
    console.log(`numpy ${numpy} key, bincount  ${show(times.numpy, 'ns/row')}   ${ratio(times.numpy, times.plumbline)}`);
    console.log(`numpy ${numpy} bincount alone ${show(times.bincount, 'ns/row')}   ${ratio(times.bincount, times.plumbline)}`);
    console.log(`DuckDB ${duckdb} GROUP BY      ${show(times.duckdb, 'ns/row')}   ${ratio(times.duckdb, times.plumbline)}`);
  } finally {
    peer.kill();
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** The cell with room for missing values that a cell without is. */
function withRoom(cell) {
  const codes = radices.map(() => 0);
  for (let i = radices.length - 1; i >= 0; i--) {
    codes[i] = cell % radices[i];
    cell = Math.floor(cell / radices[i]);
  }
  return codes.reduce((key, code, i) => key * withMissing[i] + code - least[i], 0);
}

/** Codes of every level, some more frequent than others, from a fixed start: Marsaglia 2003, "Xorshift RNGs". */
function randomColumns() {
  let state = 1;
  return radices.map((radix) => {
    const column = new Uint8Array(rows);
    for (let row = 0; row < rows; row++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const u = (state >>> 0) / 2 ** 32;
      column[row] = radix * u ** 1.3;
    }
    return column;
  });
}
