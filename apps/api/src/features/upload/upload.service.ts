import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { demand, type Actor } from '../../auth/actor.js';
import { hashToken, makeToken, readToken, tokenMatches } from '../../auth/token.js';
import { inOrganisation, isUuid } from '../../db.js';
import { ApiError, badInput, notFound } from '../../errors.js';
import type { UploadPurpose } from '../../generated/prisma/enums.js';
import type { UploadModel } from '../../generated/prisma/models.js';
import { recordActivity } from '../activity.js';
import type { Installation } from '../installation.js';

const GiB = 2 ** 30;
/** A data set streams through; a model is held in memory whole, and in one database field. */
export const maxBytes: Readonly<Record<UploadPurpose, number>> = { dataset: 32 * GiB, model: GiB / 4 };
const lifetimeMs = 24 * 3_600_000;

export interface UploadOffer {
  readonly id: string;
  readonly url: string;
  readonly expiresAt: Date;
  readonly maxBytes: number;
}

/** Offers a place to put a file's bytes, once. */
export async function createUpload(actor: Actor, { filename, purpose }: { filename: string; purpose: string }): Promise<UploadOffer> {
  if (purpose !== 'dataset' && purpose !== 'model') throw badInput(`"purpose" is dataset or model; got "${purpose}".`);
  demand(actor, purpose === 'dataset' ? 'data.register' : 'models.register');
  if (filename.trim() === '' || filename.length > 255) throw badInput('A filename has 1 to 255 characters.');
  const { organisationId } = actor;
  const id = randomUUID();
  const token = makeToken({ id, organisationId });
  const expiresAt = new Date(Date.now() + lifetimeMs);
  await inOrganisation(organisationId, (tx) => tx.upload.create({ data: { id, organisationId, filename, purpose, tokenHash: hashToken(token), expiresAt } }));
  return { id, url: `/uploads/${id}?token=${token}`, expiresAt, maxBytes: maxBytes[purpose] };
}

/** The offer that a token opens. The token is the authorisation, so whoever holds it needs no session. */
export async function openUpload(id: string, secret: string): Promise<UploadModel> {
  const token = readToken(secret);
  if (!token || token.id !== id) throw notFound('upload');
  const upload = await inOrganisation(token.organisationId, (tx) => tx.upload.findUnique({ where: { id } }));
  if (!upload || !tokenMatches(secret, upload.tokenHash) || upload.expiresAt.getTime() <= Date.now()) throw notFound('upload');
  if (upload.state !== 'awaited') throw new ApiError('CONFLICT', 'This upload has received its bytes already; create another.');
  return upload;
}

export async function finishUpload({ organisationId, id }: UploadModel, { sizeBytes, digest }: { sizeBytes: number; digest: string }): Promise<void> {
  const { count } = await inOrganisation(organisationId, (tx) =>
    tx.upload.updateMany({ where: { id, state: 'awaited' }, data: { state: 'received', sizeBytes, digest } }),
  );
  if (count === 0) throw new ApiError('CONFLICT', 'This upload has received its bytes already; create another.');
}

export function spoolFile({ spool }: Pick<Installation, 'spool'>, id: string): string {
  return join(spool, id);
}

export interface ReceivedFile {
  readonly path: string;
  readonly filename: string;
  readonly sizeBytes: number;
  readonly digest: string;
}

/**
 * Hands the bytes of a received upload to `use`, once: when it succeeds they are deleted, when it throws they stay, so that the same upload can be
 * tried again with other options.
 */
export async function useUpload<T>(installation: Installation, actor: Actor, id: string, purpose: UploadPurpose, use: (file: ReceivedFile) => Promise<T>): Promise<T> {
  if (!isUuid(id)) throw notFound('upload');
  const { organisationId } = actor;
  const upload = await inOrganisation(organisationId, (tx) => tx.upload.findUnique({ where: { id } }));
  if (!upload || upload.purpose !== purpose || upload.expiresAt.getTime() <= Date.now()) throw notFound('upload');
  if (upload.state === 'awaited') throw new ApiError('CONFLICT', 'No bytes have been received for this upload yet: PUT them to its url first.');
  const claim = (from: 'received' | 'used', to: 'received' | 'used') =>
    inOrganisation(organisationId, (tx) => tx.upload.updateMany({ where: { id, state: from }, data: { state: to } }));
  if ((await claim('received', 'used')).count === 0) throw new ApiError('CONFLICT', 'This upload has been used already; create another.');
  const path = spoolFile(installation, id);
  let value: T;
  try {
    value = await use({ path, filename: upload.filename, sizeBytes: Number(upload.sizeBytes), digest: upload.digest! });
  } catch (error) {
    await claim('used', 'received');
    throw error;
  }
  await rm(path, { force: true });
  await inOrganisation(organisationId, (tx) => recordActivity(tx, actor, `upload.use.${purpose}`, id));
  return value;
}

/** Makes the spool, and deletes what nobody came back for. Call it now and then. */
export async function sweepSpool(spool: string, now = Date.now()): Promise<void> {
  await mkdir(spool, { recursive: true, mode: 0o700 });
  for (const name of await readdir(spool)) {
    const path = join(spool, name);
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null; // used meanwhile
      throw error;
    });
    if (found && found.mtimeMs < now - lifetimeMs) await rm(path, { force: true });
  }
}
