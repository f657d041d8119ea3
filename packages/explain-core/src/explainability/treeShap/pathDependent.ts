import { ExplainError } from '../../errors.js';
import type { TreeGame } from './game.js';
import { interactionsOf, valuesOf, type TreeExplainer } from './treeExplainer.js';
import type { WalkLayout } from './walkKernel.js';
import { layoutsOf } from './ways.js';

/**
 * Path-dependent Tree SHAP: a player who is out is averaged over both branches of its splits, by the training weight that went either way.
 *   φ_i = Σ_leaves v · (o_i − r_i) · ∫₀¹ Π_{j ≠ i} (t·o_j + (1 − t)·r_j) dt
 * o_j is 1 where the row holds to the leaf's path at every split of player j and 0 where not, r_j the product of the path's shares of training weight there.
 * Lundberg et al. 2018, "Consistent individualized feature attribution for tree ensembles"; as an integral after Owen 1972, "Multilinear extensions of games", which Gauss–Legendre
 * points give without error; one pass of a tree as in Yu et al. 2022, "Linear TreeShap". Time O(nodes · players on a path) a row. Throws UNSUPPORTED where the file has no training weights.
 */
export function pathDependentExplainer(game: TreeGame): TreeExplainer {
  const { trees, base } = game.ensemble;
  const bare = trees.findIndex((tree) => tree.feature[0] >= 0 && !(tree.cover[0] > 0));
  if (bare >= 0) throw new ExplainError('UNSUPPORTED', `Path-dependent Tree SHAP needs the training weight of each node, and tree ${bare} of this ${game.ensemble.source} model has none. Explain it against a background (interventional).`);
  const layouts = layoutsOf(game);
  const means = pathMeans(layouts.walk(), base);
  return {
    game,
    explain: (rows, way) => valuesOf(layouts, rows, null, means, way),
    interactions: (rows, way) => interactionsOf(layouts, rows, null, means, way),
  };
}

/** The mean leaf by training weight, tree by tree. [outputs] */
function pathMeans(walk: WalkLayout, base: readonly number[]): number[] {
  const means = [...base];
  for (const { left, value, share, trees } of walk.portions) {
    const reach = new Float64Array(left.length);
    for (const { root, nodes, margin } of trees) {
      reach[root] = 1;
      for (let node = root; node < root + nodes; node++) {
        const child = left[node];
        if (child === node) {
          means[margin] += reach[node] * value[node];
          continue;
        }
        reach[child] = reach[node] * share[child];
        reach[child + 1] = reach[node] * share[child + 1];
      }
    }
  }
  return means;
}
