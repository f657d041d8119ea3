import 'server-only';
import { query } from '../../lib/api';
import { artifactQuery } from '../audit/audit.queries';
import type { Attributions } from './explanation';
import type { WaysOutArtifact } from './WaysOut';

/** What each explainer of the audit found, in the audit's order of names. */
export async function attributionsOf(auditId: string, names: readonly string[]): Promise<Attributions[]> {
  const wanted = names.filter((name) => /^explainability\/[^/]+\/attributions$/.test(name));
  const found = await Promise.all(wanted.map(async (name) => (await query(artifactQuery, { id: auditId, name })).audit?.artifact as Attributions | null | undefined));
  return found.filter((attributions) => attributions !== null && attributions !== undefined);
}

/** What would change outcomes; null where the audit did not look for it. */
export async function waysOutOf(auditId: string, names: readonly string[]): Promise<WaysOutArtifact | null> {
  const name = 'explainability/counterfactuals/rows';
  return names.includes(name) ? ((await query(artifactQuery, { id: auditId, name })).audit?.artifact as WaysOutArtifact) : null;
}
