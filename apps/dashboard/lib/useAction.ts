'use client';

import { useState } from 'react';

/** Something a person started that takes a while and may be refused: whether it is under way, and what was said against it. */
export function useAction(): { pending: boolean; problem: string | null; run: (action: () => Promise<void>) => Promise<void> } {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function run(action: () => Promise<void>): Promise<void> {
    setPending(true);
    setProblem(null);
    try {
      await action();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setPending(false);
    }
  }
  return { pending, problem, run };
}
