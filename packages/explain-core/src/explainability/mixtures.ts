import type { Table } from '../data/table.js';
import { throwIfCancelled } from '../errors.js';
import { hasTrees } from '../models/predictor.js';
import { callRows, type Ask } from './ask.js';
import { plainCanvas, type Canvas } from './canvas.js';
import { kernelCanvas } from './canvasKernel.js';
import type { Scene } from './explainer.js';
import { MIXTURE_LANES, mixtureMargins } from './treeMixtures.js';

/** What a model answers about rows made of one row and a background: of a coalition, the background's rows with the row's own value in every feature that the coalition has. */
export interface Mixtures {
  readonly background: Table;
  /** Coalitions that are asked about in one call, where rows are made for them. */
  readonly perCall: number;
  /** The mean answer for each coalition, over the background. `row`: a table of one row; `masks`: [count, features], 1 where its value stands. One call after another. */
  means(row: Table, masks: Uint8Array, count: number, perCall?: number): Promise<Float64Array>;
}

/** Answers for coalitions `from` to `from + count` of the masks, [count, background rows]. */
type BlockAnswers = (row: Table, masks: Uint8Array, from: number, count: number) => Promise<Float64Array>;

/** Answers that need no rows, for at most so many coalitions at once. */
interface Tabulated {
  readonly perCall: number;
  readonly answers: BlockAnswers;
}

/** Values of made-up rows that are held at once: they are read again and again, and should not leave the processor's cache. */
const CANVAS_VALUES = 2 ** 17;

/** Below this many coalitions tabulating trees costs more than making rows and walking them. */
const FEWEST_TABULATED = 64;
/** Numbers that tables answer in one call: 8 MiB of them. */
const TABULATED_VALUES = 2 ** 20;

/** Mixtures of the scene's columns with a background. */
export function sceneMixtures(scene: Pick<Scene, 'ask' | 'model' | 'className' | 'signal'>, background: Table): Mixtures {
  return mixturesOf(background, scene.ask, () => tabulated(scene, background));
}

/** What `ask` answers; from what `tables` makes, once, where there are coalitions enough to be worth it. */
export function mixturesOf(background: Table, ask: Ask, tables: () => Tabulated | null = () => null): Mixtures {
  const { rows: size, columns } = background;
  const rows = Math.min(callRows(columns.length), Math.floor(CANVAS_VALUES / Math.max(1, columns.length)));
  const blocks = Math.max(1, Math.floor(rows / size));
  let canvas: Canvas | undefined;
  let known: Tabulated | null | undefined;
  const tablesOnce = (): Tabulated | null => (known === undefined ? (known = tables()) : known);
  const painted: BlockAnswers = (row, masks, from, count) => (canvas ??= kernelCanvas(background, blocks) ?? plainCanvas(background, blocks)).paint(row, masks, from, count, ask);
  return {
    background,
    perCall: blocks,
    async means(row, masks, count, perCall = blocks) {
      const { answers, perCall: most } = (count < FEWEST_TABULATED ? null : tablesOnce()) ?? { answers: painted, perCall };
      const values = new Float64Array(count);
      for (let from = 0; from < count; from += most) {
        const part = Math.min(most, count - from);
        blockMeans(await answers(row, masks, from, part), size, values, from, part);
      }
      return values;
    },
  };
}

/** Of a model that adds up its own trees (treeMixtures.ts): the bits that it would answer if it were asked. Who counts questions counts those that asking would take. */
function tabulated({ model, className, signal }: Pick<Scene, 'model' | 'className' | 'signal'>, background: Table): Tabulated | null {
  if (!hasTrees(model) || model.scores === undefined) return null;
  const { scores } = model;
  const { rows } = background;
  const perCall = Math.min(MIXTURE_LANES, Math.floor(TABULATED_VALUES / (rows * model.ensemble.base.length)));
  const margins = perCall < FEWEST_TABULATED ? null : mixtureMargins(model, background);
  if (margins === null) return null;
  const column = model.classes.indexOf(className);
  return {
    perCall,
    async answers(row, masks, from, count) {
      throwIfCancelled(signal);
      const { values, columns } = scores(margins(row, masks, from, count));
      const answers = new Float64Array(count * rows);
      for (let b = 0, at = column; b < rows; b++) for (let c = 0, to = b; c < count; c++, to += rows, at += columns) answers[to] = values[at];
      return answers;
    },
  };
}

function blockMeans(answers: Float64Array, size: number, into: Float64Array, from: number, count: number): void {
  for (let c = 0; c < count; c++) into[from + c] = sumOf(answers, c * size, (c + 1) * size) / size;
}

/**
 * A sum by halves like that of numeric/sum.ts, with four partial sums at the end of them. There are millions of these numbers, and a loop of its own, through which no other kind of array passes, takes a
 * fraction of the time.
 */
function sumOf(values: Float64Array, from: number, to: number): number {
  if (to - from > 64) {
    const middle = from + ((to - from) >>> 1);
    return sumOf(values, from, middle) + sumOf(values, middle, to);
  }
  // Four plain variables: taken out of an array they are kept as whole numbers first, and the loop takes three times as long.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = from;
  for (; i + 3 < to; i += 4) {
    a += values[i];
    b += values[i + 1];
    c += values[i + 2];
    d += values[i + 3];
  }
  for (; i < to; i++) a += values[i];
  return a + b + (c + d);
}
