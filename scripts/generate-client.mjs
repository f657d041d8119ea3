import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { environment, node, root } from './prepare.mjs';

// The generated client needs no engine, but the command line looks for one before it starts and would download it; any program satisfies the look.
const { status, error } = spawnSync(node, [join(root, 'node_modules', 'prisma', 'build', 'index.js'), 'generate', '--schema', join(root, 'prisma', 'schema.prisma'), '--no-hints'], {
  cwd: root,
  env: { ...environment(), PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  stdio: ['ignore', 2, 2],
});
if (error) throw error;
process.exitCode = status ?? 1;
