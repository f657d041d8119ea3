import type { JsonObject, Json } from '../json.js';
import { twoSidedZ } from '../numeric/normal.js';

/** What is needed of an explained row to tell its reasons. */
export interface ExplainedAnswer {
  readonly x: JsonObject;
  readonly values: readonly number[];
  readonly contributions: readonly number[];
  readonly standardErrors: readonly number[];
  readonly base: number;
  readonly output: number;
}

/** What one feature adds to an answer. */
export interface Reason {
  readonly feature: string;
  readonly value: Json;
  readonly change: number;
  /** Half the width of the 95 % interval of the drawing; 0 where nothing was drawn. */
  readonly doubt: number;
  /** Another draw might turn its sign. */
  readonly unsure: boolean;
}

const Z = twoSidedZ(0.95);
/** Below this share of the largest, rounding is all there is. */
const NOTHING = 1e-9;

/** Reasons of an answer, the weightiest first, of equals in the features' order; features that add nothing are left out. */
export function reasonsOf(features: readonly string[], { contributions, values, standardErrors, x }: ExplainedAnswer): Reason[] {
  const largest = contributions.reduce((most, change) => Math.max(most, Math.abs(change)), 0);
  return features
    .map((feature, j): Reason => {
      const change = contributions[j]!;
      // The error is of the explainer's own number; a contribution may be that number times how far the row is from where it starts.
      const scale = values[j] === 0 ? 1 : Math.abs(change / values[j]!);
      const doubt = Z * standardErrors[j]! * scale;
      return { feature, value: x[feature] ?? null, change, doubt, unsure: doubt >= Math.abs(change) };
    })
    .filter(({ change }) => Math.abs(change) > NOTHING * largest)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
}

/** What the contributions do not make up: a straight line leaves some of the answer unexplained. What is only rounding is 0. */
export function leftUnexplained({ base, output, contributions }: Pick<ExplainedAnswer, 'base' | 'output' | 'contributions'>): number {
  const left = output - base - contributions.reduce((sum, value) => sum + value, 0);
  return Math.abs(left) > 1e-6 * Math.max(1, Math.abs(output)) ? left : 0;
}

/** A step from the base to the answer: a reason, or several in one. */
export interface ReasonStep {
  readonly label: string;
  readonly change: number;
  readonly doubt: number;
}

/** The weightiest reasons each by itself, the others as one step whose doubt is not told, and what is left unexplained. */
export function stepsOf(reasons: readonly Reason[], left: number, most: number, shown: (value: Json) => string): ReasonStep[] {
  const own = reasons.length <= most ? reasons : reasons.slice(0, most - 1);
  const others = reasons.slice(own.length);
  return [
    ...own.map(({ feature, value, change, doubt }) => ({ label: `${feature} = ${shown(value)}`, change, doubt })),
    ...(others.length === 0 ? [] : [{ label: `${others.length} other features`, change: others.reduce((sum, { change }) => sum + change, 0), doubt: 0 }]),
    ...(left === 0 ? [] : [{ label: 'left unexplained', change: left, doubt: 0 }]),
  ];
}
