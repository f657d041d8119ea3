import Link from 'next/link';
import type { ReactNode } from 'react';
import { Icon, Mark } from '../../components/icons';
import { may } from '../../lib/may';
import { Nav, type NavItem } from './Nav';
import { SignOut } from './SignOut';
import type { Viewer } from './viewer';

function groupsFor(viewer: Viewer | null): { title: string | null; items: NavItem[] }[] {
  return [
    {
      title: null,
      items: [
        { href: '/', label: 'Comparison', icon: 'compare' },
        { href: '/audits', label: 'Audits', icon: 'audits' },
      ],
    },
    {
      title: 'Subjects',
      items: [
        { href: '/models', label: 'Models', icon: 'models' },
        { href: '/datasets', label: 'Data sets', icon: 'datasets' },
      ],
    },
    {
      title: 'Rules',
      items: [
        { href: '/policies', label: 'Policies', icon: 'policies' },
        { href: '/schedules', label: 'Schedules', icon: 'schedules' },
        { href: '/slices', label: 'Slices', icon: 'slices' },
        ...(viewer && may(viewer.role, 'access.manage') ? [{ href: '/api-keys', label: 'API keys', icon: 'apiKeys' } as const] : []),
      ],
    },
  ];
}

/** The frame around every page of a signed-in person. Without a viewer (the API is down) the frame still stands. */
export function Shell({ viewer, children }: { viewer: Viewer | null; children: ReactNode }) {
  const groups = groupsFor(viewer);
  const wordmark = (
    <Link href="/" className="wordmark">
      <Mark />
      Plumbline
    </Link>
  );
  const foot = viewer && (
    <div className="rail-foot">
      <strong>{viewer.name}</strong>
      <span className="quiet">
        {viewer.role}, {viewer.organisation.name}
      </span>
      <SignOut />
    </div>
  );
  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to content
      </a>
      <header className="rail">
        {wordmark}
        <Nav groups={groups} label="Main" />
        {foot}
      </header>
      <header className="narrow-bar">
        <details>
          <summary>
            <span className="wordmark">
              <Mark size={20} />
              Plumbline
            </span>
            <span className="row small">
              <Icon name="menu" /> Menu
            </span>
          </summary>
          <Nav groups={groups} label="Menu" />
          {foot}
        </details>
      </header>
      <main className="page" id="content">
        {children}
      </main>
    </div>
  );
}
