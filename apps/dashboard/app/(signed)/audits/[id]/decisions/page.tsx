import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { Empty } from '../../../../../components/Empty';
import { PageHead } from '../../../../../components/PageHead';
import { Scroll } from '../../../../../components/Scroll';
import { attributionsOf } from '../../../../../features/decision/attributions';
import { decisionsQuery } from '../../../../../features/decision/decision.queries';
import { answerWords, reasonsOf, shownValue } from '../../../../../features/decision/explanation';
import { methodOf } from '../../../../../features/method/method';
import { methods } from '../../../../../features/method/methods';
import { query } from '../../../../../lib/api';
import { capital, count, number } from '../../../../../lib/format';
import { page } from '../../../../../lib/page';

export const metadata = { title: 'Single decisions' };

const mostShown = 200;
const reasonsShown = 2;

/** The decisions that an audit explained, and a way to any other. */
export default async function Page({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: Promise<{ row?: string }> }) {
  const [{ id }, { row: asked }] = [await params, await searchParams];
  if (asked !== undefined && /^\d{1,15}$/.test(asked)) redirect(`/audits/${id}/decisions/${asked}`);
  return page(async () => {
    const [{ audit }, known] = await Promise.all([query(decisionsQuery, { id }), methods()]);
    if (!audit) notFound();
    const found = await attributionsOf(id, audit.artifactNames);
    const first = found.find(({ unit }) => unit !== 'margin') ?? found[0];
    const { model } = audit.modelVersion;
    return (
      <>
        <PageHead crumb={{ href: `/audits/${id}`, label: `${model.name} on ${audit.dataset.name}` }} title="Single decisions" lead="Why the model answered as it did, person by person." />
        <div className="stack stack-wide">
          <form className="panel bar" action={`/audits/${id}/decisions`}>
            <div className="field">
              <label htmlFor="row">Any row, from 0 to {count(audit.dataset.rows - 1)}</label>
              <input id="row" name="row" type="number" min={0} max={audit.dataset.rows - 1} required defaultValue={first?.rows[0]?.row ?? 0} />
            </div>
            <button type="submit" className="button">
              Look at it
            </button>
          </form>
          <section className="panel panel-flush">
            {first === undefined ? (
              <Empty title="No decision was explained one by one">
                <p className="quiet">The audit’s plan has no explainer of single rows that this model allows, or single rows are withheld.</p>
              </Empty>
            ) : (
              <>
                <div className="panel-head">
                  <div className="stack stack-tight">
                    <h2>Explained in this audit</h2>
                    <p className="small quiet">
                      {count(first.rows.length)} rows drawn from the data{first.rows.length > mostShown ? `, the first ${mostShown} here` : ''}. Reasons by {methodOf(known, 'explainability', first.method)?.label ?? first.method}.
                    </p>
                  </div>
                </div>
                <Scroll label="Explained decisions">
                  <table className="table">
                    <thead>
                      <tr>
                        <th scope="col" className="right">
                          Row
                        </th>
                        <th scope="col" className="right">
                          {capital(answerWords(first).replace(/^the /, ''))}
                        </th>
                        {first.protected.map((name) => (
                          <th key={name} scope="col">
                            {name}
                          </th>
                        ))}
                        <th scope="col">Weightiest reasons</th>
                      </tr>
                    </thead>
                    <tbody>
                      {first.rows.slice(0, mostShown).map((row) => (
                        <tr key={row.row}>
                          <th scope="row" className="right number">
                            <Link href={`/audits/${id}/decisions/${row.row}`}>{count(row.row)}</Link>
                          </th>
                          <td className="right number">{number(row.output)}</td>
                          {row.groups.map((group, i) => (
                            <td key={first.protected[i]}>{group ?? <span className="not-estimable">missing</span>}</td>
                          ))}
                          <td className="told">
                            {reasonsOf(first.features, row)
                              .slice(0, reasonsShown)
                              .map(({ feature, value, change }) => `${feature} = ${shownValue(value)} (${change > 0 ? '+' : '−'}${number(Math.abs(change))})`)
                              .join(', ')}
                          </td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </Scroll>
              </>
            )}
          </section>
        </div>
      </>
    );
  });
}
