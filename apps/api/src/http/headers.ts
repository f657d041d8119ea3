import type { IncomingMessage } from 'node:http';
import { addressHeader } from '../auth/sessions.js';

/** As the Fetch API has them. The address is the connection's; whatever the client says of it is dropped. */
export function fetchHeaders(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (name === addressHeader || value === undefined) continue;
    headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  headers.set(addressHeader, request.socket.remoteAddress ?? 'unknown');
  return headers;
}
