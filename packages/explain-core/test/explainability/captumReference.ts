import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '../../src/data/table.js';
import { loadModel } from '../../src/models/load.js';
import type { Predictor } from '../../src/models/predictor.js';
import { infoOf } from '../robustness/toyModels.js';
import { rowsTable } from './germanReference.js';

const folder = join(import.meta.dirname, '..', '..', 'golden', 'captum');

/** [classes][rows][features] */
type ByClass = readonly (readonly (readonly number[])[])[];

/** A network of golden/captum with what captum says of it (README.md there). */
export interface CaptumReference {
  readonly x: readonly (readonly number[])[];
  readonly background: readonly (readonly number[])[];
  readonly baseline: readonly number[];
  readonly y: readonly (readonly number[])[];
  readonly yBaseline: readonly number[];
  readonly saliency: ByClass;
  readonly inputXGradient: ByClass;
  readonly integratedGradients: Readonly<Record<'gaussLegendre' | 'riemannLeft' | 'riemannMiddle' | 'riemannRight', ByClass>>;
  readonly integratedGradientsExact: ByClass;
  readonly expectedGradients: ByClass;
  readonly smoothGrad: { readonly noise: number; readonly values: ByClass; readonly standardErrors: ByClass };
  readonly deepLift: { readonly answer?: ByClass; readonly logits?: ByClass };
}

export interface CaptumCase {
  readonly expected: CaptumReference;
  readonly bytes: Uint8Array;
  readonly model: Predictor;
  readonly rows: Table;
  readonly background: Table;
  readonly names: readonly string[];
  /** Classes to explain, in the order of the reference's lists. */
  readonly targets: readonly string[];
}

export async function captumCase(name: string): Promise<CaptumCase> {
  const expected = JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8')) as CaptumReference;
  const bytes = new Uint8Array(readFileSync(join(folder, `${name}.onnx`)));
  const names = expected.x[0].map((_, j) => `x${j}`);
  const rows = rowsTable(names, expected.x);
  const classes = { value: ['value'], binary: ['no', 'yes'], pooled: ['no', 'yes'], classes: ['a', 'b', 'c'] }[name]!;
  const features = names.map((column) => ({ encode: 'number' as const, column, subtract: 0, divide: 1 }));
  const output = name === 'value' ? { scores: 'value' as const } : { scores: 'probability' as const, classes };
  const model = await loadModel(bytes, { mapping: { version: 1, inputs: [{ features }], output }, columns: rows.columns.map((column) => infoOf(column, 'feature')) });
  return { expected, bytes, model, rows, background: rowsTable(names, expected.background), names, targets: classes.length === 2 ? ['yes'] : model.classes };
}

/** The largest gap between two lists, as a share of the largest of what is wanted. */
export function gapOf(found: readonly (readonly number[])[], wanted: readonly (readonly number[])[]): number {
  const largest = Math.max(...wanted.flat().map(Math.abs));
  return Math.max(...wanted.flatMap((row, i) => row.map((value, j) => Math.abs(value - found[i][j])))) / largest;
}
