import { log } from '../elementary/logarithm.js';

/** How often each outcome happened to a group: one count an outcome, in an order that all groups share. */
export type OutcomeCounts = readonly number[];

export interface LogRatioGap {
  /** The widest |log p_i(y) − log p_j(y)|. */
  readonly epsilon: number;
  /** The outcome and the two groups it is between, by position; `higher` has the larger probability. */
  readonly outcome: number;
  readonly higher: number;
  readonly lower: number;
}

/**
 * The ε of differential fairness: every outcome is at most e^ε times as probable in one group as in another,
 *   max over outcomes y and groups i, j of |log p_i(y) − log p_j(y)|,   p_i(y) = (N_i(y) + c/K) ÷ (N_i + c)   for K outcomes,
 * c the concentration of a symmetric Dirichlet prior. With c = 0 an outcome that a group never had makes it infinite: null then, as
 * with fewer than two groups. Groups without members are for the caller to leave out: with c > 0 they would be the prior alone.
 * Foulds, Islam, Keya, Pan 2020, "An intersectional definition of fairness", ICDE, equation 7.
 */
export function logRatioGap(groups: readonly OutcomeCounts[], concentration: number): LogRatioGap | null {
  if (groups.length < 2) return null;
  const outcomes = groups[0]!.length;
  const logs = groups.map((counts) => {
    const total = counts.reduce((sum, count) => sum + count, concentration);
    return counts.map((count) => log((count + concentration / outcomes) / total));
  });
  let widest: LogRatioGap | null = null;
  for (let outcome = 0; outcome < outcomes; outcome++) {
    let higher = 0;
    let lower = 0;
    for (let group = 1; group < groups.length; group++) {
      if (logs[group]![outcome]! > logs[higher]![outcome]!) higher = group;
      if (logs[group]![outcome]! < logs[lower]![outcome]!) lower = group;
    }
    const high = logs[higher]![outcome]!;
    // An outcome that nobody ever had is no evidence of a gap.
    if (high === -Infinity) continue;
    const epsilon = high - logs[lower]![outcome]!;
    if (widest === null || epsilon > widest.epsilon) widest = { epsilon, outcome, higher, lower };
  }
  return widest !== null && Number.isFinite(widest.epsilon) ? widest : null;
}
