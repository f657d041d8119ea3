import { floatAttribute, stringAttribute } from '../build.js';
import { NoDerivative, type Rule, type Site } from '../rule.js';

/** Operators y = f(x), number by number. `rule` gets x, y and the cotangent g, and answers g · f′(x). */
type Pointwise = (site: Site, x: string, y: string, g: string) => string;

function pointwise(derivative: Pointwise): Rule {
  return (site) => [derivative(site, site.node.input[0], site.node.output[0], site.cotangent(0)!)];
}

const number = (site: Site, value: number): string => site.float(value, site.floatType(site.node.input[0]));
/** g where x > 0, `otherwise` elsewhere: at a kink the left derivative, as PyTorch has it. */
const whereAbove = (site: Site, x: string, g: string, otherwise: string): string => site.emit('Where', [site.emit('Greater', [x, number(site, 0)]), g, otherwise]);

export const elementwiseRules: Readonly<Record<string, Rule>> = {
  Identity: pointwise((_, __, ___, g) => g),
  /** Inference: nothing is dropped. */
  Dropout: (site) => {
    if (site.cotangent(1) !== null) throw new NoDerivative('The mask of a Dropout has no derivative.');
    return [site.cotangent(0), null, null];
  },
  Neg: pointwise((site, _, __, g) => site.emit('Neg', [g])),
  Abs: pointwise((site, x, _, g) => site.emit('Mul', [g, site.emit('Sign', [x])])),
  Exp: pointwise((site, _, y, g) => site.emit('Mul', [g, y])),
  Log: pointwise((site, x, _, g) => site.emit('Div', [g, x])),
  Sqrt: pointwise((site, _, y, g) => site.emit('Div', [g, site.emit('Mul', [y, number(site, 2)])])),
  Reciprocal: pointwise((site, _, y, g) => site.emit('Neg', [site.emit('Mul', [g, site.emit('Mul', [y, y])])])),
  Sin: pointwise((site, x, _, g) => site.emit('Mul', [g, site.emit('Cos', [x])])),
  Cos: pointwise((site, x, _, g) => site.emit('Neg', [site.emit('Mul', [g, site.emit('Sin', [x])])])),
  Sigmoid: pointwise((site, _, y, g) => site.emit('Mul', [g, site.emit('Mul', [y, site.emit('Sub', [number(site, 1), y])])])),
  Tanh: pointwise((site, _, y, g) => site.emit('Mul', [g, site.emit('Sub', [number(site, 1), site.emit('Mul', [y, y])])])),
  Softplus: pointwise((site, x, _, g) => site.emit('Mul', [g, site.emit('Sigmoid', [x])])),
  /** 1 / (1 + |x|)² */
  Softsign: pointwise((site, x, _, g) => {
    const root = site.emit('Add', [number(site, 1), site.emit('Abs', [x])]);
    return site.emit('Div', [g, site.emit('Mul', [root, root])]);
  }),
  /** 2/√π · e^(−x²) */
  Erf: pointwise((site, x, _, g) => {
    const bell = site.emit('Exp', [site.emit('Neg', [site.emit('Mul', [x, x])])]);
    return site.emit('Mul', [g, site.emit('Mul', [bell, number(site, 2 / Math.sqrt(Math.PI))])]);
  }),
  /** Φ(x) + x·φ(x), Φ and φ of the standard normal (Hendrycks and Gimpel 2016). */
  Gelu: pointwise((site, x, _, g) => {
    if (stringAttribute(site.node, 'approximate', 'none') !== 'none') throw new NoDerivative('A Gelu by its tanh approximation has no derivative here.');
    const below = site.emit('Mul', [site.emit('Add', [site.emit('Erf', [site.emit('Mul', [x, number(site, Math.SQRT1_2)])]), number(site, 1)]), number(site, 0.5)]);
    const bell = site.emit('Mul', [site.emit('Exp', [site.emit('Mul', [site.emit('Mul', [x, x]), number(site, -0.5)])]), number(site, 1 / Math.sqrt(2 * Math.PI))]);
    return site.emit('Mul', [g, site.emit('Add', [below, site.emit('Mul', [x, bell])])]);
  }),
  Relu: pointwise((site, x, _, g) => whereAbove(site, x, g, number(site, 0))),
  LeakyRelu: pointwise((site, x, _, g) => whereAbove(site, x, g, site.emit('Mul', [g, number(site, floatAttribute(site.node, 'alpha', 0.01))]))),
  /** Below 0: α·e^x = y + α, which cannot overflow. */
  Elu: pointwise((site, x, y, g) => whereAbove(site, x, g, site.emit('Mul', [g, site.emit('Add', [y, number(site, floatAttribute(site.node, 'alpha', 1))])]))),
  Selu: pointwise((site, x, y, g) => {
    // The defaults of the operator's definition, float32 as the runtime holds them.
    const alpha = floatAttribute(site.node, 'alpha', 1.67326319217681884765625);
    const gamma = floatAttribute(site.node, 'gamma', 1.05070102214813232421875);
    const below = site.emit('Mul', [g, site.emit('Add', [y, number(site, alpha * gamma)])]);
    return whereAbove(site, x, site.emit('Mul', [g, number(site, gamma)]), below);
  }),
  /** y = max(0, min(1, αx + β)) */
  HardSigmoid: pointwise((site, _, y, g) => {
    const inside = site.emit('And', [site.emit('Greater', [y, number(site, 0)]), site.emit('Less', [y, number(site, 1)])]);
    return site.emit('Where', [inside, site.emit('Mul', [g, number(site, floatAttribute(site.node, 'alpha', 0.2))]), number(site, 0)]);
  }),
  /** y = x · s(x), s = max(0, min(1, x/6 + 1/2)) */
  HardSwish: pointwise((site, x, _, g) => {
    const inside = site.emit('Add', [site.emit('Mul', [x, number(site, 1 / 3)]), number(site, 0.5)]);
    const above = site.emit('Where', [site.emit('Less', [x, number(site, 3)]), inside, number(site, 1)]);
    return site.emit('Mul', [g, whereAboveMinusThree(site, x, above)]);
  }),
  /** Between the bounds the cotangent passes, the bounds included, as in PyTorch. */
  Clip: (site) => {
    const [x, low, high] = site.node.input;
    const tests: string[] = [];
    if (low) tests.push(site.emit('GreaterOrEqual', [x, low]));
    if (high) tests.push(site.emit('LessOrEqual', [x, high]));
    const g = site.cotangent(0)!;
    if (tests.length === 0) return [g, null, null];
    const inside = tests.length === 2 ? site.emit('And', tests) : tests[0];
    return [site.emit('Where', [inside, g, number(site, 0)]), null, null];
  },
  /** The slope has the shape of x or is broadcast to it; it is a weight. */
  PRelu: (site) => {
    const [x, slope] = site.node.input;
    const g = site.cotangent(0)!;
    return [whereAbove(site, x, g, site.emit('Mul', [g, slope])), null];
  },
  /** Between float types; anything else does not get here. */
  Cast: (site) => [site.emit('Cast', [site.cotangent(0)!], { to: site.floatType(site.node.input[0]) })],
};

function whereAboveMinusThree(site: Site, x: string, value: string): string {
  return site.emit('Where', [site.emit('Greater', [x, number(site, -3)]), value, number(site, 0)]);
}
