import { randomUUID } from 'node:crypto';
import { demand, type Actor } from '../../auth/actor.js';
import { apiKeyPrefix } from '../../auth/authenticate.js';
import { hashToken, makeToken } from '../../auth/token.js';
import { inOrganisation, isUuid } from '../../db.js';
import { badInput, notFound } from '../../errors.js';
import type { Role } from '../../generated/prisma/enums.js';
import type { ApiKeyModel } from '../../generated/prisma/models.js';
import { recordActivity } from '../activity.js';

const maxDays = 3650;
/** Enough to tell keys apart by sight, far too little to guess one. */
const startLength = apiKeyPrefix.length + 6;

export async function createApiKey(
  actor: Actor,
  { name, role, expiresInDays }: { name: string; role: Role; expiresInDays?: number | null },
): Promise<{ key: ApiKeyModel; secret: string }> {
  demand(actor, 'access.manage');
  if (name.trim() === '' || name.length > 200) throw badInput('A key has a name of 1 to 200 characters.');
  const days = expiresInDays ?? null;
  if (days !== null && (!Number.isInteger(days) || days < 1 || days > maxDays)) throw badInput(`"expiresInDays" must be from 1 to ${maxDays}; got ${days}.`);
  const { organisationId } = actor;
  const id = randomUUID();
  const secret = apiKeyPrefix + makeToken({ id, organisationId });
  const key = await inOrganisation(organisationId, async (tx) => {
    await recordActivity(tx, actor, 'apiKey.create', id);
    return tx.apiKey.create({
      data: {
        id,
        organisationId,
        name,
        role,
        start: secret.slice(0, startLength),
        secretHash: hashToken(secret),
        createdBy: actor.userId,
        expiresAt: days === null ? null : new Date(Date.now() + days * 86_400_000),
      },
    });
  });
  return { key, secret };
}

export async function revokeApiKey(actor: Actor, id: string): Promise<void> {
  demand(actor, 'access.manage');
  if (!isUuid(id)) throw notFound('API key');
  await inOrganisation(actor.organisationId, async (tx) => {
    const { count } = await tx.apiKey.deleteMany({ where: { id } });
    if (count === 0) throw notFound('API key');
    await recordActivity(tx, actor, 'apiKey.revoke', id);
  });
}

export function listApiKeys(actor: Actor): Promise<ApiKeyModel[]> {
  demand(actor, 'access.manage');
  return inOrganisation(actor.organisationId, (tx) => tx.apiKey.findMany({ orderBy: { createdAt: 'desc' } }));
}
