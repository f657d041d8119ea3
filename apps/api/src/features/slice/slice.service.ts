import { savedSlice, type Condition, type SavedSlice } from '@plumbline/explain-core/fairness/slices/condition';
import { z } from 'zod';
import { demand, type Actor } from '../../auth/actor.js';
import { inOrganisation, isUuid, type Transaction } from '../../db.js';
import { ApiError, badInput, notFound } from '../../errors.js';
import type { SavedSliceModel } from '../../generated/prisma/models.js';
import { recordActivity } from '../activity.js';
import { readPage, type Page, type PageRequest } from '../page.js';

/** As many as a method takes; each is counted in every audit. */
export const mostWatched = 100;

export interface NewSlice {
  readonly name: string;
  readonly conditions: readonly Condition[];
  readonly watched: boolean;
}

export async function saveSlice(actor: Actor, { name, conditions, watched }: NewSlice): Promise<SavedSliceModel> {
  demand(actor, 'slices.save');
  const parsed = savedSlice.safeParse({ name: name.trim(), conditions });
  if (!parsed.success) throw badInput(`The slice does not fit: ${z.prettifyError(parsed.error)}`);
  const { organisationId } = actor;
  return inOrganisation(organisationId, async (tx) => {
    await oneAtATime(tx, organisationId);
    if (await tx.savedSlice.findFirst({ where: { name: parsed.data.name }, select: { id: true } })) throw new ApiError('CONFLICT', `There is a slice named "${parsed.data.name}" already.`);
    if (watched) await refuseTooMany(tx);
    const saved = await tx.savedSlice.create({ data: { organisationId, name: parsed.data.name, document: { version: 1, conditions: parsed.data.conditions }, watched, createdBy: actor.userId } });
    await recordActivity(tx, actor, 'slice.save', saved.id);
    return saved;
  });
}

/** Audits that have begun keep the slices they began with. */
export async function deleteSlice(actor: Actor, id: string): Promise<void> {
  demand(actor, 'slices.save');
  if (!isUuid(id)) throw notFound('slice');
  await inOrganisation(actor.organisationId, async (tx) => {
    const { count } = await tx.savedSlice.deleteMany({ where: { id } });
    if (count === 0) throw notFound('slice');
    await recordActivity(tx, actor, 'slice.delete', id);
  });
}

export async function watchSlice(actor: Actor, id: string, watched: boolean): Promise<SavedSliceModel> {
  demand(actor, 'slices.save');
  if (!isUuid(id)) throw notFound('slice');
  return inOrganisation(actor.organisationId, async (tx) => {
    await oneAtATime(tx, actor.organisationId);
    const known = await tx.savedSlice.findUnique({ where: { id } });
    if (!known) throw notFound('slice');
    if (known.watched === watched) return known;
    if (watched) await refuseTooMany(tx);
    await recordActivity(tx, actor, watched ? 'slice.watch' : 'slice.unwatch', id);
    return tx.savedSlice.update({ where: { id }, data: { watched } });
  });
}

/** Two who save at once would both see room for one more, or for the same name. */
async function oneAtATime(tx: Transaction, organisationId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${organisationId}/slices`}, 0))`;
}

async function refuseTooMany(tx: Transaction): Promise<void> {
  if ((await tx.savedSlice.count({ where: { watched: true } })) >= mostWatched) throw badInput(`${mostWatched} slices are watched already, which is the most; stop watching one first.`);
}

export async function listSlices(actor: Actor, request: PageRequest): Promise<Page<SavedSliceModel>> {
  demand(actor, 'read');
  return inOrganisation(actor.organisationId, (tx) =>
    readPage('slices', request, {
      find: ({ before, take }) => tx.savedSlice.findMany({ where: before, orderBy: { id: 'desc' }, take }),
      count: () => tx.savedSlice.count(),
      exists: async (id) => (await tx.savedSlice.findUnique({ where: { id }, select: { id: true } })) !== null,
    }),
  );
}

/** What an audit that begins now watches, the oldest first. */
export async function watchedSlicesIn(tx: Transaction): Promise<SavedSlice[]> {
  const rows = await tx.savedSlice.findMany({ where: { watched: true }, orderBy: { id: 'asc' } });
  return rows.map((row) => ({ name: row.name, conditions: conditionsOf(row) }));
}

/** Of the stored shape { version: 1, conditions }. */
export function conditionsOf({ document }: Pick<SavedSliceModel, 'document'>): Condition[] {
  const { version, conditions } = document as { version?: number; conditions?: unknown };
  if (version !== 1) throw new Error(`slice document of version ${version}`);
  return savedSlice.shape.conditions.parse(conditions);
}
