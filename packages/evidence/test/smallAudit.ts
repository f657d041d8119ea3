import { generateKeyPairSync } from 'node:crypto';
import { auditRecord } from '@plumbline/explain-core/audit/record';
import { judge, type PolicyDocument } from '@plumbline/explain-core/audit/policy';
import type { Plan } from '@plumbline/explain-core/audit/plan';
import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import type { Artifact, Result } from '@plumbline/explain-core/method/result';
import { plainGrouping } from '@plumbline/explain-core/method/subject';
import type { BundleContent, SealOptions } from '../src/bundle.js';
import type { Signer } from '../src/dsse.js';

/** An audit of two groups of ten by hand: small enough to change every byte of its bundle. */
export function smallAudit(change: Partial<{ groups: readonly [string, string]; feature: string }> = {}): BundleContent {
  const [first, second] = change.groups ?? ['a', 'b'];
  const column = (name: string, role: ColumnInfo['role'], levels: readonly string[]): ColumnInfo => ({ name, kind: 'category', role, missing: 0, levels, numbers: null });
  const plan: Plan = {
    format: 'plumbline/plan',
    version: 1,
    seed: 0,
    subject: {
      dataset: {
        digest: `sha256:${'1'.repeat(64)}`,
        rows: 20,
        columns: [column('group', 'protected', [first, second]), column('paid', 'label', ['no', 'yes']), column('guess', 'prediction', ['no', 'yes'])],
      },
      model: { source: 'predictions', digest: `sha256:${'2'.repeat(64)}`, prediction: 'guess', score: null },
      label: { column: 'paid', classes: ['no', 'yes'], positive: 'yes', favourable: 'yes' },
      protected: ['group'],
      grouping: plainGrouping,
      modelCard: null,
    },
    methods: [{ pillar: 'fairness', method: 'selectionRate', version: 1, options: {} }],
    tasks: [],
  };
  const rate = (group: string, numerator: number, lower: number, upper: number): Result => ({
    dimension: 'fairness',
    method: 'selectionRate',
    version: 1,
    attribute: 'group',
    group,
    // Keys in no canonical order, as a method may set them.
    options: { minimumGroupSize: 1, level: 0.95 },
    counts: { numerator, denominator: 10 },
    estimate: { value: numerator / 10, n: 10, interval: { lower, upper, level: 0.95, method: 'wilson' } },
  });
  const results: Result[] = [
    rate(first, 8, 0.4902, 0.9433),
    rate(second, 2, 0.0567, 0.5098),
    { dimension: 'fairness', method: 'precision', version: 1, attribute: 'group', group: second, options: {}, estimate: { value: null, n: 0, undefinedBecause: 'nobody in this group was predicted positive' } },
  ];
  const artifacts: Artifact[] = [{ name: 'fairness/groupedOutcomes/counts', body: { [first]: [8, 2], [second]: [2, 8] } }];
  const policy: PolicyDocument = {
    format: 'plumbline/policy',
    name: 'Test',
    version: 3,
    checks: [{ id: 'selection', label: 'Selected often enough', dimension: 'fairness', select: { method: 'selectionRate' }, bound: { atLeast: 0.6 }, reason: 'for the test' }],
  };
  return { record: auditRecord(plan, results, artifacts), artifacts, policy, judgement: judge(policy, results) };
}

export function newSigner(): Signer {
  const { privateKey } = generateKeyPairSync('ed25519', { privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  return { privateKeyPem: privateKey };
}

export function sealOptions(signer: Signer = newSigner()): SealOptions {
  return { signer, issuedAt: new Date('2026-01-02T03:04:05.678Z'), softwareVersion: '0.0.0-test' };
}
