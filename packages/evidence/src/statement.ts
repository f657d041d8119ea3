import { z } from 'zod';

/** in-toto Statement v1 (github.com/in-toto/attestation, spec/v1/statement.md) with our own predicate. */
export const statementType = 'https://in-toto.io/Statement/v1';
export const payloadType = 'application/vnd.in-toto+json';
export const predicateType = 'urn:plumbline:attestation:model-audit:v1';

const sha256 = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const verdict = z.enum(['met', 'notMet', 'cannotTell']);

export const predicate = z.strictObject({
  format: z.literal('plumbline/evidence'),
  version: z.literal(1),
  /** Of the audit's record: the plan, every result, every artifact by digest. */
  auditDigest: digest,
  dataset: z.strictObject({ digest, rows: z.number().int().min(0) }),
  model: z.strictObject({ digest }),
  policy: z.strictObject({ name: z.string(), version: z.number().int(), digest }),
  verdicts: z.strictObject({ explainability: verdict, fairness: verdict, robustness: verdict, transparency: verdict }),
  software: z.strictObject({ name: z.literal('plumbline'), version: z.string() }),
  issuedAt: z.iso.datetime(),
});
export type Predicate = z.infer<typeof predicate>;

export const statement = z.strictObject({
  _type: z.literal(statementType),
  subject: z.array(z.strictObject({ name: z.string(), digest: sha256 })).min(1),
  predicateType: z.literal(predicateType),
  predicate,
});
export type Statement = z.infer<typeof statement>;

/** What a reader must know before it can say anything else: is this a statement of ours, and of which version? */
export const statementHead = z.object({
  _type: z.string(),
  predicateType: z.string(),
  predicate: z.object({ format: z.string(), version: z.number() }),
});
