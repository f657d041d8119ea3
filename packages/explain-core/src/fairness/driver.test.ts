import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { ExplainError } from '../errors.js';
import type { Outcome } from '../method/result.js';
import type { Predictor } from '../models/predictor.js';
import { fairlearnGuide } from '../../test/fairlearnGuide.js';
import { counted, letters, prepareFairness, publicData, reasonOf, resultOf, runFairness, valueOf, type FairnessCase } from '../../test/fairnessFixture.js';
import { fairness } from './driver.js';
import type { GroupCounts } from './groupedOutcomes.js';

interface CountsBody {
  overall: GroupCounts;
  attributes: { attribute: string; groups: { group: string; counts: GroupCounts }[] }[];
}

const rows = counted(['sex', 'race', 'label', 'prediction'], [
  [5, 'f', 'a', '1', '1'], [3, 'f', 'a', '0', '1'], [2, 'f', 'b', '1', '0'], [4, 'm', 'a', '0', '0'],
  [1, 'm', 'b', '1', '1'], [2, 'm', 'b', '0', '0'], [2, null, 'b', '1', '1'], [1, null, 'b', null, '0'],
]);
/** What an audit computes unless told otherwise by a plan. */
const small: FairnessCase = { columns: rows, protected: ['sex', 'race'] };
const usual = fairness.defaults(prepareFairness(small).subject).map(({ method }) => method);

