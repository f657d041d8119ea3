import 'server-only';
import { headers } from 'next/headers';
import type { TypedDocumentString } from '../generated/graphql';
import { apiUrl } from './env';
import { RequestError, dataOf } from './requestError';

/** Asks the API on behalf of whoever opened the page. Throws RequestError, with code "UNREACHABLE" when nobody answers. */
export async function query<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentString<Data, Variables>,
  ...[variables]: Variables extends Record<string, never> ? [] : [Variables]
): Promise<Data> {
  const incoming = await headers();
  const response = await fetch(apiUrl('/graphql'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', cookie: incoming.get('cookie') ?? '' },
    body: JSON.stringify({ query: document.toString(), variables }),
    cache: 'no-store',
    signal: AbortSignal.timeout(60_000),
  }).catch((error: unknown) => {
    throw new RequestError('UNREACHABLE', `The API does not answer (${error instanceof Error ? error.message : String(error)}).`);
  });
  return dataOf<Data>(response);
}
