// Shapley values of a row in one tree, by walking it. src/explainability/treeShap/walkKernel.ts lays out the memory; walkPlain.ts beside it holds the plain twins.
// memory: 1536

import { lefts, useSplits } from './parts/splits';

export { decide } from './parts/splits';

/** Beside the columns of parts/splits.ts: u32 player, f64 value, f64 share of the parent's training weight. */
let players: usize = 0;
let values: usize = 0;
let shares: usize = 0;

/** Where the caller's memory begins. */
export function memoryStart(): usize {
  return __heap_base;
}

export function useNodes(left: usize, threshold: usize, column: usize, player: usize, flag: usize, setPlace: usize, value: usize, share: usize, set: usize): void {
  useSplits(left, threshold, column, flag, setPlace, set);
  players = player;
  values = value;
  shares = share;
}

// ---------------------------------------------------------------- a row against single background rows

/** f64 [side, side]: a! b! / (a + b + 1)! */
let factors: usize = 0;
let side: usize = 0;
/** u8 [players]: 0 where row and background row have gone the same way, 1 where the path holds to the row, 2 where to the background row. */
let owners: usize = 0;
let first: usize = 0;
let rowSteps: usize = 0;
let backgroundSteps: usize = 0;
let scale: f64 = 0;
let phi: usize = 0;
/** What walk hands back: the leaves below, each with its factor for players of the row, and for players of the background row. */
let gained: f64 = 0;
let lost: f64 = 0;

export function useFactors(table: usize, length: usize, owner: usize): void {
  factors = table;
  side = length;
  owners = owner;
}

/** Adds weight · Shapley value of every player to phi, f64 [players], for each of `count` background rows with their weights, f64 [count]. */
export function addPairs(root: usize, nodes: usize, row: usize, background: usize, weights: usize, count: usize, to: usize): void {
  first = root;
  rowSteps = row;
  phi = to;
  for (let other: usize = 0; other < count; other++) {
    scale = load<f64>(weights + (other << 3));
    if (scale === 0) continue;
    backgroundSteps = background + other * nodes;
    walk(root, 0, 0);
  }
}

/** `mine` players hold to the row above this node, `theirs` to the background row. */
function walk(node: usize, mine: usize, theirs: usize): void {
  for (;;) {
    const left = <usize>load<u32>(lefts + (node << 2));
    if (left === node) {
      const value = scale * load<f64>(values + (node << 3));
      gained = mine > 0 ? value * load<f64>(factors + (((mine - 1) * side + theirs) << 3)) : 0;
      lost = theirs > 0 ? -value * load<f64>(factors + ((mine * side + theirs - 1) << 3)) : 0;
      return;
    }
    const step = <usize>load<u8>(rowSteps + node - first);
    const other = <usize>load<u8>(backgroundSteps + node - first);
    if (step === other) {
      node = left + step;
      continue;
    }
    const player = <usize>load<u32>(players + (node << 2));
    const owner = load<u8>(owners + player);
    if (owner !== 0) {
      node = left + (owner === 1 ? step : other);
      continue;
    }
    store<u8>(owners + player, 1);
    walk(left + step, mine + 1, theirs);
    const rowGained = gained;
    const rowLost = lost;
    store<u8>(owners + player, 2);
    walk(left + other, mine, theirs + 1);
    store<u8>(owners + player, 0);
    const at = phi + (player << 3);
    store<f64>(at, load<f64>(at) + (rowGained + lost));
    gained = rowGained + gained;
    lost = rowLost + lost;
    return;
  }
}

/** u32 [2 · depth]: the players on the path that are someone's; those of the row from the front, those of the background row from the middle. */
let held: usize = 0;
let middle: usize = 0;
let playerCount: usize = 0;

export function usePath(at: usize, depth: usize, count: usize): void {
  held = at;
  middle = at + (depth << 2);
  playerCount = count;
}

/** Adds weight · half the Shapley interaction index of every two players to f64 [players, players], at (smaller number, larger number). */
export function addPairInteractions(root: usize, nodes: usize, row: usize, background: usize, weights: usize, count: usize, to: usize): void {
  first = root;
  rowSteps = row;
  phi = to;
  for (let other: usize = 0; other < count; other++) {
    scale = load<f64>(weights + (other << 3)) * 0.5;
    if (scale === 0) continue;
    backgroundSteps = background + other * nodes;
    walkInteractions(root, 0, 0);
  }
}

