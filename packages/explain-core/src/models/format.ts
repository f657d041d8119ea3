import { unzipSync } from 'fflate';
import { ExplainError } from '../errors.js';
import { topFields } from './onnx/wire.js';
import type { ModelFormat } from './predictor.js';

/** How far into a text we look for the keys that tell JSON formats apart. XGBoost and TensorFlow.js write them among the first. */
const LOOK_CHARACTERS = 256 * 1024;

/** What a file that is no model we run begins with, and what to do instead. Several of these formats run code when they are opened; none is opened here. */
const REFUSED: readonly { readonly what: string; readonly is: (bytes: Uint8Array) => boolean; readonly instead: string }[] = [
  { what: 'a PyTorch checkpoint', is: (b) => startsWith(b, [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20]), instead: 'torch' },
  { what: 'a Python pickle (joblib and .sav files are pickles)', is: isPickle, instead: 'sklearn' },
  { what: 'an HDF5 file (Keras .h5)', is: (b) => startsWith(b, [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]), instead: 'keras' },
  { what: 'a TensorFlow Lite model', is: (b) => textAt(b, 4, 'TFL3'), instead: 'keras' },
  { what: 'a NumPy array', is: (b) => startsWith(b, [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]), instead: 'sklearn' },
  { what: 'a CatBoost model', is: (b) => textAt(b, 0, 'CBM1'), instead: 'catboost' },
  { what: 'a GGUF language model', is: (b) => textAt(b, 0, 'GGUF'), instead: 'torch' },
  { what: 'weights in safetensors form, without the network', is: (b) => b.length > 10 && b[5] === 0 && b[6] === 0 && b[7] === 0 && textAt(b, 8, '{"'), instead: 'torch' },
  { what: 'a binary XGBoost model', is: (b) => textAt(b, 0, 'binf') || textAt(b, 0, 'CONFIG-offset:') || isUbjson(b), instead: 'xgboost' },
  { what: 'a TensorFlow SavedModel', is: (b) => startsWith(b, [0x08, 0x01, 0x12]), instead: 'keras' },
  { what: 'a gzip file (compressed joblib or R data)', is: (b) => startsWith(b, [0x1f, 0x8b]), instead: 'sklearn' },
  { what: 'a compressed file (joblib with compression)', is: isCompressed, instead: 'sklearn' },
  { what: 'a tar archive', is: (b) => textAt(b, 257, 'ustar'), instead: 'torch' },
  { what: 'XML (PMML)', is: (b) => /^\s*<(\?xml|PMML)/.test(latin(b.subarray(0, 200))), instead: 'sklearn' },
];

const INSTEAD: Readonly<Record<string, string>> = {
  sklearn: 'Opening it could run code. Export the model to ONNX with skl2onnx.to_onnx(model, X[:1], options={"zipmap": False}), or save XGBoost as JSON and LightGBM as text.',
  torch: 'Export the network to ONNX with torch.onnx.export(model, example, "model.onnx", dynamic_axes={"x": {0: "n"}}).',
  keras: 'Convert it with tensorflowjs_converter to a TensorFlow.js model, or with tf2onnx to ONNX.',
  xgboost: 'Save it as JSON: booster.save_model("model.json").',
  catboost: 'Export it with model.save_model("model.onnx", format="onnx").',
};

/** What a model file is, by its content; its name says nothing. Throws BAD_MODEL with a way to export what cannot be run. */
export function detectFormat(bytes: Uint8Array): ModelFormat {
  if (bytes.length === 0) throw new ExplainError('BAD_MODEL', 'The model file is empty.');
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return formatOfZip(bytes);
  const text = latin(bytes.subarray(0, LOOK_CHARACTERS)).replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
  if (text.startsWith('{') && !isUbjson(bytes)) return formatOfJson(text);
  if (/^tree\s*\r?\n/.test(text)) return 'lightgbmText';
  const refused = REFUSED.find(({ is }) => is(bytes));
  if (refused) throw new ExplainError('BAD_MODEL', `The file is ${refused.what}, which is not run here, whatever its name. ${INSTEAD[refused.instead]}`);
  if (looksLikeOnnx(bytes)) return 'onnx';
  throw new ExplainError('BAD_MODEL', 'The file is none of the model formats that can be run: ONNX, TensorFlow.js (a zip of model.json and its weights), XGBoost JSON, LightGBM text. If it is one of them, it is damaged or cut off.');
}

