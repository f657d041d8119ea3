import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { AuditModel } from '../src/generated/prisma/models.js';
import type { Actor } from '../src/auth/actor.js';
import { inOrganisation } from '../src/db.js';

export interface WorkerProcess {
  /** The processes in which models run, as of now. */
  children(): number[];
  /** Resolves once the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** The built worker, as `npm start` runs it. It ends with the test's own process in any case. */
export async function startWorker(databaseUrl: string, env: Readonly<Record<string, string>> = {}): Promise<WorkerProcess> {
  const home = await mkdtemp(join(tmpdir(), 'plumbline-home-'));
  const file = fileURLToPath(new URL('../dist/worker.js', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ['--disable-warning=DeprecationWarning', file], {
    env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl, PLUMBLINE_HOME: home, PLUMBLINE_LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
  await until('the worker is ready', async () => {
    if (child.exitCode !== null) throw new Error(`The worker ended with ${child.exitCode}: ${said}`);
    return said.includes('worker ready');
  });
  return {
    children: () => childrenOf(child.pid!),
    async end(signal) {
      child.kill(signal);
      await exited;
      await rm(home, { recursive: true, force: true });
    },
  };
}

export function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout.trim().split(/\s+/).filter((text) => text !== '').map(Number);
}

export function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z'); // dead and not yet collected by its parent counts as dead
}

export async function until(what: string, holds: () => Promise<boolean>, withinMs = 120_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await holds()); await sleep(50)) {
    if (Date.now() > end) throw new Error(`Not within ${withinMs / 1000} s: ${what}`);
  }
}

export async function readAuditRow({ organisationId }: Actor, id: string): Promise<AuditModel> {
  return inOrganisation(organisationId, (tx) => tx.audit.findUniqueOrThrow({ where: { id } }));
}

export async function untilEnded(actor: Actor, id: string): Promise<AuditModel> {
  await until(`audit ${id} ends`, async () => !['queued', 'running'].includes((await readAuditRow(actor, id)).state), 240_000);
  return readAuditRow(actor, id);
}

export const tasksDone = ({ organisationId }: Actor, auditId: string): Promise<number> => inOrganisation(organisationId, (tx) => tx.auditTask.count({ where: { auditId, state: 'done' } }));
