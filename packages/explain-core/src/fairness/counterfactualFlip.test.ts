import { bodyOf, measureOf, runWork, type WorkCase } from '../../test/fairnessWork.js';
import { categoryColumn, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import { withholdSmall } from '../audit/withholdSmall.js';
import { takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import type { Result } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import { wilson } from '../numeric/wilson.js';
import { counterfactualFlipWork } from './counterfactualFlipWork.js';
import type { FlippedRow } from './flipChanges.js';

/** Six people; the model gives men 0.3 more, and those whose sex is missing 0.1 more. Approved from 0.5. */
const table = tableOf([
  numberColumn('points', [0.1, 0.3, 0.4, 0.6, 0.25, 0.45]),
  categoryColumn('sex', ['f', 'm'], ['f', 'f', 'm', 'f', 'm', null]),
  categoryColumn('label', ['no', 'yes'], ['no', 'yes', 'yes', 'yes', 'no', 'no']),
]);
const model = toyPredictor({
  features: ['points', 'sex'],
  classes: ['no', 'yes'],
  score: ([points, sex]) => {
    const p = points + (sex === 1 ? 0.3 : sex === -1 ? 0.1 : 0);
    return [1 - p, p];
  },
});
const subject = subjectOf(table, model, 'label', { sex: 'protected' });
const given: WorkCase = { table, subject, model, methods: { counterfactualFlip: {} } };

const run = (changed: Partial<WorkCase> = {}) => runWork(counterfactualFlipWork, { ...given, ...changed });

describe('counterfactualFlip', () => {
  it('agrees by hand', async () => {
    // Scores as f, m, missing: .1 .4 .2 | .3 .6 .4 | .4 .7 .5 | .6 .9 .7 | .25 .55 .35 | .45 .75 .55. Own: f f m f m missing.
    // Flips: row 1 (f to m, up); row 2 (m to f, down); row 4 (both, down); row 5 (missing to f, down).
    const outcome = await run();
    expect(measureOf(outcome, 'flipRate', { attribute: 'sex' })).toMatchObject({
      estimate: { value: 4 / 6, n: 6, interval: wilson(4, 6, 0.95) },
      counts: { numerator: 4, denominator: 6 },
    });
    expect(measureOf(outcome, 'flipRateTowards', { attribute: 'sex' }).counts).toEqual({ numerator: 1, denominator: 6 });
    expect(measureOf(outcome, 'flipRateAway', { attribute: 'sex' }).counts).toEqual({ numerator: 3, denominator: 6 });
    expect(measureOf(outcome, 'flipRate').estimate).toEqual(measureOf(outcome, 'flipRate', { attribute: 'sex' }).estimate);
    // Women: changes .3 and .1, mean .2; men .3 and .2, mean .25; missing .1 and .2, mean .15.
    const mean = (3 * 0.2 + 2 * 0.25 + 0.15) / 6;
    expect(measureOf(outcome, 'scoreChange', { attribute: 'sex' }).estimate.value).toBeCloseTo(mean, 14);
    expect(measureOf(outcome, 'largestScoreChange', { attribute: 'sex' }).estimate).toMatchObject({ value: expect.closeTo(0.3, 14), exact: expect.stringContaining('these rows only') });
    expect(measureOf(outcome, 'flipRate', { attribute: 'sex', group: 'm' }).counts).toEqual({ numerator: 2, denominator: 2 });
    expect(measureOf(outcome, 'scoreChange', { attribute: 'sex', group: '(missing)' }).estimate).toEqual({ value: null, n: 1, undefinedBecause: expect.stringContaining('two are needed') });
    expect(measureOf(outcome, 'pairFlipRate', { attribute: 'sex', group: 'm', options: { to: '(missing)' } }).counts).toEqual({ numerator: 1, denominator: 2, towards: 0, away: 1 });
    expect(measureOf(outcome, 'pairFlipRate', { attribute: 'sex', group: 'f', options: { to: 'm' } }).counts).toEqual({ numerator: 1, denominator: 3, towards: 1, away: 0 });
  });

  it('shows the flipped rows, largest change first, and every pair', async () => {
    const outcome = await run();
    const { rows } = bodyOf<{ rows: FlippedRow[] }>(outcome, 'fairness/counterfactualFlip/rows');
    // 0.3 each but for rounding, in whatever order that leaves them.
    expect(rows.slice(0, 3).map(({ row, from, to }) => `${row}: ${from} to ${to}`).sort()).toEqual(['1: f to m', '2: m to f', '4: m to f']);
    expect(rows[3]).toEqual({ row: 5, column: 'sex', from: '(missing)', to: 'f', decisionBefore: 'yes', decisionAfter: 'no', scoreBefore: 0.55, scoreAfter: 0.45 });
    const [{ pairs }] = bodyOf<{ pairs: { from: string; to: string; rows: number; meanChange: number }[] }[]>(outcome, 'fairness/counterfactualFlip/pairs');
    expect(pairs.map(({ from, to, rows: n }) => [from, to, n])).toEqual([['(missing)', 'f', 1], ['(missing)', 'm', 1], ['f', '(missing)', 3], ['f', 'm', 3], ['m', '(missing)', 2], ['m', 'f', 2]]);
    expect(pairs[5].meanChange).toBeCloseTo(-0.3, 14);
  });

  it('finds nothing where the model takes the column and does not use it, not even by rounding', async () => {
    const blind = { ...model, predict: (rows: Table) => model.predict({ ...rows, columns: rows.columns.map((column) => (column.kind === 'category' ? { ...column, codes: new Int32Array(rows.rows) } : column)) }) };
    const outcome = await run({ model: blind });
    for (const { estimate, options } of outcome.results) if (estimate.value !== null) expect([options['measure'], estimate.value]).toEqual([options['measure'], 0]);
    // Six rows without a change: (1 − p)⁶ = 0.025 for p = 0.459.
    expect(measureOf(outcome, 'scoreChange', { attribute: 'sex' }).estimate).toMatchObject({ value: 0, interval: { lower: 0, upper: expect.closeTo(1 - 0.025 ** (1 / 6), 9), method: 'clopperPearson' } });
  });

  it('says why there is nothing to replace', async () => {
    const reason = async (changed: Partial<Subject>): Promise<string | null> => (await run({ subject: { ...subject, ...changed } })).lacking;
    expect(await reason({ protected: ['label'] })).toBe('the model does not read the protected column (label), so replacing the value changes nothing; other columns may still carry it (see proxies)');
    expect(await reason({ protected: [] })).toContain('no protected column');
    expect(await reason({ dataset: { ...subject.dataset, rows: 0 } })).toContain('no rows');
    expect(await reason({ model: { source: 'predictions', digest: 'sha256:x', prediction: 'label', score: null } })).toContain('stored predictions');
  });

  it('does not hang on how rows are cut into tasks', async () => {
    const whole = await run();
    const cut = await run({ chunk: 2 });
    expect(cut.results).toEqual(whole.results);
    expect(bodyOf(cut, 'fairness/counterfactualFlip/rows')).toEqual(bodyOf(whole, 'fairness/counterfactualFlip/rows'));
  });

  it('replaces a number cut into ranges by the middle of every other range that the data reach', async () => {
    const ages = [20, 24, 31, 70];
    const aged = tableOf([numberColumn('age', ages), categoryColumn('label', ['no', 'yes'], ['no', 'yes', 'no', 'yes'])]);
    const seen = new Set<number>();
    const older = toyPredictor({ features: ['age'], classes: ['no', 'yes'], score: ([age]) => (seen.add(age), age >= 40 ? [0, 1] : [1, 0]) });
    const base = subjectOf(aged, older, 'label', { age: 'protected' });
    const ranged: Subject = { ...base, grouping: { ...base.grouping, cuts: { age: [25, 50, 90] } } };
    const outcome = await run({ table: aged, model: older, subject: ranged });
    // 20 to 25, 25 to 50, 50 to 70 (none is 90): middles 22.5, 37.5, 60, whole numbers.
    expect([...seen].sort((a, b) => a - b)).toEqual([20, 22, 24, 31, 37, 60, 70]);
    expect(measureOf(outcome, 'flipRate', { attribute: 'age' }).counts).toEqual({ numerator: 4, denominator: 4 });
    expect(measureOf(outcome, 'flipRateTowards', { attribute: 'age', group: 'under 25' }).counts).toEqual({ numerator: 2, denominator: 2 });
    expect(measureOf(outcome, 'pairFlipRate', { attribute: 'age', group: 'under 25', options: { to: '25 to under 50' } }).counts).toMatchObject({ numerator: 0, denominator: 2 });
  });

  it('draws among many values, the same for every task', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `v${String(i).padStart(2, '0')}`);
    const many = tableOf([categoryColumn('place', names, [...names, ...names]), categoryColumn('label', ['no', 'yes'], [...names, ...names].map((_, i) => (i % 2 === 0 ? 'no' : 'yes')))]);
    const byPlace = toyPredictor({ features: ['place'], classes: ['no', 'yes'], score: ([code]) => [1 - code / 40, code / 40] });
    const base = { table: many, model: byPlace, subject: subjectOf(many, byPlace, 'label', { place: 'protected' }), methods: { counterfactualFlip: { values: 4 } } };
    const outcome = await run(base);
    expect(new Set(outcome.results.map(({ options }) => options['to']).filter((to) => to !== undefined)).size).toBe(4);
    expect((await run({ ...base, chunk: 7 })).results).toEqual(outcome.results);
    expect((await run({ ...base, seed: 2 })).results).not.toEqual(outcome.results);
  });

  it('takes one group for what it is: nothing to replace it with', async () => {
    const alone = tableOf([numberColumn('points', [0.2, 0.8]), categoryColumn('sex', ['f'], ['f', 'f']), categoryColumn('label', ['no', 'yes'], ['no', 'yes'])]);
    const outcome = await run({ table: alone, subject: subjectOf(alone, model, 'label', { sex: 'protected' }) });
    expect(measureOf(outcome, 'flipRate', { attribute: 'sex' }).estimate).toEqual({ value: null, n: 0, undefinedBecause: 'the column has no other value to replace theirs with' });
  });

  it('tells of no group and shows neither pairs nor rows where small groups are withheld, since it does not know which are', async () => {
    const grouping = { ...subject.grouping, withholdBelow: 2 };
    const outcome = withholdSmall(await run({ subject: { ...subject, grouping } }), counterfactualFlipWork.id, grouping);
    for (const { attribute, estimate } of outcome.results) expect(estimate.value === null).toBe(attribute !== undefined);
    expect(outcome.artifacts).toEqual([]);
  });

  describe('with weights', () => {
    const weighted = (rows: Table, weights: readonly number[]): Partial<WorkCase> => {
      const columns = { rows: rows.rows, columns: [...rows.columns, numberColumn('w', [...weights])] };
      const infos = subjectOf(columns, model, 'label', { sex: 'protected' });
      return { table: columns, subject: { ...infos, grouping: { ...infos.grouping, weight: 'w' } } };
    };
    const weights = [2, 3, 1, 0, 4, 2];

    it('has the numbers of rows that are there as often as they weigh', async () => {
      const repeated = takeRows(table, Int32Array.from(weights.flatMap((weight, i) => new Array<number>(weight).fill(i))));
      const often = await run({ table: repeated, subject: subjectOf(repeated, model, 'label', { sex: 'protected' }) });
      const once = await run(weighted(table, weights));
      const about = ({ options: { measure, from, to }, attribute, group }: Result): unknown => ({ measure, from, to, attribute, group });
      expect(once.results.map(about)).toEqual(often.results.map(about));
      for (const [i, { estimate, counts }] of once.results.entries()) {
        const same = often.results[i]!;
        if (estimate.value !== null) expect(estimate.value).toBeCloseTo(same.estimate.value!, 14);
        if (counts?.['denominator'] !== undefined) expect(counts).toEqual(same.counts);
      }
      expect(once.results.filter(({ estimate }) => estimate.value !== null).length).toBeGreaterThan(10);
    });

    it('has intervals of as many rows as they are worth', async () => {
      const outcome = await run(weighted(table, weights));
      const effective = 12 ** 2 / (4 + 9 + 1 + 16 + 4);
      // Flips: rows 1 (3), 2 (1), 4 (4) and 5 (2), of 12.
      expect(measureOf(outcome, 'flipRate')).toMatchObject({ estimate: { value: 10 / 12, n: 5, interval: wilson((10 / 12) * effective, effective, 0.95) }, counts: { numerator: 10, denominator: 12 } });
    });

    it('weights of one are none', async () => {
      expect((await run(weighted(table, [1, 1, 1, 1, 1, 1]))).results).toEqual((await run()).results);
    });
  });

  it('stops when cancelled', async () => {
    await expect(run({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
