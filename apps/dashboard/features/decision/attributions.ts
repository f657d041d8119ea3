import 'server-only';
import { query } from '../../lib/api';
import { artifactQuery } from '../audit/audit.queries';
import type { Attributions } from './explanation';
import type { WaysOutArtifact } from './WaysOut';

/** What each explainer of the audit found, those first that leave least to chance. */
export async function attributionsOf(auditId: string, names: readonly string[]): Promise<Attributions[]> {
  const body = async <T>(name: string): Promise<T | null> => (names.includes(name) ? ((await query(artifactQuery, { id: auditId, name })).audit?.artifact as T) : null);
  const choice = await body<{ readonly explainers: readonly { readonly method: string }[] }>('explainability/choice');
  const found = await Promise.all((choice?.explainers ?? []).map(({ method }) => body<Attributions>(`explainability/${method}/attributions`)));
  return found.filter((attributions) => attributions !== null);
}

/** What would change outcomes; null where the audit did not look for it. */
export async function waysOutOf(auditId: string, names: readonly string[]): Promise<WaysOutArtifact | null> {
  const name = 'explainability/counterfactuals/rows';
  return names.includes(name) ? ((await query(artifactQuery, { id: auditId, name })).audit?.artifact as WaysOutArtifact) : null;
}
