import { matrix } from '../../numeric/matrix.js';
import { encodedWidth } from '../encode.js';
import type { InputBinding } from '../bindInputs.js';
import type { LinearForm } from '../linear.js';
import { AffineReader, multiplied, NotAffine, scaled, shifted, type Affine, type Sum } from './affine.js';
import { attributeOf, domainOf, intAttribute, stringAttribute } from './build.js';
import { forwardOf, type Forward } from './forward.js';
import type { ChosenOutput } from './outputs.js';
import { NoDerivative } from './rule.js';
import type { ModelProto, NodeProto } from './schema.js';

/**
 * The coefficients of an ONNX model that is linear up to its link: scikit-learn's linear models as skl2onnx writes them, with scalers and one-hot encoders in front, and layers without
 * an activation between. null for any other graph. Links: none (a value), sigmoid (also written [1 − p, p]), softmax; one-against-rest with more than two classes has no one link.
 */
export function linearFormOf(model: ModelProto, output: ChosenOutput, bindings: readonly InputBinding[], classes: number): LinearForm | null {
  if (output.kind === 'label') return null;
  try {
    const { makers, reader } = openReader(forwardOf(model, output.tensor, 'none'), bindings);
    const graph = new Margins(makers, reader);
    const margins = output.kind === 'probability' ? graph.ofProbability(output.tensor) : output.kind === 'value' ? graph.value(output.tensor) : graph.logits(output.tensor);
    return formOf(reader, margins, output.kind === 'value', classes);
  } catch (error) {
    if (error instanceof NotAffine || error instanceof NoDerivative) return null;
    throw error;
  }
}

function openReader({ nodes, constants }: Forward, bindings: readonly InputBinding[]): { makers: ReadonlyMap<string, NodeProto>; reader: AffineReader } {
  const makers = new Map(nodes.flatMap((node) => node.output.filter((name) => name !== '' && !constants.has(name)).map((name): [string, NodeProto] => [name, node])));
  return { makers, reader: new AffineReader(makers, constants, bindings) };
}

/** What is behind the link: one sum is the log-odds of the second class, more are logits. */
class Margins {
  constructor(
    private readonly makers: ReadonlyMap<string, NodeProto>,
    private readonly reader: AffineReader,
  ) {}

  value(tensor: string): Affine {
    const maker = this.behind(tensor);
    return maker?.op_type === 'LinearRegressor' && domainOf(maker) !== '' ? this.ofWeights(maker, intAttribute(maker, 'targets', 1)) : this.reader.affine(tensor);
  }

  logits(tensor: string): Affine {
    const maker = this.behind(tensor);
    if (maker?.op_type !== 'LinearClassifier') return this.reader.affine(tensor);
    if (stringAttribute(maker, 'post_transform', 'NONE') !== 'NONE') throw new NotAffine();
    return this.ofClassifier(maker);
  }

  ofProbability(tensor: string): Affine {
    const maker = this.behind(tensor);
    switch (maker?.op_type) {
      case 'Softmax': {
        const logits = this.reader.affine(maker.input[0]);
        const axis = intAttribute(maker, 'axis', -1);
        if (logits.dims.length !== 1 || (axis !== -1 && axis !== 1)) throw new NotAffine();
        return logits;
      }
      case 'Sigmoid': {
        const margin = this.reader.affine(maker.input[0]);
        if (margin.sums.length !== 1) throw new NotAffine();
        return margin;
      }
      case 'LinearClassifier':
        return this.linked(maker);
      case 'Normalizer': {
        // Probabilities that add up to 1 already stay as they are.
        if (stringAttribute(maker, 'norm', 'MAX') !== 'L1') throw new NotAffine();
        const classifier = this.behind(maker.input[0]);
        if (classifier?.op_type !== 'LinearClassifier') throw new NotAffine();
        return this.linked(classifier);
      }
      case 'Concat':
        return this.ofPair(maker);
      default:
        throw new NotAffine();
    }
  }

