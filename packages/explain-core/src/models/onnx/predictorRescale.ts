import { takeRows } from '../../data/select.js';
import type { Table } from '../../data/table.js';
import { fillInput } from '../bindInputs.js';
import { dataGradient, ofOneNumber, smoothInputs } from '../dataGradient.js';
import type { RescalePredictor } from '../predictor.js';
import { COTANGENT } from './backward.js';
import { linkOf, type DerivativeSubject } from './predictorGradient.js';
import { rescaleGraph } from './rescale.js';
import { DOUBLE } from './schema.js';
import { openSession, type OnnxSession } from './session.js';

type OpenRescale = Pick<RescalePredictor, 'multipliers' | 'dispose'>;

/** DeepLIFT's multipliers of a model that has a derivative, or a sentence why there are none. The graph is given to the runtime when it is first asked: most audits never do. */
export function openRescale({ model, bindings, columns, features, output, classes, size }: DerivativeSubject): OpenRescale | { readonly unavailableBecause: string } {
  const { inputs, numberFeatures } = smoothInputs(bindings, columns);
  const graph = rescaleGraph(model, output.tensor, linkOf(output), inputs.map(({ name }) => name));
  if ('unavailableBecause' in graph) return graph;
  let session: Promise<OnnxSession> | null = null;
  const type = output.type === DOUBLE ? 'float64' : 'float32';
  return {
    async multipliers(rows, reference, cotangent, signal) {
      if (reference.rows !== rows.rows) throw new RangeError(`${rows.rows} rows to compare with were expected, ${reference.rows} came`);
      session ??= openSession(graph.model);
      const opened = await session;
      const besides = (table: Table, offset: number): Table => takeRows(reference, Int32Array.from({ length: table.rows }, (_, i) => Math.min(offset + i, reference.rows - 1)));
      return dataGradient(
        {
          inputs,
          numberFeatures,
          features,
          classes,
          size,
          async encoded(table, part, offset) {
            const raw = output.width === 1 && classes === 2 ? ofOneNumber(part) : part;
            const others = besides(table, offset);
            const feeds = bindings.map((binding) => ({ name: binding.name, type: binding.type, input: fillInput(binding, table, offset) }));
            const references = inputs.map((binding) => ({ name: graph.references.get(binding.name)!, type: binding.type, input: fillInput(binding, others, offset) }));
            const results = await opened.run([...feeds, ...references, { name: COTANGENT, type, input: { values: raw.values, dims: [raw.rows, raw.columns] } }]);
            return inputs.map(({ name }) => results.get(graph.outputs.get(name)!)!.data as ArrayLike<number>);
          },
        },
        rows,
        cotangent,
        signal,
      );
    },
    dispose: async () => (await session)?.dispose(),
  };
}
