import Link from 'next/link';
import { Empty } from '../../../components/Empty';
import { PageHead } from '../../../components/PageHead';
import { Pager } from '../../../components/Pager';
import { Scroll } from '../../../components/Scroll';
import { State } from '../../../components/State';
import { ScheduleSwitch } from '../../../features/schedule/ScheduleSwitch';
import { schedulesQuery } from '../../../features/schedule/schedule.queries';
import { viewer } from '../../../features/viewer/viewer';
import { query } from '../../../lib/api';
import { nodesOf, pageSize } from '../../../lib/connection';
import { moment } from '../../../lib/format';
import { may } from '../../../lib/may';
import { page } from '../../../lib/page';

export const metadata = { title: 'Schedules' };

export default async function Page({ searchParams }: { searchParams: Promise<{ after?: string }> }) {
  const { after } = await searchParams;
  return page(async () => {
    const [{ schedules }, person] = await Promise.all([query(schedulesQuery, { first: pageSize, after: after ?? null }), viewer()]);
    const manages = may(person.role, 'schedules.manage');
    const nodes = nodesOf(schedules);
    const add = manages && (
      <Link className="button button-primary" href="/schedules/new">
        New schedule
      </Link>
    );
    return (
      <>
        <PageHead title="Schedules" lead="Audits that start by themselves.">
          {add}
        </PageHead>
        <div className="panel panel-flush">
          {nodes.length === 0 ? (
            <Empty title="Nothing is scheduled">
              <p className="quiet">A schedule repeats an audit, so that a change in a model or its data is noticed.</p>
              {add}
            </Empty>
          ) : (
            <>
              <Scroll label="Schedules">
                <table className="table">
                  <thead>
                    <tr>
                      <th scope="col">Schedule</th>
                      <th scope="col">When</th>
                      <th scope="col">Time zone</th>
                      <th scope="col">Next</th>
                      <th scope="col">Last audit</th>
                      <th scope="col">State</th>
                    </tr>
                  </thead>
                  <tbody>
                    {nodes.map(({ id, name, cron, timeZone, enabled, nextRunAt, lastAudit }) => (
                      <tr key={id}>
                        <th scope="row">{name}</th>
                        <td>
                          <code>{cron}</code>
                        </td>
                        <td>{timeZone}</td>
                        <td className="number">{nextRunAt ? moment(nextRunAt) : <span className="quiet">not while it is off</span>}</td>
                        <td>
                          {lastAudit ? (
                            <Link href={`/audits/${lastAudit.id}`} className="row">
                              <State state={lastAudit.state} /> <span className="number small">{moment(lastAudit.createdAt)}</span>
                            </Link>
                          ) : (
                            <span className="quiet">none yet</span>
                          )}
                        </td>
                        <td>{manages ? <ScheduleSwitch id={id} name={name} enabled={enabled} /> : enabled ? 'on' : 'off'}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
              <Pager path="/schedules" shown={nodes.length} total={schedules.totalCount} pageInfo={schedules.pageInfo} />
            </>
          )}
        </div>
      </>
    );
  });
}
