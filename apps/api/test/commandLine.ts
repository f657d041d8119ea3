import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a built command as `npm run audit` and `npm run verify` do. */
export function runCommand(name: 'audit' | 'verify', args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const file = fileURLToPath(new URL(`../dist/cli/${name}.js`, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=DeprecationWarning', file, ...args], { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Public data beside the repository; null where it is not. */
export function publicData(path: string): string | null {
  const file = fileURLToPath(new URL(`../../../../shared/data/${path}`, import.meta.url));
  return existsSync(file) ? file : null;
}

export function goldenModel(path: string): string {
  return fileURLToPath(new URL(`../../../packages/explain-core/golden/${path}`, import.meta.url));
}
