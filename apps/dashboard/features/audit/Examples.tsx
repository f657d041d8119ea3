import { Scroll } from '../../components/Scroll';
import { number, plain } from '../../lib/format';

/** Rows that an attack found, as the artifact robustness/…/examples holds them. */
export interface ExamplesArtifact {
  readonly method: string;
  readonly shown: string;
  readonly examples: readonly {
    readonly row: number;
    readonly strength: number;
    readonly changes: readonly { readonly column: string; readonly from: unknown; readonly to: unknown }[];
    readonly before: { readonly decision: string; readonly scores: readonly number[] };
    readonly after: { readonly decision: string; readonly scores: readonly number[] };
  }[];
}

const mostShown = 6;

export function Examples({ artifact, label }: { artifact: ExamplesArtifact; label: string }) {
  const { examples } = artifact;
  return (
    <section className="panel panel-flush">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>Decisions that changed: {label}</h3>
          <p className="small quiet">{examples.length === 0 ? 'No decision changed among the rows that are kept as examples.' : `What was changed in the row, and what the model then said. ${examples.length > mostShown ? `${mostShown} of ${examples.length} kept in the evidence.` : ''}`}</p>
        </div>
      </div>
      {examples.length > 0 && (
        <Scroll label={`Examples of ${label}`}>
          <table className="table table-tight">
            <thead>
              <tr>
                <th scope="col">Row</th>
                <th scope="col" className="right">
                  Strength
                </th>
                <th scope="col">Changed</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {examples.slice(0, mostShown).map((example) => (
                <tr key={`${example.row}-${example.strength}`}>
                  <th scope="row" className="number">
                    {example.row.toLocaleString('en-US')}
                  </th>
                  <td className="right number">{example.strength}</td>
                  <td>
                    {example.changes.map(({ column, from, to }) => (
                      <div key={column} className="number">
                        {column}{' '}
                        <span className="quiet">
                          {value(from)} → {value(to)}
                        </span>
                      </div>
                    ))}
                  </td>
                  <td>
                    <Decision {...example.before} />
                  </td>
                  <td>
                    <Decision {...example.after} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}

function Decision({ decision, scores }: { decision: string; scores: readonly number[] }) {
  return (
    <span className="number">
      <strong>{decision}</strong> <span className="quiet">{number(Math.max(...scores))}</span>
    </span>
  );
}

function value(found: unknown): string {
  if (found === null) return 'missing';
  return typeof found === 'number' ? plain(Number(found.toPrecision(4))) : String(found);
}
