import { floatAttribute, intAttribute, intsAttribute, makeTensor, stringAttribute } from '../build.js';
import { repeats } from './reduction.js';
import { scatter } from './shape.js';
import { NoDerivative, type Rule, type Site } from '../rule.js';

interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Padding before and after each axis. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export const convolutionRules: Readonly<Record<string, Rule>> = {
  /** The transposed convolution of the cotangent with the same kernel (Dumoulin and Visin 2016, "A guide to convolution arithmetic"). */
  Conv: (site) => {
    const { node } = site;
    const [x, weight] = node.input;
    if (site.wants(1) || site.wants(2)) throw new NoDerivative('A Conv whose kernel depends on the features has no derivative here.');
    const constant = site.constant(weight);
    if (!constant) throw new NoDerivative('A Conv whose kernel is not a constant has no derivative here.');
    const window = windowOf(site, constant.dims.slice(2).map(Number));
    const full = site.emit('ConvTranspose', [site.cotangent(0)!, weight], { ...attributesOf(window), group: intAttribute(node, 'group', 1) });
    return [cutPadding(site, full, x, window), null, null];
  },
  /** The cotangent goes to where each maximum was found. */
  MaxPool: (site) => {
    const [x] = site.node.input;
    return [scatter(site, placesOfMaxima(site, x), x)];
  },
  /** Each number of a window gets the cotangent divided by how many were averaged. */
  AveragePool: (site) => {
    const { node } = site;
    const [x] = node.input;
    if (intAttribute(node, 'ceil_mode', 0) !== 0) throw new NoDerivative('An AveragePool with ceil_mode has no derivative here.');
    const kernel = intsAttribute(node, 'kernel_shape') ?? [];
    const window = windowOf(site, kernel);
    const type = site.floatType(x);
    const ones = site.float(new Array(kernel.reduce((a, b) => a * b, 1)).fill(1), type, [1, 1, ...kernel]);
    // Every channel by itself: [n, c, …] as [n·c, 1, …].
    const apart = (tensor: string): string => {
      const spatial = site.emit('Slice', [site.emit('Shape', [tensor]), site.ints([2]), site.ints([1_000_000])]);
      return site.emit('Reshape', [tensor, site.emit('Concat', [site.ints([-1, 1]), spatial], { axis: 0 })]);
    };
    const isPadded = [...window.before, ...window.after].some((pad) => pad > 0);
    const counts =
      isPadded && intAttribute(node, 'count_include_pad', 0) === 0
        ? site.emit('Conv', [onesLike(site, apart(x)), ones], { ...attributesOf(window), pads: [...window.before, ...window.after] })
        : site.float(kernel.reduce((a, b) => a * b, 1), type);
    const share = site.emit('Div', [apart(site.cotangent(0)!), counts]);
    const full = site.emit('ConvTranspose', [share, ones], attributesOf(window));
    return [site.emit('Reshape', [cutPadding(site, full, apart(x), window), site.emit('Shape', [x])])];
  },
  GlobalAveragePool: (site) => {
    const { node } = site;
    const [x] = node.input;
    return [site.emit('Expand', [site.emit('Div', [site.cotangent(0)!, repeats(site, x, node.output[0])]), site.emit('Shape', [x])])];
  },
  /** At inference y = s·(x − m)/√(v + ε) + b is linear in x: the same operator on the cotangent, without m and b. */
  BatchNormalization: (site) => {
    const [, scale, , , variance] = site.node.input;
    if (intAttribute(site.node, 'training_mode', 0) !== 0) throw new NoDerivative('BatchNormalization in training form has no derivative here.');
    if (site.wants(1) || site.wants(2) || site.wants(3) || site.wants(4)) throw new NoDerivative('A BatchNormalization whose parameters depend on the features has no derivative here.');
    const zeros = site.emit('Sub', [scale, scale]);
    const epsilon = { float: floatAttribute(site.node, 'epsilon', 1e-5) };
    return [site.emit('BatchNormalization', [site.cotangent(0)!, scale, zeros, zeros, variance], { epsilon }), null, null, null, null];
  },
};

/** Where a MaxPool of this tensor finds each maximum; the runtime numbers those places over the whole tensor. */
export function placesOfMaxima(site: Site, tensor: string): string {
  const { node } = site;
  if (intAttribute(node, 'storage_order', 0) !== 0) throw new NoDerivative('A MaxPool in column order has no derivative here.');
  const attributes = Object.fromEntries(
    ['kernel_shape', 'strides', 'pads', 'dilations'].flatMap((name) => {
      const values = intsAttribute(node, name);
      return values === null ? [] : [[name, values] as const];
    }),
  );
  return site.emitMany('MaxPool', [tensor], 2, { ...attributes, ceil_mode: intAttribute(node, 'ceil_mode', 0), auto_pad: stringAttribute(node, 'auto_pad', 'NOTSET') })[1];
}

function windowOf(site: Site, kernel: readonly number[]): Window {
  const { node } = site;
  const ones = kernel.map(() => 1);
  const strides = intsAttribute(node, 'strides') ?? ones;
  const dilations = intsAttribute(node, 'dilations') ?? ones;
  const pads = intsAttribute(node, 'pads') ?? [...kernel, ...kernel].map(() => 0);
  const sides = { before: pads.slice(0, kernel.length), after: pads.slice(kernel.length) };
  const auto = stringAttribute(node, 'auto_pad', 'NOTSET');
  if (auto === 'NOTSET' || auto === 'VALID') return { kernel, strides, dilations, ...(auto === 'VALID' ? { before: kernel.map(() => 0), after: kernel.map(() => 0) } : sides) };
  if (strides.some((stride) => stride !== 1)) throw new NoDerivative(`A strided ${node.op_type} with auto_pad has no derivative here. Export the model with explicit padding.`);
  const total = kernel.map((size, axis) => (size - 1) * dilations[axis]);
  const small = total.map((pad) => Math.floor(pad / 2));
  const large = total.map((pad, axis) => pad - small[axis]);
  return { kernel, strides, dilations, ...(auto === 'SAME_UPPER' ? { before: small, after: large } : { before: large, after: small }) };
}

function attributesOf({ kernel, strides, dilations }: Window): Record<string, readonly number[]> {
  return { kernel_shape: kernel, strides, dilations };
}

/**
 * `full` covers the padded input from its first place to the last that a window reached. Cuts the padding in front off, and behind what is beyond the
 * input; where a stride left places out, they get 0.
 */
function cutPadding(site: Site, full: string, x: string, { before, strides }: Window): string {
  const axes = before.map((_, axis) => axis + 2);
  const size = site.emit('Slice', [site.emit('Shape', [x]), site.ints([2]), site.ints([2 + axes.length])]);
  const start = site.ints(before);
  const cut = site.emit('Slice', [full, start, site.emit('Add', [size, start]), site.ints(axes)]);
  if (strides.every((stride) => stride === 1)) return cut;
  const reached = site.emit('Slice', [site.emit('Shape', [cut]), site.ints([2]), site.ints([2 + axes.length])]);
  const pads = site.emit('Concat', [site.ints([0, 0, ...before.map(() => 0), 0, 0]), site.emit('Sub', [size, reached])], { axis: 0 });
  return site.emit('Pad', [cut, pads]);
}

function onesLike(site: Site, tensor: string): string {
  return site.emit('ConstantOfShape', [site.emit('Shape', [tensor])], { value: makeTensor('', site.floatType(site.node.input[0]), [1], [1]) });
}
