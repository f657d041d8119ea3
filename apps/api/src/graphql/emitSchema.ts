import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { schemaText } from './schema.js';

writeFileSync(fileURLToPath(new URL('../../schema.graphql', import.meta.url)), schemaText());
