import { judge, policyDocument } from '@plumbline/explain-core/audit/policy';
import type { Result } from '@plumbline/explain-core/method/result';
import { storePeople } from '../../../test/people.js';
import { makeOrganisation, startTestServer, type TestOrganisation, type TestServer } from '../../../test/server.js';
import { inOrganisation } from '../../db.js';
import { openQueue } from '../../jobs/queue.js';
import { startAudit } from '../audit/audit.service.js';
import { registerPredictions } from '../model/model.service.js';
import { savePolicy } from '../policy/policy.service.js';

let server: TestServer;
let bank: TestOrganisation;
let datasetId: string;
let versions: string[];
let policies: { strict: string; lenient: string };

const ratio = (lower: number, value: number, upper: number): Result => ({
  dimension: 'fairness',
  method: 'demographicParityRatio',
  version: 1,
  attribute: 'sex',
  options: {},
  estimate: { value, n: 60, interval: { lower, upper, level: 0.95, method: 'simultaneousKoopman' } },
  counts: { numerator: 1 },
});

/** Stands in for the workers: a finished audit with these results. */
async function finish(auditId: string, results: readonly Result[]): Promise<void> {
  const { organisationId } = bank.actor;
  await inOrganisation(organisationId, async (tx) => {
    const { policy } = await tx.audit.findUniqueOrThrow({ where: { id: auditId }, include: { policy: true } });
    await tx.auditResult.createMany({
      data: results.map((result, ordinal) => ({ organisationId, auditId, pillar: 'fairness', work: 'w', ordinal, position: ordinal, method: result.method, attribute: result.attribute ?? null, result: result as object })),
    });
    await tx.auditArtifact.create({ data: { organisationId, auditId, pillar: 'fairness', work: 'w', ordinal: 0, name: 'fairness/counts', digest: 'sha256:0', body: { rows: 60 } } });
    await tx.audit.update({ where: { id: auditId }, data: { state: 'succeeded', finishedAt: new Date(), digest: 'sha256:1', judgement: judge(policyDocument.parse(policy.document), results) as object } });
  });
}

beforeAll(async () => {
  server = await startTestServer();
  bank = await makeOrganisation('comparer');
  const stored = await storePeople(bank.actor, server.home);
  datasetId = stored.datasetId;
  const second = await registerPredictions(bank.actor, { datasetId, predictionColumn: 'label', name: 'the label itself' });
  const third = await registerPredictions(bank.actor, { datasetId, predictionColumn: 'predicted', name: 'never audited' });
  versions = [stored.modelVersionId, second.id, third.id];
  const save = async (name: string, atLeast: number) => (await savePolicy(bank.actor, { name, checks: [{ id: 'c', label: 'C', dimension: 'fairness', select: { method: 'demographicParityRatio' }, bound: { atLeast }, reason: 'r' }] })).id;
  policies = { strict: await save('strict', 0.95), lenient: await save('lenient', 0.5) };
  const queue = await openQueue(server.databaseUrl, { works: false, onError: (error) => { throw error; } });
  const start = async (): Promise<string> => (await startAudit(queue, bank.actor, { datasetId, modelVersionId: versions[0]!, label: 'label', protected: ['sex'] })).id;
  await finish(await start(), [ratio(0.1, 0.2, 0.3)]);
  await finish(await start(), [ratio(0.6, 0.7, 0.8)]);
  await start(); // under way: not compared yet
  await queue.stop({ graceful: false });
});
afterAll(() => server.stop());

const compare = async (policyId: string, modelVersionIds?: string[]) =>
  (await server.ask(bank.keys.regulator, `query($datasetId: ID!, $policyId: ID!, $modelVersionIds: [ID!]) { compareModels(datasetId: $datasetId, policyId: $policyId, modelVersionIds: $modelVersionIds) {
    dataset { name } policy { name }
    models { modelVersion { id model { name } } audit { state } dimensions { dimension verdict checks { verdict results { attribute method { label } estimate { value interval { lower methodLabel atLeast } } } } } } } }`, { datasetId, policyId, modelVersionIds })).data.compareModels;

