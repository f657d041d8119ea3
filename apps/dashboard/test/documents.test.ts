import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { buildSchema, parse, validate } from 'graphql';

const here = fileURLToPath(new URL('..', import.meta.url));
const documentPattern = /graphql\(`([^`]*)`\)/g;

async function documents(): Promise<string[]> {
  const files = (await readdir(here, { recursive: true })).filter((name) => /^features\/.*\.queries\.ts$/.test(name));
  const texts = await Promise.all(files.map((name) => readFile(here + name, 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(documentPattern)].map((match) => match[1]));
}

it('asks only what the committed schema of the API answers', async () => {
  const schema = buildSchema(await readFile(`${here}../api/schema.graphql`, 'utf8'));
  const asked = await documents();
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.flatMap((text) => validate(schema, parse(text)).map((error) => `${error.message} in ${text}`))).toEqual([]);
});

it('has generated types for every document as it stands', async () => {
  const generated = await readFile(`${here}generated/gql.ts`, 'utf8');
  expect((await documents()).filter((text) => !generated.includes(JSON.stringify(text)))).toEqual([]);
});
