/** What the API said when it could not do what was asked; the message is written for people. */
export class RequestError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'RequestError';
  }
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** The data of an answer, or its first error. */
export async function dataOf<Data>(response: Response): Promise<Data> {
  const answer = (await response.json().catch(() => null)) as Answer<Data> | null; // not JSON: said below
  const [fault] = answer?.errors ?? [];
  if (fault) throw new RequestError(fault.extensions?.code ?? 'INTERNAL', fault.message);
  if (response.status === 401) throw new RequestError('UNAUTHENTICATED', 'You are not signed in.');
  if (!answer?.data) throw new RequestError(response.status >= 500 ? 'UNREACHABLE' : 'INTERNAL', `The API answered with status ${response.status} and no data.`);
  return answer.data;
}
