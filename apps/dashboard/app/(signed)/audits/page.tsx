import Link from 'next/link';
import { AutoSubmit } from '../../../components/AutoSubmit';
import { Empty } from '../../../components/Empty';
import { PageHead } from '../../../components/PageHead';
import { Pager } from '../../../components/Pager';
import { AuditsTable } from '../../../features/audit/AuditsTable';
import { auditsQuery } from '../../../features/audit/audit.queries';
import { comparisonChoicesQuery } from '../../../features/comparison/comparison.queries';
import { viewer } from '../../../features/viewer/viewer';
import type { AuditState } from '../../../generated/graphql';
import { query } from '../../../lib/api';
import { nodesOf, pageSize } from '../../../lib/connection';
import { may } from '../../../lib/may';
import { page } from '../../../lib/page';

export const metadata = { title: 'Audits' };

const states: readonly AuditState[] = ['queued', 'running', 'succeeded', 'failed', 'cancelled'];

export default async function Page({ searchParams }: { searchParams: Promise<{ after?: string; state?: string; dataset?: string }> }) {
  const { after, state, dataset } = await searchParams;
  return page(async () => {
    const known = states.find((name) => name === state);
    const [{ audits }, choices, person] = await Promise.all([
      query(auditsQuery, { first: pageSize, after: after ?? null, datasetId: dataset || null, modelVersionId: null, state: known ?? null }),
      query(comparisonChoicesQuery),
      viewer(),
    ]);
    const mayStart = may(person.role, 'audits.start');
    const nodes = nodesOf(audits);
    return (
      <>
        <PageHead title="Audits" lead="One model on one data set, with a seed that makes it repeatable.">
          {mayStart && (
            <Link className="button button-primary" href="/audits/new">
              Start audit
            </Link>
          )}
        </PageHead>
        <div className="stack">
          <form className="bar" action="/audits">
            <div className="field">
              <label htmlFor="dataset">Data set</label>
              <select id="dataset" name="dataset" defaultValue={dataset ?? ''}>
                <option value="">All</option>
                {nodesOf(choices.datasets).map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </div>
            <div className="field">
              <label htmlFor="state">State</label>
              <select id="state" name="state" defaultValue={known ?? ''}>
                <option value="">All</option>
                {states.map((name) => (
                  <option key={name} value={name}>
                    {name === 'succeeded' ? 'finished' : name}
                  </option>
                ))}
              </select>
            </div>
            <AutoSubmit label="Show" />
          </form>
          <div className="panel panel-flush">
            {nodes.length === 0 ? (
              <Empty title="No audits here">
                <p className="quiet">{known || dataset ? 'None fits this choice.' : 'An audit assesses a model on data, and leaves evidence that others can check.'}</p>
              </Empty>
            ) : (
              <>
                <AuditsTable audits={nodes} />
                <Pager path="/audits" search={{ ...(known ? { state: known } : {}), ...(dataset ? { dataset } : {}) }} shown={nodes.length} total={audits.totalCount} pageInfo={audits.pageInfo} />
              </>
            )}
          </div>
        </div>
      </>
    );
  });
}
