'use client';

import { pairMap } from '@plumbline/charts/pairMap';
import { Chart } from '../../components/Chart';
import { capital, words } from '../../lib/format';
import { methodOf } from '../method/method';
import { Choice } from './Choice';
import { useNumbers } from './Numbers';
import { ResultTable } from './ResultTable';
import { distinct, optionsOf, type ResultView } from './result';
import { useChoice } from './useChoice';

/** How far each two explainers agree: a picture and a table of one measure at a time. */
export function AgreementMatrix({ results }: { results: readonly ResultView[] }) {
  const { methods } = useNumbers();
  const measures = distinct(results.map((result) => String(optionsOf(result).measure)));
  const [chosen, setChosen] = useChoice(measures);
  const [first] = results;
  const method = methodOf(methods, first.dimension, first.method.id);
  const nameOf = (id: unknown): string => methodOf(methods, first.dimension, String(id))?.label ?? words(String(id));
  const shown = results.filter((result) => optionsOf(result).measure === chosen);
  const pairs = shown.map((result) => ({ of: [nameOf(optionsOf(result).explainer), nameOf(optionsOf(result).other)] as const, value: result.estimate.value ?? null }));
  const says = method?.measures.find(({ id }) => id === chosen)?.says ?? '';
  return (
    <div className="stack">
      {measures.length > 1 && (
        <div className="bar no-print">
          <Choice label="Agreement in" value={chosen} options={measures.map((value) => ({ value, label: capital(words(value)) }))} onChange={setChosen} />
        </div>
      )}
      <p className="small quiet measure">{says}</p>
      <div className="beside">
        {pairs.length > 1 && <Chart label="Agreement of explainers, chart" svg={pairMap({ id: 'agreement', title: `${capital(words(chosen))} of each two explainers`, unit: words(chosen), axis: 'explainer', pairs })} />}
        <ResultTable results={shown} label="Agreement of explainers, table" heading="Explainers" about={(result) => `${nameOf(optionsOf(result).explainer)} and ${nameOf(optionsOf(result).other)}`} beside />
      </div>
    </div>
  );
}
