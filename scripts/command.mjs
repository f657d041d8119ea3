import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, environment, install, node, root } from './prepare.mjs';

/** Runs one of the API's command-line programs on the project's own Node, where the person stands who asked, with what it needs installed and built. */
export async function runCommand(name) {
  install();
  build('@plumbline/api');
  // npm changes to the project's directory; file names were meant from where npm was called.
  const cwd = process.env.npm_lifecycle_event === name ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();
  const child = spawn(node, ['--disable-warning=DeprecationWarning', join(root, 'apps', 'api', 'dist', 'cli', `${name}.js`), ...process.argv.slice(2)], { cwd, env: environment(), stdio: 'inherit' });
  // Ctrl-C reaches the program too, which puts its things away; wait for it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 130)));
  });
}
