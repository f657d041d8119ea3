import { auditOf, categoryColumn, choose, linearToy, numberColumn, subjectOf, tableOf, toyPredictor, type AuditOf } from '../../test/robustness/toyModels.js';
import type { JsonObject } from '../json.js';
import type { Artifact, Result } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import { randomStream } from '../random/stream.js';
import { explainability } from './driver.js';

const n = 300;
const draws = randomStream(11).child('data');
const column = (name: string, of: (i: number) => number) => numberColumn(name, Array.from({ length: n }, (_, i) => of(i)));
const sex = categoryColumn('sex', ['f', 'm', 'x'], Array.from({ length: n }, (_, i) => (i % 50 === 0 ? null : i % 3 === 0 ? 'f' : 'm')));
const strong = column('strong', (i) => draws.normal(i));
const weak = column('weak', (i) => draws.child('weak').normal(i));
const unread = column('unread', (i) => draws.child('unread').normal(i));
const y = categoryColumn('y', ['no', 'yes'], Array.from({ length: n }, (_, i) => (draws.normal(i) > 0 ? 'yes' : 'no')));
const table = tableOf([strong, weak, unread, sex, y]);
const model = linearToy(['strong', 'weak', 'unread'], [2, 0.5, 0], 0);
const subject = subjectOf(table, model, 'y', { sex: 'protected' });
const small: Record<string, JsonObject> = { kernelShap: { rows: 30, background: 12 }, lime: { rows: 30, samples: 300, shareSamples: false }, permutationImportance: { rows: 200 }, faithfulness: {} };
// These four; the others have tests of their own.
const methods = explainability.methods.flatMap(({ id }) => (id in small ? [choose(explainability, id, small[id])] : []));
const audit = (changed: Partial<AuditOf> = {}) => auditOf(explainability, { table, model, subject, methods, ...changed });

const find = (results: readonly Result[], method: string, measure: string, where: Partial<Result> = {}): Result => {
  const found = results.filter((r) => r.method === method && r.options['measure'] === measure && r.feature === where.feature && r.group === where.group && (where.options?.['explainer'] ?? r.options['explainer']) === r.options['explainer']);
  expect(found).toHaveLength(1);
  return found[0];
};
const bodyOf = (artifacts: readonly Artifact[], name: string) => artifacts.find((artifact) => artifact.name === name)!.body as unknown as { features: string[]; background: number[]; rows: JsonObject[] };

