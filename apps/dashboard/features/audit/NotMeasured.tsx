'use client';

import { words } from '../../lib/format';
import { methodOf } from '../method/method';
import { NumberLink, useNumbers } from './Numbers';
import { distinct, type ResultView } from './result';

/** Methods of which nothing could be measured, a line each: why, and the numbers that say so. */
export function NotMeasured({ results }: { results: readonly ResultView[] }) {
  const { methods } = useNumbers();
  if (results.length === 0) return null;
  return (
    <section className="panel" id={`${results[0].dimension}-not-measured`}>
      <div className="panel-head">
        <h3>What could not be measured, and why</h3>
      </div>
      <ul className="plain">
        {distinct(results.map(({ method }) => method.id)).map((id) => {
          const own = results.filter(({ method }) => method.id === id);
          const reasons = distinct(own.map(({ estimate }) => estimate.undefinedBecause ?? 'no reason was given'));
          return (
            <li key={id}>
              <strong>{methodOf(methods, own[0].dimension, id)?.label ?? words(id)}</strong>: {reasons.join('; ')}. <NumberLink id={own[0].id} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