function walkInteractions(node: usize, mine: usize, theirs: usize): void {
  for (;;) {
    const left = <usize>load<u32>(lefts + (node << 2));
    if (left === node) return addLeafInteractions(node, mine, theirs);
    const step = <usize>load<u8>(rowSteps + node - first);
    const other = <usize>load<u8>(backgroundSteps + node - first);
    if (step === other) {
      node = left + step;
      continue;
    }
    const player = <usize>load<u32>(players + (node << 2));
    const owner = load<u8>(owners + player);
    if (owner !== 0) {
      node = left + (owner === 1 ? step : other);
      continue;
    }
    store<u8>(owners + player, 1);
    store<u32>(held + (mine << 2), <u32>player);
    walkInteractions(left + step, mine + 1, theirs);
    store<u8>(owners + player, 2);
    store<u32>(middle + (theirs << 2), <u32>player);
    walkInteractions(left + other, mine, theirs + 1);
    store<u8>(owners + player, 0);
    return;
  }
}

function addLeafInteractions(leaf: usize, mine: usize, theirs: usize): void {
  const value = scale * load<f64>(values + (leaf << 3));
  if (mine > 1) {
    const both = value * load<f64>(factors + (((mine - 2) * side + theirs) << 3));
    for (let i: usize = 1; i < mine; i++) for (let j: usize = 0; j < i; j++) addPair(load<u32>(held + (i << 2)), load<u32>(held + (j << 2)), both);
  }
  if (mine > 0 && theirs > 0) {
    const across = -value * load<f64>(factors + (((mine - 1) * side + theirs - 1) << 3));
    for (let i: usize = 0; i < mine; i++) for (let j: usize = 0; j < theirs; j++) addPair(load<u32>(held + (i << 2)), load<u32>(middle + (j << 2)), across);
  }
  if (theirs > 1) {
    const both = value * load<f64>(factors + ((mine * side + theirs - 2) << 3));
    for (let i: usize = 1; i < theirs; i++) for (let j: usize = 0; j < i; j++) addPair(load<u32>(middle + (i << 2)), load<u32>(middle + (j << 2)), both);
  }
}

function addPair(i: u32, j: u32, value: f64): void {
  const at = phi + ((<usize>min(i, j) * playerCount + <usize>max(i, j)) << 3);
  store<f64>(at, load<f64>(at) + value);
}

// ---------------------------------------------------------------- a row against the training weights of the branches

/** f64 [points]: t, 1 − t and the weight of every point of the quadrature; an even number of them. */
let points: usize = 0;
let pointBytes: usize = 0;
/** u32 [players]: where the player's state is. */
let states: usize = 0;
/** By level of the path: the product of all players' factors at each point; what comes back from below; the state of the player that was last asked. */
let products: usize = 0;
let returned: usize = 0;
let levels: usize = 0;
let levelBytes: usize = 0;

/** A state: f64 o, f64 r, then f64 [points] 1 / g and (o − r) / g, with g = t·o + (1 − t)·r. `nobody` is the state of a player that was not asked yet: o = r = 1. */
export function usePoints(table: usize, count: usize, state: usize, product: usize, back: usize, level: usize): void {
  points = table;
  pointBytes = count << 3;
  states = state;
  products = product;
  returned = back;
  levels = level;
  levelBytes = 16 + 2 * pointBytes;
}

/** Adds the Shapley value of every player to phi, f64 [players]. Every player's state is that of nobody before and after. */
export function addPath(root: usize, row: usize, to: usize): void {
  first = root;
  rowSteps = row;
  phi = to;
  for (let at: usize = 0; at < pointBytes; at += 16) v128.store(products + at, v128.load(points + 2 * pointBytes + at));
  if (<usize>load<u32>(lefts + (root << 2)) !== root) descend(root, 0);
}

