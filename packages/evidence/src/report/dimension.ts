import { drivers } from '@plumbline/explain-core/audit/drivers';
import type { DimensionOutcome } from '@plumbline/explain-core/audit/policy';
import type { MethodInfo, Pillar } from '@plumbline/explain-core/method/method';
import type { Artifact, Result } from '@plumbline/explain-core/method/result';
import { html, type Markup } from './html.js';
import { aboutOf, constantOptions, estimateCells } from './estimates.js';
import { pictures } from './pictures.js';
import { pillarWords, verdictWords } from './words.js';

/** One dimension: verdict, checks, pictures, then every result method by method, each with its definition and sources. */
export function dimensionSection(pillar: Pillar, outcome: DimensionOutcome, results: readonly Result[], artifacts: readonly Artifact[]): Markup {
  const { name, question } = pillarWords[pillar];
  const { mark, word, meaning } = verdictWords[outcome.verdict];
  const methods = [...new Set(results.map((result) => result.method))];
  return html`<section class="dimension" id="${pillar}"><h2>${name}</h2><p class="quiet">${question}</p>
<p><strong class="${outcome.verdict}">${mark} ${word}</strong> — ${meaning}.</p>
${checksTable(outcome)}${pictures(pillar, results, artifacts)}${methods.map((method) => methodSection(pillar, method, results.filter((result) => result.method === method)))}</section>`;
}

function checksTable({ checks }: DimensionOutcome): Markup {
  if (checks.length === 0) return html`<p>The policy has no check on this dimension.</p>`;
  return html`<div class="table"><table><caption>Checks of the policy</caption><thead><tr><th>Check</th><th>Verdict</th><th>Because</th></tr></thead><tbody>${checks.map(
    (check) => html`<tr><td>${check.label}</td><td class="${check.verdict}">${verdictWords[check.verdict].mark} ${verdictWords[check.verdict].word}</td><td>${check.because}</td></tr>`,
  )}</tbody></table></div>`;
}

function methodSection(pillar: Pillar, id: string, results: readonly Result[]): Markup {
  const method = drivers.find((driver) => driver.pillar === pillar)!.methods.find((candidate) => candidate.id === id);
  const constant = constantOptions(results);
  const [first] = results;
  const settings = [...constant].map((option) => `${option} = ${JSON.stringify(first!.options[option])}`).join(', ');
  return html`<h3 id="${pillar}-${id}">${method?.label ?? id}</h3>${method ? definition(method) : ''}<p class="small quiet">Version ${first!.version}${settings === '' ? '' : ` · ${settings}`}</p>
<div class="table"><table><thead><tr><th>About</th><th class="number">Value</th><th>Uncertainty</th><th class="number">n</th></tr></thead><tbody>${results.map(
    (result) => html`<tr><td>${aboutOf(result, constant)}</td>${estimateCells(result)}</tr>`,
  )}</tbody></table></div>`;
}

function definition({ summary, definition, sources }: MethodInfo): Markup {
  const named = sources.map(({ authors, year, title, where }) => `${authors} (${year}), “${title}”${where === undefined ? '' : `, ${where}`}`).join('; ');
  return html`<p>${summary}</p><p class="small quiet">${definition}${named === '' ? '' : ` Source: ${named}.`}</p>`;
}
