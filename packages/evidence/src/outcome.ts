import type { Check } from './verify.js';

/** What both programs that verify answer; others build on these numbers. */
export const exitCodes = { valid: 0, invalid: 1, unreadable: 2, unknownVersion: 3 } as const;

/** A changed bundle is told from one that lacks something. */
export function exitCodeOf(valid: boolean, complete: boolean): number {
  if (valid) return exitCodes.valid;
  return complete ? exitCodes.invalid : exitCodes.unreadable;
}

/** One line a check, and what follows from them. */
export function checksInWords(checks: readonly Check[], valid: boolean): string {
  const lines = checks.map(({ id, ok, detail }) => `${ok ? 'ok    ' : 'FAILED'}  ${id}: ${detail}`);
  const outcome = valid
    ? 'Valid: every check holds. Who signed it is for you to settle: ask the issuer, by another way, for the name of the key above and compare.'
    : 'Not valid: do not rely on this bundle.';
  return `${[...lines, '', outcome].join('\n')}\n`;
}
