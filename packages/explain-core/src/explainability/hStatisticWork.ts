import { columnOf } from '../data/select.js';
import type { CategoryColumn, NumberColumn, Table } from '../data/table.js';
import { ExplainError } from '../errors.js';
import type { Json } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import { drawRows } from '../method/rows.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import type { Matrix } from '../numeric/matrix.js';
import type { Ask } from './ask.js';
import { interactionEstimates, mixedAnswers, pairParts, totalParts } from './dependence/interaction.js';
import type { Measurement } from './explainer.js';
import { hMeasures, hStatistic, MOST_FEATURES, type HStatisticOptions } from './hStatistic.js';
import { aboutAnswer, drawnRows, featuresOf, featureTasks, MOST_TASKS, noAnswerBecause } from './wholeModel.js';
import { toResult, type ExplainabilityWork } from './work.js';

/** A feature, or two. */
type Item = readonly string[];

interface Partial {
  readonly items: readonly { readonly features: Item; readonly h: Estimate; readonly strength: Estimate; readonly rows: number }[];
}

/**
 * Tasks of features and pairs. The artifact `explainability/hStatistic/interactions` has them as a picture needs them: { method, version, class, unit, level, totals: [{ feature, h, strength }],
 * pairs: [{ features, h, strength }] }, h and strength being estimates.
 */
export const hStatisticWork: ExplainabilityWork = {
  id: hStatistic.id,
  methods: [hStatistic],
  measuresOf: () => hMeasures,
  questions(subject, { options }) {
    const { rows, features: named } = hStatistic.options.parse(options);
    const features = featuresOf(subject);
    const pairs = pairsOf(named, features).length;
    // Each task with pairs needs the answers for their single features.
    return rows * rows * (pairs + features.length * (pairs === 0 ? 1 : MOST_TASKS));
  },
  lacking: (subject, choice) => noAnswerBecause(subject, choice),
  tasks(subject, choices, random) {
    const { rows, features: named } = optionsOf(choices);
    const features = featuresOf(subject);
    for (const [at, name] of (named ?? []).entries()) {
      if (!features.includes(name)) throw new ExplainError('BAD_PLAN', `The interactions of "${name}" are asked for, but the model does not read it; it reads ${features.map((one) => `"${one}"`).join(', ')}.`);
      if (named!.indexOf(name) !== at) throw new ExplainError('BAD_PLAN', `The interactions of "${name}" are asked for twice; name each feature once.`);
    }
    const items: Item[] = [...features.map((feature) => [feature]), ...pairsOf(named, features)];
    return featureTasks(hStatistic.id, drawRows(subject, rows, random.child('explainability').child('rows')), items, (own) => ({ items: own }));
  },
  async run(task, context): Promise<Json> {
    const options = optionsOf(context.methods);
    const { rows, ask } = await drawnRows(task, context, options.class);
    const { items } = task.options as unknown as { items: readonly Item[] };
    const alone = new Map<string, Matrix>();
    const found: Partial['items'][number][] = [];
    for (const features of items) {
      found.push({ features, rows: rows.rows, ...(await measure(rows, features, ask, alone, options.level)) });
      context.progress(found.length, items.length);
    }
    return { items: found } satisfies Partial as unknown as Json;
  },
  combine(partials, { subject, methods }) {
    const choice = choiceOfWork('explainability', hStatistic.id, methods);
    const { level, features: named } = optionsOf(methods);
    const features = featuresOf(subject);
    const items = (partials as unknown as readonly Partial[]).flatMap((partial) => partial.items);
    const head = aboutAnswer(subject, choice);
    const measured = items.flatMap(({ features: own, h, strength, rows }): Measurement[] => {
      const measure = own.length === 1 ? 'total' : 'pairwise';
      const feature = own.join(' × ');
      return [{ measure, feature, estimate: h, counts: { rows } }, { measure: `${measure}Strength`, feature, estimate: strength, counts: { rows } }];
    });
    const many = `the model reads ${features.length} features, which make ${(features.length * (features.length - 1)) / 2} pairs; name some in the option "features"`;
    const none = features.length < 2 ? 'the model reads one feature, which has none to act with' : named === undefined && features.length > MOST_FEATURES ? many : null;
    const unasked = none === null ? [] : ['pairwise', 'pairwiseStrength'].map((measure): Measurement => ({ measure, estimate: notEstimable(0, none) }));
    const drawn = {
      totals: items.flatMap(({ features: own, h, strength }) => (own.length === 1 ? [{ feature: own[0], h, strength }] : [])),
      pairs: items.flatMap(({ features: own, h, strength }) => (own.length === 2 ? [{ features: own, h, strength }] : [])),
    };
    return {
      results: [...measured, ...unasked].map((one) => toResult(choice, one, { class: head.class })),
      artifacts: [{ name: `explainability/${hStatistic.id}/interactions`, body: { ...head, level, ...drawn } as unknown as Json }],
    };
  },
};

function optionsOf(choices: Parameters<typeof choiceOfWork>[2]): HStatisticOptions {
  return hStatistic.options.parse(choiceOfWork('explainability', hStatistic.id, choices).options);
}

function pairsOf(named: readonly string[] | undefined, features: readonly string[]): Item[] {
  const own = named ?? (features.length <= MOST_FEATURES ? features : []);
  return own.flatMap((one, at) => own.slice(at + 1).map((other) => [one, other]));
}

/** `alone` keeps the answers for single features, which several pairs need. */
async function measure(rows: Table, features: Item, ask: Ask, alone: Map<string, Matrix>, level: number): Promise<{ readonly h: Estimate; readonly strength: Estimate }> {
  const columns = features.map((name) => columnOf(rows, name));
  const text = columns.find(({ kind }) => kind === 'text');
  if (text !== undefined) {
    const none = notEstimable(0, `"${text.name}" is text, which has no values to set for everybody`);
    return { h: none, strength: none };
  }
  for (const column of columns as (NumberColumn | CategoryColumn)[]) if (!alone.has(column.name)) alone.set(column.name, await mixedAnswers(rows, [column], ask));
  const [one, other] = features.map((name) => alone.get(name)!);
  const parts = other === undefined ? totalParts(one!) : pairParts(await mixedAnswers(rows, columns as (NumberColumn | CategoryColumn)[], ask), one!, other);
  return interactionEstimates(parts, rows.rows, level);
}
