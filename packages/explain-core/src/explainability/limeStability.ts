import { normalQuantile } from '../numeric/normal.js';
import { solveRidge } from './limeFit.js';
import type { Line, LocalRows } from './limeRows.js';
import { residualMoments } from './limeSelection.js';

/** Whether the features that enter first would be the same, in the same order, had endlessly many rows been drawn. */
export interface Certificate {
  /** In the order in which they enter; fewer where nothing is left to explain. */
  readonly entering: readonly number[];
  /** Null where nothing varies, so that nothing enters. */
  readonly stable: boolean | null;
  /** How many times as many rows the least certain step is likely to need; 1 where it needs no more, infinite where the two are even. */
  readonly moreRows: number;
}

/** Gains below this share of the answers' variance are rounding. */
const ROUNDING = 1e-12;

/**
 * A test at each step of forward selection that the feature that enters explains more than the runner-up: D = Σ w (r_b² − r_a²), r_a and r_b the residuals with the one and the other
 * added, against its standard error over the drawing. By the central limit theorem D ÷ error is normal; that coefficients are estimated adds nothing to first order, since least squares
 * are at their minimum (Vuong 1989). `alpha` is shared by the steps. The idea of testing the next feature to enter, and of drawing on until it is certain, is S-LIME's (Zhou, Hooker, Wang
 * 2021), there for the correlations of least angle regression and without sharing alpha. As there, each step is tested against its runner-up alone.
 */
export function certify(local: LocalRows, columnsOf: readonly (readonly number[])[], top: number, alpha: number): Certificate {
  const { moments } = local;
  const steps = Math.min(top, columnsOf.length);
  const needed = normalQuantile(1 - alpha / steps);
  const left = residualMoments(moments);
  const waiting = new Set(columnsOf.keys());
  const entering: number[] = [];
  let moreRows = 1;
  while (entering.length < steps) {
    const ranked = [...waiting].map((feature) => ({ feature, gain: left.gainOf(columnsOf[feature]) })).sort((a, b) => b.gain - a.gain || a.feature - b.feature);
    const [first, second] = ranked;
    if (!(first.gain > ROUNDING * moments.spread)) break;
    // Alone, it has nobody to give way to.
    if (second !== undefined) {
      const known = entering.flatMap((feature) => columnsOf[feature]);
      const z = advantage(local, [...known, ...columnsOf[first.feature]], [...known, ...columnsOf[second.feature]]);
      moreRows = Math.max(moreRows, z > 0 ? (needed / z) ** 2 : Infinity);
    }
    entering.push(first.feature);
    waiting.delete(first.feature);
    for (const j of columnsOf[first.feature]) left.take(j);
  }
  return { entering, stable: entering.length === 0 ? null : moreRows <= 1, moreRows };
}

/** By how many standard errors the fit on columns a leaves less than that on columns b; 0 where both leave the same but for rounding. */
function advantage(local: LocalRows, a: readonly number[], b: readonly number[]): number {
  const lineOf = (columns: readonly number[]): Line => ({ columns, coefficients: solveRidge(local.moments, columns, 0).coefficients });
  const { sum, squares } = local.advantage(lineOf(a), lineOf(b));
  return Math.abs(sum) <= ROUNDING * local.moments.spread ? 0 : sum / Math.sqrt(squares);
}
