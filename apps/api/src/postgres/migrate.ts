import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { filters, withSchemaEngine, readMigrations, schemaDatamodel } from './schemaEngine.js';
import { ensureTenantRole } from './tenantRole.js';

/** Where the schema and its migrations are, seen from src/postgres and from dist/postgres alike. */
export const prismaDirectory = fileURLToPath(new URL('../../../../prisma/', import.meta.url));

/** "plumb" in ASCII: the advisory lock under which one process at a time migrates. */
const migrationLock = 0x706c756d62;

export interface MigrateOptions {
  readonly databaseUrl: string;
  readonly schemaFile?: string;
  readonly migrationsDirectory?: string;
}

/**
 * Applies the migrations that the database has not had, and returns their names. Any number of processes may call this at once: one works, the others wait
 * and find nothing left to do. Keeps Prisma's own table `_prisma_migrations`, so `prisma migrate deploy` continues from here elsewhere.
 * Refuses when a migration that was applied has been edited since, or failed half-way: then the database is not what the code believes.
 */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
  const { databaseUrl, schemaFile = `${prismaDirectory}schema.prisma`, migrationsDirectory = `${prismaDirectory}migrations` } = options;
  const migrationsList = await readMigrations(migrationsDirectory);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'plumbline migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await ensureTenantRole(client);
    return await withSchemaEngine(databaseUrl, schemaFile, async (engine) => {
      const { editedMigrationNames, failedMigrationNames } = await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters });
      if (failedMigrationNames.length > 0) throw new Error(`The migration ${failedMigrationNames.join(', ')} failed on this database before it was complete. Repair what it left, then mark it with prisma migrate resolve.`);
      if (editedMigrationNames.length > 0) throw new Error(`The migration ${editedMigrationNames.join(', ')} was edited after this database had it. Restore the file, and write the change as a new migration.`);
      return (await engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames;
    });
  } finally {
    await client.end(); // and with it the lock
  }
}

/** The SQL that takes a database with all migrations to what schema.prisma says: what the next migration has to do. Empty when nothing. */
export async function nextMigration(options: MigrateOptions): Promise<string> {
  const { databaseUrl, schemaFile = `${prismaDirectory}schema.prisma`, migrationsDirectory = `${prismaDirectory}migrations` } = options;
  const to = await schemaDatamodel(schemaFile);
  const migrations = await readMigrations(migrationsDirectory);
  return withSchemaEngine(databaseUrl, schemaFile, async (engine) => {
    // The engine replays the migrations in a database of its own beside this one, and drops it.
    const { stdout } = await engine.diff({ from: { tag: 'migrations', ...migrations }, to, script: true, exitCode: null, shadowDatabaseUrl: null, filters });
    return stdout === null || /^\s*-- This is an empty migration\.\s*$/.test(stdout) ? '' : stdout;
  });
}
