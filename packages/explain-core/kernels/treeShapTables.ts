// Shapley values of many rows from tables. src/explainability/treeShap/tablesKernel.ts lays out the memory; tablesPlain.ts beside it holds the plain twins.
// A block is 1024 rows. A plane is a byte for each row of a block: how many of up to 255 thresholds of a feature lie below its value.
// A group is u32: bits d, slots u; for each bit the number of its conditions, then the conditions (plane << 9 | isLeft << 8 | bound: the byte is above the bound, or is not); the u slots.
// A row's pattern in a group is the number whose bits say which hold, the first bit the highest. A group's table is f64 [u, 2^d].
// memory: 2048

const BLOCK: usize = 1024;
/** Patterns of a group at most. */
const PATTERNS: usize = 256;

const patterns: usize = memory.data(1024, 64);
/** Of one leaf: which pattern of the group is which of its own, the frequencies of its own patterns, and its values [28, 256]. */
const ownPatterns: usize = memory.data(256, 64);
const frequencies: usize = memory.data(2048, 64);
const leafTable: usize = memory.data(57344, 64);
/** f64 [8], of one set of a leaf's players. */
const crossed: usize = memory.data(64, 64);

/** LightGBM's kZeroThreshold: 1e-35 as a float32. */
const ZERO_BAND: f64 = <f64>(<f32>1e-35);

/** Where the caller's memory begins. */
export function memoryStart(): usize {
  return __heap_base;
}

/**
 * Planes of a block, u8 [planes, 1024], from its rows, f64 [count, width]. A column is u32 [6]: column of the rows; 1 where missing goes right, 2 where zero is missing, 4 where it is a set of
 * categories; where its thresholds or words begin; how many; first plane; number of planes.
 */
export function bin(rows: usize, count: usize, width: usize, columns: usize, columnCount: usize, thresholds: usize, words: usize, planes: usize): void {
  for (let column: usize = 0; column < columnCount; column++) {
    const at = columns + column * 24;
    const kind = load<u32>(at, 4);
    const isRight = (kind & 1) !== 0;
    const zeroIsMissing = (kind & 2) !== 0;
    const length = <usize>load<u32>(at, 12);
    const plane = planes + <usize>load<u32>(at, 16) * BLOCK;
    const from = rows + (<usize>load<u32>(at) << 3);
    const stride = width << 3;
    if ((kind & 4) !== 0) {
      const set = words + (<usize>load<u32>(at, 8) << 2);
      for (let row: usize = 0; row < count; row++) {
        const x = load<f64>(from + row * stride);
        store<u8>(plane + row, x !== x ? (isRight ? 1 : 0) : holdsCode(set, length, x) ? 0 : 1);
      }
      continue;
    }
    const begin = thresholds + (<usize>load<u32>(at, 8) << 3);
    const planeCount = <usize>load<u32>(at, 20);
    for (let row: usize = 0; row < count; row++) {
      const x = load<f64>(from + row * stride);
      let below: usize;
      if (x !== x || (zeroIsMissing && x >= -ZERO_BAND && x <= ZERO_BAND)) below = isRight ? length : 0;
      else below = countBelow(begin, length, x);
      for (let p: usize = 0; p < planeCount; p++) {
        store<u8>(plane + p * BLOCK + row, <u8>min<usize>(below, 255));
        below -= min<usize>(below, 255);
      }
    }
  }
}

/** How many of ascending thresholds, at least one, lie below x. */
function countBelow(begin: usize, length: usize, x: f64): usize {
  let at = begin;
  let left = length;
  while (left > 1) {
    const half = left >> 1;
    at += load<f64>(at + ((half - 1) << 3)) < x ? half << 3 : 0;
    left -= half;
  }
  return ((at - begin) >> 3) + (load<f64>(at) < x ? 1 : 0);
}

function holdsCode(set: usize, words: usize, code: f64): bool {
  if (!(code >= 0 && code < <f64>words * 32)) return false;
  const whole = <u32>code;
  return ((load<u32>(set + (<usize>(whole >> 5) << 2)) >> (whole & 31)) & 1) !== 0;
}

