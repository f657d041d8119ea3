import { readFileSync } from 'node:fs';
import { compile, kernels, modulePath, moduleText } from './kernels.mjs';

test.each(kernels)('the committed WebAssembly of %s is what its source compiles to; "npm run kernels" writes it', async (name: string) => {
  expect(readFileSync(modulePath(name), 'utf8')).toBe(moduleText(name, await compile(name)));
});
