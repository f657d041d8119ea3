import type { IncomingMessage, Server } from 'node:http';
import { GraphQLError, parse, validate, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { addressHeader } from '../auth/sessions.js';
import { ApiError } from '../errors.js';
import type { Context } from './context.js';
import { errorFunnel } from './errorFunnel.js';
import { queryLimits, refuseOversized } from './limits.js';

export interface SubscriptionOptions {
  readonly schema: GraphQLSchema;
  readonly httpServer: Server;
  readonly path: string;
  readonly origin: string;
  readonly log: Logger;
  /** Null when nobody is signed in. */
  readonly contextOf: (headers: Headers) => Promise<Context | null>;
}

/** One person has a few pages open; more on one connection is a mistake. */
const maxStreams = 50;
const maxMessageBytes = 64 * 1024;

/** graphql-ws on the path of the API, with the API's own authentication and limits. */
export function serveSubscriptions({ schema, httpServer, path, origin, log, contextOf }: SubscriptionOptions): { close(): Promise<void> } {
  const sockets = new WebSocketServer({ server: httpServer, path, maxPayload: maxMessageBytes });
  const funnel = errorFunnel(log);
  const show = (error: GraphQLError): GraphQLError => {
    const { message, extensions } = funnel(error.toJSON(), error);
    return new GraphQLError(message, { path: error.path, extensions });
  };
  const streams = new WeakMap<object, number>();
  const disposable = useServer<Record<string, unknown> | undefined, { context?: Context }>(
    {
      connectionInitWaitTimeout: 10_000,
      async onConnect({ extra, connectionParams }) {
        const headers = headersOf(extra.request, connectionParams);
        // A browser sends the cookie from any page; only ours may use it.
        if (headers.has('cookie') && !headers.has('authorization') && extra.request.headers.origin !== origin) return extra.socket.close(4403, 'Forbidden');
        try {
          const context = await contextOf(headers);
          if (!context) return extra.socket.close(4401, 'Unauthorized');
          extra.context = context;
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          return extra.socket.close(error.code === 'FORBIDDEN' ? 4403 : 4401, error.code === 'FORBIDDEN' ? 'Forbidden' : 'Unauthorized');
        }
      },
      onSubscribe({ extra }, _id, { query, operationName, variables }) {
        const open = (streams.get(extra.socket) ?? 0) + 1;
        if (open > maxStreams) return [new GraphQLError(`At most ${maxStreams} streams on one connection.`, { extensions: { code: 'TOO_MANY' } })];
        try {
          const document = parse(query, { maxTokens: queryLimits.tokens });
          const problems = validate(schema, document, undefined, { maxErrors: 10 });
          if (problems.length > 0) return problems;
          const operations = document.definitions.filter((node) => node.kind === 'OperationDefinition');
          const operation = operationName ? operations.find(({ name }) => name?.value === operationName) : operations.length === 1 ? operations[0] : undefined;
          if (operation?.operation !== 'subscription') return [new GraphQLError('Send queries and mutations by POST; this connection is for one subscription at a time.', { extensions: { code: 'BAD_REQUEST' } })];
          refuseOversized(schema, document, operation, variables ?? {});
          streams.set(extra.socket, open);
          return { schema, document, operationName, variableValues: variables, contextValue: extra.context };
        } catch (error) {
          if (error instanceof GraphQLError) return [error];
          throw error;
        }
      },
      onComplete({ extra }) {
        streams.set(extra.socket, (streams.get(extra.socket) ?? 1) - 1);
      },
      onError: (_context, _id, _message, errors) => errors.map((error) => show(new GraphQLError(error.message, error))).map((error) => error.toJSON()),
      onNext(_context, _id, _message, _args, result) {
        if (result.errors) return { ...result, errors: result.errors.map((error) => show(error)) };
        return undefined;
      },
    },
    sockets,
  );
  return {
    async close() {
      await disposable.dispose();
    },
  };
}

/** A browser cannot set headers on a WebSocket, so an API key may come as a parameter of the connection. */
function headersOf(request: IncomingMessage, parameters: Record<string, unknown> | undefined): Headers {
  const headers = new Headers();
  if (request.headers.cookie) headers.set('cookie', request.headers.cookie);
  const authorization = parameters?.authorization ?? request.headers.authorization;
  if (typeof authorization === 'string') headers.set('authorization', authorization);
  headers.set(addressHeader, request.socket.remoteAddress ?? 'unknown');
  return headers;
}
