import { number, plain } from '../../lib/format';

/** Why the model answered as it did for one row, as an artifact explainability/…/attributions holds it. */
export interface ExplainedRow {
  readonly row: number;
  readonly groups: readonly (string | null)[];
  readonly x: Readonly<Record<string, unknown>>;
  readonly values: readonly number[];
  readonly contributions: readonly number[];
  readonly standardErrors: readonly number[];
  readonly base: number;
  readonly output: number;
  readonly judged: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
}

export interface Attributions {
  readonly method: string;
  readonly class: string;
  readonly features: readonly string[];
  readonly protected: readonly string[];
  readonly rows: readonly ExplainedRow[];
}

/** What one feature adds to the answer. */
export interface Reason {
  readonly feature: string;
  readonly value: string;
  readonly change: number;
  /** Half the width of the 95 % interval of the drawing; 0 where nothing was drawn. */
  readonly doubt: number;
  /** Another draw might turn its sign. */
  readonly unsure: boolean;
}

const Z95 = 1.959963984540054;
/** Below this share of the largest, rounding is all there is. */
const NOTHING = 1e-9;

/** Reasons of a row, the weightiest first; features that add nothing are left out. */
export function reasonsOf(features: readonly string[], { contributions, values, standardErrors, x }: ExplainedRow): Reason[] {
  const largest = Math.max(0, ...contributions.map(Math.abs));
  return features
    .map((feature, j): Reason => {
      const change = contributions[j]!;
      // The error is of the explainer's own number; a contribution may be that number times how far the row is from where it starts.
      const scale = values[j] === 0 ? 1 : Math.abs(change / values[j]!);
      const doubt = Z95 * standardErrors[j]! * scale;
      return { feature, value: shownValue(x[feature]), change, doubt, unsure: doubt >= Math.abs(change) };
    })
    .filter(({ change }) => Math.abs(change) > NOTHING * largest)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || features.indexOf(a.feature) - features.indexOf(b.feature));
}

/** "income is 12: lowers it by 0.210 (0.190 to 0.230)". */
export function reasonInWords({ feature, value, change, doubt, unsure }: Reason): string {
  const size = Math.abs(change);
  const doubtWords = doubt === 0 ? '' : ` (${number(Math.max(0, size - doubt))} to ${number(size + doubt)})`;
  if (unsure) return `${feature} is ${value}: about nothing, ${number(change)} ± ${number(doubt)}`;
  return `${feature} is ${value}: ${change > 0 ? 'raises' : 'lowers'} it by ${number(size)}${doubtWords}`;
}

/** What the reasons do not make up: a straight line leaves some of the answer unexplained, a sum of shares leaves rounding. */
export function unexplained({ base, output, contributions }: ExplainedRow): number {
  return output - base - contributions.reduce((sum, value) => sum + value, 0);
}

export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return 'missing';
  return typeof value === 'number' ? plain(Number(value.toPrecision(5))) : String(value);
}

/** What is explained, in words: the probability of a class, or a predicted number. */
export function answerWords(attributions: Pick<Attributions, 'class'>, task: string | null | undefined): string {
  return task === 'regression' ? 'the predicted number' : `the probability of “${attributions.class}”`;
}
