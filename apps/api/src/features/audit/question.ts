import { lookAlikes, shownApart } from '@plumbline/explain-core/data/lookAlikes';
import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import type { ClassLabel, NumberLabel } from '@plumbline/explain-core/method/subject';
import { badInput } from '../../errors.js';
import { columnNamed, listed } from './columns.js';
import type { GroupingRequest } from './grouping.js';

/** What a model is for: telling classes apart, or predicting a number. */
export type AuditTask = 'classification' | 'regression';

/** What is asked of which columns; everything here can be checked without reading a row or asking the model. */
export interface Question {
  readonly label: string;
  /** Left out: what the model does; where that is not known, regression for a label of more than MOST_CLASSES different numbers. */
  readonly task?: AuditTask | null;
  readonly positive?: string | null;
  /** A class; of a number, "higher" or "lower". */
  readonly favourable?: string | null;
  readonly protected: readonly string[];
  readonly ignore?: readonly string[] | null;
  readonly grouping?: GroupingRequest | null;
}

/** Pairs whose positive one needs no telling. */
const knownPairs: readonly (readonly [string, string])[] = [['0', '1'], ['false', 'true'], ['False', 'True'], ['FALSE', 'TRUE']];

/** A label of more different numbers is a quantity rather than codes of classes, unless somebody says otherwise. */
const MOST_CLASSES = 20;

/** What the label is to be taken as. `model`: what the model is known to do; null where it has not been asked yet, or cannot be. */
export function taskOf(columns: readonly ColumnInfo[], { label, task }: Question, model: AuditTask | null): AuditTask {
  const { kind, levels } = columnNamed(columns, label, 'label');
  const chosen = task ?? model ?? (kind === 'number' && (levels === null || levels.length > MOST_CLASSES) ? 'regression' : 'classification');
  if (model !== null && chosen !== model) {
    throw badInput(`The audit is to be about ${chosen === 'regression' ? 'a predicted number' : 'predicted classes'}, but the model ${model === 'regression' ? 'answers a number' : 'decides between classes'}.`);
  }
  if (chosen === 'regression' && kind !== 'number') {
    throw badInput(`The label "${label}" is a ${kind} column, but ${model === 'regression' ? 'the model answers a number' : 'a regression predicts a number'}. Name the number column that it predicts.`);
  }
  return chosen;
}

/** Sums of the fourth powers of any number of such numbers are finite. */
const LARGEST_NUMBER = 1e50;

/** Refuses numbers of which sums and squares would not be numbers any more. */
export function refuseHuge({ name, numbers }: ColumnInfo): void {
  if (numbers === null) return;
  const furthest = Math.abs(numbers.min) > Math.abs(numbers.max) ? numbers.min : numbers.max;
  if (Math.abs(furthest) > LARGEST_NUMBER) throw badInput(`"${name}" reaches ${furthest}; numbers up to ${LARGEST_NUMBER} can be compared. Choose a larger unit, or leave those rows out.`);
}

/** The label of a regression. */
export function numberLabelOf(columns: readonly ColumnInfo[], { label, positive, favourable }: Question): NumberLabel {
  const column = columnNamed(columns, label, 'label');
  if (column.numbers === null) throw badInput(`The label "${label}" has no value at all; a regression needs numbers to be compared with.`);
  refuseHuge(column);
  if ((positive ?? null) !== null) throw badInput(`"positive" is "${positive}", but the label "${label}" is a number; it has no positive class.`);
  if ((favourable ?? null) !== null && favourable !== 'higher' && favourable !== 'lower') {
    throw badInput(`"favourable" is "${favourable}", but the label "${label}" is a number; say whether "higher" or "lower" predictions are what people want, or leave it out.`);
  }
  return { kind: 'number', column: label, favourable: (favourable as NumberLabel['favourable'] | undefined) ?? null };
}

/** The label with its classes. `wanted` says how many classes there must be, when something else fixes that. */
export function labelOf(columns: readonly ColumnInfo[], { label, positive, favourable }: Question, wanted: { classes: number; because: string } | null): ClassLabel {
  const column = columnNamed(columns, label, 'label');
  const classes = column.levels;
  if (classes === null) throw badInput(`The label "${label}" (${column.kind}) has too many different values to be classes.`);
  if (classes.length < 2) {
    throw badInput(`The label "${label}" has ${classes.length === 0 ? 'no value at all' : `only the value "${classes[0]}"`}; at least two different values are needed.`);
  }
  const alike = lookAlikes(classes);
  if (alike.length > 0) {
    throw badInput(`Values of the label "${label}" differ only in case, blanks, width or the way accents are written: ${alike.slice(0, 5).map(shownApart).join('; ')}. As different classes they would count as errors of each other; write them alike before uploading.`);
  }
  if (wanted !== null && classes.length !== wanted.classes) {
    throw badInput(`The label "${label}" has ${classes.length} values (${listed(classes)}), but ${wanted.because}. Give a label with ${wanted.classes}, or ignore the other rows before uploading.`);
  }
  const chosen = positive ?? knownPairs.find((pair) => pair.length === classes.length && pair.every((value) => classes.includes(value)))?.[1];
  if (chosen === undefined) throw badInput(`Say which value of the label "${label}" is the positive one: ${listed(classes)}.`);
  for (const [name, value] of [['positive', chosen], ['favourable', favourable ?? chosen]] as const) {
    if (!classes.includes(value)) throw badInput(`"${name}" is "${value}", but the values of the label "${label}" are ${listed(classes)}.`);
  }
  return { column: label, classes, positive: chosen, favourable: favourable ?? chosen };
}

/** The columns as this audit sees them: label and ignored columns have those roles here, whatever the data set says of them. */
export function columnsFor(columns: readonly ColumnInfo[], question: Question): ColumnInfo[] {
  const { label, protected: groups, ignore } = question;
  const ignored = ignore ?? [];
  if (groups.length === 0) throw badInput('Name at least one protected column: the groups that are compared come from it.');
  refuseRepeats(groups, 'protected');
  for (const name of groups) columnNamed(columns, name, 'protected');
  for (const name of ignored) columnNamed(columns, name, 'ignore');
  if (groups.includes(label)) throw badInput(`"${label}" cannot be both the label and a protected column.`);
  for (const name of ignored) {
    const { weight, cluster } = question.grouping ?? {};
    const use = name === label ? 'label' : groups.includes(name) ? 'protected column' : name === weight ? 'weight column' : name === cluster ? 'cluster column' : null;
    if (use !== null) throw badInput(`"${name}" is ignored, but it is also the ${use}.`);
  }
  return columns.map((column) => {
    if (column.name === label) return { ...column, role: 'label' };
    // Nothing is learned from these, nor do attacks move them.
    if (column.name === question.grouping?.weight) return { ...column, role: 'weight' };
    if (column.name === question.grouping?.cluster) return { ...column, role: 'id' };
    return ignored.includes(column.name) ? { ...column, role: 'ignored' } : column;
  });
}

function refuseRepeats(names: readonly string[], what: string): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw badInput(`"${repeated}" is named twice in "${what}".`);
}
