import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expressMiddleware } from '@as-integrations/express5';
import { toNodeHandler } from 'better-auth/node';
import express from 'express';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { countAttempts } from '../auth/attempts.js';
import { authenticate, type Doors } from '../auth/authenticate.js';
import { secretFile } from '../auth/secretFile.js';
import { addressHeader, makeSessions } from '../auth/sessions.js';
import { askPool } from '../compute/askPool.js';
import { instance } from '../db.js';
import { ApiError } from '../errors.js';
import { openProgressFeed } from '../features/audit/progressFeed.js';
import { downloadEvidence } from '../features/evidence/evidence.service.js';
import type { Installation } from '../features/installation.js';
import { sweepSpool } from '../features/upload/upload.service.js';
import { makeApollo } from '../graphql/apollo.js';
import type { Context } from '../graphql/context.js';
import { httpStatusOf } from '../graphql/errorFunnel.js';
import { makeSchema } from '../graphql/schema.js';
import { serveSubscriptions } from '../graphql/subscriptions.js';
import { httpErrors } from './errors.js';
import { fetchHeaders } from './headers.js';
import { bodyErrors, jsonBody } from './jsonBody.js';
import { receiveUpload } from './uploads.js';
import { openQueue } from '../jobs/queue.js';

export interface ServerOptions {
  readonly databaseUrl: string;
  /** Where secrets and uploads are kept. */
  readonly home: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** The dashboard's. */
  readonly origin: string;
  readonly production: boolean;
  readonly log: Logger;
  /** Left out: a file in `home`. */
  readonly secret?: string | undefined;
}

export interface RunningServer {
  readonly url: string;
  /** Answers what is under way, refuses what comes, and lets go of everything. */
  close(): Promise<void>;
}

const sweepMs = 600_000;
const headersTimeoutMs = 15_000;
const keepAliveTimeoutMs = 10_000;

/** The process that answers. connectDatabase() has been called, and migrations have been applied. It never computes. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { databaseUrl, home, host, port, origin, production, log } = options;
  const onError = (error: Error): void => log.error({ error }, 'background error');
  const spool = join(home, 'spool');
  await sweepSpool(spool);
  const queue = await openQueue(databaseUrl, { works: false, onError });
  const models = askPool();
  const installation: Installation = { queue, spool, models };
  const feed = openProgressFeed(databaseUrl, onError);
  const sessions = makeSessions({ secret: options.secret ?? (await secretFile(home, 'session-secret')), origin });

  const doors: Doors = { sessions, attempts: countAttempts() };

  const contextOf = async (headers: Headers): Promise<Context | null> => {
    const identity = await authenticate(doors, headers);
    if (!identity) return null;
    const stillAllowed = async (): Promise<void> => {
      if (!(await authenticate(doors, headers))) throw new ApiError('UNAUTHENTICATED', 'The session has ended; sign in again.');
    };
    return { installation, identity, actor: identity.actor, feed, stillAllowed };
  };

  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  const httpServer = createServer(app);
  httpServer.headersTimeout = headersTimeoutMs;
  httpServer.keepAliveTimeout = keepAliveTimeoutMs;
  httpServer.requestTimeout = 0; // a large upload takes as long as it takes; bodies of JSON have a size limit
  app.use((_request, response, next) => {
    response.set({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    next();
  });

  app.get('/healthz', async (_request, response) => {
    const database = await instance().$queryRaw`select 1`.then(
      () => true,
      (error: Error) => (onError(error), false),
    );
    response.status(database ? 200 : 503).json({ ok: database, database });
  });

  const authHandler = toNodeHandler(sessions);
  app.all('/api/auth/*splat', (request, response) => {
    // A browser names the page that asks on everything but a plain GET; only ours may sign people in or out.
    if (request.headers.origin !== undefined && request.headers.origin !== origin) throw new ApiError('FORBIDDEN', 'Sign in from the dashboard’s own address.');
    request.headers[addressHeader] = request.socket.remoteAddress ?? 'unknown';
    return authHandler(request, response);
  });

  app.put('/uploads/:id', receiveUpload(installation));

  app.get('/evidence/:id', async (request, response) => {
    const identity = await authenticate(doors, fetchHeaders(request));
    if (!identity) throw new ApiError('UNAUTHENTICATED', 'Sign in, or send an API key.');
    const { id, bytes, digest } = await downloadEvidence(identity.actor, request.params.id);
    response.set({ 'content-type': 'application/zip', 'content-disposition': `attachment; filename="plumbline-${id}.zip"`, etag: `"${digest}"` });
    response.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  });

  const schema = makeSchema();
  const apollo = makeApollo({ schema, httpServer, log, production });
  const subscriptions = serveSubscriptions({ schema, httpServer, path: '/graphql', origin, log, contextOf });
  await apollo.start();
  app.use(
    '/graphql',
    ...jsonBody,
    expressMiddleware(apollo, {
      context: async ({ req }) => {
        try {
          const context = await contextOf(fetchHeaders(req));
          if (context) return context;
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          throw refusal(error);
        }
        throw refusal(new ApiError('UNAUTHENTICATED', 'Sign in, or send an API key.'));
      },
    }),
  );
  app.use(bodyErrors);
  app.use(httpErrors(log));

  await listen(httpServer, host, port);
  const sweeping = setInterval(() => void sweepSpool(spool).catch(onError), sweepMs);
  let closing: Promise<void> | undefined;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(httpServer.address() as AddressInfo).port}`,
    close() {
      closing ??= (async () => {
        clearInterval(sweeping);
        await subscriptions.close();
        await apollo.stop(); // waits for what is being answered
        await models.close();
        await feed.stop();
        await queue.stop({ graceful: false });
      })();
      return closing;
    },
  };
}

/** An error from before the query began, which has a status of its own. */
function refusal({ code, message }: ApiError): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: httpStatusOf[code] ?? 400 } } });
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
