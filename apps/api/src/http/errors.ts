import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { ExplainError } from '@plumbline/explain-core/errors';
import { ApiError } from '../errors.js';
import { httpStatusOf } from '../graphql/errorFunnel.js';

/** The funnel of what is not GraphQL: the same codes, as a status and a small document. */
export function httpErrors(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof ApiError || error instanceof ExplainError) {
      return void response.status(httpStatusOf[error.code] ?? 400).json({ code: error.code, message: error.message });
    }
    const errorId = randomUUID();
    log.error({ errorId, method: request.method, path: request.path, error }, 'masked error');
    response.status(500).json({ code: 'INTERNAL', message: `Something went wrong on our side. When you report it, give this id: ${errorId}.`, errorId });
  };
}
