import { attributeOf, domainOf, floatAttribute, intAttribute, intsAttribute, tensorNumbers } from './build.js';
import { DOUBLE, FLOAT, INT32, INT64, type NodeProto, type TensorProto } from './schema.js';
import type { InputBinding } from '../bindInputs.js';
import type { FeatureEncoding } from '../mapping.js';

/** Thrown where a tensor is no affine function of encoded columns. */
export class NotAffine extends Error {}

/** Σ by[at] · encoded[at] + plus, with few terms. */
export interface Sum {
  readonly terms: ReadonlyMap<number, number>;
  readonly plus: number;
}

/** A tensor's numbers of one row, as sums over encoded columns, in row-major order; `dims` are its dimensions after the first, which is rows. */
export interface Affine {
  readonly sums: readonly Sum[];
  readonly dims: readonly number[];
}

/** A linear model is some operators deep; a file that is deeper than this only wants to exhaust the stack. */
const MOST_DEEP = 200;
/** More sums times terms than this are no model that a person reads coefficients of. */
const MOST_TERMS = 4_000_000;

/**
 * Reads tensors of a graph as affine functions of its encoded inputs, node by node from the output back. Whatever is not affine ends in NotAffine, met before anything is computed.
 * Numbers and one-hot columns of the mapping are encoded columns; so are numbers that come one by one, and the columns of a OneHotEncoder on words.
 */
export class AffineReader {
  /** Encodings met so far; their columns side by side are what terms number. */
  readonly features: FeatureEncoding[] = [];
  private width = 0;
  private depth = 0;
  private readonly read = new Map<string, Affine>();

  constructor(
    private readonly makers: ReadonlyMap<string, NodeProto>,
    private readonly constants: ReadonlyMap<string, TensorProto>,
    private readonly bindings: readonly InputBinding[],
  ) {}

  affine(tensor: string): Affine {
    const known = this.read.get(tensor);
    if (known) return known;
    if (++this.depth > MOST_DEEP) throw new NotAffine();
    const maker = this.makers.get(tensor);
    const found = maker ? this.ofNode(maker, tensor) : this.ofInput(tensor);
    this.depth--;
    this.read.set(tensor, found);
    return found;
  }

  private ofInput(name: string): Affine {
    const binding = this.bindings.find((candidate) => candidate.name === name);
    if (!binding || binding.type === 'string') throw new NotAffine();
    if (binding.kind === 'matrix') return { sums: this.encoded(binding.features, binding.width), dims: binding.dims };
    return { sums: this.encoded([{ encode: 'number', column: binding.column, subtract: 0, divide: 1 }], 1), dims: binding.dims };
  }

  private encoded(features: readonly FeatureEncoding[], width: number): Sum[] {
    this.features.push(...features);
    const from = this.width;
    this.width += width;
    return Array.from({ length: width }, (_, e) => ({ terms: new Map([[from + e, 1]]), plus: 0 }));
  }