/** Leaves are added up where their parent is: a call of its own for each would cost as much again. */
function descend(node: usize, level: usize): void {
  const left = <usize>load<u32>(lefts + (node << 2));
  const back = returned + level * pointBytes;
  const product = products + level * pointBytes;
  for (let at: usize = 0; at < pointBytes; at += 16) v128.store(back + at, f64x2.splat(0));
  const player = <usize>load<u32>(players + (node << 2));
  const place = states + (player << 2);
  const old = <usize>load<u32>(place);
  const step = <usize>load<u8>(rowSteps + node - first);
  const state = levels + level * levelBytes;
  for (let way: usize = 0; way < 2; way++) {
    const child = left + way;
    if (!enter(old, state, way === step, load<f64>(shares + (child << 3)), product)) continue;
    let sum = f64x2.splat(0);
    if (<usize>load<u32>(lefts + (child << 2)) === child) {
      const value = f64x2.splat(load<f64>(values + (child << 3)));
      for (let at: usize = 0; at < pointBytes; at += 16) sum = take(sum, f64x2.mul(value, v128.load(product + pointBytes + at)), state, old, back, at);
    } else {
      store<u32>(place, <u32>state);
      descend(child, level + 1);
      for (let at: usize = 0; at < pointBytes; at += 16) sum = take(sum, v128.load(back + pointBytes + at), state, old, back, at);
    }
    const to = phi + (player << 3);
    store<f64>(to, load<f64>(to) + (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
  }
  store<u32>(place, <u32>old);
}

// @ts-ignore: decorator
@inline
function take(sum: v128, come: v128, state: usize, old: usize, back: usize, at: usize): v128 {
  v128.store(back + at, f64x2.add(v128.load(back + at), come));
  return f64x2.add(sum, f64x2.mul(come, f64x2.sub(v128.load(state + 16 + pointBytes + at), v128.load(old + 16 + pointBytes + at))));
}

/** The state of the player on the way to a child, and the product of the next level; false where no coalition leads there. */
// @ts-ignore: decorator
@inline
function enter(old: usize, state: usize, isOwn: bool, share: f64, product: usize): bool {
  const o = isOwn ? load<f64>(old) : 0;
  const r = load<f64>(old, 8) * share;
  if (o === 0 && r === 0) return false;
  store<f64>(state, o);
  store<f64>(state, r, 8);
  const own = f64x2.splat(o);
  const rest = f64x2.splat(r);
  const difference = f64x2.splat(o - r);
  const one = f64x2.splat(1);
  for (let at: usize = 0; at < pointBytes; at += 16) {
    const g = f64x2.add(f64x2.mul(v128.load(points + at), own), f64x2.mul(v128.load(points + pointBytes + at), rest));
    const inverse = f64x2.div(one, g);
    v128.store(state + 16 + at, inverse);
    v128.store(state + 16 + pointBytes + at, f64x2.mul(difference, inverse));
    v128.store(product + pointBytes + at, f64x2.mul(f64x2.mul(v128.load(product + at), g), v128.load(old + 16 + at)));
  }
  return true;
}

/** Adds half the Shapley interaction index of every two players to f64 [players, players], at (smaller number, larger number). */
export function addPathInteractions(root: usize, row: usize, to: usize, nobody: usize): void {
  first = root;
  rowSteps = row;
  phi = to;
  for (let at: usize = 0; at < pointBytes; at += 16) v128.store(products + at, v128.load(points + 2 * pointBytes + at));
  descendInteractions(root, 0, 0, nobody);
}

/** `asked` players are on the path, their numbers in `held`. */
function descendInteractions(node: usize, level: usize, asked: usize, nobody: usize): void {
  const left = <usize>load<u32>(lefts + (node << 2));
  const product = products + level * pointBytes;
  if (left === node) {
    const value = f64x2.splat(0.5 * load<f64>(values + (node << 3)));
    for (let i: usize = 1; i < asked; i++) {
      const one = load<u32>(held + (i << 2));
      const oneState = <usize>load<u32>(states + (<usize>one << 2)) + 16 + pointBytes;
      for (let j: usize = 0; j < i; j++) {
        const other = load<u32>(held + (j << 2));
        const otherState = <usize>load<u32>(states + (<usize>other << 2)) + 16 + pointBytes;
        let sum = f64x2.splat(0);
        for (let at: usize = 0; at < pointBytes; at += 16) {
          sum = f64x2.add(sum, f64x2.mul(f64x2.mul(value, v128.load(product + at)), f64x2.mul(v128.load(oneState + at), v128.load(otherState + at))));
        }
        addPair(one, other, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
      }
    }
    return;
  }
  const player = <usize>load<u32>(players + (node << 2));
  const place = states + (player << 2);
  const old = <usize>load<u32>(place);
  const step = <usize>load<u8>(rowSteps + node - first);
  const state = levels + level * levelBytes;
  const isNew = old === nobody;
  if (isNew) store<u32>(held + (asked << 2), <u32>player);
  for (let way: usize = 0; way < 2; way++) {
    const child = left + way;
    if (!enter(old, state, way === step, load<f64>(shares + (child << 3)), product)) continue;
    store<u32>(place, <u32>state);
    descendInteractions(child, level + 1, isNew ? asked + 1 : asked, nobody);
  }
  store<u32>(place, <u32>old);
}
