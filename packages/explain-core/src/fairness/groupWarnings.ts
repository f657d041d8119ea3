import { lookAlikes, shownApart } from '../data/lookAlikes.js';
import type { Json } from '../json.js';
import type { Artifact } from '../method/result.js';
import type { Subject } from '../method/subject.js';

/** Something about the groups that a reader should know; nothing was changed on account of it. */
export interface GroupWarning {
  readonly code: 'lookAlikeGroups';
  readonly attribute: string;
  readonly message: string;
  readonly examples: readonly string[];
}

const SHOWN = 5;

/** Groups that differ only in how their names are written are kept apart, as the data have them, and told of. */
export function groupWarnings({ dataset, grouping, protected: names }: Pick<Subject, 'dataset' | 'grouping' | 'protected'>): GroupWarning[] {
  return names.flatMap((attribute): GroupWarning[] => {
    if (grouping.cuts[attribute] !== undefined) return [];
    const sets = lookAlikes(dataset.columns.find(({ name }) => name === attribute)?.levels ?? []);
    if (sets.length === 0) return [];
    const which = sets.length === 1 ? 'Some groups differ' : `Groups in ${sets.length} sets differ`;
    return [
      {
        code: 'lookAlikeGroups',
        attribute,
        message: `${which} only in case, blanks, width or the way accents are written. They are compared as different groups; if they mean the same, write them alike and upload the data again.`,
        examples: sets.slice(0, SHOWN).map(shownApart),
      },
    ];
  });
}

/** None where there is nothing to warn of. */
export function groupWarningsArtifacts(subject: Subject): Artifact[] {
  const warnings = groupWarnings(subject);
  return warnings.length === 0 ? [] : [{ name: 'fairness/groupWarnings', body: warnings as unknown as Json }];
}
