import type { AuditRecord } from '@plumbline/explain-core/audit/record';
import type { Judgement, PolicyDocument } from '@plumbline/explain-core/audit/policy';
import { auditDigest } from '@plumbline/explain-core/audit/record';
import { pillars, type Pillar } from '@plumbline/explain-core/method/method';
import { plainGrouping, type Grouping, type LabelSubject } from '@plumbline/explain-core/method/subject';
import type { Artifact } from '@plumbline/explain-core/method/result';
import { dimensionSection } from './dimension.js';
import { figure, html, type Markup } from './html.js';
import { numbersSection } from './numbers.js';
import { style } from './style.js';
import { pillarWords, verdictMark, verdictWords } from './words.js';

export interface ReportContent {
  readonly record: AuditRecord;
  readonly artifacts: readonly Artifact[];
  readonly policy: PolicyDocument;
  readonly judgement: Judgement;
}

/**
 * The audit for people: one HTML file without scripts and without anything from elsewhere. A function of the audit alone, without the
 * time, so that a verifier makes it again and compares.
 */
export function renderReport({ record, artifacts, policy, judgement }: ReportContent): string {
  const { dataset, model } = record.plan.subject;
  const digest = auditDigest(record);
  const resultsOf = (pillar: Pillar) => record.results.filter((result) => result.dimension === pillar);
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Audit report ${digest.slice(7, 19)}</title><style>${{ markup: style }}</style></head><body>
<header><div class="brand">Plumbline</div><h1>Audit of a model on ${figure(dataset.rows)} rows</h1>
<p class="quiet">Model <code>${model.digest.slice(0, 19)}…</code> assessed on data set <code>${dataset.digest.slice(0, 19)}…</code> under the policy “${policy.name}”, version ${policy.version}.</p></header>
<div class="tiles">${pillars.map((pillar) => tile(pillar, judgement))}</div>
<nav>${[['checks', 'Checks'], ['subject', 'What was assessed'], ['reading', 'How to read it'], ...pillars.map((pillar) => [pillar, pillarWords[pillar].name]), ['numbers', 'All numbers']].map(([id, name]) => html`<a href="#${id!}">${name!}</a>`)}</nav>
${checksSection(judgement)}${subjectSection(record, policy)}${readingSection(record)}${pillars.map((pillar) =>
    dimensionSection({ pillar, outcome: judgement[pillar], results: resultsOf(pillar), artifacts: artifacts.filter(({ name }) => name.startsWith(`${pillar}/`)), policy }),
  )}<div id="numbers">${pillars.flatMap((pillar) => numbersSection(pillar, resultsOf(pillar)))}</div>
<footer>Audit digest <code>${digest}</code>. This report is part of a signed bundle; VERIFY.md beside it says how to check every number.</footer>
</body></html>
`;
  return page.markup;
}

function tile(pillar: Pillar, judgement: Judgement): Markup {
  const { verdict, checks } = judgement[pillar];
  const { mark, word } = verdictWords[verdict];
  const met = checks.filter((check) => check.verdict === 'met').length;
  const of = checks.length === 0 ? 'no checks' : `${met} of ${checks.length} ${checks.length === 1 ? 'check' : 'checks'} met`;
  return html`<a class="tile ${verdict}" href="#${pillar}"><b>${pillarWords[pillar].name}</b><span>${mark} ${word}</span><div class="small quiet">${of}</div></a>`;
}

/** The whole outcome on the first page. */
function checksSection(judgement: Judgement): Markup {
  const checks = pillars.flatMap((pillar) => judgement[pillar].checks);
  return html`<section><h2 id="checks">The checks</h2><div class="table"><table><thead><tr><th>Dimension</th><th>Check</th><th class="word">Verdict</th></tr></thead><tbody>${checks.map(
    ({ dimension, label, verdict }) => html`<tr><td><a href="#${dimension}">${pillarWords[dimension].name}</a></td><td>${label}</td><td>${verdictMark(verdict)}</td></tr>`,
  )}</tbody></table></div></section>`;
}

function subjectSection({ plan }: AuditRecord, policy: PolicyDocument): Markup {
  const { dataset, label, model, protected: groups } = plan.subject;
  const fact = (name: string, value: Markup | string): Markup => html`<dt>${name}</dt><dd>${value}</dd>`;
  const asked =
    model.source === 'file'
      ? html`a model file (${model.format}), run by ${model.runtime.library} ${model.runtime.version}, ${model.runtime.backend}, ${model.runtime.precision}`
      : html`predictions made elsewhere, in the column “${model.prediction}”; the model itself could not be asked`;
  return html`<h2 id="subject">What was assessed</h2><dl class="facts">
${fact('Data set', html`<code>${dataset.digest}</code>, ${figure(dataset.rows)} rows, ${dataset.columns.length} columns`)}
${fact('Model', html`<code>${model.digest}</code>, ${asked}`)}
${fact('Label', labelWords(label))}
${fact('Groups', groups.join(', ') || 'none')}
${groupingFacts(plan.subject.grouping).map(([name, value]) => fact(name, value))}${fact('Seed', String(plan.seed))}
${fact('Policy', `${policy.name}, version ${policy.version}, ${policy.checks.length} checks`)}
</dl>`;
}

function labelWords(label: LabelSubject): string {
  if (label.kind !== 'number') return `${label.column}: ${label.classes.join(', ')}; confusion counts are about “${label.positive}”, the outcome people want is “${label.favourable}”`;
  return `${label.column}, a number${label.favourable === null ? '' : `; people want ${label.favourable} predictions`}`;
}

/** How rows became groups, as far as it is not the plain way. */
function groupingFacts({ depth, cuts, weight, cluster, withholdBelow }: Grouping): [string, string][] {
  return [
    ...(depth === plainGrouping.depth ? [] : [['Crossed', depth === 1 ? 'each protected column by itself' : `up to ${depth} protected columns with each other`] as [string, string]]),
    ...Object.entries(cuts).map(([column, at]): [string, string] => [`Cuts of ${column}`, at.map(String).join(', ')]),
    ...(weight === null ? [] : [['Weights', `the column ${weight}`] as [string, string]]),
    ...(cluster === null ? [] : [['Rows that belong together', `those with the same ${cluster}`] as [string, string]]),
    ...(withholdBelow === 0 ? [] : [['Withheld', `groups of fewer than ${withholdBelow} rows, with as many others as keep anybody from working them out`] as [string, string]]),
  ];
}

function readingSection({ results }: AuditRecord): Markup {
  const lacking = results.filter(({ estimate }) => estimate.value === null).length;
  return html`<section><h2 id="reading">How to read this report</h2>
<p>Every number stands with the count it rests on (n) and with its uncertainty, or with the reason why it is exact for the rows assessed. ${figure(results.length)} results were asked for; ${figure(lacking)} are not estimable and say why.</p>
<p>A check is <em>met</em> only if the whole interval keeps its bound, and <em>not met</em> only if the whole interval breaks it. Otherwise the data cannot tell, and more data or a wider bound would be needed to decide. An interval speaks about chance in drawing the rows; it does not speak about labels that are wrong, groups that are missing from the data, or uses of the model on other people than those the data describe.</p>
<p>Many numbers were looked at. Some of them would lie far from their true values by chance alone, so a single striking number among hundreds indicates a place to look, not a finding by itself.</p></section>`;
}
