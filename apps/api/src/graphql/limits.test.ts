import { getIntrospectionQuery, parse, type OperationDefinitionNode } from 'graphql';
import { makeOrganisation, startTestServer, type TestOrganisation, type TestServer } from '../../test/server.js';
import { measureOperation } from './limits.js';
import { makeSchema } from './schema.js';

let server: TestServer;
let bank: TestOrganisation;
beforeAll(async () => {
  server = await startTestServer();
  bank = await makeOrganisation('limits');
});
afterAll(() => server.stop());

const ask = (query: string, variables?: object) => server.ask(bank.keys.regulator, query, variables);
const measure = (query: string, variables = {}) => {
  const document = parse(query);
  return measureOperation(makeSchema(), document, document.definitions.find((node) => node.kind === 'OperationDefinition') as OperationDefinitionNode, variables);
};

test('an operation is measured with its fragments written out and its pages as long as asked', () => {
  expect(measure('{ a: viewer { name } b: viewer { ...v } } fragment v on Viewer { id x: email }')).toEqual({ depth: 2, aliases: 3, fields: 5, cost: 5 });
  // 1 for the field, then ten rows of edges (1) with node (1) and id (1)
  expect(measure('{ datasets(first: 10) { edges { node { id } } } }').cost).toBe(31);
  expect(measure('query($n: Int) { datasets(first: $n) { edges { node { id } } } }', { n: 100 }).cost).toBe(301);
});

test('1: deep nesting is answered quickly with 400', async () => {
  const nested = (depth: number) => `{ models { edges { node ${'{ latestVersion { model '.repeat(depth)} { id } ${'} }'.repeat(depth)} } } }`;
  for (const depth of [15, 100, 5_000]) {
    const started = performance.now();
    expect((await ask(nested(depth))).status).toBe(400);
    expect(performance.now() - started).toBeLessThan(500);
  }
  expect((await ask('{'.repeat(10_000))).status).toBe(400);
});

test('2, 5: aliases count wherever they are', async () => {
  const aliases = (count: number) => Array.from({ length: count }, (_, i) => `a${i}: viewer { id }`).join(' ');
  expect((await ask(`{ ${aliases(30)} }`)).status).toBe(200);
  expect((await ask(`{ ${aliases(200)} }`)).status).toBe(400);
  expect((await ask(`{ ...q } fragment q on Query { ...r ...s } fragment r on Query { ${aliases(30)} } fragment s on Query { b: viewer { id } ${aliases(30)} }`)).status).toBe(400);
  expect((await ask(`{ ...__schema } fragment __schema on Query { ${aliases(100)} }`)).status).toBe(400);
  expect((await ask(`{ ${Array.from({ length: 100 }, (_, i) => `t${i}: __typename`).join(' ')} }`)).status).toBe(400);
});

test('3: too many tokens', async () => {
  expect((await ask(`{ viewer { ${'id '.repeat(5_000)} } }`)).status).toBe(400);
  expect((await ask(`{ viewer { id ${'@include(if: true) '.repeat(10_000)} } }`)).status).toBe(400);
  expect([400, 413]).toContain((await ask(`${'#'.repeat(1_000_000)}\n{ viewer { id } }`)).status);
});

test('4: fragments that spread themselves, or double thirty times', async () => {
  expect((await ask('{ viewer { ...a } } fragment a on Viewer { ...a }')).status).toBe(400);
  expect((await ask('{ viewer { ...a } } fragment a on Viewer { ...b } fragment b on Viewer { ...a }')).status).toBe(400);
  const doubling = Array.from({ length: 30 }, (_, i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`).join(' ');
  const started = performance.now();
  expect((await ask(`{ ...f0 } ${doubling} fragment f30 on Query { viewer { id } }`)).status).toBe(400);
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('a page of pages of pages is refused for its cost', async () => {
  const query = '{ audits(first: 100) { edges { node { results { method { sources { title } } } dimensions { checks { results { estimate { interval { lower } } } } } } } } }';
  expect(await ask(query)).toMatchObject({ status: 400, errors: [{ message: expect.stringContaining('cost') }] });
});

test('what the dashboard asks for, and introspection by somebody signed in, are within the limits', async () => {
  expect((await ask(getIntrospectionQuery())).errors).toBeUndefined();
  const compare = `query($d: ID!, $p: ID!) { compareModels(datasetId: $d, policyId: $p) {
    dataset { id name rows } policy { id name version checks { id label atLeast atMost reason } }
    models { modelVersion { id number model { id name } } audit { id finishedAt evidence { id downloadUrl } }
      dimensions { dimension verdict checks { id label verdict because results { id attribute group feature options method { id label ideal direction range } estimate { value n exact undefinedBecause interval { lower upper level } } } } } } } }`;
  const id = '00000000-0000-7000-8000-000000000000';
  expect(await ask(compare, { d: id, p: id })).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
});

test('7: nothing is suggested to those who guess', async () => {
  for (const query of ['{ viewr { id } }', '{ viewer { nam } }', '{ datasets(frist: 1) { totalCount } }', '{ methods(pillar: fairnes) { id } }']) {
    const { status, errors } = await ask(query);
    expect(status).toBe(400);
    expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
  }
});

test('14: wrong variables a thousand times give at most ten errors', async () => {
  const names = Array.from({ length: 300 }, (_, i) => `$v${i}: Int!`);
  const { status, errors } = await ask(`query(${names.join(' ')}) { viewer { id } }`, Object.fromEntries(names.map((_, i) => [`v${i}`, 'x'])));
  expect(status).toBe(400);
  expect(errors!.length).toBeLessThanOrEqual(10);
});

test('15: pages are from 1 to 100 rows, and cursors are those that were given out', async () => {
  const page = (args: string) => ask(`{ policies(${args}) { totalCount pageInfo { endCursor } } }`);
  for (const first of ['-1', '0', '101', '1000000000', '2147483648']) {
    const { errors } = await page(`first: ${first}`);
    expect(['BAD_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(errors![0]!.extensions.code);
  }
  for (const after of ['x', Buffer.from('policies:not-an-id').toString('base64url'), Buffer.from('policies:00000000-0000-7000-8000-000000000000').toString('base64url')]) {
    expect((await page(`after: "${after}"`)).errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  }
  const { data } = await page('first: 1');
  expect((await ask(`{ audits(after: "${data.policies.pageInfo.endCursor}") { totalCount } }`)).errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  const other = await makeOrganisation('another');
  expect((await server.ask(other.keys.regulator, `{ policies(after: "${data.policies.pageInfo.endCursor}") { totalCount } }`)).errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
});
