import { createHash } from 'node:crypto';
import { appendFile, cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { migrate, nextMigration, prismaDirectory } from './migrate.js';

let database: TestDatabase;
let directory: string;

beforeEach(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'plumbline-migrations-'));
  await cp(prismaDirectory, directory, { recursive: true });
});

afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

const options = () => ({ databaseUrl: database.url, schemaFile: join(directory, 'schema.prisma'), migrationsDirectory: join(directory, 'migrations') });

test('a migrated database has every migration in the table and with the checksums of Prisma, and nothing is left to do', async () => {
  const names = (await readdir(join(directory, 'migrations'), { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  const rows = await query('SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY migration_name');
  const expected = await Promise.all(names.map(async (name) => ({
    migration_name: name,
    checksum: createHash('sha256').update(await readFile(join(directory, 'migrations', name, 'migration.sql'))).digest('hex'), // what prisma migrate deploy compares
    finished: true,
  })));
  expect(rows).toEqual(expected);
  expect(await migrate(options())).toEqual([]);
});

test('schema.prisma and the migrations say the same', async () => {
  expect(await nextMigration(options())).toBe('');
});

test('a new table in the schema is the next migration, which applies once however many processes begin it', async () => {
  await appendFile(join(directory, 'schema.prisma'), '\nmodel Plumb {\n  id Int @id\n}\n');
  const sql = await nextMigration(options());
  expect(sql).toContain('CREATE TABLE "Plumb"');
  await addMigration('29990101000000_plumb', sql);
  const applied = await Promise.all([migrate(options()), migrate(options()), migrate(options())]);
  expect(applied.flat()).toEqual(['29990101000000_plumb']);
  expect(await query('SELECT count(*)::int AS n FROM "Plumb"')).toEqual([{ n: 0 }]);
  expect(await nextMigration(options())).toBe('');
});

test('semicolons inside a function do not end the statement', async () => {
  await addMigration('29990101000000_function', `CREATE FUNCTION plumb() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 7; END; $$;\nCREATE TABLE plumb (n int);`);
  await migrate(options());
  expect(await query('SELECT plumb() AS n')).toEqual([{ n: 7 }]);
});

test('a migration that fails changes nothing, and is named until somebody sees to it', async () => {
  await addMigration('29990101000000_half', 'CREATE TABLE half (n int);\nSELECT 1 / 0;');
  await expect(migrate(options())).rejects.toThrow('division by zero');
  expect(await query("SELECT to_regclass('half') AS found")).toEqual([{ found: null }]);
  await expect(migrate(options())).rejects.toThrow('The migration 29990101000000_half failed on this database');
});

test('an edited migration is refused', async () => {
  const [first] = (await readdir(join(directory, 'migrations'))).sort();
  await appendFile(join(directory, 'migrations', first, 'migration.sql'), '\n-- changed\n');
  await expect(migrate(options())).rejects.toThrow(`The migration ${first} was edited after this database had it`);
});

test('a database that cannot be reached is an error, not a wait', async () => {
  await expect(migrate({ ...options(), databaseUrl: 'postgresql://nobody:x@127.0.0.1:1/none' })).rejects.toThrow('ECONNREFUSED');
});

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(directory, 'migrations', name));
  await writeFile(join(directory, 'migrations', name, 'migration.sql'), sql);
}

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
