import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { enterOrganisation, type Transaction } from '../db.js';
import type { Role } from '../generated/prisma/enums.js';

export interface NewPerson {
  readonly organisationId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

/**
 * An account, its password in better-auth's form, and its membership. The transaction begins as the installation's (accounts belong to no
 * organisation) and is the organisation's from then on. Returns the user's id.
 */
export async function addPerson(tx: Transaction, { organisationId, email, name, role, password }: NewPerson, beforeMembership?: () => Promise<void>): Promise<string> {
  const id = randomUUID();
  await tx.user.create({ data: { id, email: email.toLowerCase(), name, emailVerified: true } });
  await tx.account.create({ data: { userId: id, accountId: id, providerId: 'credential', password: await hashPassword(password) } });
  await enterOrganisation(tx, organisationId);
  await beforeMembership?.();
  await tx.membership.create({ data: { organisationId, userId: id, role } });
  return id;
}
