import type { Json } from '@plumbline/explain-core/json';
import type { ErrorCode } from '@plumbline/explain-core/errors';
import type { ColumnInfo, Table } from '@plumbline/explain-core/data/table';
import type { Plan } from '@plumbline/explain-core/audit/plan';
import type { Work } from '@plumbline/explain-core/audit/run';
import type { Outcome } from '@plumbline/explain-core/method/result';
import type { ModelFacts } from '@plumbline/explain-core/method/subject';
import type { ColumnMapping } from '@plumbline/explain-core/models/mapping';
import type { Task } from '@plumbline/explain-core/method/task';

/** A model as it is handed to a child: bytes and how data columns become its inputs. */
export interface ModelFile {
  readonly bytes: Uint8Array;
  readonly mapping: ColumnMapping | null;
}

export interface LabelHint {
  readonly classes: readonly string[];
  readonly positive: string;
}

/** Parent to child. Messages are structured clones; the child answers every numbered one exactly once. */
export type Request =
  | { readonly id: number; readonly type: 'load'; readonly model: ModelFile; readonly columns: readonly ColumnInfo[]; readonly label: LabelHint | null }
  | { readonly id: number; readonly type: 'probe'; readonly chunk: Uint8Array; readonly rows: number }
  | { readonly id: number; readonly type: 'ask'; readonly rows: Table }
  | { readonly id: number; readonly type: 'open'; readonly plan: Pick<Plan, 'seed' | 'subject' | 'methods'> }
  | { readonly id: number; readonly type: 'task'; readonly task: Task }
  | { readonly id: number; readonly type: 'combine'; readonly work: Pick<Work, 'pillar' | 'work'>; readonly partials: readonly string[] }
  | { readonly id: number; readonly type: 'chunk'; readonly bytes: Uint8Array };

/** What a numbered message is answered with. */
export type AnswerValue = Json | ModelFacts | Outcome | readonly ModelAnswer[];

/** What a model says of one row. */
export interface ModelAnswer {
  /** The class decided for, or of a regression the name of its one output. */
  readonly decision: string;
  /** One score a class, in the model's order. */
  readonly scores: readonly number[];
}

/** Child to parent. */
export type Reply =
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly id: number; readonly value: AnswerValue }
  | { readonly type: 'fault'; readonly id: number; readonly fault: Fault }
  | { readonly type: 'needChunk'; readonly id: number; readonly index: number }
  | { readonly type: 'progress'; readonly done: number; readonly total: number };

/** An error that crossed a process border. `code` null marks a defect, whose message is for the log only. */
export interface Fault {
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly stack?: string;
}
