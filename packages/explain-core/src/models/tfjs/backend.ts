import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type * as tf from '@tensorflow/tfjs';
import type { Runtime } from '../predictor.js';

export type Tensorflow = typeof tf;

/** Faster backends are optional packages: their install downloads a library, which fails where only the npm registry is reachable. */
const NATIVE = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

let opened: Promise<{ tf: Tensorflow; runtime: Runtime }> | undefined;

/** TensorFlow.js on the best backend there is: GPU, native CPU, WebAssembly, plain JavaScript. Chosen once a process. */
export function openTensorflow(): Promise<{ tf: Tensorflow; runtime: Runtime }> {
  opened ??= open();
  return opened;
}

async function open(): Promise<{ tf: Tensorflow; runtime: Runtime }> {
  for (const name of NATIVE) {
    try {
      const native = (await import(name)) as Tensorflow;
      await native.ready();
      return { tf: native, runtime: runtimeOf(native, name) };
    } catch {
      // Not installed, or installed without its library: the next one is slower and answers the same.
    }
  }
  const tf = await import('@tensorflow/tfjs');
  if (!(await openWasm(tf))) await tf.setBackend('cpu');
  await tf.ready();
  return { tf, runtime: runtimeOf(tf, tf.getBackend()) };
}

async function openWasm(tf: Tensorflow): Promise<boolean> {
  try {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
    return await tf.setBackend('wasm');
  } catch {
    // No WebAssembly SIMD on this machine; plain JavaScript answers the same, more slowly.
    return false;
  }
}

function runtimeOf({ version }: Tensorflow, backend: string): Runtime {
  return { library: '@tensorflow/tfjs', version: version.tfjs, backend: backend.replace('@tensorflow/', ''), precision: 'float32' };
}
