import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const schema = z.object({
  /** What is not said to be development is treated as production. */
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  /** Left out: the embedded PostgreSQL of PLUMBLINE_HOME. */
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://').optional(),
  /** Keys, passwords, uploads on their way and the embedded database. */
  PLUMBLINE_HOME: z.string().min(1).default(fileURLToPath(new URL('../../../.plumbline', import.meta.url))),
  PLUMBLINE_HOST: z.string().min(1).default('127.0.0.1'),
  PLUMBLINE_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  /** Where people open the dashboard: the one origin whose cookies are trusted. */
  PLUMBLINE_ORIGIN: z.url({ protocol: /^https?$/ }).default('http://localhost:3000'),
  /** Signs session cookies. Left out: a file in PLUMBLINE_HOME, made on first use. Set it when several machines answer. */
  PLUMBLINE_SECRET: z.string().min(32).optional(),
  /** Ed25519 private key, PKCS #8 PEM, that evidence is signed with. Left out: a file in PLUMBLINE_HOME, made on first use. */
  PLUMBLINE_SIGNING_KEY_FILE: z.string().min(1).optional(),
  PLUMBLINE_LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  PLUMBLINE_DATABASE_CONNECTIONS: z.coerce.number().int().min(2).default(10),
  /** What one task of an audit may take before its model's process is ended. */
  PLUMBLINE_TASK_SECONDS: z.coerce.number().int().min(1).max(3_000).default(600),
  /** What a model's process may hold in memory before it is ended. */
  PLUMBLINE_MODEL_MEMORY_MB: z.coerce.number().int().min(256).default(3_072),
  /** A worker answers no port; whoever watches over it looks how old this file is. Left out: none is written. */
  PLUMBLINE_HEARTBEAT_FILE: z.string().min(1).optional(),
});

export interface Env {
  readonly production: boolean;
  readonly databaseUrl: string | undefined;
  readonly home: string;
  readonly host: string;
  readonly port: number;
  readonly origin: string;
  readonly secret: string | undefined;
  readonly signingKeyFile: string | undefined;
  readonly logLevel: string;
  readonly databaseConnections: number;
  readonly taskSeconds: number;
  readonly modelMemoryMb: number;
  readonly heartbeatFile: string | undefined;
}

/** Throws one sentence for each variable that does not fit. An empty variable counts as left out, as compose files write them. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new Error(`The environment does not fit:\n${z.prettifyError(parsed.error)}`);
  const value = parsed.data;
  return {
    production: value.NODE_ENV === 'production',
    databaseUrl: value.DATABASE_URL,
    home: value.PLUMBLINE_HOME,
    host: value.PLUMBLINE_HOST,
    port: value.PLUMBLINE_PORT,
    origin: new URL(value.PLUMBLINE_ORIGIN).origin,
    secret: value.PLUMBLINE_SECRET,
    signingKeyFile: value.PLUMBLINE_SIGNING_KEY_FILE,
    logLevel: value.PLUMBLINE_LOG_LEVEL,
    databaseConnections: value.PLUMBLINE_DATABASE_CONNECTIONS,
    taskSeconds: value.PLUMBLINE_TASK_SECONDS,
    modelMemoryMb: value.PLUMBLINE_MODEL_MEMORY_MB,
    heartbeatFile: value.PLUMBLINE_HEARTBEAT_FILE,
  };
}

export const env = readEnv(process.env);
