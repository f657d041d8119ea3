import { existsSync, mkdirSync, readFileSync, readlinkSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExplainError } from '@plumbline/explain-core/errors';
import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import { columnMapping } from '@plumbline/explain-core/models/mapping';
import { encodeChunk } from '../ingest/chunk.js';
import { childrenOf, isAlive } from '../../test/workerProcess.js';
import { inspectModel } from './inspect.js';
import type { ModelFile } from './protocol.js';
import { startSession, sweepDirectories, type ComputeSession, type Limits } from './session.js';

const golden = new URL('../../../../packages/explain-core/golden/', import.meta.url);
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, golden)));
/** Says what the outputs are, so that a model is not refused for that already. */
const mapping = columnMapping.parse({ version: 1, inputs: [{ features: [{ encode: 'number', column: 'x' }, { encode: 'number', column: 'y' }] }], output: { scores: 'probability' } });
const hostile = (name: string): ModelFile => ({ bytes: bytesOf(`hostile/${name}.onnx`), mapping });

const chunk = encodeChunk({ rows: 4, columns: [{ kind: 'number', name: 'x', values: Float64Array.of(0, 1, 2, 3) }, { kind: 'number', name: 'y', values: Float64Array.of(1, 1, 0, 0) }] });
const columns: ColumnInfo[] = ['x', 'y'].map((name) => ({ name, kind: 'number', role: 'feature', missing: 0, levels: null, numbers: { min: 0, max: 3, mean: 1, standardDeviation: 1, integer: true } }));
const label = { classes: ['0', '1'], positive: '1' };
const probe = { chunk, rows: 4 };
const limits: Limits = { loadMs: 20_000, probeMs: 3_000, taskMs: 3_000, memoryBytes: 1.5 * 2 ** 30 };
const refusal = async (name: string, more: Partial<Limits> = {}): Promise<ExplainError> => {
  const answer = await inspectModel(hostile(name), { columns, label, probe }, { ...limits, ...more }).then(() => 'accepted', (error: unknown) => error);
  expect(answer).toBeInstanceOf(ExplainError);
  return answer as ExplainError;
};

describe('a model that misbehaves', () => {
  it('is ended when it loops for ever, and everything else goes on', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    const error = await refusal('endless-loop');
    clearInterval(timer);
    expect(error).toMatchObject({ code: 'RESOURCE_LIMIT', message: expect.stringContaining('The time limit of 3 s') });
    expect(ticks).toBeGreaterThan(100); // our own loop was never blocked
  });

  it.each(['expand-bomb', 'expand-bomb-at-run'])('is ended when it asks for too much memory: %s', async (name) => {
    expect(await refusal(name, { probeMs: 30_000 })).toMatchObject({ code: expect.stringMatching(/^(RESOURCE_LIMIT|BAD_MODEL|BAD_PREDICTION)$/) });
  });

  it.each(['external-data-absolute', 'external-data-parent', 'external-data-relative', 'truncated', 'empty', 'text', 'pickle', 'custom-operator', 'initializer-lies', 'no-inputs', 'nan-producing', 'infinity-producing', 'row-count-changes', 'string-output'])(
    'is refused with a reason: %s',
    async (name) => {
      const error = await refusal(name);
      expect(error.code).toMatch(/^(BAD_MODEL|BAD_PREDICTION|BAD_MAPPING|UNSUPPORTED)$/);
      expect(error.message.length).toBeGreaterThan(20);
    },
  );
});

describe('a session', () => {
  const open: ComputeSession[] = [];
  const start = async (more: Partial<Limits> = {}): Promise<ComputeSession> => {
    const session = await startSession({ ...limits, ...more });
    open.push(session);
    return session;
  };
  afterEach(() => Promise.all(open.map((session) => session.end())));

  it('leaves no process and no directory behind', async () => {
    const before = childrenOf(process.pid);
    const session = await start();
    const fresh = childrenOf(process.pid).filter((pid) => !before.includes(pid) && isAlive(pid)); // without the `ps` that lists them
    expect(fresh).toHaveLength(1);
    const directory = process.platform === 'linux' ? readlinkSync(`/proc/${fresh[0]}/cwd`) : 'plumbline-child-'; // elsewhere nothing tells it
    expect(directory).toContain('plumbline-child-');
    await session.end();
    expect([isAlive(fresh[0]!), existsSync(directory)]).toEqual([false, false]);
    await expect(session.probe(probe.chunk, 1)).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('tells how fast a model answers, as a power of two, and nothing of no rows', async () => {
    const session = await start();
    await session.load({ bytes: bytesOf('hostile/endless-on-large-rows.onnx'), mapping }, columns, label);
    const rowsPerSecond = (await session.probe(probe.chunk, 4))!;
    expect(Number.isInteger(Math.log2(rowsPerSecond))).toBe(true);
    // Four rows a call of a model of one operator: between a call a second and one in a microsecond.
    expect(rowsPerSecond).toBeGreaterThan(4);
    expect(rowsPerSecond).toBeLessThanOrEqual(4e6);
    expect(await session.probe(probe.chunk, 0)).toBeNull();
  });

  it('knows when it has ended, and what a killed worker left is swept away', async () => {
    const session = await start();
    expect(session.alive).toBe(true);
    await session.end();
    expect(session.alive).toBe(false);
    const [mine, orphan] = [join(tmpdir(), `plumbline-child-${process.pid}-test`), join(tmpdir(), 'plumbline-child-4194399-test')]; // above Linux's largest process number
    mkdirSync(mine);
    mkdirSync(orphan);
    await sweepDirectories();
    expect([existsSync(mine), existsSync(orphan)]).toEqual([true, false]);
    rmdirSync(mine);
  });

  it('can be ended in the middle of an answer', async () => {
    const session = await start({ probeMs: 60_000 });
    await session.load(hostile('endless-loop'), columns, label);
    const asked = session.probe(probe.chunk, 4);
    setTimeout(() => void session.end(), 200);
    await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('tells a defect of ours from a fault of the model', async () => {
    const session = await start();
    await expect(session.probe(probe.chunk, 4)).rejects.toMatchObject({ name: 'ComputeDefect', message: 'probe before load' });
    await session.end();
  });
});
