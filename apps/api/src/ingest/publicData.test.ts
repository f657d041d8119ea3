import { jest } from '@jest/globals';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asStrings, columnOf } from '@plumbline/explain-core/data/select';
import { refusal } from '../../test/readText.js';
import { tableFromFile } from './tableFromFile.js';

jest.setTimeout(60_000); // files of many rows, on machines that do other things too

const data = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));
const read = (path: string): ReturnType<typeof tableFromFile> => tableFromFile({ path: `${data}${path}`, filename: path.split('/').at(-1)! });

/** The figures are those of the folder's README, and of the sources it names. */
const withData = existsSync(data) ? describe : describe.skip;
if (!existsSync(data)) process.stderr.write('publicData.test.ts is skipped: the folder shared/data is not beside the repository.\n');

withData('public data sets', () => {
  test('COMPAS: 7214 people; N/A is a value; ProPublica’s counts', async () => {
    const { rows, table, columns } = await read('compas/compas-for-aequitas.csv');
    expect(rows).toBe(7214);
    expect(columns.map(({ name, kind, missing }) => `${name}:${kind}:${missing}`)).toEqual(['row:number:0', 'score:number:0', 'label_value:number:0', 'race:category:0', 'sex:category:0', 'age_cat:category:0']);
    const [score, label, race] = ['score', 'label_value', 'race'].map((name) => asStrings(columnOf(table, name)));
    const counts = (group: string): number[] => ['00', '10', '01', '11'].map((cell) => race.filter((each, row) => each === group && `${score[row]}${label[row]}` === cell).length);
    expect(counts('African-American')).toEqual([990, 805, 532, 1369]);
    expect(counts('Caucasian')).toEqual([1139, 349, 461, 505]);
    const full = await read('compas/compas-two-years.csv');
    expect([full.rows, full.columns.length, full.columns.find(({ name }) => name === 'days_b_screening_arrest')?.missing]).toEqual([7214, 24, 307]);
    expect(full.warnings.map(({ code, column }) => `${code}:${column}`)).toEqual(['lookAlikeLevels:c_charge_desc']);
  });

  test('Adult: 32561 rows; the question mark is missing; the UCI bytes have the same rows', async () => {
    const train = await read('adult/adult-train.csv.gz');
    expect([train.rows, train.columns.length]).toEqual([32_561, 15]);
    const missing = train.columns.filter((column) => column.missing > 0).map(({ name, missing: count }) => `${name}:${count}`);
    expect(missing).toEqual(['workclass:1836', 'occupation:1843', 'native-country:583']);
    const income = asStrings(columnOf(train.table, 'income'));
    expect(income.filter((value) => value === '>50K')).toHaveLength(7841);
    const incomplete = async (path: string): Promise<number> => {
      const { table } = await read(path);
      const columns = ['workclass', 'occupation', 'native-country'].map((name) => asStrings(columnOf(table, name)));
      return columns[0].filter((_, row) => columns.some((column) => column[row] === null)).length;
    };
    expect((await incomplete('adult/adult-train.csv.gz')) + (await incomplete('adult/adult-test.csv.gz'))).toBe(3620);
    // UCI's own file has no header: its first person is taken for one, and that is said.
    const headless = await read('adult/adult.data.gz');
    expect([headless.rows, headless.warnings[0].code]).toEqual([32_560, 'headerLooksLikeData']);
  });

  test('German Credit: 1000 rows, 700 good, every kind as in the codebook', async () => {
    const { rows, columns, table } = await read('german-credit/german.csv');
    expect(rows).toBe(1000);
    const numbers = columns.filter(({ kind }) => kind === 'number').map(({ name }) => name);
    expect(numbers).toEqual(['month', 'credit_amount', 'investment_as_income_percentage', 'residence_since', 'age', 'number_of_credits', 'people_liable_for', 'credit']);
    expect(asStrings(columnOf(table, 'credit')).filter((value) => value === '1')).toHaveLength(700);
    expect(columns.find(({ name }) => name === 'age')?.numbers).toMatchObject({ min: 19, max: 75, mean: 35.546, integer: true });
  });

  test('texts: sentences and questions come whole', async () => {
    const sentences = await read('sentiment-sentences/sentences.csv');
    expect([sentences.rows, sentences.columns.map(({ kind }) => kind)]).toEqual([3000, ['category', 'text', 'number']]);
    const train = await read('banking77/train.csv');
    expect([train.rows, train.columns[0].kind, train.columns[1].levels?.length]).toEqual([10_003, 'text', 77]);
  });
});
