import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { environment, node, root } from './prepare.mjs';

// Writes what the methods' versions promise; packages/explain-core/golden/numbers/README.md says when.
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(root, 'node_modules', 'jest', 'bin', 'jest.js'), 'packages/explain-core/test/contract/goldenNumbers.test.ts'];
const { status, error } = spawnSync(node, jest, { cwd: root, env: { ...environment(), GOLDEN: 'write' }, stdio: 'inherit' });
if (error) throw error;
process.exitCode = status ?? 1;
