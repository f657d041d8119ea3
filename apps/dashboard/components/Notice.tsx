import type { ReactNode } from 'react';

/** A problem is announced at once; the rest when there is time. */
export function Notice({ kind = 'plain', children }: { kind?: 'plain' | 'problem' | 'done'; children: ReactNode }) {
  return (
    <div className={`notice notice-${kind}`} role={kind === 'problem' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
