import { z } from 'zod';
import type { Artifact } from '@plumbline/explain-core/method/result';
import { html, type Markup } from './html.js';

const warnings = z.array(z.object({ attribute: z.string(), message: z.string(), examples: z.array(z.string()) }));

/** What a reader should know of the groups before the numbers: names that look alike and are compared as different ones. */
export function groupWarningsSection(artifacts: readonly Artifact[]): readonly Markup[] {
  const artifact = artifacts.find(({ name }) => name === 'fairness/groupWarnings');
  if (!artifact) return [];
  return warnings.parse(artifact.body).map(({ attribute, message, examples }) => html`<p class="small"><strong>${attribute}</strong>: ${message} For example ${examples.join('; ')}.</p>`);
}
