import type { Json, JsonObject } from '../json.js';
import type { DataSource } from '../data/source.js';
import type { Predictor } from '../models/predictor.js';
import type { RandomStream } from '../random/stream.js';
import type { MethodInfo, Pillar } from './method.js';
import type { Outcome } from './result.js';
import type { Subject } from './subject.js';

/** A method the plan asks for, with its options complete (parsed, defaults filled in). */
export interface MethodChoice {
  readonly pillar: Pillar;
  readonly method: string;
  readonly version: number;
  readonly options: JsonObject;
  /** What a time limit made of it: smaller options, or nothing at all; left out where it made no difference. */
  readonly limited?: { readonly leftOut: boolean; readonly because: string };
}

/** Rows a task is about. `indices` are written out so that the plan alone fixes them. */
export type RowSelection =
  | { readonly kind: 'none' }
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'indices'; readonly indices: readonly number[] };

/**
 * One piece of work: plain data, fixed by the plan, independent of every other task. `work` groups the tasks whose partial
 * results are combined with each other ("kernelShap", "groupedOutcomes").
 */
export interface Task {
  /** Distinct within the plan: `${pillar}/${work}/${number}`. */
  readonly key: string;
  readonly pillar: Pillar;
  readonly work: string;
  readonly rows: RowSelection;
  /** What else the driver needs to do it; small. */
  readonly options: JsonObject;
}

/** What a task may use. No clock, no files, no network. */
export interface TaskContext {
  readonly subject: Subject;
  readonly methods: readonly MethodChoice[];
  /** Null when only stored predictions exist. */
  readonly model: Predictor | null;
  readonly data: DataSource;
  /** The audit's root stream. Take `child(method).child(row)…`: an address, never a position. */
  readonly random: RandomStream;
  readonly signal: AbortSignal;
  progress(done: number, total: number): void;
}

/** How long a pillar may ask the model, and how fast the model answered when the plan was made. */
export interface TimeLimit {
  readonly seconds: number;
  readonly rowsPerSecond: number;
}

/**
 * One pillar's way from methods to results: cut the work into tasks, do one, combine. All three are functions of their
 * arguments alone, so any worker may do any task, any number of times.
 */
export interface Driver {
  readonly pillar: Pillar;
  /** Every method of the pillar; explicit and in a stable order. */
  readonly methods: readonly MethodInfo[];
  /** The methods an audit uses when its plan names none, with options. */
  defaults(subject: Subject): readonly { readonly method: string; readonly options?: JsonObject }[];
  /** The choices with what a time limit leaves of them; none if left out: the pillar asks the model little. */
  withinTime?(subject: Subject, methods: readonly MethodChoice[], limit: TimeLimit): readonly MethodChoice[];
  /** Tasks for the chosen methods of this pillar. A method whose needs the subject does not meet gets no task: `combine` says why. */
  tasks(subject: Subject, methods: readonly MethodChoice[], random: RandomStream): readonly Task[];
  /** Works without tasks that combine the partial results of others, in plan order. None if left out. */
  readers?(subject: Subject, methods: readonly MethodChoice[]): readonly { readonly work: string; readonly reads: readonly string[] }[];
  /** The partial result of one task: plain data. */
  run(task: Task, context: TaskContext): Promise<Json>;
  /** Results of one `work`, from its partials in plan order. Called once per distinct work of the plan, then once with work = null
   *  (no partials) for methods that got no task, which become "not estimable" with the reason. */
  combine(work: string | null, partials: readonly Json[], context: { subject: Subject; methods: readonly MethodChoice[]; random: RandomStream }): Outcome;
}
