import { attributeOf, intAttribute, intsAttribute, type AttributeValue } from '../build.js';
import type { Rule, Site } from '../gradient.js';

/** Sums and means: the cotangent is repeated along the axes that were added up, a mean's divided by their length. */
function reduction(op: string, isMean: boolean): Rule {
  return (site) => {
    const { node } = site;
    const [x] = node.input;
    const axes = intsAttribute(node, 'axes');
    // Axes are an attribute or an input and "no axes" may mean none, by version: what the node has is passed on.
    const attributes: Record<string, AttributeValue> = { keepdims: 1, ...(axes === null ? {} : { axes }) };
    if (attributeOf(node, 'noop_with_empty_axes')) attributes.noop_with_empty_axes = intAttribute(node, 'noop_with_empty_axes', 0);
    // The same reduction with its axes kept as 1: only its shape is used.
    const kept = site.emit('Shape', [site.emit(op, node.input, attributes)]);
    const shape = site.emit('Shape', [x]);
    const wide = site.emit('Expand', [site.emit('Reshape', [site.cotangent(0)!, kept]), shape]);
    return [isMean ? site.emit('Div', [wide, repeats(site, x, node.output[0])]) : wide, null];
  };
}

/** How many numbers of `many` went into one of `few`, as a float. */
export function repeats(site: Site, many: string, few: string): string {
  return site.emit('Cast', [site.emit('Div', [site.emit('Size', [many]), site.emit('Size', [few])])], { to: site.floatType(many) });
}

export const reductionRules: Readonly<Record<string, Rule>> = {
  ReduceSum: reduction('ReduceSum', false),
  ReduceMean: reduction('ReduceMean', true),
  /** y · (g − Σ g·y) along the axis. */
  Softmax: (site) => {
    const y = site.node.output[0];
    const g = site.cotangent(0)!;
    return [site.emit('Mul', [y, site.emit('Sub', [g, sumAlong(site, site.emit('Mul', [g, y]))])])];
  },
  /** g − e^y · Σ g along the axis. */
  LogSoftmax: (site) => {
    const g = site.cotangent(0)!;
    return [site.emit('Sub', [g, site.emit('Mul', [site.emit('Exp', [site.node.output[0]]), sumAlong(site, g)])])];
  },
};

function sumAlong(site: Site, tensor: string): string {
  return site.emit('ReduceSum', [tensor, site.ints([intAttribute(site.node, 'axis', -1)])], { keepdims: 1 });
}
