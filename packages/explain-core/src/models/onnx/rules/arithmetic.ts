import { NoDerivative, type Rule, type Site } from '../rule.js';

/** Operators of two inputs that broadcast: each input's cotangent is added up over the dimensions along which it was repeated. */
function broadcast(left: (site: Site, g: string) => string, right: (site: Site, g: string) => string): Rule {
  return (site) => {
    const g = site.cotangent(0)!;
    const [a, b] = site.node.input;
    return [site.wants(0) ? site.sumTo(left(site, g), a) : null, site.wants(1) ? site.sumTo(right(site, g), b) : null];
  };
}

const same = (_: Site, g: string): string => g;
const input = (site: Site, index: number): string => site.node.input[index];
const zero = (site: Site, index: number): string => site.float(0, site.floatType(input(site, index)));
/** g where the test of the inputs holds, else 0. */
const whereTest =
  (op: string, index: number, holds = true): ((site: Site, g: string) => string) =>
  (site, g) => {
    const test = site.emit(op, [input(site, 0), input(site, 1)]);
    return site.emit('Where', holds ? [test, g, zero(site, index)] : [test, zero(site, index), g]);
  };

export const arithmeticRules: Readonly<Record<string, Rule>> = {
  Add: broadcast(same, same),
  Sub: broadcast(same, (site, g) => site.emit('Neg', [g])),
  Mul: broadcast(
    (site, g) => site.emit('Mul', [g, input(site, 1)]),
    (site, g) => site.emit('Mul', [g, input(site, 0)]),
  ),
  Div: broadcast(
    (site, g) => site.emit('Div', [g, input(site, 1)]),
    (site, g) => site.emit('Neg', [site.emit('Div', [site.emit('Mul', [g, site.node.output[0]]), input(site, 1)])]),
  ),
  Sum: (site) => site.node.input.map((tensor, index) => (site.wants(index) ? site.sumTo(site.cotangent(0)!, tensor) : null)),
  /** Of equals the first takes the whole cotangent. */
  Max: (site) => ofTwo(site, 'Max', broadcast(whereTest('GreaterOrEqual', 0), whereTest('GreaterOrEqual', 1, false))),
  Min: (site) => ofTwo(site, 'Min', broadcast(whereTest('LessOrEqual', 0), whereTest('LessOrEqual', 1, false))),
  /** c · x^(c−1); where c is 0 the derivative is 0, at x = 0 too. */
  Pow: (site) => {
    const [x, exponent] = site.node.input;
    if (site.wants(1)) throw new NoDerivative('A power whose exponent depends on the features has no derivative here.');
    const type = site.floatType(x);
    const power = site.emit('Cast', [exponent], { to: type });
    const lower = site.emit('Pow', [x, site.emit('Sub', [power, site.float(1, type)])]);
    const slope = site.emit('Where', [site.emit('Equal', [power, site.float(0, type)]), site.float(0, type), site.emit('Mul', [power, lower])]);
    return [site.sumTo(site.emit('Mul', [site.cotangent(0)!, slope]), x), null];
  },
  Where: (site) => {
    const [condition, a, b] = site.node.input;
    const g = site.cotangent(0)!;
    const type = site.floatType(site.node.output[0]);
    return [
      null,
      site.wants(1) ? site.sumTo(site.emit('Where', [condition, g, site.float(0, type)]), a) : null,
      site.wants(2) ? site.sumTo(site.emit('Where', [condition, site.float(0, type), g]), b) : null,
    ];
  },
};

function ofTwo(site: Site, op: string, rule: Rule): (string | null)[] {
  if (site.node.input.length === 1) return [site.cotangent(0)];
  if (site.node.input.length > 2) throw new NoDerivative(`${op} of ${site.node.input.length} inputs has no derivative here.`);
  return rule(site);
}
