import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import type { Server } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Context } from './context.js';
import { errorFunnel } from './errorFunnel.js';
import { queryLimits, refuseOversized } from './limits.js';

/** More than this helps nobody to find their mistake. */
const errorsShown = 10;

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly httpServer: Server;
  readonly log: Logger;
  readonly production: boolean;
}

export function makeApollo({ schema, httpServer, log, production }: ApolloOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    // Nobody gets this far without being signed in, so it is open to them only.
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    documentStore: null,
    parseOptions: { maxTokens: queryLimits.tokens },
    maxRecursiveSelections: 5_000, // the server's own check, which comes before ours and ends what doubles without end
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    formatError: errorFunnel(log),
    logger: { debug: () => undefined, info: () => undefined, warn: (message) => log.warn(String(message)), error: (message) => log.error(String(message)) },
    nodeEnv: production ? 'production' : 'development',
    stopOnTerminationSignals: false,
    plugins: [limits(schema), ApolloServerPluginLandingPageDisabled(), ApolloServerPluginDrainHttpServer({ httpServer, stopGracePeriodMillis: 5_000 })],
  });
}

function limits(schema: GraphQLSchema): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request }) {
          refuseOversized(schema, document, operation!, request.variables ?? {}); // resolved, as the hook's name says
        },
        async willSendResponse({ response: { body } }) {
          if (body.kind === 'single' && (body.singleResult.errors?.length ?? 0) > errorsShown) {
            body.singleResult = { ...body.singleResult, errors: body.singleResult.errors!.slice(0, errorsShown) };
          }
        },
      };
    },
  };
}
