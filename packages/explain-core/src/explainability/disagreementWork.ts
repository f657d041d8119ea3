import { ExplainError } from '../errors.js';
import { choiceOfWork } from '../method/choice.js';
import { explainedClass } from './ask.js';
import { agreementOf, type Agreement } from './agreement.js';
import { disagreement, disagreementMeasures } from './disagreement.js';
import type { Measurement } from './explainer.js';
import type { LocalPartial } from './explainRows.js';
import { adjusted, gapDealings, testedGaps, type TestedGap } from './gapTests.js';
import { groupedMeasure, type RowMeasure } from './groupMeasures.js';
import { explaining, nothingToJudge } from './localWork.js';
import type { LocalOptions } from './options.js';
import { toResult, type ExplainabilityWork } from './work.js';

/** A row that two explainers explain. */
interface PairedRow {
  readonly groups: readonly (string | null)[];
  readonly agreement: Agreement;
}

interface Pair {
  readonly explainer: string;
  readonly other: string;
}

/** Compares what the explainers' tasks left, and so asks the model nothing. */
export const disagreementWork: ExplainabilityWork = {
  id: disagreement.id,
  methods: [disagreement],
  measuresOf: () => disagreementMeasures,
  lacking(subject, _choice, all) {
    const able = explaining(subject, all);
    if (able.length === 0) return nothingToJudge(subject, all);
    if (able.length === 1) return `only one explainer of the plan (${able[0]!.id}) explains single rows of this model, and agreement needs two`;
    const classes = able.map(({ id }) => explainedClass(subject, (choiceOfWork('explainability', id, all).options as unknown as LocalOptions).class));
    return new Set(classes).size === classes.length ? `the explainers of the plan explain a class each (${classes.join(', ')})` : null;
  },
  tasks: () => [],
  reads: (subject, all) => explaining(subject, all).map(({ id }) => id),
  run() {
    throw new ExplainError('BAD_PLAN', 'The agreement of explainers has no tasks of its own.');
  },
  combine(partials, { subject, methods, random }) {
    const choice = choiceOfWork('explainability', disagreement.id, methods);
    const options = disagreement.options.parse(choice.options);
    const parts = partials as unknown as readonly LocalPartial[];
    const dealt = gapDealings(random.child(disagreement.id));
    const found: { readonly measurement: Measurement; readonly pair: Pair }[] = [];
    const gaps: (TestedGap & { readonly pair: Pair })[] = [];
    for (const pair of pairsAmong(parts)) {
      const rows = pairedRows(parts, pair, options.top);
      for (const measure of disagreementMeasures.map(measureOf)) {
        found.push(...groupedMeasure(subject, rows, measure, options).map((measurement) => ({ measurement, pair })));
        gaps.push(...testedGaps(subject, rows, measure, options, dealt).map((tested) => ({ ...tested, pair })));
      }
    }
    const all = [...found, ...adjusted(gaps).map(({ gap, pair }) => ({ measurement: gap, pair }))];
    return { results: all.map(({ measurement, pair }) => toResult(choice, measurement, { ...pair })), artifacts: [] };
  },
};

/** Every two explainers of one class, in the order of the plan. */
function pairsAmong(parts: readonly LocalPartial[]): Pair[] {
  const classes = new Map(parts.map((part) => [part.explainer, part.class]));
  const explainers = [...classes.keys()];
  return explainers.flatMap((explainer, i) => explainers.slice(i + 1).flatMap((other) => (classes.get(explainer) === classes.get(other) ? [{ explainer, other }] : [])));
}

function pairedRows(parts: readonly LocalPartial[], { explainer, other }: Pair, top: number): PairedRow[] {
  const rowsOf = (id: string): LocalPartial['rows'] => parts.filter((part) => part.explainer === id).flatMap(({ rows }) => rows);
  const others = new Map(rowsOf(other).map((row) => [row.row, row]));
  return rowsOf(explainer).flatMap(({ row, groups, contributions }) => {
    const second = others.get(row);
    return second === undefined ? [] : [{ groups, agreement: agreementOf(contributions, second.contributions, top) }];
  });
}

function measureOf(id: keyof Agreement): RowMeasure<PairedRow> {
  return { id, kind: 'mean', range: id === 'rankCorrelation' ? [-1, 1] : [0, 1], of: ({ agreement }) => agreement[id], undefinedBecause: 'no row that both explain has contributions that can be put in order' };
}
