import { asStrings, columnOf } from '../data/select.js';
import { ExplainError } from '../errors.js';
import { encodedWidth, encodeFeatures } from './encode.js';
import type { ColumnInfo, Table } from '../data/table.js';
import type { ColumnMapping, FeatureEncoding } from './mapping.js';

export type InputType = 'float32' | 'float64' | 'int64' | 'int32' | 'string';

/** One input of a model and the data columns that fill it. */
export type InputBinding = { readonly name: string; readonly type: InputType; /** Length of the first dimension where the model fixes it. */ readonly fixedRows: number | null } & (
  | { readonly kind: 'matrix'; readonly features: readonly FeatureEncoding[]; readonly width: number; /** Dimensions after the first: [width], or what an image model declares. */ readonly dims: readonly number[] }
  | { readonly kind: 'column'; readonly column: string; readonly dims: readonly number[] }
);

/** Values for one run, row-major; text for a string input. */
export interface InputValues {
  readonly values: Float64Array | readonly string[];
  readonly dims: readonly number[];
}

/** What a model says of one of its inputs. */
export interface DeclaredInput {
  readonly name: string;
  readonly type: InputType;
  /** The first is rows. null: unknown. */
  readonly dims: readonly (number | null)[] | null;
}

/**
 * How the data fill the model's inputs. With a mapping, as it says. Without one: inputs that are all named like data columns take those columns; one float
 * matrix takes the number columns that are features, in file order, where the counts agree. Nothing is guessed beyond that.
 */
export function bindInputs(declared: readonly DeclaredInput[], mapping: ColumnMapping | null, columns: readonly ColumnInfo[]): InputBinding[] {
  const bindings = mapping === null ? withoutMapping(declared, columns) : withMapping(declared, mapping);
  for (const name of featuresOf(bindings)) {
    if (columns.some((column) => column.name === name)) continue;
    throw new ExplainError('BAD_MAPPING', `The model reads the column "${name}", which the data do not have. Their columns are ${quoted(columns.map((column) => column.name))}.`);
  }
  return bindings;
}

/** Data columns the bindings read, each once, in order. */
export function featuresOf(bindings: readonly InputBinding[]): string[] {
  return [...new Set(bindings.flatMap((binding) => (binding.kind === 'column' ? [binding.column] : binding.features.map((feature) => feature.column))))];
}

function withMapping(declared: readonly DeclaredInput[], mapping: ColumnMapping): InputBinding[] {
  if (mapping.inputs.length !== declared.length) {
    throw new ExplainError('BAD_MODEL', `The model has ${declared.length} inputs (${list(declared)}) and the column mapping fills ${mapping.inputs.length}. Every input needs one entry in "inputs".`, {
      inputs: declared.length,
      mapped: mapping.inputs.length,
    });
  }
  return declared.map((input) => {
    const entry = mapping.inputs.find((candidate) => candidate.name === input.name) ?? (declared.length === 1 && mapping.inputs[0].name === undefined ? mapping.inputs[0] : undefined);
    if (!entry) throw new ExplainError('BAD_MAPPING', `The column mapping has no entry for the model input "${input.name}"; the inputs are ${list(declared)}.`);
    return 'features' in entry ? matrixBinding(input, entry.features) : columnBinding(input, entry.column);
  });
}

function withoutMapping(declared: readonly DeclaredInput[], columns: readonly ColumnInfo[]): InputBinding[] {
  const named = declared.map((input) => columnNamed(columns, input.name));
  if (declared.every((input, index) => named[index] !== null && isOneColumn(input))) return declared.map((input, index) => columnBinding(input, named[index]!));
  if (declared.length > 1) {
    const missing = declared.filter((_, index) => named[index] === null);
    throw new ExplainError(
      'BAD_MODEL',
      `The model has ${declared.length} inputs (${list(declared)}) and ${missing.length} of them (${list(missing)}) are not named like a data column. Give a column mapping with one entry in "inputs" for each: {"version":1,"inputs":[{"name":"${declared[0].name}","column":"<a data column>"}, …]}.`,
      { inputs: declared.length, unmatched: missing.length },
    );
  }
  const [input] = declared;
  const width = input.dims === null ? null : widthOf(input.dims);
  for (const roles of [['feature'], ['feature', 'protected']]) {
    const numbers = columns.filter((column) => column.kind === 'number' && roles.includes(column.role));
    if (numbers.length > 0 && numbers.length === width && input.type !== 'string') {
      return [matrixBinding(input, numbers.map((column) => ({ encode: 'number', column: column.name, subtract: 0, divide: 1 })))];
    }
  }
  const numbers = columns.filter((column) => column.kind === 'number' && column.role === 'feature').length;
  const words = columns.filter((column) => column.kind !== 'number' && column.role === 'feature').length;
  throw new ExplainError(
    'BAD_MAPPING',
    `The model input "${input.name}" takes ${width ?? 'an undeclared number of'} ${input.type} features a row, and the data have ${numbers} number and ${words} other feature columns, so how columns become features must be said. Give a column mapping: {"version":1,"inputs":[{"features":[{"encode":"number","column":"<name>"},{"encode":"oneHot","column":"<name>","levels":["<a>","<b>"]}, …]}]}, in the order the model was trained with.`,
    { features: width ?? -1, numberColumns: numbers },
  );
}

