import Link from 'next/link';
import { Digest } from '../../components/Digest';
import { Icon } from '../../components/icons';
import { Scroll } from '../../components/Scroll';
import { State } from '../../components/State';
import { verdictWords } from '../../components/Verdict';
import type { AuditsQuery } from '../../generated/graphql';
import { moment, percent } from '../../lib/format';
import { dimensionNames, dimensionWords } from './dimensions';

type ListedAudit = AuditsQuery['audits']['edges'][number]['node'];

export function AuditsTable({ audits }: { audits: readonly ListedAudit[] }) {
  return (
    <Scroll label="Audits">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Data set</th>
            <th scope="col">State</th>
            <th scope="col">Verdicts</th>
            <th scope="col">Policy</th>
            <th scope="col" className="right">
              Seed
            </th>
            <th scope="col">Digest</th>
            <th scope="col">Begun</th>
          </tr>
        </thead>
        <tbody>
          {audits.map((audit) => (
            <tr key={audit.id} className="link-row">
              <th scope="row">
                <Link href={`/audits/${audit.id}`}>{audit.modelVersion.model.name}</Link>
                <span className="quiet small"> v{audit.modelVersion.number}</span>
              </th>
              <td>{audit.dataset.name}</td>
              <td>
                <State state={audit.state} />
                {audit.state === 'running' && audit.progress.tasksTotal > 0 && <div className="small quiet number">{percent(audit.progress.tasksDone / audit.progress.tasksTotal)}</div>}
              </td>
              <td>
                {audit.state === 'succeeded' && (
                  <span className="row" style={{ gap: '0.25rem', flexWrap: 'nowrap' }}>
                    {dimensionNames.map((dimension) => {
                      const verdict = audit.dimensions.find((entry) => entry.dimension === dimension)?.verdict ?? 'cannotTell';
                      const label = `${dimensionWords[dimension].name}: ${verdictWords[verdict]}`;
                      return (
                        <span key={dimension} className={`verdict verdict-${verdict}`} role="img" aria-label={label} title={label}>
                          <Icon name={verdict} size={12} />
                          {dimensionWords[dimension].name.charAt(0)}
                        </span>
                      );
                    })}
                  </span>
                )}
              </td>
              <td className="quiet">
                {audit.policy.name} v{audit.policy.version}
              </td>
              <td className="right number">{audit.seed}</td>
              <td>
                <Digest digest={audit.digest} />
              </td>
              <td className="number quiet">{moment(audit.startedAt ?? audit.createdAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
