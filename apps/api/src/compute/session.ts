import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExplainError } from '@plumbline/explain-core/errors';
import type { Json } from '@plumbline/explain-core/json';
import type { Plan } from '@plumbline/explain-core/audit/plan';
import type { Work } from '@plumbline/explain-core/audit/run';
import type { ColumnInfo, Table } from '@plumbline/explain-core/data/table';
import type { Task } from '@plumbline/explain-core/method/task';
import { memoryLimitMark } from '../childProcess/memoryLimitMark.js';
import type { Outcome } from '@plumbline/explain-core/method/result';
import type { ModelFacts } from '@plumbline/explain-core/method/subject';
import type { AnswerValue, Fault, LabelHint, ModelAnswer, ModelFile, Reply, Request } from './protocol.js';

export interface Limits {
  /** Wall clock for one answer: loading, a probe, one task or the combining of a work's tasks. */
  readonly loadMs: number;
  readonly probeMs: number;
  readonly taskMs: number;
  readonly memoryBytes: number;
}

export const defaultLimits: Limits = { loadMs: 60_000, probeMs: 20_000, taskMs: 600_000, memoryBytes: 3 * 2 ** 30 };

/** One child process, asked one thing at a time. Once it is ended, by whom or whatever, every question gets the reason. */
export interface ComputeSession {
  /** False once the process is ended, by whomever. */
  readonly alive: boolean;
  load(model: ModelFile, columns: readonly ColumnInfo[], label: LabelHint | null): Promise<ModelFacts>;
  /** Asks the model about the first rows of a chunk: does it answer at all, in time, with numbers? How many rows a second, as a power of two; null of a chunk without rows. */
  probe(chunk: Uint8Array, rows: number): Promise<number | null>;
  /** What the loaded model says of some rows of its columns. */
  ask(rows: Table): Promise<ModelAnswer[]>;
  open(plan: Plan, fetchChunk: (index: number) => Promise<Uint8Array>): Promise<void>;
  run(task: Task, onProgress?: (done: number, total: number) => void): Promise<Json>;
  /** Makes a work's partial results, each the text of a JSON document and all in the plan's order, into results and artifacts. */
  combine(work: Pick<Work, 'pillar' | 'work'>, partials: readonly string[]): Promise<Outcome>;
  /** Ends the process now. A question under way is answered with `reason`, or CANCELLED. */
  end(reason?: ExplainError): Promise<void>;
}

/** A defect inside the child. The message is for the log, never for the person who asked. */
export class ComputeDefect extends Error {
  constructor(fault: Fault) {
    super(fault.message);
    this.name = 'ComputeDefect';
    if (fault.stack) this.stack = fault.stack;
  }
}

// Tests run this file from its TypeScript source; the child is always the built one, as it will be in production.
const childFile = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../dist/compute/child.js' : './child.js', import.meta.url));
const stderrKept = 8192; // bytes of a child's complaints that are kept for the log

const slowModel = 'A model that loops for ever shows this; a slow one needs fewer rows.';

const directoryPrefix = 'plumbline-child-';

/** Removes the working directories of children whose parent was killed and could not do so. */
export async function sweepDirectories(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = name.startsWith(directoryPrefix) ? Number(name.slice(directoryPrefix.length).split('-')[0]) : NaN;
    if (Number.isInteger(owner) && owner > 0 && !isRunning(owner)) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's process has the number now
  }
}

/** Starts a child with an empty environment and an empty working directory of its own. */
export async function startSession(limits: Limits = defaultLimits): Promise<ComputeSession> {
  const directory = await mkdtemp(join(tmpdir(), `${directoryPrefix}${process.pid}-`));
  const child = fork(childFile, [String(limits.memoryBytes)], {
    cwd: directory,
    env: {},
    serialization: 'advanced', // model files and chunks travel as bytes
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Native code can do what the permission model forbids to JavaScript; it is a second fence, not the first.
    execArgv: ['--permission', '--allow-addons', '--allow-worker', '--allow-fs-read=*', '--disable-warning=SecurityWarning', '--disable-warning=ExperimentalWarning'],
  });
  return new Session(child, directory, limits);
}

type Pending = { readonly resolve: (value: AnswerValue) => void; readonly reject: (error: Error) => void };

class Session implements ComputeSession {
  private nextId = 0;
  private readonly pending = new Map<number, Pending>();
  private readonly exited: Promise<void>;
  private ended: Error | null = null;
  private complaints = '';
  private fetchChunk: ((index: number) => Promise<Uint8Array>) | null = null;
  private onProgress: ((done: number, total: number) => void) | undefined;

