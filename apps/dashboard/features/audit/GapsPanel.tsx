'use client';

import { methodOf } from '../method/method';
import { Choice } from './Choice';
import type { NamedRate } from './IntersectionExplorer';
import { useNumbers } from './Numbers';
import { ResultTable } from './ResultTable';
import { countOf, distinct, optionsOf, type ResultView } from './result';
import { useChoice } from './useChoice';

/** Every comparison of groups, with its interval; one of them in words. */
export function GapsPanel({ gaps }: { gaps: readonly NamedRate[] }) {
  const { methods } = useNumbers();
  const attributes = distinct(gaps.flatMap(({ results }) => results.flatMap(({ attribute }) => attribute ?? [])));
  const [attribute, setAttribute] = useChoice(attributes);
  const [explained, setExplained] = useChoice(gaps.map(({ id }) => id));
  const method = methodOf(methods, 'fairness', explained);
  const shown = gaps.flatMap(({ results }) => results.filter((result) => (result.attribute ?? attribute) === attribute));
  return (
    <section className="panel panel-flush" id="fairness-gaps">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>Gaps between groups</h3>
          <p className="small quiet measure">
            The widest of several noisy gaps is too wide on average; intervals here are about the widest gap itself, so they allow for that. “By chance” is the gap that groups of this size would show if nothing but chance told them apart.
          </p>
          {method && (
            <p className="small quiet measure">
              <strong>{method.label}.</strong> {method.summary} {method.caution}
            </p>
          )}
        </div>
        <div className="bar no-print">
          {attributes.length > 0 && <Choice label="Groups of" value={attribute} options={attributes.map((value) => ({ value, label: value }))} onChange={setAttribute} />}
          <Choice label="Explain" value={explained} options={gaps.map(({ id, label }) => ({ value: id, label }))} onChange={setExplained} />
        </div>
      </div>
      <ResultTable results={shown} label="Gaps between groups" withMethod heading="Group" about={({ group }) => group ?? 'all'} note={{ heading: 'Compared', of: comparedWords }} />
    </section>
  );
}

function comparedWords(result: ResultView): string {
  const { referenceGroup } = optionsOf(result);
  const expected = countOf(result, 'expectedByChance');
  const parts = [
    ...(typeof referenceGroup === 'string' ? [`with ${referenceGroup}`] : []),
    ...groupWords(result),
    ...(expected === undefined ? [] : [`by chance ${expected.toFixed(3)}`]),
  ];
  return parts.join(', ');
}

function groupWords(result: ResultView): string[] {
  const compared = countOf(result, 'groupsCompared');
  if (compared === undefined) return [];
  const [small, withheld] = [countOf(result, 'groupsTooSmall') ?? 0, countOf(result, 'groupsWithheld') ?? 0];
  return [`${compared} groups`, ...(small > 0 ? [`${small} too small`] : []), ...(withheld > 0 ? [`${withheld} withheld`] : [])];
}
