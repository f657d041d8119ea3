import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

test('binary types are those of native code, so arrays from add-ons and node:buffer are instances of ours', () => {
  expect(Buffer.from([1, 2])).toBeInstanceOf(Uint8Array);
  expect(structuredClone(new Float32Array([1.5]))).toBeInstanceOf(Float32Array);
  expect(new Blob([]).size).toBe(0);
});

test('onnxruntime-node accepts our tensors and returns arrays we recognise', async () => {
  const { InferenceSession, Tensor } = require('onnxruntime-node') as typeof import('onnxruntime-node');
  const session = await InferenceSession.create(negation());
  const { y } = await session.run({ x: new Tensor('float32', new Float32Array([1.5, -2, 0.25]), [3]) });
  expect(y.data).toBeInstanceOf(Float32Array);
  expect([...(y.data as Float32Array)]).toEqual([-1.5, 2, -0.25]);
  await session.release();
});

/** The smallest useful ONNX file, y = −x, spelled out in protobuf wire format (field numbers from onnx.proto3). */
function negation(): Uint8Array {
  const text = (value: string) => [...Buffer.from(value)];
  const bytes = (field: number, value: number[]) => [(field << 3) | 2, value.length, ...value];
  const number = (field: number, value: number) => [field << 3, value];
  const floatVector = bytes(1, [...number(1, 1), ...bytes(2, bytes(1, number(1, 3)))]);
  const value = (name: string) => [...bytes(1, text(name)), ...bytes(2, floatVector)];
  const node = [...bytes(1, text('x')), ...bytes(2, text('y')), ...bytes(4, text('Neg'))];
  const graph = [...bytes(1, node), ...bytes(2, text('g')), ...bytes(11, value('x')), ...bytes(12, value('y'))];
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 13))]);
}
