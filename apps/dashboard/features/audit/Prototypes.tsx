import { Scroll } from '../../components/Scroll';
import { count, number, percent } from '../../lib/format';
import { shownValue } from '../decision/explanation';

interface StandIn {
  readonly row: number;
  readonly x: Readonly<Record<string, unknown>>;
  readonly output: number;
}
/** As the artifact explainability/prototypes/rows holds them. */
export interface PrototypesArtifact {
  readonly unit: 'probability' | 'value';
  readonly features: readonly string[];
  readonly classes: readonly {
    readonly class: string;
    readonly rows: number;
    readonly prototypes: readonly (StandIn & { readonly weight: number })[];
    readonly criticisms: readonly (StandIn & { readonly witness: number })[];
  }[];
}

/** Of each class the people who stand for it, and those whom they do not stand for: side by side, a feature a line, since there may be many features. */
export function Prototypes({ unit, features, classes }: PrototypesArtifact) {
  return (
    <>
      {classes.map(({ class: name, rows, prototypes, criticisms }) => {
        const people: readonly StandIn[] = [...prototypes, ...criticisms];
        const says = [...prototypes.map(({ weight }) => `stands for ${percent(weight)}`), ...criticisms.map(({ witness }) => (witness > 0 ? 'more are so' : 'fewer are so'))];
        const line = (head: string, of: (person: StandIn, at: number) => string) => (
          <tr key={head}>
            <th scope="row">{head}</th>
            {people.map((person, at) => (
              <td key={person.row} className="number">
                {of(person, at)}
              </td>
            ))}
          </tr>
        );
        return (
          <div key={name} className="stack stack-tight">
            <h4>{unit === 'value' ? `Of ${count(rows)} rows` : `Of ${count(rows)} rows decided “${name}”`}</h4>
            <p className="small quiet">People who stand for as many as is said; then some of whom there are more, or fewer, than those show.</p>
            <Scroll label={`Prototypes of ${name}`}>
              <table className="table table-tight">
                <thead>
                  <tr>
                    <th scope="col">Row</th>
                    {people.map(({ row }) => (
                      <th key={row} scope="col">
                        {count(row)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {line('Who', (_, at) => says[at])}
                  {features.map((feature) => line(feature, ({ x }) => shownValue(x[feature])))}
                  {line(unit === 'value' ? 'Predicted number' : 'Score of the class', ({ output }) => number(output))}
                </tbody>
              </table>
            </Scroll>
          </div>
        );
      })}
    </>
  );
}
