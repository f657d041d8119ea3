import type { ColumnInfo } from '../data/table.js';
import { ExplainError } from '../errors.js';
import { groupAxis, rangeNames } from '../method/groups.js';
import type { Subject } from '../method/subject.js';
import { MOST_COMPARED_GROUPS } from './disparity.js';
import type { ReferenceOptions } from './metric.js';
import { attributeSets, groupName } from './outcomeCube.js';

/** Refuses protected columns that cannot define groups, before anything is stored or computed. */
export function checkGroups({ dataset, label, model, grouping, protected: names }: Subject): void {
  let combinations = 1;
  for (const [i, name] of names.entries()) {
    const column = dataset.columns.find((candidate) => candidate.name === name);
    if (!column) {
      throw new ExplainError('BAD_PLAN', `There is no protected column "${name}"; the columns are ${dataset.columns.map((c) => `"${c.name}"`).join(', ')}.`);
    }
    if (names.indexOf(name) !== i) throw new ExplainError('BAD_PLAN', `Protected column "${name}" is named twice; name it once.`);
    if (name === label.column || (model.source === 'predictions' && name === model.prediction)) {
      throw new ExplainError('BAD_PLAN', `"${name}" is the ${name === label.column ? 'label' : 'prediction'}; it cannot define groups as well. Leave it out of the protected columns.`);
    }
    const cuts = grouping.cuts[name];
    if (cuts !== undefined) checkCuts(column, cuts);
    const named = cuts === undefined ? column.levels : rangeNames(cuts);
    const groups = named === null ? null : named.length + (column.missing > 0 ? 1 : 0);
    if (groups === null || groups > MOST_COMPARED_GROUPS) {
      const found = groups === null ? 'too many different values' : `${groups} different values`;
      throw new ExplainError(
        'BAD_PLAN',
        `Protected column "${name}" (${column.kind}) has ${found} to be groups, at most ${MOST_COMPARED_GROUPS} (64 for numbers). ${column.kind === 'number' ? `Say where to cut it into ranges, such as grouping.cuts = { "${name}": [25, 45] }.` : 'Add a column of broader categories, and protect that.'}`,
      );
    }
    if (groups === 1 && dataset.rows > 0) {
      throw new ExplainError(
        'BAD_PLAN',
        `All ${dataset.rows} rows are in one group of protected column "${name}"${named!.length === 1 ? ` ("${named![0]}")` : ' (it is empty)'}; comparing groups needs at least two. Leave the column out or use data with more groups.`,
      );
    }
    combinations *= groups + 1;
  }
  // Groups are counted under one whole number each.
  if (combinations > Number.MAX_SAFE_INTEGER) {
    throw new ExplainError('RESOURCE_LIMIT', `${names.length} protected columns with so many values make too many combinations to count; protect fewer at once.`);
  }
}

/** Refuses cuts that are no ascending numbers, or are given for something else than a protected number column. */
function checkCuts(column: ColumnInfo, cuts: readonly number[]): void {
  if (column.kind !== 'number') throw new ExplainError('BAD_PLAN', `Cuts are given for "${column.name}", which is a ${column.kind} column; only numbers can be cut into ranges.`);
  const isAscending = cuts.length > 0 && cuts.every((cut, i) => Number.isFinite(cut) && (i === 0 || cut > cuts[i - 1]!));
  if (!isAscending) throw new ExplainError('BAD_PLAN', `The cuts of "${column.name}" must be ascending numbers, at least one; got ${JSON.stringify(cuts)}.`);
}

/** Every set of columns is gone through by every metric; more than these would be read by nobody. */
const MOST_ATTRIBUTES = 1000;

/** Sums of the fourth powers of any number of weights are finite up to here. */
const LARGEST_WEIGHT = 1e50;

/** Σ over sizes up to depth of (columns choose size). */
function attributeCount(columns: number, depth: number): number {
  let count = 0;
  let choose = 1;
  for (let size = 1; size <= Math.min(depth, columns); size++) {
    choose = (choose * (columns - size + 1)) / size;
    count += choose;
  }
  return count;
}

