import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, environment, install, node, root } from './prepare.mjs';

install();
build();
const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, 'apps', 'api', 'dist', 'start.js')], { cwd: root, env: environment(), stdio: 'inherit' });
// Ctrl-C reaches the child too; it stops its parts in order, and then we end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
child.on('error', (error) => {
  throw error;
});
child.on('exit', (code) => process.exit(code ?? 1));
