import { intAttribute } from '../build.js';
import { NoDerivative, type Rule, type Site } from '../rule.js';
import { placesOfMaxima } from './convolution.js';
import { scatter } from './shape.js';

/**
 * Changes smaller than this have the derivative for their quotient: the difference of two float32 numbers around 1 is no more exact than that, and the error of a change so small
 * is of its square.
 */
const SMALL = 1e-6;

/** Whether a tensor differs between the row and what it is compared with. */
const differs = (site: Site, tensor: string): boolean => site.reference(tensor) !== tensor;
const change = (site: Site, tensor: string): string => site.emit('Sub', [tensor, site.reference(tensor)]);
const number = (site: Site, value: number): string => site.float(value, site.floatType(site.node.output[0]));
const half = (site: Site, a: string, b: string): string => site.emit('Mul', [site.emit('Add', [a, b]), number(site, 0.5)]);
const middle = (site: Site, tensor: string): string => (differs(site, tensor) ? half(site, tensor, site.reference(tensor)) : tensor);

/** above ÷ below; `instead` where below is a change too small to divide by. */
function quotient(site: Site, above: string, below: string, instead: string): string {
  const isSmall = site.emit('Less', [site.emit('Abs', [below]), number(site, SMALL)]);
  return site.emit('Where', [isSmall, instead, site.emit('Div', [above, site.emit('Where', [isSmall, number(site, 1), below])])]);
}

/** A function of one tensor, number by number: g · Δy ÷ Δx, and the derivative in the limit. */
export function rescaled(derivative: Rule): Rule {
  return (site) => {
    const active = site.node.input.flatMap((tensor, index) => (site.wants(index) ? [[tensor, index] as const] : []));
    if (active.length !== 1) throw new NoDerivative(`A ${site.node.op_type} of several tensors that follow the features has no rescale rule here.`);
    const [[x, index]] = active;
    const g = site.cotangent(0)!;
    const limit = derivative(site)[index]!;
    const slope = quotient(site, change(site, site.node.output[0]), change(site, x), number(site, 0));
    const isSmall = site.emit('Less', [site.emit('Abs', [change(site, x)]), number(site, SMALL)]);
    // Where a number was broadcast its change is that of each copy.
    const shares = site.sumTo(site.emit('Mul', [g, slope]), x);
    return site.node.input.map((_, i) => (i === index ? site.emit('Where', [isSmall, limit, shares]) : null));
  };
}

/** A product: its derivative halfway is exact, and shares the change of both evenly. */
export function atMiddle(derivative: Rule): Rule {
  return (site) => {
    const { node } = site;
    if (!(site.wants(0) && site.wants(1))) return derivative(site);
    return derivative({ ...site, node: { ...node, input: node.input.map((tensor, index) => (index < 2 ? middle(site, tensor) : tensor)) } });
  };
}

/** a · (1/b): the product shares the change evenly, and 1/b rescales: Δ(1/b) ÷ Δb = −1 ÷ (b b₀). */
export function dividedAtMiddle(derivative: Rule): Rule {
  return (site) => {
    if (!site.wants(1)) return derivative(site);
    const [a, b] = site.node.input;
    const g = site.cotangent(0)!;
    const inverse = half(site, site.emit('Div', [number(site, 1), b]), site.emit('Div', [number(site, 1), site.reference(b)]));
    const byB = site.emit('Neg', [site.emit('Div', [site.emit('Mul', [g, middle(site, a)]), site.emit('Mul', [b, site.reference(b)])])]);
    return [site.wants(0) ? site.sumTo(site.emit('Mul', [g, inverse]), a) : null, site.sumTo(byB, b)];
  };
}

/**
 * The largest of a window, by the rule of the paper's authors (as in their program and captum's): its change goes to where the larger of the two maxima is. There the number itself changes at least as much, so the
 * quotient is at most 1. What does not change has the derivative.
 */
export const rescaledMaxPool: Rule = (site) => {
  const [x] = site.node.input;
  const [y, y0] = [site.node.output[0], site.reference(site.node.output[0])];
  const most = site.emit('Max', [y, y0]);
  const places = placesOfMaxima(site, x);
  const moved = (where: string, above: string, below: string): string => scatter(site, where, x, site.emit('Mul', [site.cotangent(0)!, site.emit('Sub', [above, below])]));
  const all = site.emit('Add', [moved(places, most, y0), moved(placesOfMaxima(site, site.reference(x)), y, most)]);
  const by = change(site, x);
  const isSame = site.emit('Equal', [by, number(site, 0)]);
  const share = site.emit('Div', [all, site.emit('Where', [isSame, number(site, 1), by])]);
  return [site.emit('Where', [isSame, scatter(site, places, x), share])];
};

/** A choice that is the same for both has a derivative that is exact. */
export function ifUnchanged(derivative: Rule): Rule {
  return (site) => {
    if (differs(site, site.node.input[0])) throw new NoDerivative('A Where whose condition follows the features has no rescale rule here.');
    return derivative(site);
  };
}

/** ln y = z − ln Σ e^z. The logarithm and each e^z rescale, which adds up whatever the other logits are. */
export const rescaledLogSoftmax: Rule = (site) => [throughLogSum(site, site.node.output[0], site.reference(site.node.output[0]), site.cotangent(0)!)];

/** e to that. */
export const rescaledSoftmax: Rule = (site) => {
  const [z] = site.node.input;
  const axis = intAttribute(site.node, 'axis', -1);
  const logs = [z, site.reference(z)].map((tensor) => site.emit('LogSoftmax', [tensor], { axis }));
  const y = site.node.output[0];
  const g = site.cotangent(0)!;
  const slope = quotient(site, change(site, y), site.emit('Sub', [logs[0], logs[1]]), y);
  return [throughLogSum(site, logs[0], logs[1], site.emit('Mul', [g, slope]))];
};

/**
 * h − w Σ h, w = ΔL ÷ Δs · Δe ÷ Δz with L = ln s, s = Σ e, e = e^(z − M). M, the larger L of the two points, keeps e within reach, and one of the sums is 1.
 * log, log0: the logarithms of the softmax at both points.
 */
function throughLogSum(site: Site, log: string, log0: string, h: string): string {
  const [z] = site.node.input;
  const z0 = site.reference(z);
  const axes = site.ints([intAttribute(site.node, 'axis', -1)]);
  // Equal along the axis, up to rounding.
  const [large, large0] = [site.emit('Sub', [z, log]), site.emit('Sub', [z0, log0])];
  const most = site.emit('Max', [large, large0]);
  const power = (tensor: string): string => site.emit('Exp', [site.emit('Sub', [tensor, most])]);
  const [s, s0] = [power(large), power(large0)];
  const ofLog = quotient(site, site.emit('Sub', [large, large0]), site.emit('Sub', [s, s0]), site.emit('Div', [number(site, 1), s]));
  const ofPower = quotient(site, site.emit('Sub', [power(z), power(z0)]), change(site, z), power(z));
  const total = site.emit('ReduceSum', [h, axes], { keepdims: 1 });
  return site.emit('Sub', [h, site.emit('Mul', [site.emit('Mul', [ofLog, ofPower]), total])]);
}
