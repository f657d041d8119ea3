import { expect, test } from '@jest/globals';
import { auditOf, categoryColumn, choose, linearToy, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import { memorySource } from '../data/memorySource.js';
import type { Table } from '../data/table.js';
import type { Result } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import { randomStream } from '../random/stream.js';
import { robustness } from './driver.js';
import { resultsOf } from './measures.js';
import type { ChunkPartial } from './partial.js';

function cloud(rows: number, seed: number): Table {
  const draws = randomStream(seed);
  const number = (name: string): ReturnType<typeof numberColumn> => numberColumn(name, Array.from({ length: rows }, (_, i) => draws.child(name).normal(i)));
  const pick = (name: string, levels: string[]): ReturnType<typeof categoryColumn> => categoryColumn(name, levels, Array.from({ length: rows }, (_, i) => levels[draws.child(name).integer(i, levels.length)]));
  return tableOf([number('a'), number('b'), pick('g', ['x', 'y']), pick('label', ['no', 'yes'])]);
}
const model = linearToy(['a', 'b'], [1, -2], 0.1);
const table = cloud(130, 4);
const subject = subjectOf(table, model, 'label', { g: 'protected' });
const methods = robustness.defaults(subject).map(({ method, options }) => choose(robustness, method, options));

const pick = (results: readonly Result[], method: string, measure: string, scope: string, strength: number): Result[] =>
  results.filter((result) => result.method === method && result.options['measure'] === measure && result.options['scope'] === scope && (result.options['epsilon'] ?? result.options['strength']) === strength);

test('defaults: each method, each strength, overall and by group', async () => {
  const { results, artifacts } = await auditOf(robustness, { table, model, subject, methods });
  expect(methods.map(({ method }) => method)).toEqual(['gaussianNoise', 'projectedGradientDescent', 'squareAttack']);
  for (const { method } of methods) {
    const curve: number[] = [];
    for (const strength of [0.05, 0.1, 0.25, 0.5]) {
      const [overall, ...more] = pick(results, method, 'robustAccuracy', 'overall', strength);
      expect(more).toEqual([]);
      const { numerator, denominator } = overall.counts!;
      expect(overall.estimate).toMatchObject({ value: expect.closeTo(numerator / denominator, 12), n: 130 });
      curve.push(overall.estimate.value!);
      const groups = pick(results, method, 'robustAccuracy', 'group', strength);
      expect(groups.map(({ attribute, group }) => [attribute, group])).toEqual([['g', 'x'], ['g', 'y']]);
      expect(groups.reduce((sum, { estimate }) => sum + estimate.n, 0)).toBe(130);
      const [gap] = pick(results, method, 'robustAccuracyDifference', 'gap', strength);
      expect(gap.attribute).toBe('g');
      expect(gap.estimate.value).toBeCloseTo(Math.abs(groups[0].estimate.value! - groups[1].estimate.value!), 12);
    }
    if (method !== 'gaussianNoise') expect(curve).toEqual([...curve].sort((x, y) => y - x));
  }
  expect(artifacts.map(({ name }) => name)).toEqual(methods.flatMap(({ method }) => [`robustness/${method}/curve`, `robustness/${method}/examples`]));
  const gradient = pick(results, 'projectedGradientDescent', 'robustAccuracy', 'overall', 0.25)[0].counts!['numerator'];
  const blackBox = pick(results, 'squareAttack', 'robustAccuracy', 'overall', 0.25)[0].counts!['numerator'];
  expect(blackBox).toBe(gradient); // two columns: the random search misses nothing
});

test('equal plans give equal bits; another chunking too, but for what is shown as examples', async () => {
  const audit = { table, model, subject, methods };
  const first = await auditOf(robustness, audit);
  expect(await auditOf(robustness, audit)).toEqual(first);
  const small = await auditOf(robustness, { ...audit, chunk: 7 });
  expect(small.results).toEqual(first.results);
  const rowsIn = (partials: unknown): unknown => (partials as ChunkPartial[]).flatMap(({ rows }) => rows);
  expect(rowsIn(small.partials)).toEqual(rowsIn(first.partials));
  const other = await auditOf(robustness, { ...audit, seed: 0 });
  expect(other.results).not.toEqual(first.results);
});

test('rows are drawn once for all methods, in order, each once, in pieces of 50', () => {
  const chosen = methods.map(({ method, options }) => choose(robustness, method, { ...options, rows: 120 }));
  const tasks = robustness.tasks(subject, chosen, randomStream(9));
  expect(tasks.map(({ key }) => key)).toEqual(chosen.flatMap(({ method }) => [0, 1, 2].map((k) => `robustness/${method}/${k}`)));
  const rows = chosen.map(({ method }) => tasks.filter(({ work }) => work === method).flatMap((task) => (task.rows.kind === 'indices' ? task.rows.indices : [])));
  expect(rows[1]).toEqual(rows[0]);
  expect(rows[2]).toEqual(rows[0]);
  expect(new Set(rows[0]).size).toBe(120);
  expect(rows[0]).toEqual([...rows[0]].sort((a, b) => a - b));
});

test('an example is a row that can be asked again: changed columns only, decision and scores before and after', async () => {
  const { artifacts } = await auditOf(robustness, { table, model, subject, methods });
  const { examples } = artifacts.find(({ name }) => name === 'robustness/squareAttack/examples')!.body as {
    examples: { row: number; changes: { column: string; from: number; to: number }[]; before: { decision: string; scores: number[] }; after: { decision: string; scores: number[] } }[];
  };
  expect(examples.length).toBe(9); // three of each of three tasks
  for (const { row, changes, before, after } of examples) {
    const values = ['a', 'b'].map((name, j) => changes.find(({ column }) => column === name)?.to ?? (table.columns[j] as { values: Float64Array }).values[row]);
    const again = await model.predict(tableOf([numberColumn('a', [values[0]]), numberColumn('b', [values[1]])]));
    expect([...again.values]).toEqual(after.scores);
    expect(after.decision).not.toBe(before.decision);
    for (const { column, from } of changes) expect(from).toBe((table.columns[column === 'a' ? 0 : 1] as { values: Float64Array }).values[row]);
  }
});

const reasonOf = (own: Subject, options = {}, method = 'squareAttack'): (string | null)[] => {
  const chosen = [choose(robustness, method, options)];
  expect(robustness.tasks(own, chosen, randomStream(0))).toEqual([]);
  const { results } = robustness.combine(null, [], { subject: own, methods: chosen, random: randomStream(0) });
  return [...new Set(results.map(({ estimate }) => (estimate.value === null ? estimate.undefinedBecause : null)))];
};

test('what cannot be done is not estimable, with the reason, at every strength', () => {
  const file = subject.model as Extract<Subject['model'], { source: 'file' }>;
  expect(reasonOf({ ...subject, model: { source: 'predictions', digest: 'd', prediction: 'p', score: null } })).toEqual(['the audit has stored predictions only; changed rows need a model that can be asked']);
  expect(reasonOf({ ...subject, model: { ...file, task: 'regression' } })).toEqual(['the model answers a number; these methods are about decisions that stay or change']);
  expect(reasonOf({ ...subject, model: { ...file, capabilities: ['predict', 'trees'], numberFeatures: [], format: 'xgboostJson' } }, {}, 'projectedGradientDescent')).toEqual(['Projected gradient descent needs a gradient, which this xgboostJson model does not give']);
  expect(reasonOf(subject, { freeze: ['a', 'b'] })).toEqual(["none of the model's 2 features may change in a way this method can use (frozen by the options)"]);
  expect(reasonOf({ ...subject, dataset: { ...subject.dataset, rows: 0 } })).toEqual(['the data set has no rows']);
  // Twelve numbers and not one: a policy finds the reason where it looks for the number.
  const chosen = [choose(robustness, 'squareAttack', {})];
  const { results } = robustness.combine(null, [], { subject: { ...subject, model: { source: 'predictions', digest: 'd', prediction: 'p', score: null } }, methods: chosen, random: randomStream(0) });
  expect(results.map(({ options }) => [options['epsilon'], options['measure']])).toEqual([0.05, 0.1, 0.25, 0.5].flatMap((epsilon) => ['robustAccuracy', 'decisionStability', 'robustnessOfCorrect'].map((measure) => [epsilon, measure])));
  expect(robustness.combine(null, [], { subject, methods: chosen, random: randomStream(0) })).toEqual({ results: [], artifacts: [] });
});

test('labels: none, none of the model’s, none right', async () => {
  const estimates = async (labels: readonly (string | null)[], levels: string[]): Promise<unknown[]> => {
    const data = tableOf([numberColumn('a', [5, 6, -7, -8]), numberColumn('b', [0.5, 0, 0, 0]), categoryColumn('label', levels, labels)]);
    const own = subjectOf(data, model, 'label');
    const { results } = await auditOf(robustness, { table: data, model, subject: own, methods: [choose(robustness, 'squareAttack', { epsilons: [0], flip: [], queries: 1 })] });
    return results.map(({ estimate }) => (estimate.value === null ? estimate.undefinedBecause : estimate.value));
  };
  const none = 'none of the sampled rows has a label';
  expect(await estimates([null, null, null, null], ['no', 'yes'])).toEqual([none, 1, none]);
  const foreign = 'no value of the label (bad, good) is a class of the model (no, yes)';
  expect(await estimates(['good', 'good', 'bad', 'bad'], ['bad', 'good'])).toEqual([foreign, 1, foreign]);
  expect(await estimates(['no', 'no', 'yes', 'yes'], ['no', 'yes'])).toEqual([0, 1, 'none of the sampled rows was decided right before it was changed']);
  expect(await estimates(['yes', 'no', 'no', null], ['no', 'yes'])).toEqual([2 / 3, 1, 1]);
});

test('small groups and unsampled groups are said, not compared', async () => {
  const groups = Array.from({ length: 130 }, (_, i) => (i < 4 ? 'few' : i < 60 ? 'some' : i < 120 ? 'more' : null));
  const data = tableOf([...table.columns.filter(({ name }) => name !== 'g'), categoryColumn('g', ['few', 'more', 'nobody', 'some'], groups)]);
  const own = subjectOf(data, model, 'label', { g: 'protected' });
  const { results } = await auditOf(robustness, { table: data, model, subject: own, methods: [choose(robustness, 'squareAttack', { epsilons: [0.1] })] });
  const found = pick(results, 'squareAttack', 'decisionStability', 'group', 0.1);
  expect(found.map(({ group, estimate }) => [group, estimate.n])).toEqual([['few', 4], ['more', 60], ['nobody', 0], ['some', 56], ['(missing)', 10]]);
  expect(found[2].estimate).toEqual({ value: null, n: 0, undefinedBecause: 'none of the sampled rows is in this group' });
  const gapAt = async (minimumGroupSize: number): Promise<Result> => {
    const audit = await auditOf(robustness, { table: data, model, subject: own, methods: [choose(robustness, 'squareAttack', { epsilons: [0.1], minimumGroupSize })] });
    return pick(audit.results, 'squareAttack', 'decisionStabilityDifference', 'gap', 0.1)[0];
  };
  expect((await gapAt(1)).estimate).toEqual({ value: null, n: 130, undefinedBecause: 'group "nobody" has no sampled row to count; more rows would reach it, or a larger minimumGroupSize leave it out' });
  const large = await gapAt(5);
  expect(large.counts).toEqual({ groupsCompared: 3, groupsTooSmall: 2 });
  expect(large.estimate).toMatchObject({ n: 126, interval: { method: 'simultaneousNewcombe' } });
  expect((await gapAt(57)).estimate).toEqual({ value: null, n: 60, undefinedBecause: 'g has only one group with at least 57 sampled rows, and a gap needs two' });
});

test('a row whose decision does not change again when asked again does not count', async () => {
  // Lies in the first call about changed rows and tells the truth from then on.
  let calls = 0;
  const honest = toyPredictor({ features: ['a', 'b'], classes: ['no', 'yes'], score: () => [1, 0] });
  const liar = { ...honest, predict: async (rows: Table) => { calls++; const scores = await honest.predict(rows); if (calls === 2) scores.values.fill(1); return scores; } };
  const { partials } = await auditOf(robustness, { table, model: liar, subject, methods: [choose(robustness, 'squareAttack', { epsilons: [0.1, 0.2], queries: 3, rows: 40 })] });
  const rows = (partials as unknown as ChunkPartial[]).flatMap((partial) => partial.rows);
  expect(rows.length).toBe(40);
  for (const { outcomes } of rows) expect(outcomes.map(({ unchanged }) => unchanged)).toEqual([1, 1]);
});

test('holisticai: adversarial accuracy 0.75, 1 and 0', () => {
  // tests/robustness/metrics/test_classification_metrics.py: y, decisions before, decisions after. Its measure is of the rows decided right at first.
  const cases = [
    [[0, 1, 0, 1, 0], [0, 1, 1, 1, 0], [0, 1, 0, 0, 0], 0.75],
    [[0, 1, 0, 1, 0], [0, 1, 0, 1, 0], [0, 1, 0, 1, 0], 1],
    [[0, 1, 0, 1, 0], [0, 1, 0, 1, 0], [1, 0, 1, 0, 1], 0],
  ] as const;
  for (const [y, before, after, answer] of cases) {
    const rows = y.map((label, i) => {
      const correct = label === before[i];
      const unchanged = before[i] === after[i] ? 1 : 0;
      return { row: i, groups: [], label: String(label), decision: String(before[i]), correct, outcomes: [{ unchanged, right: correct && unchanged === 1 ? 1 : 0, queries: 1, withoutSlope: false, distance: null }] };
    });
    const frame = { method: { id: 'squareAttack', version: 1 }, options: {}, strengthName: 'epsilon', strengths: [0.1], gradient: false, draws: 1, level: 0.95, minimumGroupSize: 1 };
    const results = resultsOf(frame, { ...subject, protected: [] }, rows);
    expect(results.find(({ options }) => options['measure'] === 'robustnessOfCorrect')!.estimate.value).toBe(answer);
  }
});

test('cancelling stops between two questions', async () => {
  for (const { method } of methods) {
    const stop = new AbortController();
    let calls = 0;
    const counting = { ...model, predict: async (rows: Table) => { if (++calls === 3) stop.abort(); return model.predict(rows); } };
    await expect(auditOf(robustness, { table, model: counting, subject, methods: [choose(robustness, method)], signal: stop.signal })).rejects.toThrow(expect.objectContaining({ code: 'CANCELLED' }));
    expect(calls).toBe(3);
  }
});

test('progress ends at its total', async () => {
  for (const choice of methods) {
    const seen: [number, number][] = [];
    const [task] = robustness.tasks(subject, [choice], randomStream(1));
    await robustness.run(task, { subject, methods: [choice], model, data: memorySource(table, subject.dataset.columns), random: randomStream(1), signal: new AbortController().signal, progress: (done, total) => seen.push([done, total]) });
    expect(seen).toEqual([1, 2, 3, 4].map((done) => [done, 4]));
  }
});

test('options that do not fit are refused', () => {
  const parse = (method: string, options: unknown): boolean => robustness.methods.find(({ id }) => id === method)!.options.safeParse(options).success;
  expect(parse('squareAttack', {})).toBe(true);
  expect(parse('squareAttack', { epsilons: [0.1, 0.1] })).toBe(false);
  expect(parse('squareAttack', { epsilons: [-0.1] })).toBe(false);
  expect(parse('squareAttack', { epsilons: [] })).toBe(false);
  expect(parse('squareAttack', { epsilon: 0.1 })).toBe(false);
  expect(parse('gaussianNoise', { norm: 'l2' })).toBe(false);
  expect(() => robustness.tasks(subject, [choose(robustness, 'squareAttack', { freeze: ['nope'] })], randomStream(0))).toThrow(expect.objectContaining({ code: 'BAD_OPTIONS' }));
});