/** The patterns of a block's rows in a group; answers where its slots are. Up to 63 rows beyond the last get patterns too. */
function findPatterns(group: usize, planes: usize, rows: usize): usize {
  const bits = <usize>load<u32>(group);
  let end = group;
  for (let row: usize = 0; row < rows; row += 64) {
    let a = i32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let at = group + 8;
    for (let bit: usize = 0; bit < bits; bit++) {
      const last = at + (<usize>load<u32>(at) << 2);
      let holdsA = i8x16.splat(-1);
      let holdsB = holdsA;
      let holdsC = holdsA;
      let holdsD = holdsA;
      while (at < last) {
        at += 4;
        const condition = load<u32>(at);
        const plane = planes + <usize>(condition >> 9) * BLOCK + row;
        const bound = i8x16.splat(<i8>condition);
        const flip = i8x16.splat(<i8>(-(<i32>((condition >> 8) & 1))));
        holdsA = v128.and(holdsA, v128.xor(flip, i8x16.gt_u(v128.load(plane), bound)));
        holdsB = v128.and(holdsB, v128.xor(flip, i8x16.gt_u(v128.load(plane, 16), bound)));
        holdsC = v128.and(holdsC, v128.xor(flip, i8x16.gt_u(v128.load(plane, 32), bound)));
        holdsD = v128.and(holdsD, v128.xor(flip, i8x16.gt_u(v128.load(plane, 48), bound)));
      }
      at += 4;
      // What holds is −1, so taking it away adds the bit.
      a = i8x16.sub(i8x16.add(a, a), holdsA);
      b = i8x16.sub(i8x16.add(b, b), holdsB);
      c = i8x16.sub(i8x16.add(c, c), holdsC);
      d = i8x16.sub(i8x16.add(d, d), holdsD);
    }
    end = at;
    v128.store(patterns + row, a);
    v128.store(patterns + row, b, 16);
    v128.store(patterns + row, c, 32);
    v128.store(patterns + row, d, 48);
  }
  return end;
}

/** Adds the weights of a block's rows, f64 [rows], to the frequencies of their patterns, f64 [groups, 256]. */
export function addFrequencies(groups: usize, groupCount: usize, planes: usize, weights: usize, rows: usize, to: usize): void {
  let group = groups;
  for (let number: usize = 0; number < groupCount; number++) {
    const slots = <usize>load<u32>(group, 4);
    group = findPatterns(group, planes, rows) + (slots << 2);
    for (let row: usize = 0; row < rows; row++) {
      const at = to + (<usize>load<u8>(patterns + row) << 3);
      store<f64>(at, load<f64>(at) + load<f64>(weights + (row << 3)));
    }
    to += PATTERNS << 3;
  }
}

/** Adds the table values of rows to f64 [slots, rows], `stride` bytes from a slot to the next. */
export function addValues(groups: usize, groupCount: usize, planes: usize, rows: usize, tables: usize, values: usize, stride: usize): void {
  let group = groups;
  let table = tables;
  for (let number: usize = 0; number < groupCount; number++) {
    const bits = load<u32>(group);
    const slots = <usize>load<u32>(group, 4);
    const slot = findPatterns(group, planes, rows);
    group = slot + (slots << 2);
    for (let at = slot; at < group; at += 4) {
      const to = values + <usize>load<u32>(at) * stride;
      for (let row: usize = 0; row < rows; row += 8) {
        const some = load<u64>(patterns + row);
        const out = to + (row << 3);
        addTwo(out, table, <usize>some & 255, <usize>(some >> 8) & 255);
        addTwo(out + 16, table, <usize>(some >> 16) & 255, <usize>(some >> 24) & 255);
        addTwo(out + 32, table, <usize>(some >> 32) & 255, <usize>(some >> 40) & 255);
        addTwo(out + 48, table, <usize>(some >> 48) & 255, <usize>(some >> 56));
      }
      table += 8 << bits;
    }
  }
}

// @ts-ignore: decorator
@inline
function addTwo(out: usize, table: usize, first: usize, second: usize): void {
  v128.store(out, f64x2.add(v128.load(out), v128.load_lane<u64>(table + (second << 3), v128.load_zero<u64>(table + (first << 3)), 1)));
}

