import type { Artifact, Result } from '../method/result.js';
import { digestOfJson, type Digest } from './digest.js';
import type { Plan } from './plan.js';

/**
 * What an audit found, without times, places or names of machines: equal audits have equal records, and so equal digests.
 * Artifacts stand in it by digest; their bodies travel beside it.
 */
export interface AuditRecord {
  readonly format: 'plumbline/audit';
  readonly version: 1;
  readonly plan: Plan;
  readonly results: readonly Result[];
  readonly artifacts: readonly { readonly name: string; readonly digest: Digest }[];
}

export function auditRecord(plan: Plan, results: readonly Result[], artifacts: readonly Artifact[]): AuditRecord {
  return {
    format: 'plumbline/audit',
    version: 1,
    plan,
    results,
    artifacts: artifacts.map(({ name, body }) => ({ name, digest: digestOfJson(body) })),
  };
}

export function auditDigest(record: AuditRecord): Digest {
  return digestOfJson(record);
}
