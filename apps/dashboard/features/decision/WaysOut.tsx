import { Scroll } from '../../components/Scroll';
import { number } from '../../lib/format';
import { shownValue } from './explanation';

/** Changes that would give a row the wanted outcome, as the artifact explainability/counterfactuals/rows holds them. */
export interface WaysOutArtifact {
  readonly wanted: { readonly class: string } | { readonly better: string; readonly target: number };
  readonly frozen: readonly { readonly column: string; readonly because: string }[];
  readonly rows: readonly {
    readonly row: number;
    readonly output: number;
    readonly because: string | null;
    readonly counterfactuals: readonly {
      readonly changes: readonly { readonly column: string; readonly from: unknown; readonly to: unknown }[];
      readonly output: number;
      readonly distance: number;
      readonly plausibility: { readonly plausible: boolean } | null;
      readonly proven: boolean;
    }[];
  }[];
}

/** What would have to be different about the row for the model to decide otherwise; null where the audit did not look. */
export function WaysOut({ artifact, row }: { artifact: WaysOutArtifact; row: number }) {
  const found = artifact.rows.find((candidate) => candidate.row === row);
  if (!found) return null;
  const outcome = 'class' in artifact.wanted ? `“${artifact.wanted.class}”` : `a number ${artifact.wanted.better === 'higher' ? 'of at least' : 'of at most'} ${number(artifact.wanted.target)}`;
  const answer = 'class' in artifact.wanted ? `Probability of ${outcome}` : 'Predicted number';
  return (
    <section className="panel" id="ways-out">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>What would change the outcome to {outcome}</h3>
          <p className="small quiet">
            Small changes of the row with which the model, asked again, gives {outcome}. They tell what the model would answer, not what would happen to a person who changes.
            {artifact.frozen.length > 0 && ` Kept as they are: ${artifact.frozen.map(({ column }) => column).join(', ')}.`}
          </p>
        </div>
      </div>
      {found.counterfactuals.length === 0 ? (
        <p>None was found: {found.because}.</p>
      ) : (
        <Scroll label="What would change the outcome">
          <table className="table table-tight">
            <thead>
              <tr>
                <th scope="col">Change</th>
                <th scope="col" className="right">
                  {answer}
                </th>
                <th scope="col">Like real people?</th>
                <th scope="col">Nearest?</th>
              </tr>
            </thead>
            <tbody>
              {found.counterfactuals.map((way, i) => (
                <tr key={i}>
                  <th scope="row">
                    {way.changes.map(({ column, from, to }) => (
                      <div key={column}>
                        {column}: {shownValue(from)} → {shownValue(to)}
                      </div>
                    ))}
                  </th>
                  <td className="right number">
                    {number(way.output)} <span className="quiet">(was {number(found.output)})</span>
                  </td>
                  <td>{way.plausibility === null ? <span className="not-estimable">too few to tell</span> : way.plausibility.plausible ? 'yes' : 'no: few with this outcome are so'}</td>
                  <td>{way.proven ? 'proven: no smaller change does it' : 'the smallest found'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}
