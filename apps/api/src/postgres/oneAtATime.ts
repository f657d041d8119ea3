import pg from 'pg';

/**
 * A client that sends a query when the one before it has been answered. Prisma asks for the relations of a row side by side, inside a transaction
 * too, and leaves the queueing to pg, which warns of that and will stop doing it in its next major version.
 */
export class OneAtATimeClient extends pg.Client {
  #before: Promise<unknown> = Promise.resolve();

  // pg declares a dozen overloads; only those that return a promise are put in line, the rest (callbacks, streams of COPY) pass.
  override query(...parameters: unknown[]): never {
    const send = (): Promise<unknown> => (super.query as (...all: unknown[]) => Promise<unknown>).apply(this, parameters);
    const [first] = parameters;
    const isStream = typeof first === 'object' && first !== null && 'submit' in first;
    if (isStream || parameters.some((parameter) => typeof parameter === 'function')) return send() as never;
    const answer = this.#before.then(send);
    this.#before = answer.catch(() => undefined); // told to whoever asked
    return answer as never;
  }
}
