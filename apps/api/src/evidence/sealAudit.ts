import { createHash } from 'node:crypto';
import type { Plan } from '@plumbline/explain-core/audit/plan';
import { policyDocument, type Judgement } from '@plumbline/explain-core/audit/policy';
import { auditDigest, auditRecord } from '@plumbline/explain-core/audit/record';
import { sealBundle, type BundleContent } from '@plumbline/evidence/bundle';
import { publicKeyOf } from '@plumbline/evidence/dsse';
import { inOrganisation, instance, type Transaction } from '../db.js';
import { env, type Env } from '../env.js';
import { readSigningKey } from '../signing/signingKey.js';
import { softwareVersion } from '../softwareVersion.js';
import { readOutcome } from './readOutcome.js';

/**
 * Signs a finished audit and keeps the bundle. Doing it again changes nothing: the first bundle stays, since somebody may hold a copy of it.
 * An audit that did not succeed has nothing to seal.
 */
export async function sealAudit(organisationId: string, auditId: string, place: Pick<Env, 'home' | 'signingKeyFile'> = env): Promise<void> {
  const content = await inOrganisation(organisationId, (tx) => unsealedContent(tx, auditId), { timeoutMs: 60_000 });
  if (content === null) return;
  const signer = await readSigningKey(place);
  const { keyId, pem } = publicKeyOf(signer);
  await instance().signingKey.createMany({ data: [{ id: keyId, publicKey: pem }], skipDuplicates: true });
  const bytes = sealBundle(content, { signer, issuedAt: new Date(), softwareVersion });
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  await inOrganisation(
    organisationId,
    async (tx) => {
      // One at a time within the organisation, so that each bundle follows exactly one other.
      await tx.$queryRaw`select 1 as locked from pg_advisory_xact_lock(hashtextextended(${`evidence/${organisationId}`}, 0))`;
      const previous = await tx.evidence.findFirst({ orderBy: { id: 'desc' }, select: { digest: true } });
      await tx.evidence.createMany({
        data: [{ organisationId, auditId, digest, previousDigest: previous?.digest ?? null, keyId, sizeBytes: bytes.length, bytes: bytes as Uint8Array<ArrayBuffer> }],
        skipDuplicates: true,
      });
    },
    { timeoutMs: 60_000 },
  );
}

async function unsealedContent(tx: Transaction, auditId: string): Promise<BundleContent | null> {
  const audit = await tx.audit.findUnique({
    where: { id: auditId },
    select: { state: true, plan: true, digest: true, judgement: true, policy: { select: { document: true } }, evidence: { select: { id: true } } },
  });
  if (audit?.state !== 'succeeded' || audit.evidence !== null) return null;
  const { results, artifacts } = await readOutcome(tx, auditId);
  const record = auditRecord(audit.plan as unknown as Plan, results, artifacts);
  // What is signed must be what was found: rows that were changed since would be given our name otherwise.
  if (auditDigest(record) !== audit.digest) throw new Error(`audit ${auditId}: the stored results have the digest ${auditDigest(record)}, but ${audit.digest} was found when it finished`);
  return { record, artifacts, policy: policyDocument.parse(audit.policy.document), judgement: audit.judgement as unknown as Judgement };
}
