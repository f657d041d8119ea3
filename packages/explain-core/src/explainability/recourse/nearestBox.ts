import { throwIfCancelled } from '../../errors.js';
import type { TreePredictor } from '../../models/predictor.js';
import { lookAt, type Box } from './boxBounds.js';
import { boxForest, type BoxForest } from './boxForest.js';
import { Heap } from './heap.js';
import type { Hunt } from './hunt.js';
import { changed, type Point } from './space.js';
import type { TreeCells } from './treeCells.js';
import type { Need } from './treeNeeds.js';

export interface Verdict {
  /** Every change that is allowed costs at least so much; Infinity: none has the outcome. */
  readonly bound: number;
  /** All boxes that could hold a cheaper change were looked at. */
  readonly complete: boolean;
  readonly boxes: number;
}

/** Costs are sums of a few quotients: what differs by less is rounding. */
const ROUNDING = 1e-9;
/** Boxes between two looks at whether to go on. */
const LOOK = 256;

interface Waiting extends Box {
  /** Cost of its cheapest row. */
  readonly cost: number;
}

/**
 * The cheapest change of a row that a sum of trees answers with the wanted outcome, with proof: boxes of cells in order of their cheapest row's cost, each left
 * out where the trees' best leaves do not add up to the outcome, else cut in two; the first cheapest row that has the outcome is the nearest of all. What the
 * hunt has found before bounds the cost. It is branch and bound over the leaves' boxes; exact counterfactuals of trees: Cui et al. 2015 (integer program),
 * Parmentier and Vidal 2021.
 */
export class NearestBox {
  private readonly forest: BoxForest;
  private readonly slack: number;

  constructor(
    private readonly hunt: Hunt,
    private readonly model: TreePredictor,
    private readonly needs: readonly Need[],
    cells: TreeCells,
  ) {
    this.forest = boxForest(hunt, model, cells);
    this.slack = slackOf(model, needs);
  }

  /** Columns of `banned` stay. Keeps what it finds. */
  async find(most: number, banned: ReadonlySet<number> = new Set()): Promise<Verdict> {
    const { hunt, forest } = this;
    const heap = new Heap<Waiting>((a, b) => a.cost - b.cost);
    const ceiling = this.ceiling(banned);
    const whole: Box = {
      low: forest.home.map((cell, j) => (banned.has(j) ? cell : 0)),
      high: forest.home.map((cell, j) => (banned.has(j) ? cell : forest.values[j]!.length - 1)),
    };
    heap.push({ ...whole, cost: 0 });
    let boxes = 0;
    for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
      if (next.cost > ceiling - ROUNDING) return { bound: ceiling, complete: true, boxes };
      if (boxes === most) return { bound: next.cost, complete: false, boxes };
      boxes++;
      if (boxes % LOOK === 0) throwIfCancelled(hunt.signal);
      const box = this.tightened(next, ceiling);
      const at = this.cheapest(box);
      const view = lookAt(forest, this.needs, this.model.ensemble.base, this.slack, box, at);
      if (view.hopeless) continue;
      if (view.reached) {
        const point = this.pointAt(at);
        const [answer] = await hunt.ask([point]);
        if (answer!.reached) {
          hunt.keep(point, 'treeBoxes');
          return { bound: next.cost, complete: true, boxes };
        }
      }
      if (view.cut !== null) for (const half of halves(box, view.cut)) heap.push({ ...half, cost: this.costOf(this.cheapest(half)) });
    }
    return { bound: ceiling, complete: true, boxes };
  }

  /** Cost of the cheapest change known. */
  private ceiling(banned: ReadonlySet<number>): number {
    const { own } = this.hunt;
    return this.hunt.found.find(({ point }) => ![...banned].some((j) => changed(own, point, j)))?.cost ?? Infinity;
  }

  /** Leaves out cells that by themselves cost more than may still be spent. */
  private tightened({ low, high, cost }: Waiting, ceiling: number): Box {
    if (ceiling === Infinity) return { low, high };
    const { costs } = this.forest;
    const at = this.cheapest({ low, high });
    const most = ceiling - cost;
    const [lows, highs] = [Int32Array.from(low), Int32Array.from(high)];
    for (let j = 0; j < at.length; j++) {
      const limit = costs[j]![at[j]!]! + most;
      while (lows[j]! < at[j]! && costs[j]![lows[j]!]! > limit) lows[j]!++;
      while (highs[j]! > at[j]! && costs[j]![highs[j]!]! > limit) highs[j]!--;
    }
    return { low: lows, high: highs };
  }

  /** In each dimension the cell nearest to the row's own. */
  private cheapest({ low, high }: Box): Int32Array {
    return this.forest.home.map((home, j) => Math.min(Math.max(home, low[j]!), high[j]!));
  }

  private costOf(at: Int32Array): number {
    let sum = 0;
    for (let j = 0; j < at.length; j++) sum += this.forest.costs[j]![at[j]!]!;
    return sum;
  }

  private pointAt(at: Int32Array): Point {
    return Float64Array.from(at, (cell, j) => this.forest.values[j]![cell]!);
  }
}

function halves({ low, high }: Box, { dimension, at }: { readonly dimension: number; readonly at: number }): Box[] {
  const below = Int32Array.from(high);
  const above = Int32Array.from(low);
  below[dimension] = at - 1;
  above[dimension] = at;
  return [{ low, high: below }, { low: above, high }];
}

/** A sum of n leaves is off by n units in its last place at most; a link in single precision moves the decision by some more. */
function slackOf({ ensemble: { trees, base, precision } }: TreePredictor, needs: readonly Need[]): number {
  const unit = precision === 'float32' ? 2 ** -24 : 2 ** -53;
  const size = trees.reduce((sum, { value }) => sum + value.reduce((most, leaf) => Math.max(most, Math.abs(leaf)), 0), base.reduce((sum, value) => sum + Math.abs(value), 0));
  const decisions = needs.reduce((most, { atLeast }) => (Number.isFinite(atLeast) ? Math.max(most, Math.abs(atLeast)) : most), 1);
  return unit * ((trees.length + 2) * size + 4 * decisions);
}
