import { goesLeft } from '../../models/tree.js';
import { orderingShares, type WalkNodes, type WalkTree } from './game.js';
import type { PathPoints } from './pathPoints.js';

// What kernels/treeShapWalk.ts computes, in plain code and the same order: its tests compare bits.

/** Whether a row, as the ensemble reads it, would go right at each node of a tree. [nodes] */
export function decidePlain(nodes: WalkNodes, { root, nodes: count }: WalkTree, row: Float64Array): Uint8Array {
  const { setPlace, sets } = nodes;
  const split = {
    threshold: nodes.threshold,
    flags: nodes.flags,
    set: Int32Array.from(nodes.left.keys()),
    sets: Array.from(nodes.left, (_, node) => sets.subarray(setPlace[2 * node], setPlace[2 * node] + setPlace[2 * node + 1])),
  };
  return Uint8Array.from({ length: count }, (_, i) => (goesLeft(split, root + i, row[nodes.column[root + i]]) ? 0 : 1));
}

/** Adds weight · Shapley value of every player in the game of a row against one background row to phi, [players]. */
export function addPairPlain(nodes: WalkNodes, { root }: WalkTree, row: Uint8Array, background: Uint8Array, weight: number, phi: Float64Array, side: number): void {
  if (weight === 0) return;
  const factors = orderingShares(side);
  const owners = new Uint8Array(phi.length);
  const walk = (node: number, mine: number, theirs: number): readonly [number, number] => {
    const left = nodes.left[node];
    if (left === node) {
      const value = weight * nodes.value[node];
      return [mine > 0 ? value * factors[(mine - 1) * side + theirs] : 0, theirs > 0 ? -value * factors[mine * side + theirs - 1] : 0];
    }
    const [step, other] = [row[node - root], background[node - root]];
    const player = nodes.player[node];
    if (step === other) return walk(left + step, mine, theirs);
    if (owners[player] !== 0) return walk(left + (owners[player] === 1 ? step : other), mine, theirs);
    owners[player] = 1;
    const own = walk(left + step, mine + 1, theirs);
    owners[player] = 2;
    const others = walk(left + other, mine, theirs + 1);
    owners[player] = 0;
    phi[player] += own[0] + others[1];
    return [own[0] + others[0], own[1] + others[1]];
  };
  walk(root, 0, 0);
}

/** Adds weight · half the Shapley interaction index of every two players, [players, players] at (smaller, larger). */
export function addPairInteractionsPlain(nodes: WalkNodes, { root }: WalkTree, row: Uint8Array, background: Uint8Array, weight: number, phi: Float64Array, players: number, side: number): void {
  if (weight === 0) return;
  const factors = orderingShares(side);
  const owners = new Uint8Array(players);
  const add = (i: number, j: number, value: number): void => {
    phi[Math.min(i, j) * players + Math.max(i, j)] += value;
  };
  const walk = (node: number, mine: readonly number[], theirs: readonly number[]): void => {
    const left = nodes.left[node];
    if (left === node) {
      const value = weight * 0.5 * nodes.value[node];
      const [p, n] = [mine.length, theirs.length];
      mine.forEach((one, i) => mine.slice(0, i).forEach((other) => add(one, other, value * factors[(p - 2) * side + n])));
      mine.forEach((one) => theirs.forEach((other) => add(one, other, -value * factors[(p - 1) * side + n - 1])));
      theirs.forEach((one, i) => theirs.slice(0, i).forEach((other) => add(one, other, value * factors[p * side + n - 2])));
      return;
    }
    const [step, other] = [row[node - root], background[node - root]];
    const player = nodes.player[node];
    if (step === other) return walk(left + step, mine, theirs);
    if (owners[player] !== 0) return walk(left + (owners[player] === 1 ? step : other), mine, theirs);
    owners[player] = 1;
    walk(left + step, [...mine, player], theirs);
    owners[player] = 2;
    walk(left + other, mine, [...theirs, player]);
    owners[player] = 0;
  };
  walk(root, [], []);
}

interface State {
  readonly o: number;
  readonly r: number;
  readonly inverse: Float64Array;
  readonly term: Float64Array;
}

const unasked = (points: number): State => ({ o: 1, r: 1, inverse: new Float64Array(points).fill(1), term: new Float64Array(points) });

function enter(old: State, isOwn: boolean, share: number, product: Float64Array, { rising, falling }: PathPoints): { state: State; product: Float64Array } | null {
  const o = isOwn ? old.o : 0;
  const r = old.r * share;
  if (o === 0 && r === 0) return null;
  const g = rising.map((t, at) => t * o + falling[at] * r);
  const inverse = g.map((factor) => 1 / factor);
  return { state: { o, r, inverse, term: inverse.map((factor) => (o - r) * factor) }, product: product.map((factor, at) => factor * g[at] * old.inverse[at]) };
}

/** The even and the odd points apart, as the kernel's two lanes add them. */
function sumOfLanes(points: number, term: (at: number) => number): number {
  const lanes = [0, 0];
  for (let at = 0; at < points; at++) lanes[at & 1] += term(at);
  return lanes[0] + lanes[1];
}

/** Adds the Shapley value of every player in the game that training weights make of the other branches to phi, [players]. */
export function addPathPlain(nodes: WalkNodes, { root }: WalkTree, row: Uint8Array, phi: Float64Array, points: PathPoints): void {
  const count = points.rising.length;
  const states = new Map<number, State>();
  const descend = (node: number, product: Float64Array): Float64Array => {
    const left = nodes.left[node];
    if (left === node) return product.map((factor) => nodes.value[node] * factor);
    const player = nodes.player[node];
    const old = states.get(player) ?? unasked(count);
    const back = new Float64Array(count);
    for (let way = 0; way < 2; way++) {
      const entered = enter(old, row[node - root] === way, nodes.share[left + way], product, points);
      if (entered === null) continue;
      states.set(player, entered.state);
      const come = descend(left + way, entered.product);
      phi[player] += sumOfLanes(count, (at) => come[at] * (entered.state.term[at] - old.term[at]));
      for (let at = 0; at < count; at++) back[at] += come[at];
    }
    states.set(player, old);
    return back;
  };
  descend(root, points.weights);
}

/** Adds half the Shapley interaction index of every two players, [players, players] at (smaller, larger). */
export function addPathInteractionsPlain(nodes: WalkNodes, { root }: WalkTree, row: Uint8Array, phi: Float64Array, players: number, points: PathPoints): void {
  const count = points.rising.length;
  const states = new Map<number, State>();
  const descend = (node: number, product: Float64Array, asked: readonly number[]): void => {
    const left = nodes.left[node];
    if (left === node) {
      const value = 0.5 * nodes.value[node];
      asked.forEach((one, i) =>
        asked.slice(0, i).forEach((other) => {
          const [a, b] = [states.get(one)!.term, states.get(other)!.term];
          phi[Math.min(one, other) * players + Math.max(one, other)] += sumOfLanes(count, (at) => value * product[at] * (a[at] * b[at]));
        }),
      );
      return;
    }
    const player = nodes.player[node];
    const known = states.get(player);
    const old = known ?? unasked(count);
    for (let way = 0; way < 2; way++) {
      const entered = enter(old, row[node - root] === way, nodes.share[left + way], product, points);
      if (entered === null) continue;
      states.set(player, entered.state);
      descend(left + way, entered.product, known === undefined ? [...asked, player] : asked);
    }
    if (known === undefined) states.delete(player);
    else states.set(player, known);
  };
  descend(root, points.weights, []);
}
