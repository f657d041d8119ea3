import { z } from 'zod';
import type { Artifact } from '@plumbline/explain-core/method/result';
import { figure, html, type Markup } from './html.js';

const findings = z.object({
  level: z.number(),
  tested: z.number(),
  adjustment: z.string(),
  findings: z.array(z.object({ sentence: z.string(), n: z.number(), pValue: z.number(), holm: z.number(), benjaminiHochberg: z.number(), benjaminiYekutieli: z.number() })),
});

const shown = 10;

/** What stands out in fairness, worst first, with how many comparisons it was found among; nothing where the audit tested no gaps. */
export function findingsSection(artifacts: readonly Artifact[]): readonly Markup[] {
  const artifact = artifacts.find(({ name }) => name === 'fairness/findings');
  if (!artifact) return [];
  const { level, tested, adjustment, findings: found } = findings.parse(artifact.body);
  const lead = html`<h3>What stands out</h3><p class="small">Each group was compared with all other rows, ${figure(tested)} comparisons in all, and p-values were adjusted for that (${adjustment}, significance ${figure(1 - level)}).</p>`;
  if (found.length === 0) return [lead, html`<p>No gap is more than chance may show. That is not evidence that there is none: small groups may hide one.</p>`];
  const more = found.length - shown;
  return [
    lead,
    html`<div class="table"><table><thead><tr><th>Gap to all other rows</th><th class="number">n</th><th class="number">p</th><th class="number">p, Holm</th></tr></thead><tbody>${found
      .slice(0, shown)
      .map((one) => html`<tr><td>${one.sentence}</td><td class="number">${figure(one.n)}</td><td class="number">${figure(one.pValue)}</td><td class="number">${figure(one.holm)}</td></tr>`)}</tbody></table></div>${
      more > 0 ? html`<p class="small quiet">And ${figure(more)} more; all stand among the disparity tests in the tables.</p>` : ''
    }`,
  ];
}
