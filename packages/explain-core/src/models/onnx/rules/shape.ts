import { intAttribute, intsAttribute, makeTensor, type AttributeValue } from '../build.js';
import type { Rule, Site } from '../rule.js';

/** Operators that move numbers and keep them. */
const reshapeBack: Rule = (site) => [site.emit('Reshape', [site.cotangent(0)!, site.emit('Shape', [site.node.input[0]])])];

/**
 * Operators that pick numbers out. The same picking done on the numbers' places says where each came from, whatever the indices, steps and axes; the
 * cotangents are added up there.
 */
function pickBack(attributes: readonly string[]): Rule {
  return (site) => {
    const { node } = site;
    const [x, ...rest] = node.input;
    const given: Record<string, AttributeValue> = {};
    for (const name of attributes) given[name] = intAttribute(node, name, 0);
    const size = site.emit('Size', [x]);
    const places = site.emit('Reshape', [site.emit('Range', [site.ints([0], true), size, site.ints([1], true)]), site.emit('Shape', [x])]);
    const picked = site.emit(node.op_type!, [places, ...rest], given);
    return [scatter(site, picked, x), ...rest.map(() => null)];
  };
}

/** Zeros in the shape of x with numbers added at these places, which number x from its beginning. */
export function scatter(site: Site, places: string, x: string, numbers = site.cotangent(0)!): string {
  const flat = site.ints([-1]);
  const length = site.emit('Reshape', [site.emit('Size', [x]), site.ints([1])]);
  const zeros = site.emit('ConstantOfShape', [length], { value: makeTensor('', site.floatType(x), [1], [0]) });
  const added = site.emit('ScatterElements', [zeros, site.emit('Reshape', [places, flat]), site.emit('Reshape', [numbers, flat])], { axis: 0, reduction: 'add' });
  return site.emit('Reshape', [added, site.emit('Shape', [x])]);
}

export const shapeRules: Readonly<Record<string, Rule>> = {
  Reshape: reshapeBack,
  Flatten: reshapeBack,
  Squeeze: reshapeBack,
  Unsqueeze: reshapeBack,
  Expand: (site) => [site.sumTo(site.cotangent(0)!, site.node.input[0]), null],
  Transpose: (site) => {
    const perm = intsAttribute(site.node, 'perm');
    if (perm === null) return [site.emit('Transpose', [site.cotangent(0)!])];
    return [site.emit('Transpose', [site.cotangent(0)!], { perm: perm.map((_, axis) => perm.indexOf(axis)) })];
  },
  Concat: (site) => {
    const axis = intAttribute(site.node, 'axis', 0);
    const axes = site.ints([axis]);
    let start = site.ints([0]);
    return site.node.input.map((tensor, index) => {
      const end = site.emit('Add', [start, site.emit('Gather', [site.emit('Shape', [tensor]), axes])]);
      const part = site.wants(index) ? site.emit('Slice', [site.cotangent(0)!, start, end, axes]) : null;
      start = end;
      return part;
    });
  },
  Slice: pickBack([]),
  Gather: pickBack(['axis']),
  GatherElements: pickBack(['axis']),
  GatherND: pickBack(['batch_dims']),
  Split: (site) => {
    const parts = site.node.output.map((output, index) => site.cotangent(index) ?? zerosLike(site, output));
    return [site.emit('Concat', parts, { axis: intAttribute(site.node, 'axis', 0) }), null];
  },
};

function zerosLike(site: Site, tensor: string): string {
  const type = site.floatType(site.node.input[0]);
  return site.emit('ConstantOfShape', [site.emit('Shape', [tensor])], { value: makeTensor('', type, [1], [0]) });
}
