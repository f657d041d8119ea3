export type ApiErrorCode =
  | 'UNAUTHENTICATED' // nobody is signed in
  | 'FORBIDDEN' // signed in, but the role does not allow it
  | 'NOT_FOUND' // no such thing, or another organisation's: the two are not told apart
  | 'BAD_INPUT' // understood, but cannot be done as asked
  | 'CONFLICT' // something of that name or in that state is there already
  | 'TOO_MANY'; // attempts or rows

/** Like ExplainError: the message is for the person who asked. Anything else that is thrown is a defect, and masked. */
export class ApiError extends Error {
  constructor(
    readonly code: ApiErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export function badInput(message: string): ApiError {
  return new ApiError('BAD_INPUT', message);
}

export function notFound(what: string): ApiError {
  return new ApiError('NOT_FOUND', `There is no such ${what}.`);
}
