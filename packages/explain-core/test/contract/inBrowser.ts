import { fixtureOf, type Expected } from '../fixtureOf.js';
import { audit, everyMethod, numberCase, toyCase, treeCaseOf } from './smallAudit.js';

/** Whole audits by the sources alone, with nothing of Node: what browser.test.ts runs in both. `trees`: a model file as text, with the rows that came with it. */
export async function digests(trees: { readonly expected: Expected; readonly file: string }): Promise<Record<string, string>> {
  const bytes = new TextEncoder().encode(trees.file);
  const cases = { derivative: toyCase(), number: numberCase(), trees: await treeCaseOf(fixtureOf(trees.expected, bytes, null)) };
  const found: Record<string, string> = {};
  for (const [name, given] of Object.entries(cases)) found[name] = (await audit(given, everyMethod())).digest;
  return found;
}
