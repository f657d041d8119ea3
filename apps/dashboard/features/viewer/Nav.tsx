'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Icon, type IconName } from '../../components/icons';

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
}

export function Nav({ groups, label }: { groups: readonly { title: string | null; items: readonly NavItem[] }[]; label: string }) {
  const path = usePathname();
  const isHere = (href: string): boolean => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`));
  return (
    <nav className="nav" aria-label={label}>
      {groups.map(({ title, items }) => (
        <div key={title ?? ''}>
          {title && <p className="nav-group">{title}</p>}
          <ul>
            {items.map(({ href, label, icon }) => (
              <li key={href}>
                <Link href={href} aria-current={isHere(href) ? 'page' : undefined}>
                  <Icon name={icon} />
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
