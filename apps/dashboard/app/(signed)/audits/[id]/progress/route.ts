import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { progressSubscription } from '../../../../../features/audit/audit.queries';
import type { AuditProgressSubscription } from '../../../../../generated/graphql';
import { apiUrl } from '../../../../../lib/env';

/**
 * The API's subscription, as server-sent events: they need no second protocol between browser and dashboard, and so get through where a WebSocket does not.
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const url = apiUrl('/graphql');
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const { headers } = request;
  if (headers.get('sec-fetch-site') === 'cross-site') return new Response(null, { status: 403 });
  const cookie = headers.get('cookie') ?? '';
  // The API lets a cookie open a socket only from the dashboard's own origin, which an EventSource does not state.
  const origin = process.env.PLUMBLINE_ORIGIN ?? `${headers.get('x-forwarded-proto') ?? 'http'}://${headers.get('x-forwarded-host') ?? headers.get('host')}`;
  const client = createClient({
    url: url.href,
    retryAttempts: 0,
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string | string[]) {
        super(address, protocols, { headers: { cookie, origin } });
      }
    },
  });
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let open = true;
      function close(): void {
        if (!open) return;
        open = false;
        controller.close();
        void client.dispose();
      }
      client.subscribe<AuditProgressSubscription>(
        { query: progressSubscription.toString(), variables: { id } },
        {
          next: ({ data }) => {
            if (open && data) controller.enqueue(encoder.encode(`data: ${JSON.stringify(data.auditProgress)}\n\n`));
          },
          error: close, // the browser sees the end, and asks instead
          complete: close,
        },
      );
      request.signal.addEventListener('abort', close);
    },
    cancel: () => void client.dispose(),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' } });
}
