import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '../../src/data/table.js';
import { loadModel } from '../../src/models/load.js';
import type { Predictor } from '../../src/models/predictor.js';
import { infoOf } from '../robustness/toyModels.js';
import { rowsTable } from './germanReference.js';

const folder = join(import.meta.dirname, '..', '..', 'golden', 'linear');

/** [margins][rows][features] */
type ByMargin = readonly (readonly (readonly number[])[])[];

/** A linear model of golden/linear with its Shapley values (README.md there). */
export interface LinearReference {
  readonly kind: 'value' | 'probability';
  readonly classes: readonly string[] | null;
  readonly x: readonly (readonly number[])[];
  readonly background: readonly (readonly number[])[];
  readonly margins: readonly (readonly number[])[];
  readonly base: readonly number[];
  readonly independent: ByMargin;
  readonly shapConditional: ByMargin;
  readonly conditional: ByMargin;
}

export async function linearCase(name: string): Promise<{ model: Predictor; expected: LinearReference; rows: Table; background: Table }> {
  const expected = JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8')) as LinearReference;
  const names = expected.x[0].map((_, j) => `x${j}`);
  const rows = rowsTable(names, expected.x);
  const features = names.map((column) => ({ encode: 'number' as const, column, subtract: 0, divide: 1 }));
  const output = expected.classes === null ? { scores: 'value' as const } : { scores: 'probability' as const, classes: [...expected.classes] };
  const model = await loadModel(new Uint8Array(readFileSync(join(folder, `${name}.onnx`))), { mapping: { version: 1, inputs: [{ features }], output }, columns: rows.columns.map((column) => infoOf(column, 'feature')) });
  return { model, expected, rows, background: rowsTable(names, expected.background) };
}
