import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import type { LabelSubject } from '@plumbline/explain-core/method/subject';
import { badInput } from '../../errors.js';

/** What is asked of which columns; everything here can be checked without reading a row or asking the model. */
export interface Question {
  readonly label: string;
  readonly positive?: string | null;
  readonly favourable?: string | null;
  readonly protected: readonly string[];
  readonly ignore?: readonly string[] | null;
}

/** Pairs whose positive one needs no telling. */
const knownPairs: readonly (readonly [string, string])[] = [['0', '1'], ['false', 'true'], ['False', 'True'], ['FALSE', 'TRUE']];

/** More groups than this would each hold next to nothing, and nobody could read the result. */
const maxGroups = 100;

/** The label with its classes. `wanted` says how many classes there must be, when something else fixes that. */
export function labelOf(columns: readonly ColumnInfo[], { label, positive, favourable }: Question, wanted: { classes: number; because: string } | null): LabelSubject {
  const classes = levelsOf(columnNamed(columns, label, 'label'), 'label');
  if (classes.length < 2) {
    throw badInput(`The label "${label}" has ${classes.length === 0 ? 'no value at all' : `only the value "${classes[0]}"`}; at least two different values are needed.`);
  }
  if (wanted !== null && classes.length !== wanted.classes) {
    throw badInput(`The label "${label}" has ${classes.length} values (${list(classes)}), but ${wanted.because}. Give a label with ${wanted.classes}, or ignore the other rows before uploading.`);
  }
  const chosen = positive ?? knownPairs.find((pair) => pair.length === classes.length && pair.every((value) => classes.includes(value)))?.[1];
  if (chosen === undefined) throw badInput(`Say which value of the label "${label}" is the positive one: ${list(classes)}.`);
  for (const [name, value] of [['positive', chosen], ['favourable', favourable ?? chosen]] as const) {
    if (!classes.includes(value)) throw badInput(`"${name}" is "${value}", but the values of the label "${label}" are ${list(classes)}.`);
  }
  return { column: label, classes, positive: chosen, favourable: favourable ?? chosen };
}

/** The columns as this audit sees them: label and ignored columns have those roles here, whatever the data set says of them. */
export function columnsFor(columns: readonly ColumnInfo[], question: Question): ColumnInfo[] {
  const { label, protected: groups, ignore } = question;
  const ignored = ignore ?? [];
  if (groups.length === 0) throw badInput('Name at least one protected column: the groups that are compared come from it.');
  refuseRepeats(groups, 'protected');
  for (const name of groups) checkGroups(columnNamed(columns, name, 'protected'));
  for (const name of ignored) columnNamed(columns, name, 'ignore');
  if (groups.includes(label)) throw badInput(`"${label}" cannot be both the label and a protected column.`);
  for (const name of ignored) {
    if (name === label || groups.includes(name)) throw badInput(`"${name}" is ignored, but it is also the ${name === label ? 'label' : 'protected column'}.`);
  }
  return columns.map((column) => {
    if (column.name === label) return { ...column, role: 'label' };
    return ignored.includes(column.name) ? { ...column, role: 'ignored' } : column;
  });
}

function checkGroups(column: ColumnInfo): void {
  const levels = levelsOf(column, 'protected column');
  const groups = levels.length + (column.missing > 0 ? 1 : 0);
  if (groups < 2) throw badInput(`All rows are in one group of the protected column "${column.name}"${levels.length === 1 ? ` ("${levels[0]}")` : ''}; there is nothing to compare.`);
  if (groups > maxGroups) throw badInput(`The protected column "${column.name}" has ${groups} groups; at most ${maxGroups} can be compared. Put its values into fewer groups before uploading.`);
}

export function columnNamed(columns: readonly ColumnInfo[], name: string, what: string): ColumnInfo {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) throw badInput(`There is no column "${name}" (${what}); the columns are ${list(columns.map((c) => c.name))}.`);
  return column;
}

function levelsOf({ name, kind, levels }: ColumnInfo, what: string): readonly string[] {
  if (levels === null) throw badInput(`The ${what} "${name}" (${kind}) has too many different values to be classes or groups.`);
  return levels;
}

function refuseRepeats(names: readonly string[], what: string): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw badInput(`"${repeated}" is named twice in "${what}".`);
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => `"${name}"`).join(', ');
  return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown;
}
