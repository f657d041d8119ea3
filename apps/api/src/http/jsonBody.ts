import express, { type ErrorRequestHandler, type RequestHandler } from 'express';

const maxBodyBytes = 1_000_000; // a column mapping or a plan is the largest thing that comes this way
const maxDepth = 100;
/** Whoever takes longer to send that much is holding a connection, not sending a request. */
const wholeBodyMs = 30_000;

/** JSON in UTF-8, not compressed, not deeper than anything we read, and without the one character PostgreSQL cannot store. */
export const jsonBody: RequestHandler[] = [
  (request, _response, next) => {
    const timer = setTimeout(() => request.destroy(), wholeBodyMs);
    request.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
    next();
  },
  (request, response, next) => {
    const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
    if (charset !== undefined && charset.toLowerCase() !== 'utf-8') return void refuse(response, 415, 'Send JSON in UTF-8.');
    next();
  },
  express.json({ limit: maxBodyBytes, inflate: false, type: ['application/json', 'application/graphql-response+json'] }),
  (request, response, next) => {
    if (!request.is('application/json')) return next(); // the server refuses it as a cross-site request
    const { problem } = inspect(request.body);
    if (problem !== null) return void refuse(response, 400, problem);
    next();
  },
];

/** Looks at every part without recursion, since the depth is what is in doubt. */
function inspect(body: unknown): { problem: string | null } {
  const open: { value: unknown; depth: number }[] = [{ value: body, depth: 0 }];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const { value, depth } = part;
    if (depth > maxDepth) return { problem: `The request's JSON is deeper than ${maxDepth} levels.` };
    if (typeof value === 'string' && /\u0000|\\u(?:0000|\{0+\})/.test(value)) return { problem: 'The request holds the character U+0000, which cannot be stored.' };
    if (typeof value === 'object' && value !== null) {
      for (const [name, child] of Object.entries(value)) open.push({ value: name, depth }, { value: child, depth: depth + 1 });
    }
  }
  return { problem: null };
}

/** What express itself refuses, in the form of GraphQL's errors and without its stack. */
export const bodyErrors: ErrorRequestHandler = (error: { status?: number; type?: string }, _request, response, next) => {
  const { status } = error;
  if (status === undefined || status < 400 || status >= 500) return next(error);
  const message = status === 413 ? `The request is larger than ${maxBodyBytes} bytes.` : status === 415 ? 'Send JSON in UTF-8, not compressed.' : 'The request is not JSON.';
  refuse(response, status, message);
};

function refuse(response: express.Response, status: number, message: string): void {
  response.status(status).json({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
}
