import Link from 'next/link';
import { Digest } from '../../../components/Digest';
import { Empty } from '../../../components/Empty';
import { PageHead } from '../../../components/PageHead';
import { Pager } from '../../../components/Pager';
import { Scroll } from '../../../components/Scroll';
import { datasetsQuery } from '../../../features/dataset/dataset.queries';
import { viewer } from '../../../features/viewer/viewer';
import { query } from '../../../lib/api';
import { nodesOf, pageSize } from '../../../lib/connection';
import { bytes, count, moment } from '../../../lib/format';
import { may } from '../../../lib/may';
import { page } from '../../../lib/page';

export const metadata = { title: 'Data sets' };

export default async function Page({ searchParams }: { searchParams: Promise<{ after?: string }> }) {
  const { after } = await searchParams;
  return page(async () => {
    const [{ datasets }, person] = await Promise.all([query(datasetsQuery, { first: pageSize, after: after ?? null }), viewer()]);
    const nodes = nodesOf(datasets);
    const add = may(person.role, 'data.register') && (
      <Link className="button button-primary" href="/datasets/new">
        Add a data set
      </Link>
    );
    return (
      <>
        <PageHead title="Data sets" lead="Typed columns in chunks, each with its digest: the same content gives the same digest.">
          {add}
        </PageHead>
        <div className="panel panel-flush">
          {nodes.length === 0 ? (
            <Empty title="There are no data sets yet">
              <p className="quiet">CSV and Parquet files can be added.</p>
              {add}
            </Empty>
          ) : (
            <>
              <Scroll label="Data sets">
                <table className="table">
                  <thead>
                    <tr>
                      <th scope="col">Data set</th>
                      <th scope="col" className="right">
                        Rows
                      </th>
                      <th scope="col" className="right">
                        Columns
                      </th>
                      <th scope="col">Protected</th>
                      <th scope="col" className="right">
                        Size
                      </th>
                      <th scope="col">Digest</th>
                      <th scope="col">Source</th>
                      <th scope="col">Added</th>
                    </tr>
                  </thead>
                  <tbody>
                    {nodes.map(({ id, name, rows, columns, sizeBytes, digest, source, createdAt }) => (
                      <tr key={id} className="link-row">
                        <th scope="row">
                          <Link href={`/datasets/${id}`}>{name}</Link>
                        </th>
                        <td className="right number">{count(rows)}</td>
                        <td className="right number">{columns.length}</td>
                        <td>
                          <span className="tags">
                            {columns
                              .filter(({ role }) => role === 'protected')
                              .map((column) => (
                                <span key={column.name} className="tag">
                                  {column.name}
                                </span>
                              ))}
                          </span>
                        </td>
                        <td className="right number">{bytes(sizeBytes)}</td>
                        <td>
                          <Digest digest={digest} />
                        </td>
                        <td className="quiet">{source}</td>
                        <td className="number quiet">{moment(createdAt)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
              <Pager path="/datasets" shown={nodes.length} total={datasets.totalCount} pageInfo={datasets.pageInfo} />
            </>
          )}
        </div>
      </>
    );
  });
}
