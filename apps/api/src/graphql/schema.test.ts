import { readFileSync } from 'node:fs';
import { schemaText } from './schema.js';

test('the committed schema.graphql is the one this code makes; npm run schema -w apps/api writes it', () => {
  expect(schemaText()).toBe(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
});
