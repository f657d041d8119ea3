import { randomBytes } from 'node:crypto';
import { NextResponse, type NextRequest } from 'next/server';

/**
 * A content security policy with a nonce of its own for every page: only scripts that Next itself puts in may run, and nothing talks to another origin.
 * Style attributes are allowed because the charts' SVG uses them; style elements are not.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString('base64');
  const development = process.env.NODE_ENV === 'development';
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  const headers = new Headers(request.headers);
  headers.set('Content-Security-Policy', policy); // Next reads the nonce from here
  headers.set('x-plumbline-path', request.nextUrl.pathname + request.nextUrl.search); // so that signing in can lead back
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

export const config = {
  // Not what is forwarded to the API: passing through here would buffer uploads.
  matcher: ['/((?!icon.svg|_next/static|_next/image|api/auth|graphql|uploads|evidence|health).*)'],
};
