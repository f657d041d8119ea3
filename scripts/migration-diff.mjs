import { build, install, node, root } from './prepare.mjs';
import { spawnSync } from 'node:child_process';

// Prints the SQL that the next migration needs, so that it can be read, changed and saved as prisma/migrations/<time>_<what>/migration.sql.
install();
build();
const program = `
  import { startEmbeddedPostgres } from './apps/api/dist/postgres/embedded.js';
  import { nextMigration } from './apps/api/dist/postgres/migrate.js';
  import { join } from 'node:path';
  const own = process.env.DATABASE_URL ? undefined : await startEmbeddedPostgres({ directory: join(process.env.PLUMBLINE_HOME ?? '.plumbline', 'postgres') });
  try {
    process.stdout.write(await nextMigration({ databaseUrl: process.env.DATABASE_URL ?? own.url }));
  } finally {
    await own?.stop();
  }
`;
const { status, error } = spawnSync(node, ['--input-type=module', '--eval', program], { cwd: root, stdio: 'inherit' });
if (error) throw error;
process.exitCode = status ?? 1;
