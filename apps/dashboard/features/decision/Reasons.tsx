import { waterfall } from '@plumbline/charts/waterfall';
import { Chart } from '../../components/Chart';
import { Scroll } from '../../components/Scroll';
import { number } from '../../lib/format';
import { plotSize } from '../audit/plotSize';
import { answerWords, leftUnexplained, reasonInWords, reasonsOf, shownValue, stepsOf, type Attributions, type ExplainedRow } from './explanation';

/** Reasons that a person can take in at once; the others are one step, and all are in the table. */
const mostSteps = 8;
const mostSentences = 3;

/** Why one answer came out as it did, by one explainer: in words, as a picture, as a table. */
export function Reasons({ attributions, row, label, summary }: { attributions: Attributions; row: ExplainedRow; label: string; summary: string }) {
  const reasons = reasonsOf(attributions.features, row);
  const answer = answerWords(attributions);
  const left = leftUnexplained(row);
  const isLeft = left !== 0;
  const steps = stepsOf(reasons, left, mostSteps, shownValue);
  const sure = reasons.filter(({ unsure }) => !unsure);
  return (
    <section className="panel" id={`reasons-${attributions.method}`}>
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>Reasons by {label}</h3>
          <p className="small quiet">{summary}</p>
        </div>
      </div>
      <div className="stack">
        {sure.length === 0 ? (
          <p>No feature stands out: as far as this explainer can tell, the model would answer the same whatever this row held.</p>
        ) : (
          <>
            <p>
              What moves {answer} most, from {number(row.base)} {isLeft ? 'where the line begins' : 'on average'} to {number(row.output)} here:
            </p>
            <ul className="plain">
              {sure.slice(0, mostSentences).map((reason) => (
                <li key={reason.feature}>{reasonInWords(reason)}</li>
              ))}
            </ul>
          </>
        )}
        <Chart
          label={`Reasons by ${label}, chart`}
          svg={waterfall({
            id: `waterfall-${attributions.method}`,
            title: `How ${answer} comes about, by ${label}`,
            axis: answer,
            base: { value: row.base, label: isLeft ? 'where it begins' : 'on average' },
            end: { value: row.output, label: 'this row' },
            steps,
            ...plotSize(steps.map(({ label: text }) => text)),
          })}
        />
        <details className="more">
          <summary>{reasons.length === 1 ? 'The reason' : `All ${reasons.length} reasons`} as a table</summary>
          <Scroll label={`Reasons by ${label}, table`}>
            <table className="table table-tight">
              <thead>
                <tr>
                  <th scope="col">Feature</th>
                  <th scope="col">Value</th>
                  <th scope="col" className="right">
                    Adds
                  </th>
                  <th scope="col" className="right">
                    ± at 95 %
                  </th>
                </tr>
              </thead>
              <tbody>
                {reasons.map((reason) => (
                  <tr key={reason.feature}>
                    <th scope="row">{reason.feature}</th>
                    <td>{shownValue(reason.value)}</td>
                    <td className="right number">{number(reason.change)}</td>
                    <td className="right number">{reason.doubt === 0 ? 'exact' : number(reason.doubt)}</td>
                  </tr>
                ))}
                {isLeft && (
                  <tr>
                    <th scope="row">left unexplained</th>
                    <td />
                    <td className="right number">{number(left)}</td>
                    <td />
                  </tr>
                )}
              </tbody>
            </table>
          </Scroll>
        </details>
      </div>
    </section>
  );
}
