import { domainOf, makeNode, makeTensor, type AttributeValue } from './build.js';
import { PREFIX, type Forward } from './forward.js';
import { NoDerivative, type FloatType, type Rule } from './rule.js';
import { BOOL, DOUBLE, FLOAT, INT64, STRING, type ModelProto, type NodeProto, type TensorProto, type ValueInfoProto } from './schema.js';
import { tensorTypes } from './types.js';
import { TARGET_OPSET } from './upgradeOpset.js';

export const COTANGENT = `${PREFIX}cotangent`;

/** Outputs that do not follow small changes of the input, so their derivative is 0 almost everywhere and leaving them out is right. */
const PIECEWISE = new Set(['Shape', 'Size', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual', 'Equal', 'IsNaN', 'IsInf', 'Not', 'And', 'Or']);

export interface GradientGraph {
  readonly model: ModelProto;
  /** Input name -> the output that holds its cotangent. */
  readonly outputs: ReadonlyMap<string, string>;
}

/** What is done at each operator. Operators of ai.onnx.ml begin with "ml.". */
export interface RuleBook {
  ruleOf(operator: string): Rule | null;
  /** Why an operator has no rule. */
  lacking(operator: string): string;
  /** The tensor at the point that is compared with, where there is one; else the tensor itself. */
  reference(tensor: string): string;
}

/**
 * The cotangents of a graph's inputs given its score's, as a graph: each node's cotangents in reverse order, those that meet at a tensor added up.
 * Griewank and Walther 2008, "Evaluating derivatives", chapter 3.
 */
export class Backward {
  private readonly added: NodeProto[] = [];
  private readonly tensors: TensorProto[];
  private readonly types: ReadonlyMap<string, number>;
  private readonly cotangents = new Map<string, string>();
  private count = 0;

  constructor(
    private readonly forward: Forward,
    private readonly inputs: readonly string[],
    private readonly rules: RuleBook,
  ) {
    this.tensors = [...forward.tensors];
    this.types = tensorTypes(forward.graph, forward.constants, forward.nodes);
  }

  build(): GradientGraph {
    const needed = this.ancestorsOfScore();
    const active = this.dependentsOfInputs();
    if (!active.has(this.forward.score)) throw new NoDerivative('The scores do not depend on the number features in a way that has a derivative.');
    // The cotangent comes as [n, k]; the score may be [n] or [n, k, 1, 1].
    this.cotangents.set(this.forward.score, this.emit('Reshape', [COTANGENT, this.emit('Shape', [this.forward.score])]));
    for (const node of [...this.forward.nodes].reverse()) {
      if (!node.output.some((output) => needed.has(output))) continue;
      const wants = node.input.map((input) => active.has(input));
      if (!wants.some(Boolean)) continue;
      if (!node.output.some((output) => active.has(output))) {
        if (PIECEWISE.has(node.op_type ?? '')) continue;
        throw new NoDerivative(`The operator ${node.op_type} turns numbers into ${this.typeName(node.output[0])}, and what follows from that has no derivative.`);
      }
      if (!node.output.some((output) => this.cotangents.has(output))) continue;
      this.backward(node, wants);
    }
    const outputs = new Map<string, string>();
    for (const input of this.inputs) {
      const cotangent = this.cotangents.get(input) ?? this.emit('Mul', [input, this.float(0, this.floatType(input))]);
      const name = `${PREFIX}d/${input}`;
      this.added.push(makeNode('Identity', [cotangent], [name]));
      outputs.set(input, name);
    }
    return { model: this.assemble(outputs), outputs };
  }

  private backward(node: NodeProto, wants: readonly boolean[]): void {
    const domain = domainOf(node);
    const key = domain === '' ? (node.op_type ?? '') : `${domain.replace('ai.onnx.', '')}.${node.op_type}`;
    const rule = this.rules.ruleOf(key);
    if (!rule) throw new NoDerivative(this.rules.lacking(node.op_type ?? ''));
    const found = rule({
      node,
      wants: (index) => wants[index] ?? false,
      cotangent: (index) => this.cotangents.get(node.output[index]) ?? null,
      floatType: (tensor) => this.floatType(tensor),
      constant: (tensor) => this.forward.constants.get(tensor) ?? null,
      reference: (tensor) => this.rules.reference(tensor),
      emit: (op, inputs, attributes) => this.emit(op, inputs, attributes),
      emitMany: (op, inputs, outputs, attributes) => this.emitMany(op, inputs, outputs, attributes),
      float: (value, type, dims) => this.float(value, type, dims),
      ints: (values, isScalar) => this.ints(values, isScalar),
      sumTo: (cotangent, tensor) => this.sumTo(cotangent, tensor),
    });
    node.input.forEach((input, index) => {
      if (!wants[index]) return;
      const cotangent = found[index];
      if (cotangent === null || cotangent === undefined) throw new NoDerivative(`The operator ${node.op_type} has no derivative by its input ${index} here.`);
      const known = this.cotangents.get(input);
      this.cotangents.set(input, known === undefined ? cotangent : this.emit('Add', [known, cotangent]));
    });
  }

  /** Tensors the score is computed from, itself included. */
  private ancestorsOfScore(): Set<string> {
    const needed = new Set([this.forward.score]);
    for (const node of [...this.forward.nodes].reverse()) if (node.output.some((output) => needed.has(output))) for (const input of node.input) needed.add(input);
    return needed;
  }

  /** Float tensors that follow the inputs through float tensors only. */
  private dependentsOfInputs(): Set<string> {
    const active = new Set(this.inputs);
    for (const node of this.forward.nodes) {
      if (!node.input.some((input) => active.has(input))) continue;
      for (const output of node.output) if (output !== '' && this.isFloat(output)) active.add(output);
    }
    return active;
  }

  private isFloat(tensor: string): boolean {
    const type = this.types.get(tensor);
    return type === FLOAT || type === DOUBLE;
  }

  private floatType(tensor: string): FloatType {
    return this.types.get(tensor) === DOUBLE ? DOUBLE : FLOAT;
  }

  private typeName(tensor: string): string {
    return { [INT64]: 'whole numbers', 6: 'whole numbers', [STRING]: 'text', [BOOL]: 'yes and no' }[this.types.get(tensor) ?? 0] ?? 'something else';
  }

  private name(): string {
    return `${PREFIX}${this.count++}`;
  }

  private emit(op: string, inputs: readonly string[], attributes?: Readonly<Record<string, AttributeValue>>): string {
    return this.emitMany(op, inputs, 1, attributes)[0];
  }

  private emitMany(op: string, inputs: readonly string[], outputs: number, attributes?: Readonly<Record<string, AttributeValue>>): string[] {
    const names = Array.from({ length: outputs }, () => this.name());
    this.added.push(makeNode(op, inputs, names, attributes));
    return names;
  }

  private float(value: number | readonly number[], type: FloatType, dims?: readonly number[]): string {
    const values = typeof value === 'number' ? [value] : value;
    const tensor = makeTensor(this.name(), type, dims ?? (typeof value === 'number' ? [] : [values.length]), values);
    this.tensors.push(tensor);
    return tensor.name!;
  }

  private ints(values: readonly number[], isScalar = false): string {
    const tensor = makeTensor(this.name(), INT64, isScalar ? [] : [values.length], values);
    this.tensors.push(tensor);
    return tensor.name!;
  }

  /**
   * Shapes are known only at run time, so the axes are found there: those where the tensor's shape, filled up with ones on the left as broadcasting does,
   * differs from the cotangent's.
   */
  private sumTo(cotangent: string, tensor: string): string {
    const shape = this.emit('Shape', [tensor]);
    const wide = this.emit('Shape', [cotangent]);
    const missing = this.emit('Sub', [this.emit('Shape', [wide]), this.emit('Shape', [shape])]);
    const ones = this.emit('ConstantOfShape', [missing], { value: makeTensor('', INT64, [1], [1]) });
    const padded = this.emit('Concat', [ones, shape], { axis: 0 });
    const differs = this.emit('Not', [this.emit('Equal', [padded, wide])]);
    const axes = this.emit('Reshape', [this.emit('NonZero', [differs]), this.ints([-1])]);
    return this.emit('Reshape', [this.emit('ReduceSum', [cotangent, axes], { keepdims: 1, noop_with_empty_axes: 1 }), shape]);
  }

  private assemble(outputs: ReadonlyMap<string, string>): ModelProto {
    const type = this.floatType(this.forward.score);
    const cotangent: ValueInfoProto = { name: COTANGENT, type: { tensor_type: { elem_type: type, shape: { dim: [{}, {}] } } } };
    const nodes = this.livingNodes([...this.forward.nodes, ...this.added], [...outputs.values()]);
    const used = new Set(nodes.flatMap((node) => node.input));
    const keepsAll = nodes.some(hasSubgraph);
    const weights = new Set(this.forward.graph.initializer.map((tensor) => tensor.name ?? ''));
    return {
      ...this.forward.model,
      opset_import: this.forward.model.opset_import.map(({ domain, version }) => (domain === '' ? { domain, version: Math.max(TARGET_OPSET, Number(version)) } : { domain, version })).concat(
        this.forward.model.opset_import.some(({ domain }) => domain === '') ? [] : [{ domain: '', version: TARGET_OPSET }],
      ),
      graph: {
        ...this.forward.graph,
        node: nodes,
        initializer: [...this.forward.graph.initializer, ...this.tensors].filter((tensor) => keepsAll || used.has(tensor.name ?? '')),
        input: [...this.forward.graph.input.filter((input) => !weights.has(input.name ?? '')), cotangent],
        output: [...outputs].map(([input, name]) => ({ name, type: { tensor_type: { elem_type: this.floatType(input) } } })),
        value_info: [],
      },
    };
  }

  /** Nodes that the outputs need; the label's are gone with this. A subgraph may use any name, so with one all are kept. */
  private livingNodes(nodes: readonly NodeProto[], outputs: readonly string[]): NodeProto[] {
    if (nodes.some(hasSubgraph)) return [...nodes];
    const needed = new Set(outputs);
    const kept: NodeProto[] = [];
    for (const node of [...nodes].reverse()) {
      if (!node.output.some((output) => needed.has(output))) continue;
      kept.push(node);
      for (const input of node.input) needed.add(input);
    }
    return kept.reverse();
  }
}

function hasSubgraph(node: NodeProto): boolean {
  return node.attribute.some((attribute) => attribute.g !== undefined || attribute.graphs.length > 0);
}
