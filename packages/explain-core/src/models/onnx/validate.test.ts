import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeNode, makeTensor } from './build.js';
import { FLOAT, INT64, readModel, writeModel, type GraphProto, type ModelProto, type TensorProto } from './schema.js';
import { parseOnnx } from './validate.js';

const golden = join(import.meta.dirname, '..', '..', '..', 'golden');
const hostile = (name: string) => new Uint8Array(readFileSync(join(golden, 'hostile', `${name}.onnx`)));
const refusal = (code: string, message: string) => expect.objectContaining({ code, message: expect.stringContaining(message) });

const graph = (parts: Partial<GraphProto>): GraphProto => ({ name: 'g', node: [], initializer: [], input: [], output: [{ name: 'y' }], value_info: [], sparse_initializer: [], ...parts });
const model = (parts: Partial<GraphProto>): ModelProto => ({ ir_version: 8, graph: graph(parts), opset_import: [{ domain: '', version: 17 }], functions: [] });
const parse = (parts: Partial<GraphProto>) => () => parseOnnx(writeModel(model(parts)));
const identity = makeNode('Identity', ['x'], ['y']);
const outside = (tensor: TensorProto): TensorProto => ({ ...tensor, raw_data: undefined, data_location: 1, external_data: [{ key: 'location', value: 'weights.bin' }] });
const inside = makeTensor('w', FLOAT, [2], [1, 2]);

describe('files that others wrote', () => {
  it('are read and written again with the same parts', () => {
    const folders = ['models', 'gradients'];
    const files = folders.flatMap((folder) => readdirSync(join(golden, folder)).filter((file) => file.endsWith('.onnx')).map((file) => join(golden, folder, file)));
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const parsed = parseOnnx(new Uint8Array(readFileSync(file)));
      const again = writeModel(parsed);
      expect(readModel(again)).toEqual(parsed);
    }
  });

  // Faults 53 to 55, 57 and 59.
  it.each([
    ['external-data-parent', 'BAD_MODEL', 'keeps its data in another file'],
    ['external-data-relative', 'BAD_MODEL', 'keeps its data in another file'],
    ['external-data-absolute', 'BAD_MODEL', 'keeps its data in another file'],
    ['custom-operator', 'BAD_MODEL', 'Exfiltrate is of the domain "com.example.custom"'],
    ['initializer-lies', 'BAD_MODEL', '2147483648 × 1048576'],
    ['random-output', 'BAD_MODEL', 'RandomUniformLike'],
    ['expand-bomb', 'RESOURCE_LIMIT', 'a Expand makes'],
    ['truncated', 'BAD_MODEL', 'not a whole ONNX file'],
    ['empty', 'BAD_MODEL', 'it is empty'],
    ['text', 'BAD_MODEL', 'not a whole ONNX file'],
    ['pickle', 'BAD_MODEL', 'not a whole ONNX file'],
  ])('%s is refused', (name, code, message) => {
    expect(() => parseOnnx(hostile(name))).toThrow(refusal(code, message));
  });

  // Whether these end or fit is known only by running them, under the limits of a child process.
  it.each(['endless-loop', 'expand-bomb-at-run', 'nan-producing', 'infinity-producing', 'row-count-changes'])('%s is a valid graph', (name) => {
    expect(parseOnnx(hostile(name)).graph?.output).toHaveLength(1);
  });

  it('cut anywhere are refused in a sentence, never with another error', () => {
    const whole = new Uint8Array(readFileSync(join(golden, 'gradients', 'mlp.onnx')));
    for (let length = 0; length < whole.length; length += 7) {
      expect(() => parseOnnx(whole.subarray(0, length))).toThrow(refusal('BAD_MODEL', 'ONNX file'));
    }
  });

  it('with any byte changed are read or refused, never with another error', () => {
    const whole = new Uint8Array(readFileSync(join(golden, 'gradients', 'sigmoid.onnx')));
    for (let at = 0; at < whole.length; at++) {
      const damaged = whole.slice();
      damaged[at] ^= 0xff;
      try {
        parseOnnx(damaged);
      } catch (error) {
        expect(error).toMatchObject({ name: 'ExplainError' });
      }
    }
  });
});

