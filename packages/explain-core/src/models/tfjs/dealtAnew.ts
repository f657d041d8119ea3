import type { RandomStream } from '../../random/stream.js';
import { dealt } from '../dealtAnew.js';
import { DTYPE_BYTES, type TfjsFile } from './archive.js';

/** The file with what it learned dealt anew: within each tensor of fractions, the same numbers in a drawn order, as they are stored. Whole numbers, which say how the graph is built, stay. */
export function fileDealtAnew(file: TfjsFile, random: RandomStream): TfjsFile {
  const bytes = new Uint8Array(file.weightData.slice(0));
  let at = 0;
  file.weightSpecs.forEach(({ shape, dtype, quantization }, i) => {
    const width = DTYPE_BYTES[quantization?.dtype ?? dtype]!;
    const count = shape.reduce((product, size) => product * size, 1);
    if (dtype === 'float32') {
      const elements = Array.from({ length: count }, (_, k) => bytes.slice(at + k * width, at + (k + 1) * width));
      dealt(elements, random.child(i)).forEach((element, k) => bytes.set(element, at + k * width));
    }
    at += count * width;
  });
  return { ...file, weightData: bytes.buffer };
}
