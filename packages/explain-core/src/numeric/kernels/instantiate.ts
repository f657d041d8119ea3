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

/** Rooms in a kernel's memory, one after another from where the caller's part begins, each at a multiple of 64. */
export function roomsOf({ memoryStart }: Kernel): (bytes: number) => number {
  let end = Math.ceil(memoryStart() / 64) * 64;
  return (bytes) => {
    const start = end;
    end += Math.ceil(bytes / 64) * 64;
    return start;
  };
}
