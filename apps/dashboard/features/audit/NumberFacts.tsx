import { count, estimated, interval, json, number, percent, plain, words } from '../../lib/format';
import type { MethodView } from '../method/method';
import { whereOf, type ResultView } from './result';

/** What of an audit every number of it rests on. */
export interface AuditFacts {
  readonly id: string;
  readonly seed: number;
  readonly digest: string | null;
  readonly dataset: { readonly name: string; readonly digest: string; readonly rows: number };
  readonly model: { readonly name: string; readonly number: number; readonly digest: string; readonly runtime: unknown };
}

/** One number with everything that says what it is: definition, counts, options, source, and how to fetch it. */
export function NumberFacts({ audit, result, method }: { audit: AuditFacts; result: ResultView; method: MethodView | undefined }) {
  const { estimate } = result;
  const options = Object.entries(result.options as Record<string, unknown>);
  const { counts, test } = result;
  return (
    <article className="stack" style={{ marginTop: '1.25rem' }}>
      <header className="stack stack-tight">
        <span className="small quiet">
          {result.dimension}, {whereOf(result)}
        </span>
        <h2>{method?.label ?? result.method.id}</h2>
      </header>
      {typeof estimate.value === 'number' ? (
        <div>
          <p className="figure-number">{estimated({ value: estimate.value, exact: estimate.exact })}</p>
          <p className="quiet number">
            {estimate.interval ? `${estimate.interval.atLeast ? 'at least ' : ''}${percent(estimate.interval.level)} interval ${interval(estimate.interval)} (${estimate.interval.methodLabel}), ` : ''}n = {count(estimate.n)}
          </p>
          {typeof estimate.standardError === 'number' && <p className="quiet number">Monte Carlo standard error of the computation {number(estimate.standardError)}</p>}
          {estimate.exact && <p className="quiet">No interval, because: {estimate.exact}</p>}
        </div>
      ) : (
        <div>
          <p className="figure-number quiet">not estimable</p>
          <p>
            Because {estimate.undefinedBecause}. <span className="number quiet">n = {count(estimate.n)}</span>
          </p>
        </div>
      )}
      <p>{method?.summary}</p>
      <dl className="list-facts">
        {method?.caution && (
          <>
            <dt>What it means</dt>
            <dd>{method.caution}</dd>
          </>
        )}
        <dt>Definition</dt>
        <dd>{method?.definition ?? 'The API no longer lists this method.'}</dd>
        {method && (method.range || typeof method.ideal === 'number') && (
          <>
            <dt>Range</dt>
            <dd className="number">
              {method.range ? `${plain(method.range[0])} to ${plain(method.range[1])}` : 'unbounded'}
              {typeof method.ideal === 'number' ? `, ideal ${plain(method.ideal)}` : ''}
            </dd>
          </>
        )}
        <dt>Method</dt>
        <dd>
          <code>{result.method.id}</code>, version {result.version}
        </dd>
        {method && method.sources.length > 0 && (
          <>
            <dt>Source</dt>
            <dd>
              {method.sources.map(({ authors, year, title, where }) => (
                <p key={title}>
                  {authors} {year}, <em>{title}</em>
                  {where ? `. ${where}` : ''}
                </p>
              ))}
            </dd>
          </>
        )}
        {counts.length > 0 && (
          <>
            <dt>Counts</dt>
            <dd>
              {counts.map(({ name, value }) => (
                <div key={name} className="number">
                  {words(name)} {Number.isInteger(value) ? count(value) : number(value)}
                </div>
              ))}
            </dd>
          </>
        )}
        {test && (
          <>
            <dt>Test</dt>
            <dd className="number">
              {words(test.name)}: p = {number(test.pValue)}
              {typeof test.statistic === 'number' ? `, statistic ${number(test.statistic)}` : ''}
              <div>adjusted for everything tested: {number(test.holm)} (Holm), {number(test.benjaminiHochberg)} (Benjamini–Hochberg), {number(test.benjaminiYekutieli)} (Benjamini–Yekutieli)</div>
            </dd>
          </>
        )}
        {options.length > 0 && (
          <>
            <dt>Options</dt>
            <dd>
              {options.map(([name, value]) => (
                <div key={name}>
                  {words(name)} <code>{JSON.stringify(value)}</code>
                </div>
              ))}
            </dd>
          </>
        )}
        <dt>Seed</dt>
        <dd className="number">{audit.seed}</dd>
        <dt>Data</dt>
        <dd>
          {audit.dataset.name}, {count(audit.dataset.rows)} rows
          <div className="digest quiet">{audit.dataset.digest}</div>
        </dd>
        <dt>Model</dt>
        <dd>
          {audit.model.name}, version {audit.model.number}
          <div className="digest quiet">{audit.model.digest}</div>
        </dd>
        {audit.model.runtime !== null && audit.model.runtime !== undefined && (
          <>
            <dt>Runtime</dt>
            <dd>{Object.values(audit.model.runtime as Record<string, unknown>).join(' ')}</dd>
          </>
        )}
        {audit.digest && (
          <>
            <dt>Audit digest</dt>
            <dd className="digest">{audit.digest}</dd>
          </>
        )}
      </dl>
      <details className="more">
        <summary>GraphQL query that fetches it</summary>
        <pre tabIndex={0}>{queryFor(audit.id, result)}</pre>
      </details>
      <details className="more">
        <summary>As JSON</summary>
        <pre tabIndex={0}>{json(result)}</pre>
      </details>
    </article>
  );
}

function queryFor(auditId: string, { dimension, method, attribute }: ResultView): string {
  const filter = [`dimension: ${dimension}`, `method: ${JSON.stringify(method.id)}`, ...(attribute ? [`attribute: ${JSON.stringify(attribute)}`] : [])].join(', ');
  return `{
  audit(id: ${JSON.stringify(auditId)}) {
    digest
    results(${filter}) {
      attribute group feature options
      counts { name value }
      estimate {
        value n exact undefinedBecause standardError
        interval { lower upper level method }
      }
    }
  }
}`;
}
