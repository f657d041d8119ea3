import { z } from 'zod';
import { takeRows } from '../data/select.js';
import type { Json, JsonObject } from '../json.js';
import { wilson1927 } from '../method/sources.js';
import { answerOf, depthOf, growTree, leavesOf, type TreeNode } from './growTree.js';
import { surrogateOptions, type Surrogate } from './surrogate.js';
import { breiman1984, craven1996 } from './sources.js';

const options = z.strictObject({
  rows: surrogateOptions.rows,
  holdout: surrogateOptions.holdout,
  maxDepth: z.number().int().min(1).max(8).default(4).describe('Questions asked one after the other, at most.'),
  minLeaf: z.number().int().min(1).default(20).describe('Training rows that a leaf holds at least.'),
  level: surrogateOptions.level,
});
type Options = z.output<typeof options>;

/**
 * A small decision tree grown to imitate the model's decisions, and how far it does. As results by `measure`:
 *   fidelity: share of held-out rows on which tree and model decide alike, in [0, 1]; `counts.mostFrequent` is how many of them the single most
 *     frequent decision would get right, which is what a tree must beat;
 *   leaves, depth: the tree's size.
 * Craven and Shavlik 1996, "Extracting Tree-Structured Representations of Trained Networks", NIPS 8.
 */
export const surrogateTree: Surrogate<Options> = {
  pillar: 'transparency',
  id: 'surrogateTree',
  version: 1,
  label: 'Surrogate tree',
  summary: 'Whether a few simple rules describe what the model decides.',
  definition: 'A classification tree is grown on the model’s decisions for part of the drawn rows. Fidelity: share of the other rows on which tree and model decide alike. Size: its leaves and depth.',
  sources: [craven1996, breiman1984, wilson1927],
  needs: ['predictions'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options,
  sizes: ['leaves', 'depth'],
  learn({ table, answers, classes, trained }, { maxDepth, minLeaf }) {
    const head = Int32Array.from({ length: trained }, (_, i) => i);
    const tree = growTree(takeRows(table, head), answers.subarray(0, trained), classes.length, { maxDepth, minLeaf });
    const columns = new Map(table.columns.map((column) => [column.name, column]));
    return { stored: tree as unknown as Json, answerOf: (row) => answerOf(tree, columns, row) };
  },
  told(stored, classes, { minLeaf }) {
    const tree = stored as unknown as TreeNode;
    return { sizes: [leavesOf(tree), depthOf(tree)], picture: 'tree', body: { root: drawn(tree, classes), classes }, fewest: minLeaf };
  },
};

/** The tree with its conditions in words, as it is drawn. */
function drawn(node: TreeNode, classes: readonly string[]): JsonObject {
  if (node.kind === 'leaf') return { answer: classes[node.answer]!, share: node.share, n: node.n };
  const condition = 'atMost' in node.test ? `${node.feature} ≤ ${node.test.atMost}` : `${node.feature} is ${node.test.oneOf.join(' or ')}`;
  // The sentence is for people; a level may itself hold " or ", so the test stands beside it as data.
  return { condition, feature: node.feature, ...node.test, n: node.n, yes: drawn(node.yes, classes), no: drawn(node.no, classes) };
}
