import { intervalSpark } from '@plumbline/charts/intervalSpark';
import Link from 'next/link';
import { Spark } from '../../components/Chart';
import { Scroll } from '../../components/Scroll';
import { Verdict, VerdictMark, verdictWords } from '../../components/Verdict';
import type { ComparisonQuery } from '../../generated/graphql';
import { count, estimated, interval, moment } from '../../lib/format';
import { dimensionNames, dimensionWords } from '../audit/dimensions';
import { boundWords, chartEstimate, decidingResult, sparkDomain, wantedOf, whereOf } from '../audit/result';

type Comparison = ComparisonQuery['compareModels'];
type Compared = Comparison['models'][number];
type Check = Compared['dimensions'][number]['checks'][number];

/** Models as rows, dimensions as columns; each cell shows its verdict and the numbers it hangs on. */
export function ComparisonTable({ comparison, mayStart }: { comparison: Comparison; mayStart: boolean }) {
  return (
    <div className="panel panel-flush">
      <Scroll label="Comparison of models">
        <table className="table table-cards compare">
          <caption className="visually-hidden">
            Models audited on {comparison.dataset.name}, judged by {comparison.policy.name}, version {comparison.policy.version}
          </caption>
          <thead>
            <tr>
              <th scope="col">Model</th>
              {dimensionNames.map((dimension) => (
                <th key={dimension} scope="col">
                  {dimensionWords[dimension].name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {comparison.models.map((model) => (
              <Row key={model.modelVersion.id} compared={model} comparison={comparison} mayStart={mayStart} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}

function Row({ compared: { modelVersion, audit, dimensions }, comparison, mayStart }: { compared: Compared; comparison: Comparison; mayStart: boolean }) {
  return (
    <tr>
      <th scope="row">
        <Link href={`/models/${modelVersion.model.id}`}>{modelVersion.model.name}</Link>
        <div className="small quiet" style={{ fontWeight: 400 }}>
          version {modelVersion.number}, {modelVersion.format ?? 'stored predictions'}
        </div>
        {audit && (
          <div className="small" style={{ fontWeight: 400, marginTop: '0.5rem' }}>
            <Link href={`/audits/${audit.id}`}>Open audit</Link>
            {audit.finishedAt && <div className="quiet">{moment(audit.finishedAt)}</div>}
          </div>
        )}
      </th>
      {audit ? (
        dimensionNames.map((dimension) => {
          const outcome = dimensions.find((entry) => entry.dimension === dimension);
          return (
            <td key={dimension} data-label={dimensionWords[dimension].name}>
              <div className="cell">
                <Link href={`/audits/${audit.id}#${dimension}`} aria-label={`${verdictWords[outcome?.verdict ?? 'cannotTell']}: ${dimensionWords[dimension].name} of ${modelVersion.model.name}, in the audit`} style={{ textDecoration: 'none', justifySelf: 'start' }}>
                  <Verdict verdict={outcome?.verdict ?? 'cannotTell'} />
                </Link>
                {(outcome?.checks ?? []).map((check) => (
                  <CheckCell key={check.id} check={check} comparison={comparison} auditId={audit.id} />
                ))}
                {(outcome?.checks ?? []).length === 0 && <span className="small quiet">This policy checks nothing here.</span>}
              </div>
            </td>
          );
        })
      ) : (
        <td colSpan={dimensionNames.length}>
          <div className="row">
            <span className="quiet">Not audited on this data set.</span>
            {mayStart && (
              <Link className="button button-small" href={`/audits/new?${new URLSearchParams({ dataset: comparison.dataset.id, version: modelVersion.id, policy: comparison.policy.id })}`}>
                Start audit
              </Link>
            )}
          </div>
        </td>
      )}
    </tr>
  );
}

function CheckCell({ check, comparison, auditId }: { check: Check; comparison: Comparison; auditId: string }) {
  const bound = comparison.policy.checks.find(({ id }) => id === check.id) ?? {};
  const deciding = decidingResult(check, bound);
  if (!deciding) {
    return (
      <div className="cell-check">
        <span className="name">
          <VerdictMark verdict={check.verdict} /> {check.label}
        </span>
        <span className="quiet">{check.because}</span>
      </div>
    );
  }
  const { estimate } = deciding;
  return (
    <div className="cell-check">
      <span className="name">
        <VerdictMark verdict={check.verdict} /> {check.label}
      </span>
      <span className="value">
        <Link className="number-link" href={`/audits/${auditId}/number?${new URLSearchParams({ id: deciding.id })}`}>
          {typeof estimate.value === 'number' ? <strong>{estimated({ value: estimate.value, exact: estimate.exact })}</strong> : <span className="not-estimable">not estimable</span>}
        </Link>
        <Spark
          svg={intervalSpark({
            id: `${auditId}-${check.id}`,
            title: check.because,
            estimate: chartEstimate(estimate),
            wanted: wantedOf(bound),
            domain: sparkDomain(estimate, bound, deciding.method.range),
          })}
        />
      </span>
      <span className="quiet number">
        {estimate.interval ? `[${interval(estimate.interval)}]  ` : ''}n = {count(estimate.n)}
      </span>
      <span className="quiet">
        {typeof deciding.attribute === 'string' || typeof deciding.feature === 'string' ? `${whereOf(deciding)}, ` : ''}wanted {boundWords(bound)}
      </span>
      {estimate.undefinedBecause && <span className="quiet">because {estimate.undefinedBecause}</span>}
    </div>
  );
}
