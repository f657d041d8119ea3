import { z } from 'zod';
import { ExplainError } from '../errors.js';
import type { JsonObject } from '../json.js';
import { meanEstimate } from '../numeric/meanInterval.js';
import { pairwiseSum } from '../numeric/sum.js';
import type { RandomStream } from '../random/stream.js';
import { additivityMeasures } from './additivity.js';
import { associatedColumns, declaredGroups, type ColumnGroup } from './columnGroups.js';
import type { ExplainedRow, LocalExplainer, Measurement } from './explainer.js';
import { rowGame } from './game.js';
import { localOptions } from './options.js';
import { owenCoalitions, owenExact, type Unions } from './owenExact.js';
import { targetError, type Stopped } from './precision.js';
import { explainByGame } from './question.js';
import { bergsma2013, castro2009, mitchell2022, owen1977 } from './sources.js';
import { attributionWords } from './summaries.js';
import { means, walk, type DrawOrder } from './walks.js';

const options = z
  .strictObject({
    ...localOptions,
    background: z.number().int().min(1).max(10_000).default(50).describe('Rows drawn from the data that stand in for a feature left out; all of them if there are fewer.'),
    groups: z.record(z.string().min(1), z.array(z.string().min(1)).min(1)).optional().describe('Columns that belong together, by a name for each group; every other column is a group of its own. If left out, columns that go together in the background.'),
    minAssociation: z.number().gt(0).max(1).default(0.5).describe('Where groups are left out: Cramér’s V that each two columns of a group have at least.'),
    coalitions: z.number().int().min(8).max(1_000_000).default(1024).describe('Most sets of features asked about for each row, each with every background row. With enough for all that the groups allow the values are exact.'),
    targetError,
  })
  .refine(({ groups }) => new Set(Object.values(groups ?? {}).flat()).size === Object.values(groups ?? {}).flat().length, 'a column can be in one group only');
type Options = z.output<typeof options>;

/**
 * Owen values: Shapley values where the members of a group come in together (Owen 1977). A group's values add up to its Shapley value among the groups; within it, credit is shared by what a member adds to
 * some of its group beside some whole other groups, and never to part of another group. So columns that say the same share what the one column would have, instead of being played off against all others.
 * By formula where that needs no more questions than allowed (owenExact.ts), else as means over drawn orders in which groups stay together, each there and back (walks.ts).
 * Groups are those declared, or clusters by association in the background (columnGroups.ts). What a mapping makes of one column is that one column here, as everywhere.
 * A row's detail: stopped (why), groups ([{ name, columns, value, standardError }], in order of columns or as declared), walks, rounds, evaluations, relativeError, additivityGap.
 */