  private ofNode(node: NodeProto, tensor: string): Affine {
    const op = `${domainOf(node) === '' ? '' : 'ml.'}${node.op_type}`;
    const [first, second] = node.input;
    switch (op) {
      case 'Identity':
      case 'Dropout':
        return this.affine(first);
      case 'Cast': {
        // Through whole numbers it would round.
        const to = Number(attributeOf(node, 'to')?.i ?? 0);
        if (to !== FLOAT && to !== DOUBLE) throw new NotAffine();
        return this.affine(first);
      }
      case 'Neg':
        return scaled(this.affine(first), [-1]);
      case 'Add':
      case 'Sub':
        return this.added(node, op === 'Sub' ? -1 : 1);
      case 'Mul':
        return this.constants.has(second) ? scaled(this.affine(first), this.numbers(second)) : scaled(this.affine(second), this.numbers(first));
      case 'Div':
        return scaled(this.affine(first), this.numbers(second).map((value) => 1 / value));
      case 'MatMul':
        return multiplied(this.affine(first), this.matrix(second, false));
      case 'Gemm': {
        if (intAttribute(node, 'transA', 0) !== 0) throw new NotAffine();
        const alpha = floatAttribute(node, 'alpha', 1);
        const beta = floatAttribute(node, 'beta', 1);
        const product = scaled(multiplied(this.affine(first), this.matrix(second, intAttribute(node, 'transB', 0) !== 0)), [alpha]);
        const third = node.input[2];
        return third === undefined || third === '' ? product : shifted(product, this.numbers(third).map((value) => beta * value));
      }
      case 'Concat':
        return this.joined(node);
      case 'Flatten':
        if (intAttribute(node, 'axis', 1) !== 1) throw new NotAffine();
        return flat(this.affine(first));
      case 'Reshape':
        return reshaped(this.affine(first), this.numbers(second));
      case 'Split':
        return this.split(node, tensor);
      case 'ReduceSum':
        return this.total(node);
      case 'ml.Scaler':
        return scaled(shifted(this.affine(first), (attributeOf(node, 'offset')?.floats ?? [0]).map((value) => -value)), attributeOf(node, 'scale')?.floats ?? [1]);
      case 'ml.OneHotEncoder':
        return this.oneHot(node);
      default:
        throw new NotAffine();
    }
  }

  private added(node: NodeProto, sign: number): Affine {
    const [first, second] = node.input;
    if (this.constants.has(second)) return shifted(this.affine(first), this.numbers(second).map((value) => sign * value));
    if (this.constants.has(first)) return shifted(scaled(this.affine(second), [sign]), this.numbers(first));
    const [a, b] = [this.affine(first), scaled(this.affine(second), [sign])];
    if (a.dims.join() !== b.dims.join()) throw new NotAffine();
    return { dims: a.dims, sums: a.sums.map((sum, i) => plus(sum, b.sums[i])) };
  }

  private joined(node: NodeProto): Affine {
    const parts = node.input.map((input) => this.affine(input));
    const rank = parts[0].dims.length;
    const axis = intAttribute(node, 'axis', 0);
    if (parts.some(({ dims }) => dims.length !== rank || dims.slice(0, -1).some((size) => size !== 1)) || (axis !== -1 && axis !== rank)) throw new NotAffine();
    const sums = parts.flatMap((part) => part.sums);
    return { sums, dims: [...parts[0].dims.slice(0, -1), sums.length] };
  }

  private split(node: NodeProto, tensor: string): Affine {
    const { sums, dims } = this.affine(node.input[0]);
    const axis = intAttribute(node, 'axis', 0);
    if ((axis !== -1 && axis !== dims.length) || dims.slice(0, -1).some((size) => size !== 1)) throw new NotAffine();
    const given = node.input[1] === undefined ? intsAttribute(node, 'split') : this.numbers(node.input[1]);
    if (given === null) throw new NotAffine();
    const index = node.output.indexOf(tensor);
    const from = given.slice(0, index).reduce((a, b) => a + b, 0);
    return { sums: sums.slice(from, from + given[index]), dims: [...dims.slice(0, -1), given[index]] };
  }

  private total(node: NodeProto): Affine {
    const { sums, dims } = this.affine(node.input[0]);
    const axes = node.input[1] === undefined ? intsAttribute(node, 'axes') : this.numbers(node.input[1]);
    if (axes?.length !== 1 || (axes[0] !== -1 && axes[0] !== dims.length) || intAttribute(node, 'keepdims', 1) !== 1 || dims.slice(0, -1).some((size) => size !== 1)) throw new NotAffine();
    return { sums: [sums.reduce(plus, { terms: new Map(), plus: 0 })], dims: dims.map(() => 1) };
  }

