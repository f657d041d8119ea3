import { Worker } from 'node:worker_threads';
import { ExplainError } from '@plumbline/explain-core/errors';
import { combineWork, runTask } from '@plumbline/explain-core/audit/run';
import type { DataSource } from '@plumbline/explain-core/data/source';
import type { Json } from '@plumbline/explain-core/json';
import { decide } from '@plumbline/explain-core/models/decide';
import { loadModel } from '@plumbline/explain-core/models/load';
import { capabilitiesOf, isDifferentiable, type Predictor } from '@plumbline/explain-core/models/predictor';
import { randomStream } from '@plumbline/explain-core/random/stream';
import { decodeChunk } from '../ingest/chunk.js';
import { chunkSource } from '../ingest/chunkSource.js';
import { takeRows } from '@plumbline/explain-core/data/select';
import type { Table } from '@plumbline/explain-core/data/table';
import type { ModelFacts } from '@plumbline/explain-core/method/subject';
import type { AnswerValue, Fault, Reply, Request } from './protocol.js';

/**
 * The process in which a stranger's model is loaded and asked. It has no secrets: an empty environment, an empty working directory,
 * no database. It knows what its parent sends it and answers with plain data.
 */
const memoryBytes = Number(process.argv[2]);
new Worker(new URL('../childProcess/watchdog.js', import.meta.url), { workerData: { memoryBytes, parent: process.ppid } }).unref();

let model: Predictor | null = null;
let opened: { plan: Extract<Request, { type: 'open' }>['plan']; data: DataSource } | null = null;
let columns: Extract<Request, { type: 'load' }>['columns'] = [];
let nextChunkRequest = 0;
const chunksAsked = new Map<number, (bytes: Uint8Array) => void>();

const send = (reply: Reply): void => {
  process.send!(reply);
};

/** The first answer holds compiling as well, so several are timed, within this. */
const TIMED_SECONDS = 0.1;

/** Rows that the model answers a second, as a power of two: no finer than two measurements on one machine agree. Null where there are no rows to ask about. */
async function speedOf(model: Predictor, rows: Table): Promise<number | null> {
  if (rows.rows === 0) return null;
  const { signal } = new AbortController();
  // The best of them: what disturbs a measurement only ever makes it slower.
  let [best, all] = [Infinity, 0];
  do {
    const seconds = await secondsFor(model, rows, signal);
    [best, all] = [Math.min(best, seconds), all + seconds];
  } while (all < TIMED_SECONDS);
  return 2 ** Math.floor(Math.log2(rows.rows / Math.max(best, 1e-6)));
}

async function secondsFor(model: Predictor, rows: Table, signal: AbortSignal): Promise<number> {
  const begun = performance.now();
  await model.predict(rows, signal);
  return (performance.now() - begun) / 1000;
}

async function answer(request: Exclude<Request, { type: 'chunk' }>): Promise<AnswerValue> {
  switch (request.type) {
    case 'load': {
      const { bytes, mapping } = request.model;
      columns = request.columns;
      model = await loadModel(bytes, { ...(mapping ? { mapping } : {}), columns, ...(request.label ? { label: request.label } : {}) });
      return factsOf(model);
    }
    case 'probe': {
      if (model === null) throw new Error('probe before load');
      const table = decodeChunk(request.chunk, columns);
      const rows = takeRows(table, Int32Array.from({ length: Math.min(request.rows, table.rows) }, (_, row) => row));
      return { rowsPerSecond: await speedOf(model, rows) };
    }
    case 'ask': {
      if (model === null) throw new Error('question before load');
      const asked = model;
      const scores = await asked.predict(request.rows, new AbortController().signal);
      if (scores.rows !== request.rows.rows) throw new ExplainError('BAD_PREDICTION', `The model answered ${scores.rows} rows when asked ${request.rows.rows}; it must answer every row.`);
      return Array.from({ length: scores.rows }, (_, i) => ({
        decision: asked.classes[asked.task === 'regression' ? 0 : decide(asked, scores, i)]!,
        scores: [...scores.values.subarray(i * scores.columns, (i + 1) * scores.columns)],
      }));
    }
    case 'open': {
      const { rows, columns } = request.plan.subject.dataset;
      opened = { plan: request.plan, data: chunkSource({ rows, columns, fetchChunk }) };
      return null;
    }
    case 'task': {
      if (opened === null) throw new Error('task before open');
      const { plan, data } = opened;
      return runTask(request.task, {
        subject: plan.subject,
        methods: plan.methods,
        model,
        data,
        random: randomStream(plan.seed),
        signal: new AbortController().signal, // a cancelled task's process is ended by its parent
        progress: (done, total) => send({ type: 'progress', done, total }),
      });
    }
    case 'combine': {
      if (opened === null) throw new Error('combine before open');
      return combineWork(opened.plan, request.work, request.partials.map((partial) => JSON.parse(partial) as Json));
    }
  }
}

function fetchChunk(index: number): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const id = nextChunkRequest++;
    chunksAsked.set(id, resolve);
    send({ type: 'needChunk', id, index });
  });
}

function factsOf(loaded: Predictor): ModelFacts {
  const { format, task, classes, features, threshold, runtime } = loaded;
  const numberFeatures = isDifferentiable(loaded) ? loaded.numberFeatures : [];
  return { format, task, classes, features, numberFeatures, capabilities: capabilitiesOf(loaded), threshold, runtime };
}

function faultOf(error: unknown): Fault {
  if (error instanceof ExplainError) return { code: error.code, message: error.message };
  if (error instanceof Error) return { code: null, message: error.message, ...(error.stack ? { stack: error.stack } : {}) };
  return { code: null, message: `a ${typeof error} was thrown` };
}

process.on('message', (request: Request) => {
  if (request.type === 'chunk') {
    chunksAsked.get(request.id)?.(request.bytes);
    chunksAsked.delete(request.id);
    return;
  }
  answer(request).then(
    (value) => send({ type: 'answer', id: request.id, value }),
    (error: unknown) => send({ type: 'fault', id: request.id, fault: faultOf(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
send({ type: 'ready' });
