import { pillars } from '@plumbline/explain-core/method/method';
import type { Result } from '@plumbline/explain-core/method/result';
import type { FinishedAudit } from './runAudit.js';

const verdictWords = { met: 'met', notMet: 'not met', cannotTell: 'cannot tell' } as const;

/** The document of `audit --json`. */
export function auditDocument({ audit, judgement, results, warnings }: FinishedAudit, bundle: string | null): object {
  const { id, state, digest, dataset, modelVersion, fault } = audit;
  return {
    auditId: id,
    state,
    digest,
    dataset: { digest: dataset.digest, rows: dataset.rows },
    model: { digest: modelVersion.digest },
    dimensions: judgement === null ? null : Object.fromEntries(pillars.map((pillar) => [pillar, judgement[pillar]])),
    warnings,
    results,
    bundle,
    ...(fault === null ? {} : { fault }),
  };
}

/** The same for people: what was asked, what the checks say and why. */
export function auditSummary({ audit, judgement, results, warnings }: FinishedAudit, bundle: string | null): string {
  const { id, state, digest, dataset, modelVersion, policy, fault } = audit;
  const lines = [
    `Audit ${id}: ${state}`,
    `  data set  ${dataset.digest}, ${dataset.rows} rows`,
    `  model     ${modelVersion.digest}`,
    `  policy    ${policy.name}, version ${policy.version}`,
  ];
  if (fault !== null) lines.push(`  reason    ${(fault as { message: string }).message}`);
  if (digest !== null) lines.push(`  digest    ${digest}`);
  for (const { attribute, message, examples } of warnings) lines.push(`  warning   ${attribute}: ${message} For example ${examples.join('; ')}.`);
  for (const pillar of judgement === null ? [] : pillars) {
    const { verdict, checks } = judgement![pillar];
    lines.push('', `${pillar}: ${verdictWords[verdict]} (${countOf(results, pillar)})`);
    for (const check of checks) lines.push(`  ${verdictWords[check.verdict].padEnd(11)} ${check.label}`, `              ${check.because}`);
    if (checks.length === 0) lines.push('  the policy has no check on this dimension');
  }
  if (bundle !== null) lines.push('', `Evidence: ${bundle}. Check it with: npm run verify -- ${bundle}`);
  return `${lines.join('\n')}\n`;
}

function countOf(results: readonly Result[], pillar: string): string {
  const own = results.filter(({ dimension }) => dimension === pillar);
  const lacking = own.filter(({ estimate }) => estimate.value === null).length;
  return `${own.length} results${lacking === 0 ? '' : `, ${lacking} not estimable`}`;
}
