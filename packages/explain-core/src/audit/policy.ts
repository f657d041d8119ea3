import { z } from 'zod';
import { pillars, type Pillar } from '../method/method.js';
import type { Result } from '../method/result.js';

export type Verdict = 'met' | 'notMet' | 'cannotTell';

const check = z.strictObject({
  /** Distinct within the policy; letters, digits, dots and dashes. */
  id: z.string().regex(/^[A-Za-z0-9.-]+$/),
  label: z.string().min(1),
  dimension: z.enum(pillars),
  /** Which results the check is about. All that match must keep the bound. Left out fields match anything; `options` must be equal where named. */
  select: z.strictObject({
    method: z.string(),
    attribute: z.string().optional(),
    group: z.string().optional(),
    feature: z.string().optional(),
    options: z.record(z.string(), z.json()).optional(),
  }),
  /** Bounds are closed: value ≥ atLeast, value ≤ atMost. */
  bound: z
    .strictObject({ atLeast: z.number().optional(), atMost: z.number().optional() })
    .refine((bound) => bound.atLeast !== undefined || bound.atMost !== undefined, 'needs atLeast or atMost'),
  /** Why this threshold; shown beside the verdict. */
  reason: z.string().min(1),
});

/** A versioned list of checks. Editing makes a new version; a verdict names the version it was given under. */
export const policyDocument = z.strictObject({
  format: z.literal('plumbline/policy'),
  name: z.string().min(1),
  version: z.number().int().min(1),
  checks: z.array(check).min(1).refine((checks) => new Set(checks.map((c) => c.id)).size === checks.length, 'check ids must be distinct'),
});
export type PolicyDocument = z.infer<typeof policyDocument>;
export type PolicyCheck = PolicyDocument['checks'][number];

export interface CheckOutcome {
  readonly id: string;
  readonly label: string;
  readonly dimension: Pillar;
  readonly verdict: Verdict;
  /** A sentence with the deciding number, its interval and the bound. */
  readonly because: string;
  /** Positions of the results looked at, in the audit's list. */
  readonly results: readonly number[];
}

export interface DimensionOutcome {
  readonly verdict: Verdict;
  readonly checks: readonly CheckOutcome[];
}
export type Judgement = Readonly<Record<Pillar, DimensionOutcome>>;

/** Met only if the whole interval of every matching result keeps the bound; not met as soon as one whole interval breaks it; else cannot tell. */
export function judge(policy: PolicyDocument, results: readonly Result[]): Judgement {
  const outcomes = policy.checks.map((entry) => judgeCheck(entry, results));
  const dimension = (pillar: Pillar): DimensionOutcome => {
    const checks = outcomes.filter((outcome) => outcome.dimension === pillar);
    return { verdict: together(checks.map((outcome) => outcome.verdict)), checks };
  };
  return {
    explainability: dimension('explainability'),
    fairness: dimension('fairness'),
    robustness: dimension('robustness'),
    transparency: dimension('transparency'),
  };
}

function judgeCheck(entry: PolicyCheck, results: readonly Result[]): CheckOutcome {
  const matching = results.map((result, position) => ({ result, position })).filter(({ result }) => matches(entry, result));
  const verdicts = matching.map(({ result }) => judgeResult(entry.bound, result));
  const verdict = together(verdicts);
  const deciding = verdicts.indexOf(verdict);
  return {
    id: entry.id,
    label: entry.label,
    dimension: entry.dimension,
    verdict,
    because: deciding < 0 ? 'The audit has no result that this check is about.' : sentence(entry, matching[deciding]!.result),
    results: matching.map(({ position }) => position),
  };
}

function matches({ dimension, select }: PolicyCheck, result: Result): boolean {
  return (
    result.dimension === dimension &&
    result.method === select.method &&
    (select.attribute === undefined || select.attribute === result.attribute) &&
    (select.group === undefined || select.group === result.group) &&
    (select.feature === undefined || select.feature === result.feature) &&
    Object.entries(select.options ?? {}).every(([name, value]) => JSON.stringify(result.options[name]) === JSON.stringify(value))
  );
}

function judgeResult(bound: PolicyCheck['bound'], { estimate }: Result): Verdict {
  if (estimate.value === null) return 'cannotTell';
  const atLeast = bound.atLeast ?? -Infinity;
  const atMost = bound.atMost ?? Infinity;
  // A number that says it is exact stands for itself; one that has neither interval nor reason cannot be judged.
  if (estimate.interval === undefined && estimate.exact === undefined) return 'cannotTell';
  const { lower, upper } = estimate.interval ?? { lower: estimate.value, upper: estimate.value };
  if (lower >= atLeast && upper <= atMost) return 'met';
  return upper < atLeast || lower > atMost ? 'notMet' : 'cannotTell';
}

/** No checks, or none that could tell, is not "met". */
function together(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('notMet')) return 'notMet';
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'met') ? 'met' : 'cannotTell';
}

function sentence({ bound }: PolicyCheck, { attribute, group, feature, estimate }: Result): string {
  const where = [attribute, group, feature].filter((part) => part !== undefined).join(', ');
  const wanted = [
    ...(bound.atLeast === undefined ? [] : [`at least ${bound.atLeast}`]),
    ...(bound.atMost === undefined ? [] : [`at most ${bound.atMost}`]),
  ].join(' and ');
  const prefix = where === '' ? '' : `${where}: `;
  if (estimate.value === null) return `${prefix}not estimable, ${estimate.undefinedBecause}; wanted ${wanted}.`;
  const shown = (value: number): string => String(Number(value.toPrecision(4)));
  const { interval } = estimate;
  const doubt = interval ? `, ${interval.level * 100} % interval ${shown(interval.lower)} to ${shown(interval.upper)}` : '';
  return `${prefix}${shown(estimate.value)}${doubt}, n = ${estimate.n}; wanted ${wanted}.`;
}
