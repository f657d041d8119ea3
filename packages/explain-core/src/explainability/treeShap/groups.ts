import type { Tree } from '../../models/tree.js';
import type { Condition, Planes } from './planes.js';

/** Bits of a pattern at most: a byte. */
export const MOST_BITS = 8;

/** One condition of a bit: that a row goes left, or right, at a split. */
export interface Step extends Condition {
  readonly isLeft: boolean;
}

/** A leaf: who is asked on its path, with the bits of the group that must hold for the player to stay on it and those that must not. */
export interface GroupLeaf {
  readonly value: number;
  readonly players: readonly {
    /** Position among the group's players. */
    readonly slot: number;
    readonly must: number;
    readonly mustNot: number;
    /** The product of the shares of training weight that the path takes where this player is asked. */
    readonly chance: number;
  }[];
}

/**
 * Leaves below one node of a tree, few enough that what matters of a row is a pattern of at most eight bits: one for each player that is asked above the node, saying that all its splits there
 * lead to the node, and one for each split below. Leaves that are near each other so share their patterns and their table.
 */
export interface LeafGroup {
  /** Conditions of each bit; the first bit is the highest of the pattern. */
  readonly bits: readonly (readonly Step[])[];
  readonly players: readonly number[];
  readonly margin: number;
  readonly leaves: readonly GroupLeaf[];
}

/** Whether every leaf of a tree has a place in some group. */
export function isTabulable(tree: Tree, players: ArrayLike<number>): boolean {
  const onPath = new Set<number>();
  const fits = (node: number): boolean => {
    if (tree.feature[node] < 0) return onPath.size <= MOST_BITS;
    const player = players[tree.feature[node]];
    const isNew = !onPath.has(player);
    if (isNew) onPath.add(player);
    const both = onPath.size <= MOST_BITS && fits(tree.left[node]) && fits(tree.right[node]);
    if (isNew) onPath.delete(player);
    return both;
  };
  return fits(0);
}

/** Groups of all leaves of a tree for which isTabulable; a tree that is one leaf has none, since nobody is asked. */
export function leafGroups(tree: Tree, players: ArrayLike<number>, planes: Planes): LeafGroup[] {
  const splits = splitsBelow(tree);
  const groups: LeafGroup[] = [];
  const descend = (node: number, path: readonly PathPart[]): void => {
    if (path.length + splits[node] <= MOST_BITS) {
      if (path.length + splits[node] > 0) groups.push(groupBelow(tree, node, path, players, planes));
      return;
    }
    const player = players[tree.feature[node]];
    const condition = planes.conditionOf(tree, node);
    const place = placeOf(path, player);
    for (const child of [tree.left[node], tree.right[node]]) {
      const step: Step = { plane: condition.plane, bound: condition.bound, isLeft: child === tree.left[node] };
      const share = shareOf(tree, node, child);
      const known = path[place];
      const next = path.slice();
      next[place] = known === undefined ? { player, steps: [step], chance: share } : { player, steps: [...known.steps, step], chance: known.chance * share };
      descend(child, next);
    }
  };
  descend(0, []);
  return groups;
}

/** What a path asks of one player. */
interface PathPart {
  readonly player: number;
  readonly steps: readonly Step[];
  readonly chance: number;
}

/** Where a player is, or would come. A search through at most eight is quicker than a map. */
function placeOf(path: readonly { readonly player: number }[], player: number): number {
  let place = 0;
  while (place < path.length && path[place].player !== player) place++;
  return place;
}

function shareOf(tree: Tree, node: number, child: number): number {
  return tree.cover[node] === 0 ? 0.5 : tree.cover[child] / tree.cover[node];
}

/** Children come after their parents, so that one pass from the end counts. */
function splitsBelow({ feature, left, right }: Tree): Int32Array {
  const splits = new Int32Array(feature.length);
  for (let node = feature.length - 1; node >= 0; node--) if (feature[node] >= 0) splits[node] = 1 + splits[left[node]] + splits[right[node]];
  return splits;
}

function groupBelow(tree: Tree, root: number, path: readonly PathPart[], players: ArrayLike<number>, planes: Planes): LeafGroup {
  const bits: (readonly Step[])[] = path.map(({ steps }) => steps);
  const asked = path.map(({ player }) => player);
  // In the order of a walk from the root, each node's bit.
  const places: number[] = [];
  const number = (node: number): void => {
    if (tree.feature[node] < 0) return;
    places.push(bits.length);
    const { plane, bound } = planes.conditionOf(tree, node);
    bits.push([{ plane, bound, isLeft: false }]);
    const player = players[tree.feature[node]];
    if (!asked.includes(player)) asked.push(player);
    number(tree.left[node]);
    number(tree.right[node]);
  };
  number(root);
  const bitOf = (place: number): number => 1 << (bits.length - 1 - place);

  const leaves: GroupLeaf[] = [];
  type Own = GroupLeaf['players'];
  let walked = 0;
  const descend = (node: number, own: Own): void => {
    if (tree.feature[node] < 0) {
      leaves.push({ value: tree.value[node], players: own });
      return;
    }
    const slot = asked.indexOf(players[tree.feature[node]]);
    const bit = bitOf(places[walked++]);
    let at = 0;
    while (at < own.length && own[at].slot !== slot) at++;
    const known = own[at];
    for (const child of [tree.left[node], tree.right[node]]) {
      const isLeft = child === tree.left[node];
      const next = own.slice();
      next[at] = {
        slot,
        must: (known?.must ?? 0) | (isLeft ? 0 : bit),
        mustNot: (known?.mustNot ?? 0) | (isLeft ? bit : 0),
        chance: (known?.chance ?? 1) * shareOf(tree, node, child),
      };
      descend(child, next);
    }
  };
  descend(root, path.map(({ chance }, place) => ({ slot: place, must: bitOf(place), mustNot: 0, chance })));
  return { bits, players: asked, margin: tree.margin, leaves };
}
