import Link from 'next/link';
import { count } from '../lib/format';

/** Forward through a list by its cursor; the browser's own "back" leads back. */
export function Pager({ path, search = {}, shown, total, pageInfo }: { path: string; search?: Readonly<Record<string, string>>; shown: number; total: number; pageInfo: { endCursor?: string | null; hasNextPage: boolean } }) {
  const next = new URLSearchParams({ ...search, after: pageInfo.endCursor ?? '' });
  return (
    <nav className="pager" aria-label="Pages">
      <span>
        {count(shown)} of {count(total)}
      </span>
      {pageInfo.hasNextPage && <Link href={`${path}?${next}`}>Next page</Link>}
    </nav>
  );
}
