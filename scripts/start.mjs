import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, environment, install, node, root } from './prepare.mjs';

install();
build();
// The channel tells the child when this process is gone, `kill -9` included; then it stops everything.
const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, 'apps', 'api', 'dist', 'start.js')], { cwd: root, env: environment(), stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
// Ctrl-C reaches the child too; it stops its parts in order, and then we end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  throw error;
});
child.on('exit', (code) => process.exit(code ?? 1));

/** The `npm start` above us: our parent, or its parent when npm went through a shell, which npm leaves behind when it is killed. */
const npm = process.env.npm_lifecycle_event === undefined ? null : npmAbove(process.ppid);
if (npm !== null) {
  setInterval(() => {
    try {
      process.kill(npm, 0);
    } catch {
      child.kill('SIGTERM'); // npm is gone
    }
  }, 1_000).unref();
}

function npmAbove(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' });
  const [, parent, name] = /^\s*(\d+)\s+(\S+)/.exec(stdout ?? '') ?? [];
  if (name === undefined) return null; // no `ps` here: npm's own signals still reach us
  return /(^|\/)-?(sh|dash|bash|ash|zsh)$/.test(name) ? Number(parent) : pid;
}
