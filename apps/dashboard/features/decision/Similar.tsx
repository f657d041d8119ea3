import Link from 'next/link';
import { Scroll } from '../../components/Scroll';
import type { DecisionQuery } from '../../generated/graphql';
import { count, number } from '../../lib/format';
import { shownValue } from './explanation';

type Found = NonNullable<DecisionQuery['similarRows']>;
type Read = NonNullable<DecisionQuery['decision']>;

/** Those most like one, beside that one: were they treated alike? */
export function Similar({ auditId, found, read, label }: { auditId: string; found: Found; read: Read; label: string }) {
  const columns = [label, ...found.columns.filter((column) => column !== label)];
  const own = (column: string): unknown => read.values.find((value) => value.column === column)?.value;
  return (
    <section className="panel panel-flush" id="similar">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>Those most like this one</h3>
          <p className="small quiet">
            Nearest of {count(found.searchedRows)} rows by what the model reads (Gower’s distance: 0 is equal, 1 as different as can be). What differs is set in bold. “{label}” is what was true of them.
          </p>
        </div>
      </div>
      <Scroll label="Similar rows">
        <table className="table table-tight">
          <thead>
            <tr>
              <th scope="col" className="right">
                Row
              </th>
              <th scope="col" className="right">
                Distance
              </th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row" className="right number">
                this one
              </th>
              <td className="right number">0</td>
              {columns.map((column) => (
                <td key={column}>{shownValue(own(column))}</td>
              ))}
            </tr>
            {found.rows.map(({ row, distance, values }) => (
              <tr key={row}>
                <th scope="row" className="right number">
                  <Link href={`/audits/${auditId}/decisions/${row}`}>{count(row)}</Link>
                </th>
                <td className="right number">{number(distance)}</td>
                {columns.map((column) => {
                  const value: unknown = values[found.columns.indexOf(column)];
                  return <td key={column}>{value === own(column) ? shownValue(value) : <strong>{shownValue(value)}</strong>}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
