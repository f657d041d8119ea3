import type { CheckOutcome, DimensionOutcome, PolicyDocument } from '@plumbline/explain-core/audit/policy';
import type { Pillar } from '@plumbline/explain-core/method/method';
import type { Artifact, Result } from '@plumbline/explain-core/method/result';
import { findingsSection } from './findings.js';
import { groupWarningsSection } from './groupWarnings.js';
import { figure, html, type Markup } from './html.js';
import { pictures } from './pictures.js';
import { pillarWords, verdictMark, verdictWords } from './words.js';

export interface DimensionContent {
  readonly pillar: Pillar;
  readonly outcome: DimensionOutcome;
  readonly results: readonly Result[];
  readonly artifacts: readonly Artifact[];
  readonly policy: PolicyDocument;
}

/** One dimension for a reader in a hurry: verdict, checks with their reasons, pictures. Its numbers stand in full at the end of the report. */
export function dimensionSection({ pillar, outcome, results, artifacts, policy }: DimensionContent): Markup {
  const { name, question } = pillarWords[pillar];
  const lacking = results.filter(({ estimate }) => estimate.value === null);
  return html`<section class="dimension" id="${pillar}"><h2>${name}</h2><p class="quiet">${question}</p>
<p><strong>${verdictMark(outcome.verdict)}</strong>: ${verdictWords[outcome.verdict].meaning}.</p>
${checksTable(outcome.checks, policy)}${pillar === 'fairness' ? [...groupWarningsSection(artifacts), ...findingsSection(artifacts)] : []}${lackingList(lacking)}<div class="figures">${pictures(pillar, results, artifacts)}</div>
<p class="small">${results.length === 0 ? 'No results were asked for.' : html`<a href="#numbers-${pillar}">All ${figure(results.length)} results of this dimension</a>, with definitions and sources.`}</p></section>`;
}

function checksTable(checks: readonly CheckOutcome[], policy: PolicyDocument): Markup {
  if (checks.length === 0) return html`<p>The policy has no check on this dimension.</p>`;
  const reasonOf = (id: string): string => policy.checks.find((check) => check.id === id)?.reason ?? '';
  return html`<div class="table"><table><thead><tr><th class="wide">Check</th><th class="word">Verdict</th><th>Because</th></tr></thead><tbody>${checks.map(
    (check) => html`<tr><td>${check.label}<div class="small quiet">${reasonOf(check.id)}</div></td><td>${verdictMark(check.verdict)}</td><td>${check.because}</td></tr>`,
  )}</tbody></table></div>`;
}

/** Why numbers are lacking, each reason once: readers look for what is not there. */
function lackingList(lacking: readonly Result[]): readonly Markup[] {
  if (lacking.length === 0) return [];
  const reasons = new Map<string, number>();
  for (const { estimate } of lacking) if (estimate.value === null) reasons.set(estimate.undefinedBecause, (reasons.get(estimate.undefinedBecause) ?? 0) + 1);
  const often = [...reasons].sort(([, a], [, b]) => b - a);
  const shown = 5;
  const rest = often.slice(shown).reduce((sum, [, count]) => sum + count, 0);
  return [
    html`<h3>Not estimable</h3><ul class="small">${often.slice(0, shown).map(([reason, count]) => html`<li>${figure(count)} ${count === 1 ? 'result' : 'results'}: ${reason}</li>`)}${
      rest === 0 ? '' : html`<li>${figure(rest)} more, each with its reason in the tables</li>`
    }</ul>`,
  ];
}
