import { Empty } from '../../../components/Empty';
import { PageHead } from '../../../components/PageHead';
import { Pager } from '../../../components/Pager';
import { Scroll } from '../../../components/Scroll';
import { SliceSwitch } from '../../../features/slice/SliceSwitch';
import { slicesQuery } from '../../../features/slice/slice.queries';
import { viewer } from '../../../features/viewer/viewer';
import { query } from '../../../lib/api';
import { nodesOf, pageSize } from '../../../lib/connection';
import { moment } from '../../../lib/format';
import { may } from '../../../lib/may';
import { page } from '../../../lib/page';

export const metadata = { title: 'Slices' };

export default async function Page({ searchParams }: { searchParams: Promise<{ after?: string }> }) {
  const { after } = await searchParams;
  return page(async () => {
    const [{ slices }, person] = await Promise.all([query(slicesQuery, { first: pageSize, after: after ?? null }), viewer()]);
    const saves = may(person.role, 'slices.save');
    const nodes = nodesOf(slices);
    return (
      <>
        <PageHead title="Slices" lead="Parts of the data that are measured in every audit from the day they are saved, where the data have their columns." />
        <div className="panel panel-flush">
          {nodes.length === 0 ? (
            <Empty title="No slice is saved">
              <p className="quiet">Audits look for the worst slices by themselves; one that matters can be watched from the audit’s page.</p>
            </Empty>
          ) : (
            <>
              <Scroll label="Slices">
                <table className="table">
                  <thead>
                    <tr>
                      <th scope="col">Slice</th>
                      <th scope="col">Rows where</th>
                      <th scope="col">Saved</th>
                      <th scope="col">State</th>
                    </tr>
                  </thead>
                  <tbody>
                    {nodes.map(({ id, name, says, watched, createdAt }) => (
                      <tr key={id}>
                        <th scope="row">{name}</th>
                        <td>{says}</td>
                        <td className="number">{moment(createdAt)}</td>
                        <td>{saves ? <SliceSwitch id={id} name={name} watched={watched} /> : watched ? 'watched' : 'not watched'}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
              <Pager path="/slices" shown={nodes.length} total={slices.totalCount} pageInfo={slices.pageInfo} />
            </>
          )}
        </div>
      </>
    );
  });
}
