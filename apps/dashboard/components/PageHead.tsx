import Link from 'next/link';
import type { ReactNode } from 'react';

export function PageHead({ title, crumb, lead, children }: { title: ReactNode; crumb?: { href: string; label: string }; lead?: ReactNode; children?: ReactNode }) {
  return (
    <header className="page-head">
      <div>
        {crumb && (
          <span className="crumb">
            <Link href={crumb.href}>{crumb.label}</Link>
          </span>
        )}
        <h1>{title}</h1>
        {lead && <p className="lead">{lead}</p>}
      </div>
      {children && <div className="row no-print">{children}</div>}
    </header>
  );
}
