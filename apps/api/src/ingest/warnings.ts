import { escaped, invisible, lookAlikes } from '@plumbline/explain-core/data/lookAlikes';
import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import type { CellCounts } from './columnBuffers.js';
import { readDecimal } from './decimal.js';
import type { IngestWarning } from './rules.js';

const shown = 5;

/** What looks as if it was not meant so. Nothing is merged or changed: whether " Female" and "female" are one group is for the data's owner to say. */
export function warningsOf(columns: readonly ColumnInfo[], counts: readonly CellCounts[]): IngestWarning[] {
  return columns.flatMap((column, index) => [...ofLevels(column), ...ofCounts(column, counts[index])]);
}

function ofLevels({ name, kind, levels }: ColumnInfo): IngestWarning[] {
  if (kind !== 'category' || levels === null) return [];
  const warnings: IngestWarning[] = [];
  const groups = lookAlikes(levels);
  if (groups.length > 0) {
    warnings.push({
      code: 'lookAlikeLevels',
      column: name,
      message: `In "${name}", ${groups.length === 1 ? 'some levels differ' : `levels in ${groups.length} sets differ`} only in case, blanks, width or the way accents are written, and are counted as different groups.`,
      examples: groups.slice(0, shown).map((group) => group.map((level) => JSON.stringify(level)).join(' and ')),
    });
  }
  const hidden = levels.filter((level) => invisible.test(level));
  if (hidden.length > 0) {
    warnings.push({ code: 'invisibleCharacters', column: name, message: `${hidden.length} levels of "${name}" hold characters that cannot be seen.`, examples: hidden.slice(0, shown).map((level) => escaped(JSON.stringify(level))) });
  }
  const numeric = levels.filter((level) => typeof readDecimal(level.normalize('NFKC').replace(',', '.').trim()) === 'number');
  if (levels.length > 0 && numeric.length >= 0.9 * levels.length && levels.some((level) => typeof readDecimal(level.trim()) !== 'number')) {
    const others = levels.filter((level) => typeof readDecimal(level.trim()) !== 'number');
    warnings.push({ code: 'looksNumeric', column: name, message: `"${name}" looks like numbers but is taken as a category because of some values. Write numbers with a point, or name a mark for missing values.`, examples: others.slice(0, shown) });
  }
  return warnings;
}

function ofCounts({ name, kind, missing, levels, numbers }: ColumnInfo, counts: CellCounts): IngestWarning[] {
  const warnings: IngestWarning[] = [];
  if (kind === 'number' && numbers === null) warnings.push({ code: 'noValues', column: name, message: `"${name}" has no values: all ${missing} are missing.`, examples: [] });
  if (kind === 'category' && levels?.length === 0) warnings.push({ code: 'noValues', column: name, message: `"${name}" has no values: all ${missing} are missing.`, examples: [] });
  if (kind === 'number' && counts.leadingZeros > 0) {
    warnings.push({ code: 'leadingZeros', column: name, message: `${counts.leadingZeros} numbers in "${name}" are written with zeros in front, as codes are. Take the column as a category if they are codes.`, examples: [] });
  }
  if (counts.roundedIntegers > 0) {
    warnings.push({ code: 'roundedIntegers', column: name, message: `${counts.roundedIntegers} whole numbers in "${name}" are over 2^53 and were rounded.`, examples: [] });
  }
  return warnings;
}
