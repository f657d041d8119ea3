import Link from 'next/link';
import { words } from '../../lib/format';
import { methodOf, type MethodView } from '../method/method';
import { DependencePanel, type DependenceArtifacts } from './DependencePanel';
import { MethodPanel } from './MethodPanel';
import { distinct, optionsOf, type AuditView, type ResultView } from './result';

export interface ExplainabilityArtifacts {
  /** Which explainers the plan has, and why. */
  readonly choice: { readonly explainers: readonly { readonly method: string; readonly because: string }[] } | null;
  readonly dependence: DependenceArtifacts;
}

/** Methods whose curves are drawn before their numbers. */
const curves = ['partialDependence', 'accumulatedLocalEffects'];

/** What the model leans on, how its answer moves, and how far explanations of it can be relied on. */
export function ExplainabilityPanels({ audit, results, artifacts: { choice, dependence }, methods }: { audit: AuditView; results: readonly ResultView[]; artifacts: ExplainabilityArtifacts; methods: readonly MethodView[] }) {
  // What judges an explanation names whose.
  const judged = results.filter((result) => 'explainer' in optionsOf(result));
  const described = results.filter((result) => !judged.includes(result));
  const label = (method: string): string => methodOf(methods, 'explainability', method)?.label ?? words(method);
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
          <ul className="plain">
            {choice.explainers.map(({ method, because }) => (
              <li key={method}>
                <strong>{label(method)}</strong>: {because}
              </li>
            ))}
          </ul>
        </section>
      )}
      <MethodPanels results={described.filter(({ method }) => !curves.includes(method.id))} />
      <DependencePanel {...dependence} />
      <MethodPanels results={described.filter(({ method }) => curves.includes(method.id))} />
      {judged.length > 0 && (
        <>
          <div className="stack stack-tight" id="explainability-trust">
            <h3>How far these explanations can be relied on</h3>
            <p className="small quiet">Measured on the explained rows, for everybody and for each group: an explanation that is good on average may be poor for some.</p>
          </div>
          <MethodPanels results={judged} />
        </>
      )}
    </>
  );
}

/** One panel a method, in the order of the results. */
export function MethodPanels({ results }: { results: readonly ResultView[] }) {
  return distinct(results.map(({ method }) => method.id)).map((id) => <MethodPanel key={id} results={results.filter(({ method }) => method.id === id)} />);
}
