import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import { inTurn } from '../inTurn.js';
import type { ModelFacts } from '@plumbline/explain-core/method/subject';
import type { LabelHint, ModelFile } from './protocol.js';
import { defaultLimits, startSession, type Limits } from './session.js';

export interface Inspection {
  /** Columns of the data the model will be asked about. */
  readonly columns: readonly ColumnInfo[];
  readonly label: LabelHint | null;
  /** A stored chunk: the model is asked about its first rows, so that one that never answers is refused before anything is stored. */
  readonly probe?: { readonly chunk: Uint8Array; readonly rows: number };
}

/** Each may take as much memory as a child may. */
const inspectOne = inTurn(2);

export interface Inspected {
  readonly facts: ModelFacts;
  /** How fast it answered, as a power of two; null where it was not asked. */
  readonly rowsPerSecond: number | null;
}

/** Loads a model in a child process of its own and says what it is. Throws an ExplainError that says why it cannot be used. */
export function inspectModel(model: ModelFile, inspection: Inspection, limits: Limits = defaultLimits): Promise<Inspected> {
  return inspectOne(() => inspect(model, inspection, limits));
}

async function inspect(model: ModelFile, { columns, label, probe }: Inspection, limits: Limits): Promise<Inspected> {
  const session = await startSession(limits);
  try {
    const facts = await session.load(model, columns, label);
    return { facts, rowsPerSecond: probe ? await session.probe(probe.chunk, probe.rows) : null };
  } finally {
    await session.end();
  }
}
