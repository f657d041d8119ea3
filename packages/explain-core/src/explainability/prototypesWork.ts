import { shownRow, takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import { throwIfCancelled } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import { drawRows } from '../method/rows.js';
import type { Subject } from '../method/subject.js';
import { indicesOf, modelFor } from '../method/taskInputs.js';
import { decide } from '../models/decide.js';
import type { Predictor } from '../models/predictor.js';
import { notEstimable } from '../numeric/estimate.js';
import type { Matrix } from '../numeric/matrix.js';
import { meanOf } from '../numeric/meanInterval.js';
import type { RandomStream } from '../random/stream.js';
import { callRows } from './ask.js';
import type { Measurement } from './explainer.js';
import { noModelBecause } from './needsModel.js';
import { mixedKernel } from './prototypical/mixedKernel.js';
import { greedyCriticisms, greedyPrototypes, meanLikeness, mmdSquared, witness } from './prototypical/mmdCritic.js';
import { prototypeMeasures, prototypes, type PrototypeOptions } from './prototypes.js';
import { featuresOf, featureTasks, MOST_TASKS } from './wholeModel.js';
import { toResult, type ExplainabilityWork } from './work.js';

/** Of sums of likenesses up to 1: the same rows in another order are as good. */
const ROUNDING = 1e-12;

/** A row of the data with what the model says of it: the score of the class it is in, or a regression's number. */
interface ShownRow {
  readonly row: number;
  readonly x: JsonObject;
  readonly output: number;
}

/** `weight`: share of the class's rows that are nearest to the prototype; `witness`: above 0 where the class has more rows like this than the prototypes let expect, below where fewer. */
interface ClassRows {
  readonly class: string;
  readonly rows: number;
  readonly width: number;
  readonly mmd2: number;
  readonly prototypes: readonly (ShownRow & { readonly weight: number })[];
  readonly criticisms: readonly (ShownRow & { readonly witness: number })[];
}

interface Found {
  readonly class: string;
  readonly measured: readonly Measurement[];
  readonly drawn: ClassRows | null;
}

interface Partial {
  readonly classes: readonly Found[];
}

/** Tasks of classes. The artifact `explainability/prototypes/rows`, { method, version, unit, features, rows, classes: ClassRows[] }, shows rows. */
export const prototypesWork: ExplainabilityWork = {
  id: prototypes.id,
  methods: [prototypes],
  measuresOf: () => prototypeMeasures,
  questions(subject, { options }) {
    const asked = prototypes.options.parse(options);
    return asked.rows * Math.min(MOST_TASKS, classesOf(subject, asked).length);
  },
  lacking: (subject) => noModelBecause(subject),
  tasks(subject, choices, random) {
    const options = optionsOf(choices);
    return featureTasks(prototypes.id, drawRows(subject, options.rows, random.child('explainability').child('rows')), classesOf(subject, options), (classes) => ({ classes }));
  },
  async run(task, context): Promise<Json> {
    const options = optionsOf(context.methods);
    const model = modelFor(task, context);
    const indices = indicesOf(task);
    throwIfCancelled(context.signal);
    const rows = await context.data.take(indices, model.features);
    const decided = await decisions(model, rows, context.signal);
    const { classes } = task.options as unknown as { classes: readonly string[] };
    const found: Found[] = [];
    for (const name of classes) {
      throwIfCancelled(context.signal);
      const members = Int32Array.from(decided.classes.keys()).filter((i) => model.task === 'regression' || model.classes[decided.classes[i]!] === name);
      found.push(standFor(name, takeRows(rows, members), (at) => ({ row: indices[members[at]!]!, output: decided.outputs[members[at]!]! }), options, context.random.child(prototypes.id).child(name)));
      context.progress(found.length, classes.length);
    }
    return { classes: found } satisfies Partial as unknown as Json;
  },
  combine(partials, { subject, methods }) {
    const choice = choiceOfWork('explainability', prototypes.id, methods);
    const options = optionsOf(methods);
    const classes = (partials as unknown as readonly Partial[]).flatMap((partial) => partial.classes);
    const unit = subject.model.source === 'file' && subject.model.task === 'regression' ? 'value' : 'probability';
    const body = { method: choice.method, version: choice.version, unit, features: featuresOf(subject), rows: Math.min(options.rows, subject.dataset.rows), classes: classes.flatMap(({ drawn }) => drawn ?? []) };
    return {
      results: classes.flatMap(({ class: name, measured }) => measured.map((one) => toResult(choice, one, { class: name }))),
      artifacts: [{ name: `explainability/${prototypes.id}/rows`, body: body as unknown as Json, showsRows: true }],
    };
  },
};

function optionsOf(choices: Parameters<typeof choiceOfWork>[2]): PrototypeOptions {
  return prototypes.options.parse(choiceOfWork('explainability', prototypes.id, choices).options);
}

/** The class asked for, or all; of a regression its one output. */
function classesOf({ model }: Subject, { class: asked }: PrototypeOptions): readonly string[] {
  return asked !== undefined ? [asked] : model.source === 'file' ? model.classes : [];
}

/** Which class each row is put into, and the score of that class. */
async function decisions(model: Predictor, rows: Table, signal: AbortSignal): Promise<{ readonly classes: Int32Array; readonly outputs: Float64Array }> {
  const classes = new Int32Array(rows.rows);
  const outputs = new Float64Array(rows.rows);
  const most = callRows(rows.columns.length);
  for (let from = 0; from < rows.rows; from += most) {
    throwIfCancelled(signal);
    const part = takeRows(rows, Int32Array.from({ length: Math.min(most, rows.rows - from) }, (_, i) => from + i));
    const scores = await model.predict(part, signal);
    for (let i = 0; i < part.rows; i++) {
      classes[from + i] = model.task === 'regression' ? 0 : decide(model, scores, i);
      outputs[from + i] = scores.values[i * scores.columns + classes[from + i]!]!;
    }
  }
  return { classes, outputs };
}

function standFor(name: string, rows: Table, about: (at: number) => Omit<ShownRow, 'x'>, options: PrototypeOptions, random: RandomStream): Found {
  const n = rows.rows;
  if (n === 0) return { class: name, drawn: null, measured: prototypeMeasures.map((measure) => ({ measure, estimate: notEstimable(0, `the model puts none of the drawn rows into "${name}"`) })) };
  const { kernel, width } = mixedKernel(rows, options.width ?? null);
  const chosen = greedyPrototypes(kernel, options.prototypes);
  const critical = greedyCriticisms(kernel, chosen, options.criticisms);
  const means = meanLikeness(kernel);
  const mmd2 = mmdSquared(kernel, chosen, means);
  const others = Float64Array.from({ length: options.draws }, (_, draw) => mmdSquared(kernel, random.child(draw).sample(n, chosen.length), means));
  const { mean, standardError } = meanOf(others);
  const apart = witness(kernel, chosen);
  const weights = shares(kernel, chosen);
  const shown = (at: number): ShownRow => ({ ...about(at), x: shownRow(rows, at) });
  const counts = { rows: n, prototypes: chosen.length };
  return {
    class: name,
    measured: [
      { measure: 'mmd2', estimate: { value: mmd2, n, exact: 'of the drawn rows of the class, all of which were looked at' }, counts: { ...counts, draws: options.draws, drawsAsGood: others.filter((other) => other <= mmd2 + ROUNDING).length } },
      { measure: 'randomMmd2', estimate: { value: mean, n, standardError }, counts: { ...counts, draws: options.draws } },
    ],
    drawn: {
      class: name,
      rows: n,
      width,
      mmd2,
      prototypes: chosen.map((at, k) => ({ ...shown(at), weight: weights[k]! })),
      criticisms: critical.map((at) => ({ ...shown(at), witness: apart[at]! })),
    },
  };
}

/** Of the rows, how many are most like each of the chosen. */
function shares({ rows: n, values }: Matrix, chosen: readonly number[]): number[] {
  const counts = chosen.map(() => 0);
  for (let i = 0; i < n; i++) {
    let best = 0;
    for (let k = 1; k < chosen.length; k++) if (values[i * n + chosen[k]!]! > values[i * n + chosen[best]!]!) best = k;
    counts[best]!++;
  }
  return counts.map((count) => count / n);
}
