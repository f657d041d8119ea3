import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/**
 * Writes a CSV file that looks like a lending table: 6 whole numbers, 4 decimals (one with all 16 or 17 digits that a double has), 6 categories of 2 to 3,000 levels, missing
 * values in three columns. The same size and seed give the same bytes.
 */
export async function writeLendingCsv(path, { rows, sizeBytes = Infinity, seed = 1 }) {
  let state = seed >>> 0;
  // A small generator (xorshift32) so that the file is the same everywhere; nothing statistical hangs on it.
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
  };
  const pick = (levels) => levels[Math.floor(next() * levels.length)];
  const sexes = ['female', 'male'];
  const purposes = ['car', 'furniture', 'radio/television', 'education', 'business', 'repairs', 'retraining', 'other'];
  const regions = Array.from({ length: 48 }, (_, k) => `Region ${k + 1}`);
  const towns = Array.from({ length: 3000 }, (_, k) => `Town of ${k.toString(36)}`);
  const employments = ['unemployed', 'under 1 year', '1 to 4 years', '4 to 7 years', 'over 7 years'];
  const file = createWriteStream(path, { highWaterMark: 2 ** 20 });
  file.write('applicant,age,sex,region,town,income,amount,duration_months,rate,debt_ratio,employment,purpose,dependants,late_payments,score,approved\n');
  let written = 0;
  let size = 0;
  while (written < rows && size < sizeBytes) {
    const lines = [];
    for (let k = 0; k < 2000 && written < rows; k++, written++) {
      const income = next() < 0.02 ? '' : (800 + next() * 9000).toFixed(2);
      lines.push(
        `${written + 1},${18 + Math.floor(next() * 70)},${pick(sexes)},${pick(regions)},${pick(towns)},${income},${500 + Math.floor(next() * 50_000)},${6 + Math.floor(next() * 66)},${(next() * 12).toFixed(3)},${next() < 0.01 ? '' : next().toFixed(6)},${next() < 0.03 ? '' : pick(employments)},"${pick(purposes)}",${Math.floor(next() * 5)},${Math.floor(next() * 4)},${next() + next() / 2 ** 32},${next() < 0.6 ? 1 : 0}`,
      );
    }
    const text = `${lines.join('\n')}\n`;
    size += text.length;
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return { rows: written };
}

/** The plain table that `\copy` fills: a fitting type for each column. */
export const lendingTable = `(applicant integer, age smallint, sex text, region text, town text, income double precision, amount integer, duration_months smallint, rate double precision, debt_ratio double precision,
  employment text, purpose text, dependants smallint, late_payments smallint, score double precision, approved smallint)`;
