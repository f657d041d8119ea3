import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Runs before anything is installed, on whatever Node the machine has (20 or later): no dependencies, no new syntax.

export const root = fileURLToPath(new URL('..', import.meta.url));

const modules = join(root, 'node_modules');
const stamp = join(modules, '.plumbline-installed');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** The Node 22 that comes with the project, whatever started us. */
export const node = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

export const environment = () => ({
  ...process.env,
  PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`,
  // Nothing that runs here may depend on, or tell, a host other than the npm registry.
  ONNXRUNTIME_NODE_INSTALL: 'skip',
  NEXT_TELEMETRY_DISABLED: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
});

/** Installs when nothing is installed, or when the lock file has changed since. Everything printed goes to standard error. */
export function install() {
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  // `npm ci` empties node_modules first: right for a fresh clone, not for a tree in which something may be running.
  run(npm, [existsSync(node) ? 'install' : 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

/** Everything, or one workspace with what it is made of. */
export function build(workspace) {
  run(join(modules, '.bin', 'turbo'), ['run', 'build', ...(workspace === undefined ? [] : [`--filter=${workspace}`]), '--output-logs=errors-only', '--log-prefix=task']);
}

/** Ends this process when the command fails, with its exit code. */
function run(command, args) {
  // Standard output is kept free for the one document that a command may print.
  const { status, error } = spawnSync(command, args, { cwd: root, env: environment(), stdio: ['ignore', 2, 2] });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
