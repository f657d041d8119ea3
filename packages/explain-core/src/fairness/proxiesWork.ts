import { columnOf } from '../data/select.js';
import type { ColumnInfo } from '../data/table.js';
import { ExplainError, throwIfCancelled } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import type { Artifact, Outcome, Result } from '../method/result.js';
import { drawRows } from '../method/rows.js';
import type { Subject } from '../method/subject.js';
import type { MethodChoice, Task, TaskContext } from '../method/task.js';
import { indicesOf } from '../method/taskInputs.js';
import { benjaminiHochberg, benjaminiYekutieli, holm } from '../numeric/adjustPValues.js';
import { judgeColumn, judgeTogether, type ColumnJudgement, type TogetherJudgement } from './proxyJudgements.js';
import { proxies, type ProxyOptions } from './proxies.js';
import { sampledGroups } from './sampledGroups.js';
import { binColumn } from './slices/bins.js';
import { toResult } from './toResult.js';
import { weightsUnused } from './weightsUnused.js';
import type { FairnessWork } from './work.js';

/** Columns read at once: what is kept of them is a byte a row. */
const READ_COLUMNS = 8;

interface AttributePartial {
  readonly attribute: string;
  readonly rowsWithoutValue: number;
  readonly together: TogetherJudgement;
  readonly columns: readonly ColumnJudgement[];
}

interface ProxyPartial {
  readonly attributes: readonly AttributePartial[];
}

export const proxiesWork: FairnessWork = {
  id: proxies.id,
  methods: [proxies],
  lacking(subject, choice) {
    const { columns } = optionsOf(choice);
    if (subject.dataset.rows === 0) return 'the data set has no rows';
    if (subject.protected.length === 0) return 'no protected column was named, so there is nothing to stand in for';
    const unknown = (columns ?? []).find((name) => !subject.dataset.columns.some((column) => column.name === name));
    if (unknown !== undefined) throw new ExplainError('BAD_OPTIONS', `There is no column "${unknown}" that could stand in for another; the columns are ${subject.dataset.columns.map(({ name }) => `"${name}"`).join(', ')}.`);
    return subject.protected.every((attribute) => proxyColumns(subject, attribute, columns).length === 0) ? 'there is no other column that could stand in for a protected one' : null;
  },
  tasks: (subject, choices, random) =>
    choices.map((choice): Task => {
      const indices = drawRows(subject, optionsOf(choice).rows, random.child('fairness').child('rows'));
      return { key: `fairness/${choice.method}/0`, pillar: 'fairness', work: choice.method, rows: { kind: 'indices', indices }, options: {} };
    }),
  async run(task, context): Promise<Json> {
    return (await judge(task, context)) as unknown as Json;
  },
  combine(partials, { subject, methods }): Outcome {
    const [partial] = partials as unknown as readonly [ProxyPartial];
    return outcomeOf(choiceOfWork('fairness', proxies.id, methods), subject, partial);
  },
};

function optionsOf({ options }: MethodChoice): ProxyOptions {
  return proxies.options.parse(options);
}

/** Columns that may stand in for an attribute: those asked for, else features and what the model reads. What is answered, true, or weighs rows says nothing about people. */
function proxyColumns({ dataset, label, model, grouping, protected: names }: Subject, attribute: string, asked: readonly string[] | undefined): ColumnInfo[] {
  const held = [attribute, label.column, grouping.weight, grouping.cluster, ...(model.source === 'predictions' ? [model.prediction, model.score] : [])];
  const isRead = (name: string): boolean => model.source === 'file' && model.features.includes(name);
  return dataset.columns.filter(({ name, role }) => {
    if (held.includes(name)) return false;
    return asked ? asked.includes(name) : isRead(name) || (role === 'feature' && !names.includes(name));
  });
}

interface Coded {
  readonly info: ColumnInfo;
  /** Null with a reason where the column has no bins. */
  readonly codes: Uint8Array | null;
  readonly bins: number;
  readonly because: string;
}

async function judge(task: Task, context: TaskContext): Promise<ProxyPartial> {
  const { subject, data, random, signal } = context;
  throwIfCancelled(signal);
  const options = optionsOf(choiceOfWork('fairness', task.work, context.methods));
  const indices = indicesOf(task);
  const protectedTable = await data.take(indices, subject.protected);
  const wanted = subject.protected.map((attribute) => proxyColumns(subject, attribute, options.columns));
  const coded = new Map<string, Coded>();
  const all = subject.dataset.columns.filter((info) => wanted.some((columns) => columns.includes(info)));
  for (let from = 0; from < all.length; from += READ_COLUMNS) {
    throwIfCancelled(signal);
    const read = all.slice(from, from + READ_COLUMNS);
    const table = await data.take(indices, read.map(({ name }) => name));
    for (const info of read) {
      const column = columnOf(table, info.name);
      const bins = binColumn(info, column, subject.grouping.cuts[info.name] ?? null);
      coded.set(info.name, { info, codes: bins?.codesOf(column) ?? null, bins: bins?.bins.length ?? 0, because: bins === null ? unbinnedBecause(info) : '' });
    }
    context.progress(Math.min(all.length, from + READ_COLUMNS), all.length + subject.protected.length);
  }
  const attributes: AttributePartial[] = [];
  for (const [a, { attribute, names, codes }] of sampledGroups(protectedTable, subject).entries()) {
    throwIfCancelled(signal);
    const draws = random.child('fairness').child(proxies.id).child(attribute);
    // The last name is that of missing: whoever misses the attribute is in no group that could be told.
    const kept = Int32Array.from(codes.keys()).filter((i) => codes[i]! < names.length - 1);
    const own = kept.map((i) => codes[i]!);
    const columns = wanted[a]!.map(({ name }) => coded.get(name)!);
    const binned = columns.map(({ info, codes: bins, bins: size, because }) => ({ name: info.name, because, bins: size, codes: bins === null ? null : Uint8Array.from(kept, (i) => bins[i]!) }));
    attributes.push({
      attribute,
      rowsWithoutValue: indices.length - kept.length,
      together: judgeTogether(own, names.slice(0, -1), binned, options, draws.child('folds'), () => throwIfCancelled(signal)),
      columns: binned.map((column) => {
        throwIfCancelled(signal);
        return judgeColumn(own, names.length - 1, column, options, draws.child('columns').child(column.name));
      }),
    });
    context.progress(all.length + a + 1, all.length + subject.protected.length);
  }
  return { attributes };
}

