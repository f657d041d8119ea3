import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from './auth/actor.js';
import { addPerson } from './auth/people.js';
import { instance, membershipsOf } from './db.js';
import { savePolicyIn } from './features/policy/policy.service.js';
import { defaultPolicy } from './features/policy/defaultPolicy.js';
import { regressionPolicy } from './features/policy/regressionPolicy.js';

export interface Bootstrap {
  /** Acts for the installation itself: the command line and the demonstration. */
  readonly actor: Actor;
  /** Only when the first administrator was made just now. The password is nowhere else but in its file. */
  readonly created: { readonly email: string; readonly password: string; readonly passwordFile: string } | null;
}

/** "people" in ASCII: the lock under which one process at a time looks whether there is anybody yet. */
const bootstrapLock = 0x70656f706c65;

/** Makes the first organisation, its administrator with a random password, and the policies that audits are judged by where they name none, unless somebody is there already. */
export async function bootstrap(home: string, { email = 'admin@plumbline.local', organisation = 'My organisation' } = {}): Promise<Bootstrap> {
  const password = randomBytes(15).toString('base64url');
  const passwordFile = join(home, 'administrator-password');
  const userId = await instance().$transaction(
    async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(${bootstrapLock}::bigint)`;
      if ((await tx.user.count()) > 0) return null;
      // Written before anything is stored: a password that nobody can read would lock everybody out.
      await mkdir(home, { recursive: true });
      await writeFile(passwordFile, `${email}\n${password}\n`, { mode: 0o600 });
      const organisationId = randomUUID();
      return addPerson(tx, { organisationId, email, name: 'Administrator', role: 'administrator', password }, async () => {
        await tx.organisation.create({ data: { id: organisationId, name: organisation } });
        for (const policy of [defaultPolicy, regressionPolicy]) await savePolicyIn(tx, { organisationId, userId: null, apiKeyId: null, role: 'administrator' }, policy);
      });
    },
    { timeout: 30_000 },
  );
  const actor = await installationActor();
  if (userId === null) return { actor, created: null };
  return { actor, created: { email, password, passwordFile } };
}

/** The first organisation, acted for by nobody in particular. */
async function installationActor(): Promise<Actor> {
  const first = await instance().user.findFirstOrThrow({ orderBy: { createdAt: 'asc' }, select: { id: true } });
  const [membership] = await membershipsOf(first.id);
  if (!membership) throw new Error('The first account belongs to no organisation.');
  return { organisationId: membership.organisationId, userId: null, apiKeyId: null, role: 'administrator' };
}
