import { drivers } from '../../src/audit/drivers.js';
import { makePlan } from '../../src/audit/plan.js';
import type { DifferentiablePredictor, LinearPredictor, RescalePredictor } from '../../src/models/predictor.js';
import { categoryColumn, numberColumn, tableOf } from '../robustness/toyModels.js';
import { expectAnswersOfAll, faultyResults } from './faults.js';
import { audit, everyMethod, labelledCase, missingAsZero, numberCase, storedCase, storedNumberCase, toyCase, type AuditCase } from './smallAudit.js';
import { treeCase } from './treeCase.js';

const infos = drivers.flatMap(({ methods }) => methods);

const edges: readonly { name: string; make: () => Promise<AuditCase> }[] = [
  { name: 'a model with a derivative', make: async () => toyCase() },
  { name: 'a model of trees', make: treeCase },
  { name: 'stored predictions', make: storedCase },
  { name: 'a model of a number', make: async () => numberCase() },
  { name: 'stored numbers', make: storedNumberCase },
  { name: 'one row', make: async () => firstRows(1) },
  { name: 'two rows', make: async () => firstRows(2) },
  { name: 'rows without a label', make: async () => replaced('label', () => null) },
  { name: 'rows without a group', make: async () => replaced('gender', () => null) },
  { name: 'one group', make: async () => replaced('gender', () => 'f') },
  { name: 'one label', make: async () => replaced('label', () => 'yes') },
  { name: 'a number column without values', make: async () => withoutNumbers() },
];

describe.each(edges)('the results of $name', ({ make }) => {
  it('are numbers with their doubt or reasons, one at least of every method', async () => {
    await expectAnswersOfAll(await make());
  });
});

it('says why, where a method needs a model that is not there', async () => {
  const { results } = await audit(await storedCase(), everyMethod());
  const asking = infos.filter(({ needs }) => needs.some((need) => ['predict', 'gradient', 'trees', 'linear', 'rescale'].includes(need))).map(({ id }) => id);
  expect(asking.length).toBeGreaterThan(0);
  for (const { method, estimate } of results) {
    if (asking.includes(method)) expect(estimate).toMatchObject({ value: null, undefinedBecause: expect.stringContaining('stored predictions') });
  }
  expect(results.find(({ method, attribute }) => method === 'selectionRate' && attribute === undefined)?.estimate.value).not.toBeNull();
});

it('gives every method a reason where the data set has no rows', async () => {
  const given = firstRows(0);
  const { results } = await audit(given, everyMethod());
  expect(makePlan(given.subject, 1, everyMethod()).tasks).toEqual([]);
  for (const { method, estimate } of results) {
    if (method !== 'modelCardCompleteness') expect(estimate).toMatchObject({ value: null, n: 0, undefinedBecause: expect.stringContaining('no rows') });
  }
  expect(faultyResults(results)).toEqual([]);
});

function firstRows(count: number): AuditCase {
  const { table, model } = toyCase();
  const columns = table.columns.map((column) =>
    column.kind === 'category' ? { ...column, codes: column.codes.slice(1, 1 + count) } : column.kind === 'number' ? { ...column, values: column.values.slice(1, 1 + count) } : column,
  );
  return labelledCase(tableOf(columns), model!);
}

function replaced(name: string, value: (row: number) => string | null): AuditCase {
  const { table, model } = toyCase();
  const columns = table.columns.map((column) =>
    column.name === name && column.kind === 'category' ? categoryColumn(name, column.levels, Array.from({ length: table.rows }, (_, i) => value(i))) : column,
  );
  return labelledCase(tableOf(columns), model!);
}

/** The model reads what it gets as 0 where a number is missing. */
function withoutNumbers(): AuditCase {
  const { table, model } = toyCase();
  const { predict, gradient } = model as DifferentiablePredictor;
  const { linear } = model as LinearPredictor;
  const { multipliers } = model as RescalePredictor;
  const filled: RescalePredictor & LinearPredictor = { ...(model as RescalePredictor & LinearPredictor), predict: (rows, signal) => predict(missingAsZero(rows), signal), gradient: (rows, cotangent, signal) => gradient(missingAsZero(rows), cotangent, signal), multipliers: (rows, reference, cotangent, signal) => multipliers(missingAsZero(rows), missingAsZero(reference), cotangent, signal), linear: { ...linear, features: linear.features.map((feature) => ({ ...feature, missing: 0 })) } };
  const columns = table.columns.map((column) => (column.name === 'debt' ? numberColumn('debt', Array.from({ length: table.rows }, () => NaN)) : column));
  return labelledCase(tableOf(columns), filled);
}
