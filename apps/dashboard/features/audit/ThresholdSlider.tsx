'use client';

import { intervalPlot } from '@plumbline/charts/intervalPlot';
import { wilson } from '@plumbline/explain-core/numeric/wilson';
import { useId, useState } from 'react';
import { Chart } from '../../components/Chart';
import { Scroll } from '../../components/Scroll';
import { count, interval, number, plain } from '../../lib/format';
import { Choice } from './Choice';
import { plotSize } from './plotSize';
import { gapOf, nearestThreshold, outcomesAt, type OutcomesAt, type Share, type ThresholdsArtifact } from './thresholds';
import { useChoice } from './useChoice';

const LEVEL = 0.95;
const rates = [
  { name: 'selectionRate', label: 'Selection rate' },
  { name: 'truePositiveRate', label: 'True positive rate' },
  { name: 'falsePositiveRate', label: 'False positive rate' },
  { name: 'accuracy', label: 'Accuracy' },
] as const satisfies readonly { name: keyof OutcomesAt; label: string }[];
type RateName = (typeof rates)[number]['name'];

/** What would happen to each group if the decision were made at another score. Nothing is asked of the model: the scores are known. */
export function ThresholdSlider({ artifact, isWeighted }: { artifact: ThresholdsArtifact; isWeighted: boolean }) {
  const { thresholds, attributes, overall, selectedAbove, threshold } = artifact;
  const own = nearestThreshold(thresholds, threshold ?? (thresholds[0] + thresholds[thresholds.length - 1]) / 2);
  const [at, setAt] = useState(own);
  const [attribute, setAttribute] = useChoice(attributes.map((entry) => entry.attribute));
  const [shown, setShown] = useState<RateName>('selectionRate');
  const slider = useId();
  const groups = attributes.find((entry) => entry.attribute === attribute)?.groups ?? [];
  const rows = [{ name: 'everybody', outcomes: outcomesAt(overall, at, selectedAbove) }, ...groups.map((group) => ({ name: group.group, outcomes: outcomesAt(group, at, selectedAbove) }))];
  const label = rates.find(({ name }) => name === shown)!.label;
  return (
    <section className="panel" id="fairness-thresholds">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>If the decision were made at another score</h3>
          <p className="small quiet">
            {selectedAbove ? 'People are selected whose score is at least the threshold.' : 'People are selected whose score is below the threshold.'} A threshold that closes one gap may open another, and what it does here it need not do on other data.
          </p>
        </div>
        <div className="bar no-print">
          <Choice label="Groups of" value={attribute} options={attributes.map((entry) => ({ value: entry.attribute, label: entry.attribute }))} onChange={setAttribute} />
          <Choice label="Picture of" value={shown} options={rates.map(({ name, label: text }) => ({ value: name, label: text }))} onChange={(value) => setShown(value as RateName)} />
        </div>
      </div>
      <div className="stack">
        <div className="slider">
          <label htmlFor={slider}>Threshold</label>
          <input id={slider} type="range" min={0} max={thresholds.length - 1} step={1} value={at} onChange={(event) => setAt(Number(event.target.value))} aria-valuetext={plain(Number(thresholds[at].toFixed(6)))} />
          <output htmlFor={slider} className="number">
            {plain(Number(thresholds[at].toFixed(6)))}
          </output>
          <button type="button" className="button button-small" onClick={() => setAt(own)} disabled={at === own}>
            {threshold === null ? 'Back to the middle' : `Back to ${plain(threshold)}, the model’s own`}
          </button>
        </div>
        <div className="stack">
          <Chart
            label={`${label} by ${attribute} at the threshold, chart`}
            svg={intervalPlot({
              id: 'threshold-rates',
              title: `${label} by ${attribute} at threshold ${plain(Number(thresholds[at].toFixed(6)))}`,
              axis: label.toLowerCase(),
              domain: [0, 1],
              ...plotSize(groups.map(({ group }) => group)),
              rows: rows.slice(1).map(({ name, outcomes }) => ({ label: name, estimate: estimateOf(outcomes[shown], isWeighted) })),
              ...(rows[0].outcomes[shown].value === null ? {} : { line: { value: rows[0].outcomes[shown].value!, label: 'overall' } }),
            })}
          />
          <Scroll label={`Rates by ${attribute} at the threshold, table`}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Group</th>
                  {rates.map(({ name, label: text }) => (
                    <th key={name} scope="col">
                      {text}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ name, outcomes }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    {rates.map((rate) => (
                      <td key={rate.name}>
                        <Rate share={outcomes[rate.name]} isWeighted={isWeighted} />
                      </td>
                    ))}
                  </tr>
                ))}
                <tr>
                  <th scope="row">largest gap</th>
                  {rates.map((rate) => {
                    const gap = gapOf(rows.slice(1).map(({ outcomes }) => outcomes[rate.name]));
                    return (
                      <td key={rate.name} className="number">
                        {gap === null ? <span className="not-estimable">not estimable</span> : <strong>{number(gap)}</strong>}
                      </td>
                    );
                  })}
                </tr>
              </tbody>
            </table>
          </Scroll>
        </div>
        <p className="small quiet">
          Intervals are Wilson’s at 95 %, one group at a time{isWeighted ? ', and are left out here since rows are weighted' : ''}. {artifact.bins === null ? 'Counted from every score.' : `Counted from scores in ${count(artifact.bins)} bins.`} A gap shown here is what these rows show; the audit’s own gaps carry
          intervals.
        </p>
      </div>
    </section>
  );
}

function Rate({ share: { value, numerator, denominator }, isWeighted }: { share: Share; isWeighted: boolean }) {
  if (value === null) return <span className="not-estimable">not estimable</span>;
  return (
    <span className="number">
      <strong>{number(value)}</strong>
      {!isWeighted && <span className="quiet small"> [{interval(wilson(numerator, denominator, LEVEL))}]</span>}
      <div className="quiet small">
        {count(Math.round(numerator))} of {count(Math.round(denominator))}
      </div>
    </span>
  );
}

function estimateOf({ value, numerator, denominator }: Share, isWeighted: boolean) {
  if (value === null) return { value: null, n: 0, undefinedBecause: 'no rows to divide by' } as const;
  const n = Math.round(denominator);
  return isWeighted ? { value, n } : { value, n, ...boundsOf(numerator, denominator) };
}

function boundsOf(numerator: number, denominator: number): { lower: number; upper: number } {
  const { lower, upper } = wilson(numerator, denominator, LEVEL);
  return { lower, upper };
}
