import { readFileSync } from 'node:fs';

/** Of this program, as evidence names it. Read from beside src and dist alike. */
export const softwareVersion = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
