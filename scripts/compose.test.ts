import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readEnv } from '../apps/api/src/env.js';

/** Docker is not needed to see whether what docker-compose.yml says is true of the code. */
interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly container_name?: string;
}
const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: object; networks: Record<string, { internal?: boolean }> };
const { services } = compose;

/** As `docker compose` fills in `${NAME:?message}` and `${NAME:-default}`; throws for a required one that is not given. */
function fill(value: string | number, given: Readonly<Record<string, string>>): string {
  return String(value).replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind: string | undefined, rest: string) => {
    const found = given[name] ?? '';
    if (found !== '') return found;
    if (kind === '-') return rest;
    throw new Error(`${name} is required`);
  });
}
const given = { POSTGRES_PASSWORD: 'abc123', PLUMBLINE_SECRET: 'x'.repeat(32), PLUMBLINE_ORIGIN: 'https://plumbline.example.org' };
const environmentOf = (name: string): Record<string, string> => Object.fromEntries(Object.entries(services[name]!.environment ?? {}).map(([key, value]) => [key, fill(value, given)]));

test('it has a database, migrations, an API, workers and a dashboard; all that stay up have a health check', () => {
  expect(Object.keys(services)).toEqual(['postgres', 'migrate', 'api', 'worker', 'dashboard']);
  for (const [name, { healthcheck, image }] of Object.entries(services)) {
    expect([name, healthcheck === undefined]).toEqual([name, name === 'migrate']);
    expect(image).toMatch(/:\d/); // never whatever is newest today
  }
});

test('each starts when what it needs is ready', () => {
  expect(services.migrate!.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
  for (const name of ['api', 'worker']) expect(services[name]!.depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
  expect(services.dashboard!.depends_on).toEqual({ api: { condition: 'service_healthy' } });
});

test('workers can be many, and reach the database alone', () => {
  const { ports, container_name, networks } = services.worker!;
  expect([ports, container_name, networks]).toEqual([undefined, undefined, ['inside']]);
  expect(compose.networks.inside!.internal).toBe(true);
  expect(services.postgres!.ports).toBe(undefined);
});

test('no password or secret has a value in the file, and starting without one is refused', () => {
  for (const [name, value] of Object.entries(services).flatMap(([, { environment }]) => Object.entries(environment ?? {}))) {
    if (/PASSWORD|SECRET/.test(name)) expect(value).toMatch(/^\$\{\w+:\?[^}]+\}$/);
  }
  for (const missing of Object.keys(given)) {
    const rest = Object.fromEntries(Object.entries(given).filter(([name]) => name !== missing));
    expect(() => Object.values(services).flatMap(({ environment }) => Object.values(environment ?? {})).map((value) => fill(value, rest))).toThrow(`${missing} is required`);
  }
});

test('every command is a program of ours, and every path is where the image has it', () => {
  const dockerfile = read('Dockerfile');
  for (const name of ['migrate', 'api', 'worker', 'dashboard']) {
    const program = services[name]!.command!.at(-1)!;
    const source = program.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
    expect([source, existsSync(new URL(`../${source}`, import.meta.url))]).toEqual([source, true]);
  }
  for (const name of ['api', 'worker']) expect(services[name]!.volumes).toEqual(['home:/var/lib/plumbline']);
  expect(dockerfile).toContain('PLUMBLINE_HOME=/var/lib/plumbline');
  const version = (JSON.parse(read('package.json')) as { version: string; dependencies: { node: string } });
  expect(dockerfile.match(/^FROM node:(\S+)-bookworm-slim/gm)).toEqual(Array(2).fill(`FROM node:${version.dependencies.node}-bookworm-slim`));
  expect(services.api!.image).toBe(`plumbline:${version.version}`);
});

test('every variable is one that the code reads, with a value that it takes', () => {
  const read_ = ['apps/api/src/env.ts', 'apps/dashboard/serve.mjs', 'apps/dashboard/lib/env.ts'].map(read).join('\n');
  for (const name of ['migrate', 'api', 'worker', 'dashboard']) {
    for (const variable of Object.keys(environmentOf(name))) expect([variable, read_.includes(variable)]).toEqual([variable, true]);
  }
  expect(readEnv(environmentOf('api'))).toMatchObject({ host: '0.0.0.0', port: 4000, origin: given.PLUMBLINE_ORIGIN, secret: given.PLUMBLINE_SECRET, databaseUrl: 'postgresql://plumbline:abc123@postgres:5432/plumbline', production: true });
  expect(readEnv(environmentOf('worker'))).toMatchObject({ heartbeatFile: '/tmp/heartbeat', taskSeconds: 600, modelMemoryMb: 3072 });
  expect(services.worker!.healthcheck!.test.join(' ')).toContain(environmentOf('worker').PLUMBLINE_HEARTBEAT_FILE);
});

test('the health checks ask for what is served there', () => {
  expect(services.api!.healthcheck!.test.at(-1)).toContain(`:${environmentOf('api').PLUMBLINE_PORT}/healthz`);
  expect(read('apps/api/src/http/startServer.ts')).toContain(`'/healthz'`);
  expect(services.dashboard!.healthcheck!.test.at(-1)).toContain(`:${environmentOf('dashboard').PORT}/health'`);
  expect(existsSync(new URL('../apps/dashboard/app/health/route.ts', import.meta.url))).toBe(true);
});