describe('results', () => {
  it('cover all rows, every attribute and every pair, in a stable order', async () => {
    const { results } = await runFairness(small);
    const rates = results.filter(({ method }) => method === 'selectionRate');
    expect(rates.map(({ attribute, group }) => [attribute, group])).toEqual([
      [undefined, undefined],
      ['sex', 'f'], ['sex', 'm'], ['sex', '(missing)'],
      ['race', 'a'], ['race', 'b'],
      ['sex × race', 'f × a'], ['sex × race', 'f × b'], ['sex × race', 'm × a'], ['sex × race', 'm × b'], ['sex × race', '(missing) × b'],
    ]);
    expect(rates.map(({ counts }) => counts!['numerator'])).toEqual([11, 8, 1, 2, 8, 3, 8, 0, 0, 1, 2]);
    const gaps = results.filter(({ method }) => method === 'demographicParityDifference');
    expect(gaps.map(({ attribute, group }) => [attribute, group])).toEqual([['sex', undefined], ['race', undefined], ['sex × race', undefined]]);
    expect(new Set(results.map(({ method }) => method))).toEqual(new Set(usual));
  });

  it('hold no NaN and no infinity, whatever is empty', async () => {
    const text = JSON.stringify(await runFairness(small), (_, value: unknown) => {
      if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`found ${value}`);
      return value;
    });
    expect(text.length).toBeGreaterThan(1000);
  });

  it('do not change by a bit with the cut of the rows', async () => {
    const whole = JSON.stringify(await runFairness(small));
    for (const taskRows of [1, 3, 7, 19]) expect(JSON.stringify(await runFairness({ ...small, taskRows }))).toBe(whole);
  });

  it('come with the counts behind them', async () => {
    const { artifacts } = await runFairness(fairlearnGuide);
    expect(artifacts[0]!.name).toBe('fairness/groupedOutcomes/cube');
    const body = artifacts[0]!.body as unknown as CountsBody;
    expect(body.attributes[0]!.groups[0]).toEqual({
      group: 'a',
      counts: { rows: 4, selected: 3, labelled: 4, deserving: 2, correct: 1, truePositives: 1, falsePositives: 2, trueNegatives: 0, falseNegatives: 1 },
    });
    expect(body.overall.rows).toBe(18);
  });

  it('keep a value written "(missing)" apart from a missing one', async () => {
    const outcome = await runFairness({ columns: counted(['g', 'label', 'prediction'], [[2, '(missing)', '1', '1'], [3, null, '0', '0']]), protected: ['g'] });
    expect(valueOf(outcome, 'selectionRate', 'g', '"(missing)"')).toBe(1);
    expect(valueOf(outcome, 'selectionRate', 'g', '(missing)')).toBe(0);
  });

  it('without protected columns are the overall rates, and a reason for every gap', async () => {
    const outcome = await runFairness({ ...fairlearnGuide, protected: [] });
    expect(valueOf(outcome, 'truePositiveRate')).toBe(0.5);
    expect(reasonOf(resultOf(outcome, 'equalizedOddsDifference').estimate)).toBe('no protected column was named, so there are no groups to compare');
    expect(new Set(outcome.results.map(({ method }) => method))).toEqual(new Set(usual));
  });

  it('exist for labels of one class only, where the rates without a denominator say so', async () => {
    const outcome = await runFairness({ columns: counted(['g', 'label', 'prediction'], [[3, 'x', '1', '1'], [1, 'x', '1', '0'], [2, 'y', '1', '0']]), protected: ['g'] });
    expect(valueOf(outcome, 'truePositiveRate', 'g', 'x')).toBe(0.75);
    expect(valueOf(outcome, 'falsePositiveRate')).toBe(null);
    expect(valueOf(outcome, 'equalizedOddsDifference', 'g')).toBe(null);
  });

  it('are the same whether columns are stored as categories, numbers or texts', async () => {
    const columns = counted(['g', 'label', 'prediction'], [[3, '10', '1', '1'], [2, '10', '0', '1'], [1, '9', '1', '0'], [4, '9', '0', '0'], [1, null, null, '1']]);
    const plain = await runFairness({ columns, protected: ['g'] });
    const numbers = await runFairness({ columns, protected: ['g'], kinds: { g: 'number', label: 'number', prediction: 'number' } });
    // Groups stand in the order of their column's levels: numbers by value, words by code point.
    const groups = (outcome: Outcome): unknown[] => outcome.results.filter(({ method }) => method === 'accuracy').map(({ group }) => group);
    expect(groups(plain)).toEqual([undefined, '10', '9', '(missing)']);
    expect(groups(numbers)).toEqual([undefined, '9', '10', '(missing)']);
    for (const group of ['9', '10', '(missing)']) {
      expect(resultOf(numbers, 'accuracy', 'g', group)).toEqual(resultOf(plain, 'accuracy', 'g', group));
    }
    expect(resultOf(numbers, 'equalizedOddsDifference', 'g')).toEqual(resultOf(plain, 'equalizedOddsDifference', 'g'));
    expect(await runFairness({ columns, protected: ['g'], kinds: { g: 'text', label: 'text', prediction: 'text' } })).toEqual(plain);
  });

  it('count one row', async () => {
    const outcome = await runFairness({ columns: { label: ['1'], prediction: ['1'], g: ['x'] }, protected: [] });
    expect(resultOf(outcome, 'accuracy').estimate).toMatchObject({ value: 1, n: 1, interval: { upper: 1 } });
  });
});

