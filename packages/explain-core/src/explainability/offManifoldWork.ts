import { ExplainError } from '../errors.js';
import type { Json } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import { drawRows } from '../method/rows.js';
import type { Subject } from '../method/subject.js';
import type { MethodChoice, Task } from '../method/task.js';
import { percentileInterval } from '../numeric/bootstrap.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { wilson } from '../numeric/wilson.js';
import type { RandomStream } from '../random/stream.js';
import type { Measurement } from './explainer.js';
import { offManifold, offManifoldMeasures, type OffManifoldOptions } from './offManifold.js';
import { changesOnSides, meanChanges, shares, type Changes, type Sides } from './weightOnSides.js';
import { aboutAnswer, drawnRows, featuresOf, noAnswerBecause } from './wholeModel.js';
import { toResult, type ExplainabilityWork } from './work.js';

export const offManifoldWork: ExplainabilityWork = {
  id: offManifold.id,
  methods: [offManifold],
  measuresOf: () => offManifoldMeasures,
  questions(subject, { options }) {
    const { rows, changes } = offManifold.options.parse(options);
    return 2 * rows * changes * featuresOf(subject).length;
  },
  lacking(subject, choice) {
    const because = noAnswerBecause(subject, choice);
    if (because !== null) return because;
    if (subject.dataset.rows < 20) return `the data set has ${subject.dataset.rows} rows; a detector needs 20`;
    const options = offManifold.options.parse(choice.options);
    const named = namedIn(subject, options);
    if (named.length === 0 && options.columns.length === 0) return 'the model reads no protected column; the option "columns" can name features to compare';
    if (named.length === featuresOf(subject).length) return 'the columns compared are all that the model reads, so their share is all of it';
    return subject.dataset.columns.some(({ name, kind }) => kind !== 'text' && featuresOf(subject).includes(name)) ? null : 'the model reads texts only, between which there is no distance';
  },
  tasks(subject, choices, random): Task[] {
    const { rows, columns } = optionsOf(choices);
    const strange = columns.find((name) => !featuresOf(subject).includes(name));
    if (strange !== undefined) throw new ExplainError('BAD_OPTIONS', `${offManifold.id} is to compare the column "${strange}", which the model does not read.`);
    return [{ key: `explainability/${offManifold.id}/0`, pillar: 'explainability', work: offManifold.id, rows: { kind: 'indices', indices: drawRows(subject, rows, random.child('explainability').child(offManifold.id)) }, options: {} }];
  },
  async run(task, context): Promise<Json> {
    const options = optionsOf(context.methods);
    const { rows, ask } = await drawnRows(task, context, options.class);
    return (await changesOnSides(rows, ask, options, context.random.child(offManifold.id), context.signal)) as unknown as Json;
  },
  combine([partial], { subject, methods, random }) {
    const choice = choiceOfWork('explainability', offManifold.id, methods);
    const options = optionsOf(methods);
    const sides = partial as unknown as Sides;
    const columns = namedIn(subject, options);
    const features = featuresOf(subject);
    const { measured, found } = judged(sides, features.map((feature) => columns.includes(feature)), options, random.child(offManifold.id));
    const [real, madeUp] = [sides.real, sides.madeUp].map((side) => meanChanges(side, features.length)) as [(number | null)[], (number | null)[]];
    const what = `the weight of ${columns.join(', ')} in the model's answers`;
    const sentence =
      found === null
        ? `Whether ${what} is another for made-up rows than for real ones cannot be said.`
        : found
          ? `On rows that an explainer makes up, ${what} is another than on real rows, beyond the margin of ${options.margin}: explanations made of such rows do not show how people are treated.`
          : `No sign that ${what} is another for made-up rows than for real ones beyond the margin of ${options.margin}.`;
    const body = { ...aboutAnswer(subject, choice), columns, drawing: options.drawing, margin: options.margin, found, sentence, features: features.map((feature, j) => ({ feature, real: real[j]!, madeUp: madeUp[j]! })) };
    return { results: measured.map((one) => toResult(choice, one)), artifacts: [{ name: `explainability/${offManifold.id}/finding`, body: body as unknown as Json }] };
  },
};

function judged({ heldOut, told, real, madeUp }: Sides, isNamed: readonly boolean[], { replicates, margin, level }: OffManifoldOptions, random: RandomStream): { measured: Measurement[]; found: boolean | null } {
  const accuracy = { value: told / heldOut, n: heldOut, interval: wilson(told, heldOut, level) };
  const counts = { heldOut, told, realRows: real.length, madeUpRows: madeUp.length };
  const result = (estimates: readonly Estimate[]): Measurement[] => [...estimates.map((estimate, k): Measurement => ({ measure: offManifoldMeasures[k]!, estimate, counts })), { measure: 'detectorAccuracy', estimate: accuracy, counts }];
  const n = real.length + madeUp.length;
  const of = (one: readonly Changes[], other: readonly Changes[]): ReturnType<typeof shares> => shares(meanChanges(one, isNamed.length), meanChanges(other, isNamed.length), isNamed);
  const whole = of(real, madeUp);
  const because =
    accuracy.interval.lower <= 0.5
      ? 'made-up rows cannot be told from real ones, so no weight on the two can be compared'
      : whole === null
        ? 'the answer changes with no feature that could be changed on both sides'
        : null;
  if (whole === null || because !== null) return { measured: result([1, 2, 3].map(() => notEstimable(n, because!))), found: null };
  const drawn = Array.from({ length: replicates }, (_, r) => of(again(real, random.child('real').child(r)), again(madeUp, random.child('madeUp').child(r))));
  const estimate = (value: number, n: number, share: (one: { real: number; madeUp: number }) => number): Estimate => {
    const interval = percentileInterval(drawn.map((one) => (one === null ? null : share(one))), level);
    // Percentiles of draws need not hold the number itself.
    return interval.interval === null ? notEstimable(n, interval.because) : { value, n, interval: { ...interval.interval, lower: Math.min(value, interval.interval.lower), upper: Math.max(value, interval.interval.upper) } };
  };
  const difference = estimate(whole.real - whole.madeUp, n, (one) => one.real - one.madeUp);
  const found = difference.value === null ? null : difference.interval!.lower > margin || difference.interval!.upper < -margin;
  return { measured: result([difference, estimate(whole.real, real.length, (one) => one.real), estimate(whole.madeUp, madeUp.length, (one) => one.madeUp)]), found };
}

function again(rows: readonly Changes[], random: RandomStream): Changes[] {
  return rows.map((_, i) => rows[random.integer(i, rows.length)]!);
}

function optionsOf(choices: readonly MethodChoice[]): OffManifoldOptions {
  return offManifold.options.parse(choiceOfWork('explainability', offManifold.id, choices).options);
}

/** The features whose weight is compared, in the model's order. */
function namedIn(subject: Subject, { columns }: OffManifoldOptions): string[] {
  const asked = columns.length > 0 ? columns : subject.protected;
  return featuresOf(subject).filter((feature) => asked.includes(feature));
}
