// Weighted sums of products of columns, and what residuals add to the errors of a regression on them. src/numeric/weightedGram.ts lays out the memory; src/numeric/weightedGramPlain.ts holds
// the plain twin: even and odd rows are added up apart, each in the rows' order, whatever the tiles.
// memory: 200

/** Where the caller's memory begins. */
export function memoryStart(): usize {
  return __heap_base;
}

/** Bytes from one column to the next in the caller's block: 1024 rows, and a cache line that keeps columns out of each other's places in the cache. */
const COLUMN: usize = 8256;
/** Rows that are centred and multiplied at once, so that they stay in the fastest cache. */
const PART: usize = 128;
/** Bytes from one column to the next in a part. */
const CENTERED: usize = 1088;
const PLAIN: usize = 1024;

/**
 * Adds Σ w (x_j − c_j)(x_k − c_k) to `sums`, f64 [columns, columns, 2 (even rows, odd rows)]; what is above the diagonal is not complete.
 * `columns` is a multiple of 4, `rows` of 128. `centered` and `weighted` are room for a part.
 */
export function addGram(block: usize, columns: usize, rows: usize, centers: usize, weights: usize, sums: usize, centered: usize, weighted: usize): void {
  for (let row: usize = 0; row < rows; row += PART) {
    center(block + (row << 3), columns, centers, centered);
    multiply(columns, weights + (row << 3), sums, centered, weighted);
  }
}

/**
 * Of a ridge regression with coefficients b and (XᵀWX + ridge) = L Lᵀ: adds Σ s² x_j x_k to `sums`, s = w r ÷ (1 − w h), r the residual, h = |L⁻¹x|², and Σ w r² to `left`, f64 [2].
 * factor: L, f64 [size, size]; inverses: 1 ÷ L_jj; answers: centred already; `solved` is room for a part, `shares` for 128 numbers.
 */
export function addMeat(
  block: usize, columns: usize, size: usize, rows: usize, centers: usize, weights: usize, answers: usize, factor: usize, inverses: usize, coefficients: usize,
  sums: usize, left: usize, centered: usize, weighted: usize, solved: usize, shares: usize,
): void {
  const one = f64x2.splat(1);
  const least = f64x2.splat(1e-6);
  for (let row: usize = 0; row < rows; row += PART) {
    center(block + (row << 3), columns, centers, centered);
    for (let at: usize = 0; at < PLAIN; at += 64) solve(size, at, factor, inverses, centered, solved);
    let lost = v128.load(left);
    for (let at: usize = 0; at < PLAIN; at += 16) {
      let fitted = f64x2.splat(0);
      let leverage = f64x2.splat(0);
      for (let j: usize = 0; j < size; j++) {
        fitted = f64x2.add(fitted, f64x2.mul(v128.load(centered + j * CENTERED + at), v128.load_splat<f64>(coefficients + (j << 3))));
        const z = v128.load(solved + j * PLAIN + at);
        leverage = f64x2.add(leverage, f64x2.mul(z, z));
      }
      const weight = v128.load(weights + (row << 3) + at);
      const residual = f64x2.sub(v128.load(answers + (row << 3) + at), fitted);
      const weightedResidual = f64x2.mul(weight, residual);
      lost = f64x2.add(lost, f64x2.mul(weightedResidual, residual));
      const share = f64x2.div(weightedResidual, f64x2.max(f64x2.sub(one, f64x2.mul(weight, leverage)), least));
      v128.store(shares + at, f64x2.mul(share, share));
    }
    v128.store(left, lost);
    multiply(columns, shares, sums, centered, weighted);
  }
}

/** Σ (x_j − c_j)² of each row, f64 [rows], added up in the columns' order. `columns` may be any number, `rows` is a multiple of 128. */
export function distances(block: usize, columns: usize, rows: usize, centers: usize, found: usize): void {
  for (let at: usize = 0; at < rows << 3; at += 64) {
    let a = f64x2.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let from = block + at;
    for (let j: usize = 0; j < columns; j++, from += COLUMN) {
      const middle = v128.load_splat<f64>(centers + (j << 3));
      const p = f64x2.sub(v128.load(from), middle);
      const q = f64x2.sub(v128.load(from, 16), middle);
      const r = f64x2.sub(v128.load(from, 32), middle);
      const s = f64x2.sub(v128.load(from, 48), middle);
      a = f64x2.add(a, f64x2.mul(p, p));
      b = f64x2.add(b, f64x2.mul(q, q));
      c = f64x2.add(c, f64x2.mul(r, r));
      d = f64x2.add(d, f64x2.mul(s, s));
    }
    v128.store(found + at, a);
    v128.store(found + at, b, 16);
    v128.store(found + at, c, 32);
    v128.store(found + at, d, 48);
  }
}

