import { assembleTree, IS_CATEGORY, MISSING_LEFT, type Tree } from '../../src/models/tree.js';
import type { TreeEnsemble } from '../../src/models/treeEnsemble.js';
import { treePredictor } from '../../src/models/treePredictor.js';
import type { TreePredictor } from '../../src/models/predictor.js';
import type { RandomStream } from '../../src/random/stream.js';

export interface SmallTrees {
  /** Names of number columns. */
  readonly numbers: readonly string[];
  /** Levels of category columns. */
  readonly categories: Readonly<Record<string, readonly string[]>>;
  readonly trees: number;
  readonly depth: number;
  readonly precision: 'float32' | 'float64';
  /** One margin for two classes, else one a class. */
  readonly margins: number;
}

/** A sum of full trees with drawn splits and leaves: thresholds are tenths between 0 and 6 (of a column called "whole", halves between 0 and 30), sets of levels any, leaves normal. */
export function smallTrees({ numbers, categories, trees, depth, precision, margins }: SmallTrees, random: RandomStream): TreePredictor {
  const names = [...numbers, ...Object.keys(categories)];
  const ensemble: TreeEnsemble = {
    source: 'lightgbm',
    trees: Array.from({ length: trees }, (_, t) => tree(depth, t % margins, names, numbers.length, categories, precision, random.child(t))),
    features: names.map((name) => ({ name, kind: name in categories ? 'category' : 'number', levels: categories[name] ?? null })),
    base: Array.from({ length: margins }, (_, k) => 0.1 * k),
    link: margins === 1 ? { kind: 'sigmoid', slope: 1 } : { kind: 'softmax' },
    task: margins === 1 ? 'binary' : 'multiclass',
    precision,
  };
  return treePredictor(ensemble, null);
}

function tree(depth: number, margin: number, names: readonly string[], numbers: number, categories: SmallTrees['categories'], precision: SmallTrees['precision'], draws: RandomStream): Tree {
  const inner = 2 ** depth - 1;
  const nodes = 2 * inner + 1;
  const at = Array.from({ length: nodes }, (_, node) => node);
  const feature = at.map((node) => draws.child('feature').integer(node, names.length));
  const levels = (node: number): number => categories[names[feature[node]!]!]?.length ?? 0;
  const rounded = precision === 'float32' ? Math.fround : (x: number): number => x;
  return assembleTree(
    {
      left: at.map((node) => (node < inner ? 2 * node + 1 : -1)),
      right: at.map((node) => (node < inner ? 2 * node + 2 : -1)),
      feature,
      threshold: at.map((node) => rounded(draws.child('threshold').integer(node, 61) / (names[feature[node]!] === 'whole' ? 2 : 10))),
      flags: at.map((node) => (feature[node]! >= numbers ? IS_CATEGORY : 0) + (draws.child('missing').integer(node, 2) === 1 ? MISSING_LEFT : 0)),
      set: at,
      sets: at.map((node) => Uint32Array.of(1 + draws.child('set').integer(node, Math.max(1, 2 ** levels(node) - 2)))),
      value: at.map((node) => rounded(draws.child('value').normal(node))),
      cover: at.map(() => 1),
      margin,
    },
    'a drawn tree',
    names.length,
  );
}
