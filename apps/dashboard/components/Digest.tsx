import { shortDigest } from '../lib/format';

/** The beginning, enough to tell apart by sight; the whole is its title, and in the evidence. */
export function Digest({ digest, whole = false }: { digest: string | null | undefined; whole?: boolean }) {
  if (digest === null || digest === undefined) return <span className="quiet">none yet</span>;
  return (
    <span className="digest" title={digest}>
      {whole ? digest : shortDigest(digest)}
    </span>
  );
}
