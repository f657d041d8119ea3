import 'server-only';
import { query } from '../../lib/api';
import type { AuditArtifacts } from './AuditPage';
import { artifactQuery } from './audit.queries';
import type { DependenceArtifacts } from './DependencePanel';
import type { ExamplesArtifact } from './Examples';
import type { RemovalArtifact } from './RemovalCurves';

/** The bodies that the audit's page draws; the others are in the evidence. */
export async function artifactsOf(auditId: string, names: readonly string[]): Promise<AuditArtifacts> {
  const body = async <T>(name: string): Promise<T | null> => (names.includes(name) ? ((await query(artifactQuery, { id: auditId, name })).audit?.artifact as T) : null);
  const bodies = async <T>(pattern: RegExp): Promise<T[]> => (await Promise.all(names.filter((name) => pattern.test(name)).map((name) => body<T>(name)))).filter((artifact) => artifact !== null);
  const [tree, cardFields, thresholds, slices, warnings, choice, partial, lines, local, offManifold, interactions, surfaces, prototypes, proxies, removals, examples] = await Promise.all([
    body<NonNullable<AuditArtifacts['tree']>>('transparency/surrogateTree/tree'),
    body<NonNullable<AuditArtifacts['cardFields']>>('transparency/modelCardCompleteness/fields'),
    body<NonNullable<AuditArtifacts['fairness']['thresholds']>>('fairness/groupedOutcomes/thresholds'),
    body<NonNullable<AuditArtifacts['fairness']['slices']>>('fairness/sliceDiscovery/slices'),
    body<AuditArtifacts['fairness']['warnings']>('fairness/groupWarnings'),
    body<NonNullable<AuditArtifacts['explainability']['choice']>>('explainability/choice'),
    body<NonNullable<DependenceArtifacts['partial']>>('explainability/partialDependence/curves'),
    body<NonNullable<DependenceArtifacts['lines']>>('explainability/partialDependence/lines'),
    body<NonNullable<DependenceArtifacts['local']>>('explainability/accumulatedLocalEffects/curves'),
    body<NonNullable<AuditArtifacts['explainability']['offManifold']>>('explainability/offManifold/finding'),
    body<NonNullable<AuditArtifacts['explainability']['interactions']>>('explainability/hStatistic/interactions'),
    body<NonNullable<AuditArtifacts['explainability']['surfaces']>>('explainability/accumulatedLocalEffects/surfaces'),
    body<NonNullable<AuditArtifacts['explainability']['prototypes']>>('explainability/prototypes/rows'),
    body<NonNullable<AuditArtifacts['explainability']['proxies']>>('explainability/protectedInfluence/found'),
    bodies<RemovalArtifact>(/^explainability\/removal\/[^/]+$/),
    bodies<ExamplesArtifact>(/^robustness\/[^/]+\/examples$/),
  ]);
  return { tree, cardFields, fairness: { thresholds, slices, warnings: warnings ?? [] }, explainability: { choice, dependence: { partial, lines, local }, offManifold, interactions, surfaces, prototypes, proxies, removals }, examples };
}
