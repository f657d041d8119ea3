import { digestOfJson } from '@plumbline/explain-core/audit/digest';
import { policyDocument } from '@plumbline/explain-core/audit/policy';
import { makeOrganisation, testPolicy, startTestServer, type TestOrganisation, type TestServer } from '../../../test/server.js';
import { inOrganisation } from '../../db.js';
import { defaultPolicy } from './defaultPolicy.js';
import { readPolicy, savePolicy, standingPolicy } from './policy.service.js';
import { regressionPolicy } from './regressionPolicy.js';

let server: TestServer;
let bank: TestOrganisation;
beforeAll(async () => {
  server = await startTestServer();
  bank = await makeOrganisation('policies');
});
afterAll(() => server.stop());

const named = (name: string, more: object = {}) => ({ ...testPolicy, name, ...more });

test('saving makes the next version; what was judged before keeps its own', async () => {
  const one = await savePolicy(bank.actor, named('versions'));
  const two = await savePolicy(bank.actor, named('versions', { checks: [{ ...testPolicy.checks[0], bound: { atLeast: 0.9 } }] }));
  expect([one.version, two.version]).toEqual([1, 2]);
  const stored = await readPolicy(bank.actor, one.id);
  expect(policyDocument.parse(stored.document).checks[0]!.bound).toEqual({ atLeast: 0.8 });
  expect(stored.digest).toBe(digestOfJson(stored.document));
});

test('100: two who edit the same version: the second is told', async () => {
  const first = await savePolicy(bank.actor, named('edited'));
  await savePolicy(bank.actor, named('edited', { version: first.version + 1 }));
  await expect(savePolicy(bank.actor, named('edited', { version: first.version + 1 }))).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('next version of the policy "edited" is 3') });
});

test('ten at once get ten versions', async () => {
  const saved = await Promise.all(Array.from({ length: 10 }, () => savePolicy(bank.actor, named('at once'))));
  expect(saved.map(({ version }) => version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test.each([
  ['nothing', {}],
  ['no checks', named('x', { checks: [] })],
  ['a check twice', named('x', { checks: [testPolicy.checks[0], testPolicy.checks[0]] })],
  ['no bound', named('x', { checks: [{ ...testPolicy.checks[0], bound: {} }] })],
  ['a field that means nothing', named('x', { severity: 'high' })],
])('%s is refused', async (_what, document) => {
  await expect(savePolicy(bank.actor, document)).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

test('a check on a method that does not exist is refused', async () => {
  await expect(savePolicy(bank.actor, named('x', { checks: [{ ...testPolicy.checks[0], select: { method: 'karma' } }] }))).rejects.toMatchObject({ code: 'BAD_PLAN' });
});

test('the policy an organisation begins with can be saved, and looks at all four dimensions', async () => {
  const { checks } = policyDocument.parse((await savePolicy(bank.actor, defaultPolicy)).document);
  expect(new Set(checks.map(({ dimension }) => dimension))).toEqual(new Set(['explainability', 'fairness', 'robustness', 'transparency']));
});

test('an audit that names no policy is judged by the first one saved, and one of a predicted number by the one for those', async () => {
  const standing = (task: 'classification' | 'regression') => inOrganisation(bank.actor.organisationId, async (tx) => (await standingPolicy(tx, task)).name);
  expect([await standing('classification'), await standing('regression')]).toEqual([testPolicy.name, testPolicy.name]);
  await savePolicy(bank.actor, regressionPolicy);
  expect([await standing('classification'), await standing('regression')]).toEqual([testPolicy.name, regressionPolicy.name]);
});