describe('an audit with a model', () => {
  it('finds which feature counts most, by each method, with intervals', async () => {
    const { results } = await audit();
    for (const [method, measure] of [['kernelShap', 'meanAbsolute'], ['lime', 'meanAbsolute'], ['permutationImportance', 'importance']]) {
      const [most, less] = ['strong', 'weak'].map((feature) => find(results, method, measure, { feature }).estimate);
      expect(most.value).toBeGreaterThan(2 * less.value!);
      expect(most).toMatchObject({ interval: { method: 'studentT', level: 0.95 } });
    }
    expect(find(results, 'kernelShap', 'meanAbsolute', { feature: 'unread' }).estimate.value).toBeLessThan(1e-15);
    expect(find(results, 'permutationImportance', 'importance', { feature: 'unread' }).estimate).toMatchObject({ value: 0, n: 200 });
  });

  it('reports how sure the attributions are', async () => {
    const { results } = await audit();
    expect(find(results, 'kernelShap', 'relativeStandardError').estimate).toMatchObject({ value: 0, n: 30, exact: expect.stringContaining('nothing was left to chance') });
    expect(find(results, 'kernelShap', 'additivityGap')).toMatchObject({ estimate: { n: 30 }, counts: { exactRows: 30 } });
    expect(find(results, 'kernelShap', 'additivityGap').estimate.value).toBeLessThan(1e-9);
    expect(find(results, 'lime', 'relativeStandardError').estimate.value).toBeGreaterThan(0);
    expect(find(results, 'lime', 'localR2').estimate.value).toBeGreaterThan(0.3);
  });

  it('gives a mean attribution the drawing error of the rows it is a mean of', async () => {
    const { results, artifacts } = await audit();
    const rows = bodyOf(artifacts, 'explainability/lime/attributions').rows as unknown as { values: number[]; standardErrors: number[] }[];
    const { estimate } = find(results, 'lime', 'meanAbsolute', { feature: 'weak' });
    if (estimate.value === null) throw new Error(estimate.undefinedBecause);
    expect(estimate.value).toBeCloseTo(rows.reduce((sum, { values }) => sum + Math.abs(values[1]), 0) / 30, 12);
    expect(estimate.standardError).toBeCloseTo(Math.sqrt(rows.reduce((sum, { standardErrors }) => sum + standardErrors[1] ** 2, 0)) / 30, 12);
  });

  it('judges both explainers, overall and by group, and says where a group is too small', async () => {
    const { results } = await audit();
    // LIME speaks of the row's bin, so it cannot foretell as well what another value does.
    for (const [explainer, atLeast] of [['kernelShap', 0.8], ['lime', 0.6]] as const) {
      const options = { explainer };
      expect(find(results, 'faithfulness', 'correlation', { options }).estimate.value).toBeGreaterThan(atLeast);
      expect(find(results, 'faithfulness', 'deletionGain', { options }).estimate.value).toBeGreaterThan(0);
      expect(find(results, 'faithfulness', 'correlation', { options, group: 'm' }).estimate.value).toBeGreaterThan(atLeast);
      expect(find(results, 'faithfulness', 'correlation', { options, group: 'x' })).toMatchObject({
        attribute: 'sex',
        estimate: { value: null, n: 0, undefinedBecause: '0 of the rows of this group could be measured; 5 are asked for' },
      });
    }
  });

  it('stores every row with its values, errors, gap and what the row is', async () => {
    const { artifacts } = await audit();
    const { features, background, rows } = bodyOf(artifacts, 'explainability/kernelShap/attributions');
    expect(features).toEqual(['strong', 'weak', 'unread']);
    expect(background).toHaveLength(12);
    expect(rows).toHaveLength(30);
    const [{ row, x, values, base, output }] = rows as unknown as { row: number; x: JsonObject; values: number[]; base: number; output: number }[];
    expect(x).toEqual({ strong: strong.kind === 'number' && strong.values[row], weak: weak.kind === 'number' && weak.values[row], unread: unread.kind === 'number' && unread.values[row] });
    expect(values.reduce((a, b) => a + b) + base).toBeCloseTo(output, 12);
  });

  it('gives the same bits again, and in other pieces', async () => {
    const one = await audit();
    expect(await audit()).toEqual(one);
    const local = methods.filter(({ method }) => method !== 'permutationImportance');
    const whole = await audit({ methods: local });
    const pieces = await audit({ methods: local, chunk: 7 });
    expect([pieces.results, pieces.artifacts]).toEqual([whole.results, whole.artifacts]);
    expect((await audit({ seed: 0 })).results).not.toEqual(one.results);
  });

  it('explains the same rows by both explainers, drawn without repetition', () => {
    const tasks = explainability.tasks(subject, methods, randomStream(1));
    const rowsOf = (work: string) => tasks.filter((task) => task.work === work).flatMap(({ rows }) => (rows.kind === 'indices' ? rows.indices : []));
    expect(rowsOf('kernelShap')).toEqual(rowsOf('lime'));
    expect(new Set(rowsOf('kernelShap')).size).toBe(30);
    expect(tasks.filter(({ work }) => work === 'kernelShap').map(({ rows }) => rows.kind === 'indices' && rows.indices.length)).toEqual([10, 10, 10]);
    expect(new Set(tasks.map(({ key }) => key)).size).toBe(tasks.length);
  });

  it('does without faithfulness when the plan does not name it', async () => {
    const { results, artifacts } = await audit({ methods: [choose(explainability, 'kernelShap', small['kernelShap'])] });
    expect(results.every(({ method }) => method === 'kernelShap')).toBe(true);
    expect(bodyOf(artifacts, 'explainability/kernelShap/attributions').rows[0]).toMatchObject({ judged: {} });
  });

  it('explains another class when asked, with the opposite sign for two', async () => {
    const of = async (options: JsonObject) => {
      const { artifacts } = await audit({ methods: [choose(explainability, 'kernelShap', { rows: 3, background: 5, ...options })] });
      return (bodyOf(artifacts, 'explainability/kernelShap/attributions').rows as unknown as { values: number[] }[])[0].values;
    };
    const [yes, no] = [await of({}), await of({ class: 'no' })];
    yes.forEach((value, j) => expect(value + no[j]).toBeCloseTo(0, 12));
  });

  it('stops when it is cancelled', async () => {
    await expect(audit({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

it('says why each explainer is there', () => {
  const { artifacts } = explainability.combine(null, [], { subject, methods, random: randomStream(0) });
  expect(artifacts).toEqual([
    {
      name: 'explainability/choice',
      body: {
        explainers: [
          { method: 'kernelShap', because: 'it asks nothing of a model but answers' },
          { method: 'lime', because: 'a second opinion that is made in another way: where the two disagree, neither should be relied on' },
        ],
      },
    },
  ]);
});

describe('what cannot be estimated says why', () => {
  const reasons = (about: Subject, given = methods) => {
    expect(explainability.tasks(about, given, randomStream(0))).toEqual([]);
    const { results } = explainability.combine(null, [], { subject: about, methods: given, random: randomStream(0) });
    return [...new Set(results.map(({ estimate }) => (estimate.value === null ? estimate.undefinedBecause : 'a value')))];
  };

  it('with stored predictions only', () => {
    const stored: Subject = { ...subject, model: { source: 'predictions', digest: 'sha256:p', prediction: 'y', score: null } };
    expect(reasons(stored)).toEqual(['the audit has stored predictions only; explanations need a model that can be asked']);
    expect(explainability.combine(null, [], { subject: stored, methods, random: randomStream(0) }).results.map(({ method, options }) => `${method} ${String(options['measure'])}`)).toEqual([
      'faithfulness correlation', 'faithfulness deletionGain', 'kernelShap meanAbsolute', 'kernelShap relativeStandardError', 'kernelShap additivityGap',
      'lime meanAbsolute', 'lime relativeStandardError', 'lime localR2', 'lime stableShare', 'permutationImportance importance',
    ]);
  });

  it('of a regression, of no rows, of a label the model does not know', () => {
    const file = subject.model as Extract<Subject['model'], { source: 'file' }>;
    expect(reasons({ ...subject, model: { ...file, task: 'regression' } })).toEqual(['the model answers a number; these methods are about the probability of a class']);
    expect(reasons({ ...subject, dataset: { ...subject.dataset, rows: 0 } })).toEqual(['the data set has no rows']);
    const strange = { ...subject, label: { ...subject.label, classes: ['a', 'b'], positive: 'b' } };
    expect(reasons(strange, [choose(explainability, 'kernelShap')])).toEqual(['the positive label "b" is none of the model\'s classes ("no", "yes"); the option "class" can name one']);
    expect(reasons(strange, [choose(explainability, 'permutationImportance')])).toEqual(['no value of the label (a, b) is a class of the model ("no", "yes")']);
  });

  it('of a predicted number: Kernel SHAP explains it and is judged, the others say why not', async () => {
    const features = ['strong', 'weak', 'unread'];
    const linear = { ...toyPredictor({ features, classes: ['value'], score: ([a, b]) => [100 + 2 * a - 0.5 * b] }), task: 'regression' as const };
    const about: Subject = { ...subjectOf(table, linear, 'strong', { sex: 'protected' }), label: { kind: 'number', column: 'strong', favourable: null } };
    const { results, artifacts } = await audit({ model: linear, subject: about });
    const without = results.filter(({ estimate }) => estimate.value === null);
    expect(new Set(without.map(({ method }) => method))).toEqual(new Set(['lime', 'permutationImportance', 'faithfulness']));
    expect(new Set(results.filter(({ method }) => method === 'kernelShap').map(({ options }) => options['class']))).toEqual(new Set(['value']));
    // Of a linear model the value of a feature is its weight times how far it is from the background's mean.
    const { background, rows } = bodyOf(artifacts, 'explainability/kernelShap/attributions');
    const mean = background.reduce((sum, row) => sum + (strong as { values: Float64Array }).values[row]!, 0) / background.length;
    for (const { row, values } of rows) {
      expect((values as number[])[0]).toBeCloseTo(2 * ((strong as { values: Float64Array }).values[row as number]! - mean), 10);
    }
    // Judged on the answer's own scale, where an answer falls by more than 1.
    const judged = rows.map((row) => (row['judged'] as { faithfulness: { correlation: number; deletionGain: number } }).faithfulness);
    expect(judged.reduce((sum, { correlation }) => sum + correlation, 0) / judged.length).toBeGreaterThan(0.8);
    expect(Math.max(...judged.map(({ deletionGain }) => deletionGain))).toBeGreaterThan(1);
  });

  it('of faithfulness without an explainer to judge', () => {
    expect(reasons(subject, [choose(explainability, 'faithfulness')])).toEqual([expect.stringMatching(/^the plan names no explainer of single rows \(treeShap, .*\bkernelShap\b.*\blime\) for it to judge$/)]);
  });

  it('of one explained row: no interval, so no number', async () => {
    const { results } = await audit({ methods: [choose(explainability, 'kernelShap', { rows: 1 })] });
    expect(find(results, 'kernelShap', 'meanAbsolute', { feature: 'strong' }).estimate).toMatchObject({ value: null, n: 1 });
  });

  it('and groups of columns that are not there are a mistake', () => {
    expect(() => explainability.tasks(subject, [choose(explainability, 'owenValues', { groups: { g: ['strong', 'height'] } })], randomStream(0))).toThrow('owenValues is to group "height", which the model does not read');
  });

  it('and a class that is not there is a mistake', () => {
    expect(() => explainability.tasks(subject, [choose(explainability, 'lime', { class: 'maybe' })], randomStream(0))).toThrow('lime is to explain the class "maybe", but the model\'s classes are "no", "yes".');
  });
});

it('works on rows with fewer than asked for, of one column, and of a model that ignores its input', async () => {
  const tiny = tableOf([numberColumn('x', [1, 2, 3]), categoryColumn('y', ['no', 'yes'], ['no', 'yes', 'yes'])]);
  const constant = toyPredictor({ features: ['x'], classes: ['no', 'yes'], score: () => [0.3, 0.7] });
  const about = subjectOf(tiny, constant, 'y');
  const { results } = await auditOf(explainability, { table: tiny, model: constant, subject: about, methods: explainability.methods.map(({ id }) => choose(explainability, id)) });
  expect(find(results, 'kernelShap', 'meanAbsolute', { feature: 'x' }).estimate.value).toBeLessThan(1e-15);
  expect(find(results, 'faithfulness', 'correlation', { options: { explainer: 'kernelShap' } }).estimate).toMatchObject({ value: null, undefinedBecause: 'in none of the explained rows do the contributions and the answers vary' });
  expect(find(results, 'lime', 'localR2').estimate.value).toBeNull();
});
