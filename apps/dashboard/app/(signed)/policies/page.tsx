import Link from 'next/link';
import { Digest } from '../../../components/Digest';
import { Empty } from '../../../components/Empty';
import { PageHead } from '../../../components/PageHead';
import { Pager } from '../../../components/Pager';
import { Scroll } from '../../../components/Scroll';
import { dimensionNames, dimensionWords } from '../../../features/audit/dimensions';
import { policiesQuery } from '../../../features/policy/policy.queries';
import { query } from '../../../lib/api';
import { nodesOf, pageSize } from '../../../lib/connection';
import { moment } from '../../../lib/format';
import { page } from '../../../lib/page';

export const metadata = { title: 'Policies' };

export default async function Page({ searchParams }: { searchParams: Promise<{ after?: string }> }) {
  const { after } = await searchParams;
  return page(async () => {
    const { policies } = await query(policiesQuery, { first: pageSize, after: after ?? null });
    const nodes = nodesOf(policies);
    return (
      <>
        <PageHead title="Policies" lead="What is asked of a model: checks with thresholds and the reasons for them. Editing makes a new version; verdicts name the version they were given under." />
        <div className="panel panel-flush">
          {nodes.length === 0 ? (
            <Empty title="There is no policy yet" />
          ) : (
            <>
              <Scroll label="Policies">
                <table className="table">
                  <thead>
                    <tr>
                      <th scope="col">Policy</th>
                      <th scope="col">Version</th>
                      {dimensionNames.map((dimension) => (
                        <th key={dimension} scope="col" className="right">
                          {dimensionWords[dimension].name}
                        </th>
                      ))}
                      <th scope="col">Digest</th>
                      <th scope="col">Saved</th>
                    </tr>
                  </thead>
                  <tbody>
                    {nodes.map(({ id, name, version, checks, digest, createdAt }) => (
                      <tr key={id} className="link-row">
                        <th scope="row">
                          <Link href={`/policies/${id}`}>{name}</Link>
                        </th>
                        <td className="number">{version}</td>
                        {dimensionNames.map((dimension) => (
                          <td key={dimension} className="right number">
                            {checks.filter((check) => check.dimension === dimension).length}
                          </td>
                        ))}
                        <td>
                          <Digest digest={digest} />
                        </td>
                        <td className="number quiet">{moment(createdAt)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
              <Pager path="/policies" shown={nodes.length} total={policies.totalCount} pageInfo={policies.pageInfo} />
            </>
          )}
        </div>
      </>
    );
  });
}
