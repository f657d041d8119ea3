import { treeDiagram, type DiagramNode } from '@plumbline/charts/treeDiagram';
import type { Artifact } from '@plumbline/explain-core/method/result';
import { asIs, html, type Markup } from './html.js';

/** The tree that imitates the model, where the audit grew one. */
export function surrogateDiagram(artifacts: readonly Artifact[]): readonly Markup[] {
  const tree = artifacts.find(({ name }) => name === 'transparency/surrogateTree/tree');
  if (tree === undefined) return [];
  const { root } = tree.body as unknown as { root: DiagramNode };
  return [html`<figure class="whole"><figcaption>The model in simple rules: a small tree that imitates it</figcaption>${asIs(treeDiagram({ id: 'surrogate', title: 'Surrogate tree', root }))}</figure>`];
}
