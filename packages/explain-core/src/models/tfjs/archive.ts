import { unzipSync, zipSync } from 'fflate';
import { ExplainError } from '../../errors.js';
import type { JsonObject } from '../../json.js';

/** What a TensorFlow.js file holds, checked and in one piece. */
export interface TfjsFile {
  readonly format: 'layers' | 'graph';
  readonly json: JsonObject;
  readonly topology: JsonObject;
  readonly weightSpecs: readonly WeightSpec[];
  readonly weightData: ArrayBuffer;
}

export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: { readonly dtype: string };
}

/** A zip says how large it will be; beyond this it is not unpacked. */
const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;
const MAX_JSON_BYTES = 256 * 1024 * 1024;
/** The earliest time a zip can hold: the same files are the same bytes. Local time, as the zip format has it. */
const ZIP_TIME = new Date(1980, 0, 1);
export const DTYPE_BYTES: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 };

/** The one file a TensorFlow.js model is kept as: model.json and the weight files it names, which `readSibling` reads from the folder model.json is in. */
export async function packTfjs(readSibling: (name: string) => Promise<Uint8Array>, modelJson: Uint8Array): Promise<Uint8Array> {
  const files: Record<string, Uint8Array> = { 'model.json': modelJson };
  for (const name of weightFiles(parseJson(modelJson)).sort()) files[name] = await readSibling(name);
  // Stored, not compressed: the bytes then depend on no compressor's version, and weights hardly shrink.
  return zipSync(files, { level: 0, mtime: ZIP_TIME });
}

export function readTfjs(bytes: Uint8Array): TfjsFile {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const files = isZip ? unzip(bytes) : new Map([['model.json', bytes]]);
  const modelJson = files.get('model.json');
  if (!modelJson) throw broken('the archive holds no model.json');
  const json = parseJson(modelJson);
  const topology = json.modelTopology;
  if (!isObject(topology)) throw broken('model.json has no "modelTopology"');
  const names = weightFiles(json);
  if (!isZip && names.length > 0) {
    throw new ExplainError('BAD_MODEL', `This model.json keeps its weights in other files (${names.slice(0, 5).join(', ')}), which are never fetched. Put model.json and these files into one zip archive and give that.`);
  }
  const parts = names.map((name) => {
    const part = files.get(name);
    if (!part) throw broken(`the weight file "${name}" is not in the archive`);
    return part;
  });
  const weightSpecs = specsOf(json);
  const weightData = joined(parts);
  checkWeights(weightSpecs, weightData.byteLength);
  return { format: isGraph(json, topology) ? 'graph' : 'layers', json, topology, weightSpecs, weightData };
}

/** Files at the top, or in the one folder that model.json is in. */
function unzip(bytes: Uint8Array): Map<string, Uint8Array> {
  let size = 0;
  let unpacked: Record<string, Uint8Array>;
  try {
    unpacked = unzipSync(bytes, {
      filter: ({ originalSize }) => {
        size += originalSize;
        if (size > MAX_UNPACKED_BYTES) throw new ExplainError('RESOURCE_LIMIT', `The TensorFlow.js archive unpacks to more than ${MAX_UNPACKED_BYTES} bytes.`);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof ExplainError) throw error;
    throw broken(`the archive cannot be unpacked (${(error as Error).message})`);
  }
  const names = Object.keys(unpacked);
  const at = names.find((name) => /^([^/]+\/)?model\.json$/.test(name));
  const folder = at === undefined ? '' : at.slice(0, -'model.json'.length);
  return new Map(names.filter((name) => name.startsWith(folder)).map((name) => [name.slice(folder.length), unpacked[name]]));
}

function parseJson(bytes: Uint8Array): JsonObject {
  if (bytes.length > MAX_JSON_BYTES) throw new ExplainError('RESOURCE_LIMIT', `model.json has ${bytes.length} bytes; at most ${MAX_JSON_BYTES} are read.`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw broken(`model.json is not JSON (${(error as Error).message})`);
  }
  if (!isObject(json)) throw broken('model.json holds no object');
  return json;
}

function manifest(json: JsonObject): readonly JsonObject[] {
  const groups = json.weightsManifest ?? [];
  if (!Array.isArray(groups) || !groups.every(isObject)) throw broken('"weightsManifest" is not a list');
  return groups;
}

/** Paths in the weights manifest. A stranger's model may name an address or a file of this machine: only files beside model.json count. */
function weightFiles(json: JsonObject): string[] {
  return manifest(json).flatMap(({ paths }) => {
    if (!Array.isArray(paths)) throw broken('an entry of "weightsManifest" has no "paths"');
    return paths.map((path) => {
      if (typeof path !== 'string' || !/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(path) || path === 'model.json') {
        throw new ExplainError('BAD_MODEL', `The weights manifest names "${String(path).slice(0, 100)}". Only files beside model.json are read: a plain file name, no folder and no address.`);
      }
      return path;
    });
  });
}

function specsOf(json: JsonObject): WeightSpec[] {
  return manifest(json).flatMap(({ weights }) => {
    if (!Array.isArray(weights) || !weights.every(isObject)) throw broken('an entry of "weightsManifest" has no "weights"');
    return weights.map((weight) => weight as unknown as WeightSpec);
  });
}

/** Shapes are what tells how much memory is asked for, so they must be what the weight files hold. */
function checkWeights(specs: readonly WeightSpec[], held: number): void {
  let wanted = 0;
  for (const { name, shape, dtype, quantization } of specs) {
    if (typeof name !== 'string' || !Array.isArray(shape)) throw broken('a weight has no name or shape');
    const stored = quantization?.dtype ?? dtype;
    const width = DTYPE_BYTES[stored];
    if (width === undefined) throw new ExplainError('UNSUPPORTED', `The weight "${name.slice(0, 60)}" is of the type "${String(stored).slice(0, 40)}"; ${Object.keys(DTYPE_BYTES).join(', ')} are read.`);
    const elements = shape.reduce<number>((product, size) => (Number.isSafeInteger(size) && size >= 0 ? product * size : NaN), 1);
    if (!Number.isSafeInteger(elements)) throw broken(`the weight "${name.slice(0, 60)}" has the shape ${shape.join(' × ').slice(0, 80)}`);
    wanted += elements * width;
  }
  if (wanted !== held) throw broken(`the weights should take ${wanted} bytes and the files hold ${held}`);
}

function joined(parts: readonly Uint8Array[]): ArrayBuffer {
  const data = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return data.buffer;
}

function isGraph(json: JsonObject, topology: JsonObject): boolean {
  return json.format === 'graph-model' || (json.format === undefined && Array.isArray(topology.node));
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function broken(what: string): ExplainError {
  return new ExplainError('BAD_MODEL', `This is not a whole TensorFlow.js model: ${what}. Convert the model again and pack model.json with its weight files into one zip.`);
}
