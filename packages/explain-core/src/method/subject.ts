import type { JsonObject } from '../json.js';
import type { ColumnInfo } from '../data/table.js';
import { ExplainError } from '../errors.js';
import type { ColumnMapping } from '../models/mapping.js';
import type { Capability, ModelFormat, PredictionTask, Runtime } from '../models/predictor.js';

/** What an audit is about: everything that is known without reading a row or asking the model. Part of the plan. */
export interface Subject {
  readonly dataset: { readonly digest: string; readonly rows: number; readonly columns: readonly ColumnInfo[] };
  readonly model: ModelSubject;
  readonly label: LabelSubject;
  /** Columns that define groups, in the order asked for. */
  readonly protected: readonly string[];
  readonly grouping: Grouping;
  /** The model's documentation as it stood when the plan was made; null when there is none. */
  readonly modelCard: JsonObject | null;
}

/** How rows become groups, what they weigh, and which of them belong together. */
export interface Grouping {
  /** How many protected columns are crossed with each other at most; 1 looks at each alone. */
  readonly depth: number;
  /** Where a protected number column is cut into ranges: ascending, group k holds cuts[k − 1] ≤ value < cuts[k]. */
  readonly cuts: Readonly<Record<string, readonly number[]>>;
  /** Column of sampling weights, ≥ 0; null: every row counts once. */
  readonly weight: string | null;
  /** Column whose equal values mark rows that are not independent of each other (one person's, say); null: rows are independent. */
  readonly cluster: string | null;
  /** Groups of fewer rows are withheld, with as many others as keep anybody from working them out by subtraction; 0: none. */
  readonly withholdBelow: number;
}

export const plainGrouping: Grouping = { depth: 2, cuts: {}, weight: null, cluster: null, withholdBelow: 0 };

/** What loading a model tells about it. */
export interface ModelFacts {
  readonly format: ModelFormat;
  readonly task: PredictionTask;
  readonly classes: readonly string[];
  readonly features: readonly string[];
  /** Number features with a derivative; empty when there is no gradient. */
  readonly numberFeatures: readonly string[];
  readonly capabilities: readonly Capability[];
  readonly threshold: number;
  readonly runtime: Runtime;
}

export type ModelSubject =
  | (ModelFacts & {
      readonly source: 'file';
      readonly digest: string;
      /** How the data's columns become its inputs; with the file it makes up the digest, so whoever has the file can ask the same model again. */
      readonly mapping: ColumnMapping | null;
    })
  | {
      /** Predictions that were made elsewhere and stored as columns. The model itself cannot be asked. */
      readonly source: 'predictions';
      readonly digest: string;
      readonly prediction: string;
      /** Probability of the positive class, where it is known. */
      readonly score: string | null;
    };

/** What was true of each row: one of some classes, or a number. */
export type LabelSubject = ClassLabel | NumberLabel;

export interface ClassLabel {
  /** Classes are what a label has unless it says otherwise. */
  readonly kind?: undefined;
  readonly column: string;
  /** Distinct label values as strings, sorted by code point. */
  readonly classes: readonly string[];
  /** The class that confusion counts are about. */
  readonly positive: string;
  /** The outcome people want; selection rates are about it. */
  readonly favourable: string;
}

export interface NumberLabel {
  readonly kind: 'number';
  readonly column: string;
  /** Which predictions people want; null where neither is said. */
  readonly favourable: 'higher' | 'lower' | null;
}

/** The label of a method that is about classes. Its driver has said "not estimable" before where there are none. */
export function classLabelOf({ label }: Pick<Subject, 'label'>): ClassLabel {
  if (label.kind === 'number') throw new ExplainError('BAD_PLAN', `The label "${label.column}" is a number; a method about classes got work to do.`);
  return label;
}
