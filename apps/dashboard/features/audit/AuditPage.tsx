import type { DiagramNode } from '@plumbline/charts/treeDiagram';
import Link from 'next/link';
import { Digest } from '../../components/Digest';
import { Icon } from '../../components/icons';
import { Notice } from '../../components/Notice';
import { PageHead } from '../../components/PageHead';
import { State } from '../../components/State';
import { Verdict } from '../../components/Verdict';
import type { Pillar } from '../../generated/graphql';
import { bytes, count, duration, moment, words } from '../../lib/format';
import { methodOf, type MethodView } from '../method/method';
import type { SliceRights } from '../slice/SliceActions';
import { AwaitSeal } from './AwaitSeal';
import { Checks } from './Checks';
import { dimensionNames, dimensionWords } from './dimensions';
import { Examples, type ExamplesArtifact } from './Examples';
import { factsOf } from './facts';
import { ExplainabilityPanels, MethodPanels, type ExplainabilityArtifacts } from './ExplainabilityPanels';
import { FairnessPanels, type FairnessArtifacts } from './FairnessPanels';
import { MethodPanel } from './MethodPanel';
import { Numbers } from './Numbers';
import { Progress } from './Progress';
import { RobustnessPanels } from './RobustnessPanels';
import { CardFields, SurrogateDiagram, type CardField } from './TransparencyExtras';
import { distinct, type AuditView, type ResultView } from './result';

export interface AuditArtifacts {
  readonly tree: { readonly root: DiagramNode } | null;
  readonly cardFields: readonly CardField[] | null;
  readonly examples: readonly ExamplesArtifact[];
  readonly explainability: ExplainabilityArtifacts;
  readonly fairness: FairnessArtifacts;
}

export function AuditPage({ audit, artifacts, methods, mayStart, rights }: { audit: AuditView; artifacts: AuditArtifacts; methods: readonly MethodView[]; mayStart: boolean; rights: SliceRights }) {
  const { modelVersion, dataset, evidence, state } = audit;
  const goesOn = state === 'queued' || state === 'running';
  const byDimension = (dimension: Pillar): ResultView[] => audit.results.filter((result) => result.dimension === dimension);
  return (
    <Numbers audit={factsOf(audit)} methods={methods} results={audit.results}>
      <PageHead
        crumb={{ href: '/audits', label: 'Audits' }}
        title={
          <>
            {modelVersion.model.name} <span className="quiet">on {dataset.name}</span>
          </>
        }
        lead={
          <span className="row">
            <State state={state} />
            <span className="number">
              {audit.finishedAt ? `${moment(audit.finishedAt)}${audit.startedAt ? `, took ${duration(audit.startedAt, audit.finishedAt)}` : ''}` : `begun ${moment(audit.startedAt ?? audit.createdAt)}`}
            </span>
          </span>
        }
      >
        {evidence && (
          <a className="button button-primary" href={evidence.downloadUrl} download>
            <Icon name="download" /> Download evidence <span className="number">({bytes(evidence.sizeBytes)})</span>
          </a>
        )}
      </PageHead>

      <div className="stack stack-wide">
        {goesOn && <Progress auditId={audit.id} initial={audit.progress} mayCancel={mayStart} />}
        {audit.faults.map((fault) => (
          <Notice key={`${fault.code}${fault.taskKey ?? ''}`} kind="problem">
            <strong>{state === 'failed' ? 'The audit failed' : 'A part of the audit failed'}: </strong>
            {fault.message}{' '}
            <span className="quiet small">
              ({fault.code}
              {fault.taskKey ? `, ${fault.taskKey}` : ''})
            </span>
          </Notice>
        ))}

        <section className="panel" aria-label="What was audited">
          <dl className="facts">
            <Fact name="Model">
              <Link href={`/models/${modelVersion.model.id}`}>
                {modelVersion.model.name}, version {modelVersion.number}
              </Link>
              <br />
              <Digest digest={modelVersion.digest} />
            </Fact>
            <Fact name="Data set">
              <Link href={`/datasets/${dataset.id}`}>{dataset.name}</Link>, <span className="number">{count(dataset.rows)} rows</span>
              <br />
              <Digest digest={dataset.digest} />
            </Fact>
            <Fact name="Policy">
              <Link href={`/policies/${audit.policy.id}`}>
                {audit.policy.name}, version {audit.policy.version}
              </Link>
            </Fact>
            <Fact name="Label">
              {labelWords(audit)}
            </Fact>
            <Fact name="Groups by">
              {audit.protected.join(', ')}
              {groupingWords(audit.grouping).map((sentence) => (
                <div key={sentence} className="small quiet">
                  {sentence}
                </div>
              ))}
            </Fact>
            <Fact name="Seed">
              <span className="number">{audit.seed}</span>
            </Fact>
            <Fact name="Audit digest">
              <Digest digest={audit.digest} />
            </Fact>
            <Fact name="Evidence">{evidence ? <>signed with key <Digest digest={evidence.keyId} /></> : state === 'succeeded' ? <AwaitSeal /> : <span className="quiet">when the audit has finished</span>}</Fact>
          </dl>
        </section>

        {audit.dimensions.length > 0 && (
          <nav className="panel verdict-strip" aria-label="Verdicts by dimension">
            {dimensionNames.map((dimension) => {
              const outcome = audit.dimensions.find((entry) => entry.dimension === dimension);
              const checks = outcome?.checks ?? [];
              return (
                <a key={dimension} href={`#${dimension}`}>
                  <span className="name">{dimensionWords[dimension].name}</span>
                  <Verdict verdict={outcome?.verdict ?? 'cannotTell'} />
                  <span className="small quiet">
                    {checks.length === 0 ? 'the policy has no check here' : `${checks.filter(({ verdict }) => verdict === 'met').length} of ${checks.length} ${checks.length === 1 ? 'check' : 'checks'} met`}
                  </span>
                </a>
              );
            })}
          </nav>
        )}

        {dimensionNames.map((dimension) => {
          const results = byDimension(dimension);
          const outcome = audit.dimensions.find((entry) => entry.dimension === dimension);
          return (
            <section key={dimension} id={dimension} className="dimension" aria-labelledby={`${dimension}-title`}>
              <div className="dimension-head">
                <h2 id={`${dimension}-title`}>{dimensionWords[dimension].name}</h2>
                {outcome && <Verdict verdict={outcome.verdict} />}
                <p className="quiet">{dimensionWords[dimension].question}</p>
              </div>
              {outcome && outcome.checks.length > 0 && (
                <div className="panel panel-flush">
                  <Checks checks={outcome.checks} policy={audit.policy} />
                </div>
              )}
              {results.length === 0 ? (
                <p className="quiet">{goesOn ? 'Results appear here as they arrive.' : 'This audit has no results for this dimension.'}</p>
              ) : (
                <DimensionPanels dimension={dimension} results={results} artifacts={artifacts} audit={audit} methods={methods} rights={rights} />
              )}
            </section>
          );
        })}
      </div>
    </Numbers>
  );
}

