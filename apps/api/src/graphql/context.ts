import type { Actor } from '../auth/actor.js';
import type { Identity } from '../auth/authenticate.js';
import type { ProgressFeed } from '../features/audit/progressFeed.js';
import type { Installation } from '../features/installation.js';

/** What every resolver gets. Nobody reaches one without being signed in. */
export interface Context {
  readonly installation: Installation;
  readonly identity: Identity;
  readonly actor: Actor;
  readonly feed: ProgressFeed;
  /** Throws when the credentials this began with are no longer good. */
  readonly stillAllowed: () => Promise<void>;
}
