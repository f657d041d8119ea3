import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { FairnessCase } from '../fairnessFixture.js';

/** The data sets of bench/peers, made anew from the same files by the rules that the references state. */
export const peerCases = ['compas', 'adult', 'german', 'generated'] as const;
export type PeerCase = (typeof peerCases)[number];

type Row = Readonly<Record<string, string>>;
type Columns = FairnessCase['columns'];

/** Null, said aloud, where the public files are not to be had. */
export function peerData(name: PeerCase): FairnessCase | null {
  return { compas, adult, german, generated }[name]();
}

function compas(): FairnessCase | null {
  const rows = publicRows('compas/compas-for-aequitas.csv');
  const deciles = publicRows('compas/compas-two-years.csv');
  if (!rows || !deciles) return null;
  return {
    columns: {
      ...columns(rows, ['race', 'sex', 'age_cat']),
      label: rows.map((row) => row['label_value']!),
      prediction: rows.map((row) => String(Number(row['score']))),
      score: deciles.map((row) => String((10 * Number(row['decile_score']) - 5) / 100)),
    },
    kinds: { score: 'number' },
    score: 'score',
    protected: ['race', 'sex', 'age_cat'],
  };
}

function adult(): FairnessCase | null {
  const rows = publicRows('adult/adult-test.csv.gz');
  if (!rows) return null;
  const { columns: names, coefficients, intercept } = reference('adult', 'fairlearn').data as unknown as { columns: string[]; coefficients: number[]; intercept: number };
  const scores = rows.map((row) => {
    const margin = names.reduce((sum, name, i) => sum + coefficients[i]! * Number(row[name]), intercept);
    return Math.floor((1 / (1 + Math.exp(-margin))) * 1000 + 0.5) / 1000;
  });
  return {
    columns: {
      sex: rows.map((row) => row['sex']!),
      race: rows.map((row) => row['race']!),
      workclass: rows.map((row) => (row['workclass'] === '?' ? null : row['workclass']!)),
      label: rows.map((row) => (row['income'] === '>50K' ? '1' : '0')),
      prediction: scores.map((score) => (score >= 0.5 ? '1' : '0')),
      score: scores.map(String),
      weight: rows.map((row) => row['fnlwgt']!),
    },
    kinds: { score: 'number', weight: 'number' },
    score: 'score',
    protected: ['sex', 'race', 'workclass'],
  };
}

function german(): FairnessCase | null {
  const rows = publicRows('german-credit/german.csv');
  if (!rows) return null;
  const one = (holds: boolean): number => (holds ? 1 : 0);
  const points = rows.map(
    (row) =>
      3 * one(row['status'] === 'A11') + 2 * one(row['status'] === 'A12') + one(Number(row['month']) > 24) + one(row['savings'] === 'A61') +
      one(['A71', 'A72'].includes(row['employment']!)) + one(row['housing'] !== 'A152'),
  );
  return {
    columns: {
      sex: rows.map((row) => (['A92', 'A95'].includes(row['personal_status']!) ? 'female' : 'male')),
      age: rows.map(({ age }) => (Number(age) <= 25 ? 'to 25' : Number(age) <= 60 ? '26 to 60' : 'over 60')),
      foreign_worker: rows.map((row) => row['foreign_worker']!),
      label: rows.map((row) => (row['credit'] === '2' ? '1' : '0')),
      prediction: points.map((sum) => (sum >= 4 ? '1' : '0')),
      score: points.map((sum) => String((2 * sum + 1) / 16)),
    },
    kinds: { score: 'number' },
    score: 'score',
    protected: ['sex', 'age', 'foreign_worker'],
    // To be judged bad is what the labels call positive; to be judged good is what people want.
    favourable: '0',
  };
}

function generated(): FairnessCase {
  const rows = csv(readFileSync(fileURLToPath(new URL('../../golden/reference/fairness-peers/generated.csv', import.meta.url)), 'utf8'));
  return { columns: columns(rows, Object.keys(rows[0]!)), kinds: { score: 'number', weight: 'number' }, score: 'score', protected: ['region', 'sex'] };
}

export interface Reference {
  readonly data: { readonly rows: number } & Readonly<Record<string, unknown>>;
  readonly [part: string]: unknown;
}

export function reference(name: PeerCase, peer: string): Reference {
  return JSON.parse(readFileSync(new URL(`../../golden/reference/fairness-peers/${name}.${peer}.json`, import.meta.url), 'utf8')) as Reference;
}

function publicRows(path: string): Row[] | null {
  const file = fileURLToPath(new URL(`../../../../../shared/data/${path}`, import.meta.url));
  if (!existsSync(file)) {
    process.stdout.write(`not checked: ../shared/data/${path} is not there\n`);
    return null;
  }
  const bytes = readFileSync(file);
  return csv((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
}

/** Enough for these files: some texts stand in quotes, none has a quote in it. */
function csv(text: string): Row[] {
  const [head, ...lines] = text.trim().split('\n').map((line) => line.match(/("[^"]*"|[^,]*)(,|$)/g)!.map((cell) => cell.replace(/,$/, '')).slice(0, -1));
  return lines.map((cells) => Object.fromEntries(head!.map((name, i) => [name, cells[i] ?? ''])));
}

function columns(rows: readonly Row[], names: readonly string[]): Columns {
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => (row[name] === '' ? null : row[name]!))]));
}
