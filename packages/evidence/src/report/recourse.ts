import type { Recourse } from '@plumbline/explain-core/explainability/recourse/recourse';
import type { Artifact } from '@plumbline/explain-core/method/result';
import { explanationBody, shownValue } from './explanations.js';
import { figure, html, type Markup } from './html.js';
import { labelOf } from './numbers.js';

/** More people than these are read in the artifacts. */
const mostPeople = 5;

interface Frequencies {
  readonly class: string;
  readonly explainer: string;
  readonly unfavourable: number;
  readonly withoutReasons: number;
  readonly reasons: number;
  readonly features: readonly { readonly feature: string; readonly rows: number; readonly first: number }[];
}
interface Recourses {
  readonly rows: readonly (Recourse & { readonly row: number })[];
}

/** What people who were decided unfavourably are told: the principal reasons, and what would have changed the outcome; and whether explanations made of made-up rows can be relied on. */
export function recourseSections(artifacts: readonly Artifact[]): readonly Markup[] {
  const finding = explanationBody<{ readonly found: boolean | null; readonly sentence: string }>(artifacts, 'offManifold/finding');
  const reasons = explanationBody<Frequencies>(artifacts, 'reasonCodes/frequencies');
  const recourses = explanationBody<Recourses>(artifacts, 'counterfactuals/rows');
  return [...(finding ? [offManifold(finding)] : []), ...(reasons ? [reasonTable(reasons)] : []), ...(recourses && recourses.rows.length > 0 ? [waysOut(recourses)] : [])];
}

function offManifold({ found, sentence }: { readonly found: boolean | null; readonly sentence: string }): Markup {
  const mark = found === null ? 'Cannot tell' : found ? 'Finding' : 'Nothing found';
  return html`<div class="whole"><h3>Does the model behave the same on rows that explainers make up?</h3><p><strong>${mark}.</strong> ${sentence}</p></div>`;
}

function reasonTable({ class: favourable, explainer, unfavourable, withoutReasons, reasons, features }: Frequencies): Markup {
  const heading = html`<h3>Reasons for not being “${favourable}”</h3>`;
  if (unfavourable === 0) return html`<div class="whole">${heading}<p>The model decides all drawn rows favourably, so there are no reasons to tell.</p></div>`;
  const sorted = [...features].sort((a, b) => b.rows - a.rows || b.first - a.first);
  return html`<div class="whole">${heading}<p class="small">The at most ${figure(reasons)} principal reasons of each of ${figure(unfavourable)} drawn rows of unfavourable outcome, by ${labelOf('explainability', explainer)}${
    withoutReasons === 0 ? '' : html`; ${figure(withoutReasons)} have none`
  }. Shares with intervals, by group, and how stable the reasons are: in the tables.</p><div class="table"><table class="small"><thead><tr><th>Reason</th><th class="number">told to</th><th class="number">as the first</th></tr></thead><tbody>${sorted.map(
    ({ feature, rows, first }) => html`<tr><td>${feature}</td><td class="number">${figure(rows)} of ${figure(unfavourable)}</td><td class="number">${figure(first)}</td></tr>`,
  )}</tbody></table></div></div>`;
}

function waysOut({ rows }: Recourses): Markup {
  const shown = rows.slice(0, mostPeople);
  const lines = shown.map(({ row, because, counterfactuals: [nearest] }) => {
    if (nearest === undefined) return html`<tr><td>Row ${figure(row)}</td><td>${because ?? 'none was found'}</td><td class="number"></td><td></td></tr>`;
    const changes = nearest.changes.map(({ column, from, to }) => `${column}: ${shownValue(from)} → ${shownValue(to)}`).join('; ');
    const plausible = nearest.plausibility === null ? 'cannot tell' : nearest.plausibility.plausible ? 'yes' : 'no';
    return html`<tr><td>Row ${figure(row)}</td><td>${changes}</td><td class="number">${figure(nearest.distance)}</td><td>${plausible}</td></tr>`;
  });
  return html`<div class="whole"><h3>What would have changed the outcome</h3><p class="small">The smallest change found for ${rows.length > mostPeople ? html`the first ${figure(mostPeople)} of ${figure(rows.length)}` : html`${figure(rows.length)}`} drawn rows without the wanted outcome; each was given to the model again. A change is a fact about the model, not advice.</p><div class="table"><table class="small"><thead><tr><th>Row</th><th class="wide">Change</th><th class="number">distance</th><th>like people who have the outcome</th></tr></thead><tbody>${lines}</tbody></table></div></div>`;
}
