import { memorySource } from '../data/memorySource.js';
import type { ColumnInfo, Table } from '../data/table.js';
import { plainGrouping, type Subject } from '../method/subject.js';
import type { MethodChoice, TaskContext } from '../method/task.js';
import type { Predictor } from '../models/predictor.js';
import { randomStream } from '../random/stream.js';
import { transparency } from './driver.js';
import { askedFields, modelCard } from './modelCard.js';

const rows = 400;
const draws = randomStream(1).child('data');
const table: Table = {
  rows,
  columns: [
    { kind: 'number', name: 'income', values: Float64Array.from({ length: rows }, (_, i) => 100 * draws.uniform(i)) },
    { kind: 'category', name: 'sex', levels: ['f', 'm'], codes: Int32Array.from({ length: rows }, (_, i) => i % 2) },
  ],
};
const info = (name: string, kind: 'number' | 'category'): ColumnInfo => ({ name, kind, role: 'feature', missing: 0, levels: null, numbers: null });
const columns = [info('income', 'number'), info('sex', 'category')];
const model: Predictor = {
  format: 'onnx',
  task: 'binary',
  classes: ['no', 'yes'],
  features: ['income', 'sex'],
  threshold: 0.5,
  runtime: { library: 'test', version: '1', backend: 'none', precision: 'float64' },
  predict: async (batch) => {
    const income = batch.columns.find(({ name }) => name === 'income')!;
    const values = new Float64Array(2 * batch.rows);
    for (let i = 0; i < batch.rows; i++) values[2 * i + 1] = income.kind === 'number' && income.values[i]! > 40 ? 1 : 0;
    return { rows: batch.rows, columns: 2, values };
  },
  dispose: async () => undefined,
};
const { format, task, classes, features, threshold, runtime } = model;
const subject: Subject = {
  dataset: { digest: 'sha256:0', rows, columns },
  model: { source: 'file', digest: 'sha256:1', mapping: null, format, task, classes, features, numberFeatures: [], capabilities: ['predict'], threshold, runtime },
  label: { column: 'y', classes: ['no', 'yes'], positive: 'yes', favourable: 'yes' },
  protected: ['sex'],
  grouping: plainGrouping,
  modelCard: null,
};
const methods: MethodChoice[] = transparency.methods.filter(({ onRequest }) => onRequest !== true).map(({ id, version, options }) => ({ pillar: 'transparency', method: id, version, options: options.parse({}) as MethodChoice['options'] }));
const context: TaskContext = { subject, methods, model, data: memorySource(table, columns), random: randomStream(7), signal: new AbortController().signal, progress: () => undefined };
const outcomeOf = async (about: Subject, given: TaskContext) => {
  const [only, ...others] = transparency.tasks(about, methods, given.random);
  expect(others).toEqual([]);
  return transparency.combine('surrogateTree', [await transparency.run(only!, given)], { subject: about, methods, random: randomStream(0) });
};

