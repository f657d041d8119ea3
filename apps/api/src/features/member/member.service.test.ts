import { makeOrganisation, origin, startTestServer, type TestOrganisation, type TestServer } from '../../../test/server.js';
import { addMember, listMembers, removeMember } from './member.service.js';

let server: TestServer;
let bank: TestOrganisation;
let rival: TestOrganisation;
beforeAll(async () => {
  server = await startTestServer();
  [bank, rival] = [await makeOrganisation('members'), await makeOrganisation('others')];
});
afterAll(() => server.stop());

const cookieOf = async (email: string, password: string): Promise<string | null> => {
  const response = await fetch(`${server.url}/api/auth/sign-in/email`, { method: 'POST', headers: { 'content-type': 'application/json', origin }, body: JSON.stringify({ email, password }) });
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? null;
};
const viewer = async (cookie: string) =>
  (await fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify({ query: '{ viewer { email role } }' }) })).json();

test('somebody who is added signs in with the role given; once removed, at once no more', async () => {
  const { member, password } = await addMember(bank.actor, { email: ' Officer@Example.org ', name: 'Officer', role: 'officer' });
  const cookie = (await cookieOf('officer@example.org', password))!;
  expect(await viewer(cookie)).toMatchObject({ data: { viewer: { email: 'officer@example.org', role: 'officer' } } });
  expect((await listMembers(bank.actor)).map(({ role }) => role)).toEqual(['administrator', 'officer']);
  expect((await listMembers(rival.actor)).map(({ email }) => email)).toEqual([rival.email]);
  await removeMember(bank.actor, member.id);
  expect(await viewer(cookie)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
});

test('the last administrator stays', async () => {
  await expect(removeMember(bank.actor, bank.actor.userId!)).rejects.toMatchObject({ code: 'CONFLICT' });
  const { member } = await addMember(bank.actor, { email: 'second@example.org', name: 'Second', role: 'administrator' });
  await removeMember(bank.actor, member.id);
  await expect(removeMember(bank.actor, bank.actor.userId!)).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('an address is used once, and must be one', async () => {
  await expect(addMember(bank.actor, { email: bank.email, name: 'Again', role: 'auditor' })).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(addMember(bank.actor, { email: 'nowhere', name: 'X', role: 'auditor' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
});
