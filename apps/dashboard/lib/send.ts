import type { TypedDocumentString } from '../generated/graphql';
import { RequestError, dataOf } from './requestError';

/** From the browser, through this origin. Throws RequestError. */
export async function send<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Data> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query: document.toString(), variables }),
  }).catch(() => {
    throw new RequestError('UNREACHABLE', 'No connection to the server. Check the network and try again.');
  });
  return dataOf<Data>(response);
}

/** Puts a file's bytes where the API asked for them, telling how much has gone. */
export function sendBytes(offer: { url: string; method: string; headers: unknown; maxBytes: number }, file: File, onProgress: (share: number) => void): Promise<void> {
  if (file.size > offer.maxBytes) return Promise.reject(new RequestError('BAD_INPUT', `The file has ${file.size} bytes; at most ${offer.maxBytes} are accepted.`));
  return new Promise((resolve, reject) => {
    // XMLHttpRequest, because fetch does not tell how much of a body has been sent.
    const request = new XMLHttpRequest();
    const { pathname, search } = new URL(offer.url, window.location.origin);
    request.open(offer.method, pathname + search);
    for (const [name, value] of Object.entries((offer.headers ?? {}) as Record<string, string>)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    request.onload = () =>
      request.status < 300 ? resolve() : reject(new RequestError('BAD_INPUT', messageOf(request.responseText) ?? `The upload was refused with status ${request.status}.`));
    request.onerror = () => reject(new RequestError('UNREACHABLE', 'The connection was lost during the upload. Try again.'));
    request.send(file);
  });
}

function messageOf(body: string): string | null {
  try {
    const { message, errors } = JSON.parse(body) as { message?: string; errors?: { message: string }[] };
    return message ?? errors?.[0]?.message ?? null;
  } catch {
    return null; // a proxy's page, say
  }
}