/**
 * Fills the tables of groups. `leaves`: for each group the number of its leaves, for each leaf its players k, then for each of them the slot within the group, the bits that must hold and those
 * that must not: u32. `numbers`: for each leaf its value, then for each of its players the chance that a row of the background holds to the path where it is asked: f64. Where `counted` is not 0 it is
 * f64 [groups, 256], the frequencies of patterns in a background, and the chances are not read. `shares`: f64 [9, 9], a! b! / (a + b + 1)!. With `pairs` a slot is two players i < j of the group,
 * at j (j − 1) / 2 + i, and gets half their interaction index.
 */
export function tabulate(groups: usize, groupCount: usize, leaves: usize, numbers: usize, counted: usize, shares: usize, pairs: bool, tables: usize): void {
  let group = groups;
  let table = tables;
  for (let number: usize = 0; number < groupCount; number++) {
    const bits = load<u32>(group);
    const slots = <usize>load<u32>(group, 4);
    group += 8;
    for (let bit: u32 = 0; bit < bits; bit++) group += (<usize>load<u32>(group) + 1) << 2;
    group += slots << 2;
    memory.fill(table, 0, (slots << bits) << 3);
    const count = load<u32>(leaves);
    leaves += 4;
    for (let leaf: u32 = 0; leaf < count; leaf++) {
      const k = load<u32>(leaves);
      const players = leaves + 4;
      matchPatterns(players, k, 1 << bits);
      if (counted !== 0) countOwn(counted, k, 1 << bits);
      else spread(numbers + 8, k);
      if (pairs) {
        fillPairs(load<f64>(numbers) * 0.5, k, shares);
        for (let j: u32 = 1; j < k; j++) {
          const one = load<u32>(players + <usize>j * 12);
          for (let i: u32 = 0; i < j; i++) {
            const other = load<u32>(players + <usize>i * 12);
            const larger = max(one, other);
            addLeaf(pairOf(i, j), table + ((<usize>(((larger * (larger - 1)) >> 1) + min(one, other)) << bits) << 3), 1 << bits);
          }
        }
      } else {
        fillLeaf(load<f64>(numbers), k, shares);
        for (let i: u32 = 0; i < k; i++) addLeaf(i, table + ((<usize>load<u32>(players + <usize>i * 12) << bits) << 3), 1 << bits);
      }
      leaves += 4 + <usize>k * 12;
      numbers += (<usize>k + 1) << 3;
    }
    table += (slots << bits) << 3;
    if (counted !== 0) counted += PATTERNS << 3;
  }
}

// @ts-ignore: decorator
@inline
function pairOf(i: u32, j: u32): u32 {
  return ((j * (j - 1)) >> 1) + i;
}

/** Adds a column of the leaf's table to one of the group's. */
function addLeaf(column: u32, to: usize, count: usize): void {
  const from = leafTable + (<usize>column << 11);
  for (let pattern: usize = 0; pattern < count; pattern++) {
    const at = to + (pattern << 3);
    store<f64>(at, load<f64>(at) + load<f64>(from + (<usize>load<u8>(ownPatterns + pattern) << 3)));
  }
}

/** Of each pattern of a group, which of a leaf's players hold to its path. */
function matchPatterns(players: usize, k: u32, count: u32): void {
  for (let pattern: u32 = 0; pattern < count; pattern++) {
    let own: u32 = 0;
    for (let i: u32 = 0; i < k; i++) {
      const at = players + <usize>i * 12;
      const must = load<u32>(at, 4);
      own |= <u32>((pattern & must) === must && (pattern & load<u32>(at, 8)) === 0) << i;
    }
    store<u8>(ownPatterns + pattern, <u8>own);
  }
}

function countOwn(counted: usize, k: u32, count: u32): void {
  memory.fill(frequencies, 0, 8 << k);
  for (let pattern: u32 = 0; pattern < count; pattern++) {
    const at = frequencies + (<usize>load<u8>(ownPatterns + pattern) << 3);
    store<f64>(at, load<f64>(at) + load<f64>(counted + (<usize>pattern << 3)));
  }
}

/** Players hold to the path independently of each other, each with its own chance. */
function spread(chances: usize, k: u32): void {
  store<f64>(frequencies, 1);
  for (let i: u32 = 0; i < k; i++) {
    const chance = load<f64>(chances + (<usize>i << 3));
    const half: usize = 8 << i;
    for (let at: usize = 0; at < half; at += 8) {
      const before = load<f64>(frequencies + at);
      store<f64>(frequencies + half + at, before * chance);
      store<f64>(frequencies + at, before * (1 - chance));
    }
  }
}

