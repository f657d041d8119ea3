import { randomUUID } from 'node:crypto';
import { prismaAdapter } from '@better-auth/prisma-adapter';
import { betterAuth } from 'better-auth/minimal';
import { instance } from '../db.js';

/** Set by our own HTTP layer from the connection, over whatever the client sent. */
export const addressHeader = 'x-plumbline-address';

export interface SessionOptions {
  readonly secret: string;
  /** The dashboard's origin: requests that bring a cookie from elsewhere are refused. */
  readonly origin: string;
}

export type Sessions = ReturnType<typeof makeSessions>;

/** Sign-in with email and password. Strangers cannot sign up: people are added by an administrator. */
export function makeSessions({ secret, origin }: SessionOptions) {
  return betterAuth({
    appName: 'Plumbline',
    baseURL: origin,
    basePath: '/api/auth',
    trustedOrigins: [origin],
    secret,
    database: prismaAdapter(instance(), { provider: 'postgresql' }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 256 },
    session: { expiresIn: 12 * 3600, updateAge: 3600 },
    rateLimit: { enabled: true, storage: 'database', window: 60, max: 300, customRules: { '/sign-in/email': { window: 60, max: 10 } } },
    advanced: {
      cookiePrefix: 'plumbline',
      useSecureCookies: origin.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: () => randomUUID() },
    },
    telemetry: { enabled: false },
    logger: { level: 'error' },
  });
}
