import 'server-only';
import { apiUrl } from './env';

/** Headers that belong to one connection and not to the message. */
const ofConnection = ['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding', 'upgrade', 'expect'];

/**
 * Hands a request on to the API and its answer back, both as streams, so that the browser needs one origin only and a large upload never lies in
 * memory here. The address is read at run time, which Next's own rewrites cannot do.
 */
export async function forward(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  for (const name of ofConnection) headers.delete(name);
  headers.set('accept-encoding', 'identity'); // fetch would decode the body and leave the header
  try {
    const answer = await fetch(apiUrl(pathname + search), {
      method: request.method,
      headers,
      body: request.body,
      redirect: 'manual',
      cache: 'no-store',
      signal: request.signal,
      ...(request.body ? { duplex: 'half' } : {}),
    });
    const answered = new Headers(answer.headers);
    for (const name of ofConnection) answered.delete(name);
    return new Response(answer.body, { status: answer.status, headers: answered });
  } catch (error) {
    if (request.signal.aborted) throw error;
    console.error('The API does not answer:', error);
    return Response.json({ errors: [{ message: 'The API does not answer. Try again in a moment.', extensions: { code: 'UNREACHABLE' } }] }, { status: 502 });
  }
}
