import { describe, expect, test } from '@jest/globals';
import { canonicalJson } from '@plumbline/explain-core/audit/digest';
import { sealOptions, newSigner, smallAudit } from '../test/smallAudit.js';
import { envelopeName, keyName, reportName, sealBundle, subjectsOf } from './bundle.js';
import { publicKeyOf, signEnvelope } from './dsse.js';
import { payloadType } from './statement.js';
import { UnknownVersion, verifyBundle } from './verify.js';
import { readZip, UnreadableBundle, writeZip, type ZipFile } from './zip.js';

const signer = newSigner();
const { keyId } = publicKeyOf(signer);
const bundle = sealBundle(smallAudit(), sealOptions(signer));
const known = { softwareVersion: '0.0.0-test' };
const failing = (bytes: Uint8Array, options: Parameters<typeof verifyBundle>[1] = known): string[] => verifyBundle(bytes, options).checks.filter(({ ok }) => !ok).map(({ id }) => id);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** The bundle with one file written anew, as somebody who knows zip files would do it. */
function withFile(name: string, change: (content: string) => string | null): Uint8Array {
  return writeZip(readZip(bundle).flatMap((file): ZipFile[] => {
    if (file.name !== name) return [file];
    const changed = change(text(file.bytes));
    return changed === null ? [] : [{ name, bytes: Buffer.from(changed) }];
  }));
}

/** A bundle whose statement was changed and signed again by this installation's own key. */
function resigned(change: (statement: { predicateType: string; predicate: Record<string, unknown>; subject: object[] }) => void): Uint8Array {
  return withFile(envelopeName, (content) => {
    const statement = JSON.parse(text(Buffer.from((JSON.parse(content) as { payload: string }).payload, 'base64')));
    change(statement);
    return canonicalJson(signEnvelope(payloadType, Buffer.from(canonicalJson(statement)), signer));
  });
}

