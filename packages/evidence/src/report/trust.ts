import { pairMap } from '@plumbline/charts/pairMap';
import { robustnessCurve } from '@plumbline/charts/robustnessCurve';
import type { Artifact, Result } from '@plumbline/explain-core/method/result';
import { doubtInWords } from './estimates.js';
import { explanationBody } from './explanations.js';
import { asIs, figure, html, type Markup } from './html.js';
import { labelOf, measureWordsOf } from './numbers.js';
import { spaced } from './words.js';

/** Of the probability that chance alone shows as much, after allowing for everything that was tested beside it. */
const SIGNIFICANCE = 0.05;
/** More gaps than these are read in the tables. */
const mostGaps = 10;

interface Curves {
  readonly explainer: string;
  readonly shares: readonly number[];
  readonly curves: readonly { readonly name: 'deletion' | 'insertion'; readonly group?: string; readonly rows: number; readonly points: readonly { readonly mean: number | null; readonly lower: number | null; readonly upper: number | null }[] }[];
}
interface Found {
  readonly rows: number;
  readonly minAssociation: number;
  readonly protected: readonly string[];
  readonly proxies: readonly { readonly feature: string; readonly attribute: string; readonly cramersV: number }[];
}

/** How far explanations can be relied on: what judges measured of each explainer, whether explainers agree, and whether all that is as good for one group as for another. */
export function trustSections(results: readonly Result[], artifacts: readonly Artifact[]): readonly Markup[] {
  const gaps = results.filter(isGap);
  const overall = results.filter((result) => !gaps.includes(result) && result.group === undefined && result.feature === undefined && result.attribute === undefined && typeof result.options.explainer === 'string');
  const pairs = overall.filter(({ options }) => typeof options.other === 'string');
  const judged = overall.filter((result) => !pairs.includes(result) && result.options.class === undefined);
  const judges = [...new Set(judged.map(({ method }) => method))];
  const curves = artifacts.flatMap(({ name, body }) => (/^explainability\/removal\/[^/]+$/.test(name) ? [body as unknown as Curves] : []));
  const found = explanationBody<Found>(artifacts, 'protectedInfluence/found');
  const extras: Readonly<Record<string, readonly Markup[]>> = { removal: curves.map(removalCurves), protectedInfluence: found === null ? [] : [proxies(found)] };
  return [...judges.flatMap((method) => [judgement(method, judged.filter((result) => result.method === method)), ...(extras[method] ?? [])]), ...(pairs.length === 0 ? [] : [agreement(pairs)]), ...(gaps.length === 0 ? [] : [gapTable(gaps)])];
}

/** A difference between the groups of an attribute, of whatever a method measures. */
function isGap({ attribute, group, options }: Result): boolean {
  return attribute !== undefined && group === undefined && typeof options.measure === 'string' && options.measure.endsWith('Difference');
}

function judgement(method: string, results: readonly Result[]): Markup {
  const explainers = [...new Set(results.map(({ options }) => String(options.explainer)))];
  const measures = [...new Set(results.map(({ options }) => String(options.measure)))];
  const cell = (measure: string, explainer: string): Markup => {
    const result = results.find(({ options }) => options.measure === measure && options.explainer === explainer);
    return html`<td class="number">${result === undefined ? '' : valueCell(result)}</td>`;
  };
  return html`<div class="whole"><h3>${labelOf('explainability', method)}</h3><div class="table"><table class="small"><thead><tr><th class="wide">Measure</th>${explainers.map((id) => html`<th class="number">${labelOf('explainability', id)}</th>`)}</tr></thead><tbody>${measures.map(
    (measure) => html`<tr><td>${spaced(measure)}<div class="quiet">${measureWordsOf('explainability', method, measure)}</div></td>${explainers.map((explainer) => cell(measure, explainer))}</tr>`,
  )}</tbody></table></div></div>`;
}

/** Of everybody; groups are in the artifact. */
function removalCurves({ explainer, shares, curves }: Curves, index: number): Markup {
  const title = `Mean answer while what ${labelOf('explainability', explainer)} names first is taken away, and put in`;
  const whole = curves.filter(({ group }) => group === undefined);
  const series = whole.map(({ name, rows, points }) => ({
    label: name === 'deletion' ? 'taken away' : 'put in',
    points: points.map(({ mean, lower, upper }, i) => ({ strength: shares[i]!, estimate: mean === null ? { value: null, n: rows, undefinedBecause: 'no row could be measured' } : { value: mean, n: rows, ...(lower === null || upper === null ? {} : { lower, upper }) } })),
  }));
  return html`<figure class="whole"><figcaption>${title}</figcaption>${asIs(robustnessCurve({ id: `removal-${index}`, title, strengthAxis: 'share of the features', valueAxis: 'mean answer', series, fitted: true }))}</figure>`;
}

