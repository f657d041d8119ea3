import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Digest } from '../../../../components/Digest';
import { PageHead } from '../../../../components/PageHead';
import { Scroll } from '../../../../components/Scroll';
import { datasetQuery } from '../../../../features/dataset/dataset.queries';
import { viewer } from '../../../../features/viewer/viewer';
import { query } from '../../../../lib/api';
import { bytes, count, moment, percent, plain } from '../../../../lib/format';
import { may } from '../../../../lib/may';
import { page } from '../../../../lib/page';

export const metadata = { title: 'Data set' };

/** Values of a column that are worth naming in a table. */
const mostLevels = 6;

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return page(async () => {
    const [{ dataset }, person] = await Promise.all([query(datasetQuery, { id }), viewer()]);
    if (!dataset) notFound();
    return (
      <>
        <PageHead crumb={{ href: '/datasets', label: 'Data sets' }} title={dataset.name}>
          <Link className="button" href={`/?${new URLSearchParams({ dataset: id })}`}>
            Compare models on it
          </Link>
          {may(person.role, 'audits.start') && (
            <Link className="button button-primary" href={`/audits/new?${new URLSearchParams({ dataset: id })}`}>
              Start audit
            </Link>
          )}
        </PageHead>
        <div className="stack">
          <section className="panel" aria-label="Facts">
            <dl className="facts">
              <div>
                <dt>Rows</dt>
                <dd className="number">{count(dataset.rows)}</dd>
              </div>
              <div>
                <dt>Columns</dt>
                <dd className="number">{dataset.columns.length}</dd>
              </div>
              <div>
                <dt>Size</dt>
                <dd className="number">{bytes(dataset.sizeBytes)}</dd>
              </div>
              <div>
                <dt>Source</dt>
                <dd>{dataset.source}</dd>
              </div>
              <div>
                <dt>Added</dt>
                <dd className="number">{moment(dataset.createdAt)}</dd>
              </div>
              <div>
                <dt>Digest</dt>
                <dd>
                  <Digest digest={dataset.digest} />
                </dd>
              </div>
            </dl>
          </section>
          <section className="panel panel-flush">
            <div className="panel-head">
              <h2>Columns</h2>
            </div>
            <Scroll label="Columns">
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">Column</th>
                    <th scope="col">Kind</th>
                    <th scope="col">Role</th>
                    <th scope="col" className="right">
                      Missing
                    </th>
                    <th scope="col">Values</th>
                  </tr>
                </thead>
                <tbody>
                  {dataset.columns.map((column) => (
                    <tr key={column.name}>
                      <th scope="row">{column.name}</th>
                      <td>{column.kind}</td>
                      <td>
                        <span className={`tag ${column.role === 'protected' || column.role === 'label' ? 'tag-strong' : ''}`}>{column.role}</span>
                      </td>
                      <td className="right number">
                        {count(column.missing)}
                        {column.missing > 0 && dataset.rows > 0 && <span className="quiet"> ({percent(column.missing / dataset.rows)})</span>}
                      </td>
                      <td className="number" style={{ whiteSpace: 'normal' }}>
                        <Values column={column} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          </section>
        </div>
      </>
    );
  });
}

/** Of a column's own values four digits say enough, and whole numbers stay whole. */
const short = (value: number): string => plain(Number(value.toPrecision(4)));

function Values({ column: { levels, min, max, mean } }: { column: { levels?: readonly string[] | null; min?: number | null; max?: number | null; mean?: number | null } }) {
  if (typeof min === 'number' && typeof max === 'number') {
    return (
      <>
        {short(min)} to {short(max)}
        {typeof mean === 'number' && <span className="quiet">, mean {short(mean)}</span>}
      </>
    );
  }
  if (!levels) return <span className="quiet">too many to list</span>;
  return (
    <>
      {levels.slice(0, mostLevels).join(', ')}
      {levels.length > mostLevels && <span className="quiet"> and {levels.length - mostLevels} more</span>}
    </>
  );
}
