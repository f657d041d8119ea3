import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, environment, install, node, root } from './prepare.mjs';

install();
build();
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(root, 'node_modules', 'jest', 'bin', 'jest.js')];
const { status, error } = spawnSync(node, [...jest, ...process.argv.slice(2)], { cwd: root, env: environment(), stdio: 'inherit' });
if (error) throw error;
process.exitCode = status ?? 1;