  constructor(
    private readonly child: ChildProcess,
    private readonly directory: string,
    private readonly limits: Limits,
  ) {
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.complaints = (this.complaints + text).slice(-stderrKept);
    });
    child.on('message', (reply: Reply) => this.receive(reply));
    child.on('error', (error) => this.close(error));
    this.exited = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        this.close(this.reasonOf(code, signal));
        rm(directory, { recursive: true, force: true }).then(resolve, resolve); // the system's own clean-up takes what is left
      });
    });
  }

  get alive(): boolean {
    return this.ended === null;
  }

  async load(model: ModelFile, columns: readonly ColumnInfo[], label: LabelHint | null): Promise<ModelFacts> {
    return (await this.send({ type: 'load', model, columns, label }, this.limits.loadMs, 'loading the model')) as ModelFacts;
  }

  async probe(chunk: Uint8Array, rows: number): Promise<number | null> {
    const { rowsPerSecond } = (await this.send({ type: 'probe', chunk, rows }, this.limits.probeMs, `asking the model about ${rows} rows`)) as { rowsPerSecond: number | null };
    return rowsPerSecond;
  }

  async ask(rows: Table): Promise<ModelAnswer[]> {
    return (await this.send({ type: 'ask', rows }, this.limits.probeMs, `asking the model about ${rows.rows} ${rows.rows === 1 ? 'row' : 'rows'}`)) as ModelAnswer[];
  }

  async open(plan: Plan, fetchChunk: (index: number) => Promise<Uint8Array>): Promise<void> {
    this.fetchChunk = fetchChunk;
    const { seed, subject, methods } = plan;
    await this.send({ type: 'open', plan: { seed, subject, methods } }, this.limits.loadMs, 'opening the plan');
  }

  async run(task: Task, onProgress?: (done: number, total: number) => void): Promise<Json> {
    this.onProgress = onProgress;
    return (await this.send({ type: 'task', task }, this.limits.taskMs, `task ${task.key}`)) as Json;
  }

  async combine({ pillar, work }: Pick<Work, 'pillar' | 'work'>, partials: readonly string[]): Promise<Outcome> {
    const what = `combining the results of ${work === null ? pillar : `${pillar}/${work}`}`;
    return (await this.send({ type: 'combine', work: { pillar, work }, partials }, this.limits.taskMs, what, 'Fewer protected columns, groups or methods take less.')) as Outcome;
  }

  async end(reason = new ExplainError('CANCELLED', 'The work was cancelled.')): Promise<void> {
    this.close(reason);
    await this.exited;
  }

  private send(request: DistributiveOmit<Exclude<Request, { type: 'chunk' }>, 'id'>, limitMs: number, what: string, advice = slowModel): Promise<AnswerValue> {
    if (this.ended) return Promise.reject(this.ended);
    const id = this.nextId++;
    return new Promise<AnswerValue>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.close(
          new ExplainError('RESOURCE_LIMIT', `The time limit of ${limitMs / 1000} s for ${what} was reached and the model's process was ended. ${advice}`),
        );
      }, limitMs);
      const settle = <A>(go: (value: A) => void) => (value: A): void => {
        clearTimeout(timer);
        this.pending.delete(id);
        go(value);
      };
      this.pending.set(id, { resolve: settle(resolve), reject: settle(reject) });
      this.child.send({ ...request, id }, (error) => {
        if (error) this.close(error);
      });
    });
  }

  private receive(reply: Reply): void {
    switch (reply.type) {
      case 'ready':
        return;
      case 'progress':
        return this.onProgress?.(reply.done, reply.total);
      case 'answer':
        return this.pending.get(reply.id)?.resolve(reply.value);
      case 'fault': {
        const { code, message } = reply.fault;
        return this.pending.get(reply.id)?.reject(code === null ? new ComputeDefect(reply.fault) : new ExplainError(code, message));
      }
      case 'needChunk':
        this.fetchChunk!(reply.index).then(
          (bytes) => this.ended ?? this.child.send({ type: 'chunk', id: reply.id, bytes } satisfies Request),
          (error: Error) => this.close(error),
        );
    }
  }

  /** The first reason stands: what is killed for a limit also exits. */
  private close(reason: Error): void {
    if (this.ended) return;
    this.ended = reason;
    this.child.kill('SIGKILL');
    for (const { reject } of [...this.pending.values()]) reject(reason);
  }

  private reasonOf(code: number | null, signal: NodeJS.Signals | null): Error {
    const outOfMemory = this.complaints.includes(memoryLimitMark) || /heap out of memory|bad_alloc|Failed to allocate memory/i.test(this.complaints);
    if (outOfMemory || signal === 'SIGKILL') {
      const limit = Math.round(this.limits.memoryBytes / 2 ** 20);
      return new ExplainError('RESOURCE_LIMIT', `The model's process took more memory than it may (${limit} MiB) and was ended.`);
    }
    return new ExplainError('BAD_MODEL', `The model's process ended by itself (${signal ?? `exit code ${code}`}); its runtime could not cope with the file.`, {
      complaints: this.complaints.slice(-1000),
    });
  }
}

type DistributiveOmit<T, K extends keyof never> = T extends unknown ? Omit<T, K> : never;