/** skl2onnx writes education_num for a column education-num. */
function columnNamed(columns: readonly ColumnInfo[], name: string): string | null {
  const same = columns.find((column) => column.name === name) ?? columns.find((column) => column.name.replace(/[^A-Za-z0-9]/g, '_') === name);
  return same?.name ?? null;
}

function isOneColumn({ dims }: DeclaredInput): boolean {
  return dims === null || (dims.length <= 2 && dims.slice(1).every((dim) => dim === 1));
}

function columnBinding(input: DeclaredInput, column: string): InputBinding {
  if (!isOneColumn(input)) {
    throw new ExplainError('BAD_MAPPING', `The model input "${input.name}" takes ${input.dims!.slice(1).map((dim) => dim ?? '?').join(' × ')} values a row; one column, "${column}", cannot fill it. Use "features" instead of "column" in the mapping.`);
  }
  return { kind: 'column', name: input.name, type: input.type, fixedRows: input.dims?.[0] ?? null, column, dims: input.dims === null || input.dims.length === 2 ? [1] : [] };
}

function matrixBinding(input: DeclaredInput, features: readonly FeatureEncoding[]): InputBinding {
  if (input.type === 'string') throw new ExplainError('BAD_MAPPING', `The model input "${input.name}" takes text and cannot be filled with encoded features. Use {"name":"${input.name}","column":"<a data column>"} in the mapping.`);
  const width = encodedWidth(features);
  const wanted = input.dims === null ? null : widthOf(input.dims);
  if (wanted !== null && wanted !== width) {
    throw new ExplainError('BAD_MAPPING', `The column mapping makes ${width} features and the model input "${input.name}" takes ${wanted}. A one-hot feature counts once for each of its levels.`, { made: width, wanted });
  }
  const rest = input.dims?.slice(1) ?? [width];
  const dims = rest.length > 0 && rest.every((dim) => dim !== null) ? (rest as number[]) : [width];
  return { kind: 'matrix', name: input.name, type: input.type, fixedRows: input.dims?.[0] ?? null, features, width, dims };
}

/** Values a row, null where a dimension after the first is open. */
function widthOf(dims: readonly (number | null)[]): number | null {
  return dims.slice(1).reduce<number | null>((product, dim) => (product === null || dim === null ? null : product * dim), 1);
}

/** `offset` is the first row's number in the caller's table, for messages. */
export function fillInput(binding: InputBinding, rows: Table, offset: number): InputValues {
  const dims = [rows.rows, ...binding.dims];
  if (binding.kind === 'matrix') return { values: checkWhole(binding, encodeFeatures(rows, binding.features).values, binding.width, offset), dims };
  const column = columnOf(rows, binding.column);
  // A string tensor has no missing value; the encoders of scikit-learn treat the empty text as a level they do not know.
  if (binding.type === 'string') return { values: asStrings(column).map((text) => text ?? ''), dims };
  if (column.kind !== 'number') {
    throw new ExplainError('BAD_MAPPING', `The model input "${binding.name}" takes ${binding.type} numbers and the column "${column.name}" holds ${column.kind === 'category' ? 'words' : 'text'}.`);
  }
  return { values: checkWhole(binding, column.values, 1, offset), dims };
}

function checkWhole(binding: InputBinding, values: Float64Array, width: number, offset: number): Float64Array {
  if (binding.type !== 'int64' && binding.type !== 'int32') return values;
  const limit = binding.type === 'int32' ? 2 ** 31 : 2 ** 53;
  const bad = values.findIndex((value) => !Number.isInteger(value) || value >= limit || value < -limit);
  if (bad < 0) return values;
  const row = offset + Math.floor(bad / width);
  throw new ExplainError('BAD_DATA', `The model input "${binding.name}" takes whole numbers and row ${row} has ${values[bad]}. Say in the mapping what stands for a missing value, or give the column as whole numbers.`, { row });
}

function list(inputs: readonly DeclaredInput[]): string {
  const shown = inputs.slice(0, 12).map((input) => `${input.name}: ${input.type}`);
  return shown.join(', ') + (inputs.length > 12 ? `, and ${inputs.length - 12} more` : '');
}

function quoted(names: readonly string[]): string {
  return names.slice(0, 40).map((name) => `"${name}"`).join(', ') + (names.length > 40 ? `, and ${names.length - 40} more` : '');
}