describe('data in other files', () => {
  const constant = (tensor: TensorProto) => makeNode('Constant', [], ['c'], { value: tensor });
  const branch = (node: GraphProto['node'][number]) => ({ ...makeNode('If', ['c'], ['y']), attribute: [{ ...makeNode('X', [], [], { a: 1 }).attribute[0], name: 'then_branch', type: 5, i: undefined, g: graph({ node: [node] }) }] });

  it.each<[string, Partial<GraphProto>]>([
    ['an initializer', { node: [identity], initializer: [outside(inside)] }],
    ['an attribute', { node: [constant(outside(inside))] }],
    ['a subgraph', { node: [branch(constant(outside(inside)))] }],
    ['a subgraph of a subgraph', { node: [branch(branch(constant(outside(inside))))] }],
    ['a sparse initializer', { node: [identity], sparse_initializer: [{ dims: [2], values: outside(inside) }] }],
    ['indices of a sparse initializer', { node: [identity], sparse_initializer: [{ dims: [2], values: inside, indices: outside(inside) }] }],
    ['a location without a name', { node: [identity], initializer: [{ ...inside, data_location: 1 }] }],
  ])('are refused in %s', (_, parts) => {
    expect(parse(parts)).toThrow(refusal('BAD_MODEL', 'another file'));
  });
});

describe('refuses', () => {
  it.each<[string, Partial<GraphProto>, string, string]>([
    ['too few bytes for the dimensions', { node: [identity], initializer: [{ ...inside, dims: [3] }] }, 'BAD_MODEL', 'should hold 3 values (3) and holds 2'],
    ['negative dimensions', { node: [identity], initializer: [{ ...inside, dims: [-1, -2] }] }, 'BAD_MODEL', 'has the dimensions -1 × -2'],
    ['an unknown element type', { node: [identity], initializer: [{ ...inside, data_type: 23 }] }, 'UNSUPPORTED', 'element type 23'],
    ['an operator of another domain in use', { node: [makeNode('FusedMatMul', ['x', 'x'], ['y'], {}, 'com.microsoft')] }, 'BAD_MODEL', 'com.microsoft'],
    ['an operator set that is not named', { node: [makeNode('Scaler', ['x'], ['y'], {}, 'ai.onnx.ml')] }, 'BAD_MODEL', 'no version of "ai.onnx.ml"'],
    ['a constant tile of gigabytes', { node: [makeNode('Tile', ['x', 'r'], ['y'])], initializer: [makeTensor('r', INT64, [2], [1e6, 1e6])] }, 'RESOURCE_LIMIT', 'Tile'],
    ['an empty graph', {}, 'BAD_MODEL', 'no operators'],
    ['no output', { node: [identity], output: [] }, 'BAD_MODEL', 'no outputs'],
  ])('%s', (_, parts, code, message) => {
    expect(parse(parts)).toThrow(refusal(code, message));
  });

  it('subgraphs ten thousand deep', () => {
    let bytes = new Uint8Array(0);
    // NodeProto.attribute (5) of AttributeProto.g (6) of GraphProto.node (1), by hand: writing it by recursion would be as deep.
    for (let level = 0; level < 10_000; level++) bytes = [0x0a, 0x2a, 0x32].reduceRight((inner, tag) => wrap(tag, inner), bytes);
    expect(() => parseOnnx(wrap(0x3a, bytes))).toThrow(refusal('BAD_MODEL', 'levels deep'));
  });

  it('a graph that is given twice', () => {
    const bytes = writeModel(model({ node: [identity] }));
    const twice = new Uint8Array([...bytes, ...bytes]);
    expect(() => parseOnnx(twice)).toThrow(refusal('BAD_MODEL', 'twice'));
  });
});

it('keeps numbers beyond 2^53 and below 0', () => {
  const node = makeNode('Slice', ['x'], ['y']);
  node.attribute = [{ ...makeNode('X', [], [], { ends: [1] }).attribute[0], ints: [9223372036854775807n, -1, -(2n ** 63n), 2 ** 53, 0, 127, 128] }];
  const again = readModel(writeModel(model({ node: [node] })));
  expect(again.graph?.node[0].attribute[0].ints).toEqual([9223372036854775807n, -1, -(2n ** 63n), 2 ** 53, 0, 127, 128]);
});

function wrap(tag: number, inner: Uint8Array): Uint8Array<ArrayBuffer> {
  const length: number[] = [];
  let rest = inner.length;
  for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) | 128);
  const wrapped = new Uint8Array(2 + length.length + inner.length);
  wrapped.set([tag, ...length, rest]);
  wrapped.set(inner, 2 + length.length);
  return wrapped;
}