describe('a surrogate tree', () => {
  it('finds the rule of a model that has one, on rows it was not grown on', async () => {
    const { results, artifacts } = await outcomeOf(subject, context);
    const [fidelity, leaves, depth] = results.map(({ estimate }) => estimate);
    expect(fidelity!.n).toBe(160); // 40 % of 400
    expect(fidelity!.value).toBeGreaterThanOrEqual(158 / 160); // only incomes between the neighbours of 40 can be wrong
    expect([leaves!.value, depth!.value]).toEqual([2, 1]);
    expect(artifacts[0]).toMatchObject({ name: 'transparency/surrogateTree/tree', body: { classes: ['no', 'yes'], root: { n: 240, yes: { answer: 'no', share: 1 } } } });
    const { root } = artifacts[0]!.body as { root: { condition: string; feature: string; atMost: number } };
    expect(Math.abs(root.atMost - 40)).toBeLessThan(1.5);
    expect([root.condition, root.feature]).toEqual([`income ≤ ${root.atMost}`, 'income']);
  });

  it('shows rows where its leaves may be smaller than groups that are withheld', async () => {
    const shown = async (withholdBelow: number) => {
      const about = { ...subject, grouping: { ...plainGrouping, withholdBelow } };
      return (await outcomeOf(about, { ...context, subject: about })).artifacts[0]!.showsRows;
    };
    // A leaf has at least 20 rows.
    expect([await shown(0), await shown(20), await shown(21)]).toEqual([undefined, undefined, true]);
  });

  it('says what the most frequent decision alone would get right', async () => {
    const { results } = await outcomeOf(subject, context);
    const { numerator, denominator, mostFrequent } = results[0]!.counts!;
    expect(mostFrequent).toBeLessThan(numerator!);
    expect(denominator).toBe(160);
  });

  it('gives the same bits again, and other rows for another seed', async () => {
    expect(await outcomeOf(subject, context)).toEqual(await outcomeOf(subject, context));
    expect(transparency.tasks(subject, methods, randomStream(8))).not.toEqual(transparency.tasks(subject, methods, randomStream(7)));
  });

  it('imitates stored predictions where there is no model', async () => {
    const stored: Subject = { ...subject, dataset: { ...subject.dataset, columns: [...columns, { ...info('said', 'category'), role: 'prediction' }] }, model: { source: 'predictions', digest: 'sha256:2', prediction: 'said', score: null } };
    const said: Table = { rows, columns: [...table.columns, { kind: 'category', name: 'said', levels: ['a', 'b'], codes: Int32Array.from({ length: rows }, (_, i) => i % 2) }] };
    const { results } = await outcomeOf(stored, { ...context, subject: stored, model: null, data: memorySource(said, stored.dataset.columns) });
    expect(results[0]!.estimate).toMatchObject({ value: 1, n: 160, interval: { upper: 1, method: 'wilson' } }); // said goes with sex
  });

  it('of no rows is not estimable, with the reason', () => {
    const empty: Subject = { ...subject, dataset: { ...subject.dataset, rows: 0 } };
    expect(transparency.tasks(empty, methods, randomStream(0))).toEqual([]);
    expect(transparency.combine(null, [], { subject: empty, methods, random: randomStream(0) }).results[0]!.estimate).toEqual({ value: null, n: 0, undefinedBecause: 'the data set has no rows' });
  });

  it('stops when it is cancelled', async () => {
    const [only] = transparency.tasks(subject, methods, context.random);
    await expect(transparency.run(only!, { ...context, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('a surrogate rule list', () => {
  const asked: MethodChoice[] = [{ pillar: 'transparency', method: 'ruleList', version: 1, options: transparency.methods.find(({ id }) => id === 'ruleList')!.options.parse({}) as MethodChoice['options'] }];
  const listOf = async (about: Subject, given: TaskContext) => {
    const [only, ...others] = transparency.tasks(about, asked, given.random);
    expect(others).toEqual([]);
    return transparency.combine('ruleList', [JSON.parse(JSON.stringify(await transparency.run(only!, { ...given, methods: asked })))], { subject: about, methods: asked, random: randomStream(0) });
  };
  interface Shown { n: number; answer: string; share: number; conditions: { condition: string; feature: string; atMost?: number }[]; heldOut: { n: number; agreed: number; interval: { lower: number; upper: number } | null } }

  it('finds the rule of a model that has one, and says how it does on rows it was not learnt from', async () => {
    const { results, artifacts } = await listOf(subject, context);
    const [fidelity, count, conditions] = results.map(({ estimate }) => estimate);
    expect(fidelity).toMatchObject({ n: 160, interval: { method: 'wilson' } });
    // Cuts are at tenths, of which the fourth is near 40: who lies between is told wrong.
    expect(fidelity!.value).toBeGreaterThan(0.9);
    expect([results[0]!.counts!['denominator'], conditions!.value! >= count!.value!]).toEqual([160, true]);
    const { rules, otherwise, classes: told } = artifacts[0]!.body as unknown as { rules: Shown[]; otherwise: Shown; classes: string[] };
    expect(artifacts[0]!.name).toBe('transparency/ruleList/list');
    expect(told).toEqual(['no', 'yes']);
    expect(rules[0]!.conditions.every(({ feature }) => feature === 'income')).toBe(true);
    const all = [...rules, otherwise];
    expect(all.reduce((sum, { n }) => sum + n, 0)).toBe(240);
    expect(all.reduce((sum, { heldOut }) => sum + heldOut.n, 0)).toBe(160);
    expect(all.reduce((sum, { heldOut }) => sum + heldOut.agreed, 0)).toBe(results[0]!.counts!['numerator']);
  });

  it('is left out of an audit that does not ask for it', () => {
    expect(transparency.defaults(subject).map(({ method }) => method)).toEqual(['surrogateTree', 'modelCardCompleteness']);
  });

  it('shows rows where a rule, or what it is for among held-out rows, may be smaller than groups that are withheld', async () => {
    const shown = async (withholdBelow: number) => {
      const about = { ...subject, grouping: { ...plainGrouping, withholdBelow } };
      return (await listOf(about, { ...context, subject: about })).artifacts[0]!.showsRows;
    };
    expect([await shown(0), await shown(300)]).toEqual([undefined, true]);
  });

  it('of a predicted number says why not, and stops when it is cancelled', async () => {
    const number: Subject = { ...subject, label: { kind: 'number', column: 'income', favourable: null } };
    expect(transparency.combine(null, [], { subject: number, methods: asked, random: randomStream(0) }).results.map(({ options, estimate }) => [options['measure'], estimate])).toEqual(
      ['fidelity', 'rules', 'conditions'].map((measure) => [measure, { value: null, n: 0, undefinedBecause: 'the model predicts a number; surrogates imitate decisions among classes' }]),
    );
    const [only] = transparency.tasks(subject, asked, context.random);
    await expect(transparency.run(only!, { ...context, methods: asked, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('is the same again', async () => {
    expect(await listOf(subject, context)).toEqual(await listOf(subject, context));
  });
});

describe('the completeness of a model card', () => {
  const completeness = (card: Subject['modelCard']) => transparency.combine(null, [], { subject: { ...subject, modelCard: card }, methods, random: randomStream(0) }).results.at(-1)!;

  it('is the share of questions that have an answer, blanks being none', () => {
    const { estimate, counts } = completeness({ modelDetails: { name: 'Scorecard', owners: '  ' }, considerations: { risks: 'Some.' } });
    expect(estimate).toMatchObject({ value: 2 / askedFields.length, n: askedFields.length, exact: 'counted over all asked fields' });
    expect(counts).toEqual({ numerator: 2, denominator: askedFields.length });
  });

  it('is 0, a number, without a card, and 1 when every question is answered', () => {
    expect(completeness(null).estimate.value).toBe(0);
    const full: Record<string, Record<string, string>> = {};
    for (const [section, field] of askedFields) (full[section] ??= {})[field] = 'answered';
    expect(completeness(full).estimate.value).toBe(1);
  });

  it('refuses fields that a card does not have', () => {
    expect(modelCard.safeParse({ modelDetails: { nmae: 'x' } }).success).toBe(false);
    expect(modelCard.parse({})).toMatchObject({ version: 1, modelDetails: {} });
  });
});
