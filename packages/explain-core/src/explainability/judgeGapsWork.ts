import { ExplainError } from '../errors.js';
import { choiceOfWork } from '../method/choice.js';
import type { Artifact } from '../method/result.js';
import type { MethodChoice } from '../method/task.js';
import type { LocalPartial } from './explainRows.js';
import { adjusted, gapDealings, testedGaps, type TestedGap } from './gapTests.js';
import { explaining, nothingToJudge, seatsOf } from './localWork.js';
import { judges } from './registry.js';
import { judgedMeasure } from './summaries.js';
import { toResult, type ExplainabilityWork } from './work.js';

/** A gap of what a judge measured of an explainer. */
interface JudgedGap extends TestedGap {
  readonly explainer: string;
  readonly judge: string;
}

/**
 * Are explanations as good for one group as for another? The widest gap between the groups' means of everything that judges measure of each explainer, with its test. It reads what the explainers' tasks left, since only
 * all gaps together say by how much p-values are to be adjusted.
 */
export const judgeGapsWork: ExplainabilityWork = {
  id: 'judgeGaps',
  methods: judges,
  // The judges' own measures are said to be missing where they are missing.
  measuresOf: () => [],
  lacking(subject, { method }, all) {
    if (subject.protected.length === 0) return 'the audit has no protected attribute whose groups could be compared';
    if (explaining(subject, all).length === 0) return nothingToJudge(subject, all);
    return judges.find(({ id }) => id === method)!.lacking?.(subject) ?? null;
  },
  tasks: () => [],
  reads: (subject, all) => explaining(subject, all).map(({ id }) => id),
  run() {
    throw new ExplainError('BAD_PLAN', 'Gaps between groups in what judges found have no tasks of their own.');
  },
  combine(partials, { subject, methods, random }) {
    const parts = partials as unknown as readonly LocalPartial[];
    const dealt = gapDealings(random.child('judgeGaps'));
    const gaps = [...new Set(parts.map(({ explainer }) => explainer))].flatMap((explainer) => {
      const rows = parts.filter((part) => part.explainer === explainer).flatMap((part) => part.rows);
      return seatsOf(methods).flatMap(({ judge, options }) =>
        judge.judged.flatMap((measured) => testedGaps(subject, rows, judgedMeasure(subject, judge.id, measured), options, dealt).map((tested): JudgedGap => ({ ...tested, explainer, judge: judge.id }))),
      );
    });
    return {
      results: adjusted(gaps).map(({ gap, explainer, judge }) => toResult(choiceOfWork('explainability', judge, methods), gap, { explainer })),
      artifacts: foundBefore(parts, methods),
    };
  },
};

/** What judges found out before they saw a row, as the artifact `explainability/<judge>/found`; what belongs to curves is told with them. */
function foundBefore(parts: readonly LocalPartial[], methods: readonly MethodChoice[]): Artifact[] {
  return seatsOf(methods).flatMap(({ judge: { id } }) => {
    const part = parts.find(({ judges: about, rows }) => about[id]?.about !== undefined && rows[0]?.followed?.[id] === undefined);
    if (part === undefined) return [];
    const { method, version } = choiceOfWork('explainability', id, methods);
    return [{ name: `explainability/${id}/found`, body: { method, version, ...part.judges[id]!.about } }];
  });
}
