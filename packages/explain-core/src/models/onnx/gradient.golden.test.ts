import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COTANGENT } from './backward.js';
import { gradientGraph } from './gradient.js';
import { openSession } from './session.js';
import { parseOnnx } from './validate.js';

const folder = join(import.meta.dirname, '..', '..', '..', 'golden', 'gradients');

/** References by torch.autograd in float64 (golden/gradients/README.md); the graphs compute in float32, so 1e-5 of the largest entry. */
describe.each(['mlp', 'sigmoid', 'cnn', 'residual', 'attention'])('%s', (name) => {
  const expected = JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8')) as {
    shape: number[];
    x: number[][];
    cotangent: number[][];
    backward: number[][];
    jacobian: number[][][];
    outputs: number;
  };
  const rows = expected.x.length;
  const x = { name: 'x', type: 'float32' as const, input: { values: Float64Array.from(expected.x.flat()), dims: [rows, ...expected.shape] } };

  async function backward(cotangent: number[][]): Promise<number[]> {
    const graph = gradientGraph(parseOnnx(new Uint8Array(readFileSync(join(folder, `${name}.onnx`)))), 'y', 'none', ['x']);
    if ('unavailableBecause' in graph) throw new Error(graph.unavailableBecause);
    const session = await openSession(graph.model);
    const results = await session.run([x, { name: COTANGENT, type: 'float32', input: { values: Float64Array.from(cotangent.flat()), dims: [rows, expected.outputs] } }]);
    await session.dispose();
    return Array.from(results.get(graph.outputs.get('x')!)!.data as Float32Array);
  }

  it('has the gradient of torch', async () => {
    expect(gap(await backward(expected.cotangent), expected.backward.flat())).toBeLessThan(1e-5);
  });

  it('has the Jacobian of torch, one output at a time', async () => {
    for (let k = 0; k < expected.outputs; k++) {
      const found = await backward(expected.x.map(() => Array.from({ length: expected.outputs }, (_, j) => (j === k ? 1 : 0))));
      expect(gap(found, expected.jacobian.flatMap((row) => row[k]))).toBeLessThan(1e-5);
    }
  });
});

function gap(found: readonly number[], wanted: readonly number[]): number {
  expect(found).toHaveLength(wanted.length);
  const largest = Math.max(...wanted.map(Math.abs));
  return Math.max(...wanted.map((value, at) => Math.abs(value - found[at]))) / largest;
}
