import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { progressChannel } from '../../jobs/progress.js';

/** Notifications of PostgreSQL, handed to whoever watches one audit. They say only that something has changed. */
export interface ProgressFeed {
  watch(auditId: string): Changes;
  stop(): Promise<void>;
}

export interface Changes {
  /** Resolves at the next change, at once when there was one meanwhile, or after the time given. */
  next(withinMs: number): Promise<void>;
  stop(): void;
}

const reconnectMs = 1_000;

/** One listening connection per process. While it is away, watchers live on their own polling. */
export function openProgressFeed(connectionString: string, onError: (error: Error) => void): ProgressFeed {
  const changed = new EventEmitter().setMaxListeners(0);
  const stopping = new AbortController();
  let client: pg.Client | null = null;

  const listen = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const current = new pg.Client({ connectionString, application_name: 'plumbline progress', keepAlive: true });
      client = current;
      const ended = new Promise<void>((resolve) => current.once('end', () => resolve()));
      current.on('error', onError);
      current.on('notification', ({ payload }) => {
        const auditId = auditOf(payload);
        if (auditId !== null) changed.emit(auditId);
      });
      try {
        await current.connect();
        await current.query(`LISTEN ${progressChannel}`);
        await ended;
      } catch (error) {
        onError(error as Error);
        await current.end().catch(onError);
      }
      await sleep(reconnectMs, undefined, { signal: stopping.signal }).catch(() => undefined); // aborted: we are stopping
    }
  };
  const listening = listen();

  return {
    watch(auditId) {
      let pending = false;
      let wake: () => void = () => undefined;
      const note = (): void => {
        pending = true;
        wake();
      };
      changed.on(auditId, note);
      return {
        async next(withinMs) {
          if (!pending) {
            await new Promise<void>((resolve) => {
              const timer = setTimeout(resolve, withinMs);
              wake = () => {
                clearTimeout(timer);
                resolve();
              };
            });
          }
          pending = false;
        },
        stop() {
          changed.off(auditId, note);
          wake();
        },
      };
    },
    async stop() {
      stopping.abort();
      await client?.end().catch(onError);
      await listening;
    },
  };
}

function auditOf(payload: string | undefined): string | null {
  try {
    const { auditId } = JSON.parse(payload ?? '') as { auditId?: unknown };
    return typeof auditId === 'string' ? auditId : null;
  } catch {
    return null; // anybody who may connect may notify; what is not ours is none of our business
  }
}
