import { Notice } from '../../components/Notice';
import { PageHead } from '../../components/PageHead';
import type { DecisionQuery, DecisionsQuery } from '../../generated/graphql';
import { count, number } from '../../lib/format';
import { methodOf, type MethodView } from '../method/method';
import { answerWords, shownValue, type Attributions } from './explanation';
import { Reasons } from './Reasons';
import { Similar } from './Similar';
import { WaysOut, type WaysOutArtifact } from './WaysOut';
import { WhatIf } from './WhatIf';

type Audit = NonNullable<DecisionsQuery['audit']>;

/** One decision: the row, the answer, the reasons, what another row would get, and who is most like it. `read` is null for those who may not read rows. */
export function DecisionPage({ audit, row, attributions, waysOut, read, methods }: { audit: Audit; row: number; attributions: readonly Attributions[]; waysOut: WaysOutArtifact | null; read: DecisionQuery | null; methods: readonly MethodView[] }) {
  const { modelVersion, dataset } = audit;
  const explained = attributions.flatMap((found) => {
    const own = found.rows.find((candidate) => candidate.row === row);
    return own ? [{ found, own }] : [];
  });
  const first = explained.find(({ found }) => found.unit !== 'margin') ?? explained[0];
  const about = first?.found.class ?? attributions[0]?.class ?? audit.positive ?? modelVersion.classes[0] ?? '';
  const decision = read?.decision;
  const inputs = decision ? inputsOf(decision, first?.found, first?.own.contributions) : [];
  return (
    <>
      <PageHead
        crumb={{ href: `/audits/${audit.id}/decisions`, label: `Decisions of ${modelVersion.model.name} on ${dataset.name}` }}
        title={`Row ${count(row)}`}
        lead={first ? `The model gives ${answerWords(first.found)} as ${number(first.own.output)}; over the rows it is compared with, the mean is ${number(first.own.base)}.` : undefined}
      />
      <div className="stack stack-wide">
        {explained.length === 0 && (
          <Notice>
            This row was not among those that the audit explained, so there are no reasons for it here. Its values{modelVersion.source === 'file' ? ', the model’s answers' : ''} and the rows most like it are below.
          </Notice>
        )}
        {explained.length > 0 && (
          <div className="columns columns-tight">
            {explained.map(({ found, own }) => {
              const method = methodOf(methods, 'explainability', found.method);
              return <Reasons key={found.method} attributions={found} row={own} label={method?.label ?? found.method} summary={method?.summary ?? ''} />;
            })}
          </div>
        )}
        {waysOut && <WaysOut artifact={waysOut} row={row} />}
        {inputs.length > 0 && modelVersion.source === 'file' && <WhatIf auditId={audit.id} values={inputs} classes={modelVersion.classes} task={modelVersion.task ?? 'binary'} explained={about} />}
        {decision && (
          <section className="panel" id="row">
            <div className="panel-head">
              <h3>The row</h3>
            </div>
            <dl className="facts">
              {decision.values.map(({ column, value, role }) => (
                <div key={column}>
                  <dt>
                    {column}
                    {role !== 'feature' && <span className="quiet"> ({role})</span>}
                  </dt>
                  <dd>{value === null ? <span className="not-estimable">missing</span> : shownValue(value)}</dd>
                </div>
              ))}
            </dl>
          </section>
        )}
        {decision && read.similarRows && <Similar auditId={audit.id} found={read.similarRows} read={decision} label={audit.label} />}
        {read === null && <Notice>Rows are about people, and your role does not read them: the values, the live model and similar rows are left out.</Notice>}
      </div>
    </>
  );
}

/** What the model reads, the weightiest for this row first. */
function inputsOf({ features, values }: NonNullable<DecisionQuery['decision']>, found: Attributions | undefined, contributions: readonly number[] | undefined) {
  const weight = (column: string): number => (found && contributions ? Math.abs(contributions[found.features.indexOf(column)] ?? 0) : 0);
  return features
    .map((feature) => values.find(({ column }) => column === feature)!)
    .sort((a, b) => weight(b.column) - weight(a.column));
}
