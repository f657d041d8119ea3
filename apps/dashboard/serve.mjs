/** `next start` in this process, so that it ends with whoever started it: a closed channel means that the starter is gone. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

process.on('disconnect', () => process.exit(0));
const here = dirname(fileURLToPath(import.meta.url));
process.chdir(here);
process.env.NEXT_TELEMETRY_DISABLED = '1';
const { nextStart } = createRequire(import.meta.url)('next/dist/cli/next-start.js');
await nextStart({ port: Number(process.env.PORT ?? 3000), hostname: process.env.PLUMBLINE_DASHBOARD_HOST ?? '127.0.0.1' }, here);