function proxies({ rows, minAssociation, protected: own, proxies: found }: Found): Markup {
  const reads = own.length === 0 ? 'The model reads no protected column.' : `The model reads ${own.join(', ')}, protected.`;
  const goes = found.length === 0 ? `No other feature goes together with a protected column by ${figure(minAssociation)} or more (Cramér’s V).` : `Proxies, by Cramér’s V of at least ${figure(minAssociation)}: ${found.map(({ feature, attribute, cramersV }) => `${feature} with ${attribute} (${figure(cramersV)})`).join(', ')}.`;
  return html`<p class="whole small">${reads} ${goes} Looked for in ${figure(rows)} rows.</p>`;
}

function valueCell({ estimate }: Result): Markup {
  return estimate.value === null ? html`<span class="quiet">not estimable: ${estimate.undefinedBecause}</span>` : html`${figure(estimate.value)} <div class="quiet">${doubtInWords(estimate)}</div><div class="quiet">n = ${figure(estimate.n)}</div>`;
}

/** The first measure as a picture; the others are in the tables. */
function agreement(results: readonly Result[]): Markup {
  const [first] = results as readonly [Result, ...Result[]];
  const measure = String(first.options.measure);
  const shown = results.filter(({ options }) => options.measure === measure);
  const nameOf = (id: unknown): string => labelOf('explainability', String(id));
  const heading = html`<h3>${labelOf('explainability', first.method)}</h3><p class="small">${measureWordsOf('explainability', first.method, measure)}</p>`;
  const picture = pairMap({ id: 'agreement', title: 'Agreement of each two explainers', unit: spaced(measure), axis: 'explainer', pairs: shown.map(({ options, estimate }) => ({ of: [nameOf(options.explainer), nameOf(options.other)] as const, value: estimate.value })) });
  return html`<div class="whole">${heading}${shown.length > 1 ? asIs(picture) : ''}<table class="small"><tbody>${shown.map((result) => html`<tr><td>${nameOf(result.options.explainer)} and ${nameOf(result.options.other)}</td><td class="number">${valueCell(result)}</td></tr>`)}</tbody></table></div>`;
}

function gapTable(gaps: readonly Result[]): Markup {
  const pOf = ({ test }: Result): number => test?.holm ?? Infinity;
  const known = gaps.filter(({ estimate }) => estimate.value !== null).sort((a, b) => pOf(a) - pOf(b) || b.estimate.value! - a.estimate.value!);
  const tested = known.filter(({ test }) => test !== undefined);
  const beyond = tested.filter((gap) => pOf(gap) < SIGNIFICANCE).length;
  const verdict = tested.length === 0 ? 'No gap was tested.' : `${figure(beyond)} of ${figure(tested.length)} tested gaps ${beyond === 1 ? 'is' : 'are'} beyond what chance explains, corrected for all that the same method tested (Holm).`;
  const lines = known.slice(0, mostGaps).map((gap) => {
    const { measure, explainer, other } = gap.options;
    const whose = [explainer, other].filter((id) => typeof id === 'string').map((id) => labelOf('explainability', id));
    const what = [labelOf('explainability', gap.method), spaced(String(measure).replace(/Difference$/, '')), ...(gap.feature === undefined ? [] : [gap.feature])].join(': ');
    return html`<tr><td>${what}<div class="quiet">${whose.join(' and ')}</div></td><td>${gap.attribute ?? ''}</td><td class="number">${valueCell(gap)}</td><td class="number">${gap.test === undefined ? 'not tested' : figure(gap.test.holm)}</td></tr>`;
  });
  return html`<div class="whole"><h3>Are explanations as good for one group as for another?</h3><p class="small">${verdict}${known.length > mostGaps ? html` Listed are the ${figure(mostGaps)} that chance explains least, of ${figure(known.length)}.` : ''}${known.length < gaps.length ? html` Not estimable: ${figure(gaps.length - known.length)} more.` : ''}</p><div class="table"><table class="small"><thead><tr><th class="wide">What differs</th><th>Between the groups of</th><th class="number">Gap</th><th class="number">p, corrected</th></tr></thead><tbody>${lines}</tbody></table></div></div>`;
}
