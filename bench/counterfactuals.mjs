/**
 * Counterfactuals beside DiCE: a LightGBM model of 100 trees on German Credit, rows that it decides "bad", three counterfactuals each, personal_status kept, one thread each, row by row in turns on
 * the same core.
 *   npm run build && taskset -c 1 node bench/counterfactuals.mjs [rows] [python with dice-ml and lightgbm]
 * Prints seconds a row: median and spread (smallest to largest) of each side and the median of the rows' ratios; the share of rows for which a row with the outcome was found, asked again by our reading of the
 * model; and of the nearest of these the mean distance, in our measure for all: Σ |change| ÷ median absolute deviation, and 1 for each exchanged category. Our proof says which are the nearest there are.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { takeRows } from '@plumbline/explain-core/data/select';
import { counterfactuals } from '@plumbline/explain-core/explainability/counterfactuals';
import { recourseScene } from '@plumbline/explain-core/explainability/recourse/recourse';
import { loadModel } from '@plumbline/explain-core/models/load';
import { numberUnit } from '@plumbline/explain-core/numeric/mixedDistance';
import { randomStream } from '@plumbline/explain-core/random/stream';

const count = Number(process.argv[2] ?? 20);
const csv = join(import.meta.dirname, '..', '..', 'shared', 'data', 'german-credit', 'german.csv');
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const threads = Object.fromEntries(['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS'].map((name) => [name, '1']));
const peer = spawn(process.argv[3] ?? 'python3', [join(import.meta.dirname, 'counterfactuals_peer.py'), folder, csv], { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, ...threads } });
const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

async function ask(question) {
  peer.stdin.write(`${question}\n`);
  return JSON.parse((await lines.next()).value);
}

try {
  const versions = (await lines.next()).value;
  const stored = JSON.parse(readFileSync(join(folder, 'rows.json'), 'utf8'));
  const columnOf = ({ name, levels }, j, rows) =>
    levels === null ? { kind: 'number', name, values: Float64Array.from(rows, (row) => row[j]) } : { kind: 'category', name, levels, codes: Int32Array.from(rows, (row) => levels.indexOf(row[j])) };
  const tableOf = (rows) => ({ rows: rows.length, columns: stored.columns.map((column, j) => columnOf(column, j, rows)) });
  const table = tableOf(stored.rows);
  const infos = table.columns.map((column) => {
    const base = { name: column.name, kind: column.kind, role: column.name === 'personal_status' ? 'protected' : 'feature', missing: 0 };
    if (column.kind === 'category') return { ...base, levels: column.levels, numbers: null };
    const average = mean([...column.values]);
    const deviation = Math.sqrt(mean([...column.values].map((value) => (value - average) ** 2)));
    return { ...base, levels: null, numbers: { min: Math.min(...column.values), max: Math.max(...column.values), mean: average, standardDeviation: deviation, integer: column.values.every(Number.isInteger) } };
  });
  const model = await loadModel(new Uint8Array(readFileSync(join(folder, 'model.txt'))), { columns: infos });
  const subject = { dataset: { digest: '', rows: table.rows, columns: infos }, model: { source: 'file', features: model.features, mapping: null }, label: { column: 'credit', classes: model.classes, positive: model.classes[1], favourable: model.classes[1] }, protected: [] };
  const options = counterfactuals.options.parse({});
  const bad = stored.answers.flatMap((answer, row) => (answer < 0.5 ? [row] : [])).slice(0, count);
  const units = table.columns.map((column) => (column.kind === 'number' ? numberUnit(column.values, 'mad') : 1));
  const distance = (row, other) => row.reduce((sum, value, j) => sum + (typeof value === 'number' ? Math.abs(value - other[j]) / units[j] : value === other[j] ? 0 : 1), 0);
  const reached = async (rows) => {
    if (rows.length === 0) return [];
    const { values } = await model.predict(tableOf(rows));
    return rows.filter((_, i) => values[2 * i + 1] >= model.threshold);
  };

  const sides = Object.fromEntries(['ours', 'genetic', 'random'].map((side) => [side, { seconds: [], nearest: [], found: 0 }]));
  let proven = 0;
  const note = async (side, row, seconds, rows) => {
    const good = await reached(rows);
    sides[side].seconds.push(seconds);
    sides[side].nearest.push(good.length === 0 ? null : Math.min(...good.map((one) => distance(stored.rows[row], one))));
    if (good.length > 0) sides[side].found++;
  };
  const begun = performance.now();
  const scene = await recourseScene(subject, model, takeRows(table, bad), table, options, new AbortController().signal);
  const ready = (performance.now() - begun) / 1000;
  for (const [turn, row] of [bad[0], ...bad].entries()) {
    const start = performance.now();
    const { counterfactuals: found } = await scene.recourseOf(Math.max(0, turn - 1), randomStream(0).child(row));
    const seconds = (performance.now() - start) / 1000;
    const rows = found.map(({ changes }) => stored.rows[row].map((value, j) => changes.find(({ column }) => column === stored.columns[j].name)?.to ?? value));
    const theirs = { genetic: await ask(`genetic ${row} 3`), random: await ask(`random ${row} 3`) };
    // The first row is done twice, and counted the second time: what is compiled and cached is no part of the comparison.
    if (turn === 0) continue;
    if (found[0]?.proven) proven++;
    await note('ours', row, seconds, rows);
    for (const side of ['genetic', 'random']) await note(side, row, theirs[side].seconds, theirs[side].rows);
  }
  console.log(`${bad.length} rows, Node ${process.version}, ${versions}; what our rows have in common took ${ready.toFixed(3)} s once, DiCE's explainers were there already`);
  const both = sides.ours.nearest.map((_, i) => i).filter((i) => Object.values(sides).every(({ nearest }) => nearest[i] !== null));
  for (const [side, { seconds, nearest, found }] of Object.entries(sides)) {
    const ratio = median(seconds.map((time, i) => time / sides.ours.seconds[i]));
    console.log(`${side.padEnd(8)} ${median(seconds).toFixed(3)} s a row (${Math.min(...seconds).toFixed(3)} to ${Math.max(...seconds).toFixed(3)}), ${ratio.toFixed(1)} times ours; found ${found} of ${bad.length}; mean distance ${mean(both.map((i) => nearest[i])).toFixed(3)} over the ${both.length} rows found by all`);
  }
  console.log(`ours proven nearest: ${proven} of ${bad.length}`);
} finally {
  peer.kill();
  rmSync(folder, { recursive: true, force: true });
}