function DimensionPanels({ dimension, results, artifacts, audit, methods, rights }: { dimension: Pillar; results: readonly ResultView[]; artifacts: AuditArtifacts; audit: AuditView; methods: readonly MethodView[]; rights: SliceRights }) {
  switch (dimension) {
    case 'fairness':
      return <FairnessPanels results={results} findings={audit.findings ?? null} artifacts={artifacts.fairness} isWeighted={typeof audit.grouping.weight === 'string'} rights={rights} />;
    case 'robustness':
      return (
        <>
          <RobustnessPanels results={results} />
          <div className="columns columns-tight">
            {artifacts.examples.map((artifact) => (
              <Examples key={artifact.method} artifact={artifact} label={methodOf(methods, 'robustness', artifact.method)?.label ?? words(artifact.method)} />
            ))}
          </div>
        </>
      );
    case 'explainability':
      return <ExplainabilityPanels audit={audit} results={results} artifacts={artifacts.explainability} methods={methods} />;
    case 'transparency':
      return (
        <>
          <MethodPanels results={results} />
          {artifacts.tree && <SurrogateDiagram root={artifacts.tree.root} />}
          {artifacts.cardFields && <CardFields fields={artifacts.cardFields} modelId={audit.modelVersion.model.id} />}
        </>
      );
  }
}

function labelWords({ label, positive, favourable }: AuditView): string {
  if (typeof positive !== 'string') return `${label}, a number${typeof favourable === 'string' ? `, people want it ${favourable}` : ''}`;
  return `${label}, positive “${positive}”${favourable === positive ? '' : `, favourable “${favourable}”`}`;
}

function groupingWords({ depth, cuts, weight, cluster, withholdBelow }: AuditView['grouping']): string[] {
  return [
    ...(depth === 2 ? [] : [depth === 1 ? 'each alone, not crossed' : `crossed up to ${depth} at a time`]),
    ...cuts.map(({ column, at }) => `${column} cut at ${at.join(', ')}`),
    ...(typeof weight === 'string' ? [`rows weighted by ${weight}`] : []),
    ...(typeof cluster === 'string' ? [`rows with the same ${cluster} belong together`] : []),
    ...(withholdBelow > 0 ? [`groups of fewer than ${withholdBelow} rows withheld`] : []),
  ];
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
