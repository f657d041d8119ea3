import type { Table } from '../../src/data/table.js';
import { askFor } from '../../src/explainability/ask.js';
import type { Attribution, LocalExplainer, Scene } from '../../src/explainability/explainer.js';
import type { Predictor } from '../../src/models/predictor.js';
import { randomStream, type RandomStream } from '../../src/random/stream.js';

/** What a task would give an explainer. */
export function sceneOf(model: Predictor, background: Table, className = model.classes[0]!, signal = new AbortController().signal): Scene {
  return { background, ask: askFor(className, { model, signal }), model, className, signal, random: randomStream(0).child('shared') };
}

/** One explainer of one model and background, asked about one row at a time. */
export async function explainerOf<O>(explainer: LocalExplainer<O>, scene: Scene, options: object = {}): Promise<(row: Table, random?: RandomStream) => Promise<Attribution>> {
  const explain = await explainer.prepare(scene, explainer.options.parse(options));
  return async (row, random = randomStream(0).child('row')) => (await explain(row, () => random))[0]!;
}
