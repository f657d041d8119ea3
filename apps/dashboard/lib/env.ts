/** Where the API answers; read at each start, so that one build serves every installation. */
export function apiUrl(path: string): URL {
  return new URL(path, process.env.PLUMBLINE_API_URL ?? 'http://127.0.0.1:4000');
}
