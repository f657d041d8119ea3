import { ExplainError } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import type { Outcome } from '../method/result.js';
import { drawRows, pieces } from '../method/rows.js';
import type { Subject } from '../method/subject.js';
import type { Driver, MethodChoice, Task } from '../method/task.js';
import type { RandomStream } from '../random/stream.js';
import type { Attack } from './attack.js';
import { readChunk } from './chunk.js';
import { evaluateAttack } from './evaluate.js';
import type { Noise } from './gaussianNoise.js';
import { estimateOf, measures, resultsOf, unmetResults, type Frame } from './measures.js';
import { ascending, type AttackOptions, type SampleOptions } from './options.js';
import type { ChunkPartial } from './partial.js';
import { robustnessMethods } from './registry.js';
import { threatJson, threatModel } from './threatModel.js';

/** Rows of a task: enough for a model to be asked in batches, few enough to share among workers and to stop soon. */
const CHUNK_ROWS = 50;

export const robustness: Driver = {
  pillar: 'robustness',
  methods: robustnessMethods,
  /** All: noise, an attack that knows the model and one that can only ask it. One that a model cannot bear says so. */
  defaults: () => robustnessMethods.map(({ id }) => ({ method: id })),
  tasks: (subject, methods, random) =>
    methods.flatMap((choice) => (unmetBecause(subject, choice) === null ? tasksOf(subject, choice, random) : [])),
  async run(task, context) {
    const choice = choiceOfWork('robustness', task.work, context.methods);
    const threat = threatModel(context.subject, choice.options);
    const chunk = await readChunk(task, context);
    const method = methodOf(choice.method);
    const partial =
      'search' in method
        ? await evaluateAttack(method, choice.options as unknown as AttackOptions, chunk, threat, context)
        : await method.evaluate(choice.options, chunk, threat, context);
    return partial as unknown as Json;
  },
  combine(work, partials, { subject, methods }) {
    if (work === null) {
      const results = methods.flatMap((choice) => {
        const because = unmetBecause(subject, choice);
        return because === null ? [] : unmetResults(frameOf(choice), because);
      });
      return { results, artifacts: [] };
    }
    return outcomeOf(choiceOfWork('robustness', work, methods), subject, partials as unknown as readonly ChunkPartial[]);
  },
};

/** The same rows for every method that asks for the same number of them, so that methods can be compared row by row. */
function tasksOf(subject: Subject, choice: MethodChoice, random: RandomStream): Task[] {
  const rows = drawRows(subject, (choice.options as unknown as SampleOptions).rows, random.child('robustness').child('rows'));
  return pieces(rows, CHUNK_ROWS).map((indices, number) => ({
    key: `robustness/${choice.method}/${number}`,
    pillar: 'robustness' as const,
    work: choice.method,
    rows: { kind: 'indices' as const, indices },
    options: {},
  }));
}

function outcomeOf(choice: MethodChoice, subject: Subject, partials: readonly ChunkPartial[]): Outcome {
  const frame = frameOf(choice);
  const rows = partials.flatMap((partial) => partial.rows);
  const examples = partials.flatMap((partial) => partial.examples);
  const threat = threatModel(subject, choice.options);
  const points = frame.strengths.map((strength, s) => ({
    strength,
    ...Object.fromEntries(measures.map((measure) => [measure, estimateOf(frame, subject, rows, s, measure) as unknown as Json])),
    meanQueries: rows.length === 0 ? null : rows.reduce((sum, row) => sum + row.outcomes[s].queries, 0) / rows.length,
  }));
  const about = { method: choice.method, version: choice.version, threat: threatJson(threat) };
  return {
    results: resultsOf(frame, subject, rows),
    artifacts: [
      { name: `robustness/${choice.method}/curve`, body: { ...about, rows: rows.length, points } },
      {
        name: `robustness/${choice.method}/examples`,
        body: { ...about, shown: `the first ${String(choice.options['examples'])} changed rows of each piece of ${CHUNK_ROWS} rows, smallest strength first; only columns that changed`, examples },
        showsRows: true,
      },
    ],
  };
}

function frameOf(choice: MethodChoice): Frame {
  const options = choice.options as unknown as SampleOptions & { epsilons?: number[]; strengths?: number[]; draws?: number; row?: string };
  const { epsilons, strengths } = options;
  return {
    method: { id: choice.method, version: choice.version },
    options: choice.options,
    strengthName: epsilons ? 'epsilon' : 'strength',
    strengths: ascending(epsilons ?? strengths ?? []),
    gradient: methodOf(choice.method).needs.includes('gradient'),
    draws: options.row === 'meanOfDraws' ? (options.draws ?? 1) : 1,
    level: options.level,
    minimumGroupSize: options.minimumGroupSize,
  };
}

/** Why the method cannot say anything about this subject; null when it can. */
function unmetBecause(subject: Subject, choice: MethodChoice): string | null {
  const { model, dataset } = subject;
  const { label, needs } = methodOf(choice.method);
  if (model.source === 'predictions') return 'the audit has stored predictions only; changed rows need a model that can be asked';
  if (model.task === 'regression') return 'the model answers a number; these methods are about decisions that stay or change';
  const lacking = needs.find((need) => (need === 'gradient' || need === 'predict') && !model.capabilities.includes(need));
  if (lacking !== undefined) return `${label} needs ${lacking === 'gradient' ? 'a gradient' : 'predictions'}, which this ${model.format} model does not give`;
  if (dataset.rows === 0) return 'the data set has no rows';
  const { numbers, categories, frozen } = threatModel(subject, choice.options);
  const movable = needs.includes('gradient') ? numbers.filter(({ column }) => model.numberFeatures.includes(column)) : choice.method === 'gaussianNoise' ? numbers : [...numbers, ...categories];
  if (movable.length > 0) return null;
  const kinds = [...new Set(frozen.map(({ because }) => because))];
  const why = kinds.length === 0 ? '' : ` (${kinds.join('; ')})`;
  return `none of the model's ${model.features.length} features may change in a way this method can use${why}`;
}

function methodOf(id: string): Attack<unknown> | Noise<unknown> {
  const method = robustnessMethods.find((candidate) => candidate.id === id);
  if (!method) throw new ExplainError('BAD_PLAN', `There is no robustness method "${id}"; there are ${robustnessMethods.map((m) => m.id).join(', ')}.`);
  return method as Attack<unknown> | Noise<unknown>;
}
