import { chernoffBounds, everyLookRate } from '../../numeric/bernoulliBounds.js';
import type { Bounds } from '../../numeric/wilson.js';
import { emptyArm, extended, type Arm } from './arm.js';
import type { Candidate } from './conditions.js';
import type { RuleDraws } from './draws.js';

export interface BeamOptions {
  /** Share of rows under the rule that must be decided as the row is. */
  readonly precision: number;
  readonly delta: number;
  readonly beam: number;
  /** Rules whose precisions differ by less need not be told apart while the best of a length are looked for. */
  readonly tolerance: number;
  readonly maxLength: number;
  /** Rows asked about at most. */
  readonly queries: number;
}

export interface Ruling {
  readonly arm: Arm;
  /** With probability 1 − delta the rule's precision is as asked for. */
  readonly reached: boolean;
  /** What the precision is bounded to, as the search knows it. */
  readonly bounds: Bounds;
  /** Rules that were drawn from. */
  readonly rules: number;
  /** The questions were spent before the search ended. */
  readonly cut: boolean;
}

const BATCH = 100;
/** Rows drawn of every rule of a length before the bandit chooses which to draw from. */
const FIRST = 20;

/** Rules so near to the precision that more looks would be needed are not sure to reach it: 5,000 rows tell 0.97 from 0.95. */
const MOST_LOOKS = 50;

/** Rules of one length and what may be wrong with their bounds: all bounds of all lengths hold together, since the shares of delta that the lengths get add up to 1. */
interface Round {
  readonly arms: number;
  readonly delta: number;
}

/**
 * The rule of largest coverage among those that surely reach the precision, by beam search: rules grow by one condition at a time, and of each length the most precise
 * few, found by the KL-LUCB bandit, are drawn from until it is sure whether they reach it. Rules that cannot cover more than the best so far are left out.
 * Ribeiro, Singh and Guestrin 2018, algorithm 2; Kaufmann and Kalyanakrishnan 2013. Departure: bounds hold for all rules, lengths and looks together (`everyLookRate`), also those
 * that a rule is accepted by; the authors' program and alibi bound these as if they looked once, and accept rules that do not reach the precision.
 */
export async function bestRule(draws: RuleDraws, candidates: readonly Candidate[], rows: number, options: BeamOptions): Promise<Ruling> {
  const left = (): number => options.queries - draws.queries;
  const empty = emptyArm(rows);
  let round = roundOf(1, 0, options);
  await draws.draw([empty], FIRST);
  let best: { readonly arm: Arm; readonly round: Round } | null = (await isSure(draws, empty, round, options, left)) ? { arm: empty, round } : null;
  let closest = { arm: empty, round };
  let beam = [empty];
  let rules = 1;
  for (let length = 1; length <= options.maxLength && best?.arm !== empty; length++) {
    const covered: number = best?.arm.coverage ?? -1;
    const grown = extended(beam, candidates).filter(({ coverage }) => coverage > covered);
    if (grown.length === 0 || left() < FIRST * grown.length) break;
    rules += grown.length;
    round = roundOf(grown.length, length, options);
    await draws.draw(grown, FIRST);
    beam = await mostPrecise(draws, grown, round, options, Math.floor(left() / 2));
    for (const arm of beam) if (share(arm) > share(closest.arm)) closest = { arm, round };
    // Widest first: what covers less than a rule that is sure need not be asked about.
    for (const arm of [...beam].sort((a, b) => b.coverage - a.coverage)) {
      if (arm.coverage > (best?.arm.coverage ?? -1) && (await isSure(draws, arm, round, options, left))) best = { arm, round };
    }
  }
  const chosen = best ?? closest;
  return { arm: chosen.arm, reached: best !== null, bounds: boundsOf(chosen.arm, chosen.round), rules, cut: left() < BATCH };
}

function roundOf(arms: number, length: number, { delta }: BeamOptions): Round {
  return { arms, delta: delta / ((length + 1) * (length + 2)) };
}

/** The beam's rules: KL-LUCB draws from the weakest of the best and the strongest of the others until the two are apart by no more than the tolerance. */
async function mostPrecise(draws: RuleDraws, arms: readonly Arm[], round: Round, { beam, tolerance }: BeamOptions, most: number): Promise<Arm[]> {
  const until = draws.queries + most;
  const bounds = new Map(arms.map((arm) => [arm, boundsOf(arm, round)]));
  for (;;) {
    const ranked = [...arms].sort((a, b) => share(b) - share(a));
    const top = ranked.slice(0, beam);
    const rest = ranked.slice(beam);
    if (rest.length === 0) return top;
    const weakest = least(top, (arm) => bounds.get(arm)!.lower);
    const strongest = least(rest, (arm) => -bounds.get(arm)!.upper);
    if (bounds.get(strongest)!.upper - bounds.get(weakest)!.lower <= tolerance || draws.queries + 2 * BATCH > until) return top;
    await draws.draw([weakest, strongest], BATCH);
    for (const arm of [weakest, strongest]) bounds.set(arm, boundsOf(arm, round));
  }
}

/** Draws until the precision is surely reached or surely missed, or it is too near to tell. */
async function isSure(draws: RuleDraws, arm: Arm, round: Round, { precision }: BeamOptions, left: () => number): Promise<boolean> {
  for (;;) {
    const { lower, upper } = boundsOf(arm, round);
    if (lower >= precision) return true;
    if (upper < precision || arm.looks >= MOST_LOOKS || left() < BATCH) return false;
    await draws.draw([arm], BATCH);
  }
}

function boundsOf({ same, n, looks }: Arm, { arms, delta }: Round): Bounds {
  return chernoffBounds(same, n, everyLookRate(arms, looks, delta));
}

function share({ same, n }: Arm): number {
  return same / n;
}

function least(arms: readonly Arm[], of: (arm: Arm) => number): Arm {
  return arms.reduce((lowest, arm) => (of(arm) < of(lowest) ? arm : lowest));
}
