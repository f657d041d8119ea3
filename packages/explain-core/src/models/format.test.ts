import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { detectFormat } from './format.js';

const folder = join(import.meta.dirname, '..', '..', 'golden');
const golden = (name: string) => new Uint8Array(readFileSync(join(folder, 'tfjs', `${name}.zip`)));
const ascii = (text: string) => new TextEncoder().encode(text);
const bytes = (...values: (number | string)[]) => Uint8Array.from(values.flatMap((value) => (typeof value === 'number' ? [value] : [...ascii(value)])));
const zip = (...names: string[]) => zipSync(Object.fromEntries(names.map((name) => [name, strToU8('{}')])));

it('knows every model of golden/models by its content', () => {
  const files = readdirSync(join(folder, 'models')).filter((file) => !/\.(expected|mapping)\.json$|README|versions/.test(file));
  expect(files.length).toBeGreaterThan(30);
  for (const file of files) {
    const wanted = file.endsWith('.onnx') ? 'onnx' : file.endsWith('.txt') ? 'lightgbmText' : 'xgboostJson';
    expect([file, detectFormat(new Uint8Array(readFileSync(join(folder, 'models', file))))]).toEqual([file, wanted]);
  }
});

it.each<[string, Uint8Array, string]>([
  ['layers', ascii('{"format":"layers-model","modelTopology":{"class_name":"Sequential"}}'), 'tfjsLayers'],
  ['layers without a format', ascii('\ufeff {"modelTopology":{"keras_version":"2","model_config":{}}}'), 'tfjsLayers'],
  ['a graph', ascii('{ "format" : "graph-model", "modelTopology":{}}'), 'tfjsGraph'],
  ['a graph without a format', ascii('{"modelTopology":{"node":[]}}'), 'tfjsGraph'],
  ['a zip of layers', golden('german-dense'), 'tfjsLayers'],
  ['a zip of a graph', golden('german-graph'), 'tfjsGraph'],
  ['a zip of a folder', zipSync({ 'web_model/model.json': strToU8('{"modelTopology":{}}'), 'web_model/weights.bin': strToU8('') }), 'tfjsLayers'],
])('knows TensorFlow.js: %s', (_, content, wanted) => {
  expect(detectFormat(content)).toBe(wanted);
});

// Fault 59: refused by what the file is, renamed or not.
it.each<[string, Uint8Array, RegExp]>([
  ['pickle, protocol 4', bytes(0x80, 4, 0x95, 0, 0, '.'), /a Python pickle.*skl2onnx/],
  ['pickle, protocol 0', ascii("cos\nsystem\n(S'true'\ntR."), /a Python pickle/],
  ['pickle, protocol 0, of a class', ascii('ccopy_reg\n_reconstructor\np0\n(csklearn.linear_model\nLR\n.'), /a Python pickle/],
  ['the harmless pickle of golden/hostile', new Uint8Array(readFileSync(join(folder, 'hostile', 'pickle.onnx'))), /a Python pickle/],
  ['joblib, zlib', bytes(0x78, 0x9c, 1, 2, 3), /joblib with compression/],
  ['joblib, gzip', bytes(0x1f, 0x8b, 8, 0), /gzip/],
  ['joblib, xz', bytes(0xfd, '7zXZ', 0), /joblib with compression/],
  ['torch, old', bytes(0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e), /PyTorch.*torch\.onnx\.export/],
  ['torch, zip', zip('archive/data.pkl', 'archive/version'), /PyTorch/],
  ['keras h5', bytes(0x89, 'HDF', 0x0d, 0x0a, 0x1a, 0x0a, 0), /HDF5.*tensorflowjs_converter/],
  ['keras v3', zip('metadata.json', 'config.json', 'model.weights.h5'), /a Keras model/],
  ['SavedModel', bytes(0x08, 0x01, 0x12, 0x05, 0, 0, 0, 0, 0), /SavedModel/],
  ['SavedModel, zipped', zip('m/saved_model.pb', 'm/variables/variables.index'), /SavedModel/],
  ['TensorFlow Lite', bytes(0x1c, 0, 0, 0, 'TFL3', 0), /TensorFlow Lite/],
  ['NumPy', bytes(0x93, 'NUMPY', 1, 0), /NumPy/],
  ['NumPy archive', zip('w.npy'), /NumPy/],
  ['pickles in a zip', zip('model.pkl'), /pickles/],
  ['a zip with another model.json', zip('model.json'), /"learner"/],
  ['another zip', zip('readme.txt'), /no model\.json.*readme\.txt/],
  ['zip cut off', zip('model.json').subarray(0, 40), /directory is missing/],
  ['safetensors', bytes(0x40, 0, 0, 0, 0, 0, 0, 0, '{"a":{}}   '), /safetensors/],
  ['XGBoost UBJSON', bytes('{', 0x4c, 0, 0, 0, 0, 0, 0, 0, 7, 'learner{'), /binary XGBoost.*save_model\("model\.json"\)/],
  ['XGBoost, old binary', ascii('binf\0\0\0'), /binary XGBoost/],
  ['CatBoost', ascii('CBM1....'), /CatBoost/],
  ['PMML', ascii('<?xml version="1.0"?><PMML/>'), /PMML/],
  ['LightGBM JSON dump', ascii('{"name":"tree","version":"v4","tree_info":[]}'), /save_model\("model\.txt"\)/],
  ['other JSON', ascii('{"a":1}'), /"learner"/],
  ['a JSON list', ascii('[1,2]'), /none of the model formats/],
  ['text', new Uint8Array(readFileSync(join(folder, 'hostile', 'text.onnx'))), /none of the model formats/],
  ['nothing', new Uint8Array(0), /empty/],
])('refuses %s', (_, content, message) => {
  expect(() => detectFormat(content)).toThrow(expect.objectContaining({ code: 'BAD_MODEL', message: expect.stringMatching(message) }));
});

it('leaves a cut-off ONNX file to its reader, who knows where it ends', () => {
  expect(detectFormat(new Uint8Array(readFileSync(join(folder, 'hostile', 'truncated.onnx'))))).toBe('onnx');
});
