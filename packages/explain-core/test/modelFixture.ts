import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnMapping } from '../src/models/mapping.js';
import { fixtureOf, type Expected, type ModelFixture } from './fixtureOf.js';

const folder = join(import.meta.dirname, '..', 'golden', 'models');

export function modelFixture(name: string): ModelFixture {
  const expected = JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8')) as Expected;
  const mappingFile = join(folder, `${name}.mapping.json`);
  const mapping = existsSync(mappingFile) ? columnMapping.parse(JSON.parse(readFileSync(mappingFile, 'utf8'))) : null;
  return fixtureOf(expected, modelBytes(expected.model), mapping);
}

/** The bytes of a file of golden/models. */
export function modelBytes(file: string): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, file)));
}
