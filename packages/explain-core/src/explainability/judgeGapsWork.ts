import { ExplainError } from '../errors.js';
import { choiceOfWork } from '../method/choice.js';
import type { ExplainedRow, JudgedMeasure } from './explainer.js';
import type { LocalPartial } from './explainRows.js';
import { adjusted, gapDealings, testedGaps, type TestedGap } from './gapTests.js';
import type { RowMeasure } from './groupMeasures.js';
import { explaining, nothingToJudge, seatsOf } from './localWork.js';
import { noProbabilityBecause } from './needsModel.js';
import { judges } from './registry.js';
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
    return judges.find(({ id }) => id === method)!.judgesNumbers ? null : noProbabilityBecause(subject);
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
        judge.judged.flatMap((measured) => testedGaps(subject, rows, judgedMeasure(judge.id, measured), options, dealt).map((tested): JudgedGap => ({ ...tested, explainer, judge: judge.id }))),
      );
    });
    return { results: adjusted(gaps).map(({ gap, explainer, judge }) => toResult(choiceOfWork('explainability', judge, methods), gap, { explainer })), artifacts: [] };
  },
};

/** What a judge found of a row as something to be summed up by group. */
function judgedMeasure(judge: string, { id, range, undefinedBecause }: JudgedMeasure): RowMeasure<ExplainedRow> {
  return { id, kind: 'mean', range, undefinedBecause, of: ({ judged }) => judged[judge]?.[id] ?? null };
}
