import { takeColumns, takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import { pairwiseSum } from '../numeric/sum.js';
import type { RandomStream } from '../random/stream.js';
import { additivityGapOf } from './additivity.js';
import type { Attribution, Explain, Scene } from './explainer.js';
import { sceneMixtures, type Mixtures } from './mixtures.js';

/** All sets of some features, in the order in which they are asked about. */
export interface Coalitions {
  readonly key: string;
  readonly sets: Int32Array;
  readonly perCall: number;
  /** [sets, width], 1 where the row's value stands. */
  readonly masks: Uint8Array;
}

/** What is known when a row is to be explained. Columns are those of the background, in its order. */
export interface Question {
  /** A table of one row. */
  readonly row: Table;
  /** The model's answer for it. */
  readonly output: number;
  readonly background: Table;
  /** The model's answer for each background row. */
  readonly answers: Float64Array;
  /** Of rows with the background. */
  readonly mixtures: Mixtures;
  /** Of rows with some of it. */
  readonly mixturesOf: (background: Table) => Mixtures;
  /** What one row leaves for the next. */
  readonly kept: { coalitions?: Coalitions };
}

/** Some of the background of a question, and what is known of it. */
export function restrictTo(question: Question, rows: readonly number[]): Question {
  if (rows.length === question.background.rows) return question;
  const background = takeRows(question.background, rows);
  return { ...question, background, answers: Float64Array.from(rows, (b) => question.answers[b]), mixtures: question.mixturesOf(background) };
}

/** By feature. */
export type Answered = Pick<Attribution, 'standardErrors' | 'detail'> & { readonly values: ArrayLike<number> };

/** Explains rows by values that add up to the model's answer less its mean answer over the background: how is the caller's. How far they miss it goes into the detail. */
export async function explainByGame(scene: Scene, answer: (question: Question, random: RandomStream) => Promise<Answered>): Promise<Explain> {
  const { background, ask } = scene;
  const answers = await ask(background);
  const base = pairwiseSum(answers) / background.rows;
  const names = background.columns.map(({ name }) => name);
  return async (rows, randomOf) => {
    const mixturesOf = (some: Table): Mixtures => sceneMixtures(scene, some);
    const mixtures = mixturesOf(background);
    const kept = {};
    const own = takeColumns(rows, names);
    const found: Attribution[] = [];
    for (let i = 0; i < rows.rows; i++) {
      const row = takeRows(own, [i]);
      const [output] = await ask(row);
      const { values: byFeature, standardErrors, detail } = await answer({ row, output, background, answers, mixtures, mixturesOf, kept }, randomOf(i));
      const values = Array.from(byFeature);
      found.push({ values, contributions: values, standardErrors, base, output, detail: { ...detail, additivityGap: additivityGapOf({ values, base, output }) } });
    }
    return found;
  };
}
