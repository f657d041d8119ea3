import { randomBytes } from 'node:crypto';
import { demand, type Actor } from '../../auth/actor.js';
import { addPerson } from '../../auth/people.js';
import { inOrganisation, instance, isUuid } from '../../db.js';
import { ApiError, badInput, notFound } from '../../errors.js';
import type { Role } from '../../generated/prisma/enums.js';
import { recordActivity } from '../activity.js';

export interface Member {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Date;
}

/** Accounts belong to the installation and memberships to the organisation: the latter say which of the former may be shown. */
export async function listMembers(actor: Actor): Promise<Member[]> {
  demand(actor, 'access.manage');
  const memberships = await inOrganisation(actor.organisationId, (tx) => tx.membership.findMany({ orderBy: { createdAt: 'asc' } }));
  const users = await instance().user.findMany({ where: { id: { in: memberships.map(({ userId }) => userId) } }, select: { id: true, email: true, name: true } });
  return memberships.flatMap(({ userId, role, createdAt }) => users.filter(({ id }) => id === userId).map((user) => ({ ...user, role, createdAt })));
}

/** An account with a random password, which is told once. */
export async function addMember(actor: Actor, { email, name, role }: { email: string; name: string; role: Role }): Promise<{ member: Member; password: string }> {
  demand(actor, 'access.manage');
  const address = email.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(address) || address.length > 254) throw badInput(`"${email}" is not an email address.`);
  if (name.trim() === '' || name.length > 200) throw badInput('A person has a name of 1 to 200 characters.');
  const password = randomBytes(15).toString('base64url');
  const { organisationId } = actor;
  try {
    const id = await instance().$transaction(async (tx) => {
      const added = await addPerson(tx, { organisationId, email: address, name, role, password });
      await recordActivity(tx, actor, 'member.add', added);
      return added;
    });
    return { member: { id, email: address, name, role, createdAt: new Date() }, password };
  } catch (error) {
    if ((error as { code?: string }).code === 'P2002') throw new ApiError('CONFLICT', 'An account with this address exists already.');
    throw error;
  }
}

/** Ends the membership and whatever the person has open. The last administrator stays: nobody could undo it. */
export async function removeMember(actor: Actor, userId: string): Promise<void> {
  demand(actor, 'access.manage');
  if (!isUuid(userId)) throw notFound('member');
  await inOrganisation(actor.organisationId, async (tx) => {
    const administrators = await tx.$queryRaw<{ user_id: string }[]>`select user_id from membership where role = 'administrator' order by user_id for update`;
    if (administrators.length === 1 && administrators[0]!.user_id === userId) throw new ApiError('CONFLICT', 'The last administrator cannot be removed.');
    const { count } = await tx.membership.deleteMany({ where: { userId } });
    if (count === 0) throw notFound('member');
    await recordActivity(tx, actor, 'member.remove', userId);
  });
  await instance().session.deleteMany({ where: { userId } });
}