// @ts-ignore: decorator
@inline
function center(block: usize, columns: usize, centers: usize, centered: usize): void {
  for (let j: usize = 0; j < columns; j++) {
    const middle = v128.load_splat<f64>(centers + (j << 3));
    const from = block + j * COLUMN;
    const to = centered + j * CENTERED;
    for (let at: usize = 0; at < PLAIN; at += 32) {
      v128.store(to + at, f64x2.sub(v128.load(from + at), middle));
      v128.store(to + at, f64x2.sub(v128.load(from + at, 16), middle), 16);
    }
  }
}

/** L⁻¹x of eight rows. */
// @ts-ignore: decorator
@inline
function solve(size: usize, at: usize, factor: usize, inverses: usize, centered: usize, solved: usize): void {
  for (let j: usize = 0; j < size; j++) {
    const from = centered + j * CENTERED + at;
    let a = v128.load(from);
    let b = v128.load(from, 16);
    let c = v128.load(from, 32);
    let d = v128.load(from, 48);
    const line = factor + ((j * size) << 3);
    let z = solved + at;
    for (let k: usize = 0; k < j; k++, z += PLAIN) {
      const l = v128.load_splat<f64>(line + (k << 3));
      a = f64x2.sub(a, f64x2.mul(l, v128.load(z)));
      b = f64x2.sub(b, f64x2.mul(l, v128.load(z, 16)));
      c = f64x2.sub(c, f64x2.mul(l, v128.load(z, 32)));
      d = f64x2.sub(d, f64x2.mul(l, v128.load(z, 48)));
    }
    const inverse = v128.load_splat<f64>(inverses + (j << 3));
    v128.store(z, f64x2.mul(a, inverse));
    v128.store(z, f64x2.mul(b, inverse), 16);
    v128.store(z, f64x2.mul(c, inverse), 32);
    v128.store(z, f64x2.mul(d, inverse), 48);
  }
}

/** In tiles of four columns by two, whose sums stay in registers. */
function multiply(columns: usize, weights: usize, sums: usize, centered: usize, weighted: usize): void {
  for (let j: usize = 0; j < columns; j++) {
    const from = centered + j * CENTERED;
    const to = weighted + j * CENTERED;
    for (let at: usize = 0; at < PLAIN; at += 16) v128.store(to + at, f64x2.mul(v128.load(weights + at), v128.load(from + at)));
  }
  for (let j: usize = 0; j < columns; j += 4) {
    const own = weighted + j * CENTERED;
    for (let k: usize = 0; k < j + 4; k += 2) {
      const other = centered + k * CENTERED;
      const s0 = sums + ((j * columns + k) << 4);
      const s1 = s0 + (columns << 4);
      const s2 = s1 + (columns << 4);
      const s3 = s2 + (columns << 4);
      let a0 = v128.load(s0);
      let a1 = v128.load(s0, 16);
      let b0 = v128.load(s1);
      let b1 = v128.load(s1, 16);
      let c0 = v128.load(s2);
      let c1 = v128.load(s2, 16);
      let d0 = v128.load(s3);
      let d1 = v128.load(s3, 16);
      for (let at: usize = 0; at < PLAIN; at += 16) {
        const x = v128.load(other + at);
        const y = v128.load(other + at, CENTERED);
        const a = v128.load(own + at);
        a0 = f64x2.add(a0, f64x2.mul(a, x));
        a1 = f64x2.add(a1, f64x2.mul(a, y));
        const b = v128.load(own + at, CENTERED);
        b0 = f64x2.add(b0, f64x2.mul(b, x));
        b1 = f64x2.add(b1, f64x2.mul(b, y));
        const c = v128.load(own + at, 2 * CENTERED);
        c0 = f64x2.add(c0, f64x2.mul(c, x));
        c1 = f64x2.add(c1, f64x2.mul(c, y));
        const d = v128.load(own + at, 3 * CENTERED);
        d0 = f64x2.add(d0, f64x2.mul(d, x));
        d1 = f64x2.add(d1, f64x2.mul(d, y));
      }
      v128.store(s0, a0);
      v128.store(s0, a1, 16);
      v128.store(s1, b0);
      v128.store(s1, b1, 16);
      v128.store(s2, c0);
      v128.store(s2, c1, 16);
      v128.store(s3, d0);
      v128.store(s3, d1, 16);
    }
  }
}
