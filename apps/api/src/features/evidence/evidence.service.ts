import { demand, type Actor } from '../../auth/actor.js';
import { inOrganisation, isUuid } from '../../db.js';
import { notFound } from '../../errors.js';
import type { EvidenceModel } from '../../generated/prisma/models.js';
import { recordActivity } from '../activity.js';

/** The sealed bundle itself. Every download is noted. */
export async function downloadEvidence(actor: Actor, id: string): Promise<EvidenceModel> {
  demand(actor, 'read');
  if (!isUuid(id)) throw notFound('evidence');
  return inOrganisation(actor.organisationId, async (tx) => {
    const found = await tx.evidence.findUnique({ where: { id } });
    if (!found) throw notFound('evidence');
    await recordActivity(tx, actor, 'evidence.download', id);
    return found;
  });
}