describe('a sealed bundle', () => {
  test('is valid, and every check says so', () => {
    const { valid, complete, checks, content, statement } = verifyBundle(bundle, known);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect([valid, complete]).toEqual([true, true]);
    expect(content?.record).toEqual(smallAudit().record);
    expect(statement?.predicate.verdicts.fairness).toBe('notMet');
    expect(checks.map(({ id }) => id)).toEqual(expect.arrayContaining(['archive', 'signature', 'statement', 'audit-digest', 'artifacts', 'verdicts', 'report', 'no-other-files', 'file:audit.json', `file:${keyName(keyId)}`]));
  });
  test('differs from another of the same audit in its signature, key and time only', () => {
    const other = sealBundle(smallAudit(), { ...sealOptions(), issuedAt: new Date('2027-01-01T00:00:00Z') });
    const different = readZip(other).filter(({ name, bytes }) => text(bytes) !== text(readZip(bundle).find((file) => file.name === name)?.bytes ?? new Uint8Array()));
    expect(different.map(({ name }) => name)).toEqual([envelopeName, expect.stringMatching(/^keys\//)]);
    expect(text(sealBundle(smallAudit(), sealOptions(signer)))).toBe(text(bundle));
  });
  test('is the same whatever order the keys of its results were set in', () => {
    const { record, ...rest } = smallAudit();
    const reversed = JSON.parse(canonicalJson(record)) as typeof record;
    expect(text(sealBundle({ ...rest, record: reversed }, sealOptions(signer)))).toBe(text(bundle));
  });
  test('holds no time but in its signed statement, and no name of a machine', () => {
    const others = readZip(bundle).filter(({ name }) => name !== envelopeName && !name.startsWith('keys/'));
    for (const { bytes } of others) expect(text(bytes)).not.toMatch(/20\d\d-\d\d-\d\dT/);
  });
});

describe('after a change', () => {
  test('of any one byte it is not valid, and a check says where', () => {
    const files = readZip(bundle).map(({ name, bytes }) => ({ name, from: bytes.byteOffset - bundle.byteOffset, to: bytes.byteOffset - bundle.byteOffset + bytes.length }));
    const inFile = (offset: number): string | undefined => files.find(({ from, to }) => offset >= from && offset < to)?.name;
    // Every byte outside the report, and a sample of the report's; the archive's own test changes every bit of a smaller one.
    for (let offset = 0; offset < bundle.length; offset += inFile(offset) === reportName ? 499 : inFile(offset) === undefined ? 1 : 11) {
      const changed = Uint8Array.from(bundle);
      changed[offset]! ^= 1 << (offset % 8);
      const { valid, complete, content, checks } = verifyBundle(changed, known);
      const told = checks.filter(({ ok }) => !ok).map(({ detail }) => detail).join('\n');
      const where = inFile(offset);
      expect({ offset, valid, complete, content, told }).toEqual({ offset, valid: false, complete: true, content: null, told: expect.stringContaining(where ?? `byte ${offset} `) });
    }
  });
  test.each(['audit.json', 'policy.json', 'judgement.json', 'artifacts/0001.json', reportName, 'VERIFY.md'])('of %s in a new, whole archive, that file is named', (name) => {
    expect(failing(withFile(name, (content) => content.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)).replace('How', 'Why')))).toEqual([`file:${name}`]);
  });
  test('a missing file is named, and the bundle is incomplete rather than changed', () => {
    for (const name of ['audit.json', reportName, envelopeName, 'artifacts/0001.json']) {
      const { valid, complete, checks } = verifyBundle(withFile(name, () => null), known);
      expect({ name, valid, complete, failed: checks.filter(({ ok }) => !ok).map(({ id }) => id) }).toEqual({ name, valid: false, complete: false, failed: [name === envelopeName ? 'envelope' : `file:${name}`] });
    }
    expect(verifyBundle(withFile(keyName(keyId), () => null), known)).toMatchObject({ valid: false, complete: false });
  });
  test('a file that nobody signed is named', () => {
    expect(failing(writeZip([...readZip(bundle), { name: 'extra.txt', bytes: Buffer.from('read me') }]))).toEqual(['no-other-files']);
  });
});

describe('a signature', () => {
  const stranger = newSigner();
  test('by another key does not hold under this one’s name', () => {
    const forged = withFile(envelopeName, (content) => {
      const { payload } = JSON.parse(content) as { payload: string };
      const { sig } = signEnvelope(payloadType, Buffer.from(payload, 'base64'), stranger).signatures[0]!;
      return canonicalJson({ payload, payloadType, signatures: [{ keyid: keyId, sig }] });
    });
    expect(failing(forged)).toEqual(['signature']);
  });
  test('of a stranger holds, but not for a reader who names the keys he trusts', () => {
    const foreign = sealBundle(smallAudit(), sealOptions(stranger));
    expect(failing(foreign)).toEqual([]);
    expect(failing(foreign, { ...known, trustedKeyIds: [keyId] })).toEqual(['trusted-key']);
    expect(failing(bundle, { ...known, trustedKeyIds: [keyId] })).toEqual([]);
    expect(failing(bundle, { ...known, trustedKeyIds: [] })).toEqual(['trusted-key']);
  });
  test('in an envelope of another type does not hold', () => {
    const retyped = withFile(envelopeName, (content) => {
      const { payload } = JSON.parse(content) as { payload: string };
      return canonicalJson(signEnvelope('text/plain', Buffer.from(payload, 'base64'), signer));
    });
    expect(failing(retyped)).toEqual(['payload']);
  });
  test('twice, or with fields of its own, is no envelope of ours', () => {
    expect(failing(withFile(envelopeName, (content) => canonicalJson({ ...(JSON.parse(content) as object), signatures: [] })))).toEqual(['envelope']);
    expect(failing(withFile(envelopeName, (content) => ` ${content}`))).toEqual(['envelope']);
    expect(failing(withFile(envelopeName, (content) => content.replace('{', '{"payload":"",')))).toEqual(['envelope']);
  });
});

describe('a statement that was signed but does not say what the files say', () => {
  test.each<[string, (predicate: Record<string, unknown>) => void]>([
    ['other verdicts', (predicate) => (predicate.verdicts = { explainability: 'met', fairness: 'met', robustness: 'met', transparency: 'met' })],
    ['another data set', (predicate) => (predicate.dataset = { digest: `sha256:${'9'.repeat(64)}`, rows: 20 })],
    ['another model', (predicate) => (predicate.model = { digest: `sha256:${'9'.repeat(64)}` })],
    ['another policy', (predicate) => (predicate.policy = { name: 'Milder', version: 3, digest: `sha256:${'9'.repeat(64)}` })],
  ])('%s', (_what, change) => {
    expect(failing(resigned(({ predicate }) => change(predicate)))).toEqual(['statement-content']);
  });
  test('another audit', () => {
    expect(failing(resigned(({ predicate }) => (predicate.auditDigest = `sha256:${'9'.repeat(64)}`)))).toEqual(['audit-digest', 'statement-content']);
  });
  test('names nothing, or more fields than there are', () => {
    expect(failing(resigned((statement) => (statement.subject = [])))).toEqual(['statement']);
    expect(failing(resigned(({ predicate }) => (predicate.extra = 1)))).toEqual(['statement']);
  });
});

describe('what a careless or dishonest issuer signs', () => {
  test('verdicts that do not follow from the results', () => {
    const content = smallAudit();
    const kinder = { ...content, judgement: { ...content.judgement, fairness: { ...content.judgement.fairness, verdict: 'met' as const } } };
    expect(failing(sealBundle(kinder, sealOptions(signer)))).toEqual(['verdicts']);
  });
  test('an artifact that is not the one the record names', () => {
    const content = smallAudit();
    expect(failing(sealBundle({ ...content, artifacts: [{ ...content.artifacts[0]!, body: { a: [9, 9] } }] }, sealOptions(signer)))).toContain('artifacts');
  });
  test('a report that shows other numbers', () => {
    const files = readZip(bundle).filter(({ name }) => name !== envelopeName);
    const nicer = files.map((file) => (file.name === reportName ? { name: reportName, bytes: Buffer.from(text(file.bytes).replaceAll('0.2', '0.7')) } : file));
    const { statement } = verifyBundle(bundle, known);
    const envelope = signEnvelope(payloadType, Buffer.from(canonicalJson({ ...statement, subject: subjectsOf(nicer) })), signer);
    expect(failing(writeZip([...nicer, { name: envelopeName, bytes: Buffer.from(canonicalJson(envelope)) }]))).toEqual(['report']);
  });
});

describe('what is signed but has no sense', () => {
  const signedAs = (name: string, content: object): Uint8Array => {
    const files = readZip(bundle).filter((file) => file.name !== envelopeName).map((file) => (file.name === name ? { name, bytes: Buffer.from(canonicalJson(content)) } : file));
    const { statement } = verifyBundle(bundle, known);
    const envelope = signEnvelope(payloadType, Buffer.from(canonicalJson({ ...statement, subject: subjectsOf(files) })), signer);
    return writeZip([...files, { name: envelopeName, bytes: Buffer.from(canonicalJson(envelope)) }]);
  };
  const { record } = smallAudit();
  test.each<[string, string, object]>([
    ['a record of nothing', 'audit.json', {}],
    ['a list for a record', 'audit.json', []],
    ['a record without a list of artifacts', 'audit.json', { ...record, artifacts: null }],
    ['a result that is null', 'audit.json', { ...record, results: [null] }],
    ['an empty plan', 'audit.json', { ...record, plan: {} }],
    ['a list for a judgement', 'judgement.json', []],
    ['a judgement of another kind', 'judgement.json', { fairness: 1 }],
    ['half a policy', 'policy.json', { name: 'x' }],
    ['a list for an artifact', 'artifacts/0001.json', []],
  ])('%s', (_what, name, content) => {
    expect(verifyBundle(signedAs(name, content), known)).toMatchObject({ valid: false, complete: true, content: null });
  });
});

describe('versions', () => {
  test('of a later format are left to a later program', () => {
    expect(() => verifyBundle(resigned(({ predicate }) => (predicate.version = 2)), known)).toThrow(UnknownVersion);
    expect(() => verifyBundle(resigned((statement) => (statement.predicateType = 'urn:plumbline:attestation:model-audit:v2')), known)).toThrow(UnknownVersion);
  });
  test('that only a forger wrote do not pass for a later format', () => {
    const forged = withFile(envelopeName, (content) => {
      const envelope = JSON.parse(content) as { payload: string };
      const statement = JSON.parse(text(Buffer.from(envelope.payload, 'base64'))) as { predicate: { version: number } };
      statement.predicate.version = 2;
      return canonicalJson({ ...envelope, payload: Buffer.from(canonicalJson(statement)).toString('base64') });
    });
    expect(failing(forged)).toContain('signature');
  });
  test('of another program: the report is not made again, and the check says so', () => {
    const { valid, checks } = verifyBundle(bundle, { softwareVersion: '9.9.9' });
    expect(valid).toBe(true);
    expect(checks.find(({ id }) => id === 'report')?.detail).toMatch(/not made again/);
  });
});

test('what is no bundle is unreadable, not invalid', () => {
  expect(() => verifyBundle(Buffer.from('hello'), known)).toThrow(UnreadableBundle);
  expect(() => verifyBundle(bundle.subarray(0, bundle.length - 1), known)).toThrow(UnreadableBundle);
  expect(verifyBundle(writeZip([]), known)).toMatchObject({ valid: false, complete: false });
});
