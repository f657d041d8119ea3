import { dataGradient, ofOneNumber, smoothInputs } from '../dataGradient.js';
import { COTANGENT } from './backward.js';
import type { GraphLink } from './forward.js';
import { gradientGraph } from './gradient.js';
import { DOUBLE, type ModelProto } from './schema.js';
import { openSession, type OnnxSession } from './session.js';
import { fillInput, type InputBinding } from '../bindInputs.js';
import type { ColumnInfo } from '../../data/table.js';
import type { DifferentiablePredictor } from '../predictor.js';
import type { ChosenOutput } from './outputs.js';

type OpenGradient = Pick<DifferentiablePredictor, 'numberFeatures' | 'gradient' | 'dispose'>;

/** A model as its derivatives are made of. */
export interface DerivativeSubject {
  readonly model: ModelProto;
  readonly bindings: readonly InputBinding[];
  readonly columns: readonly ColumnInfo[];
  readonly features: readonly string[];
  readonly output: ChosenOutput;
  readonly classes: number;
  readonly size: { most: number; fixed: number | null };
}

/** Logits become the probabilities that the scores are. */
export function linkOf({ kind, width }: ChosenOutput): GraphLink {
  return kind !== 'logit' ? 'none' : width === 1 ? 'sigmoid' : 'softmax';
}

/** The model's derivative by its number features, or a sentence why there is none. */
export async function openGradient({ model, bindings, columns, features, output, classes, size }: DerivativeSubject): Promise<OpenGradient | { readonly unavailableBecause: string }> {
  if (output.kind === 'label') return { unavailableBecause: 'The model answers labels, which follow no small change of a feature.' };
  const { width } = output;
  if (width === null) return { unavailableBecause: 'The model does not declare how many scores it gives.' };
  const { inputs, numberFeatures } = smoothInputs(bindings, columns);
  if (numberFeatures.length === 0) return { unavailableBecause: 'The model reads no number as a number.' };

  const graph = gradientGraph(model, output.tensor, linkOf(output), inputs.map(({ name }) => name));
  if ('unavailableBecause' in graph) return graph;
  let session: OnnxSession;
  try {
    session = await openSession(graph.model);
  } catch (error) {
    // The runtime has no kernel for some operator of the derivative in this precision: the model can still be asked.
    return { unavailableBecause: `The derivative cannot be run: ${(error as Error).message}` };
  }
  const type = output.type === DOUBLE ? 'float64' : 'float32';
  return {
    numberFeatures,
    gradient: (rows, cotangent, signal) =>
      dataGradient(
        {
          inputs,
          numberFeatures,
          features,
          classes,
          size,
          async encoded(table, part, offset) {
            const raw = width === 1 && classes === 2 ? ofOneNumber(part) : part;
            const feeds = bindings.map((binding) => ({ name: binding.name, type: binding.type, input: fillInput(binding, table, offset) }));
            const results = await session.run([...feeds, { name: COTANGENT, type, input: { values: raw.values, dims: [raw.rows, raw.columns] } }]);
            return inputs.map(({ name }) => results.get(graph.outputs.get(name)!)!.data as ArrayLike<number>);
          },
        },
        rows,
        cotangent,
        signal,
      ),
    dispose: () => session.dispose(),
  };
}