/** Shapley values of a leaf's players for each set of them that a row holds to the path with: f64 [k, 256]. */
function fillLeaf(value: f64, k: u32, shares: usize): void {
  const all = (1 << k) - 1;
  for (let i: u32 = 0; i < k; i++) memory.fill(leafTable + (<usize>i << 11), 0, 8 << k);
  for (let own: u32 = 0; own <= <u32>all; own++) {
    const lacking = <u32>all ^ own;
    const n = <usize>popcnt(lacking);
    const place = leafTable + (<usize>own << 3);
    let lost: f64 = 0;
    // Background rows that hold where this row does not; `shared` are players with which both do.
    for (let shared = own; ; shared = (shared - 1) & own) {
      const weight = value * load<f64>(frequencies + (<usize>(lacking | shared) << 3));
      if (weight !== 0) {
        const mine = own ^ shared;
        const p = <usize>popcnt(mine);
        if (n > 0) lost += weight * load<f64>(shares + ((p * 9 + n - 1) << 3));
        if (p > 0) {
          const gain = weight * load<f64>(shares + (((p - 1) * 9 + n) << 3));
          for (let rest = mine; rest !== 0; rest &= rest - 1) {
            const at = place + (<usize>ctz(rest) << 11);
            store<f64>(at, load<f64>(at) + gain);
          }
        }
      }
      if (shared === 0) break;
    }
    for (let rest = lacking; rest !== 0; rest &= rest - 1) store<f64>(place + (<usize>ctz(rest) << 11), -lost);
  }
}

/** Interaction indices of every two of a leaf's players, times `value`: f64 [k (k − 1) / 2, 256]. */
function fillPairs(value: f64, k: u32, shares: usize): void {
  const all = <u32>((1 << k) - 1);
  const columns = (k * (k - 1)) >> 1;
  for (let column: u32 = 0; column < columns; column++) memory.fill(leafTable + (<usize>column << 11), 0, 8 << k);
  for (let own: u32 = 0; own <= all; own++) {
    const lacking = all ^ own;
    const n = <usize>popcnt(lacking);
    const place = leafTable + (<usize>own << 3);
    let lost: f64 = 0;
    memory.fill(crossed, 0, 64);
    for (let shared = own; ; shared = (shared - 1) & own) {
      const weight = value * load<f64>(frequencies + (<usize>(lacking | shared) << 3));
      if (weight !== 0) {
        const mine = own ^ shared;
        const p = <usize>popcnt(mine);
        if (n > 1) lost += weight * load<f64>(shares + ((p * 9 + n - 2) << 3));
        if (p > 0 && n > 0) {
          const cross = weight * load<f64>(shares + (((p - 1) * 9 + n - 1) << 3));
          for (let rest = mine; rest !== 0; rest &= rest - 1) {
            const at = crossed + (<usize>ctz(rest) << 3);
            store<f64>(at, load<f64>(at) + cross);
          }
        }
        if (p > 1) {
          const gain = weight * load<f64>(shares + (((p - 2) * 9 + n) << 3));
          for (let rest = mine & (mine - 1); rest !== 0; rest &= rest - 1) {
            const j = ctz(rest);
            for (let smaller = mine & ((1 << j) - 1); smaller !== 0; smaller &= smaller - 1) {
              const at = place + (<usize>pairOf(ctz(smaller), j) << 11);
              store<f64>(at, load<f64>(at) + gain);
            }
          }
        }
      }
      if (shared === 0) break;
    }
    for (let j: u32 = 1; j < k; j++) {
      for (let i: u32 = 0; i < j; i++) {
        const lacks = ((lacking >> i) & 1) + ((lacking >> j) & 1);
        if (lacks === 2) store<f64>(place + (<usize>pairOf(i, j) << 11), lost);
        if (lacks === 1) store<f64>(place + (<usize>pairOf(i, j) << 11), -load<f64>(crossed + (<usize>((lacking >> i) & 1 ? j : i) << 3)));
      }
    }
  }
}
