import type { AuditFacts } from './NumberFacts';
import type { AuditView } from './result';

export function factsOf({ id, seed, digest, dataset, modelVersion }: AuditView): AuditFacts {
  return {
    id,
    seed,
    digest: digest ?? null,
    dataset,
    model: { name: modelVersion.model.name, number: modelVersion.number, digest: modelVersion.digest, runtime: modelVersion.runtime ?? null },
  };
}
