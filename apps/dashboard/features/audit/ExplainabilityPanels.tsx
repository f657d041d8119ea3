import Link from 'next/link';
import type { ReactNode } from 'react';
import { Notice } from '../../components/Notice';
import { words } from '../../lib/format';
import { methodOf, type MethodView } from '../method/method';
import { AgreementMatrix } from './AgreementMatrix';
import { DependencePanel, type DependenceArtifacts } from './DependencePanel';
import { ExplanationGaps } from './ExplanationGaps';
import { Interactions, JointEffects, type InteractionsArtifact, type SurfacesArtifact } from './Interactions';
import { MeasureMatrix } from './MeasureMatrix';
import { MethodPanel } from './MethodPanel';
import { NotMeasured } from './NotMeasured';
import { Proxies, type ProxiesArtifact } from './Proxies';
import { Prototypes, type PrototypesArtifact } from './Prototypes';
import { RemovalCurves, type RemovalArtifact } from './RemovalCurves';
import { distinct, isGap, optionsOf, type AuditView, type ResultView } from './result';

export interface ExplainabilityArtifacts {
  /** Which explainers the plan has, and why. */
  readonly choice: {
    readonly explainers: readonly { readonly method: string; readonly because: string }[];
    /** What a time limit made of methods; left out where nothing. */
    readonly limits?: readonly { readonly method: string; readonly leftOut: boolean; readonly because: string }[];
  } | null;
  /** Whether the model behaves the same on rows that explainers make up; found: null where that cannot be said. */
  readonly offManifold: { readonly found: boolean | null; readonly sentence: string } | null;
  readonly dependence: DependenceArtifacts;
  readonly interactions: InteractionsArtifact | null;
  readonly surfaces: SurfacesArtifact | null;
  readonly prototypes: PrototypesArtifact | null;
  readonly proxies: ProxiesArtifact | null;
  readonly removals: readonly RemovalArtifact[];
}

/** Methods whose curves are drawn before their numbers. */
const curves = ['partialDependence', 'accumulatedLocalEffects'];
/** They name an explainer, and yet are about people and not about the explanation. */
const told = ['reasonCodes'];

/** What the model leans on, how its answer moves, and how far explanations of it can be relied on. */
export function ExplainabilityPanels({ audit, results, artifacts, methods }: { audit: AuditView; results: readonly ResultView[]; artifacts: ExplainabilityArtifacts; methods: readonly MethodView[] }) {
  const { choice, offManifold, dependence, interactions, surfaces, prototypes, proxies, removals } = artifacts;
  const unmeasured = distinct(results.map(({ method }) => method.id)).filter((id) => results.every(({ method, estimate }) => method.id !== id || (typeof estimate.value !== 'number' && estimate.n === 0)));
  const measured = results.filter(({ method }) => !unmeasured.includes(method.id));
  // What judges an explanation names whose.
  const judged = measured.filter((result) => 'explainer' in optionsOf(result) && !told.includes(result.method.id));
  const gaps = measured.filter(isGap);
  const described = measured.filter((result) => !judged.includes(result) && !gaps.includes(result));
  const label = (method: string): string => methodOf(methods, 'explainability', method)?.label ?? words(method);
  const pictures: Readonly<Record<string, ReactNode>> = {
    hStatistic: interactions && <Interactions {...interactions} />,
    accumulatedLocalEffects: surfaces && <JointEffects {...surfaces} />,
    prototypes: prototypes && <Prototypes {...prototypes} />,
    protectedInfluence: proxies && <Proxies {...proxies} />,
    removal: removals.length > 0 && <RemovalCurves artifacts={removals} />,
  };
  return (
    <>
      {audit.artifactNames.some((name) => /^explainability\/[^/]+\/attributions$/.test(name)) && (
        <p>
          <Link href={`/audits/${audit.id}/decisions`}>Look at single decisions</Link>: <span className="quiet">why the model answered as it did for one person, and what it would answer if the row were another.</span>
        </p>
      )}
      {choice && (
        <section className="panel" id="explainability-choice">
          <div className="panel-head">
            <h3>Which explainers, and why</h3>
          </div>
          <div className="stack">
            <ul className="plain">
              {choice.explainers.map(({ method, because }) => (
                <li key={method}>
                  <strong>{label(method)}</strong>: {because}
                </li>
              ))}
            </ul>
            {choice.limits && (
              <div className="stack stack-tight">
                <h4>What the time limit changed</h4>
                <ul className="plain">
                  {choice.limits.map(({ method, leftOut, because }) => (
                    <li key={method}>
                      <strong>{label(method)}</strong>
                      {leftOut ? ', left out' : ''}: {because}
                    </li>
                  ))}
                </ul>
              </div>
            )}
          </div>
        </section>
      )}
      {offManifold && offManifold.found !== null && (
        <Notice kind={offManifold.found ? 'problem' : 'plain'}>
          <strong>{offManifold.found ? 'The model treats made-up rows otherwise: ' : 'Made-up rows: '}</strong>
          {offManifold.sentence}
        </Notice>
      )}
      <MethodPanels results={described.filter(({ method }) => !curves.includes(method.id))} pictures={pictures} />
      <DependencePanel {...dependence} />
      <MethodPanels results={described.filter(({ method }) => curves.includes(method.id))} pictures={pictures} />
      {judged.length + gaps.length > 0 && (
        <>
          <div className="stack stack-tight" id="explainability-trust">
            <h3>How far these explanations can be relied on</h3>
            <p className="small quiet">Measured on the explained rows, for everybody and for each group: an explanation that is good on average may be poor for some.</p>
          </div>
          {gaps.length > 0 && <ExplanationGaps gaps={gaps} />}
          <JudgePanels results={judged.filter((result) => !gaps.includes(result))} pictures={pictures} />
        </>
      )}
      <NotMeasured results={results.filter(({ method }) => unmeasured.includes(method.id))} />
    </>
  );
}

/** One panel a method, in the order of the results; a picture of some. */
export function MethodPanels({ results, pictures = {} }: { results: readonly ResultView[]; pictures?: Readonly<Record<string, ReactNode>> }) {
  return distinct(results.map(({ method }) => method.id)).map((id) => (
    <MethodPanel key={id} results={results.filter(({ method }) => method.id === id)}>
      {pictures[id]}
    </MethodPanel>
  ));
}

/** One panel a judge: over all rows the explainers side by side, then group by group; a picture of some. */
function JudgePanels({ results, pictures }: { results: readonly ResultView[]; pictures: Readonly<Record<string, ReactNode>> }) {
  return distinct(results.map(({ method }) => method.id)).map((id) => {
    const own = results.filter(({ method }) => method.id === id);
    const overall = own.filter(({ group }) => typeof group !== 'string');
    const isOfPairs = overall.some((result) => 'other' in optionsOf(result));
    const matrix = overall.length === 0 ? undefined : isOfPairs ? <AgreementMatrix results={overall} /> : <MeasureMatrix results={overall} label={`${id}, overall`} />;
    return (
      <MethodPanel key={id} results={own} overall={matrix}>
        {pictures[id]}
      </MethodPanel>
    );
  });
}
