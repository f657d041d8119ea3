import { intAttribute, intsAttribute, makeTensor } from '../build.js';
import type { Rule, Site } from '../gradient.js';

/** Operators that move numbers and keep them. */
const reshapeBack: Rule = (site) => [site.emit('Reshape', [site.cotangent(0)!, site.emit('Shape', [site.node.input[0]])])];

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
  Split: (site) => {
    const parts = site.node.output.map((output, index) => site.cotangent(index) ?? zerosLike(site, output));
    return [site.emit('Concat', parts, { axis: intAttribute(site.node, 'axis', 0) }), null];
  },
};

function zerosLike(site: Site, tensor: string): string {
  const type = site.floatType(site.node.input[0]);
  return site.emit('ConstantOfShape', [site.emit('Shape', [tensor])], { value: makeTensor('', type, [1], [0]) });
}
