import type { ColumnInfo, Table } from '@plumbline/explain-core/data/table';
import type { LabelHint, ModelAnswer, ModelFile } from './protocol.js';
import { defaultLimits, startSession, type ComputeSession, type Limits } from './session.js';

/** A model as it is to be asked: what a child must be given to answer for it. */
export interface AskedModel {
  readonly file: ModelFile;
  readonly columns: readonly ColumnInfo[];
  readonly label: LabelHint | null;
}

/** Models that people are trying out, each in a child that stays for the next question. */
export interface AskPool {
  /** The model's answers to some rows of its columns. `key` names the model; `load` is called where no child has it. */
  ask(key: string, load: () => Promise<AskedModel>, rows: Table): Promise<ModelAnswer[]>;
  close(): Promise<void>;
}

/** Each may take as much memory as a child may. */
const mostSessions = 2;
/** Somebody who moves a slider asks again within seconds. */
const idleMs = 60_000;

interface Kept {
  readonly session: Promise<ComputeSession>;
  /** The question under way, after which the next is asked. */
  last: Promise<unknown>;
  waiting: number;
  timer: NodeJS.Timeout | undefined;
}

export function askPool(limits: Limits = defaultLimits): AskPool {
  const kept = new Map<string, Kept>(); // in order of use, the latest last
  let closed = false;

  const drop = async (key: string, one: Kept): Promise<void> => {
    clearTimeout(one.timer);
    if (kept.get(key) === one) kept.delete(key);
    await one.session.then((session) => session.end(), () => undefined); // whoever asked was told why it did not start
  };
  const begin = async (load: () => Promise<AskedModel>): Promise<ComputeSession> => {
    const { file, columns, label } = await load();
    const session = await startSession(limits);
    try {
      await session.load(file, columns, label);
    } catch (error) {
      await session.end();
      throw error;
    }
    return session;
  };
  const keptFor = async (key: string, load: () => Promise<AskedModel>): Promise<Kept> => {
    const known = kept.get(key);
    if (known) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const created: Kept = { session: begin(load), last: Promise.resolve(), waiting: 0, timer: undefined };
    created.session.catch(() => kept.get(key) === created && kept.delete(key));
    kept.set(key, created);
    const [oldest] = [...kept].filter(([, one]) => one !== created && one.waiting === 0);
    if (kept.size > mostSessions && oldest) await drop(...oldest);
    return created;
  };

  return {
    async ask(key, load, rows) {
      if (closed) throw new Error('this server is closing');
      const one = await keptFor(key, load);
      clearTimeout(one.timer);
      one.waiting++;
      const answer = one.last.then(async () => (await one.session).ask(rows));
      one.last = answer.catch(() => undefined); // the asker gets the error; the next question is not about it
      try {
        return await answer;
      } finally {
        one.waiting--;
        const alive = await one.session.then((session) => session.alive, () => false);
        if (!alive) await drop(key, one);
        else if (one.waiting === 0) one.timer = setTimeout(() => void drop(key, one), idleMs).unref();
      }
    },
    async close() {
      closed = true;
      await Promise.all([...kept].map(([key, one]) => drop(key, one)));
    },
  };
}
