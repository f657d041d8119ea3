/**
 * Counts refused API keys by address, so that guessing is slow and shows in the log. In this process's memory only: 256 random bits need no more, and
 * sign-in with passwords, which do, is counted in the database.
 */
export interface Attempts {
  /** Is this address still welcome? */
  allowed(address: string): boolean;
  refused(address: string): void;
}

const windowMs = 60_000;
const perWindow = 60;
const addressesKept = 10_000;

export function countAttempts(now: () => number = Date.now): Attempts {
  const counts = new Map<string, { since: number; refused: number }>();
  const current = (address: string): { since: number; refused: number } => {
    const known = counts.get(address);
    return known && now() - known.since < windowMs ? known : { since: now(), refused: 0 };
  };
  return {
    allowed: (address) => current(address).refused < perWindow,
    refused(address) {
      const entry = current(address);
      entry.refused++;
      counts.delete(address);
      counts.set(address, entry);
      if (counts.size > addressesKept) counts.delete(counts.keys().next().value!);
    },
  };
}