describe('a model', () => {
  const model = (scores: (table: { rows: number }) => number[]): NonNullable<FairnessCase['model']> => {
    const classes = ['0', '1'];
    const runtime = { library: 'test', version: '1', backend: 'test', precision: 'float64' } as const;
    const predictor: Predictor = {
      format: 'onnx', task: 'binary', classes, features: ['x'], threshold: 0.5, runtime,
      predict: async (table) => {
        expect(table.columns.map(({ name }) => name)).toEqual(['x']);
        const values = scores(table).flatMap((score) => [1 - score, score]);
        return { rows: values.length / 2, columns: 2, values: Float64Array.from(values) };
      },
      dispose: async () => undefined,
    };
    return {
      predictor,
      subject: { source: 'file', digest: 'sha256:test', mapping: null, format: 'onnx', task: 'binary', classes, features: ['x'], numberFeatures: [], capabilities: ['predict'], threshold: 0.5, runtime },
    };
  };
  const given = { columns: { x: letters('abcd'), label: letters('1010'), g: letters('ppqq') }, protected: ['g'] };

  it('is asked about its own columns only, and decides at its threshold', async () => {
    const outcome = await runFairness({ ...given, model: model(({ rows: n }) => [0.5, 0.499, 0.1, 0.9].slice(0, n)) });
    expect(['p', 'q'].map((group) => resultOf(outcome, 'accuracy', 'g', group).counts!['numerator'])).toEqual([2, 0]);
  });

  it('that answers too few rows is refused', async () => {
    await expect(runFairness({ ...given, model: model(() => [0.5]) })).rejects.toThrow('The model answered 1 rows when asked 4; it must answer every row.');
  });

  it('whose classes are not the labels is refused when the plan is made', () => {
    const labels = { ...given.columns, label: ['good', 'bad', 'good', 'bad'] };
    expect(() => prepareFairness({ ...given, columns: labels, positive: 'good', model: model(() => []) })).toThrow(
      'The model decides between "0", "1", and the label "label" holds "bad", "good"; the model has no class "good".',
    );
  });

  it('that predicts a number gets no task and a reason', async () => {
    const binary = model(() => []);
    if (binary.subject.source !== 'file') throw new Error('expected a model file');
    const outcome = await runFairness({ ...given, model: { ...binary, subject: { ...binary.subject, task: 'regression' } } });
    expect(outcome.results.map(({ method }) => method).sort()).toEqual([...usual].sort());
    expect(reasonOf(outcome.results[0]!.estimate)).toContain('predicts a number');
  });
});

