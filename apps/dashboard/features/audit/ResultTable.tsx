'use client';

import { intervalSpark } from '@plumbline/charts/intervalSpark';
import { Spark } from '../../components/Chart';
import { Scroll } from '../../components/Scroll';
import { count } from '../../lib/format';
import { methodOf, type MethodView } from '../method/method';
import { NumberLink, useNumbers } from './Numbers';
import { chartEstimate, optionsOf, sparkDomain, whereOf, type ResultView } from './result';

/** Numbers in rows: whatever a method gives, each with its interval, n and, where there is no number, the reason. Beside a chart, picture and n are there. */
export function ResultTable({ results, label, about = whereOf, heading = 'About', withMethod = false, beside = false, note }: { results: readonly ResultView[]; label: string; about?: (result: ResultView) => string; heading?: string; withMethod?: boolean; beside?: boolean; note?: { heading: string; of: (result: ResultView) => string } }) {
  const { methods } = useNumbers();
  return (
    <Scroll label={label}>
      <table className="table">
        <thead>
          <tr>
            {withMethod && <th scope="col">Measure</th>}
            <th scope="col">{heading}</th>
            <th scope="col">Value and interval</th>
            {!beside && (
              <>
                <th scope="col">
                  <span className="visually-hidden">Picture</span>
                </th>
                <th scope="col" className="right">
                  n
                </th>
              </>
            )}
            {note && <th scope="col">{note.heading}</th>}
          </tr>
        </thead>
        <tbody>
          {results.map((result) => {
            const method = methodOf(methods, result.dimension, result.method.id);
            return (
              <tr key={result.id}>
                {withMethod && <th scope="row">{method?.label ?? result.method.id}</th>}
                {withMethod ? <td>{about(result)}</td> : <th scope="row">{about(result)}</th>}
                <td>
                  <NumberLink id={result.id} />
                  {result.estimate.undefinedBecause && <div className="small quiet">because {result.estimate.undefinedBecause}</div>}
                </td>
                {!beside && (
                  <>
                    <td>
                      {result.estimate.interval && (
                        <Spark
                          svg={intervalSpark({
                            id: `spark-${result.id}`,
                            title: `${method?.label ?? result.method.id}, ${about(result)}`,
                            estimate: chartEstimate(result.estimate),
                            domain: commonDomain(results.filter((other) => isComparable(other, result)), method),
                          })}
                        />
                      )}
                    </td>
                    <td className="right number">{count(result.estimate.n)}</td>
                  </>
                )}
                {note && <td className="small quiet">{note.of(result)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

function isComparable(one: ResultView, other: ResultView): boolean {
  return one.method.id === other.method.id && optionsOf(one).measure === optionsOf(other).measure;
}

/** One axis for all numbers of a kind, so that their pictures can be held against each other. */
function commonDomain(results: readonly ResultView[], method: MethodView | undefined): readonly [number, number] {
  const domains = results.filter(({ estimate }) => estimate.interval).map(({ estimate }) => sparkDomain(estimate, { atMost: method?.ideal }, method?.range));
  return [Math.min(...domains.map(([low]) => low)), Math.max(...domains.map(([, high]) => high))];
}
