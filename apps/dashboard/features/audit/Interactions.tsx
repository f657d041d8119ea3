import { jointEffectMap } from '@plumbline/charts/jointEffectMap';
import { pairMap } from '@plumbline/charts/pairMap';
import { Chart } from '../../components/Chart';

interface Pair {
  readonly features: readonly [string, string];
  readonly h: { readonly value: number | null };
}
/** As the artifact explainability/hStatistic/interactions holds them. */
export interface InteractionsArtifact {
  readonly pairs: readonly Pair[];
}

/** Which features act together: a picture of all pairs; their numbers stand in the table above. */
export function Interactions({ pairs }: InteractionsArtifact) {
  if (pairs.length < 2) return null; // a single pair needs no picture
  return (
    <div className="stack stack-tight">
      <h4>Every two features</h4>
      <p className="small quiet measure">Share of what two features do that they do only together: 0, each does its own; 1, nothing without the other.</p>
      <Chart label="Interaction of every two features, chart" svg={pairMap({ id: 'interactions', title: 'Interaction of every two features', unit: 'pairwise H', axis: 'feature', pairs: pairs.map(({ features, h }) => ({ of: features, value: h.value })) })} />
    </div>
  );
}

/** As the artifact explainability/accumulatedLocalEffects/surfaces holds them: effects at each edge of two features, rows in each cell between edges. */
export interface SurfacesArtifact {
  readonly class: string;
  readonly unit: 'value' | 'probability';
  readonly pairs: readonly { readonly features: readonly [string, string]; readonly edges: readonly [readonly number[], readonly number[]]; readonly effects: readonly (readonly number[])[]; readonly counts: readonly (readonly number[])[] | null }[];
}

/** What pairs of features do together beyond what each does alone. */
export function JointEffects({ class: about, unit, pairs }: SurfacesArtifact) {
  return (
    <>
      {pairs.map((pair) => {
        const name = pair.features.join(' and ');
        return (
          <div key={name} className="stack stack-tight">
            <h4>{name} together</h4>
            <p className="small quiet measure">
              Added to the {unit === 'value' ? 'predicted number' : `probability of “${about}”`} by the two together, beyond what each adds alone. {pair.counts && 'Hatched: no row lies near.'}
            </p>
            <Chart label={`Joint effect of ${name}, chart`} minWidth={132 + pair.edges[1].length * 52} svg={jointEffectMap({ id: `joint-${name}`, title: `Joint effect of ${name}`, ...pair })} />
          </div>
        );
      })}
    </>
  );
}
