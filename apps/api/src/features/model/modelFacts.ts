import type { ModelFacts } from '@plumbline/explain-core/method/subject';
import type { Prisma } from '../../generated/prisma/client.js';

/** Of the stored shape { version: 1, …ModelFacts }; null for predictions, where no model can be asked. */
export function factsOf({ facts }: { readonly facts: Prisma.JsonValue | null }): ModelFacts | null {
  if (facts === null) return null;
  const stored = facts as unknown as ModelFacts & { version: number };
  if (stored.version !== 1) throw new Error(`model facts of version ${stored.version}`);
  return stored;
}
