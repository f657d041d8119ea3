import type { PgBoss } from 'pg-boss';
import type { Result } from '@plumbline/explain-core/method/result';
import type { Judgement } from '@plumbline/explain-core/audit/policy';
import { application, lending, lendingStream } from '../../src/demo/lending.js';
import { seedDemo } from '../../src/demo/seedDemo.js';
import { inOrganisation } from '../../src/db.js';
import { openQueue } from '../../src/jobs/queue.js';
import { makeOrganisation, startTestServer, type TestOrganisation, type TestServer } from '../server.js';
import { startWorker, untilEnded, type WorkerProcess } from '../workerProcess.js';

/** What docs/demo.md says is true of the data, held against what the audits of the demonstration find. */
let server: TestServer;
let bank: TestOrganisation;
let queue: PgBoss;
let worker: WorkerProcess;
const results = new Map<string, Result[]>();
const judgements = new Map<string, Judgement>();

beforeAll(async () => {
  server = await startTestServer();
  bank = await makeOrganisation('bank');
  queue = await openQueue(server.databaseUrl, { works: false, onError: (error) => { throw error; } });
  worker = await startWorker(server.databaseUrl);
  expect(await seedDemo(queue, bank.actor)).toBe(3);
  const audits = await inOrganisation(bank.actor.organisationId, (tx) => tx.audit.findMany({ select: { id: true, modelVersion: { select: { model: { select: { name: true } } } } } }));
  for (const { id, modelVersion } of audits) {
    const { state, fault, judgement } = await untilEnded(bank.actor, id);
    expect({ state, fault }).toEqual({ state: 'succeeded', fault: null });
    const rows = await inOrganisation(bank.actor.organisationId, (tx) => tx.auditResult.findMany({ where: { auditId: id }, orderBy: { position: 'asc' } }));
    results.set(modelVersion.model.name, rows.map(({ result }) => result as unknown as Result));
    judgements.set(modelVersion.model.name, judgement as unknown as Judgement);
  }
}, 600_000);
afterAll(async () => {
  await worker.end('SIGTERM');
  await queue.stop({ graceful: false });
  await server.stop();
});

interface Known {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}
function find(model: string, method: string, attribute: string, group?: string): Known {
  const found = results.get(model)!.filter((result) => result.method === method && result.attribute === attribute && (group === undefined || result.group === group));
  expect(found).toHaveLength(1);
  const { estimate } = found[0]!;
  if (estimate.value === null || estimate.interval === undefined) throw new Error(`${model}: ${method} of ${attribute} has no value with an interval`);
  return { value: estimate.value, lower: estimate.interval.lower, upper: estimate.interval.upper };
}

const models = ['Scorecard', 'Gradient boosting', 'Neural network'];

test('all four dimensions of all three models have results', () => {
  for (const model of models) {
    for (const dimension of ['explainability', 'fairness', 'robustness', 'transparency']) {
      expect(results.get(model)!.filter((result) => result.dimension === dimension && result.estimate.value !== null).length).toBeGreaterThan(0);
    }
  }
});

test('sex makes no difference: no audit can tell its groups apart', () => {
  for (const model of models) {
    const gap = find(model, 'demographicParityDifference', 'sex');
    expect(gap.lower).toBe(0);
    expect(gap.upper).toBeLessThan(0.05);
  }
});

test('the models that see origin, or the district that stands for it, took the planted bias over', () => {
  for (const model of ['Scorecard', 'Gradient boosting']) {
    expect(find(model, 'demographicParityDifference', 'origin').lower).toBeGreaterThan(0.05);
    expect(find(model, 'selectionRate', 'origin', 'immigrant').upper).toBeLessThan(find(model, 'selectionRate', 'origin', 'native').lower);
  }
  expect(judgements.get('Gradient boosting')!.fairness.verdict).toBe('notMet');
});

test('the model that sees neither approves both alike', () => {
  const gap = find('Neural network', 'demographicParityDifference', 'origin');
  expect(gap.lower).toBe(0);
  expect(gap.upper).toBeLessThan(0.05);
  expect(judgements.get('Neural network')!.fairness.verdict).toBe('met');
});

test('and its false positives among immigrants are as many as the planted refusals make them', () => {
  const stream = lendingStream(lending.seed);
  const refused = Array.from({ length: lending.rows }, (_, row) => application(row, stream)).filter(({ origin, approved }) => origin === 'immigrant' && !approved);
  const wronged = refused.filter(({ deserved }) => deserved).length / refused.length;
  const found = find('Neural network', 'falsePositiveRate', 'origin', 'immigrant');
  const [rightly, deserving] = [find('Neural network', 'falsePositiveRate', 'origin', 'native'), find('Neural network', 'truePositiveRate', 'origin', 'native')];
  // Of natives nobody was wronged: their rates are those of people who did not, and who did, deserve approval.
  const expected = (end: keyof Known): number => (1 - wronged) * rightly[end] + wronged * deserving[end];
  expect(found.lower).toBeGreaterThan(rightly.upper);
  expect(expected('lower')).toBeLessThan(found.upper);
  expect(expected('upper')).toBeGreaterThan(found.lower);
  expect(Math.abs(expected('value') - found.value)).toBeLessThan((found.upper - found.lower) / 2);
});

test('the model cards count as written: well, partly and hardly', () => {
  const shares = models.map((model) => results.get(model)!.find(({ method }) => method === 'modelCardCompleteness')!.estimate.value!);
  expect(shares[0]).toBe(1);
  expect([...shares].sort((a, b) => b - a)).toEqual(shares);
});