export const owenValues: LocalExplainer<Options> = {
  pillar: 'explainability',
  id: 'owenValues',
  version: 1,
  label: 'Owen values',
  summary: 'How much each feature, and each group of features that belong together, moves the model’s answer for a person away from its average answer.',
  definition:
    'Owen values φ of v(S) = mean over background rows of f(x in S, background elsewhere): the mean, over orders in which the columns of a group follow one another, of what a column adds to those before it. Exact by formula where the budget allows, else from drawn orders, each walked there and back, until Σ standard errors ≤ target × Σ|φ| or the budget is used. Groups as declared, or by complete linkage of Cramér’s V over the background’s rows, numbers cut at quartiles. A data column is one player: the columns that a mapping makes of it (one-hot, say) are never apart. Measures: meanAbsolute (mean |φ| of a feature over the explained rows, Student’s interval), groupMeanAbsolute (mean |Σφ| of a group of several columns, under its name), relativeStandardError (Σ standard errors ÷ Σ |φ|), additivityGap (largest |Σφ + v(∅) − f(x)|).',
  measureWords: {
    ...attributionWords,
    groupMeanAbsolute: 'How far a group of features moves the answer on average.',
    additivityGap: 'The largest difference, over the rows, between the model’s answer and what base and contributions add up to; 0: none.',
  },
  sources: [owen1977, castro2009, mitchell2022, bergsma2013],
  needs: ['predict'],
  direction: 'none',
  onRequest: true,
  options,
  explainsNumbers: true,
  chosenBecause: () => null,
  check({ model }, { groups }) {
    if (model.source !== 'file') return;
    const unknown = Object.values(groups ?? {}).flat().filter((name) => !model.features.includes(name));
    if (unknown.length > 0) throw new ExplainError('BAD_OPTIONS', `owenValues is to group ${unknown.map((name) => `"${name}"`).join(', ')}, which the model does not read; it reads ${model.features.map((name) => `"${name}"`).join(', ')}.`);
  },
  questions: ({ coalitions, background }) => coalitions * background,
  effort: { option: 'coalitions', least: 64 },
  measures: ['groupMeanAbsolute', 'additivityGap'],
  prepare(scene, { groups: declared, minAssociation, coalitions, targetError }) {
    const names = scene.background.columns.map(({ name }) => name);
    const groups = declared === undefined ? associatedColumns(scene.background, minAssociation) : declaredGroups(names, declared);
    const members = groups.map(({ columns }) => columns.map((column) => names.indexOf(column)));
    return explainByGame(scene, async (question, random) => {
      const { varying } = rowGame(question.row, question.mixtures);
      const unions: Unions = members.map((group) => group.filter((feature) => varying.includes(feature))).filter((union) => union.length > 0);
      if (unions.length === 0 || owenCoalitions(unions) <= coalitions) {
        const { values, evaluations } = unions.length === 0 ? { values: new Float64Array(names.length), evaluations: 0 } : await owenExact(question, unions);
        const sums = members.map((group) => pairwiseSum(group.map((feature) => values[feature])));
        const detail = { stopped: 'exact' satisfies Stopped, groups: described(groups, sums, sums.map(() => 0)), walks: 0, rounds: 0, evaluations, relativeError: 0 };
        return { values, standardErrors: Array.from(values, () => 0), detail };
      }
      // A walk there and back asks about two sets a feature, of which the last of each is known.
      const most = Math.max(2, Math.floor(coalitions / (2 * (varying.length - 1))));
      const found = await walk(question, most, targetError, groupedOrder(unions), random.child('walks'));
      const { values, standardErrors, stopped, walks, rounds, evaluations, relativeError } = found;
      const perWalk = Float64Array.from({ length: walks * members.length }, (_, at) => {
        const from = Math.floor(at / members.length) * names.length;
        return pairwiseSum(members[at % members.length].map((feature) => found.each[from + feature]));
      });
      const sums = means(perWalk, walks, members.length);
      return { values, standardErrors: [...standardErrors], detail: { stopped, groups: described(groups, sums.values, sums.standardErrors), walks, rounds, evaluations, relativeError } };
    });
  },
  diagnostics: (rows, { level }) => [...groupMeasures(rows, level), ...additivityMeasures(rows)],
};

function described(groups: readonly ColumnGroup[], values: ArrayLike<number>, standardErrors: ArrayLike<number>): JsonObject[] {
  return groups.map(({ name, columns }, k) => ({ name, columns: [...columns], value: values[k], standardError: standardErrors[k] }));
}

/** Groups in a drawn order, and each one's members in a drawn order. */
function groupedOrder(unions: Unions): DrawOrder {
  return (_varying, random: RandomStream) =>
    Array.from(random.child('groups').permutation(unions.length), (k) => Array.from(random.child('members').child(k).permutation(unions[k].length), (position) => unions[k][position])).flat();
}

function groupMeasures(rows: readonly ExplainedRow[], level: number): Measurement[] {
  const groupsOf = ({ detail }: ExplainedRow) => detail['groups'] as unknown as readonly { name: string; columns: readonly string[]; value: number; standardError: number }[];
  const several = rows.length === 0 ? [] : groupsOf(rows[0]).flatMap(({ name, columns }, k) => (columns.length > 1 ? [{ name, k }] : []));
  return several.map(({ name, k }) => {
    const found = rows.map((row) => groupsOf(row)[k]);
    const estimate = meanEstimate(found.map(({ value }) => Math.abs(value)), level, [0, Infinity], 'explained rows');
    const standardError = Math.sqrt(pairwiseSum(found.map((one) => one.standardError ** 2))) / rows.length;
    return { measure: 'groupMeanAbsolute', feature: name, estimate: estimate.value === null ? estimate : { ...estimate, standardError } };
  });
}
