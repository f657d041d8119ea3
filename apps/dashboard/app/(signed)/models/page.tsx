import Link from 'next/link';
import { Digest } from '../../../components/Digest';
import { Empty } from '../../../components/Empty';
import { PageHead } from '../../../components/PageHead';
import { Pager } from '../../../components/Pager';
import { Scroll } from '../../../components/Scroll';
import { modelsQuery } from '../../../features/model/model.queries';
import { viewer } from '../../../features/viewer/viewer';
import { query } from '../../../lib/api';
import { nodesOf, pageSize } from '../../../lib/connection';
import { bytes, moment } from '../../../lib/format';
import { may } from '../../../lib/may';
import { page } from '../../../lib/page';

export const metadata = { title: 'Models' };

export default async function Page({ searchParams }: { searchParams: Promise<{ after?: string }> }) {
  const { after } = await searchParams;
  return page(async () => {
    const [{ models }, person] = await Promise.all([query(modelsQuery, { first: pageSize, after: after ?? null }), viewer()]);
    const nodes = nodesOf(models);
    const register = may(person.role, 'models.register') && (
      <Link className="button button-primary" href="/models/new">
        Register a model
      </Link>
    );
    return (
      <>
        <PageHead title="Models" lead="Files with a digest, or predictions stored with the data. A version never changes; its card may.">
          {register}
        </PageHead>
        <div className="panel panel-flush">
          {nodes.length === 0 ? (
            <Empty title="There are no models yet">
              <p className="quiet">ONNX, TensorFlow.js, XGBoost and LightGBM files can be registered, and columns of predictions.</p>
              {register}
            </Empty>
          ) : (
            <>
              <Scroll label="Models">
                <table className="table">
                  <thead>
                    <tr>
                      <th scope="col">Model</th>
                      <th scope="col">Latest version</th>
                      <th scope="col">Format</th>
                      <th scope="col">Task</th>
                      <th scope="col">Can be asked for</th>
                      <th scope="col" className="right">
                        Size
                      </th>
                      <th scope="col">Digest</th>
                      <th scope="col">Registered</th>
                    </tr>
                  </thead>
                  <tbody>
                    {nodes.map(({ id, name, versions, latestVersion }) => (
                      <tr key={id} className="link-row">
                        <th scope="row">
                          <Link href={`/models/${id}`}>{name}</Link>
                        </th>
                        <td className="number">
                          {latestVersion.number} <span className="quiet">of {versions.length}</span>
                        </td>
                        <td>{latestVersion.format ?? 'stored predictions'}</td>
                        <td>{latestVersion.task ?? ''}</td>
                        <td>
                          <span className="tags">
                            {latestVersion.capabilities.map((capability) => (
                              <span key={capability} className="tag">
                                {capability}
                              </span>
                            ))}
                          </span>
                        </td>
                        <td className="right number">{typeof latestVersion.sizeBytes === 'number' ? bytes(latestVersion.sizeBytes) : ''}</td>
                        <td>
                          <Digest digest={latestVersion.digest} />
                        </td>
                        <td className="number quiet">{moment(latestVersion.createdAt)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
              <Pager path="/models" shown={nodes.length} total={models.totalCount} pageInfo={models.pageInfo} />
            </>
          )}
        </div>
      </>
    );
  });
}
