import type { ReactNode } from 'react';

/** Holds what may be wider than the screen; can be reached and moved with the keyboard. */
export function Scroll({ label, className = 'scroll', children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <div className={className} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