test('each model’s newest finished audit, judged by the policy that is asked about', async () => {
  const strict = await compare(policies.strict);
  expect(strict).toMatchObject({ dataset: { name: 'people' }, policy: { name: 'strict' } });
  const audited = strict.models.find(({ modelVersion }: { modelVersion: { id: string } }) => modelVersion.id === versions[0]);
  expect(audited.audit).toEqual({ state: 'succeeded' });
  expect(audited.dimensions.find(({ dimension }: { dimension: string }) => dimension === 'fairness')).toEqual({
    dimension: 'fairness',
    verdict: 'notMet',
    checks: [{ verdict: 'notMet', results: [{ attribute: 'sex', method: { label: expect.any(String) }, estimate: { value: 0.7, interval: { lower: 0.6, methodLabel: 'Koopman, all pairs at once', atLeast: true } } }] }],
  });
  expect(audited.dimensions.find(({ dimension }: { dimension: string }) => dimension === 'robustness')).toMatchObject({ verdict: 'cannotTell', checks: [] });
  const lenient = await compare(policies.lenient, [versions[0]!]);
  expect(lenient.models[0].dimensions.find(({ dimension }: { dimension: string }) => dimension === 'fairness').verdict).toBe('met');
});

test('a model that has not been audited stands there without verdicts', async () => {
  const { models } = await compare(policies.strict);
  expect(models).toHaveLength(3);
  expect(models.find(({ modelVersion }: { modelVersion: { model: { name: string } } }) => modelVersion.model.name === 'never audited')).toMatchObject({ audit: null, dimensions: [] });
});

test('named versions come in the order asked', async () => {
  const asked = [versions[2]!, versions[0]!];
  expect((await compare(policies.strict, asked)).models.map(({ modelVersion }: { modelVersion: { id: string } }) => modelVersion.id)).toEqual(asked);
});

test('a finished audit shows its results, verdicts and artifacts; filters keep what fits', async () => {
  const { data } = await server.ask(bank.keys.regulator, `{ audits(state: succeeded, first: 1) { edges { node { digest progress { state } artifactNames artifact(name: "fairness/counts") none: artifact(name: "x") faults { code }
    all: results { id counts { name value } options } some: results(dimension: robustness) { id } dimensions { dimension verdict checks { because results { id } } } } } } }`);
  const { node } = data.audits.edges[0];
  expect(node).toMatchObject({ digest: 'sha256:1', progress: { state: 'succeeded' }, artifactNames: ['fairness/counts'], artifact: { rows: 60 }, none: null, faults: [], some: [] });
  expect(node.all).toEqual([{ id: expect.stringMatching(/\/fairness\/w\/0$/), counts: [{ name: 'numerator', value: 1 }], options: {} }]);
  const fairness = node.dimensions.find(({ dimension }: { dimension: string }) => dimension === 'fairness');
  expect(fairness).toMatchObject({ verdict: 'cannotTell', checks: [{ because: expect.stringContaining('0.7'), results: [{ id: node.all[0].id }] }] });
});

test('a defect is masked, with an id that the log explains', async () => {
  await inOrganisation(bank.actor.organisationId, (tx) => tx.dataset.update({ where: { id: datasetId }, data: { columns: { version: 987_654_321 } } }));
  const { errors } = await server.ask(bank.keys.regulator, 'query($id: ID!) { dataset(id: $id) { columns { name } } }', { id: datasetId });
  const { errorId } = errors![0]!.extensions;
  // The id is random and may itself hold what must not be told.
  expect(errors).toEqual([expect.objectContaining({ message: `Something went wrong on our side. When you report it, give this id: ${errorId}.`, extensions: expect.objectContaining({ code: 'INTERNAL' }) })]);
  expect(server.log()).toContain(errorId);
});
