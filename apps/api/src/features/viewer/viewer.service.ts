import type { Actor } from '../../auth/actor.js';
import { inOrganisation } from '../../db.js';

export function readOrganisation({ organisationId: id }: Actor): Promise<{ id: string; name: string }> {
  return inOrganisation(id, (tx) => tx.organisation.findUniqueOrThrow({ where: { id }, select: { id: true, name: true } }));
}