describe('bad input', () => {
  const of = (columns: FairnessCase['columns'], names: string[] = ['g']): FairnessCase => ({ columns, protected: names });
  const good = { label: letters('1010'), prediction: letters('1100'), g: letters('xxyy') };
  const planError = (given: FairnessCase): unknown => {
    try {
      prepareFairness(given);
    } catch (error) {
      return error;
    }
    return null;
  };

  it.each<[string, string, FairnessCase]>([
    ['a column that is not there', 'There is no protected column "h"; the columns are "label", "prediction", "g".', of(good, ['h'])],
    ['a column named twice', 'named twice', of(good, ['g', 'g'])],
    ['the label as a group', '"label" is the label; it cannot define groups as well.', of(good, ['label'])],
    ['the prediction as a group', '"prediction" is the prediction', of(good, ['prediction'])],
    ['all rows in one group', 'All 4 rows are in one group of protected column "g" ("x")', of({ ...good, g: letters('xxxx') })],
    ['an empty column', '(it is empty)', of({ ...good, g: [null, null, null, null] })],
    ['a number with too many values', '"g" (number) has too many different values', { ...of({ label: ones(70), prediction: ones(70), g: ones(70).map((_, i) => String(i)) }), kinds: { g: 'number' } }],
    ['too many groups', '401 different values', of({ label: ones(401), prediction: ones(401), g: ones(401).map((_, i) => `v${i}`) })],
  ])('%s is refused when the plan is made', (_, message, given) => {
    const error = planError(given);
    expect(error).toBeInstanceOf(ExplainError);
    expect((error as ExplainError).code).toBe('BAD_PLAN');
    expect((error as ExplainError).message).toContain(message);
  });

  it('a missing prediction is an error that names the row', async () => {
    const given = of({ ...good, prediction: ['1', '1', null, '0'] });
    await expect(runFairness(given)).rejects.toMatchObject({ code: 'BAD_PREDICTION', message: expect.stringContaining('no value in row 3') });
    await expect(runFairness({ ...given, taskRows: 2 })).rejects.toMatchObject({ message: expect.stringContaining('no value in row 3') });
  });

  it('predictions in other words than the labels are an error that lists both', async () => {
    await expect(runFairness(of({ ...good, prediction: ['yes', 'no', 'no', '1'] }))).rejects.toMatchObject({
      code: 'BAD_PREDICTION',
      message: 'Prediction column "prediction" holds "no", "yes"; expected "0", "1". Write both in the same words.',
    });
  });

  it('a cancelled audit stops', async () => {
    const { tasks, context } = prepareFairness(of(good));
    await expect(fairness.run(tasks[0]!, { ...context, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('COMPAS', () => {
  const data = publicData('compas/compas-for-aequitas.csv');
  if (data === null) return;
  const names = data[0]!;
  const column = (name: string): string[] => data.slice(1).map((row) => row[names.indexOf(name)]!);
  const given: FairnessCase = {
    columns: { label: column('label_value'), prediction: column('score').map((score) => String(Number(score))), race: column('race'), sex: column('sex'), age_cat: column('age_cat') },
    protected: ['race', 'sex', 'age_cat'],
  };
  const outcome = runFairness(given);

  it("gives ProPublica's published counts and rates", async () => {
    const { artifacts } = await outcome;
    const body = artifacts[0]!.body as unknown as CountsBody;
    const group = (name: string): GroupCounts => body.attributes.find(({ attribute }) => attribute === 'race')!.groups.find((entry) => entry.group === name)!.counts;
    expect(group('African-American')).toMatchObject({ trueNegatives: 990, falsePositives: 805, falseNegatives: 532, truePositives: 1369 });
    expect(group('Caucasian')).toMatchObject({ trueNegatives: 1139, falsePositives: 349, falseNegatives: 461, truePositives: 505 });
    const percent = async (method: string, name?: string): Promise<string> => (valueOf(await outcome, method, name && 'race', name)! * 100).toFixed(2);
    expect(await percent('falsePositiveRate', 'African-American')).toBe('44.85');
    expect(await percent('falsePositiveRate', 'Caucasian')).toBe('23.45');
    expect(await percent('falsePositiveRate')).toBe('32.35');
    // False negative rates 27.99, 47.72 and 37.40 %: what lacks to 1.
    expect(await percent('truePositiveRate', 'African-American')).toBe('72.01');
    expect(await percent('truePositiveRate', 'Caucasian')).toBe('52.28');
    expect(await percent('truePositiveRate')).toBe('62.60');
  });

  interface Reference {
    overall: Record<string, number>;
    byGroup: Record<string, Record<string, number | null>>;
    [disparity: string]: unknown;
  }
  const reference = JSON.parse(readFileSync(new URL('../../golden/reference/fairlearn-compas.json', import.meta.url), 'utf8')) as Record<string, Reference>;
  const rates = ['selectionRate', 'truePositiveRate', 'falsePositiveRate', 'precision', 'accuracy'];
  const disparities = ['demographicParityDifference', 'demographicParityRatio', 'equalOpportunityDifference', 'equalizedOddsDifference'];

  it.each([['race', 'race'], ['sex', 'sex'], ['age_cat', 'age_cat'], ['racexsex', 'race × sex']])("gives fairlearn's answers by %s", async (theirs, ours) => {
    const { overall, byGroup, ...gaps } = reference[theirs]!;
    for (const rate of rates) {
      expect(valueOf(await outcome, rate)).toBeCloseTo(overall[rate]!, 12);
      for (const [name, values] of Object.entries(byGroup)) {
        const { estimate, counts } = resultOf(await outcome, rate, ours, name.replace(' / ', ' × '));
        if (counts!['denominator'] === 0) expect(estimate.value).toBe(null);
        else expect(estimate.value).toBeCloseTo(values[rate]!, 12);
      }
    }
    for (const method of disparities) expect(valueOf(await outcome, method, ours)).toBeCloseTo(gaps[method] as number, 12);
  });

  it('puts the interval of the widest gap around it', async () => {
    const { estimate } = resultOf(await outcome, 'demographicParityDifference', 'sex');
    expect(estimate).toMatchObject({ n: 7214, interval: { method: 'newcombe' } });
    const race = resultOf(await outcome, 'equalizedOddsDifference', 'race').estimate;
    if (race.value === null || !race.interval) throw new Error('expected an interval');
    // African-American against Caucasian alone shows 0.213; eighteen Native Americans leave much more open above.
    expect(race.interval.lower).toBeGreaterThan(0.2);
    expect(race.interval.upper).toBeGreaterThan(race.value);
  });
});

function ones(count: number): string[] {
  return new Array<string>(count).fill('1');
}
