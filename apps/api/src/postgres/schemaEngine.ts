import { randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory, type SqlQuery, type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

/** The few types of @prisma/schema-engine-wasm that we use: its entry cannot be imported outside a bundler, so its instance is made by hand. */
export interface SchemaEngine {
  applyMigrations(input: { migrationsList: MigrationList; filters: Filters }): Promise<{ appliedMigrationNames: string[] }>;
  diagnoseMigrationHistory(input: { migrationsList: MigrationList; optInToShadowDatabase: boolean; filters: Filters }): Promise<MigrationDiagnosis>;
  diff(input: { from: DiffSide; to: DiffSide; script: true; exitCode: null; shadowDatabaseUrl: null; filters: Filters }): Promise<{ stdout: string | null }>;
}

interface MigrationDiagnosis {
  readonly editedMigrationNames: string[];
  readonly failedMigrationNames: string[];
}

export interface MigrationList {
  readonly baseDir: string;
  readonly lockfile: { readonly path: string; readonly content: string | null };
  readonly shadowDbInitScript: string;
  readonly migrationDirectories: readonly { readonly path: string; readonly migrationFile: { readonly path: string; readonly content: { tag: 'ok'; value: string } } }[];
}

interface Filters {
  readonly externalTables: string[];
  readonly externalEnums: string[];
}

type DiffSide = { tag: 'empty' } | ({ tag: 'migrations' } & MigrationList) | { tag: 'schemaDatamodel'; files: { path: string; content: string }[]; configDir: string };

interface EngineModule {
  readonly SchemaEngine: { new: (options: { datamodels: [string, string][] }, log: (line: string) => void, adapters: object) => Promise<SchemaEngine & { free(): void }> };
  __wbg_set_wasm(exports: object): void;
}

/** Tables of others that live in the same database and are none of the schema's business. */
export const filters: Filters = { externalTables: [], externalEnums: [] };

/** Of the standard, what is used here; Node's types leave it to the browser's. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: Record<string, object>): Promise<{ exports: Record<string, unknown> }>;
};

let engineModule: Promise<EngineModule> | undefined;

/** Lends out Prisma's own schema engine. As WebAssembly it comes from npm, where the native one would be downloaded from elsewhere at first use. */
export async function withSchemaEngine<T>(databaseUrl: string, schemaFile: string, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const { SchemaEngine } = await (engineModule ??= loadEngine());
  const connections = wholeScripts(databaseUrl);
  try {
    // The engine logs every step, and throws what matters.
    const engine = await SchemaEngine.new({ datamodels: [[schemaFile, await readFile(schemaFile, 'utf8')]] }, () => undefined, bindMigrationAwareSqlAdapterFactory(connections));
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  } finally {
    // The engine leaves its connections open, and with them the lock that it takes: the next one would wait ten seconds for them to be idle long enough.
    await connections.close();
  }
}

async function loadEngine(): Promise<EngineModule> {
  const require = createRequire(import.meta.url);
  const glueFile = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as EngineModule;
  const compiled = await WebAssembly.compile(await readFile(join(dirname(glueFile), 'schema_engine_bg.wasm')));
  const imports: Record<string, unknown> = { ...glue };
  // The engine sets alarms, such as ten seconds for its lock, and never takes them back; they must not keep a finished process waiting.
  for (const name of Object.keys(imports)) if (name.startsWith('__wbg_setTimeout_')) imports[name] = (ring: () => void, afterMs: number) => setTimeout(ring, afterMs).unref();
  const { exports } = await WebAssembly.instantiate(compiled, { './schema_engine_bg.js': imports });
  // Where the engine leaves its last words when it stops at a fault of its own; without this the reason would be lost.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => { throw new Error(`Prisma's schema engine stopped: ${message}`); } } });
  glue.__wbg_set_wasm(exports);
  (exports.__wbindgen_start as () => void)();
  return glue;
}

/** As the engine's queries about constraints select them, and what they are called in the answer. */
const oneByteColumns = /\b(constr\.contype(?= AS constraint_type)|con\.confdeltype(?=,)|con\.confupdtype(?=,))/g;
const oneByteNames = new Set(['constraint_type', 'confdeltype', 'confupdtype']);

/**
 * Prisma's adapter for pg, except where it does not suit migrations. It cuts a script at every semicolon, also inside a function's body; here a script
 * goes to the server whole, which makes each migration one transaction besides. It does not know PostgreSQL's one-byte type "char", in which the engine
 * reads the kind of a constraint and what a foreign key does on delete. And it drops the shadow database while still connected to it.
 */
function wholeScripts(databaseUrl: string): SqlMigrationAwareDriverAdapterFactory & { close(): Promise<void> } {
  const open = new Set<SqlDriverAdapter>();
  const connect = async (url: string, afterwards: () => Promise<void>): Promise<SqlDriverAdapter> => {
    const adapter = await new PrismaPg({ connectionString: url, application_name: 'plumbline migrate' }).connect();
    const dispose = adapter.dispose.bind(adapter);
    const queryRaw = adapter.queryRaw.bind(adapter);
    open.add(adapter);
    return Object.assign(adapter, {
      // Without arguments pg uses the simple protocol, in which a query may hold many statements.
      executeScript: async (script: string) => void (await adapter.executeRaw({ sql: script, args: [], argTypes: [] })),
      queryRaw: async (query: SqlQuery): Promise<SqlResultSet> => {
        const found = await queryRaw({ ...query, sql: query.sql.replace(oneByteColumns, '$&::text') });
        return { ...found, columnTypes: found.columnTypes.map((type, column) => (oneByteNames.has(found.columnNames[column]) ? ColumnTypeEnum.Character : type)) };
      },
      dispose: async () => {
        if (!open.delete(adapter)) return;
        await dispose();
        await afterwards();
      },
    });
  };
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    close: async () => void (await Promise.all([...open].map((adapter) => adapter.dispose()))),
    connect: () => connect(databaseUrl, async () => undefined),
    connectToShadowDb: async () => {
      const shadow = new URL(databaseUrl);
      shadow.pathname = `/plumbline_shadow_${randomUUID().replaceAll('-', '')}`;
      const name = shadow.pathname.slice(1);
      await execute(databaseUrl, `CREATE DATABASE ${name} TEMPLATE template0`);
      return connect(shadow.href, () => execute(databaseUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

async function execute(databaseUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The migrations as Prisma lays them out: a directory each, applied in the order of their names. */
export async function readMigrations(directory: string): Promise<MigrationList> {
  const baseDir = resolve(directory);
  const names = (await readdir(baseDir, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(names.map(async (path) => ({
      path,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: await readFile(join(baseDir, path, 'migration.sql'), 'utf8') } },
    }))),
  };
}

export async function schemaDatamodel(schemaFile: string): Promise<DiffSide> {
  const configDir = dirname(resolve(schemaFile));
  return { tag: 'schemaDatamodel', files: [{ path: relative(configDir, resolve(schemaFile)), content: await readFile(schemaFile, 'utf8') }], configDir };
}
