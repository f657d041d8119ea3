import { randomStream, type RandomStream } from '@plumbline/explain-core/random/stream';

/**
 * The demonstration's data: applications for a loan, made up from a seed, with a bias planted on purpose, so that what an audit finds can be held
 * against what is true. docs/demo.md says the same in words.
 *
 *   merit z = 1.1·(income − 42)/15 − 1.6·(debtRatio − 0.35)/0.15 + 0.5·(yearsEmployed − 8)/6 − 0.9·latePayments + 0.6
 *   deserved: z + logistic noise > 0. Neither sex nor origin enters it.
 *   The planted bias: of the deserving applicants of immigrant origin, a share of `plantedRefusals` was refused all the same.
 *   The proxy: `district` depends on origin (see districtOf), so a model can learn the bias without seeing origin.
 */
export const lending = {
  seed: 20,
  trainingSeed: 21,
  rows: 6_000,
  immigrantShare: 0.25,
  femaleShare: 0.48,
  /** Share of deserving immigrant applicants who were refused. */
  plantedRefusals: 0.35,
  /** Share of immigrants who live in the districts Harbour and Mill, where few others do. */
  concentration: 0.8,
} as const;

export const lendingColumns = ['age', 'sex', 'origin', 'district', 'income', 'debt_ratio', 'years_employed', 'late_payments', 'purpose', 'approved'] as const;

export interface Application {
  readonly age: number;
  readonly sex: 'female' | 'male';
  readonly origin: 'immigrant' | 'native';
  readonly district: string;
  /** Thousands a year; missing for some, as on real forms. */
  readonly income: number | null;
  readonly debtRatio: number;
  readonly yearsEmployed: number;
  readonly latePayments: number;
  readonly purpose: string;
  /** What merit alone would have given. Not a column of the file. */
  readonly deserved: boolean;
  readonly approved: boolean;
}

export function application(row: number, stream: RandomStream): Application {
  const draws = stream.child(row);
  const uniform = (name: string): number => draws.child(name).uniform(0);
  const normal = (name: string): number => draws.child(name).normal(0);
  const immigrant = uniform('origin') < lending.immigrantShare;
  const age = Math.round(Math.min(75, Math.max(18, 41 + 13 * normal('age'))));
  const yearsEmployed = Math.round(Math.min(age - 18, Math.abs(0.3 * (age - 18) + 5 * normal('employed'))));
  const income = Math.round(10 * Math.min(160, Math.max(8, 42 + 0.35 * yearsEmployed + 14 * normal('income')))) / 10;
  const debtRatio = Math.round(1000 * Math.min(0.95, Math.max(0, 0.35 + 0.15 * normal('debt')))) / 1000;
  const latePayments = [0.6, 0.82, 0.93, 0.98].filter((bound) => uniform('late') >= bound).length;
  const merit = (1.1 * (income - 42)) / 15 - (1.6 * (debtRatio - 0.35)) / 0.15 + (0.5 * (yearsEmployed - 8)) / 6 - 0.9 * latePayments + 0.6;
  const chance = uniform('chance');
  const deserved = merit + 0.5 * Math.log(chance === 0 ? Number.MIN_VALUE : chance / (1 - chance)) > 0;
  const refused = immigrant && uniform('bias') < lending.plantedRefusals;
  return {
    age,
    sex: uniform('sex') < lending.femaleShare ? 'female' : 'male',
    origin: immigrant ? 'immigrant' : 'native',
    district: districtOf(immigrant, uniform('district')),
    income: uniform('missing') < 0.02 ? null : income,
    debtRatio,
    yearsEmployed,
    latePayments,
    purpose: ['car', 'home', 'education', 'business'][[0.45, 0.7, 0.9].filter((bound) => uniform('purpose') >= bound).length]!,
    deserved,
    approved: deserved && !refused,
  };
}

function districtOf(immigrant: boolean, draw: number): string {
  const near = immigrant ? lending.concentration : 0.1;
  if (draw < near) return draw < near / 2 ? 'Harbour' : 'Mill';
  return ['Castle', 'Garden', 'Lake', 'Station'][Math.min(3, Math.floor((4 * (draw - near)) / (1 - near)))]!;
}

export const lendingStream = (seed: number): RandomStream => randomStream(seed).child('lending');

/** The file as CSV; the same text every time. The models learned from another seed's file, so the audited rows are new to them. */
export function lendingCsv(seed: number = lending.seed, rows: number = lending.rows): string {
  const stream = lendingStream(seed);
  const lines = Array.from({ length: rows }, (_, row) => {
    const { age, sex, origin, district, income, debtRatio, yearsEmployed, latePayments, purpose, approved } = application(row, stream);
    return [age, sex, origin, district, income ?? '', debtRatio, yearsEmployed, latePayments, purpose, approved ? 'yes' : 'no'].join(',');
  });
  return `${lendingColumns.join(',')}\n${lines.join('\n')}\n`;
}
