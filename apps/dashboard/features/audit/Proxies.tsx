import { count, number } from '../../lib/format';

/** As the artifact explainability/protectedInfluence/found holds it: which features count as what. */
export interface ProxiesArtifact {
  readonly rows: number;
  readonly minAssociation: number;
  readonly protected: readonly string[];
  readonly proxies: readonly { readonly feature: string; readonly attribute: string; readonly cramersV: number }[];
}

/** Which features are protected, and which go together with a protected column. */
export function Proxies({ rows, minAssociation, protected: own, proxies }: ProxiesArtifact) {
  return (
    <div className="stack stack-tight">
      <p>{own.length === 0 ? 'The model reads no protected column.' : `The model reads the protected ${own.length === 1 ? 'column' : 'columns'} ${own.join(', ')}.`}</p>
      {proxies.length === 0 ? (
        <p>
          No other feature goes together with a protected column by {number(minAssociation)} or more (Cramér’s V, {count(rows)} rows).
        </p>
      ) : (
        <>
          <p>
            Counted as proxies, since they go together with a protected column by {number(minAssociation)} or more (Cramér’s V, {count(rows)} rows):
          </p>
          <ul className="plain">
            {proxies.map(({ feature, attribute, cramersV }) => (
              <li key={`${feature}/${attribute}`}>
                {feature}, with {attribute}: <span className="number">{number(cramersV)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
