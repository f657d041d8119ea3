import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Column, Table } from '../../src/data/table.js';

/** German Credit of the public data beside the repository (CC BY 4.0, UCI); null, with a line that says so, where it is not there. */
export function germanCredit(): Table | null {
  const file = join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'data', 'german-credit', 'german.csv');
  if (!existsSync(file)) {
    process.stdout.write('german.csv is not beside the repository: these tests have nothing to look at\n');
    return null;
  }
  const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n').map((line) => line.trim().split(','));
  const columns = header.map((name, j): Column => {
    const cells = lines.map((line) => line[j]);
    if (cells.every((cell) => cell !== '' && Number.isFinite(Number(cell)))) return { kind: 'number', name, values: Float64Array.from(cells, Number) };
    const levels = [...new Set(cells)].sort();
    return { kind: 'category', name, levels, codes: Int32Array.from(cells, (cell) => levels.indexOf(cell)) };
  });
  return { rows: lines.length, columns };
}
