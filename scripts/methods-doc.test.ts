import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { drivers } from '@plumbline/explain-core/audit/drivers';
import { intervalMethods } from '@plumbline/explain-core/numeric/intervalMethods';
import { methodsDocument, place } from './methods-doc.mjs';

const document = methodsDocument(drivers, (options: z.ZodType) => z.toJSONSchema(options, { io: 'input' }), intervalMethods);

test('docs/methods.md says what the methods say now; "npm run docs" writes it', () => {
  expect(readFileSync(join(import.meta.dirname, '..', place), 'utf8')).toBe(document);
});

test('names every method with its version, and says every word that it needs', () => {
  for (const { id, version } of drivers.flatMap(({ methods }) => methods)) expect(document).toContain(`\`${id}\`, version ${version}.`);
  expect(document).not.toContain('undefined');
});