  /** On words or whole numbers as they come from a column. */
  private oneHot(node: NodeProto): Affine {
    const binding = this.bindings.find((candidate) => candidate.name === node.input[0]);
    if (binding?.kind !== 'column' || this.makers.has(node.input[0])) throw new NotAffine();
    const words = attributeOf(node, 'cats_strings')?.strings.map((bytes) => new TextDecoder().decode(bytes)) ?? [];
    const levels = words.length > 0 ? words : (intsAttribute(node, 'cats_int64s') ?? []).map(String);
    // A missing word comes as the empty one, which here would have a column.
    if (levels.length === 0 || levels.includes('')) throw new NotAffine();
    const unseen = intAttribute(node, 'zeros', 1) === 1 ? 'zeros' : 'error';
    return { sums: this.encoded([{ encode: 'oneHot', column: binding.column, levels, unseen }], levels.length), dims: [...binding.dims, levels.length] };
  }

  /** A constant's numbers. */
  numbers(tensor: string): number[] {
    const constant = this.constants.get(tensor);
    if (!constant || ![FLOAT, DOUBLE, INT64, INT32].includes(constant.data_type ?? 0)) throw new NotAffine();
    const numbers = tensorNumbers(constant);
    if (numbers === null) throw new NotAffine();
    return numbers.map(Number);
  }

  /** A constant of two dimensions, [from][to]. */
  private matrix(tensor: string, isTransposed: boolean): number[][] {
    const values = this.numbers(tensor);
    const dims = this.constants.get(tensor)!.dims.map(Number);
    if (dims.length !== 2) throw new NotAffine();
    const [rows, columns] = isTransposed ? [dims[1], dims[0]] : dims;
    return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, j) => values[isTransposed ? j * rows + i : i * columns + j]));
  }
}

function plus(a: Sum, b: Sum): Sum {
  const terms = new Map(a.terms);
  for (const [at, by] of b.terms) terms.set(at, (terms.get(at) ?? 0) + by);
  return { terms, plus: a.plus + b.plus };
}

/** Times one number, or one for each of the last dimension. */
export function scaled({ sums, dims }: Affine, by: readonly number[]): Affine {
  checkLast(dims, by, sums.length);
  return { dims, sums: sums.map((sum, i) => ({ terms: new Map([...sum.terms].map(([at, value]) => [at, value * by[i % by.length]])), plus: sum.plus * by[i % by.length] })) };
}

export function shifted({ sums, dims }: Affine, by: readonly number[]): Affine {
  checkLast(dims, by, sums.length);
  return { dims, sums: sums.map((sum, i) => ({ ...sum, plus: sum.plus + by[i % by.length] })) };
}

/** Constants of one number a place of the last dimension, or one for all; others broadcast in other ways. */
function checkLast(dims: readonly number[], by: readonly number[], count: number): void {
  if (by.length !== 1 && (by.length !== dims.at(-1) || by.length !== count)) throw new NotAffine();
}

/** [n, m] · [m][k] -> [n, k] */
export function multiplied({ sums, dims }: Affine, weights: readonly (readonly number[])[]): Affine {
  const columns = weights[0]?.length ?? 0;
  if (dims.length !== 1 || dims[0] !== weights.length || sums.reduce((all, { terms }) => all + terms.size, 0) * columns > MOST_TERMS) throw new NotAffine();
  return {
    dims: [columns],
    sums: Array.from({ length: columns }, (_, j) => {
      const terms = new Map<number, number>();
      let all = 0;
      sums.forEach((sum, i) => {
        for (const [at, by] of sum.terms) terms.set(at, (terms.get(at) ?? 0) + by * weights[i][j]);
        all += sum.plus * weights[i][j];
      });
      return { terms, plus: all };
    }),
  };
}

function flat({ sums }: Affine): Affine {
  return { sums, dims: [sums.length] };
}

/** To [n, …] again; a shape that mixes rows is refused. */
function reshaped({ sums }: Affine, shape: readonly number[]): Affine {
  const [rows, ...rest] = shape;
  const open = rest.filter((size) => size < 0).length;
  const product = rest.reduce((all, size) => (size < 0 ? all : all * size), 1);
  if ((rows !== -1 && rows !== 0) || rest.includes(0) || open > (rows === 0 ? 1 : 0) || (open === 0 ? product !== sums.length : sums.length % product !== 0)) throw new NotAffine();
  return { sums, dims: rest.map((size) => (size < 0 ? sums.length / product : size)) };
}
