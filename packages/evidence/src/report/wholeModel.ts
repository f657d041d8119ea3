import { jointEffectMap } from '@plumbline/charts/jointEffectMap';
import { pairMap } from '@plumbline/charts/pairMap';
import type { JsonObject } from '@plumbline/explain-core/json';
import type { Artifact } from '@plumbline/explain-core/method/result';
import { explanationBody, shownValue } from './explanations.js';
import { asIs, figure, html, type Markup } from './html.js';

interface Interactions {
  readonly pairs: readonly { readonly features: readonly [string, string]; readonly h: { readonly value: number | null } }[];
}
interface Surfaces {
  readonly pairs: readonly { readonly features: readonly [string, string]; readonly edges: readonly [readonly number[], readonly number[]]; readonly effects: readonly (readonly number[])[]; readonly counts: readonly (readonly number[])[] | null }[];
}
interface StandIn {
  readonly row: number;
  readonly x: JsonObject;
  readonly output: number;
}
interface Prototypes {
  readonly unit: 'probability' | 'value';
  readonly features: readonly string[];
  readonly classes: readonly { readonly class: string; readonly rows: number; readonly prototypes: readonly (StandIn & { readonly weight: number })[]; readonly criticisms: readonly (StandIn & { readonly witness: number })[] }[];
}

/** What acts together in the model, and who stands for whom. */
export function wholeModelSections(artifacts: readonly Artifact[]): readonly Markup[] {
  const interactions = explanationBody<Interactions>(artifacts, 'hStatistic/interactions');
  const surfaces = explanationBody<Surfaces>(artifacts, 'accumulatedLocalEffects/surfaces');
  const prototypes = explanationBody<Prototypes>(artifacts, 'prototypes/rows');
  return [...(interactions && interactions.pairs.length > 1 ? [together(interactions)] : []), ...(surfaces?.pairs.map(joint) ?? []), ...(prototypes?.classes.flatMap((one) => standIns(one, prototypes)) ?? [])];
}

function together({ pairs }: Interactions): Markup {
  const title = 'Share of what two features do that they do only together';
  const picture = pairMap({ id: 'interactions', title, unit: 'pairwise H', axis: 'feature', pairs: pairs.map(({ features, h }) => ({ of: features, value: h.value })) });
  return html`<figure class="whole"><figcaption>${title}</figcaption>${asIs(picture)}</figure>`;
}

function joint(pair: Surfaces['pairs'][number], index: number): Markup {
  const title = `What ${pair.features.join(' and ')} do together beyond what each does alone`;
  return html`<figure class="whole"><figcaption>${title}${pair.counts === null ? '' : '; hatched where no row lies near'}</figcaption>${asIs(jointEffectMap({ id: `joint-${index}`, title, ...pair }))}</figure>`;
}

/** People stand side by side, a feature a line: there are few of them, and there may be many features. */
function standIns({ class: name, rows, prototypes, criticisms }: Prototypes['classes'][number], { unit, features }: Prototypes): Markup {
  const people = [...prototypes, ...criticisms];
  const says = [...prototypes.map(({ weight }) => `stands for ${figure(weight * 100)} %`), ...criticisms.map(({ witness }) => (witness > 0 ? 'more are so' : 'fewer are so'))];
  const whom = unit === 'value' ? '' : ` that are decided “${name}”`;
  const line = (head: string, of: (person: StandIn, at: number) => string): Markup => html`<tr><td>${head}</td>${people.map((person, at) => html`<td>${of(person, at)}</td>`)}</tr>`;
  return html`<div class="whole"><h3>Who stands for the ${figure(rows)} drawn rows${whom}</h3><p class="small">People who stand for as many as is said; then some of whom there are more, or fewer, than those show.</p><div class="table"><table class="small"><thead><tr><th></th>${people.map(({ row }) => html`<th>Row ${figure(row)}</th>`)}</tr></thead><tbody>${[
    line('', (_, at) => says[at]!),
    ...features.map((feature) => line(feature, ({ x }) => shownValue(x[feature] ?? null))),
    line(unit === 'value' ? 'predicted' : 'score of the class', ({ output }) => figure(output)),
  ]}</tbody></table></div></div>`;
}
