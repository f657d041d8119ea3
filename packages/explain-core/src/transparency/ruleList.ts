import { z } from 'zod';
import type { Json, JsonObject } from '../json.js';
import { wilson1927 } from '../method/sources.js';
import { wilson } from '../numeric/wilson.js';
import { takeRows } from '../data/select.js';
import type { Condition } from './conditions.js';
import { learnRules, ruleFor, type Rule, type RuleList } from './learnRules.js';
import { clark1989, craven1996, lavrac2004, mcnemar1947, rivest1987, webb1993 } from './sources.js';
import { surrogateOptions, type Surrogate } from './surrogate.js';

const options = z.strictObject({
  rows: surrogateOptions.rows,
  holdout: surrogateOptions.holdout,
  maxRules: z.number().int().min(1).max(50).default(8).describe('Rules before "otherwise", at most.'),
  maxConditions: z.number().int().min(1).max(5).default(3).describe('Conditions of a rule, at most.'),
  minCovered: z.number().int().min(1).default(20).describe('Training rows that a rule’s conditions hold for at least.'),
  level: surrogateOptions.level,
});
type Options = z.output<typeof options>;

/** A list with what its rules do on held-out rows, by rule, `otherwise` last. */
interface Stored {
  readonly list: RuleList;
  readonly heldOut: readonly { readonly n: number; readonly agreed: number }[];
}

/**
 * A short list of rules learnt to imitate the model's decisions, read from the top: the first rule whose conditions hold answers. As results by `measure`:
 *   fidelity: share of held-out rows on which list and model decide alike, in [0, 1]; `counts.mostFrequent` is how many of them the single most frequent decision would get right, which a list must beat;
 *   rules, conditions: the list's size, without "otherwise".
 * Learnt greedily (see learnRules): no list that nothing could better, but one that says of each rule how it does.
 * The artifact `transparency/ruleList/list`: { classes, level, rules: [{ conditions: [{ condition, feature, atMost | above | is }], answer, n, share, heldOut: { n, agreed, interval } }], otherwise }, n and share being of
 * training rows and `interval` of the share of agreement, null where a rule is for no held-out row.
 */
export const ruleList: Surrogate<Options> = {
  pillar: 'transparency',
  id: 'ruleList',
  version: 1,
  label: 'Surrogate rule list',
  summary: 'Whether a short list of "if … then …" rules describes what the model decides.',
  definition:
    'On the model’s decisions for part of the drawn rows a decision list is learnt by prepending: beginning with the most frequent decision for all, the conjunction of conditions (of those that a beam search finds) that makes most more rows agree with the model is put before all earlier rules, as long as by the sign test at 1 % it mends more than it breaks and needs each of its conditions. Fidelity: share of the other rows on which list and model decide alike. Size: its rules and their conditions.',
  caution: 'A rule is for the rows that no rule above it is for, so it may not be read alone. The list imitates the model; where fidelity is low it says little about it, and nothing about the world.',
  sources: [webb1993, rivest1987, clark1989, lavrac2004, mcnemar1947, craven1996, wilson1927],
  needs: ['predictions'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options,
  onRequest: true,
  sizes: ['rules', 'conditions'],
  learn({ table, answers, classes, trained, signal }, { maxRules, maxConditions, minCovered }) {
    const head = Int32Array.from({ length: trained }, (_, i) => i);
    const list = learnRules(takeRows(table, head), answers.subarray(0, trained), classes.length, { maxRules, maxConditions, minCovered }, signal);
    const columns = new Map(table.columns.map((column) => [column.name, column]));
    const all = [...list.rules, list.otherwise];
    const heldOut = all.map(() => ({ n: 0, agreed: 0 }));
    for (let row = trained; row < table.rows; row++) {
      const at = ruleFor(list, columns, row);
      heldOut[at]!.n++;
      if (all[at]!.answer === answers[row]) heldOut[at]!.agreed++;
    }
    return { stored: { list, heldOut } satisfies Stored as unknown as Json, answerOf: (row) => all[ruleFor(list, columns, row)]!.answer };
  },
  told(stored, classes, { level }) {
    const { list, heldOut } = stored as unknown as Stored;
    const all = [...list.rules, list.otherwise];
    const drawn = all.map((rule, at) => shown(rule, heldOut[at]!, classes, level));
    const conditions = list.rules.reduce((sum, rule) => sum + rule.conditions.length, 0);
    const fewest = Math.min(...all.map(({ n }) => n), ...heldOut.map(({ n }) => n));
    return { sizes: [list.rules.length, conditions], picture: 'list', body: { classes, level, rules: drawn.slice(0, -1), otherwise: drawn.at(-1)! }, fewest };
  },
};

function shown({ conditions, answer, n, agreed }: Rule, heldOut: Stored['heldOut'][number], classes: readonly string[], level: number): JsonObject {
  const interval = heldOut.n === 0 ? null : wilson(heldOut.agreed, heldOut.n, level);
  return {
    conditions: conditions.map((condition) => ({ condition: inWords(condition), ...condition })),
    answer: classes[answer]!,
    n,
    share: n === 0 ? null : agreed / n,
    heldOut: { ...heldOut, interval: interval === null ? null : { lower: interval.lower, upper: interval.upper } },
  };
}

function inWords(condition: Condition): string {
  if ('is' in condition) return `${condition.feature} is ${condition.is}`;
  return 'atMost' in condition ? `${condition.feature} ≤ ${condition.atMost}` : `${condition.feature} > ${condition.above}`;
}
