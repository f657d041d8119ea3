'use client';

import { Notice } from '../../components/Notice';
import { capital, words } from '../../lib/format';
import { methodOf, type MethodView } from '../method/method';
import type { SliceRights } from '../slice/SliceActions';
import { GapsPanel } from './GapsPanel';
import { GroupDistribution } from './GroupDistribution';
import { IntersectionExplorer, type NamedRate } from './IntersectionExplorer';
import { MethodPanel } from './MethodPanel';
import { useNumbers } from './Numbers';
import { RatesPanel } from './RatesPanel';
import { RedFlags } from './RedFlags';
import { ResultTable } from './ResultTable';
import { SlicesPanel, type SlicesArtifact } from './SlicesPanel';
import { ThresholdSlider } from './ThresholdSlider';
import type { FindingsView } from './findings';
import { distinct, type ResultView } from './result';
import type { ThresholdsArtifact } from './thresholds';

export interface FairnessArtifacts {
  readonly thresholds: ThresholdsArtifact | null;
  readonly slices: SlicesArtifact | null;
  readonly warnings: readonly { readonly attribute: string; readonly message: string; readonly examples: readonly string[] }[];
}

/** Methods with a panel of their own. */
const distribution = 'groupCounts';
const tests = 'disparityTests';
const slices = ['sliceDiscovery', 'watchedSlices'];

/**
 * Who is in the data before any metric; then what stands out, corrected for all that was looked at; then metric by metric, the groups where columns
 * meet, other thresholds, and what nobody asked about.
 */
export function FairnessPanels({ results, findings, artifacts, isWeighted, rights }: { results: readonly ResultView[]; findings: FindingsView | null; artifacts: FairnessArtifacts; isWeighted: boolean; rights: SliceRights }) {
  const { methods } = useNumbers();
  const byMethod = distinct(results.map(({ method }) => method.id)).map((id): NamedRate => ({ id, label: labelOf(methods, id), results: results.filter(({ method }) => method.id === id) }));
  const lacking = byMethod.filter(({ results: own }) => own.every(({ estimate, attribute, group }) => estimate.value === null && typeof attribute !== 'string' && typeof group !== 'string'));
  const general = byMethod.filter((method) => method.id !== distribution && method.id !== tests && !slices.includes(method.id) && !lacking.includes(method));
  const rates = general.filter(({ results: own }) => isPerGroup(own) && !hasMeasures(own));
  const gaps = general.filter(({ results: own }) => !isPerGroup(own) && !hasMeasures(own));
  const others = general.filter((method) => !rates.includes(method) && !gaps.includes(method));
  const tested = byMethod.find(({ id }) => id === tests)?.results ?? [];
  return (
    <>
      {artifacts.warnings.map(({ attribute, message, examples }) => (
        <Notice key={attribute}>
          <strong>{attribute}: </strong>
          {message} <span className="quiet">{examples.join('; ')}</span>
        </Notice>
      ))}
      <GroupDistribution results={byMethod.find(({ id }) => id === distribution)?.results ?? []} />
      <RedFlags found={findings} results={tested} />
      {rates.length > 0 && <RatesPanel rates={rates} />}
      {gaps.length > 0 && <GapsPanel gaps={gaps} />}
      <IntersectionExplorer rates={rates} />
      {artifacts.thresholds && <ThresholdSlider artifact={artifacts.thresholds} isWeighted={isWeighted} />}
      <SlicesPanel artifact={artifacts.slices} results={byMethod.filter(({ id }) => slices.includes(id)).flatMap((method) => method.results)} rights={rights} />
      {others.map(({ id, results: own }) => (
        <MethodPanel key={id} results={own} />
      ))}
      {lacking.length > 0 && (
        <section className="panel panel-flush" id="fairness-lacking">
          <div className="panel-head">
            <div className="stack stack-tight">
              <h3>What this audit cannot tell</h3>
              <p className="small quiet">Measures that need something which is not there; nothing is guessed in its place.</p>
            </div>
          </div>
          <ResultTable results={lacking.flatMap((method) => method.results)} label="Measures that are not estimable" withMethod heading="About" />
        </section>
      )}
    </>
  );
}

function labelOf(methods: readonly MethodView[], id: string): string {
  return methodOf(methods, 'fairness', id)?.label ?? capital(words(id));
}

/** A number of everybody and of each group; what compares groups is a gap. */
function isPerGroup(results: readonly ResultView[]): boolean {
  return results.some(({ group }) => typeof group === 'string') && results.some(({ attribute }) => typeof attribute !== 'string');
}

/** A method that gives several kinds of numbers tells them apart by these options. */
function hasMeasures(results: readonly ResultView[]): boolean {
  return results.some(({ options }) => ['measure', 'statistic', 'class', 'loss', 'from'].some((name) => name in (options as object)));
}
