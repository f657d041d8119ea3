import { takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import type { JsonObject } from '../json.js';
import type { MethodInfo } from '../method/method.js';
import type { Result } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import type { Predictor } from '../models/predictor.js';
import type { RandomStream } from '../random/stream.js';
import type { Ask } from './ask.js';

/** Why the model answered what it answered for one row, by feature in the model's order. */
export interface Attribution {
  /** The explainer's number for each feature. */
  readonly values: readonly number[];
  /** What each feature adds to the answer beside the base; equal to `values` unless these are slopes. Faithfulness judges this. */
  readonly contributions: readonly number[];
  /** Monte Carlo error of each value: what other draws would change. 0 where nothing was drawn. */
  readonly standardErrors: readonly number[];
  readonly base: number;
  /** The model's answer for the row. */
  readonly output: number;
  /** The explainer's own diagnostics. */
  readonly detail: JsonObject;
}

/** An attribution with what the row is, as it is stored. */
export interface ExplainedRow extends Attribution {
  readonly row: number;
  /** Value of each protected column, null for missing. */
  readonly groups: readonly (string | null)[];
  /** The row's values as shown to a reader. */
  readonly x: JsonObject;
  /** What each judge that the plan names found. */
  readonly judged: Readonly<Record<string, Judged>>;
  /** What judges followed, by judge and name; left out where none did. */
  readonly followed?: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
}

/** A number over all explained rows, without what the driver knows already. `measure` goes into the result's options. */
export interface Measurement extends Pick<Result, 'attribute' | 'group' | 'feature' | 'estimate' | 'counts' | 'test'> {
  readonly measure: string;
}

/** What an explainer or a judge works with, fixed for a task. */
export interface Scene {
  /** Rows of the model's features that stand in for a feature left out. */
  readonly background: Table;
  readonly ask: Ask;
  readonly model: Predictor;
  /** Class whose probability is explained; a regression's one output. */
  readonly className: string;
  readonly signal: AbortSignal;
  /** For what is drawn once for all rows of all tasks; the explainer's own. What is drawn for one row has the row's own stream. */
  readonly random: RandomStream;
}

/** Attributions of rows of the model's features, each by its own draws: what a row gets does not hang on the rows beside it. */
export type Explain = (rows: Table, randomOf: (i: number) => RandomStream) => Promise<Attribution[]>;

/** An option of which less may be spent. */
export interface Effort {
  readonly option: string;
  readonly least: number;
}

/** Explains rows of a model that can be asked; `prepare` once for a task. */
export interface LocalExplainer<O = unknown> extends MethodInfo<O> {
  readonly pillar: 'explainability';
  /** It can say something about any number, not only about the probability of a class. */
  readonly explainsNumbers: boolean;
  /** Why an audit that names no methods uses it for this subject, in a sentence for the reader; null: it does not. Never called without a model that can be asked. */
  chosenBecause(subject: Subject): string | null;
  /** Throws BAD_OPTIONS for a request that is a mistake, whatever the model. */
  check?(subject: Subject, options: O): void;
  /** Why it cannot explain this subject, beyond what every explainer needs; null when it can. */
  lacking?(subject: Subject, options: O): string | null;
  prepare(scene: Scene, options: O): Promise<Explain>;
  /** It explains the sum before the model's link (log-odds, say), not the answer itself; the answer if left out. */
  explainsMargin?(subject: Subject, options: O): boolean;
  /** Whether rows share what is drawn, so that their errors do not average out; not if left out. */
  sharesDraws?(options: O): boolean;
  /** Rows that the model is asked about for one explained row at most, where it reads so many features; a derivative counts as three. */
  questions(options: O, features: number): number;
  /** The option that says how much is asked for a row, and the least of it that still says something; none where a row costs next to nothing. */
  readonly effort?: Effort;
  /** What `diagnostics` measures. */
  readonly measures: readonly string[];
  /** Measures of its own diagnostics over all rows. */
  diagnostics(rows: readonly ExplainedRow[], options: O): readonly Measurement[];
}

/** For explainers that have nothing to share between rows. */
export function rowByRow(explain: (row: Table, random: RandomStream) => Promise<Attribution>): Explain {
  return async (rows, randomOf) => {
    const found: Attribution[] = [];
    for (let i = 0; i < rows.rows; i++) found.push(await explain(takeRows(rows, [i]), randomOf(i)));
    return found;
  };
}

/** A judge's number for one row, by measure; null where it says nothing about the row. */
export type Judged = Readonly<Record<string, number | null>>;

/** What a judge found of one row: its numbers, and answers that it followed along the way. */
export interface Judgement {
  readonly measures: Judged;
  /** Each as long as for every other row, by name. */
  readonly curves?: Readonly<Record<string, readonly number[]>>;
}

/** A judge at work. */
export interface SeatedJudge {
  judge(attribution: Attribution, row: Table, random: RandomStream): Promise<Judgement>;
  /** What it found out before it saw a row, the same in every task; kept with the audit. */
  readonly about?: JsonObject;
  /** Measures that are the same for every row there could be, with why; their mean is exact. */
  readonly known?: Readonly<Record<string, string>>;
  /** Frees what it holds. */
  dispose?(): Promise<void>;
}

/** One of a judge's measures: a mean over rows. */
export interface JudgedMeasure {
  readonly id: string;
  /** Closed range of a row's value. */
  readonly range: readonly [number, number];
  /** It is on the scale of the model's answer: without bounds where that is a number and not a probability. */
  readonly isOfAnswer?: true;
  /** Said where no row has a value. */
  readonly undefinedBecause: string;
}

/** What a judge works with: its own background, and the explainer it judges. */
export interface JudgeScene extends Scene {
  readonly subject: Subject;
  /** The protected columns of the background's rows. */
  readonly people: Table;
  readonly explain: Explain;
  /** The same explainer for another model of the same columns and classes, or with other draws of what is drawn once for all rows. */
  explainWith(other: { readonly model?: Predictor; readonly random?: RandomStream }): Promise<Explain>;
}

/** Judges each attribution of every explainer that a plan names, in the task that made it, and is summed up over all rows and over the rows of each group. */
export interface RowJudge<O extends JudgeOptions = JudgeOptions> extends MethodInfo<O> {
  readonly pillar: 'explainability';
  readonly judged: readonly JudgedMeasure[];
  /** Throws BAD_OPTIONS for a request that is a mistake, whatever the model. */
  check?(subject: Subject, options: O): void;
  /** Why it has nothing to say of this subject, beyond what every judge needs; null when it can. */
  lacking?(subject: Subject): string | null;
  /** Rows that the model is asked about to judge one explanation, where it reads so many features and an explanation asks about so many rows. */
  questions(options: O, features: number, explanation: number): number;
  prepare(scene: JudgeScene, options: O): Promise<SeatedJudge>;
}

/** Options that every judge has. */
export interface JudgeOptions {
  /** Rows drawn apart from the explainer's; without it the judge gets the explainer's own. */
  readonly background?: number;
  readonly minGroupRows: number;
  readonly level: number;
}
