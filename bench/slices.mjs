/**
 * Slice discovery beside the Python package sliceline: 1,000,000 rows, 20 columns, conjunctions of up to three conditions, one thread each, in turns on
 * the same core. Both get the same columns, losses, number of slices, alpha and minimum support, and must name the same slices with the same scores.
 *   npm run build && taskset -c 1 node bench/slices.mjs [rounds] [rows] [python with sliceline] [minimum support]
 * Prints seconds of a search: median and spread (smallest to largest) of each side. sliceline holds a product of rows × candidates in memory: at a minimum support
 * of 0.2 it takes 5 GiB for these data, at 0.1 more than the 14 GiB it is given. So the two are compared at 0.2; the last line is our time at 0.01.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findSlices } from '@plumbline/explain-core/fairness/slices/findSlices';
import { randomStream } from '@plumbline/explain-core/random/stream';

const rounds = Number(process.argv[2] ?? 3);
const rows = Number(process.argv[3] ?? 1_000_000);
const support = Number(process.argv[5] ?? 0.2);
const asked = { depth: 3, alpha: 0.95, slices: 10, distinct: false };

/** Frequencies fall as in tables about people: a few common values, a tail of rare ones. */
const bins = [2, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 10];
const columns = bins.map((count, c) => {
  const draws = randomStream(1).child(c);
  const weights = Array.from({ length: count }, (_, bin) => 1 / (bin + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const upTo = weights.map((_, bin) => weights.slice(0, bin + 1).reduce((sum, weight) => sum + weight, 0) / total);
  return { bins: count, codes: Uint8Array.from({ length: rows }, (_, row) => Math.min(count - 1, upTo.findIndex((limit) => draws.uniform(row) < limit))) };
});
const loss = randomStream(1).child('loss');
const losses = Uint8Array.from({ length: rows }, (_, row) => {
  const planted = columns[3].codes[row] === 1 && columns[8].codes[row] === 0;
  const other = columns[12].codes[row] === 0 && columns[0].codes[row] === 1 && columns[5].codes[row] === 0;
  return loss.uniform(row) < (planted ? 0.5 : other ? 0.35 : 0.15) ? 1 : 0;
});

const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
columns.forEach(({ codes }, c) => writeFileSync(join(folder, `${c}.u8`), codes));
writeFileSync(join(folder, 'losses.u8'), losses);
const peer = spawn(process.argv[4] ?? 'python3', [join(import.meta.dirname, 'slices_peer.py'), folder, String(bins.length), String(support), String(asked.alpha), String(asked.slices)], {
  stdio: ['pipe', 'pipe', 'inherit'],
  env: { ...process.env, OMP_NUM_THREADS: '1', NUMBA_NUM_THREADS: '1' },
});
const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();

try {
  const version = JSON.parse((await lines.next()).value);
  // Compiled before it is timed, as the peer is.
  findSlices(columns.map(({ bins, codes }) => ({ bins, codes: codes.subarray(0, 2000) })), losses.subarray(0, 2000), { ...asked, minimumRows: 20 });
  const search = (minimumRows) => {
    const start = performance.now();
    const found = findSlices(columns, losses, { ...asked, minimumRows });
    return { seconds: (performance.now() - start) / 1000, found };
  };
  const ours = [];
  const theirs = [];
  let peak = 0;
  let same = true;
  for (let round = 0; round < rounds; round++) {
    const { seconds, found } = search(Math.floor(support * rows));
    ours.push(seconds);
    peer.stdin.write('\n');
    const answer = JSON.parse((await lines.next()).value);
    if ('error' in answer) throw new Error(`sliceline did not finish: ${answer.error}`);
    theirs.push(answer.seconds);
    peak = answer.peakGiB;
    const listed = found.slices.map(({ conditions, rows, loss }) => [bins.map((_, c) => conditions.find(({ column }) => column === c)?.bin ?? null), rows, loss]);
    same &&= JSON.stringify(listed) === JSON.stringify(answer.slices.map(({ bins, rows, loss }) => [bins, rows, loss]));
    same &&= found.slices.every(({ score }, i) => Math.abs(score - answer.slices[i].score) < 1e-9);
    if (round === 0) for (const [i, { conditions, rows, score }] of found.slices.entries()) console.log(`  ${i + 1}. ${conditions.map(({ column, bin }) => `${column} = ${bin}`).join(', ')}: ${rows} rows, score ${score.toFixed(6)}, theirs ${answer.slices[i]?.score.toFixed(6)}`);
    if (round === 0) console.log(`  counted ${found.counted.join(', ')} slices of one, two and three conditions`);
  }
  const show = (times) => {
    const sorted = [...times].sort((a, b) => a - b);
    return `${sorted[Math.floor(sorted.length / 2)].toFixed(3)} s (${sorted[0].toFixed(3)} to ${sorted.at(-1).toFixed(3)})`;
  };
  const ratio = theirs.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] / ours.toSorted((a, b) => a - b)[Math.floor(rounds / 2)];
  console.log(`${rounds} rounds in turns, ${rows} rows × ${bins.length} columns of 2 to 10 bins, minimum support ${support}, Node ${process.version}`);
  console.log(`plumbline          ${show(ours)}`);
  console.log(`sliceline ${version.sliceline}   ${show(theirs)}, numba ${version.numba}, at most ${peak.toFixed(1)} GiB of memory`);
  console.log(`${ratio.toFixed(1)} times as fast; ${same ? 'the same slices, rows, losses and scores' : 'NOT the same slices'}`);
  const fine = search(Math.floor(0.01 * rows));
  console.log(`plumbline at 1 %   ${fine.seconds.toFixed(3)} s, counted ${fine.found.counted.join(', ')}`);
} finally {
  peer.kill();
  rmSync(folder, { recursive: true });
}
