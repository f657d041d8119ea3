import { inOrganisation, membershipsOf } from '../db.js';
import { ApiError } from '../errors.js';
import type { Actor } from './actor.js';
import type { Attempts } from './attempts.js';
import { addressHeader, type Sessions } from './sessions.js';
import { readToken, tokenMatches } from './token.js';

/** Who asks, and how to address them. */
export interface Identity {
  readonly actor: Actor;
  readonly name: string;
  /** Empty for an API key. */
  readonly email: string;
}

/** The ways in. */
export interface Doors {
  readonly sessions: Sessions;
  readonly attempts: Attempts;
}

export const apiKeyPrefix = 'plb_';
const lastUsedPrecisionMs = 60_000;

/** Null when nobody is signed in; throws UNAUTHENTICATED for credentials that are not, or no longer, good. Asked on every request, so that a revocation counts at once. */
export async function authenticate({ sessions, attempts }: Doors, headers: Headers): Promise<Identity | null> {
  const authorization = headers.get('authorization');
  if (authorization !== null) {
    const address = headers.get(addressHeader) ?? 'unknown';
    if (!attempts.allowed(address)) throw new ApiError('TOO_MANY', 'Too many keys that are not valid came from your address; wait a minute.');
    try {
      return await byApiKey(authorization);
    } catch (error) {
      if (error instanceof ApiError) attempts.refused(address);
      throw error;
    }
  }
  const session = await sessions.api.getSession({ headers });
  if (!session) return null;
  const [membership] = await membershipsOf(session.user.id);
  if (!membership) throw new ApiError('FORBIDDEN', 'This account belongs to no organisation; ask an administrator to add it.');
  const { organisationId, userId, role } = membership;
  return { actor: { organisationId, userId, apiKeyId: null, role }, name: session.user.name, email: session.user.email };
}

async function byApiKey(authorization: string): Promise<Identity> {
  const refused = new ApiError('UNAUTHENTICATED', 'The API key is not valid: unknown, revoked or expired. Send "Authorization: Bearer plb_…".');
  const secret = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
  const token = secret.startsWith(apiKeyPrefix) ? readToken(secret.slice(apiKeyPrefix.length)) : null;
  if (!token) throw refused;
  const { id, organisationId } = token;
  const key = await inOrganisation(organisationId, async (tx) => {
    const found = await tx.apiKey.findUnique({ where: { id } });
    if (!found || !tokenMatches(secret, found.secretHash)) return null;
    const now = Date.now();
    if (found.expiresAt !== null && found.expiresAt.getTime() <= now) return null;
    if (found.lastUsedAt === null || now - found.lastUsedAt.getTime() > lastUsedPrecisionMs) await tx.apiKey.update({ where: { id }, data: { lastUsedAt: new Date(now) } });
    return found;
  });
  if (!key) throw refused;
  return { actor: { organisationId, userId: null, apiKeyId: id, role: key.role }, name: key.name, email: '' };
}
