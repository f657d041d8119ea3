import type pg from 'pg';

const insufficientPrivilege = '42501';
/** Somebody else made it in the same moment: roles belong to the whole server. */
const madeMeanwhile = ['42710', '23505'];

/**
 * Makes the role that tenants' transactions take on, and lets our own user take it on, before the first migration needs both. The migration does the
 * same for those who apply it by other means; here a user that may do neither is told so before anything is recorded as failed.
 */
export async function ensureTenantRole(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ user: string; known: boolean }>(`select current_user as user, exists (select from pg_roles where rolname = 'plumbline_app') as known`);
  const { user, known } = rows[0]!;
  const ask = `Let an administrator of the server run once: ${known ? '' : 'CREATE ROLE plumbline_app NOLOGIN; '}GRANT plumbline_app TO ${client.escapeIdentifier(user)};`;
  try {
    if (!known) await client.query('CREATE ROLE plumbline_app NOLOGIN');
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === insufficientPrivilege) throw new Error(`The database user "${user}" may not create the role plumbline_app, which keeps organisations apart. ${ask}`);
    if (!madeMeanwhile.includes(code ?? '')) throw error;
  }
  try {
    const { rows: member } = await client.query<{ member: boolean }>(`select pg_has_role(current_user, 'plumbline_app', 'MEMBER') as member`);
    if (!member[0]!.member) await client.query(`GRANT plumbline_app TO ${client.escapeIdentifier(user)}`);
  } catch (error) {
    if ((error as { code?: string }).code !== insufficientPrivilege) throw error;
    throw new Error(`The database user "${user}" may not take on the role plumbline_app, which keeps organisations apart. ${ask}`);
  }
}