  private linked(classifier: NodeProto): Affine {
    const post = stringAttribute(classifier, 'post_transform', 'NONE');
    const margins = this.ofClassifier(classifier);
    if (post === 'SOFTMAX') return margins;
    const [no, yes] = margins.sums;
    if (post !== 'LOGISTIC' || margins.sums.length !== 2 || !areOpposite(no, yes)) throw new NotAffine();
    return { dims: [1], sums: [yes] };
  }

  /** [1 − p, p], or the other way round. */
  private ofPair(concat: NodeProto): Affine {
    if (concat.input.length !== 2) throw new NotAffine();
    const rest = concat.input.map((input) => {
      const maker = this.behind(input);
      return maker?.op_type === 'Sub' && isOne(this.reader.numbers(maker.input[0])) ? maker.input[1] : null;
    });
    const [first, second] = concat.input;
    if (rest[0] === second) return this.ofProbability(second);
    if (rest[1] === first) return scaled(this.ofProbability(first), [-1]);
    throw new NotAffine();
  }

  private ofClassifier(node: NodeProto): Affine {
    const classes = Math.max(attributeOf(node, 'classlabels_strings')?.strings.length ?? 0, attributeOf(node, 'classlabels_ints')?.ints.length ?? 0);
    return this.ofWeights(node, classes);
  }

  /** x·Wᵀ + b, W [rows, features]. */
  private ofWeights(node: NodeProto, rows: number): Affine {
    const intercepts = attributeOf(node, 'intercepts')?.floats ?? new Array<number>(rows).fill(0);
    if (node.op_type === 'LinearRegressor' && stringAttribute(node, 'post_transform', 'NONE') !== 'NONE') throw new NotAffine();
    if (intercepts.length !== rows) throw new NotAffine();
    const coefficients = attributeOf(node, 'coefficients')?.floats ?? [];
    const width = coefficients.length / rows;
    return shifted(multiplied(this.reader.affine(node.input[0]), Array.from({ length: width }, (_, j) => Array.from({ length: rows }, (__, k) => coefficients[k * width + j]))), intercepts);
  }

  private behind(tensor: string): NodeProto | undefined {
    let maker = this.makers.get(tensor);
    while (maker && domainOf(maker) === '' && (maker.op_type === 'Identity' || maker.op_type === 'Cast')) maker = this.makers.get(maker.input[0]);
    return maker;
  }
}

function areOpposite(a: Sum, b: Sum): boolean {
  return a.plus === -b.plus && a.terms.size === b.terms.size && [...a.terms].every(([at, by]) => b.terms.get(at) === -by);
}

function isOne(values: readonly number[]): boolean {
  return values.length === 1 && values[0] === 1;
}

function formOf({ features }: AffineReader, { sums }: Affine, isValue: boolean, classes: number): LinearForm | null {
  const logOdds = (margin: Sum): Sum[] => [{ terms: new Map([...margin.terms].map(([at, by]) => [at, -by])), plus: -margin.plus }, margin];
  const difference = ([no, yes]: readonly Sum[]): Sum => {
    const terms = new Map(yes.terms);
    for (const [at, by] of no.terms) terms.set(at, (terms.get(at) ?? 0) - by);
    return { terms, plus: yes.plus - no.plus };
  };
  const margins = isValue ? sums : sums.length === 1 && classes === 2 ? logOdds(sums[0]) : sums.length === 2 ? logOdds(difference(sums)) : sums;
  const width = encodedWidth(features);
  if (margins.length !== classes || width === 0) return null;
  const coefficients = matrix(classes, width);
  margins.forEach(({ terms }, k) => {
    for (const [at, by] of terms) coefficients.values[k * width + at] = by;
  });
  const intercepts = Float64Array.from(margins, ({ plus }) => plus);
  return [...coefficients.values, ...intercepts].every(Number.isFinite) ? { features, coefficients, intercepts } : null;
}
