import { drivers } from '@plumbline/explain-core/audit/drivers';
import type { MethodInfo, Pillar } from '@plumbline/explain-core/method/method';
import type { Result } from '@plumbline/explain-core/method/result';
import { aboutOf, constantOptions, estimateCells } from './estimates.js';
import { html, type Markup } from './html.js';
import { pillarWords } from './words.js';

/** Every result of a dimension, method by method, each with its definition and sources. */
export function numbersSection(pillar: Pillar, results: readonly Result[]): readonly Markup[] {
  const methods = [...new Set(results.map((result) => result.method))];
  if (methods.length === 0) return [];
  return [
    html`<section class="numbers" id="numbers-${pillar}"><h2>${pillarWords[pillar].name} in numbers</h2>
<p class="small quiet">${methods.map((method, index) => html`${index === 0 ? '' : ' · '}<a href="#${pillar}-${method}">${labelOf(pillar, method)}</a>`)}</p>
${methods.map((method) => methodSection(pillar, method, results.filter((result) => result.method === method)))}</section>`,
  ];
}

function methodSection(pillar: Pillar, id: string, results: readonly Result[]): Markup {
  const method = infoOf(pillar, id);
  const constant = constantOptions(results);
  const [first] = results;
  const settings = [...constant].map((option) => `${option} = ${JSON.stringify(first!.options[option])}`).join(', ');
  return html`<h3 id="${pillar}-${id}">${labelOf(pillar, id)}</h3>${method ? definition(method) : ''}<p class="small quiet">Version ${first!.version}${settings === '' ? '' : ` · ${settings}`}</p>
<div class="table"><table><thead><tr><th>About</th><th class="number">Value</th><th>Uncertainty</th><th class="number">n</th></tr></thead><tbody>${results.map(
    (result) => html`<tr><td>${aboutOf(result, constant)}</td>${estimateCells(result)}</tr>`,
  )}</tbody></table></div>`;
}

function definition({ summary, definition, caution, sources }: MethodInfo): Markup {
  const named = sources.map(({ authors, year, title, where }) => `${authors} (${year}), “${title}”${where === undefined ? '' : `, ${where}`}`).join('; ');
  return html`<p>${summary}${caution === undefined ? '' : ` ${caution}`}</p><p class="small quiet">${definition}${named === '' ? '' : ` Source: ${named}.`}</p>`;
}

function infoOf(pillar: Pillar, id: string): MethodInfo | undefined {
  return drivers.find((driver) => driver.pillar === pillar)!.methods.find((candidate) => candidate.id === id);
}

/** What a method calls itself; its id where this program does not know it. */
export function labelOf(pillar: Pillar, id: string): string {
  return infoOf(pillar, id)?.label ?? id;
}

/** What a measure of a method says, in words; nothing where the method gives one number, or this program does not know it. */
export function measureWordsOf(pillar: Pillar, id: string, measure: string): string {
  return infoOf(pillar, id)?.measureWords?.[measure] ?? '';
}
