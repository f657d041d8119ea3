'use client';

import { intervalPlot } from '@plumbline/charts/intervalPlot';
import { useState, type ReactNode } from 'react';
import { Chart } from '../../components/Chart';
import { words } from '../../lib/format';
import { methodOf } from '../method/method';
import { Choice } from './Choice';
import { useNumbers } from './Numbers';
import { ResultTable } from './ResultTable';
import { chartEstimate, distinct, optionsOf, varyingOptions, type ResultView } from './result';

function measureOf(result: ResultView): string {
  const { measure } = optionsOf(result);
  return typeof measure === 'string' ? words(measure) : 'overall';
}

/** More than these make a chart that nobody reads; the rest stand in the table. */
const mostShown = 12;

/**
 * Everything one method found, whichever method it is: numbers about features as a ranking, about groups as a chart for each attribute, the rest as
 * a table. Options in which the results differ become choices.
 */
export function MethodPanel({ results, children }: { results: readonly ResultView[]; children?: ReactNode }) {
  const { methods } = useNumbers();
  const [first] = results;
  const method = methodOf(methods, first.dimension, first.method.id);
  const label = method?.label ?? first.method.id;
  const rest = results.filter((result) => typeof result.feature !== 'string' && typeof result.group !== 'string');
  const detailed = results.filter((result) => !rest.includes(result));
  // `scope` only repeats whether a number is about everything, a group or a feature.
  const choices = varyingOptions(detailed).filter(({ name }) => name !== 'scope');
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const isChosen = (result: ResultView): boolean =>
    choices.every(({ name, values }) => {
      const value = optionsOf(result)[name];
      return value === undefined || JSON.stringify(value) === (chosen[name] ?? values[0]);
    });
  const shown = detailed.filter(isChosen);
  const features = shown.filter(({ group }) => typeof group !== 'string').sort((a, b) => Math.abs(b.estimate.value ?? 0) - Math.abs(a.estimate.value ?? 0));
  const groups = shown.filter((result) => !features.includes(result));
  const restVaries = varyingOptions(rest).filter(({ name }) => name !== 'scope');
  const aboutRest = (result: ResultView): string => restVaries.map(({ name }) => words(String(optionsOf(result)[name]))).join(', ') || measureOf(result);
  const id = `${first.dimension}-${first.method.id}`;
  return (
    <section className="panel" id={id}>
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>{label}</h3>
          <p className="small quiet">{method?.summary}</p>
        </div>
        {choices.length > 0 && (
          <div className="bar no-print">
            {choices.map(({ name, values }) => (
              <Choice key={name} label={words(name)} value={chosen[name] ?? values[0]} options={values.map((value) => ({ value, label: words(value.replaceAll('"', '')) }))} onChange={(value) => setChosen({ ...chosen, [name]: value })} />
            ))}
          </div>
        )}
      </div>
      <div className="stack">
        {rest.length > 0 && <ResultTable results={rest} label={`${label}, overall`} heading="Measure" about={aboutRest} />}
        {features.length > 0 && (
          <>
            <Chart
              label={`${label} of the features, chart`}
              svg={intervalPlot({
                id: `${id}-features`,
                title: `${label}: ${features.length > mostShown ? `the ${mostShown} largest of ${features.length} features` : 'every feature'}`,
                axis: label.toLowerCase(),
                rows: features.slice(0, mostShown).map((result) => ({ label: result.feature ?? '', estimate: chartEstimate(result.estimate) })),
              })}
            />
            <details className="more">
              <summary>{features.length > mostShown ? `All ${features.length} features as a table` : 'As a table'}</summary>
              <ResultTable results={features} label={`${label} of the features, table`} heading="Feature" about={({ feature }) => feature ?? ''} />
            </details>
          </>
        )}
        {distinct(groups.map(({ attribute }) => attribute ?? '')).map((attribute) => {
          const members = groups.filter((result) => (result.attribute ?? '') === attribute);
          return (
            <div key={attribute} className="stack stack-tight">
              <h4>By {attribute}</h4>
              <Chart
                label={`${label} by ${attribute}, chart`}
                svg={intervalPlot({ id: `${id}-${attribute}`, title: `${label} by ${attribute}`, axis: label.toLowerCase(), rows: members.map((result) => ({ label: result.group ?? '', estimate: chartEstimate(result.estimate) })) })}
              />
              <details className="more">
                <summary>As a table</summary>
                <ResultTable results={members} label={`${label} by ${attribute}, table`} heading="Group" about={({ group }) => group ?? ''} />
              </details>
            </div>
          );
        })}
        {children}
      </div>
    </section>
  );
}
