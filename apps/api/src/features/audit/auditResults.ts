import type { Judgement } from '@plumbline/explain-core/audit/policy';
import { pillars, type Pillar } from '@plumbline/explain-core/method/method';
import type { Result } from '@plumbline/explain-core/method/result';
import { demand, type Actor } from '../../auth/actor.js';
import { inOrganisation, type Transaction } from '../../db.js';

/** A result and where it stands, which is its id. */
export interface PlacedResult {
  readonly id: string;
  readonly result: Result;
}

export interface ResultFilter {
  readonly dimension?: Pillar | null;
  readonly method?: string | null;
  readonly attribute?: string | null;
}

/** In the plan's order, so that a finished audit's verdicts find them by position; of a running one, those that are there. */
export function readResults(actor: Actor, auditId: string, filter: ResultFilter = {}): Promise<PlacedResult[]> {
  demand(actor, 'read');
  return inOrganisation(actor.organisationId, (tx) => resultsIn(tx, auditId, filter));
}

export async function resultsIn(tx: Transaction, auditId: string, { dimension, method, attribute }: ResultFilter = {}): Promise<PlacedResult[]> {
  const rows = await tx.auditResult.findMany({
    where: { auditId, ...(dimension ? { pillar: dimension } : {}), ...((method ?? null) === null ? {} : { method: method! }), ...((attribute ?? null) === null ? {} : { attribute: attribute! }) },
    orderBy: [{ position: { sort: 'asc', nulls: 'last' } }, { pillar: 'asc' }, { work: 'asc' }, { ordinal: 'asc' }],
    select: { pillar: true, work: true, ordinal: true, result: true },
  });
  return rows.map(({ pillar, work, ordinal, result }) => ({ id: `${auditId}/${pillar}/${work}/${ordinal}`, result: result as unknown as Result }));
}

export interface ShownCheck {
  readonly id: string;
  readonly label: string;
  readonly dimension: Pillar;
  readonly verdict: string;
  readonly because: string;
  readonly results: readonly PlacedResult[];
}
export interface ShownDimension {
  readonly dimension: Pillar;
  readonly verdict: string;
  readonly checks: readonly ShownCheck[];
}

/** Verdicts with the results they rest on. */
export function showJudgement(judgement: Judgement, results: readonly PlacedResult[]): ShownDimension[] {
  return pillars.map((dimension) => ({
    dimension,
    verdict: judgement[dimension].verdict,
    checks: judgement[dimension].checks.map((check) => ({ ...check, results: check.results.map((position) => results[position]!) })),
  }));
}

/** Bodies can be large: one is read when it is asked for by name. */
export async function readArtifact(actor: Actor, auditId: string, name: string): Promise<unknown> {
  demand(actor, 'read');
  const found = await inOrganisation(actor.organisationId, (tx) => tx.auditArtifact.findFirst({ where: { auditId, name }, select: { body: true } }));
  return found?.body ?? null;
}

export async function readArtifactNames(actor: Actor, auditId: string): Promise<string[]> {
  demand(actor, 'read');
  const found = await inOrganisation(actor.organisationId, (tx) => tx.auditArtifact.findMany({ where: { auditId }, orderBy: { name: 'asc' }, select: { name: true } }));
  return found.map(({ name }) => name);
}
