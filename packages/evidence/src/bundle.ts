import { createHash } from 'node:crypto';
import { canonicalJson, digestOfJson } from '@plumbline/explain-core/audit/digest';
import type { Judgement, PolicyDocument } from '@plumbline/explain-core/audit/policy';
import { auditDigest, type AuditRecord } from '@plumbline/explain-core/audit/record';
import type { Artifact } from '@plumbline/explain-core/method/result';
import { publicKeyOf, signEnvelope, type Signer } from './dsse.js';
import { howToVerify } from './howToVerify.js';
import { renderReport } from './report/report.js';
import { payloadType, predicateType, statementType, type Predicate, type Statement } from './statement.js';
import { writeZip, type ZipFile } from './zip.js';

/** What an audit is, in full. The same content gives the same files; only the signature's time and key differ. */
export interface BundleContent {
  readonly record: AuditRecord;
  readonly artifacts: readonly Artifact[];
  readonly policy: PolicyDocument;
  readonly judgement: Judgement;
}

export interface SealOptions {
  readonly signer: Signer;
  readonly issuedAt: Date;
  readonly softwareVersion: string;
}

export const envelopeName = 'attestation.dsse.json';
export const recordName = 'audit.json';
export const policyName = 'policy.json';
export const judgementName = 'judgement.json';
export const reportName = 'report.html';
export const guideName = 'VERIFY.md';
export const keyName = (keyId: string): string => `keys/${keyId}.pub.pem`;
/** Artifacts are numbered in the record's order: their own names may hold what a file name may not. */
export const artifactName = (index: number): string => `artifacts/${String(index + 1).padStart(4, '0')}.json`;

/** Every file of the bundle but the envelope. */
export function contentFiles(content: BundleContent): ZipFile[] {
  // As a reader of the files will have it: a report must not depend on the order in which keys happened to be set.
  const { record, artifacts, policy, judgement } = JSON.parse(canonicalJson({ ...content })) as BundleContent;
  const json = (name: string, value: unknown): ZipFile => ({ name, bytes: Buffer.from(canonicalJson(value)) });
  return [
    json(recordName, record),
    json(policyName, policy),
    json(judgementName, judgement),
    ...artifacts.map((artifact, index) => json(artifactName(index), artifact)),
    { name: reportName, bytes: Buffer.from(renderReport({ record, artifacts, policy, judgement })) },
    { name: guideName, bytes: Buffer.from(howToVerify) },
  ];
}

export function predicateOf({ record, policy, judgement }: BundleContent, softwareVersion: string, issuedAt: Date): Predicate {
  const { dataset, model } = record.plan.subject;
  return {
    format: 'plumbline/evidence',
    version: 1,
    auditDigest: auditDigest(record),
    dataset: { digest: dataset.digest, rows: dataset.rows },
    model: { digest: model.digest },
    policy: { name: policy.name, version: policy.version, digest: digestOfJson(policy) },
    verdicts: {
      explainability: judgement.explainability.verdict,
      fairness: judgement.fairness.verdict,
      robustness: judgement.robustness.verdict,
      transparency: judgement.transparency.verdict,
    },
    software: { name: 'plumbline', version: softwareVersion },
    issuedAt: issuedAt.toISOString(),
  };
}

/** The finished bundle: every file named by digest in one signed statement. */
export function sealBundle(content: BundleContent, { signer, issuedAt, softwareVersion }: SealOptions): Uint8Array {
  const { keyId, pem } = publicKeyOf(signer);
  const files = [...contentFiles(content), { name: keyName(keyId), bytes: Buffer.from(pem) }];
  const statement: Statement = {
    _type: statementType,
    subject: subjectsOf(files),
    predicateType,
    predicate: predicateOf(content, softwareVersion, issuedAt),
  };
  const envelope = signEnvelope(payloadType, Buffer.from(canonicalJson(statement)), signer);
  return writeZip([...files, { name: envelopeName, bytes: Buffer.from(canonicalJson(envelope)) }]);
}

export function subjectsOf(files: readonly ZipFile[]): Statement['subject'] {
  return files
    .map(({ name, bytes }) => ({ name, digest: { sha256: createHash('sha256').update(bytes).digest('hex') } }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
