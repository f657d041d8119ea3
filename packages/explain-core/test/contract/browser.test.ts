import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import chromium from '@sparticuz/chromium';
import { transform } from '@swc/core';
import { chromium as playwright, type Browser } from 'playwright-core';
import { modelFixture } from '../modelFixture.js';
import { digests } from './inBrowser.js';
import { TREES } from './treeCase.js';

const root = join(import.meta.dirname, '..', '..', '..', '..');
/** All that the library needs on its main path. Another one would have to be named here, and one of Node's own could not be. */
const LIBRARIES = { zod: 'zod/index.js', fflate: 'fflate/esm/browser.js', canonicalize: 'canonicalize/lib/canonicalize.js', '@noble/hashes/sha2.js': '@noble/hashes/sha2.js', '@noble/hashes/utils.js': '@noble/hashes/utils.js' };
const imports = Object.fromEntries(Object.entries(LIBRARIES).map(([name, file]) => [name, `/node_modules/${file}`]));
const page = `<!doctype html><title>audit</title><script type="importmap">${JSON.stringify({ imports })}</script>`;

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = createServer((request, response) => {
    void answer(new URL(request.url!, 'http://localhost').pathname).then(
      ([type, body]) => response.writeHead(200, { 'content-type': type }).end(body),
      (error: Error) => response.writeHead(404).end(error.message),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args, headless: true });
});

afterAll(async () => {
  await browser.close();
  server.close();
});

async function answer(path: string): Promise<[type: string, body: string]> {
  if (path === '/') return ['text/html', page];
  const file = join(root, path);
  if (path.startsWith('/node_modules/')) return ['text/javascript', await readFile(file, 'utf8')];
  const { code } = await transform(await readFile(file.replace(/\.js$/, '.ts'), 'utf8'), { swcrc: false, jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } });
  return ['text/javascript', code];
}

it('a whole audit, every method of it, has the same bits in a browser as in Node', async () => {
  const { expected, bytes } = modelFixture(TREES);
  const trees = { expected, file: new TextDecoder().decode(bytes) };
  const { port } = server.address() as AddressInfo;
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${port}/`);
  const there = await tab.evaluate(async (given) => {
    const program = '/packages/explain-core/test/contract/inBrowser.js';
    const { digests: run } = (await import(program)) as { digests: (from: typeof given) => Promise<Record<string, string>> };
    return run(given);
  }, trees);
  expect(Object.keys(there)).toEqual(['derivative', 'number', 'trees']);
  expect(there).toEqual(await digests(trees));
});
