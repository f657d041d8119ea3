import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '../../src/data/table.js';
import { linearToy, numberColumn, tableOf } from '../robustness/toyModels.js';
import type { Predictor } from '../../src/models/predictor.js';

const folder = join(import.meta.dirname, '..', '..', 'golden', 'reference');

interface Reference {
  readonly model: { readonly features: readonly string[]; readonly intercept: number; readonly coefficients: readonly number[] };
}

/** A file of golden/reference on the logistic model of eight German Credit columns. */
export function germanReference<T>(file: string): T & Reference {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as T & Reference;
}

/** P(bad) as the reference writes it. */
export function germanModel({ model }: Reference): Predictor {
  return linearToy(model.features, model.coefficients, model.intercept, ['good', 'bad']);
}

export function rowsTable(features: readonly string[], rows: readonly (readonly number[])[]): Table {
  return tableOf(features.map((name, j) => numberColumn(name, rows.map((row) => row[j]))));
}

/** The columns of the reference from the public file's lines. */
export function germanTable(features: readonly string[], lines: readonly (readonly string[])[]): { table: Table; bad: boolean[] } {
  const [header, ...body] = lines;
  const cell = (line: readonly string[], name: string): number =>
    name === 'female' ? Number(['A92', 'A95'].includes(line[header.indexOf('personal_status')])) : Number(line[header.indexOf(name)]);
  return { table: rowsTable(features, body.map((line) => features.map((name) => cell(line, name)))), bad: body.map((line) => line[header.indexOf('credit')] === '2') };
}
