import { drivers } from '../../src/audit/drivers.js';
import type { Column, Table } from '../../src/data/table.js';
import type { Predictor } from '../../src/models/predictor.js';
import { categoryColumn, linearToy, numberColumn, tableOf, toyPredictor } from '../robustness/toyModels.js';
import { expectAnswersOfAll, faultyResults } from './faults.js';
import { audit, everyMethod, labelledCase, missingAsZero, toyCase, type AuditCase } from './smallAudit.js';
import { treeCase } from './treeCase.js';

const { table: plain } = toyCase();

/** Columns in place of those of the same name, or beside them. */
function withColumns(table: Table, changed: readonly Column[]): Table {
  const names = changed.map(({ name }) => name);
  return tableOf([...changed, ...table.columns.filter(({ name }) => !names.includes(name))]);
}

const valuesOf = (name: string): Float64Array => {
  const column = plain.columns.find((candidate) => candidate.name === name)!;
  if (column.kind !== 'number') throw new Error(`${name} holds no numbers`);
  return column.values;
};
const filled = (count: number, of: (i: number) => number) => Array.from({ length: count }, (_, i) => of(i));

/** Twelve rows of thirty numbers. */
function wide(): AuditCase {
  const names = Array.from({ length: 30 }, (_, j) => `x${j}`);
  const columns = names.map((name, j) => numberColumn(name, filled(12, (i) => ((i + 1) * (j + 3)) % 7)));
  const among = (name: string, levels: readonly string[]): Column => categoryColumn(name, levels, Array.from({ length: 12 }, (_, i) => levels[i % levels.length]));
  return labelledCase(tableOf([...columns, among('gender', ['f', 'm']), among('region', ['east', 'north', 'west']), among('label', ['no', 'yes'])]), linearToy(names, names.map((_, j) => 0.1 * (j % 3) - 0.1), 0));
}

/** A model of a thousand classes, the label's two among them. */
function manyClasses(): AuditCase {
  const classes = ['no', 'yes', ...Array.from({ length: 998 }, (_, k) => `class ${k}`)];
  const scores = new Float64Array(1000).fill(1e-4);
  const score = ([income, debt]: readonly number[]): Float64Array => {
    scores[1] = 0.9002 / (1 + Math.exp(debt - income / 3));
    scores[0] = 0.9002 - scores[1];
    return scores;
  };
  return labelledCase(plain, toyPredictor({ features: ['income', 'debt'], classes, score }));
}

/** A trained model of trees, and a word in a column it reads that it never saw. */
async function unseenWord(): Promise<AuditCase> {
  const given = await treeCase();
  const table = tableOf(
    given.table.columns.map((column) => {
      if (column.name !== 'purpose' || column.kind !== 'category') return column;
      return { ...column, levels: [...column.levels, 'a word never seen'], codes: column.codes.map((code, i) => (i % 4 === 0 ? column.levels.length : code)) };
    }),
  );
  const { subject } = given;
  const columns = subject.dataset.columns.map((info) => (info.name === 'purpose' ? { ...info, levels: [...info.levels!, 'a word never seen'] } : info));
  return { ...given, table, subject: { ...subject, dataset: { ...subject.dataset, columns } } };
}

const missing = numberColumn('debt', filled(plain.rows, (i) => (i % 3 === 0 ? NaN : valuesOf('debt')[i])));
/** A model that reads 0 where a number is missing. */
function readsMissingAsZero(): Predictor {
  const p = (income: number, debt: number): number => 1 / (1 + Math.exp(debt - income / 3));
  const model = toyPredictor({ features: ['income', 'debt'], classes: ['no', 'yes'], score: ([income, debt]) => [1 - p(income, debt), p(income, debt)] });
  return { ...model, predict: (rows, signal) => model.predict(missingAsZero(rows), signal) };
}

const inputs: readonly { name: string; make: () => AuditCase | Promise<AuditCase> }[] = [
  { name: 'a constant column', make: () => labelledCase(withColumns(plain, [numberColumn('debt', filled(plain.rows, () => 3))]), linearToy(['income', 'debt'], [0.25, -0.5], -3)) },
  { name: 'a column twice', make: () => labelledCase(withColumns(plain, [numberColumn('copy', [...valuesOf('income')])]), linearToy(['income', 'copy', 'debt'], [0.2, 0.05, -0.5], -3)) },
  { name: 'more features than rows', make: wide },
  { name: 'a model that ignores all it reads', make: () => labelledCase(plain, linearToy(['income', 'debt'], [0, 0], 0.5)) },
  { name: 'missing numbers', make: () => labelledCase(withColumns(plain, [missing]), readsMissingAsZero()) },
  { name: 'a word that the model never saw', make: unseenWord },
  { name: 'a model of a thousand classes', make: manyClasses },
];

describe.each(inputs)('$name', ({ make }) => {
  it('leaves numbers with their doubt or reasons, one at least of every method', async () => {
    await expectAnswersOfAll(await make());
  });
});

it('a background of one row leaves numbers or reasons as well, where it is not refused', async () => {
  const request = everyMethod();
  const methods = request.methods!.map((choice) => {
    const { background } = choice.options ?? {};
    const given = { ...choice, options: { ...choice.options, background: 1 } };
    return background !== undefined && takes(given) ? given : choice;
  });
  expect(methods.filter(({ options }) => options?.['background'] === 1).length).toBeGreaterThan(10);
  for (const make of [toyCase, treeCase]) {
    const { results } = await audit(await make(), { methods });
    expect(faultyResults(results)).toEqual([]);
  }
});

function takes({ method, options }: { readonly method: string; readonly options: object }): boolean {
  return drivers.flatMap(({ methods }) => methods).find(({ id }) => id === method)!.options.safeParse(options).success;
}
