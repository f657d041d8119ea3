import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { ExplainError } from '@plumbline/explain-core/errors';
import { ApiError } from '../errors.js';

/** Codes that GraphQL itself gives to requests that are wrong; their messages are about the request. */
const requestCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

export const httpStatusOf: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, NOT_FOUND: 404, CONFLICT: 409, TOO_MANY: 429 };

/** The one way out for errors: known ones as they are, with their code; everything else masked under an id, and logged whole. */
export function errorFunnel(log: Logger): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    const place = { ...(formatted.locations ? { locations: formatted.locations } : {}), ...(formatted.path ? { path: formatted.path } : {}) };
    if (cause instanceof ApiError) return { message: cause.message, ...place, extensions: { code: cause.code } };
    if (cause instanceof ExplainError) {
      return { message: cause.message, ...place, extensions: { code: cause.code, ...(cause.detail ? { detail: cause.detail } : {}) } };
    }
    const code = formatted.extensions?.code;
    if (cause instanceof GraphQLError && typeof code === 'string' && (requestCodes.has(code) || code === 'UNAUTHENTICATED' || code === 'FORBIDDEN')) {
      return { message: formatted.message, ...place, extensions: { code } };
    }
    const errorId = randomUUID();
    log.error({ errorId, path: formatted.path, error: cause }, 'masked error');
    return { message: `Something went wrong on our side. When you report it, give this id: ${errorId}.`, ...place, extensions: { code: 'INTERNAL', errorId } };
  };
}
