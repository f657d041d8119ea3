import { ExplainError } from '../errors.js';
import type { Subject } from '../method/subject.js';
import { MOST_COMPARED_GROUPS } from './disparity.js';
import type { ReferenceOptions } from './metric.js';
import { attributeSets, groupName } from './outcomeCube.js';

/** Refuses protected columns that cannot define groups, before anything is stored or computed. */
export function checkGroups({ dataset, label, model, protected: names }: Subject): void {
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
    const groups = column.levels === null ? null : column.levels.length + (column.missing > 0 ? 1 : 0);
    if (groups === null || groups > MOST_COMPARED_GROUPS) {
      const found = groups === null ? 'too many different values' : `${groups} different values`;
      throw new ExplainError(
        'BAD_PLAN',
        `Protected column "${name}" (${column.kind}) has ${found} to be groups, at most ${MOST_COMPARED_GROUPS} (64 for numbers). Add a column of ranges or broader categories, such as "under 25", "25 to 45", "over 45", and protect that.`,
      );
    }
    if (groups === 1 && dataset.rows > 0) {
      throw new ExplainError(
        'BAD_PLAN',
        `All ${dataset.rows} rows are in one group of protected column "${name}"${column.levels!.length === 1 ? ` ("${column.levels![0]}")` : ' (it is empty)'}; comparing groups needs at least two. Leave the column out or use data with more groups.`,
      );
    }
    combinations *= groups + 1;
  }
  // Groups are counted under one whole number each.
  if (combinations > Number.MAX_SAFE_INTEGER) {
    throw new ExplainError('RESOURCE_LIMIT', `${names.length} protected columns with so many values make too many combinations to count; protect fewer at once.`);
  }
}

/** Refuses a model whose classes are written otherwise than the labels: every prediction would count as wrong. */
export function checkClasses({ label, model }: Subject): void {
  if (model.source !== 'file' || model.task === 'regression') return;
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
export function checkReferenceGroups({ dataset, protected: names }: Subject, { referenceGroups }: ReferenceOptions): void {
  const levels = names.map((name): (string | null)[] => {
    const column = dataset.columns.find((candidate) => candidate.name === name);
    return [...(column?.levels ?? []), ...(column && column.missing > 0 ? [null] : [])];
  });
  const attributes = new Map(attributeSets(names.length).map((set) => [set.map((position) => names[position]!).join(' × '), set]));
  for (const [attribute, group] of Object.entries(referenceGroups)) {
    const set = attributes.get(attribute);
    if (!set) {
      throw new ExplainError('BAD_OPTIONS', `A reference group is given for "${attribute}", which is not compared; there are ${[...attributes.keys()].map((name) => `"${name}"`).join(', ')}.`);
    }
    const possible = set.reduce<(string | null)[][]>((rows, position) => rows.flatMap((row) => levels[position]!.map((value) => [...row, value])), [[]]);
    if (!possible.some((values) => groupName(values) === group)) {
      throw new ExplainError('BAD_OPTIONS', `"${group}" is no group of "${attribute}"; there are ${possible.slice(0, 10).map((values) => `"${groupName(values)}"`).join(', ')}${possible.length > 10 ? ', …' : ''}.`);
    }
  }
}
