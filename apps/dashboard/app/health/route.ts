/** Says that this process answers; the API has a health check of its own. */
export function GET(): Response {
  return Response.json({ status: 'ok' });
}
export const dynamic = 'force-dynamic';