function unbinnedBecause({ kind, levels }: ColumnInfo): string {
  if (levels === null && kind !== 'number') return `it holds ${kind === 'text' ? 'text' : 'values'} with too many different values to be compared as they are`;
  return 'it has one value only, or none at all';
}

function outcomeOf(choice: MethodChoice, subject: Subject, { attributes }: ProxyPartial): Outcome {
  // A learner that is judged by a test of independence has no accepted weighted version, so the numbers are of the rows as they are, and say so.
  const resolved = (measure: string): JsonObject => ({ measure, ...weightsUnused(subject) });
  // One family: every column of every attribute.
  const pValues = attributes.flatMap(({ columns }) => columns.map(({ pValue }) => pValue));
  const adjusted = { holm: holm(pValues), benjaminiHochberg: benjaminiHochberg(pValues), benjaminiYekutieli: benjaminiYekutieli(pValues) };
  let place = 0;
  const results = attributes.flatMap(({ attribute, rowsWithoutValue, together, columns }): Result[] => [
    toResult(choice, { attribute, resolved: resolved('balancedAccuracy'), estimate: together.balancedAccuracy, counts: { groups: together.groups.length, columns: together.columns, rowsWithoutValue, baseline: together.baseline } }),
    ...together.groups.map(({ name, area, rows, recognised }) =>
      toResult(choice, { attribute, group: name, resolved: resolved('areaUnderRoc'), estimate: area, counts: { rows, recognised } }),
    ),
    ...columns.flatMap(({ column, theilsU, cramersV, statistic, pValue, degrees, smallExpected, bins }): Result[] => {
      const at = place++;
      const test = pValue === null ? {} : { test: { name: 'chiSquare', statistic, pValue, holm: adjusted.holm[at]!, benjaminiHochberg: adjusted.benjaminiHochberg[at]!, benjaminiYekutieli: adjusted.benjaminiYekutieli[at]! } };
      const counts = pValue === null ? {} : { counts: { bins, degreesOfFreedom: degrees, cellsExpectedBelow5: smallExpected } };
      return [
        { ...toResult(choice, { attribute, resolved: resolved('theilsU'), estimate: theilsU, ...counts }), feature: column },
        { ...toResult(choice, { attribute, resolved: resolved('cramersV'), estimate: cramersV, ...counts }), feature: column, ...test },
      ];
    }),
  ]);
  return { results, artifacts: [findingsOf(results, optionsOf(choice).level)] };
}

/** What is more than chance, by its interval and for single columns by Holm’s adjustment too: all columns together first, then single ones, the largest lower end first. */
function findingsOf(results: readonly Result[], level: number): Artifact {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const found = results.flatMap(({ attribute, group, feature, options, estimate, counts, test }) => {
    const { measure } = options as { measure: string };
    const baseline = measure === 'areaUnderRoc' ? 0.5 : (counts?.baseline ?? 0);
    if (estimate.value === null || estimate.interval === undefined || estimate.interval.lower <= baseline || measure === 'theilsU' || (test !== undefined && test.holm > 1 - level)) return [];
    const { value, interval } = estimate;
    const sentence =
      measure === 'balancedAccuracy'
        ? `Together the other columns tell ${attribute}: ${percent(value)} of each group on average are put into their own (${percent(interval.lower)} to ${percent(interval.upper)}), where guessing puts ${percent(baseline)}.`
        : measure === 'areaUnderRoc'
          ? `Together the other columns tell ${attribute} = ${group}: area under the ROC curve ${value.toFixed(3)} (${interval.lower.toFixed(3)} to ${interval.upper.toFixed(3)}), where guessing gives 0.5.`
          : `${feature} goes with ${attribute}: Cramér’s V ${value.toFixed(3)} (${interval.lower.toFixed(3)} to ${interval.upper.toFixed(3)}), where 0 is none and 1 is all.`;
    return [{ measure, attribute: attribute ?? null, group: group ?? null, column: feature ?? null, value, lower: interval.lower, upper: interval.upper, baseline, sentence }];
  });
  const order = ['balancedAccuracy', 'areaUnderRoc', 'cramersV'];
  found.sort((one, other) => order.indexOf(one.measure) - order.indexOf(other.measure) || other.lower - one.lower);
  return { name: `fairness/${proxies.id}/findings`, body: { looked: results.filter(({ estimate }) => estimate.value !== null).length, findings: found as unknown as Json }, showsRows: true };
}
