import { ExplainError } from '../errors.js';
import type { Json } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import type { Subject } from '../method/subject.js';
import type { MethodChoice, TaskContext } from '../method/task.js';
import { readProtected } from './flip.js';
import { sliceDiscovery, type SliceDiscoveryOptions, type SliceLoss } from './sliceDiscovery.js';
import { searchLoss } from './slices/discover.js';
import { discoveryOutcome, type DiscoveryPartial } from './slices/discoveryOutcome.js';
import { readDrawnRows, sliceColumns } from './slices/drawnRows.js';
import type { FairnessWork } from './work.js';

/** One task: a slice may be anywhere, so all drawn rows are searched together. The rows follow from the seed and are not written into the plan. */
export const sliceDiscoveryWork: FairnessWork = {
  id: sliceDiscovery.id,
  methods: [sliceDiscovery],

  lacking(subject, choice) {
    if (subject.label.kind === 'number' || (subject.model.source === 'file' && subject.model.task === 'regression')) return 'the model predicts a number, and slices are judged by decisions for classes';
    return sliceColumns(subject, optionsOf(choice).columns).length === 0 ? 'no column is a feature or protected, so there is nothing that slices could be made of' : null;
  },

  tasks(subject, choices) {
    return choices.map((choice) => {
      checkColumns(subject, optionsOf(choice));
      return { key: `fairness/${choice.method}/0`, pillar: 'fairness', work: choice.method, rows: { kind: 'range', from: 0, to: subject.dataset.rows }, options: {} };
    });
  },

  async run(task, context: TaskContext): Promise<Json> {
    const { subject } = context;
    const options = optionsOf(choiceOfWork('fairness', task.work, context.methods));
    const able = options.losses.filter((loss) => lossLacking(subject, loss) === null);
    const drawn = await readDrawnRows(task, context, able, options);
    const partial: DiscoveryPartial = {
      rows: drawn.rows,
      columns: drawn.bins.map(({ column, bins }) => ({ column, bins: bins.length })),
      leftOut: drawn.leftOut,
      searches: able.map((loss) => searchLoss(loss, drawn, options, subject.grouping.withholdBelow)),
    };
    return partial as unknown as Json;
  },

  combine(partials, { subject, methods }) {
    const choice = choiceOfWork('fairness', sliceDiscovery.id, methods);
    return discoveryOutcome(choice, optionsOf(choice), (loss) => lossLacking(subject, loss), subject, partials[0] as unknown as DiscoveryPartial);
  },
};

function optionsOf({ options }: MethodChoice): SliceDiscoveryOptions {
  return sliceDiscovery.options.parse(options);
}

function lossLacking(subject: Subject, loss: SliceLoss): string | null {
  if (loss !== 'flip') return null;
  if (subject.model.source === 'predictions') return 'the audit has stored predictions only; replaced values need a model that can be asked';
  return readProtected(subject).length > 0 ? null : 'the model reads no protected column, so replacing a protected value changes nothing';
}

function checkColumns(subject: Subject, { columns }: SliceDiscoveryOptions): void {
  const able = sliceColumns(subject, columns).map(({ name }) => name);
  const foreign = columns.find((name) => !able.includes(name));
  if (foreign === undefined) return;
  const known = subject.dataset.columns.some(({ name }) => name === foreign);
  throw new ExplainError('BAD_OPTIONS', known ? `Slices cannot be made of "${foreign}": it is the label, the prediction, the score, the weight or what rows belong to.` : `There is no column "${foreign}" to make slices of; the columns are ${subject.dataset.columns.map(({ name }) => `"${name}"`).join(', ')}.`);
}
