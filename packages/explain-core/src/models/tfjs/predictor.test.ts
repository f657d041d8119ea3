import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { columnInfos } from '../../../test/columnInfos.js';
import { tfjsFixture } from '../../../test/tfjsFixture.js';
import { matrix } from '../../numeric/matrix.js';
import { isDifferentiable, type DifferentiablePredictor } from '../predictor.js';
import { packTfjs } from './archive.js';
import { openTensorflow } from './backend.js';
import { tfjsPredictor } from './predictor.js';

const refusal = (code: string, message: string | RegExp) => expect.objectContaining({ code, message: expect.stringMatching(message) });
const open = ({ bytes, mapping, table }: Pick<ReturnType<typeof tfjsFixture>, 'bytes' | 'mapping' | 'table'>) => tfjsPredictor(bytes, mapping, columnInfos(table)) as Promise<DifferentiablePredictor>;

// Answers and gradients written out in float64 by bench/fixtures/make_tfjs.mjs; the library computes in float32: 1e-6 of scores below 1, 1e-5 of the largest derivative.
describe.each([
  ['german-dense', 'tfjsLayers'],
  ['german-graph', 'tfjsGraph'],
  ['small-cnn', 'tfjsLayers'],
] as const)('%s', (name, format) => {
  const fixture = tfjsFixture(name);

  it('gives the scores of the forward pass by hand', async () => {
    const model = await open(fixture);
    const scores = await model.predict(fixture.table);
    expect(Math.max(...fixture.values.map((value, at) => Math.abs(value - scores.values[at])))).toBeLessThan(1e-6);
    expect(model).toMatchObject({ format, task: 'binary', classes: fixture.mapping.output.classes, features: fixture.table.columns.map((column) => column.name) });
    expect(model.runtime).toMatchObject({ library: '@tensorflow/tfjs', version: '4.22.0', precision: 'float32' });
    // Plain JavaScript is ten times slower and only for machines without WebAssembly SIMD.
    expect(['wasm', 'tfjs-node', 'tfjs-node-gpu']).toContain(model.runtime.backend);
    await model.dispose();
  });

  it('gives the gradient in the units of the data', async () => {
    const model = await open(fixture);
    expect(isDifferentiable(model)).toBe(true);
    expect(model.numberFeatures).toEqual(fixture.table.columns.map((column) => column.name));
    const gradient = await model.gradient(fixture.table, fixture.cotangent);
    // Columns differ by orders of magnitude in unit, so each is compared with its own largest derivative.
    const width = gradient.columns;
    for (let j = 0; j < width; j++) {
      const wanted = fixture.gradients.filter((_, at) => at % width === j);
      const largest = Math.max(...wanted.map(Math.abs));
      wanted.forEach((value, i) => expect(Math.abs(value - gradient.values[i * width + j]) / largest).toBeLessThan(1e-5));
    }
    await model.dispose();
  });

  it('leaves no tensor behind', async () => {
    const { tf } = await openTensorflow();
    const before = tf.memory().numTensors;
    const model = await open(fixture);
    const loaded = tf.memory().numTensors;
    await model.predict(fixture.table);
    await model.gradient(fixture.table, fixture.cotangent);
    expect(tf.memory().numTensors).toBe(loaded);
    await model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('answers no rows with no rows', async () => {
    const model = await open(fixture);
    const none = { rows: 0, columns: fixture.table.columns.map((column) => ({ kind: 'number' as const, name: column.name, values: new Float64Array(0) })) };
    expect(await model.predict(none)).toEqual(matrix(0, 2));
    expect(await model.gradient(none, matrix(0, 2))).toEqual(matrix(0, fixture.table.columns.length));
    await model.dispose();
  });
});

it('says the row and column where a number is missing: WebAssembly would take NaN for 0', async () => {
  const fixture = tfjsFixture('german-dense');
  const model = await open(fixture);
  const values = fixture.table.columns.map((column) => ({ ...column, values: Float64Array.of(1, 1, NaN) })) as typeof fixture.table.columns;
  await expect(model.predict({ rows: 3, columns: values })).rejects.toEqual(refusal('BAD_DATA', '"month" is missing or infinite in row 2'));
  await model.dispose();
});

it('stops when cancelled', async () => {
  const fixture = tfjsFixture('german-dense');
  const model = await open(fixture);
  await expect(model.predict(fixture.table, AbortSignal.abort())).rejects.toEqual(refusal('CANCELLED', 'cancelled'));
  await model.dispose();
});

const layers = tfjsFixture('german-dense');
const damaged = (change: (json: any, files: Record<string, Uint8Array>) => void, from = layers): Uint8Array => {
  const files = unzipSync(from.bytes);
  const json = JSON.parse(strFromU8(files['model.json']));
  change(json, files);
  return zipSync({ ...files, 'model.json': strToU8(JSON.stringify(json)) });
};
const weightsOf = (json: any) => json.weightsManifest[0];
const layersOf = (json: any) => json.modelTopology.config.layers ?? json.modelTopology.model_config.config.layers;

// Fault 58.
describe('refuses', () => {
  it.each(['https://example.org/w.bin', '//example.org/w.bin', 'file:///etc/passwd', '../w.bin', '/etc/passwd', 'a/w.bin', '..', 'C:\\w.bin', '%2e%2e', '', 'w.bin\0', 'model.json', 7])('the weight path %j', async (path) => {
    const bytes = damaged((json) => (weightsOf(json).paths = [path]));
    await expect(open({ ...layers, bytes })).rejects.toEqual(refusal('BAD_MODEL', 'Only files beside model.json are read'));
  });

  it.each<[string, (json: any, files: Record<string, Uint8Array>) => void, string, string]>([
    ['a shape whose product overflows', (json) => (weightsOf(json).weights[0].shape = [2 ** 31, 2 ** 31]), 'BAD_MODEL', 'has the shape'],
    ['a shape beyond the files', (json) => (weightsOf(json).weights[0].shape = [7, 9]), 'BAD_MODEL', 'should take'],
    ['a negative shape', (json) => (weightsOf(json).weights[0].shape = [-7, -8]), 'BAD_MODEL', 'has the shape'],
    ['a shape that is text', (json) => (weightsOf(json).weights[0].shape = ['7', 8]), 'BAD_MODEL', 'has the shape'],
    ['text weights', (json) => (weightsOf(json).weights[0].dtype = 'string'), 'UNSUPPORTED', 'of the type "string"'],
    ['a missing weight file', (json) => (weightsOf(json).paths = ['other.bin']), 'BAD_MODEL', '"other.bin" is not in the archive'],
    ['a Lambda layer', (json) => (layersOf(json)[0].class_name = 'Lambda'), 'BAD_MODEL', 'Lambda layers hold program code'],
    ['a layer of its own', (json) => (layersOf(json)[1].class_name = 'MyAttention'), 'BAD_MODEL', '"MyAttention": it is no layer'],
    ['a layer named like a method', (json) => (layersOf(json)[1].class_name = 'constructor'), 'BAD_MODEL', '"constructor": it is no layer'],
    ['a Lambda inside a wrapper', (json) => (layersOf(json)[0] = { class_name: 'TimeDistributed', config: { layer: { class_name: 'Lambda', config: {} } } }), 'BAD_MODEL', 'Lambda layers'],
    ['no topology', (json) => delete json.modelTopology, 'BAD_MODEL', 'no "modelTopology"'],
    ['a topology of nonsense', (json) => (json.modelTopology = { class_name: 'Sequential', config: 5 }), 'BAD_MODEL', 'TensorFlow.js'],
    ['layers that do not fit', (json) => (layersOf(json)[1].config.units = 3), 'BAD_MODEL', 'cannot load the model'],
  ])('%s', async (_, change, code, message) => {
    await expect(open({ ...layers, bytes: damaged(change) })).rejects.toEqual(refusal(code, message));
  });

  it('a model.json whose weights are elsewhere', async () => {
    await expect(open({ ...layers, bytes: unzipSync(layers.bytes)['model.json'] })).rejects.toEqual(refusal('BAD_MODEL', 'which are never fetched'));
  });

  it('an archive that is cut off or damaged', async () => {
    await expect(open({ ...layers, bytes: layers.bytes.subarray(0, layers.bytes.length - 30) })).rejects.toEqual(refusal('BAD_MODEL', 'cannot be unpacked'));
  });

  it('an operator that draws random numbers, and one that is unknown', async () => {
    const graph = tfjsFixture('german-graph');
    const withOp = (op: string) => damaged((json) => (json.modelTopology.node.find((node: any) => node.name === 'h1').op = op), graph);
    await expect(open({ ...graph, bytes: withOp('RandomStandardNormal') })).rejects.toEqual(refusal('BAD_MODEL', 'draws random numbers'));
    await expect(open({ ...graph, bytes: withOp('Exfiltrate') })).rejects.toEqual(refusal('BAD_MODEL', 'TensorFlow.js cannot'));
  });

  it('to guess what linear scores are, and takes them as the mapping says', async () => {
    const bytes = damaged((json) => (layersOf(json)[1].config.activation = 'linear'));
    await expect(open({ ...layers, bytes })).rejects.toEqual(refusal('BAD_MAPPING', 'does not end in softmax or sigmoid'));
    // Softmax outside the network is softmax inside it, for answers and derivatives.
    const logits = await open({ ...layers, bytes, mapping: { ...layers.mapping, output: { ...layers.mapping.output, scores: 'logit' } } });
    const inside = await open(layers);
    const gap = (a: ArrayLike<number>, b: Float64Array) => Math.max(...Array.from(b, (value, at) => Math.abs(value - a[at])));
    expect(gap((await logits.predict(layers.table)).values, (await inside.predict(layers.table)).values)).toBeLessThan(1e-6);
    expect(gap((await logits.gradient(layers.table, layers.cotangent)).values, (await inside.gradient(layers.table, layers.cotangent)).values)).toBeLessThan(1e-6);
    await Promise.all([logits.dispose(), inside.dispose()]);
  });
});

describe('packTfjs', () => {
  const files = unzipSync(tfjsFixture('german-graph').bytes);
  const read = async (name: string) => files[name] ?? Promise.reject(new Error(`no ${name}`));

  it('makes one file of a folder, the same bytes each time, that answers alike', async () => {
    const graph = tfjsFixture('german-graph');
    const packed = await packTfjs(read, files['model.json']);
    expect(await packTfjs(read, files['model.json'])).toEqual(packed);
    expect(Object.keys(unzipSync(packed))).toEqual(['model.json', 'group1-shard1of2.bin', 'group1-shard2of2.bin']);
    const [a, b] = await Promise.all([open({ ...graph, bytes: packed }), open(graph)]);
    expect(await a.predict(graph.table)).toEqual(await b.predict(graph.table));
    await Promise.all([a.dispose(), b.dispose()]);
  });

  it('asks for no file outside the folder', async () => {
    const json = JSON.parse(strFromU8(files['model.json']));
    json.weightsManifest[0].paths = ['../../secret'];
    const asked: string[] = [];
    await expect(packTfjs(async (name) => (asked.push(name), new Uint8Array(0)), strToU8(JSON.stringify(json)))).rejects.toEqual(refusal('BAD_MODEL', 'Only files beside'));
    expect(asked).toEqual([]);
  });
});