/** Refuses groupings that name columns which cannot do what they are named for. */
export function checkGrouping({ dataset, label, model, grouping, protected: names }: Subject): void {
  const { depth, cuts, weight, cluster, withholdBelow } = grouping;
  if (!Number.isInteger(depth) || depth < 1) throw new ExplainError('BAD_PLAN', `The depth to which protected columns are crossed must be a whole number of at least 1; got ${depth}.`);
  const attributes = attributeCount(names.length, depth);
  if (attributes > MOST_ATTRIBUTES) throw new ExplainError('RESOURCE_LIMIT', `${names.length} protected columns crossed up to depth ${depth} make ${attributes} combinations of columns; at most ${MOST_ATTRIBUTES} are compared. Choose a smaller depth or fewer columns.`);
  if (!Number.isInteger(withholdBelow) || withholdBelow < 0) throw new ExplainError('BAD_PLAN', `Groups are withheld below a whole number of rows, 0 for none; got ${withholdBelow}.`);
  if (dataset.rows > 0 && dataset.rows < withholdBelow) throw new ExplainError('BAD_PLAN', `Groups of fewer than ${withholdBelow} rows are to be withheld, and the data have ${dataset.rows} in all: nothing could be told. Use more data or a smaller number.`);
  const cutButNot = Object.keys(cuts).find((name) => !names.includes(name));
  if (cutButNot !== undefined) throw new ExplainError('BAD_PLAN', `Cuts are given for "${cutButNot}", which is not a protected column; the protected columns are ${names.map((name) => `"${name}"`).join(', ')}.`);
  for (const [name, what] of [[weight, 'weight'], [cluster, 'cluster']] as const) {
    if (name === null) continue;
    const column = dataset.columns.find((candidate) => candidate.name === name);
    if (!column) throw new ExplainError('BAD_PLAN', `There is no ${what} column "${name}"; the columns are ${dataset.columns.map((c) => `"${c.name}"`).join(', ')}.`);
    if (name === label.column || (model.source === 'predictions' && (name === model.prediction || name === model.score))) throw new ExplainError('BAD_PLAN', `"${name}" cannot be the ${what} column: it is the label, the prediction or the score.`);
  }
  const weights = dataset.columns.find(({ name }) => name === weight);
  if (!weights) return;
  if (weights.kind !== 'number') throw new ExplainError('BAD_PLAN', `The weight column "${weights.name}" is a ${weights.kind} column; weights are numbers of at least 0.`);
  if (weights.missing > 0) throw new ExplainError('BAD_DATA', `The weight column "${weights.name}" has no value in ${weights.missing} rows; weigh rows that are not to count with 0.`);
  if (weights.numbers !== null && weights.numbers.min < 0) throw new ExplainError('BAD_DATA', `The weight column "${weights.name}" goes down to ${weights.numbers.min}; weights are numbers of at least 0.`);
  if (weights.numbers !== null && weights.numbers.max === 0) throw new ExplainError('BAD_DATA', `All weights in "${weights.name}" are 0, so no row counts; at least one must be above 0.`);
  if (weights.numbers !== null && weights.numbers.max > LARGEST_WEIGHT) throw new ExplainError('BAD_DATA', `The weight column "${weights.name}" reaches ${weights.numbers.max}; weights are numbers of at most ${LARGEST_WEIGHT}. Only their proportions matter: divide them all by the same number.`);
}

/** Refuses a model whose classes are written otherwise than the labels: every prediction would count as wrong. */
export function checkClasses({ label, model }: Subject): void {
  if (model.source !== 'file' || model.task === 'regression' || label.kind === 'number') return;
  const list = (values: readonly string[]): string => values.map((value) => `"${value}"`).join(', ');
  for (const wanted of new Set([label.positive, label.favourable])) {
    if (model.classes.includes(wanted)) continue;
    throw new ExplainError(
      'BAD_MAPPING',
      `The model decides between ${list(model.classes)}, and the label "${label.column}" holds ${list(label.classes)}; the model has no class "${wanted}". Name the classes as the label writes them, in the order of the scores, under output.classes of the mapping.`,
    );
  }
}

/** Refuses reference groups that no row can be in. */
export function checkReferenceGroups(subject: Subject, { referenceGroups }: Pick<ReferenceOptions, 'referenceGroups'>): void {
  const { dataset, grouping, protected: names } = subject;
  const levels = names.map((name): (string | null)[] => {
    const column = dataset.columns.find((candidate) => candidate.name === name);
    return [...groupAxis(subject, name).groups, ...(column && column.missing > 0 ? [null] : [])];
  });
  const attributes = new Map(attributeSets(names.length, grouping.depth).map((set) => [set.map((position) => names[position]!).join(' × '), set]));
  for (const [attribute, group] of Object.entries(referenceGroups)) {
    const set = attributes.get(attribute);
    if (!set) {
      throw new ExplainError('BAD_OPTIONS', `A reference group is given for "${attribute}", which is not compared; there are ${[...attributes.keys()].map((name) => `"${name}"`).join(', ')}.`);
    }
    const names = set.map((position) => levels[position]!.map((value) => groupName([value])));
    if (!isJoined(names, group)) {
      throw new ExplainError('BAD_OPTIONS', `"${group}" is no group of "${attribute}"; there are ${firstJoined(names, 10).map((name) => `"${name}"`).join(', ')}${names.reduce((product, { length }) => product * length, 1) > 10 ? ', …' : ''}.`);
    }
  }
}

const SEPARATOR = ' × ';

/** Whether a text is one name of each list, joined. Read along the text, since there may be more combinations than can be written down. */
function isJoined(lists: readonly (readonly string[])[], text: string): boolean {
  let ends = new Set([0]);
  lists.forEach((names, i) => {
    const parts = names.map((name) => (i === 0 ? name : SEPARATOR + name));
    ends = new Set([...ends].flatMap((end) => parts.filter((part) => text.startsWith(part, end)).map((part) => end + part.length)));
  });
  return ends.has(text.length);
}

/** The first so many combinations, the last list's names changing fastest. */
function firstJoined(lists: readonly (readonly string[])[], most: number): string[] {
  return lists.reduce<string[]>((joined, names, i) => joined.flatMap((before) => names.slice(0, most).map((name) => (i === 0 ? name : before + SEPARATOR + name))).slice(0, most), ['']);
}
