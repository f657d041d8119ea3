'use client';

import { Scroll } from '../../components/Scroll';
import { capital, words } from '../../lib/format';
import { methodOf } from '../method/method';
import { NumberLink, useNumbers } from './Numbers';
import { distinct, optionsOf, type ResultView } from './result';

/** What one judge measured of several explainers: a measure a line, with what it says, an explainer a column. */
export function MeasureMatrix({ results, label }: { results: readonly ResultView[]; label: string }) {
  const { methods } = useNumbers();
  const [first] = results;
  const method = methodOf(methods, first.dimension, first.method.id);
  const explainers = distinct(results.map(explainerOf));
  return (
    <Scroll label={label}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Measure</th>
            {explainers.map((explainer) => (
              <th key={explainer} scope="col">
                {methodOf(methods, first.dimension, explainer)?.label ?? words(explainer)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {distinct(results.map(measureOf)).map((measure) => (
            <tr key={measure}>
              <th scope="row" className="told">
                {capital(words(measure))}
                <div className="small quiet">{method?.measures.find(({ id }) => id === measure)?.says}</div>
              </th>
              {explainers.map((explainer) => (
                <td key={explainer}>
                  {results
                    .filter((result) => measureOf(result) === measure && explainerOf(result) === explainer)
                    .map(({ id, estimate }) => (
                      <div key={id}>
                        <NumberLink id={id} />
                        {estimate.undefinedBecause && <div className="small quiet">because {estimate.undefinedBecause}</div>}
                      </div>
                    ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function measureOf(result: ResultView): string {
  return String(optionsOf(result).measure);
}

function explainerOf(result: ResultView): string {
  return String(optionsOf(result).explainer);
}
