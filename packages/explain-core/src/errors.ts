/** Every code the core can throw. Codes are stable: clients branch on them. */
export type ErrorCode =
  | 'BAD_DATA' // a file or table does not hold what was promised
  | 'BAD_MODEL' // a model file cannot be read, is unsafe, or does not fit the data
  | 'BAD_MAPPING' // the column mapping does not fit the model or the data
  | 'BAD_OPTIONS' // a method's options do not parse
  | 'BAD_PLAN' // a plan cannot be made or run as asked
  | 'BAD_PREDICTION' // a model answered with NaN, infinities or the wrong shape
  | 'UNSUPPORTED' // understood, but not something this version can do
  | 'RESOURCE_LIMIT' // time or memory limit reached
  | 'MODEL_CHANGED' // the bytes are not those the plan names
  | 'CANCELLED';

/**
 * An error whose message is meant for the person who caused it: it says what came, what was expected and what to do.
 * Anything else that is thrown is a defect and is masked before it leaves the system.
 */
export class ExplainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly detail?: Readonly<Record<string, string | number>>,
  ) {
    super(message);
    this.name = 'ExplainError';
  }
}

/** Looked at between batches by everything that takes long. */
export function throwIfCancelled(signal: AbortSignal | undefined, what = 'audit'): void {
  if (signal?.aborted) throw new ExplainError('CANCELLED', `The ${what} was cancelled.`);
}

/** Marks the end of a switch over a closed union. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}