/** A zip is known by the names in the directory at its end; of the files only model.json is unpacked. */
function formatOfZip(bytes: Uint8Array): ModelFormat {
  const names = zipNames(bytes);
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (has(/(^|\/)data\.pkl$|(^|\/)constants\.pkl$/)) throw zipRefused('a PyTorch checkpoint', 'torch');
  if (has(/(^|\/)saved_model\.pb$/)) throw zipRefused('a TensorFlow SavedModel', 'keras');
  if (has(/\.(h5|hdf5)$|(^|\/)metadata\.json$/) && has(/(^|\/)config\.json$/)) throw zipRefused('a Keras model', 'keras');
  if (has(/\.npy$/)) throw zipRefused('a NumPy archive', 'sklearn');
  if (has(/\.(pkl|pickle|joblib)$/)) throw zipRefused('an archive of Python pickles', 'sklearn');
  if (has(MODEL_JSON)) return formatOfJson(latin(modelJson(bytes).subarray(0, LOOK_CHARACTERS)));
  throw new ExplainError('BAD_MODEL', `The zip archive holds no model.json, so it is no TensorFlow.js model. It holds ${names.slice(0, 8).join(', ') || 'no files'}. Give ONNX, XGBoost JSON and LightGBM text files as they are.`);
}

const MODEL_JSON = /^([^/]+\/)?model\.json$/;
const MAX_MODEL_JSON_BYTES = 256 * 1024 * 1024;

function modelJson(bytes: Uint8Array): Uint8Array {
  try {
    const [content] = Object.values(unzipSync(bytes, { filter: ({ name, originalSize }) => MODEL_JSON.test(name) && originalSize <= MAX_MODEL_JSON_BYTES }));
    return content ?? new Uint8Array(0);
  } catch (error) {
    throw new ExplainError('BAD_MODEL', `The zip archive is damaged: model.json cannot be unpacked (${(error as Error).message}).`);
  }
}

function zipRefused(what: string, instead: string): ExplainError {
  return new ExplainError('BAD_MODEL', `The file is ${what}, which is not run here, whatever its name. ${INSTEAD[instead]}`);
}

/** File names in the central directory (APPNOTE 4.3.12). */
function zipNames(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The end record is 22 bytes and a comment of at most 65,535.
  let end = bytes.length - 22;
  while (end >= 0 && end >= bytes.length - 65_557 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0 || end < bytes.length - 65_557) throw new ExplainError('BAD_MODEL', 'The zip archive is damaged or cut off: its directory is missing.');
  const names: string[] = [];
  let at = view.getUint32(end + 16, true);
  while (at + 46 <= bytes.length && view.getUint32(at, true) === 0x02014b50 && names.length < 10_000) {
    const length = view.getUint16(at + 28, true);
    names.push(latin(bytes.subarray(at + 46, at + 46 + length)));
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return names;
}

function formatOfJson(text: string): ModelFormat {
  if (/"learner"\s*:/.test(text)) return 'xgboostJson';
  if (/"format"\s*:\s*"graph-model"/.test(text) || /"modelTopology"\s*:\s*\{\s*"(node|library|versions)"\s*:/.test(text)) return 'tfjsGraph';
  if (/"modelTopology"\s*:/.test(text)) return 'tfjsLayers';
  if (/"weightsManifest"\s*:/.test(text)) return 'tfjsGraph';
  if (/"tree_info"\s*:/.test(text)) throw new ExplainError('BAD_MODEL', 'The file is a LightGBM JSON dump, which leaves parts of the model out. Save it with booster.save_model("model.txt").');
  throw new ExplainError('BAD_MODEL', 'The JSON file is no model that can be run: an XGBoost model has "learner", a TensorFlow.js model "modelTopology".');
}

/** A message whose top holds a graph (field 7); one that is cut off still begins like one, and its reader says where it ends. */
function looksLikeOnnx(bytes: Uint8Array): boolean {
  try {
    return topFields(bytes).includes(7);
  } catch {
    // Not a whole message. An ONNX file begins with its IR version (field 1, 3 to 20).
    return bytes[0] === 0x08 && bytes[1] >= 3 && bytes[1] <= 20;
  }
}

/** Protocols 2 to 5 begin with their number; 0 and 1 are text: a list, a dictionary or a call, and end in a stop. */
function isPickle(bytes: Uint8Array): boolean {
  if (bytes[0] === 0x80 && bytes[1] >= 1 && bytes[1] <= 6) return true;
  return bytes[bytes.length - 1] === 0x2e && /^(\(?[cid][A-Za-z_][\w.]*\n[\w.]+\n|\([ldi]p\d|\(lp|\(dp|\]q|\}q)/.test(latin(bytes.subarray(0, 200)));
}

/** zlib, xz, bzip2, lz4 and zstd: what joblib compresses with. */
function isCompressed(bytes: Uint8Array): boolean {
  const zlib = bytes[0] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(bytes[1]);
  return zlib || startsWith(bytes, [0xfd, 0x37, 0x7a, 0x58, 0x5a]) || textAt(bytes, 0, 'BZh') || startsWith(bytes, [0x04, 0x22, 0x4d, 0x18]) || startsWith(bytes, [0x28, 0xb5, 0x2f, 0xfd]);
}

/** Universal binary JSON: an object whose first key is preceded by the type of its length. */
function isUbjson(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7b && [0x4c, 0x69, 0x55, 0x49, 0x6c, 0x24, 0x23].includes(bytes[1]);
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}

function textAt(bytes: Uint8Array, at: number, text: string): boolean {
  return latin(bytes.subarray(at, at + text.length)) === text;
}

function latin(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
