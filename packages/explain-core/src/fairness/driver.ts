import type { Subject } from '../method/subject.js';
import type { Driver } from '../method/task.js';
import { worksDriver } from '../method/worksDriver.js';
import { notEstimable } from '../numeric/estimate.js';
import { checkClasses, checkGrouping, checkGroups, checkReferenceGroups } from './checkSubject.js';
import { groupWarningsArtifacts } from './groupWarnings.js';
import { toResult } from './toResult.js';
import type { FairnessWork } from './work.js';
import { fairnessWorks } from './works.js';

/** Fairness is several works, each with methods of its own; most of them follow from one pass over the rows. */
export const fairness: Driver = worksDriver<FairnessWork>({
  pillar: 'fairness',
  works: fairnessWorks,
  defaults: ({ label }) => fairnessWorks.filter(({ about }) => (about === 'numbers') === (label.kind === 'number')).flatMap(({ methods }) => methods.filter(({ onRequest }) => onRequest !== true).map(({ id }) => ({ method: id }))),
  check(subject, methods) {
    checkGrouping(subject);
    checkGroups(subject);
    checkClasses(subject);
    for (const { options } of methods) {
      if ('referenceGroups' in options) checkReferenceGroups(subject, { referenceGroups: options['referenceGroups'] as Record<string, string> });
    }
  },
  lackingAll: otherKind,
  unmet: (choice, because) => [toResult(choice, { estimate: notEstimable(0, because) })],
  artifacts: groupWarningsArtifacts,
});

/** Why a work's methods mean nothing for what is predicted here; null where they do. */
function otherKind({ about }: FairnessWork, { label, model }: Subject): string | null {
  if (about !== 'numbers') return label.kind === 'number' || (model.source === 'file' && model.task === 'regression') ? 'the model predicts a number, and this metric is about predicted classes' : null;
  return label.kind === 'number' && (model.source === 'predictions' || model.task === 'regression') ? null : 'the model decides between classes, and this metric is about a predicted number';
}
