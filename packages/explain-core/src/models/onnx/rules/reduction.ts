import { attributeOf, floatAttribute, intAttribute, intsAttribute, type AttributeValue } from '../build.js';
import { NoDerivative, type Rule, type Site } from '../rule.js';

/** Sums and means: the cotangent is repeated along the axes that were added up, a mean's divided by their length. */
function reduction(op: string, isMean: boolean): Rule {
  return (site) => {
    const [x] = site.node.input;
    const wide = spread(site, keptReduction(site, op));
    return [isMean ? site.emit('Div', [wide, repeats(site, x, site.node.output[0])]) : wide, null];
  };
}

/** Maxima and minima: the cotangent goes to where the value was found, in equal shares where it was found more than once, as in PyTorch's amax. */
function extreme(op: string): Rule {
  return (site) => {
    const [x] = site.node.input;
    const kept = keptReduction(site, op);
    const found = site.emit('Cast', [site.emit('Equal', [x, kept])], { to: site.floatType(x) });
    const shares = site.emit('Div', [found, site.sumTo(found, kept)]);
    return [site.emit('Mul', [spread(site, kept), shares]), null];
  };
}

/** The node's reduction with its axes kept as 1. Axes are an attribute or an input and "no axes" may mean none, by version: what the node has is passed on. */
function keptReduction(site: Site, op: string): string {
  const { node } = site;
  const axes = intsAttribute(node, 'axes');
  const attributes: Record<string, AttributeValue> = { keepdims: 1, ...(axes === null ? {} : { axes }) };
  if (attributeOf(node, 'noop_with_empty_axes')) attributes.noop_with_empty_axes = intAttribute(node, 'noop_with_empty_axes', 0);
  return site.emit(op, node.input, attributes);
}

/** The cotangent repeated along the axes that were reduced. */
function spread(site: Site, kept: string): string {
  return site.emit('Expand', [site.emit('Reshape', [site.cotangent(0)!, site.emit('Shape', [kept])]), site.emit('Shape', [site.node.input[0]])]);
}

/** How many numbers of `many` went into one of `few`, as a float. */
export function repeats(site: Site, many: string, few: string): string {
  return site.emit('Cast', [site.emit('Div', [site.emit('Size', [many]), site.emit('Size', [few])])], { to: site.floatType(many) });
}

export const reductionRules: Readonly<Record<string, Rule>> = {
  ReduceSum: reduction('ReduceSum', false),
  ReduceMean: reduction('ReduceMean', true),
  ReduceMax: extreme('ReduceMax'),
  ReduceMin: extreme('ReduceMin'),
  /**
   * y = s·z + b, z = (x − mean)/√(variance + ε) along the last axis: (h − mean(h) − z·mean(h·z)) / √(variance + ε) with h = g·s.
   * Ba, Kiros and Hinton 2016, "Layer normalization".
   */
  LayerNormalization: (site) => {
    const [x, scale] = site.node.input;
    if (intAttribute(site.node, 'axis', -1) !== -1) throw new NoDerivative('A LayerNormalization over several axes has no derivative here.');
    if (site.wants(1) || site.wants(2) || site.cotangent(0) === null) throw new NoDerivative('A LayerNormalization whose parameters depend on the features has no derivative here.');
    const type = site.floatType(x);
    const last = site.ints([-1]);
    const count = site.emit('Cast', [site.emit('Gather', [site.emit('Shape', [x]), last])], { to: type });
    const mean = (tensor: string): string => site.emit('Div', [site.emit('ReduceSum', [tensor, last], { keepdims: 1 }), count]);
    const centred = site.emit('Sub', [x, mean(x)]);
    const epsilon = site.float(floatAttribute(site.node, 'epsilon', 1e-5), type);
    const deviation = site.emit('Sqrt', [site.emit('Add', [mean(site.emit('Mul', [centred, centred])), epsilon])]);
    const z = site.emit('Div', [centred, deviation]);
    const h = site.emit('Mul', [site.cotangent(0)!, scale]);
    const along = site.emit('Mul', [z, mean(site.emit('Mul', [h, z]))]);
    return [site.emit('Div', [site.emit('Sub', [site.emit('Sub', [h, mean(h)]), along]), deviation]), null, null];
  },
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
