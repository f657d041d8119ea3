import { attributeOf, floatAttribute, intAttribute, stringAttribute } from '../build.js';
import { FLOAT } from '../schema.js';
import { NoDerivative, type Rule, type Site } from '../rule.js';

/** Operators of ai.onnx.ml as scikit-learn's converter writes them. They answer float32 whatever comes in. */
export const classicalRules: Readonly<Record<string, Rule>> = {
  /** y = (x − offset) · scale */
  'ml.Scaler': (site) => {
    const scale = attributeOf(site.node, 'scale')?.floats ?? [1];
    return [toInputType(site, site.emit('Mul', [site.cotangent(0)!, site.float(scale, FLOAT)]))];
  },
  /** y = x·Wᵀ + b, W [targets, features]. */
  'ml.LinearRegressor': (site) => {
    const post = stringAttribute(site.node, 'post_transform', 'NONE');
    if (post !== 'NONE') throw new NoDerivative(`A LinearRegressor with ${post} has no derivative here.`);
    return [toInputType(site, site.emit('MatMul', [site.cotangent(0)!, weights(site, intAttribute(site.node, 'targets', 1))]))];
  },
  /** Its second output are the scores; the first, the label, follows no small change. */
  'ml.LinearClassifier': (site) => {
    const g = site.cotangent(1);
    if (g === null || site.cotangent(0) !== null) throw new NoDerivative('The label of a LinearClassifier has no derivative.');
    const scores = site.node.output[1];
    const classes = Math.max(attributeOf(site.node, 'classlabels_strings')?.strings.length ?? 0, attributeOf(site.node, 'classlabels_ints')?.ints.length ?? 0);
    const rows = attributeOf(site.node, 'intercepts')?.floats.length ?? classes;
    if (rows !== classes) throw new NoDerivative(`A LinearClassifier with ${rows} rows of coefficients for ${classes} classes has no derivative here.`);
    const post = stringAttribute(site.node, 'post_transform', 'NONE');
    const margin = marginCotangent(site, post, scores, g);
    return [toInputType(site, site.emit('MatMul', [margin, weights(site, rows)]))];
  },
  /** L1: y = x / Σ|x|; L2: y = x / √Σx²; a row of zeros stays one. */
  'ml.Normalizer': (site) => {
    const norm = stringAttribute(site.node, 'norm', 'MAX');
    if (norm !== 'L1' && norm !== 'L2') throw new NoDerivative(`A Normalizer by ${norm} has no derivative here.`);
    const [x] = site.node.input;
    const y = site.node.output[0];
    const g = site.cotangent(0)!;
    const number = site.emit('Cast', [x], { to: FLOAT });
    const last = site.ints([-1]);
    const sum = (tensor: string): string => site.emit('ReduceSum', [tensor, last], { keepdims: 1 });
    const size = norm === 'L1' ? sum(site.emit('Abs', [number])) : site.emit('Sqrt', [sum(site.emit('Mul', [number, number]))]);
    const along = norm === 'L1' ? site.emit('Sign', [number]) : y;
    const change = site.emit('Sub', [g, site.emit('Mul', [along, sum(site.emit('Mul', [g, y]))])]);
    const isZero = site.emit('Equal', [size, site.float(0, FLOAT)]);
    return [toInputType(site, site.emit('Where', [isZero, site.float(0, FLOAT), site.emit('Div', [change, size])]))];
  },
  /** What replaced a missing number does not follow it. */
  'ml.Imputer': (site) => {
    if (attributeOf(site.node, 'imputed_value_floats') === undefined) throw new NoDerivative('An Imputer of whole numbers has no derivative here.');
    const [x] = site.node.input;
    const type = site.floatType(x);
    const replaced = floatAttribute(site.node, 'replaced_value_float', 0);
    const test = Number.isNaN(replaced) ? site.emit('IsNaN', [x]) : site.emit('Equal', [x, site.float(replaced, type)]);
    return [site.emit('Where', [test, site.float(0, type), site.cotangent(0)!])];
  },
};

/** Through the transformation behind the margins. */
function marginCotangent(site: Site, post: string, scores: string, g: string): string {
  if (post === 'NONE') return g;
  const product = site.emit('Mul', [g, scores]);
  if (post === 'SOFTMAX') return site.emit('Mul', [scores, site.emit('Sub', [g, site.emit('ReduceSum', [product, site.ints([-1])], { keepdims: 1 })])]);
  if (post === 'LOGISTIC') return site.emit('Mul', [product, site.emit('Sub', [site.float(1, FLOAT), scores])]);
  throw new NoDerivative(`A LinearClassifier with ${post} has no derivative here.`);
}

/** [rows, features] */
function weights(site: Site, rows: number): string {
  const coefficients = attributeOf(site.node, 'coefficients')?.floats ?? [];
  return site.float(coefficients, FLOAT, [rows, coefficients.length / rows]);
}

function toInputType(site: Site, cotangent: string): string {
  const type = site.floatType(site.node.input[0]);
  return type === FLOAT ? cotangent : site.emit('Cast', [cotangent], { to: type });
}
