import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import asc from 'assemblyscript/asc';
import { root } from './prepare.mjs';

/** The hot loops in AssemblyScript, a file each; what several use is in parts/. */
export const source = join(root, 'packages', 'explain-core', 'kernels');
/** Where each lies compiled, as a module of explain-core: neither installing nor running needs the compiler. */
export const place = join(root, 'packages', 'explain-core', 'src', 'numeric', 'kernels');

export const kernels = readdirSync(source)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => basename(name, '.ts'));

/**
 * The WebAssembly of one kernel. Vector instructions, but not the relaxed ones, whose results differ between machines. No garbage collector and no imports. Memory of a fixed
 * number of 64 KiB pages, which the source says in a line "// memory: pages".
 */
export async function compile(name) {
  const text = readFileSync(join(source, `${name}.ts`), 'utf8');
  const pages = /^\/\/ memory: (\d+)$/m.exec(text)[1];
  let bytes;
  const { error, stderr } = await asc.main(
    [`${name}.ts`, '--outFile', `${name}.wasm`, '-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--initialMemory', pages, '--maximumMemory', pages, '--use', 'abort='],
    {
      readFile: (path) => (existsSync(join(source, path)) ? readFileSync(join(source, path), 'utf8') : null),
      writeFile: (path, contents) => {
        if (path === `${name}.wasm`) bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${name}: ${error.message}\n${stderr.toString()}`);
  return bytes;
}

/** The module that holds it. */
export function moduleText(name, bytes) {
  return `// Made of kernels/${name}.ts by "npm run kernels"; a test fails where it is not current.\nexport const ${name}Wasm =\n  '${Buffer.from(bytes).toString('base64')}';\n`;
}

export const modulePath = (name) => join(place, `${name}.wasm.ts`);

if (process.argv[1] === import.meta.filename) {
  for (const name of kernels) writeFileSync(modulePath(name), moduleText(name, await compile(name)));
}
