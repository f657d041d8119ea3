import { canonicalJson, digestOfJson } from '@plumbline/explain-core/audit/digest';
import { judge, policyDocument, type Judgement, type PolicyDocument } from '@plumbline/explain-core/audit/policy';
import { auditDigest, type AuditRecord } from '@plumbline/explain-core/audit/record';
import type { Artifact } from '@plumbline/explain-core/method/result';
import { artifactName, contentFiles, envelopeName, judgementName, keyName, policyName, predicateOf, recordName, subjectsOf, type BundleContent } from './bundle.js';
import { canonicalBase64, keyIdOf, verifyEnvelope, type Envelope } from './dsse.js';
import { createPublicKey } from 'node:crypto';
import { payloadType, predicateType, statement as statementSchema, statementHead, type Statement } from './statement.js';
import { openArchive } from './archive.js';
import type { ZipFile } from './zip.js';

export interface Check {
  readonly id: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface Verification {
  readonly valid: boolean;
  /** False when the bundle is not valid only because files are missing from it: nothing that is there was changed. */
  readonly complete: boolean;
  readonly checks: readonly Check[];
  /** What the bundle says, once every check holds; null otherwise, since nothing in it can be relied on then. */
  readonly content: BundleContent | null;
  readonly statement: Statement | null;
}

/** A bundle of a version that this program does not know. */
export class UnknownVersion extends Error {
  constructor(what: string) {
    super(`${what} is of a kind or version that this program does not know; use a newer one to verify it.`);
    this.name = 'UnknownVersion';
  }
}

export interface VerifyOptions {
  /** Names of keys the reader trusts. Left out: the key in the bundle is used and its name is shown for comparison. */
  readonly trustedKeyIds?: readonly string[];
  /** Version of this program: a report is rebuilt and compared only by the version that wrote it. */
  readonly softwareVersion: string;
}

/**
 * Checks everything that can be checked with the bundle alone, without a network. Throws UnreadableBundle when it is no bundle at all or
 * is cut short, UnknownVersion when it is one of the future.
 */
export function verifyBundle(bytes: Uint8Array, { trustedKeyIds, softwareVersion }: VerifyOptions): Verification {
  const checks: Check[] = [];
  const check = (id: string, ok: boolean, good: string, bad: string): boolean => {
    checks.push({ id, ok, detail: ok ? good : bad });
    return ok;
  };
  const conclude = (content: BundleContent | null, statement: Statement | null): Verification => {
    const failed = checks.filter(({ ok }) => !ok);
    const valid = failed.length === 0;
    const gone = failed.filter(({ detail }) => detail === missing);
    // Whoever takes a file out writes the archive anew, perhaps otherwise; and without the key nothing can be said of the signature.
    const follows = (id: string): boolean => id === 'archive' || (id === 'key' && gone.some((check) => check.id.startsWith('file:keys/')));
    const onlyMissing = gone.length > 0 && failed.every((check) => gone.includes(check) || follows(check.id));
    return { valid, complete: valid || !onlyMissing, checks, content: valid ? content : null, statement: valid ? statement : null };
  };

  const { files, damage } = openArchive(bytes);
  const byName = new Map(files.map((file) => [file.name, file]));
  check('archive', damage.length === 0, 'the archive is written in the one canonical way', `${damage.map(({ offset, what }) => `byte ${offset} (${what})`).join(' or ')} was changed`);

  if (!byName.has(envelopeName)) {
    check('envelope', false, '', damage.length === 0 ? missing : `${envelopeName} is not there`);
    return conclude(null, null);
  }
  const envelope = parseCanonical<Envelope>(byName.get(envelopeName));
  if (!check('envelope', envelope !== null && isEnvelope(envelope), 'a DSSE envelope in canonical form', `${envelopeName} is not JSON in canonical form, or is no DSSE envelope with one signature`)) return conclude(null, null);
  const sealed = envelope!;
  const payload = canonicalBase64(sealed.payload);
  if (!check('payload', payload !== null && sealed.payloadType === payloadType, `payload of type ${payloadType}`, `the payload is not canonical Base64 of type ${payloadType}, but of type ${sealed.payloadType}`)) return conclude(null, null);

  // The signature comes before anything that it covers is believed, an unknown version included.
  const signed = verifySignature(sealed, byName, trustedKeyIds, check);
  const head = statementHead.safeParse(parseJson(payload!));
  if (signed && head.success && (head.data.predicateType !== predicateType || head.data.predicate.version !== 1)) throw new UnknownVersion(`This bundle (${head.data.predicateType}, version ${head.data.predicate.version})`);
  const parsed = statementSchema.safeParse(parseJson(payload!));
  if (!check('statement', parsed.success && canonicalJson(parsed.data) === Buffer.from(payload!).toString('utf8'), 'an in-toto Statement v1 about a model audit', 'the signed payload is not an in-toto statement of this kind in canonical form')) return conclude(null, null);
  const statement = parsed.data!;
  const covered = verifyFiles(statement, files, check);
  if (!covered) return conclude(null, statement);
  try {
    return conclude(verifyContent(statement, byName, softwareVersion, check), statement);
  } catch (error) {
    if (error instanceof UnknownVersion) throw error;
    // Signed, canonical, and yet not shaped as a record, a policy or a judgement is: whatever trips over it, the bundle is not valid.
    check('shape', false, '', `${recordName}, ${judgementName} or an artifact does not hold what it should: ${(error as Error).message}`);
    return conclude(null, statement);
  }
}

const missing = 'the file is missing from the bundle';

type Checker = (id: string, ok: boolean, good: string, bad: string) => boolean;

function verifySignature(envelope: Envelope, files: ReadonlyMap<string, ZipFile>, trustedKeyIds: readonly string[] | undefined, check: Checker): boolean {
  const claimed = envelope.signatures[0]!.keyid;
  const pem = files.get(keyName(claimed));
  const key = pem === undefined ? null : readKey(pem.bytes);
  if (!check('key', key !== null && key.keyId === claimed && key.canonical, `key ${claimed}`, pem === undefined ? `keys/ holds no key named ${claimed}` : `the file in keys/ is not the Ed25519 key named ${claimed}`)) return false;
  const signed = check('signature', verifyEnvelope(envelope, Buffer.from(pem!.bytes).toString('utf8')), 'the statement was signed by this key', 'the signature does not fit the statement and the key: one of the three was changed');
  if (trustedKeyIds) check('trusted-key', trustedKeyIds.includes(claimed), 'the key is one you trust', `the key ${claimed} is none of those you trust`);
  return signed;
}

function readKey(bytes: Uint8Array): { keyId: string; canonical: boolean } | null {
  const text = Buffer.from(bytes).toString('utf8');
  try {
    const key = createPublicKey(text);
    return { keyId: keyIdOf(key), canonical: key.asymmetricKeyType === 'ed25519' && key.export({ type: 'spki', format: 'pem' }) === text };
  } catch {
    return null; // not a key: the check above says so
  }
}

/** One check a file, so that a reader sees which one was touched. */
function verifyFiles(statement: Statement, files: readonly ZipFile[], check: Checker): boolean {
  const found = new Map(subjectsOf(files).map(({ name, digest }) => [name, digest.sha256]));
  const named = new Set(statement.subject.map(({ name }) => name));
  let whole = true;
  for (const { name, digest } of statement.subject) {
    const actual = found.get(name);
    const ok = check(`file:${name}`, actual === digest.sha256, `SHA-256 ${digest.sha256}`, actual === undefined ? missing : `its SHA-256 is ${actual}, but ${digest.sha256} was signed`);
    whole = whole && ok;
  }
  const strangers = files.map((file) => file.name).filter((name) => name !== envelopeName && !named.has(name));
  return check('no-other-files', strangers.length === 0, 'every file is named by the statement', `the statement does not name ${strangers.join(', ')}`) && whole && named.size === statement.subject.length;
}

function verifyContent(statement: Statement, files: ReadonlyMap<string, ZipFile>, softwareVersion: string, check: Checker): BundleContent | null {
  const record = parseCanonical<AuditRecord>(files.get(recordName));
  if (record !== null && record.format === 'plumbline/audit' && record.version !== 1) throw new UnknownVersion(`The audit record (version ${String(record.version)})`);
  const policy = policyDocument.safeParse(parseCanonical(files.get(policyName)));
  const judgement = parseCanonical<Judgement>(files.get(judgementName));
  if (!check('documents', record !== null && policy.success && judgement !== null, 'record, policy and judgement are there in canonical form', `${recordName}, ${policyName} or ${judgementName} is missing or not in canonical form`)) return null;

  const digest = auditDigest(record!);
  check('audit-digest', digest === statement.predicate.auditDigest, digest, `the record's digest is ${digest}, but ${statement.predicate.auditDigest} was signed`);
  const artifacts = record!.artifacts.map((_, index) => parseCanonical<Artifact>(files.get(artifactName(index))));
  const wrong = record!.artifacts.findIndex(({ name, digest: expected }, index) => artifacts[index]?.name !== name || digestOfJson(artifacts[index]!.body) !== expected);
  check('artifacts', wrong < 0, `${artifacts.length} artifacts as the record names them`, `${artifactName(wrong)} is not the artifact that the record names`);
  const verdicts = judge(policy.data as PolicyDocument, record!.results);
  check('verdicts', canonicalJson(verdicts) === canonicalJson(judgement), 'every verdict follows from the policy and the results', 'the verdicts do not follow from the policy and the results');
  if (wrong >= 0) return null;

  const content: BundleContent = { record: record!, artifacts: artifacts as Artifact[], policy: policy.data as PolicyDocument, judgement: judgement! };
  const { software, issuedAt } = statement.predicate;
  check('statement-content', canonicalJson(predicateOf(content, software.version, new Date(issuedAt))) === canonicalJson(statement.predicate), 'the statement says what the files say', 'the statement and the files differ in data set, model, policy or verdicts');
  verifyReport(content, files, software.version, softwareVersion, check);
  return content;
}

/** What people read must be what was signed as data: the report is made again from the data and compared byte by byte. */
function verifyReport(content: BundleContent, files: ReadonlyMap<string, ZipFile>, writtenBy: string, softwareVersion: string, check: Checker): void {
  if (writtenBy !== softwareVersion) {
    check('report', true, `not made again: it was written by version ${writtenBy}, this is ${softwareVersion}; its digest was signed`, '');
    return;
  }
  const different = contentFiles(content).find(({ name, bytes }) => Buffer.compare(Buffer.from(bytes), Buffer.from(files.get(name)?.bytes ?? [])) !== 0);
  check('report', different === undefined, 'the report shows the numbers of the record', `${different?.name} is not what the record gives`);
}

function isEnvelope(value: Envelope): boolean {
  return (
    typeof value.payloadType === 'string' && typeof value.payload === 'string' && Array.isArray(value.signatures) && value.signatures.length === 1 &&
    typeof value.signatures[0]!.keyid === 'string' && typeof value.signatures[0]!.sig === 'string'
  );
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined; // the schema refuses it, and the check says so
  }
}

/** Null unless the file is there and its bytes are the canonical form of what they say. */
function parseCanonical<T>(file: ZipFile | undefined): T | null {
  const value = file === undefined ? undefined : parseJson(file.bytes);
  if (value === undefined || value === null) return null;
  return Buffer.compare(Buffer.from(canonicalJson(value)), Buffer.from(file!.bytes)) === 0 ? (value as T) : null;
}
