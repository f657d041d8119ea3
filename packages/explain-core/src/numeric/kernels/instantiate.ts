/** What is used of WebAssembly; the compiler's libraries know it only together with a browser's document. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** What every kernel gives: its memory, and where in it the caller's part begins. */
export interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  memoryStart(): number;
}

/**
 * A kernel from its bytes in base64, ready at once. The modules are a few KB, which browsers too compile while a page waits, and nothing is fetched.
 */
export function instantiate<K extends Kernel>(base64: string): K {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as K;
}
