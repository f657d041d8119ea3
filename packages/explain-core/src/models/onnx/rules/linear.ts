import { floatAttribute, intAttribute } from '../build.js';
import { NoDerivative, type Rule, type Site } from '../rule.js';

export const linearRules: Readonly<Record<string, Rule>> = {
  /** y = a·b: da = g·bᵀ, db = aᵀ·g, added up over batches along which a or b was repeated. */
  MatMul: (site) => {
    const [a, b] = site.node.input;
    const g = site.cotangent(0)!;
    for (const side of [a, b]) if (site.constant(side)?.dims.length === 1) throw new NoDerivative('A MatMul with a vector has no derivative here.');
    let da: string | null = null;
    if (site.wants(0)) {
      // The usual weight matrix: transposed once while loading, no batches to add up.
      da = site.constant(b)?.dims.length === 2 ? site.emit('MatMul', [g, site.emit('Transpose', [b], { perm: [1, 0] })]) : site.sumTo(einsum(site, '...ij,...kj->...ik', g, b), a);
    }
    return [da, site.wants(1) ? site.sumTo(einsum(site, '...ji,...jk->...ik', a, g), b) : null];
  },
  /** y = α·A′·B′ + β·C, where ′ transposes if the attribute says so. */
  Gemm: (site) => {
    const { node } = site;
    const [a, b, c] = node.input;
    const g = site.cotangent(0)!;
    const alpha = { float: floatAttribute(node, 'alpha', 1) };
    const beta = floatAttribute(node, 'beta', 1);
    const transA = intAttribute(node, 'transA', 0);
    const transB = intAttribute(node, 'transB', 0);
    const da = (): string => (transA ? site.emit('Gemm', [b, g], { alpha, transA: transB, transB: 1 }) : site.emit('Gemm', [g, b], { alpha, transB: 1 - transB }));
    const db = (): string => (transB ? site.emit('Gemm', [g, a], { alpha, transA: 1, transB: transA }) : site.emit('Gemm', [a, g], { alpha, transA: 1 - transA }));
    const dc = (): string => site.sumTo(beta === 1 ? g : site.emit('Mul', [g, site.float(beta, site.floatType(c))]), c);
    return [site.wants(0) ? da() : null, site.wants(1) ? db() : null, site.wants(2) ? dc() : null];
  },
};

/** The rank of a computed tensor is not known here; "..." leaves it open. */
function einsum(site: Site, equation: string, left: string, right: string): string {
  return site.emit('Einsum', [left, right], { equation });
}
