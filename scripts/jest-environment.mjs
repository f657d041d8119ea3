import { TestEnvironment } from 'jest-environment-node';

const shared = [
  'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
  'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'Atomics', 'WebAssembly',
];

/**
 * Jest gives each test file a realm of its own. Native add-ons (onnxruntime-node) and node:buffer hand back arrays of the outer realm, whose
 * constructors are other objects: `instanceof Float32Array` is then false for a perfectly good array. So the binary types are the outer ones.
 */
export default class SharedBinaryTypes extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of shared) this.global[name] = globalThis[name];
  }
}
