import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Empty } from '../../../../components/Empty';
import { PageHead } from '../../../../components/PageHead';
import { Scroll } from '../../../../components/Scroll';
import { sliceRowsQuery } from '../../../../features/slice/slice.queries';
import type { SliceConditionInput } from '../../../../generated/graphql';
import { query } from '../../../../lib/api';
import { count } from '../../../../lib/format';
import { page } from '../../../../lib/page';

export const metadata = { title: 'Rows of a slice' };

interface Search {
  readonly dataset?: string;
  readonly conditions?: string;
  readonly from?: string;
}

/** The rows behind a condition, twenty at a time. The address holds the question, so it can be shared with whoever may read rows. */
export default async function Page({ searchParams }: { searchParams: Promise<Search> }) {
  const { dataset: datasetId, conditions: asked, from } = await searchParams;
  return page(async () => {
    const conditions = asked === undefined ? null : parsed(asked);
    if (datasetId === undefined || conditions === null) notFound();
    const fromRow = Math.max(0, Math.floor(Number(from ?? 0)) || 0);
    const { dataset, sliceRows } = await query(sliceRowsQuery, { datasetId, conditions, fromRow });
    if (!dataset || !sliceRows) notFound();
    const { columns, rows, searchedRows, nextRow } = sliceRows;
    return (
      <>
        <PageHead crumb={{ href: `/datasets/${dataset.id}`, label: dataset.name }} title="Rows of a slice" lead={conditions.map(said).join(' and ')} />
        <div className="panel panel-flush">
          {rows.length === 0 ? (
            <Empty title="No row is in it">
              <p className="quiet">{count(searchedRows)} rows were looked at.</p>
            </Empty>
          ) : (
            <Scroll label="Rows">
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col" className="right">
                      Row
                    </th>
                    {columns.map((column) => (
                      <th key={column} scope="col">
                        {column}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map(({ row, values }) => (
                    <tr key={row}>
                      <th scope="row" className="right number">
                        {count(row + 1)}
                      </th>
                      {values.map((value, i) => (
                        <td key={columns[i]}>{value === null ? <span className="not-estimable">missing</span> : String(value)}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )}
          <nav className="pager" aria-label="Pages">
            <span>{count(searchedRows)} rows looked at</span>
            {typeof nextRow === 'number' && <Link href={`/slices/rows?${new URLSearchParams({ dataset: dataset.id, conditions: asked!, from: String(nextRow) })}`}>Go on looking</Link>}
          </nav>
        </div>
      </>
    );
  });
}

/** Null for an address that holds no list; the API refuses what in it is no condition. */
function parsed(text: string): SliceConditionInput[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.length > 0 ? (value as SliceConditionInput[]) : null;
  } catch {
    return null; // an address that somebody cut short
  }
}

function said({ column, levels, otherThan, from, to, missing }: SliceConditionInput): string {
  if (levels) return `${column} = ${levels.join(' or ')}`;
  if (otherThan) return `${column} none of ${otherThan.join(', ')}`;
  if (typeof missing === 'boolean') return `${column} ${missing ? 'missing' : 'not missing'}`;
  return `${column} ${typeof from === 'number' ? from : '…'} to under ${typeof to === 'number' ? to : '…'}`;
}
